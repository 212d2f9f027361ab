// The list above the composer: slash commands, people, groups and channels that fit what is being typed.

import { announce, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, botName, channelIcon, isDirect, userName } from "./names.js";
import { state } from "./state.js";

const SHOWN = 12;

const command = (one) => ({
  insert: one.command,
  exact: one.command,
  face: [
    h("span", { class: "completion-mark" }, icon("slash", 14)),
    h(
      "span",
      { class: "completion-text" },
      h(
        "span",
        {},
        h("b", {}, one.command),
        one.usage_hint && h("span", { class: "completion-usage" }, one.usage_hint),
      ),
      h("small", {}, one.description),
    ),
    h("span", { class: "completion-source" }, botName()),
  ],
});

const person = (one) => ({
  insert: `@${userName(one.id)}`,
  face: [
    avatar(one.id, "avatar-small"),
    h("span", { class: "completion-text" }, h("b", {}, userName(one.id))),
    h("span", { class: "completion-source" }, one.name),
  ],
});
const group = (one) => ({
  insert: `@${one.handle}`,
  face: [
    h("span", { class: "completion-mark" }, icon("people", 14)),
    h("span", { class: "completion-text" }, h("b", {}, `@${one.handle}`)),
    h("span", { class: "completion-source" }, one.name),
  ],
});
const place = (one) => ({
  insert: `#${one.name}`,
  face: [
    h("span", { class: "completion-mark" }, channelIcon(one, 14)),
    h("span", { class: "completion-text" }, h("b", {}, one.name)),
  ],
});

const has =
  (words) =>
  (...texts) =>
    texts.some((text) => text?.toLowerCase().includes(words.toLowerCase()));

/** Commands first by how they begin, then by what they contain. */
function commands(typed) {
  const all = state.workspace.app.commands ?? [];
  const begins = all.filter((one) => one.command.startsWith(typed));
  const contains = all.filter(
    (one) => !begins.includes(one) && typed.length > 2 && one.command.includes(typed.slice(1)),
  );
  return [...begins, ...contains].map(command);
}

function people(words) {
  const fits = has(words);
  const users = state.workspace.users.filter((one) => !one.deleted && fits(userName(one.id), one.name));
  const groups = (state.workspace.usergroups ?? []).filter((one) => fits(one.handle, one.name));
  return [...users.map(person), ...groups.map(group)];
}

const places = (words) =>
  state.workspace.channels.filter((one) => !isDirect(one) && has(words)(one.name)).map(place);

/** What fits at the cursor: `{from, items}`, or null. */
function suggestions(text, cursor, allowCommands) {
  const before = text.slice(0, cursor);
  if (allowCommands && /^\/\S*$/.test(before)) return { from: 0, title: "Commands", items: commands(before) };
  const match = /(?:^|\s)([@#])([\p{L}\d._-]*)$/u.exec(before);
  if (!match) return null;
  const [, mark, words] = match;
  return {
    from: cursor - words.length - 1,
    title: mark === "@" ? "People and groups" : "Channels",
    items: mark === "@" ? people(words) : places(words),
  };
}

/** Completion for one text area; `keydown` must see each key first and says whether it took it. */
export class Completion {
  constructor(input, { id, allowCommands }) {
    this.input = input;
    this.allowCommands = allowCommands;
    this.list = h("div", { id, class: "completion-list", role: "listbox", "aria-label": "Suggestions" });
    this.title = h("div", { class: "completion-title" });
    this.node = h(
      "div",
      { class: "completion", testid: allowCommands ? "completion" : "thread-completion", hidden: true },
      this.title,
      this.list,
      h(
        "div",
        { class: "completion-keys", "aria-hidden": "true" },
        "↑↓ to move · Tab or Enter to choose · Esc to close",
      ),
    );
    this.at = 0;
    this.found = null;
    for (const [name, value] of Object.entries({
      "aria-autocomplete": "list",
      "aria-controls": id,
      "aria-expanded": "false",
      role: "combobox",
    }))
      input.setAttribute(name, value);
    input.addEventListener("input", () => this.look());
    input.addEventListener("blur", () => this.close());
  }

  get isOpen() {
    return !this.node.hidden;
  }

  look() {
    const found =
      state.workspace && suggestions(this.input.value, this.input.selectionStart, this.allowCommands);
    if (!found?.items.length) return this.close();
    this.found = { ...found, items: found.items.slice(0, SHOWN) };
    this.at = 0;
    this.node.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.title.textContent = found.title;
    fill(
      this.list,
      this.found.items.map((item, at) =>
        h(
          "div",
          {
            id: `${this.list.id}-${at}`,
            class: "completion-item",
            role: "option",
            "data-value": item.insert,
            onpointerdown: (event) => {
              event.preventDefault();
              this.take(at);
            },
            onpointermove: () => this.mark(at),
          },
          item.face,
        ),
      ),
    );
    this.mark(0);
    announce(`${this.found.items.length} suggestions`);
  }

  mark(at) {
    this.at = at;
    [...this.list.children].forEach((node, nth) => node.setAttribute("aria-selected", String(nth === at)));
    this.list.children[at].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", this.list.children[at].id);
  }

  close() {
    this.node.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  take(at) {
    const { insert } = this.found.items[at];
    const after = this.input.value.slice(this.input.selectionStart);
    this.input.setRangeText(`${insert} `, this.found.from, this.input.value.length - after.length, "end");
    this.close();
    this.input.dispatchEvent(new Event("input"));
  }

  keydown(event) {
    if (!this.isOpen || event.isComposing) return false;
    const { items } = this.found;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.mark((this.at + step + items.length) % items.length);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && items[this.at].exact === this.input.value) return (this.close(), false);
    else if (event.key === "Tab" || event.key === "Enter") this.take(this.at);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
