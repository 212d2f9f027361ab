// One message: who, when, what it says, its blocks, files and thread.

import { api } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { ago, clock, clockShort, fullTime, messageDate } from "./dates.js";
import { h } from "./dom.js";
import { emojiOrText } from "./emoji.js";
import { icon, iconButton } from "./icons.js";
import { files } from "./images.js";
import { mrkdwn } from "./mrkdwn.js";
import { avatar, isBot, user, userName } from "./names.js";
import { openThread } from "./navigation.js";
import { state } from "./state.js";
import { refreshSoon } from "./sync.js";

// What selects and inputs of a message hold, by message; Slack sends it along with each click.
const held = new Map();

function context(message) {
  if (!held.has(message.ts)) held.set(message.ts, {});
  const values = held.get(message.ts);
  return {
    value: (blockId, actionId) => values[blockId]?.[actionId],
    record: (blockId, actionId, entry) => {
      (values[blockId] ??= {})[actionId] = entry;
    },
    act: async (action) => {
      const answer = await api.click({
        as: state.actor,
        channel: state.channel,
        ts: message.ts,
        ...action,
        values,
      });
      refreshSoon("messages", "thread", "views");
      return answer;
    },
  };
}

const edited = (message) => message.edited && h("span", { class: "edited", title: "Edited" }, " (edited)");

function attachment(one, ctx) {
  const bar = h(
    "div",
    { class: "attachment" },
    one.pretext && h("div", { class: "text" }, mrkdwn(one.pretext)),
    one.blocks
      ? renderBlocks(one.blocks, ctx)
      : h("div", { class: "text" }, mrkdwn(one.text ?? one.fallback)),
  );
  if (/^#?[0-9a-f]{6}$/i.test(one.color ?? "")) bar.style.borderColor = `#${one.color.replace("#", "")}`;
  return bar;
}

function content(message) {
  if (message.deleted)
    return h("div", { class: "text tombstone", testid: "message-text" }, "This message was deleted.");
  const ctx = context(message);
  const said = message.blocks?.length
    ? h(
        "div",
        { class: "blocks", testid: "message-text" },
        renderBlocks(message.blocks, ctx),
        edited(message),
      )
    : message.text &&
      h("div", { class: "text", testid: "message-text" }, mrkdwn(message.text), edited(message));
  return [
    said,
    message.attachments?.map((one) => attachment(one, ctx)),
    message.files?.length ? files(message.files) : null,
    reactions(message),
  ];
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  const pill = (one) =>
    h(
      "span",
      { class: "reaction", title: one.users.map(userName).join(", ") },
      emojiOrText(one.name),
      h("span", {}, String(one.count)),
    );
  return h("div", { class: "reactions" }, message.reactions.map(pill));
}

function summary(message) {
  if (!message.reply_count) return null;
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const last = message.latest_reply && `Last reply ${ago(messageDate(message.latest_reply))}`;
  return h(
    "button",
    {
      type: "button",
      class: "thread-summary",
      testid: "thread-summary",
      "aria-label": `${count}. Open thread`,
      onclick: () => openThread(message.ts),
    },
    icon("thread", 15),
    h("b", {}, count),
    h("span", {}, last),
  );
}

function tools(message) {
  if (message.ephemeral) return null;
  const open = () => openThread(message.thread_ts ?? message.ts);
  return h(
    "div",
    { class: "message-tools" },
    iconButton("thread", "Reply in thread", open, { testid: "reply" }),
  );
}

function badges(message) {
  const one = user(message.user);
  if (message.bot_id || isBot(message.user)) return h("span", { class: "badge" }, "APP");
  if (one?.is_stranger) return h("span", { class: "badge badge-quiet" }, "External");
  if (one?.is_restricted) return h("span", { class: "badge badge-quiet" }, "Guest");
  return null;
}

/**
 * Node of a message; `compact` leaves out the name because the message above is by the same person,
 * `inThread` leaves out what only a channel shows.
 */
export function messageNode(message, { compact = false, inThread = false } = {}) {
  const time = h(
    "time",
    { class: "message-time", datetime: messageDate(message.ts).toISOString(), title: fullTime(message.ts) },
    compact ? clockShort(message.ts) : clock(message.ts),
  );
  const head = compact
    ? null
    : h(
        "div",
        { class: "message-head" },
        h("span", { class: "message-name" }, userName(message.user)),
        badges(message),
        time,
      );
  return h(
    "div",
    {
      class: `message ${compact ? "message-compact" : ""} ${message.ephemeral ? "message-ephemeral" : ""}`,
      role: "article",
      tabindex: "-1",
      "aria-label": `${userName(message.user)}, ${clock(message.ts)}`,
      testid: "message",
      dataset: { ts: message.ts, user: message.user ?? "", ephemeral: String(Boolean(message.ephemeral)) },
    },
    h("div", { class: "message-side" }, compact ? time : avatar(message.user ?? "")),
    h(
      "div",
      { class: "message-main" },
      message.ephemeral && h("div", { class: "only-you" }, icon("eye", 13), "Only visible to you"),
      head,
      content(message),
      !inThread && summary(message),
    ),
    !inThread && tools(message),
  );
}
