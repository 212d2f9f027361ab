// Select menus: a button that opens a list with a filter; single or several choices, keyboard first.

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { arrowKeys, popup } from "./popup.js";

const FILTER_FROM = 6;
const NARROWEST_PX = 180;

class Picker {
  constructor({ groups, chosen, multiple, limit = Infinity, placeholder, label, onChange, props = {} }) {
    Object.assign(this, { groups, multiple, limit, placeholder, label, onChange, values: [...chosen] });
    this.items = groups.flatMap((group) => group.items);
    this.face = h("span", { class: "picker-face" });
    const state = { "aria-haspopup": "listbox", "aria-expanded": "false", "aria-label": label };
    const on = { onclick: () => this.open(), onkeydown: (event) => this.keydown(event) };
    this.button = h(
      "button",
      { class: "picker", type: "button", ...state, ...on, ...props },
      this.face,
      icon("chevron", 14),
    );
    this.paint();
  }

  paint() {
    const labels = this.items.filter((item) => this.values.includes(item.value)).map((item) => item.label);
    this.button.classList.toggle("picker-empty", labels.length === 0);
    if (labels.length === 0) fill(this.face, this.placeholder);
    else
      fill(this.face, this.multiple ? labels.map((text) => h("span", { class: "chip" }, text)) : labels[0]);
    this.button.setAttribute("aria-description", labels.join(", ") || "nothing chosen");
  }

  keydown(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    this.open();
  }

  open() {
    const before = this.values.join("\n");
    this.list = h("div", {
      class: "options",
      role: "listbox",
      "aria-label": this.label,
      "aria-multiselectable": String(Boolean(this.multiple)),
    });
    this.filter = h("input", {
      class: "options-filter",
      type: "text",
      "aria-label": "Filter",
      placeholder: "Search",
      autocomplete: "off",
      oninput: () => this.show(),
    });
    const long = this.items.length >= FILTER_FROM;
    const onClose = () => this.multiple && this.values.join("\n") !== before && this.onChange(this.values);
    this.opened = popup(this.button, [long && this.filter, this.list], {
      label: this.label,
      className: "popup-options",
      onClose,
    });
    this.opened.panel.style.minWidth = `${Math.max(this.button.offsetWidth, NARROWEST_PX)}px`;
    this.opened.panel.addEventListener("keydown", (event) => arrowKeys(event, this.options()));
    this.show();
    this.opened.replace();
    (long ? this.filter : (this.list.querySelector("[aria-selected=true]") ?? this.options()[0]))?.focus();
  }

  options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  /** Draw what fits the filter. */
  show() {
    const words = this.filter.value.trim().toLowerCase();
    const fits = (item) => item.label.toLowerCase().includes(words);
    const shown = this.groups
      .map((group) => ({ ...group, items: group.items.filter(fits) }))
      .filter((group) => group.items.length);
    const nodes = shown.map((group) => [
      group.label && h("div", { class: "options-group" }, group.label),
      group.items.map((item) => this.option(item)),
    ]);
    fill(this.list, shown.length ? nodes : h("div", { class: "options-none" }, "No matches"));
  }

  option(item) {
    const selected = this.values.includes(item.value);
    const props = {
      class: "option",
      type: "button",
      role: "option",
      "data-value": item.value,
      title: item.label,
      "aria-selected": String(selected),
    };
    const text = h("span", { class: "option-text" }, item.label, item.note && h("small", {}, item.note));
    return h(
      "button",
      { ...props, onclick: () => this.take(item.value) },
      text,
      selected && icon("check", 14),
    );
  }

  take(value) {
    if (this.multiple) this.toggle(value);
    else this.values = [value];
    this.paint();
    if (this.multiple) {
      this.show();
      this.options()
        .find((node) => node.dataset.value === value)
        ?.focus();
      return;
    }
    this.opened.close();
    this.onChange(this.values);
  }

  toggle(value) {
    if (this.values.includes(value)) this.values = this.values.filter((one) => one !== value);
    else if (this.values.length < this.limit) this.values = [...this.values, value];
  }
}

/**
 * The button of a select over `groups` ([{label, items: [{value, label, note}]}]).
 *
 * `chosen` are the values at first; `onChange` gets the values after each change. Several choices keep the
 * list open and report once when it closes, as Slack does.
 */
export const picker = (options) => new Picker(options).button;
