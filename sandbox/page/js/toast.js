// A short notice at the bottom of the page.

import { h } from "./dom.js";

const SHOWN_MS = 5000;

/** Show `text` for a few seconds. */
export function toast(text) {
  document.querySelector(".toast")?.remove();
  const node = h("div", { class: "toast", role: "status", testid: "toast", popover: "manual" }, text);
  document.body.append(node);
  node.showPopover();
  setTimeout(() => node.remove(), SHOWN_MS);
}
