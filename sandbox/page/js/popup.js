// One floating panel anchored to a control; a native popover, so Escape and clicks beside it close it.

import { h } from "./dom.js";

const GAP_PX = 4;

function place(panel, anchor, above) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const fitsBelow = at.bottom + GAP_PX + height <= innerHeight;
  const top =
    above || (!fitsBelow && at.top > innerHeight / 2) ? at.top - GAP_PX - height : at.bottom + GAP_PX;
  panel.style.left = `${Math.max(GAP_PX, Math.min(at.left, innerWidth - width - GAP_PX))}px`;
  panel.style.top = `${Math.max(GAP_PX, top)}px`;
}

/**
 * Open `content` beside `anchor`; the focus returns to the anchor when it closes.
 * @returns {{panel: HTMLElement, close: () => void}}
 */
export function popup(anchor, content, { label, className = "", onClose = () => {} } = {}) {
  const panel = h(
    "div",
    { class: `popup ${className}`, popover: "auto", testid: "popup", "aria-label": label },
    content,
  );
  (anchor.closest("dialog") ?? document.body).append(panel);
  const close = () => panel.isConnected && panel.hidePopover();
  panel.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    removeEventListener("resize", close);
    if (panel.contains(document.activeElement) || document.activeElement === document.body) anchor.focus();
    anchor.setAttribute("aria-expanded", "false");
    panel.remove();
    onClose();
  });
  panel.showPopover();
  anchor.setAttribute("aria-expanded", "true");
  place(panel, anchor, false);
  addEventListener("resize", close);
  return { panel, close, replace: () => place(panel, anchor, false) };
}

/** Move the focus among `items` with the arrow keys, Home and End. */
export function arrowKeys(event, items) {
  const at = items.indexOf(document.activeElement);
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (target === undefined || items.length === 0) return;
  event.preventDefault();
  items[(target + items.length) % items.length].focus();
}
