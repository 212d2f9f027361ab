// Emoji of the small set that operations messages use; the signs of state are drawn, so that they look alike everywhere.

import { h, svg } from "./dom.js";

const GLYPHS = {
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", negative_squared_cross_mark: "❎",
  warning: "⚠️", rotating_light: "🚨", no_entry: "⛔", no_entry_sign: "🚫", octagonal_sign: "🛑", construction: "🚧",
  exclamation: "❗", question: "❓", information_source: "ℹ️", bulb: "💡", bell: "🔔", no_bell: "🔕", mega: "📣",
  fire: "🔥", boom: "💥", zap: "⚡", sos: "🆘", lock: "🔒", unlock: "🔓", key: "🔑", shield: "🛡️", bug: "🐛",
  red_circle: "🔴", large_orange_circle: "🟠", orange_circle: "🟠", large_yellow_circle: "🟡", yellow_circle: "🟡",
  large_green_circle: "🟢", green_circle: "🟢", large_blue_circle: "🔵", blue_circle: "🔵", white_circle: "⚪",
  black_circle: "⚫", large_purple_circle: "🟣", purple_circle: "🟣", small_blue_diamond: "🔹", small_orange_diamond: "🔸",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", stopwatch: "⏱️", alarm_clock: "⏰", calendar: "📆", date: "📅",
  arrow_up: "⬆️", arrow_down: "⬇️", arrow_right: "➡️", arrow_left: "⬅️", arrow_up_small: "🔼", arrow_down_small: "🔽",
  chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", bar_chart: "📊", mag: "🔍", clipboard: "📋",
  memo: "📝", page_facing_up: "📄", file_folder: "📁", package: "📦", label: "🏷️", link: "🔗", pushpin: "📌",
  gear: "⚙️", wrench: "🔧", hammer_and_wrench: "🛠️", computer: "💻", desktop_computer: "🖥️", floppy_disk: "💾",
  cloud: "☁️", globe_with_meridians: "🌐", robot_face: "🤖", rocket: "🚀", recycle: "♻️", repeat: "🔁",
  arrows_counterclockwise: "🔄", double_vertical_bar: "⏸️", pause_button: "⏸️", black_square_for_stop: "⏹️", arrow_forward: "▶️",
  eyes: "👀", wave: "👋", "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", pray: "🙏", clap: "👏", tada: "🎉",
  sparkles: "✨", star: "⭐", slightly_smiling_face: "🙂", smile: "😄", thinking_face: "🤔", speech_balloon: "💬",
  busts_in_silhouette: "👥", bust_in_silhouette: "👤", ok: "🆗", new: "🆕", heart: "❤️", 100: "💯", sleeping: "😴",
};

const path = (d, stroke = "#fff", width = 2) => svg("path", { d, stroke, fill: "none", "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round" });
const disc = (fill) => () => [svg("circle", { cx: 8, cy: 8, r: 7, fill })];
const tile = (fill, d, width) => () => [svg("rect", { x: 1, y: 1, width: 14, height: 14, rx: 3, fill }), path(d, "#fff", width)];
const sign = (fill, d) => () => [svg("circle", { cx: 8, cy: 8, r: 7, fill }), path(d, "#fff", 2.2)];
const stroke = (colour, d) => () => [path(d, colour, 2.4)];
const hourglass = () => [svg("path", { d: "M4 2h8v2.500L9 8l3 3.500V14H4v-2.500L7 8 4 4.500z", fill: "#e3a53b" }), path("M3 2h10M3 14h10", "#8a5a12", 1.6)];
const warning = () => [svg("path", { d: "M8 1.5 15.5 14.500H.5z", fill: "#f2b01e", stroke: "#f2b01e", "stroke-width": 1, "stroke-linejoin": "round" }), path("M8 6v4M8 12.300h.01", "#3a2a00", 1.8)];

const [CHECK, CROSS] = ["M4 8.3 7 11.3 12 5", "M3 3l10 10M13 3 3 13"];
const DRAWN = {
  red_circle: disc("#dd3e4c"), large_orange_circle: disc("#ef8a2b"), orange_circle: disc("#ef8a2b"), large_yellow_circle: disc("#f0c132"),
  yellow_circle: disc("#f0c132"), large_green_circle: disc("#2aa876"), green_circle: disc("#2aa876"), large_blue_circle: disc("#3d7be0"),
  blue_circle: disc("#3d7be0"), large_purple_circle: disc("#8b5cd6"), purple_circle: disc("#8b5cd6"), white_circle: disc("#d5d9e2"), black_circle: disc("#454b59"),
  white_check_mark: tile("#2aa876", CHECK, 2.2), ballot_box_with_check: tile("#3d7be0", CHECK, 2.2), negative_squared_cross_mark: tile("#2aa876", "M5 5l6 6M11 5l-6 6", 2.2),
  heavy_check_mark: stroke("#2aa876", "M2.5 8.5 6.5 12.5 13.5 3.5"), x: stroke("#dd3e4c", CROSS),
  no_entry: sign("#dd3e4c", "M4.5 8h7"), octagonal_sign: sign("#dd3e4c", "M5.5 5.500l5 5M10.5 5.500l-5 5"), information_source: tile("#3d7be0", "M8 7.500v4M8 4.500h.01", 2),
  exclamation: stroke("#dd3e4c", "M8 2.500v7M8 13.300h.01"), arrow_up: tile("#3d7be0", "M8 12V4M5 7l3-3 3 3", 1.8), arrow_down: tile("#3d7be0", "M8 4v8M5 9l3 3 3-3", 1.8),
  arrow_right: tile("#3d7be0", "M4 8h8M9 5l3 3-3 3", 1.8), warning, hourglass, hourglass_flowing_sand: hourglass,
};

/** Whether this system has a colour emoji font: without one a glyph is an empty box and the name says more. */
const hasGlyphs = (() => {
  const pen = Object.assign(document.createElement("canvas"), { width: 8, height: 8 }).getContext("2d", { willReadFrequently: true });
  pen.font = "8px sans-serif";
  pen.fillText("\u{1F534}", 0, 7);
  const [red, green] = pen.getImageData(4, 4, 1, 1).data;
  return red > green + 60;
})();

/** Node for `:name:`, or null when the name is unknown. */
export function emoji(name) {
  const glyph = GLYPHS[name];
  if (!glyph) return null;
  const props = { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` };
  if (DRAWN[name]) return h("span", props, svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, DRAWN[name]()));
  return hasGlyphs ? h("span", props, glyph) : h("span", { class: "emoji-name" }, `:${name}:`);
}

export const emojiOrText = (name) => emoji(name) ?? `:${name}:`;

const BY_GLYPH = new Map(Object.keys(DRAWN).toReversed().map((name) => [GLYPHS[name].replace("\uFE0F", ""), name]));
const DRAWN_GLYPHS = new RegExp(`(${[...BY_GLYPH.keys()].join("|")})\uFE0F?`, "u");

/** Text whose emoji characters with a drawing of their own are drawn. */
export const emojified = (text) => text.split(DRAWN_GLYPHS).map((part, at) => (at % 2 ? emoji(BY_GLYPH.get(part)) : part));
