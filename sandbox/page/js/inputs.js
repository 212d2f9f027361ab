// Inputs that are typed into: text, numbers, addresses, dates and times.

import { h } from "./dom.js";
import { changed, held, hooks, act } from "./interaction.js";

const LINE_PX = 22;

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.max(area.scrollHeight + 2, area.rows * LINE_PX)}px`;
}

function triggers(block, element) {
  return block.dispatch_action
    ? (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"])
    : [];
}

/** Props of a typed input whose state entry is `{[key]: text or null}`. */
function typed(block, element, ctx, key) {
  const on = triggers(block, element);
  const entry = (control) => ({ [key]: control.value === "" ? null : control.value });
  return {
    ...hooks(block, element),
    class: "field",
    placeholder: element.placeholder?.text,
    autofocus: element.focus_on_load,
    value: held(ctx, block, element, { [key]: element[`initial_${key}`] ?? null })[key] ?? "",
    oninput: (event) => {
      ctx.record(block.block_id, element.action_id, { type: element.type, ...entry(event.target) });
      if (on.includes("on_character_entered")) act(ctx, block, element, entry(event.target), event.target);
    },
    onkeydown: (event) => {
      if (event.key !== "Enter" || !on.includes("on_enter_pressed") || event.shiftKey) return;
      event.preventDefault();
      act(ctx, block, element, entry(event.target), event.target);
    },
  };
}

function text(element, ctx, block) {
  const props = { ...typed(block, element, ctx, "value"), maxlength: element.max_length ?? 3000 };
  if (!element.multiline) return h("input", { ...props, type: "text", autocomplete: "off" });
  const write = props.oninput;
  const area = h("textarea", {
    ...props,
    rows: 4,
    oninput: (event) => {
      write(event);
      grow(area);
    },
  });
  return area;
}

const line =
  (type, extra = () => ({})) =>
  (element, ctx, block) =>
    h("input", { ...typed(block, element, ctx, "value"), type, autocomplete: "off", ...extra(element) });

const number = line("text", (element) => ({ inputmode: element.is_decimal_allowed ? "decimal" : "numeric" }));

/** Native date and time inputs report when a whole value was chosen. */
const chosen = (type, key) => (element, ctx, block) =>
  h("input", {
    ...hooks(block, element),
    type,
    class: "field field-short",
    value:
      held(ctx, block, element, { [key]: element[`initial_${key.replace("selected_", "")}`] ?? null })[key] ??
      "",
    onchange: (event) => changed(ctx, block, element, { [key]: event.target.value || null }, event.target),
  });

const pad = (value) => String(value).padStart(2, "0");

/** Seconds to the local form that datetime-local wants. */
function localMoment(seconds) {
  if (!seconds) return "";
  const at = new Date(seconds * 1000);
  const day = [at.getFullYear(), pad(at.getMonth() + 1), pad(at.getDate())].join("-");
  return `${day}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

function moment(element, ctx, block) {
  const entry = held(ctx, block, element, { selected_date_time: element.initial_date_time ?? null });
  const seconds = (value) => (value ? Math.trunc(new Date(value).getTime() / 1000) : null);
  return h("input", {
    ...hooks(block, element),
    type: "datetime-local",
    class: "field field-short",
    value: localMoment(entry.selected_date_time),
    onchange: (event) =>
      changed(ctx, block, element, { selected_date_time: seconds(event.target.value) }, event.target),
  });
}

function rich(element, ctx, block) {
  const value = (words) =>
    words && {
      type: "rich_text",
      elements: [{ type: "rich_text_section", elements: [{ type: "text", text: words }] }],
    };
  const area = h("textarea", {
    ...hooks(block, element),
    class: "field",
    rows: 4,
    placeholder: element.placeholder?.text,
    oninput: () => {
      ctx.record(block.block_id, element.action_id, {
        type: element.type,
        rich_text_value: value(area.value) || null,
      });
      grow(area);
    },
  });
  const entry = held(ctx, block, element, { rich_text_value: element.initial_value ?? null }).rich_text_value;
  area.value = entry?.elements?.[0]?.elements?.map((one) => one.text ?? "").join("") ?? "";
  return area;
}

export const TYPED = {
  plain_text_input: text,
  number_input: number,
  email_text_input: line("email"),
  url_text_input: line("url"),
  rich_text_input: rich,
  datepicker: chosen("date", "selected_date"),
  timepicker: chosen("time", "selected_time"),
  datetimepicker: moment,
};
