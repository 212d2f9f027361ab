// The dialog that asks before an action with a `confirm` object runs.

import { append, h } from "./dom.js";
import { textObject } from "./mrkdwn.js";

/** Ask; true when the reader agreed. Escape and Cancel both mean no. */
export function confirmed(question) {
  const { promise, resolve } = Promise.withResolvers();
  const label = (object, other) => object?.text ?? other;
  const no = h(
    "button",
    { class: "button", type: "submit", value: "no", testid: "confirm-no" },
    label(question.deny, "Cancel"),
  );
  const yes = h(
    "button",
    {
      class: `button button-${question.style === "danger" ? "danger" : "primary"}`,
      type: "submit",
      value: "yes",
      testid: "confirm-yes",
    },
    label(question.confirm, "Yes"),
  );
  const dialog = h(
    "dialog",
    { class: "dialog dialog-small", testid: "confirm", "aria-labelledby": "confirm-title", onclose: close },
    h(
      "form",
      { method: "dialog" },
      h("h2", { id: "confirm-title", class: "dialog-title" }, label(question.title, "Are you sure?")),
      h("div", { class: "dialog-body text" }, textObject(question.text)),
      append(h("footer", { class: "dialog-foot" }), [no, yes]),
    ),
  );
  function close() {
    dialog.remove();
    resolve(dialog.returnValue === "yes");
  }
  document.body.append(dialog);
  dialog.showModal();
  yes.focus();
  return promise;
}
