// Names, initials and colours of the people, channels and groups of the workspace.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { state } from "./state.js";

const HUES = [212, 262, 338, 16, 158, 190, 42, 286];

const list = (name) => state.workspace?.[name] ?? [];
export const user = (id) => list("users").find((one) => one.id === id);
export const channel = (id) => list("channels").find((one) => one.id === id);
export const usergroup = (id) => list("usergroups").find((one) => one.id === id);
export const bot = () => state.workspace?.bot ?? {};
export const isBot = (id) => id === bot().user_id;

/** The name people read for a user id; the id itself when nobody has it. */
export function userName(id) {
  if (isBot(id)) return botName();
  if (id === "USLACKBOT") return "Slackbot";
  const one = user(id);
  return one?.real_name || one?.profile?.real_name || one?.name || id;
}

export const botName = () => bot().name || state.workspace?.app?.name || "App";
export const isDirect = (one) => Boolean(one?.is_im);
export const channelName = (id) => {
  const one = channel(id);
  if (isDirect(one)) return one.user === state.actor || isBot(one.user) ? botName() : userName(one.user);
  return one?.name ?? id;
};
export const groupHandle = (id) => usergroup(id)?.handle ?? usergroup(id)?.name ?? id;

/** The reader's own conversation with the app, if the server lists it. */
export const appChannel = () => list("channels").find(isDirect);

export function channelIcon(one, size = 16) {
  if (one?.is_ext_shared) return icon("shared", size);
  return icon(one?.is_private ? "lock" : "hash", size);
}

function hue(id) {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + char.codePointAt(0)) >>> 0;
  return HUES[sum % HUES.length];
}

const initials = (name, most) =>
  name
    .split(/[\s._-]+/)
    .filter(Boolean)
    .slice(0, most)
    .map((part) => [...part][0])
    .join("")
    .toUpperCase();

/** Square with initials; the app gets its own mark so that it is never mistaken for a person. */
export function avatar(id, extra = "") {
  const app = isBot(id);
  const node = h(
    "span",
    { class: `avatar ${app ? "avatar-app" : ""} ${extra}`, "aria-hidden": "true" },
    h("i", {}, initials(userName(id), extra === "avatar-tiny" ? 1 : 2)),
  );
  if (!app) node.style.setProperty("--hue", hue(id));
  return node;
}
