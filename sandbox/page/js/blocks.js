// Block Kit blocks to DOM nodes, for messages, modals and Home.

import { h } from "./dom.js";
import { element } from "./elements.js";
import { picture, zoomable } from "./images.js";
import { markdown } from "./markdown.js";
import { inline, plain, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { table } from "./tables.js";
import { RARE } from "./rareblocks.js";

const body = (object) => h("div", { class: "text" }, textObject(object));

function section(block, ctx) {
  const fields =
    block.fields &&
    h(
      "div",
      { class: "fields" },
      block.fields.map((one) => body(one)),
    );
  const accessory =
    block.accessory &&
    h(
      "div",
      { class: `accessory ${block.accessory.type === "image" ? "accessory-image" : ""}` },
      element(block.accessory, ctx, block),
    );
  return [h("div", { class: "section-text" }, block.text && body(block.text), fields), accessory];
}

const header = (block) =>
  h(
    "div",
    {
      role: "heading",
      "aria-level": (block.level ?? 1) + 2,
      class: `header-text header-${block.level ?? 1}`,
    },
    plain(block.text.text),
  );

function context(block, ctx) {
  return block.elements.map((one) =>
    one.type === "image"
      ? element(one, ctx, block)
      : h("span", { class: "text" }, one.type === "mrkdwn" ? lineNodes(one) : textObject(one)),
  );
}
const lineNodes = (object) =>
  object.text.includes("\n") ? textObject(object) : inline(object.text, { links: !object.verbatim });

const actions = (block, ctx) => block.elements.map((one) => element(one, ctx, block));

function image(block) {
  return [
    block.title && h("div", { class: "image-title" }, plain(block.title.text)),
    zoomable(picture(block, "block-image")),
  ];
}

/** Label, control, hint and the error the app answered, tied together for screen readers. */
function input(block, ctx) {
  const control = element(block.element, ctx, block);
  const error = ctx.errors?.[block.block_id];
  const id = `input-${block.block_id}`;
  const target = control.matches("input, textarea, button") ? control : null;
  if (target) target.id = id;
  control.setAttribute("aria-invalid", error ? "true" : "false");
  control.setAttribute("aria-describedby", `${id}-hint ${id}-error`);
  if (!block.optional) control.setAttribute("aria-required", "true");
  return [
    h(
      target ? "label" : "div",
      { class: "input-label", for: target ? id : undefined },
      plain(block.label.text),
      block.optional && h("span", { class: "input-optional" }, " (optional)"),
    ),
    control,
    h(
      "div",
      { id: `${id}-error`, class: "input-error", role: "alert", testid: `error-${block.block_id}` },
      error,
    ),
    block.hint && h("div", { id: `${id}-hint`, class: "input-hint" }, plain(block.hint.text)),
  ];
}

const BLOCKS = {
  section,
  header,
  context,
  actions,
  image,
  input,
  table,
  context_actions: actions,
  divider: () => h("hr"),
  markdown: (block) => h("div", { class: "text markdown" }, markdown(block.text)),
  rich_text: (block) => h("div", { class: "text" }, richText(block)),
  ...RARE,
};

const unknown = (block) => h("div", { class: "unknown" }, `Block “${block.type}” is not shown here`);

/**
 * Nodes of a list of blocks.
 *
 * `ctx` has `act(action)` (resolves to `{ok, error?}`), `record(blockId, actionId, entry)`,
 * `value(blockId, actionId)` and, in modals, `errors` by block id.
 */
export function renderBlocks(blocks, ctx) {
  return blocks.map((block) =>
    h(
      "div",
      { class: `block block-${block.type}`, dataset: { blockId: block.block_id ?? "" }, testid: "block" },
      (BLOCKS[block.type] ?? unknown)(block, ctx),
    ),
  );
}
