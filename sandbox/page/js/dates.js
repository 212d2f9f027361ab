// Slack's date tokens and the times beside messages, in the reader's own zone and language.

import { h } from "./dom.js";

const DAY_S = 86400;
const format = (options) => (date) => new Intl.DateTimeFormat(undefined, options).format(date);

const time = format({ hour: "numeric", minute: "2-digit" });
const timeSecs = format({ hour: "numeric", minute: "2-digit", second: "2-digit" });
const long = format({ weekday: "long", year: "numeric", month: "long", day: "numeric" });
const medium = format({ year: "numeric", month: "long", day: "numeric" });
const short = format({ year: "numeric", month: "short", day: "numeric" });

const pad = (number) => String(number).padStart(2, "0");
const isoDay = (date) => `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;

function daysAway(date) {
  const midnight = (day) => Date.UTC(day.getFullYear(), day.getMonth(), day.getDate()) / 1000;
  return (midnight(date) - midnight(new Date())) / DAY_S;
}

const NEAR = { "-1": "yesterday", 0: "today", 1: "tomorrow" };
const pretty = (plain) => (date) => NEAR[daysAway(date)] ?? plain(date);
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

const AGO_STEPS = [
  [60, "second"],
  [3600, "minute"],
  [DAY_S, "hour"],
  [30 * DAY_S, "day"],
  [365 * DAY_S, "month"],
  [Infinity, "year"],
];
const AGO_UNITS = { second: 1, minute: 60, hour: 3600, day: DAY_S, month: 30 * DAY_S, year: 365 * DAY_S };

/** "3 minutes ago", "in 2 hours", "just now". */
export function ago(date) {
  const seconds = (date.getTime() - Date.now()) / 1000;
  if (Math.abs(seconds) < 10) return "just now";
  const unit = AGO_STEPS.find(([below]) => Math.abs(seconds) < below)[1];
  return new Intl.RelativeTimeFormat(undefined, { numeric: "always" }).format(
    Math.trunc(seconds / AGO_UNITS[unit]),
    unit,
  );
}

const TOKENS = {
  date_num: isoDay,
  date_slash: format({ year: "numeric", month: "2-digit", day: "2-digit" }),
  date: medium,
  date_long: long,
  date_long_full: long,
  date_short: short,
  date_pretty: pretty(medium),
  date_long_pretty: pretty(long),
  date_short_pretty: pretty(short),
  day_divider_pretty: pretty(long),
  time,
  time_secs: timeSecs,
  ago,
};

const HAS_TOKEN = /\{(\w+)\}/g;

/** The text of a date format, or null when it uses no token that exists (the fallback is shown then). */
export function formatDate(seconds, pattern) {
  const date = new Date(seconds * 1000);
  const names = [...pattern.matchAll(HAS_TOKEN)].map((match) => match[1]);
  if (Number.isNaN(date.getTime()) || names.length === 0 || names.some((name) => !TOKENS[name])) return null;
  return pattern.replace(HAS_TOKEN, (_, name) => TOKENS[name](date));
}

/** `<time>` for a Slack date token; those that say "ago" are kept true by `keepAgoTrue`. */
export function dateNode(seconds, pattern, fallback) {
  const text = formatDate(seconds, pattern);
  if (text === null) return document.createTextNode(fallback);
  const date = new Date(seconds * 1000);
  const node = h("time", { datetime: date.toISOString(), title: `${long(date)} ${timeSecs(date)}` }, text);
  if (pattern.includes("{ago}")) Object.assign(node.dataset, { seconds, pattern });
  return node;
}

/** A date that begins a line begins with a capital: "Today at 3:00 PM", but "asked today at 3:00 PM". */
export function startLine(node) {
  if (node?.tagName !== "TIME") return;
  node.dataset.starts = "yes";
  node.textContent = capital(node.textContent);
}

/** Refresh each "ago" on the page every half minute. */
export function keepAgoTrue() {
  setInterval(() => {
    for (const node of document.querySelectorAll("time[data-pattern]")) {
      const text = formatDate(Number(node.dataset.seconds), node.dataset.pattern);
      node.textContent = node.dataset.starts ? capital(text) : text;
    }
  }, 30_000);
}

export const messageDate = (ts) => new Date(Number.parseFloat(ts) * 1000);
export const clock = (ts) => time(messageDate(ts));
export const clockShort = (ts) =>
  `${messageDate(ts).getHours() % 12 || 12}:${pad(messageDate(ts).getMinutes())}`;
export const fullTime = (ts) => `${long(messageDate(ts))} at ${timeSecs(messageDate(ts))}`;
export const dayKey = (ts) => isoDay(messageDate(ts));
export const dayName = (ts) =>
  capital(pretty(format({ weekday: "long", month: "long", day: "numeric" }))(messageDate(ts)));
