// How a modal looks: head with back and close, body with blocks, foot with its buttons.

import { renderBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { icon, iconButton } from "./icons.js";
import { plain } from "./mrkdwn.js";
import { avatar, bot } from "./names.js";

function head(view, { onBack, onClose }) {
  return h(
    "header",
    { class: "modal-head" },
    onBack
      ? iconButton("back", "Back", onBack, { testid: "modal-back" })
      : avatar(bot().user_id ?? "", "avatar-small"),
    h("h2", { id: "modal-title", class: "dialog-title" }, plain(view.title?.text ?? "")),
    iconButton("close", "Close", onClose, { testid: "modal-x" }),
  );
}

function body(view, ctx, notice) {
  const warning =
    notice &&
    h(
      "div",
      { class: "alert alert-error", role: "alert", tabindex: "-1", testid: "modal-notice" },
      icon("warning"),
      notice,
    );
  return h("div", { class: "modal-body blocks" }, warning, renderBlocks(view.blocks, ctx));
}

function foot(view, onCancel) {
  const label = view.close?.text ?? (view.submit ? "Cancel" : "Close");
  const cancel = h(
    "button",
    { type: "button", class: "button", testid: "modal-close", onclick: onCancel },
    plain(label),
  );
  const submit =
    view.submit &&
    h(
      "button",
      { type: "submit", class: "button button-primary", testid: "modal-submit" },
      plain(view.submit.text),
    );
  return h("footer", { class: "modal-foot" }, cancel, submit);
}

/** The three parts of a modal; `onBack` is given when another view lies below. */
export function modalFrame(view, ctx, { notice, onBack, onCancel, onClose }) {
  return [head(view, { onBack, onClose }), body(view, ctx, notice), foot(view, onCancel)];
}

/** Remember which input has the focus and where its cursor stands; gives back a function that restores it. */
export function keepFocus(form) {
  const { dataset, selectionStart, selectionEnd } = document.activeElement;
  const name = form.contains(document.activeElement) && dataset.actionId;
  return () => {
    const again = name && form.querySelector(`[data-action-id="${CSS.escape(name)}"]`);
    if (!again) return false;
    again.focus();
    if (typeof selectionStart === "number") again.setSelectionRange(selectionStart, selectionEnd);
    return true;
  };
}
