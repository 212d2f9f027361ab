// Moving about: channels, threads, App Home and who the reader acts as.

import { api } from "./api.js";
import { appChannel } from "./names.js";
import { DEFAULT_ACTOR, state, toUrl, update } from "./state.js";
import { refresh, refreshSoon, report } from "./sync.js";

const listeners = [];

/** Call `listener` after the reader went somewhere. */
export const onMove = (listener) => listeners.push(listener);

async function move(patch, { push = true, parts = ["messages", "thread"] } = {}) {
  const elsewhere = patch.channel !== undefined && patch.channel !== state.channel;
  update({ ...patch, ...(elsewhere ? { messages: null, replies: null } : {}) });
  toUrl(push);
  await refresh(...parts).catch(report);
  for (const listener of listeners) listener();
  refreshSoon("workspace"); // reading a channel is what makes it read
}

export const openChannel = (channel) => move({ channel, tab: null, thread: null });
export const openThread = (thread) => move({ thread, replies: null }, { parts: ["thread"] });
export const closeThread = () => move({ thread: null, replies: null }, { parts: [] });

/** Open the app's own place; the server tells the app, which may then publish its Home. */
export async function openApp(tab = "home", push = true) {
  const direct = appChannel();
  if (!direct) return;
  await move({ channel: direct.id, tab, thread: null }, { push, parts: ["messages", "views"] });
  await api.home(state.actor, tab).catch(report);
  await refresh("views").catch(report);
}

function allowed(channel) {
  const channels = state.workspace.channels;
  return (
    (
      channels.find((one) => one.id === channel) ??
      channels.find((one) => !one.is_im && !one.is_archived) ??
      channels[0]
    )?.id ?? null
  );
}

/** Go where the address says, or to the first place the reader may see. */
export async function goTo({ actor, channel, tab, thread }, push = false) {
  update({ actor, views: { modals: [], home: null }, messages: null, replies: null });
  const known = await refresh("workspace").then(() => true, report);
  if (!known && actor !== DEFAULT_ACTOR) await goTo({ actor: DEFAULT_ACTOR, channel, tab, thread });
  if (!known) return;
  const place = allowed(channel);
  if (tab) return openApp(tab, push);
  await move(
    { channel: place, tab: null, thread: place === channel ? thread : null },
    { push, parts: ["messages", "thread", "views"] },
  );
}
