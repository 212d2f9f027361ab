// The thread pane: the first message, its replies and a message box of its own.

import { Composer } from "./composer.js";
import { append, h } from "./dom.js";
import { iconButton } from "./icons.js";
import { MessageList } from "./messages.js";
import { channelName } from "./names.js";
import { closeThread } from "./navigation.js";
import { state, watch } from "./state.js";

/** Build the pane inside `pane`; returns its composer. */
export function threadPane(pane) {
  const where = h("span", { class: "thread-where" });
  const frame = h("div", {
    class: "messages",
    tabindex: "0",
    role: "log",
    "aria-label": "Messages of the thread",
  });
  const composer = new Composer({
    testid: "thread-composer",
    inThread: true,
    onSend: () => list.follow(),
    place: () => ({ channel: state.channel, thread: state.thread, hint: "Reply…" }),
  });
  const close = iconButton("close", "Close thread", closeThread, { testid: "thread-close" });
  append(pane, [
    h("header", { class: "header" }, h("h2", { class: "header-title" }, "Thread"), where, close),
    h("section", { class: "conversation" }, frame, composer.node),
  ]);
  const list = new MessageList(frame, { inThread: true });
  const draw = () => {
    pane.hidden = !state.thread;
    document.getElementById("app").classList.toggle("with-thread", Boolean(state.thread));
    if (!state.thread) return list.show([], null, () => null);
    where.textContent = state.tab ? channelName(state.channel) : `# ${channelName(state.channel)}`;
    list.show(state.replies, `${state.actor} ${state.channel} ${state.thread}`, () => null);
    composer.show();
  };
  pane.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) closeThread();
  });
  watch(["thread", "replies", "channel", "actor"], draw);
  draw();
  return composer;
}
