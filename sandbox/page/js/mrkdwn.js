// Slack's own markup ("mrkdwn") to DOM nodes, the way Slack reads it.

import { dateNode, startLine } from "./dates.js";
import { h } from "./dom.js";
import { emoji, emojified } from "./emoji.js";
import { channelName, groupHandle, isBot, usergroup, userName } from "./names.js";
import { state } from "./state.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
/** Slack escapes exactly these three characters. */
export const unescape = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
export const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The conversation that a message's own address in this workspace names, or undefined. */
function ownConversation(url) {
  const own = `https://${state.workspace?.team?.domain}.slack.com/archives/`;
  return url.startsWith(own) ? /^[CDG]\w+/.exec(url.slice(own.length))?.[0] : undefined;
}

/** A link that opens elsewhere, or here for a message of this workspace; only http(s) and mailto become one. */
export function link(url, ...label) {
  if (!/^(https?:|mailto:)/i.test(url)) return h("span", {}, label);
  const conversation = ownConversation(url);
  if (conversation) return h("a", { href: url, dataset: { channel: conversation } }, label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

export function mention(id) {
  const own = id === state.actor;
  return h(
    "span",
    { class: `mention ${own ? "mention-own" : ""} ${isBot(id) ? "mention-app" : ""}` },
    `@${userName(id)}`,
  );
}
export const channelMention = (id) =>
  h("a", { class: "mention", href: "#", dataset: { channel: id } }, `#${channelName(id)}`);
export function groupMention(id) {
  const own = usergroup(id)?.users?.includes(state.actor);
  return h("span", { class: `mention ${own ? "mention-own" : ""}` }, `@${groupHandle(id)}`);
}
export const broadcast = (range) => h("span", { class: "mention mention-own" }, `@${range}`);

function special(body, label) {
  const [kind, ...rest] = body.slice(1).split("^");
  if (kind === "date") {
    const [seconds, pattern, url] = rest;
    const node = dateNode(Number(seconds), unescape(pattern ?? ""), unescape(label ?? ""));
    return url ? link(unescape(url), node) : node;
  }
  if (kind === "subteam") return groupMention(rest[0]);
  if (["here", "channel", "everyone"].includes(kind)) return broadcast(kind);
  return document.createTextNode(unescape(label ?? `<${body}>`));
}

/** Node for what stood between < and >. */
function angle(inside, withStyles) {
  const bar = inside.indexOf("|");
  const body = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : inside.slice(bar + 1);
  if (body.startsWith("@")) return mention(body.slice(1));
  if (body.startsWith("#")) return channelMention(body.slice(1));
  if (body.startsWith("!")) return special(body, label);
  const url = unescape(body);
  if (label) return link(url, withStyles ? inline(label, { links: false, nested: true }) : unescape(label));
  return link(url, url.replace(/^mailto:/, ""));
}

const BEFORE = "(?<=^|[\\s\\p{P}\\p{S}])";
const AFTER = "(?=$|[\\s\\p{P}\\p{S}])";
const styled = (name, mark) =>
  `${BEFORE}(?<!${mark})${mark}(?!\\s|${mark})(?<${name}>(?:<[^>\\n]*>|[^\\n<])+?)(?<!\\s)${mark}${AFTER}(?!${mark})`;
const TOKEN = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<angle>[^<>\\n]+)>",
    styled("bold", "\\*"),
    styled("italic", "_"),
    styled("strike", "~"),
    ":(?<emoji>[a-z0-9_+'-]+):(?::skin-tone-[2-6]:)?",
    "(?<url>https?://[^\\s<>|]*[^\\s<>|.,:;!?)\\]'\"])",
  ].join("|"),
  "gu",
);
const TAGS = { bold: "strong", italic: "em", strike: "del" };

function tokenNode(groups, whole, options) {
  if (groups.code !== undefined) return h("code", {}, codeText(groups.code));
  if (groups.angle !== undefined) return angle(groups.angle, true);
  if (groups.emoji !== undefined) return emoji(groups.emoji) ?? whole;
  if (groups.url !== undefined)
    return options.links === false ? unescape(whole) : link(unescape(groups.url), unescape(groups.url));
  for (const [name, tag] of Object.entries(TAGS))
    if (groups[name] !== undefined) return h(tag, {}, inline(groups[name], { ...options, nested: true }));
  return whole;
}

/** Nodes of one line: code, links, mentions, styles, emoji and escaped characters. */
export function inline(text, options = {}) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) nodes.push(...emojified(unescape(text.slice(end, match.index))));
    nodes.push(tokenNode(match.groups, match[0], options));
    end = match.index + match[0].length;
  }
  if (end < text.length) nodes.push(...emojified(unescape(text.slice(end))));
  if (!options.nested) startLine(nodes[0]);
  return nodes;
}

/** In code, links and mentions keep working, styles do not. */
function codeText(text) {
  return text.split(/<([^<>\n]+)>/).map((part, at) => (at % 2 ? angle(part, false) : unescape(part)));
}

function lines(text, options) {
  const nodes = [];
  text.split("\n").forEach((line, at) => {
    if (at) nodes.push(h("br"));
    nodes.push(...inline(line, options));
  });
  return nodes;
}

/** Quotes: lines that begin with ">", and everything after ">>>". */
function quoted(text, options) {
  const nodes = [];
  const rest = text.split("\n");
  let plain = [];
  const flush = () => {
    if (plain.length) nodes.push(h("p", {}, lines(plain.join("\n"), options)));
    plain = [];
  };
  while (rest.length) {
    const line = rest.shift();
    if (/^(&gt;|>){3}/.test(line)) {
      flush();
      const all = [line.replace(/^(&gt;|>){3} ?/, ""), ...rest.splice(0)];
      nodes.push(h("blockquote", {}, lines(all.join("\n"), options)));
    } else if (/^(&gt;|>)/.test(line)) {
      flush();
      const some = [line];
      while (rest.length && /^(&gt;|>)/.test(rest[0])) some.push(rest.shift());
      nodes.push(
        h("blockquote", {}, lines(some.map((one) => one.replace(/^(&gt;|>) ?/, "")).join("\n"), options)),
      );
    } else plain.push(line);
  }
  flush();
  return nodes;
}

/** All of a mrkdwn text. `links: false` (Slack's verbatim) leaves bare addresses alone. */
export function mrkdwn(text, options = {}) {
  return String(text ?? "")
    .split(/```\n?([\s\S]*?)\n?```\n?/)
    .flatMap((part, at) => {
      if (at % 2) return [h("pre", { tabindex: "0" }, h("code", {}, codeText(part)))];
      return part ? quoted(at ? part.replace(/^\n/, "") : part.replace(/\n$/, ""), options) : [];
    });
}

/** A plain_text object: no markup, but emoji. */
export const plain = (text) =>
  String(text ?? "")
    .split(/:([a-z0-9_+'-]+):/)
    .flatMap((part, at) => (at % 2 ? [emoji(part) ?? `:${part}:`] : emojified(unescape(part))));

/** A composition text object, mrkdwn or plain_text. */
export function textObject(object) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, { links: !object.verbatim });
  return plain(object.text).flatMap((part) =>
    typeof part === "string"
      ? part.split("\n").flatMap((line, at) => (at ? [h("br"), line] : [line]))
      : [part],
  );
}
