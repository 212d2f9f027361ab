// The markdown block: standard Markdown (headings, lists, tables, code, quotes, styles, links).

import { h } from "./dom.js";
import { emoji, emojified } from "./emoji.js";
import { broadcast, channelMention, link, mention } from "./mrkdwn.js";

const INLINE = new RegExp(
  [
    "(?<ticks>`+)(?<code>.+?)\\k<ticks>(?!`)",
    "!?\\[(?<label>[^\\]]*)\\]\\((?<href>[^)\\s]+)[^)]*\\)",
    "<(?<angle>[@#!][^<>]+|https?://[^<>\\s]+)>",
    "(?<strong>\\*\\*|__)(?=\\S)(?<bold>.+?)(?<=\\S)\\k<strong>",
    "~~(?<strike>.+?)~~",
    "(?<em>(?<!\\w)_|\\*)(?=\\S)(?<italic>[^*_]+?)(?<=\\S)\\k<em>(?!\\w)",
    ":(?<emoji>[a-z0-9_+-]+):",
    "\\\\(?<escaped>[\\\\`*_{}\\[\\]()#+.!|<>~-])",
    "(?<url>https?://[^\\s<>]*[^\\s<>.,:;!?)\\]'\"])",
  ].join("|"),
  "gu",
);

function angle(body) {
  if (body.startsWith("@")) return mention(body.slice(1));
  if (body.startsWith("#")) return channelMention(body.slice(1));
  if (body.startsWith("!")) return broadcast(body.slice(1));
  return link(body, body);
}

const NODES = {
  code: (text) => h("code", {}, text),
  href: (href, groups) => link(href, inline(groups.label || href)),
  angle,
  bold: (text) => h("strong", {}, inline(text)),
  italic: (text) => h("em", {}, inline(text)),
  strike: (text) => h("del", {}, inline(text)),
  emoji: (name) => emoji(name),
  escaped: (char) => char,
  url: (url) => link(url, url),
};

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(...emojified(text.slice(end, match.index)));
    const kind = Object.keys(NODES).find((name) => match.groups[name] !== undefined);
    nodes.push(NODES[kind](match.groups[kind], match.groups) ?? match[0]);
    end = match.index + match[0].length;
  }
  return [...nodes, ...emojified(text.slice(end))];
}

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/;
const cells = (line) =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => inline(cell.trim()));

function fence(lines) {
  lines.shift();
  const code = [];
  while (lines.length && !/^\s*```/.test(lines[0])) code.push(lines.shift());
  lines.shift();
  return h("pre", { tabindex: "0" }, h("code", {}, code.join("\n")));
}

function quote(lines) {
  const inside = [];
  while (lines.length && lines[0].startsWith(">")) inside.push(lines.shift().replace(/^> ?/, ""));
  return h("blockquote", {}, markdown(inside.join("\n")));
}

function table(lines) {
  const head = cells(lines.shift());
  lines.shift();
  const rows = [];
  while (lines.length && lines[0].includes("|")) rows.push(cells(lines.shift()));
  const row = (tag) => (one) =>
    h(
      "tr",
      {},
      one.map((cell) => h(tag, {}, cell)),
    );
  return h(
    "div",
    { class: "table-scroll", tabindex: "0" },
    h("table", {}, h("thead", {}, row("th")(head)), h("tbody", {}, rows.map(row("td")))),
  );
}

function item([, , , done, text]) {
  const box = done === undefined ? null : h("span", { class: "task-box" }, done === " " ? "☐ " : "☑ ");
  return h("li", {}, box, inline(text));
}

/** A list and, by indentation, the lists inside it. */
function list(lines) {
  const first = ITEM.exec(lines[0]);
  const node = h(/\d/.test(first[2]) ? "ol" : "ul", {
    start: /\d/.test(first[2]) ? Number.parseInt(first[2], 10) : undefined,
  });
  while (lines.length) {
    const match = ITEM.exec(lines[0]);
    if (!match || match[1].length < first[1].length) break;
    if (match[1].length > first[1].length + 1) (node.lastElementChild ?? node).append(list(lines));
    else {
      node.append(item(match));
      lines.shift();
    }
  }
  return node;
}

function paragraph(lines) {
  const text = [lines.shift()];
  while (lines.length && lines[0].trim() && !BLOCKS.some(([test]) => test(lines))) text.push(lines.shift());
  return h(
    "p",
    {},
    text.flatMap((line, at) => (at ? [h("br"), ...inline(line)] : inline(line))),
  );
}

function heading(lines) {
  const [, marks, text] = /^(#{1,6})\s+(.*?)\s*#*$/.exec(lines.shift());
  return h(
    "p",
    { class: `md-heading md-heading-${marks.length}`, role: "heading", "aria-level": marks.length + 2 },
    inline(text),
  );
}

const rule = (lines) => {
  lines.shift();
  return h("hr");
};

const BLOCKS = [
  [(lines) => /^\s*```/.test(lines[0]), fence],
  [(lines) => /^#{1,6}\s+\S/.test(lines[0]), heading],
  [(lines) => /^\s*([-*_])(\s*\1){2,}\s*$/.test(lines[0]), rule],
  [(lines) => lines[0].startsWith(">"), quote],
  [(lines) => ITEM.test(lines[0]), list],
  [(lines) => lines[0].includes("|") && /^[\s|:-]+$/.test(lines[1] ?? "") && lines[1].includes("-"), table],
];

/** Nodes of a Markdown text. */
export function markdown(text) {
  const lines = text.split("\n");
  const nodes = [];
  while (lines.length) {
    if (!lines[0].trim()) lines.shift();
    else nodes.push((BLOCKS.find(([test]) => test(lines))?.[1] ?? paragraph)(lines));
  }
  return nodes;
}
