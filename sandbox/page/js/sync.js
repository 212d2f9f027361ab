// Keeps the page equal to the server: what changed is asked for again, several changes at once only once.

import { api, ApiError } from "./api.js";
import { state, update } from "./state.js";
import { toast } from "./toast.js";

const GATHER_MS = 25;
const wanted = new Set();
let timer = 0;

const FETCH = {
  workspace: async () => ({ workspace: await api.workspace(state.actor) }),
  messages: async () => ({
    messages: state.channel ? (await api.messages(state.channel, state.actor)).messages : [],
  }),
  thread: async () => ({
    replies: state.thread ? (await api.messages(state.channel, state.actor, state.thread)).messages : [],
  }),
  views: async () => ({ views: await api.views(state.actor) }),
};

const place = () => [state.actor, state.channel, state.thread].join(" ");

/** Ask the server for these parts of the state now; an answer for a place the reader has left is dropped. */
export async function refresh(...parts) {
  const asked = place();
  const patches = await Promise.all(parts.map((part) => FETCH[part]()));
  if (asked !== place()) return;
  const patch = Object.assign({}, ...patches);
  if (JSON.stringify(patch.workspace) === JSON.stringify(state.workspace)) delete patch.workspace;
  update(patch);
}

/** Like `refresh`, a moment later and never failing. */
export function refreshSoon(...parts) {
  for (const part of parts) wanted.add(part);
  clearTimeout(timer);
  timer = setTimeout(() => {
    const now = [...wanted];
    wanted.clear();
    refresh(...now).catch(report);
  }, GATHER_MS);
}

export const refreshAll = () => refreshSoon("workspace", "messages", "thread", "views");

/** Show a failed call to the reader. */
export function report(error) {
  if (!(error instanceof ApiError)) throw error;
  toast(error.message);
}

/** Handle one change of the stream. */
export function changed({ kind = "", channel }) {
  if (/^(message|reaction)/.test(kind)) {
    refreshSoon(...(channel === state.channel ? ["messages", "thread"] : ["workspace"]));
  } else if (/^(view|home|modal)/.test(kind)) refreshSoon("views");
  else refreshAll();
}
