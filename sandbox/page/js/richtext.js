// rich_text blocks: sections, nested lists, quotes and preformatted text.

import { dateNode } from "./dates.js";
import { h } from "./dom.js";
import { emojified, emojiOrText } from "./emoji.js";
import { broadcast, channelMention, groupMention, link, mention } from "./mrkdwn.js";

const STYLE_TAGS = [
  ["code", "code"],
  ["bold", "strong"],
  ["italic", "em"],
  ["strike", "del"],
  ["underline", "u"],
];

function styled(style, node) {
  return STYLE_TAGS.reduce((inner, [name, tag]) => (style?.[name] ? h(tag, {}, inner) : inner), node);
}

function withBreaks(text) {
  return String(text)
    .split("\n")
    .flatMap((line, at) => (at ? [h("br"), ...emojified(line)] : emojified(line)));
}

function colour(value) {
  const swatch = h("span", { class: "swatch", "aria-hidden": "true" });
  if (/^#[0-9a-f]{3,8}$/i.test(value)) swatch.style.background = value;
  return h("span", {}, value, swatch);
}

const ELEMENTS = {
  text: (one) => styled(one.style, h("span", {}, withBreaks(one.text))),
  link: (one) => styled(one.style, link(one.url, one.text ?? one.url)),
  emoji: (one) => emojiOrText(one.name),
  user: (one) => styled(one.style, mention(one.user_id)),
  usergroup: (one) => groupMention(one.usergroup_id),
  channel: (one) => styled(one.style, channelMention(one.channel_id)),
  broadcast: (one) => broadcast(one.range),
  date: (one) => styled(one.style, dateNode(one.timestamp, one.format, one.fallback ?? "")),
  color: (one) => colour(one.value),
};

const elements = (list) => (list ?? []).map((one) => ELEMENTS[one.type]?.(one) ?? one.text ?? "");

function list(part) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  const node = h(
    tag,
    { class: part.border ? "rich-border" : "", start: part.offset ? part.offset + 1 : undefined },
    part.elements.map((item) => h("li", {}, elements(item.elements))),
  );
  node.style.setProperty("--indent", part.indent ?? 0);
  node.dataset.indent = part.indent ?? 0;
  return node;
}

const PARTS = {
  rich_text_section: (part) => h("p", {}, elements(part.elements)),
  rich_text_list: list,
  rich_text_quote: (part) => h("blockquote", {}, elements(part.elements)),
  rich_text_preformatted: (part) => h("pre", { tabindex: "0" }, h("code", {}, elements(part.elements))),
};

/** Nodes of a rich_text block. */
export const richText = (block) => (block.elements ?? []).map((part) => PARTS[part.type]?.(part));
