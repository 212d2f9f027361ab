// Blocks that appear now and then: alert, card, carousel, container, tasks, plans, charts, data tables.

import { h } from "./dom.js";
import { chart } from "./charts.js";
import { renderBlocks } from "./blocks.js";
import { element } from "./elements.js";
import { icon } from "./icons.js";
import { picture } from "./images.js";
import { plain, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { dataTable } from "./tables.js";

const words = (value) => (typeof value === "string" ? plain(value) : textObject(value));
const rich = (block) => (block ? h("div", { class: "text" }, richText(block)) : null);

const alert = (block) =>
  h(
    "div",
    { class: `alert alert-${block.level ?? "default"}`, role: "note" },
    icon(
      block.level === "success"
        ? "check"
        : block.level === "warning" || block.level === "error"
          ? "warning"
          : "info",
    ),
    h("div", { class: "text" }, words(block.text)),
  );

function card(block, ctx) {
  return h(
    "article",
    { class: "card" },
    block.hero_image && picture(block.hero_image, "card-hero"),
    h(
      "div",
      { class: "card-head" },
      block.icon && picture(block.icon, "element-image"),
      h(
        "div",
        {},
        block.title && h("div", { class: "card-title" }, words(block.title)),
        block.subtitle && h("div", { class: "card-note" }, words(block.subtitle)),
      ),
    ),
    block.body && h("div", { class: "text" }, words(block.body)),
    block.actions &&
      h(
        "div",
        { class: "block-actions" },
        block.actions.map((one) => element(one, ctx, block)),
      ),
    block.subtext && h("div", { class: "card-note" }, words(block.subtext)),
  );
}

const carousel = (block, ctx) =>
  h(
    "div",
    { class: "carousel", tabindex: "0", role: "group", "aria-label": "Cards" },
    block.elements.map((one) => card(one, ctx)),
  );

function container(block, ctx) {
  const head = h(
    "span",
    {},
    h("b", {}, block.rich_text_title ? richText(block.rich_text_title) : words(block.title ?? "")),
    block.subtitle && h("small", {}, words(block.subtitle)),
  );
  const inside = h("div", { class: "blocks" }, renderBlocks(block.child_blocks ?? [], ctx));
  if (!block.collapsible) return h("div", { class: "container" }, head, inside);
  return h("details", { class: "container", open: !block.collapsed }, h("summary", {}, head), inside);
}

const STATUS = { pending: "Waiting", in_progress: "Working", complete: "Done", error: "Failed" };
function task(block) {
  const links = (block.sources ?? []).map((one) => h("span", { class: "chip" }, one.text ?? one.url));
  return h(
    "div",
    { class: `task task-${block.status}` },
    h(
      "div",
      { class: "task-head" },
      h("span", { class: "task-mark", role: "img", "aria-label": STATUS[block.status] ?? block.status }),
      words(block.title),
    ),
    rich(block.details),
    rich(block.output),
    links.length ? h("div", {}, links) : null,
  );
}

const plan = (block) =>
  h("div", { class: "container" }, h("b", {}, words(block.title)), (block.tasks ?? []).map(task));

export const RARE = {
  alert,
  card,
  carousel,
  container,
  task_card: task,
  plan,
  data_table: dataTable,
  data_visualization: chart,
};
