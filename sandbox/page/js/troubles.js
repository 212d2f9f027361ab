// Lets something go wrong in the account, and says what became of its alarm.

import { api } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { arrowKeys, popup } from "./popup.js";
import { toast } from "./toast.js";

async function begin(kind, title) {
  try {
    await api.trouble(kind);
    toast(`${title}: its alarm was sent.`);
  } catch (error) {
    toast(error.message);
  }
}

function choices(kinds, anchor) {
  const items = Object.entries(kinds).map(([kind, title]) =>
    h(
      "button",
      {
        type: "button",
        class: "option",
        role: "menuitem",
        testid: `trouble-${kind}`,
        onclick: () => {
          opened.close();
          begin(kind, title);
        },
      },
      title,
    ),
  );
  const opened = popup(anchor, h("div", { class: "options", role: "menu" }, items), {
    label: "What goes wrong",
    className: "popup-options",
  });
  opened.panel.addEventListener("keydown", (event) => arrowKeys(event, items));
  items[0].focus();
}

/** A button that lets something go wrong; nothing where the server knows of nothing. */
export function troubles(kinds) {
  if (Object.keys(kinds).length === 0) return null;
  return h(
    "button",
    {
      type: "button",
      class: "place trouble",
      testid: "troubles",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: (event) => choices(kinds, event.currentTarget),
    },
    icon("bolt", 16),
    h("span", { class: "place-name" }, "Let something go wrong"),
  );
}
