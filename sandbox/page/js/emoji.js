// Emoji of the small set that operations messages use; others stay visible as :name:.

import { h, svg } from "./dom.js";
import { DRAWN } from "./signs.js";

const GLYPHS = {
  white_check_mark: "✅",
  heavy_check_mark: "✔️",
  ballot_box_with_check: "☑️",
  x: "❌",
  negative_squared_cross_mark: "❎",
  warning: "⚠️",
  rotating_light: "🚨",
  no_entry: "⛔",
  no_entry_sign: "🚫",
  octagonal_sign: "🛑",
  construction: "🚧",
  exclamation: "❗",
  question: "❓",
  information_source: "ℹ️",
  bulb: "💡",
  bell: "🔔",
  no_bell: "🔕",
  mega: "📣",
  fire: "🔥",
  boom: "💥",
  zap: "⚡",
  sos: "🆘",
  lock: "🔒",
  unlock: "🔓",
  key: "🔑",
  shield: "🛡️",
  bug: "🐛",
  red_circle: "🔴",
  large_orange_circle: "🟠",
  orange_circle: "🟠",
  large_yellow_circle: "🟡",
  yellow_circle: "🟡",
  large_green_circle: "🟢",
  green_circle: "🟢",
  large_blue_circle: "🔵",
  blue_circle: "🔵",
  white_circle: "⚪",
  black_circle: "⚫",
  large_purple_circle: "🟣",
  purple_circle: "🟣",
  small_blue_diamond: "🔹",
  small_orange_diamond: "🔸",
  hourglass: "⌛",
  hourglass_flowing_sand: "⏳",
  stopwatch: "⏱️",
  alarm_clock: "⏰",
  calendar: "📆",
  date: "📅",
  arrow_up: "⬆️",
  arrow_down: "⬇️",
  arrow_right: "➡️",
  arrow_left: "⬅️",
  arrow_up_small: "🔼",
  arrow_down_small: "🔽",
  chart_with_upwards_trend: "📈",
  chart_with_downwards_trend: "📉",
  bar_chart: "📊",
  mag: "🔍",
  clipboard: "📋",
  memo: "📝",
  page_facing_up: "📄",
  file_folder: "📁",
  package: "📦",
  label: "🏷️",
  link: "🔗",
  pushpin: "📌",
  raised_hand: "✋",
  grey_question: "❔",
  grey_exclamation: "❕",
  gear: "⚙️",
  wrench: "🔧",
  hammer_and_wrench: "🛠️",
  computer: "💻",
  desktop_computer: "🖥️",
  floppy_disk: "💾",
  cloud: "☁️",
  globe_with_meridians: "🌐",
  robot_face: "🤖",
  rocket: "🚀",
  recycle: "♻️",
  repeat: "🔁",
  arrows_counterclockwise: "🔄",
  double_vertical_bar: "⏸️",
  pause_button: "⏸️",
  black_square_for_stop: "⏹️",
  arrow_forward: "▶️",
  eyes: "👀",
  wave: "👋",
  "+1": "👍",
  thumbsup: "👍",
  "-1": "👎",
  thumbsdown: "👎",
  pray: "🙏",
  clap: "👏",
  tada: "🎉",
  sparkles: "✨",
  star: "⭐",
  slightly_smiling_face: "🙂",
  smile: "😄",
  thinking_face: "🤔",
  speech_balloon: "💬",
  busts_in_silhouette: "👥",
  bust_in_silhouette: "👤",
  ok: "🆗",
  new: "🆕",
  heart: "❤️",
  100: "💯",
  sleeping: "😴",
};

/** Whether this system has a colour emoji font: without one a glyph is an empty box and the name says more. */
const hasGlyphs = (() => {
  const pen = Object.assign(document.createElement("canvas"), { width: 8, height: 8 }).getContext("2d", {
    willReadFrequently: true,
  });
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
  if (DRAWN[name])
    return h("span", props, svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, DRAWN[name]()));
  return hasGlyphs ? h("span", props, glyph) : h("span", { class: "emoji-name" }, `:${name}:`);
}

export const emojiOrText = (name) => emoji(name) ?? `:${name}:`;

const BY_GLYPH = new Map(
  Object.keys(DRAWN)
    .toReversed()
    .map((name) => [GLYPHS[name].replace("\uFE0F", ""), name]),
);
const DRAWN_GLYPHS = new RegExp(`(${[...BY_GLYPH.keys()].join("|")})\uFE0F?`, "u");

/** Text whose emoji characters with a drawing of their own are drawn. */
export const emojified = (text) =>
  text.split(DRAWN_GLYPHS).map((part, at) => (at % 2 ? emoji(BY_GLYPH.get(part)) : part));
