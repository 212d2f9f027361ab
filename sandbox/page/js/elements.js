// Block elements: buttons, overflow menus, images, feedback; the rest comes from inputs and choices.

import { h } from "./dom.js";
import { CHOSEN } from "./choices.js";
import { icon } from "./icons.js";
import { picture } from "./images.js";
import { TYPED } from "./inputs.js";
import { act, hooks } from "./interaction.js";
import { plain, textObject } from "./mrkdwn.js";
import { arrowKeys, popup } from "./popup.js";
import { state } from "./state.js";

function button(element, ctx, block) {
  const { "aria-label": _, ...attributes } = hooks(block, element);
  const press = () => {
    if (element.url && /^https?:/i.test(element.url)) open(element.url, "_blank", "noopener,noreferrer");
    act(ctx, block, element, { value: element.value }, node);
  };
  const node = h(
    "button",
    {
      type: "button",
      class: `button ${element.style ? `button-${element.style}` : ""}`,
      "aria-label": element.accessibility_label,
      ...attributes,
      "data-value": element.value,
      onclick: press,
    },
    h("span", {}, plain(element.text?.text)),
    element.url && h("span", { class: "button-out", "aria-hidden": "true" }, "↗"),
  );
  return node;
}

function overflow(element, ctx, block) {
  const choose = (option, opened) => {
    opened.close();
    if (option.url && /^https?:/i.test(option.url)) open(option.url, "_blank", "noopener,noreferrer");
    act(ctx, block, element, { selected_option: option }, node);
  };
  const show = () => {
    const items = element.options.map((option) =>
      h(
        "button",
        {
          type: "button",
          class: "option",
          role: "menuitem",
          "data-value": option.value,
          onclick: () => choose(option, opened),
        },
        h(
          "span",
          { class: "option-text" },
          textObject(option.text),
          option.description && h("small", {}, textObject(option.description)),
        ),
      ),
    );
    const opened = popup(node, h("div", { class: "options", role: "menu" }, items), {
      label: "More actions",
      className: "popup-options",
    });
    opened.panel.addEventListener("keydown", (event) => arrowKeys(event, items));
    items[0]?.focus();
  };
  const node = h(
    "button",
    {
      type: "button",
      class: "button button-overflow",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      ...hooks(block, element, { "aria-label": element.accessibility_label ?? "More actions" }),
      onclick: show,
    },
    icon("more"),
  );
  return node;
}

function iconButton(element, ctx, block) {
  const hidden = element.visible_to_user_ids && !element.visible_to_user_ids.includes(state.actor);
  if (hidden) return null;
  const label = element.accessibility_label ?? element.text?.text;
  const node = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      title: element.text?.text,
      ...hooks(block, element, { "aria-label": label }),
      onclick: () => act(ctx, block, element, { value: element.value }, node),
    },
    icon(element.icon === "trash" ? "trash" : "info"),
  );
  return node;
}

function feedback(element, ctx, block) {
  const one = (choice, name) => {
    const node = h(
      "button",
      {
        type: "button",
        class: `icon-button feedback-${name}`,
        title: choice.text?.text,
        ...hooks(block, element, { "aria-label": choice.accessibility_label ?? choice.text?.text }),
        "data-value": choice.value,
        onclick: () => act(ctx, block, element, { value: choice.value }, node),
      },
      icon("like"),
    );
    return node;
  };
  return h(
    "span",
    { class: "feedback" },
    one(element.positive_button, "good"),
    one(element.negative_button, "bad"),
  );
}

const image = (element) => picture(element, "element-image");

const ELEMENTS = {
  button,
  workflow_button: button,
  overflow,
  image,
  icon_button: iconButton,
  feedback_buttons: feedback,
  ...TYPED,
  ...CHOSEN,
};

/** Node of one element of `block`; an element the page does not know is named, not hidden. */
export function element(one, ctx, block) {
  const build = ELEMENTS[one.type];
  if (!build) return h("span", { class: "unknown" }, `Element “${one.type}” is not shown here`);
  return build(one, ctx, block);
}
