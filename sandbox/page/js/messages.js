// The message list of a conversation: days, grouping, staying at the end, and changing only what changed.

import { append, h } from "./dom.js";
import { dayKey, dayName } from "./dates.js";
import { messageNode } from "./message.js";
import { icon } from "./icons.js";
import { arrowKeys } from "./popup.js";

const GROUP_S = 300;
const NEAR_END_PX = 80;

const divider = (ts) => h("div", { class: "day", role: "separator" }, h("span", {}, dayName(ts)));

const replyRule = (count) =>
  h(
    "div",
    { class: "reply-rule", role: "separator" },
    h("span", {}, `${count} ${count === 1 ? "reply" : "replies"}`),
  );

function follows(message, previous) {
  return (
    Boolean(previous) &&
    previous.user === message.user &&
    !previous.ephemeral === !message.ephemeral &&
    !message.ephemeral &&
    dayKey(previous.ts) === dayKey(message.ts) &&
    Number(message.ts) - Number(previous.ts) < GROUP_S &&
    !message.bot_id &&
    !message.deleted
  );
}

/** What stands above a message: the day in a channel, the number of replies in a thread. */
function above(messages, at, newDay, { inThread }) {
  if (inThread)
    return at === 1
      ? [{ key: "replies", source: messages.length, build: () => replyRule(messages.length - 1) }]
      : [];
  const { ts } = messages[at];
  return newDay ? [{ key: `day ${dayKey(ts)}`, source: dayName(ts), build: () => divider(ts) }] : [];
}

/** Rows to show: rules and messages, each with a key and what it was made from. */
function rows(messages, options) {
  return messages.flatMap((message, at) => {
    const previous = messages[at - 1];
    const newDay = !previous || dayKey(previous.ts) !== dayKey(message.ts);
    const compact = !newDay && follows(message, previous) && !(options.inThread && at === 1);
    const source = JSON.stringify([message, compact]);
    return [
      ...above(messages, at, newDay, options),
      { key: message.ts, source, build: () => messageNode(message, { compact, ...options }) },
    ];
  });
}

/** A list inside `frame` that is drawn again with `show`. */
export class MessageList {
  constructor(frame, options = {}) {
    this.frame = frame;
    this.options = options;
    this.drawn = new Map();
    this.place = null;
    this.stick = true;
    this.jump = h("button", { type: "button", class: "jump", hidden: true, onclick: () => this.toEnd() });
    append(this.jump, [icon("arrowDown", 14), "New messages"]);
    frame.after(this.jump);
    frame.addEventListener("scroll", () => this.scrolled());
    frame.addEventListener("keydown", (event) => this.keydown(event));
    // Images arrive after their message was measured; the end must stay the end.
    frame.addEventListener("load", () => this.stick && this.toEnd(), true);
  }

  scrolled() {
    this.stick = this.frame.scrollHeight - this.frame.scrollTop - this.frame.clientHeight < NEAR_END_PX;
    if (this.stick) this.jump.hidden = true;
  }

  /** Show the newest message; one that is taller than the window from its beginning. */
  toEnd() {
    const { frame } = this;
    const last = frame.lastElementChild;
    const tall = last && last.offsetHeight > frame.clientHeight;
    frame.scrollTop = tall ? last.offsetTop - frame.offsetTop : frame.scrollHeight;
    this.stick = true;
    this.jump.hidden = true;
  }

  /** The reader wrote something: what comes of it shall be seen. */
  follow() {
    this.stick = true;
  }

  /** Arrow keys walk from message to message; Tab then reaches what is inside. */
  keydown(event) {
    const messages = [...this.frame.querySelectorAll(".message")];
    if (messages.includes(document.activeElement)) arrowKeys(event, messages);
    if (document.activeElement !== this.frame || event.key !== "ArrowUp") return;
    event.preventDefault();
    messages.at(-1)?.focus();
  }

  /** Draw `messages` (null while they are not known), keeping every node whose message is the same. */
  show(messages, place, intro) {
    const moved = place !== this.place;
    const known = this.drawn;
    this.drawn = new Map();
    const head = { key: "intro", source: `intro ${place}`, build: intro };
    for (const row of [head, ...rows(messages ?? [], this.options)]) {
      const old = known.get(row.key);
      const same = !moved && old?.source === row.source;
      this.drawn.set(row.key, same ? old : { source: row.source, node: row.build() });
    }
    // A whole conversation that appears at once is not news to be read out.
    this.frame.setAttribute("aria-live", moved ? "off" : "polite");
    this.put([...this.drawn.values()].map((one) => one.node).filter(Boolean));
    this.place = messages === null ? null : place;
    if (moved || this.stick) this.toEnd();
    else if (messages.some((message) => !known.has(message.ts))) this.jump.hidden = false;
  }

  /** Nodes in order, touching only those that are new, gone or elsewhere. */
  put(nodes) {
    const stay = new Set(nodes);
    for (const node of [...this.frame.children]) if (!stay.has(node)) node.remove();
    nodes.forEach((node, at) => {
      if (this.frame.children[at] !== node) this.frame.insertBefore(node, this.frame.children[at] ?? null);
    });
  }
}
