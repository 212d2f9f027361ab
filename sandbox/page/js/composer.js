// The message box: drafts, styles, completion, and what Enter sends.

import { api } from "./api.js";
import { Completion } from "./completion.js";
import { fill, h } from "./dom.js";
import { icon, iconButton } from "./icons.js";
import { escape } from "./mrkdwn.js";
import { isDirect, userName } from "./names.js";
import { state } from "./state.js";
import { refreshSoon, report } from "./sync.js";

const MAX_ROWS_PX = 220;
const drafts = new Map();
let count = 0;

/** Names as people type them, longest first, with what Slack sends for them. */
function mentions() {
  const { users, channels, usergroups = [] } = state.workspace;
  const pairs = [
    ...users.flatMap((one) => [
      [`@${userName(one.id)}`, `<@${one.id}>`],
      [`@${one.name}`, `<@${one.id}>`],
    ]),
    ...usergroups.map((one) => [`@${one.handle}`, `<!subteam^${one.id}>`]),
    ...channels.filter((one) => !isDirect(one)).map((one) => [`#${one.name}`, `<#${one.id}>`]),
    ...["here", "channel", "everyone"].map((range) => [`@${range}`, `<!${range}>`]),
  ];
  return pairs.sort((one, other) => other[0].length - one[0].length);
}

/** Typed text as Slack's own client sends it: three characters escaped, names as ids. */
export function outgoing(text) {
  let sent = escape(text);
  for (const [name, id] of mentions()) sent = sent.replaceAll(escape(name), id);
  return sent;
}

/** Arguments of a command: names as handles, which the server escapes when the command asks for it. */
function args(text) {
  return state.workspace.users.reduce(
    (given, one) => given.replaceAll(`@${userName(one.id)}`, `@${one.name}`),
    text,
  );
}

/** A message box; `place()` gives {channel, thread, hint} at the moment of sending. */
export class Composer {
  constructor({ place, testid, inThread = false, onSend = () => {} }) {
    this.onSend = onSend;
    this.place = place;
    this.inThread = inThread;
    this.input = h("textarea", {
      id: inThread ? "thread-composer-input" : "composer-input",
      class: "composer-input",
      rows: 1,
      testid,
      autocomplete: "off",
      spellcheck: "true",
      oninput: () => this.typed(),
      onkeydown: (event) => this.keydown(event),
    });
    this.completion = new Completion(this.input, { id: `completion-${++count}`, allowCommands: !inThread });
    this.note = h("div", { class: "composer-note", role: "status" });
    this.submit = h(
      "button",
      {
        type: "button",
        class: "send",
        "aria-label": "Send",
        title: "Send (Enter)",
        disabled: true,
        testid: inThread ? "thread-send" : "send",
        onclick: () => this.send(),
      },
      icon("send"),
    );
    this.node = h(
      "div",
      { class: "composer" },
      this.completion.node,
      this.note,
      h(
        "div",
        { class: "composer-box" },
        this.input,
        h("div", { class: "composer-tools" }, this.tools(), this.submit),
      ),
    );
    this.key = null;
  }

  tools() {
    // The text must keep the focus and its selection.
    const onpointerdown = (event) => event.preventDefault();
    const tool = (name, label, onclick) => iconButton(name, label, onclick, { onpointerdown });
    const styles = [
      ["bold", "Bold", "*"],
      ["italic", "Italic", "_"],
      ["strike", "Strike through", "~"],
      ["code", "Code", "`"],
    ];
    const starts = [
      ["at", "Mention someone", "@"],
      ...(this.inThread ? [] : [["slash", "Run a command", "/"]]),
    ];
    return [
      ...starts.map(([name, label, text]) => tool(name, label, () => this.begin(text))),
      h("span", { class: "tools-rule" }),
      ...styles.map(([name, label, mark]) => tool(name, label, () => this.wrap(mark))),
    ];
  }

  /** Show the draft of the current place. */
  show() {
    const { channel, thread, hint } = this.place();
    const key = [state.actor, channel, thread].join(" ");
    this.input.placeholder = hint;
    this.input.setAttribute("aria-label", hint);
    if (key === this.key) return;
    this.key = key;
    this.input.value = drafts.get(key) ?? "";
    this.completion.close();
    this.typed();
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  begin(text) {
    this.focus();
    if (text === "/") this.input.value = "/";
    else
      this.input.setRangeText(
        /(^|\s)$/.test(this.input.value.slice(0, this.input.selectionStart)) ? text : ` ${text}`,
        this.input.selectionStart,
        this.input.selectionEnd,
        "end",
      );
    this.input.dispatchEvent(new Event("input"));
  }

  wrap(mark) {
    const { selectionStart: from, selectionEnd: to } = this.input;
    this.focus();
    this.input.setRangeText(mark + this.input.value.slice(from, to) + mark, from, to, "end");
    if (from === to) this.input.selectionStart = this.input.selectionEnd = from + 1;
    this.input.dispatchEvent(new Event("input"));
  }

  typed() {
    drafts.set(this.key, this.input.value);
    this.submit.disabled = !this.input.value.trim();
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, MAX_ROWS_PX)}px`;
    this.hint();
  }

  /** Once a command is chosen, its arguments stay in sight. */
  hint() {
    const name = /^(\/\S+)\s/.exec(this.input.value)?.[1];
    const known = !this.inThread && state.workspace?.app.commands?.find((one) => one.command === name);
    fill(
      this.note,
      known && [
        h("b", {}, known.command),
        known.usage_hint ? ` ${known.usage_hint}` : "",
        h("span", {}, known.description),
      ],
    );
  }

  keydown(event) {
    if (this.completion.keydown(event)) return;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    if (text.startsWith("/") && this.inThread) {
      fill(this.note, `${text.split(/\s/)[0]} does not work in threads. Use the channel's message box.`);
      return;
    }
    this.completion.close();
    this.input.value = "";
    this.typed();
    this.onSend();
    await (text.startsWith("/") ? this.run(text) : this.post(text)).catch(report);
    refreshSoon("messages", "thread", "views");
  }

  post(text) {
    const { channel, thread } = this.place();
    return api.send({
      as: state.actor,
      channel,
      text: outgoing(text),
      ...(thread ? { thread_ts: thread } : {}),
    });
  }

  run(text) {
    const [, command, rest] = /^(\/\S*)\s*([\s\S]*)$/.exec(text);
    return api.command({ as: state.actor, channel: this.place().channel, command, text: args(rest) });
  }
}
