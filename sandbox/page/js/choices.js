// Inputs that are chosen from: select menus, radio buttons, checkboxes.

import { h } from "./dom.js";
import { changed, held, hooks } from "./interaction.js";
import { inline, textObject } from "./mrkdwn.js";
import { isDirect, userName } from "./names.js";
import { picker } from "./picker.js";
import { state } from "./state.js";

let ids = 0;

const optionItem = (option) => ({
  value: option.value,
  label: option.text.text,
  note: option.description?.text,
  option,
});

const SOURCES = {
  static: (element) =>
    element.option_groups?.map((group) => ({
      label: group.label.text,
      items: group.options.map(optionItem),
    })) ?? [{ items: (element.options ?? []).map(optionItem) }],
  users: () => [
    {
      items: state.workspace.users
        .filter((one) => !one.deleted)
        .map((one) => ({ value: one.id, label: userName(one.id), note: `@${one.name}` })),
    },
  ],
  channels: () => [
    {
      items: state.workspace.channels
        .filter((one) => !isDirect(one) && !one.is_private)
        .map((one) => ({ value: one.id, label: `#${one.name}` })),
    },
  ],
  conversations: () => [
    {
      items: state.workspace.channels
        .filter((one) => !isDirect(one))
        .map((one) => ({ value: one.id, label: `#${one.name}` })),
    },
  ],
};
const KEYS = { static: "option", users: "user", channels: "channel", conversations: "conversation" };
const PLACEHOLDERS = {
  static: "Choose an option",
  users: "Choose a person",
  channels: "Choose a channel",
  conversations: "Choose a conversation",
};

/** The entry's values as plain strings, and back. */
const valueOf = (chosen) => (typeof chosen === "string" ? chosen : chosen.value);
function entryOf(source, multiple, groups, values) {
  const key = `selected_${KEYS[source]}${multiple ? "s" : ""}`;
  const item = (value) => groups.flatMap((group) => group.items).find((one) => one.value === value);
  const full = source === "static" ? values.map((value) => item(value).option) : values;
  return { [key]: multiple ? full : (full[0] ?? null) };
}

const select = (source, multiple) => (element, ctx, block) => {
  const groups = SOURCES[source](element);
  const key = `selected_${KEYS[source]}${multiple ? "s" : ""}`;
  const first = element[`initial_${KEYS[source]}${multiple ? "s" : ""}`];
  const entry = held(ctx, block, element, { [key]: first ?? (multiple ? [] : null) })[key];
  const button = picker({
    groups,
    multiple,
    chosen: (multiple ? entry : [entry]).filter(Boolean).map(valueOf),
    limit: element.max_selected_items,
    placeholder: element.placeholder?.text ?? PLACEHOLDERS[source],
    label: hooks(block, element)["aria-label"] ?? PLACEHOLDERS[source],
    onChange: (values) => changed(ctx, block, element, entryOf(source, multiple, groups, values), button),
    props: hooks(block, element),
  });
  return button;
};

function choice(type, name, option, checked, onchange) {
  const id = `choice-${++ids}`;
  return h(
    "div",
    { class: "choice" },
    h("input", { type, name, id, checked, value: option.value, onchange }),
    h(
      "label",
      { for: id },
      h("span", {}, option.text.type === "mrkdwn" ? inline(option.text.text) : textObject(option.text)),
      option.description && h("small", {}, textObject(option.description)),
    ),
  );
}

function radio(element, ctx, block) {
  const entry = held(ctx, block, element, {
    selected_option: element.initial_option ?? null,
  }).selected_option;
  const name = `radio-${++ids}`;
  const group = h(
    "div",
    { role: "radiogroup", class: "choices", ...hooks(block, element) },
    element.options.map((option) =>
      choice("radio", name, option, option.value === entry?.value, () =>
        changed(ctx, block, element, { selected_option: option }, group),
      ),
    ),
  );
  return group;
}

function checkboxes(element, ctx, block) {
  const entry = held(ctx, block, element, {
    selected_options: element.initial_options ?? [],
  }).selected_options;
  const ticked = () => element.options.filter((_, at) => group.querySelectorAll("input")[at].checked);
  const group = h(
    "div",
    { role: "group", class: "choices", ...hooks(block, element) },
    element.options.map((option) =>
      choice(
        "checkbox",
        "",
        option,
        entry.some((one) => one.value === option.value),
        () => changed(ctx, block, element, { selected_options: ticked() }, group),
      ),
    ),
  );
  return group;
}

export const CHOSEN = {
  static_select: select("static", false),
  multi_static_select: select("static", true),
  users_select: select("users", false),
  multi_users_select: select("users", true),
  channels_select: select("channels", false),
  multi_channels_select: select("channels", true),
  conversations_select: select("conversations", false),
  multi_conversations_select: select("conversations", true),
  radio_buttons: radio,
  checkboxes,
};
