// Select menus: a button that opens a list with a filter; single or several choices, keyboard first.

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { arrowKeys, popup } from "./popup.js";

const FILTER_FROM = 6;

/**
 * A select of `groups` ([{label, items: [{value, label, note}]}]).
 *
 * `chosen` are the values at first; `onChange` gets the values after each change. Several choices keep the
 * list open and report once when it closes, as Slack does.
 */
export function picker({ groups, chosen, multiple, limit = Infinity, placeholder, label, onChange, props = {} }) {
  let values = [...chosen];
  const items = groups.flatMap((group) => group.items);
  const face = h("span", { class: "picker-face" });
  const button = h("button", { class: "picker", type: "button", "aria-haspopup": "listbox", "aria-expanded": "false",
    "aria-label": label, onclick: open, onkeydown: openByKey, ...props }, face, icon("chevron", 14));
  paint();

  function paint() {
    const labels = items.filter((item) => values.includes(item.value)).map((item) => item.label);
    button.classList.toggle("picker-empty", labels.length === 0);
    if (labels.length === 0) fill(face, placeholder);
    else if (multiple) fill(face, labels.map((text) => h("span", { class: "chip" }, text)));
    else fill(face, labels[0]);
  }

  function openByKey(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    open();
  }

  function open() {
    const before = values.join("\n");
    const list = h("div", { class: "options", role: "listbox", "aria-label": label, "aria-multiselectable": multiple ? "true" : undefined });
    const filter = h("input", { class: "options-filter", type: "text", "aria-label": "Filter", placeholder: "Search", autocomplete: "off", oninput: () => show(filter.value) });
    const opened = popup(button, [items.length >= FILTER_FROM ? filter : null, list], {
      label, className: "popup-options", onClose: () => multiple && values.join("\n") !== before && onChange(values) });
    opened.panel.style.minWidth = `${Math.max(button.offsetWidth, 180)}px`;
    opened.panel.addEventListener("keydown", (event) => arrowKeys(event, [...list.querySelectorAll("[role=option]")]));
    const take = (value) => {
      if (multiple) toggle(value);
      else values = [value];
      paint();
      if (multiple) return show(filter.value, value);
      opened.close();
      onChange(values);
    };
    const option = (item) => h("button", { class: "option", type: "button", role: "option", "data-value": item.value, title: item.label,
      "aria-selected": String(values.includes(item.value)), onclick: () => take(item.value) },
    h("span", { class: "option-text" }, item.label, item.note && h("small", {}, item.note)), values.includes(item.value) && icon("check", 14));
    const show = (text, focusOn) => {
      const fits = (item) => item.label.toLowerCase().includes(text.trim().toLowerCase());
      const shown = groups.map((group) => ({ ...group, items: group.items.filter(fits) })).filter((group) => group.items.length);
      fill(list, shown.map((group) => [group.label && h("div", { class: "options-group" }, group.label), group.items.map(option)]));
      if (!shown.length) fill(list, h("div", { class: "options-none" }, "No matches"));
      if (focusOn) [...list.querySelectorAll("[role=option]")].find((node) => node.dataset.value === focusOn)?.focus();
    };
    show("");
    opened.replace();
    const first = list.querySelector("[aria-selected=true]") ?? list.querySelector("[role=option]");
    (items.length >= FILTER_FROM ? filter : first)?.focus();
  }

  function toggle(value) {
    if (values.includes(value)) values = values.filter((one) => one !== value);
    else if (values.length < limit) values = [...values, value];
  }

  return button;
}
