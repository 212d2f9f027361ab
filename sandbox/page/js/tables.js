// Tables of messages: the table block and the paged, captioned data_table.

import { fill, h } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { richText } from "./richtext.js";

const PAGE_ROWS = 5;

function cell(tag, content, settings) {
  const inside =
    content.type === "rich_text" ? richText(content) : plain(String(content.text ?? content.value ?? ""));
  const node = h(
    tag,
    { class: settings?.is_wrapped ? "wrapped" : "", scope: tag === "th" ? "col" : undefined },
    inside,
  );
  if (settings?.align) node.style.textAlign = settings.align;
  if (content.type === "raw_number") node.classList.add("number");
  return node;
}

const row = (tag, cells, columns) =>
  h(
    "tr",
    {},
    cells.map((one, at) => cell(tag, one, columns?.[at])),
  );
const frame = (label, ...children) =>
  h(
    "div",
    { class: "table-scroll", tabindex: "0", role: "region", "aria-label": label },
    h("table", {}, children),
  );

/** A table block: its first row is the header. */
export function table(block) {
  const [head, ...rows] = block.rows;
  return frame(
    "Table",
    h("thead", {}, row("th", head, block.column_settings)),
    h(
      "tbody",
      {},
      rows.map((one) => row("td", one, block.column_settings)),
    ),
  );
}

/** A data_table block: caption and pages. */
export function dataTable(block) {
  const [head, ...rows] = block.rows;
  const size = block.page_size ?? PAGE_ROWS;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const bodyNode = h("tbody");
  const where = h("span", { "aria-live": "polite" });
  let page = 0;
  const turn = (by) => {
    page = Math.min(pages - 1, Math.max(0, page + by));
    fill(
      bodyNode,
      rows.slice(page * size, (page + 1) * size).map((one) => row("td", one)),
    );
    fill(where, `${page * size + 1}–${Math.min(rows.length, (page + 1) * size)} of ${rows.length}`);
    [back.disabled, next.disabled] = [page === 0, page === pages - 1];
  };
  const back = h(
    "button",
    { class: "button button-small", type: "button", onclick: () => turn(-1) },
    "Previous",
  );
  const next = h("button", { class: "button button-small", type: "button", onclick: () => turn(1) }, "Next");
  turn(0);
  const caption = h(
    "caption",
    {},
    typeof block.caption === "string" ? block.caption : (block.caption?.text ?? ""),
  );
  return [
    frame("Table", caption, h("thead", {}, row("th", head)), bodyNode),
    pages > 1 && h("div", { class: "table-pages" }, back, where, next),
  ];
}
