// The signs of state, drawn: emoji fonts differ, and some systems have none.

import { svg } from "./dom.js";

const path = (d, stroke = "#fff", width = 2) =>
  svg("path", {
    d,
    stroke,
    fill: "none",
    "stroke-width": width,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  });
const disc = (fill) => () => [svg("circle", { cx: 8, cy: 8, r: 7, fill })];
const tile = (fill, d, width) => () => [
  svg("rect", { x: 1, y: 1, width: 14, height: 14, rx: 3, fill }),
  path(d, "#fff", width),
];
const sign = (fill, d) => () => [svg("circle", { cx: 8, cy: 8, r: 7, fill }), path(d, "#fff", 2.2)];
const stroke = (colour, d) => () => [path(d, colour, 2.4)];
const hourglass = () => [
  svg("path", { d: "M4 2h8v2.5L9 8l3 3.5V14H4v-2.5L7 8 4 4.5z", fill: "#e3a53b" }),
  path("M3 2h10M3 14h10", "#8a5a12", 1.6),
];
const warning = () => [
  svg("path", {
    d: "M8 1.5 15.5 14.5H.5z",
    fill: "#f2b01e",
    stroke: "#f2b01e",
    "stroke-width": 1,
    "stroke-linejoin": "round",
  }),
  path("M8 6v4M8 12.3h.01", "#3a2a00", 1.8),
];

const siren = () => [
  svg("path", { d: "M4 12V8.5a4 4 0 0 1 8 0V12z", fill: "#dd3e4c" }),
  svg("rect", { x: 2.5, y: 12, width: 11, height: 2.5, rx: 1, fill: "#5b6272" }),
  path("M8 1v1.2M2.6 3.2l.9.9M13.4 3.2l-.9.9", "#dd3e4c", 1.4),
];
const hand = () => [
  svg("path", {
    d: "M4.5 8V4.2a.9.9 0 0 1 1.8 0V2.7a.9.9 0 0 1 1.8 0v-.6a.9.9 0 0 1 1.8 0v2.1a.9.9 0 0 1 1.8 0V10c0 3-1.5 5-4 5-2.2 0-3.2-1-4.2-3L2.2 9.5c-.5-1 .9-1.8 1.6-.9z",
    fill: "#f2b93a",
  }),
  path("M6.3 4.5v3M8.1 3.5v4M9.9 4.5v3", "#b97f10", 0.9),
];
const [CHECK, CROSS] = ["M4 8.3 7 11.3 12 5", "M3 3l10 10M13 3 3 13"];
/** Shapes inside a 16 by 16 square, by shortcode. */
export const DRAWN = {
  red_circle: disc("#dd3e4c"),
  large_orange_circle: disc("#ef8a2b"),
  orange_circle: disc("#ef8a2b"),
  large_yellow_circle: disc("#f0c132"),
  yellow_circle: disc("#f0c132"),
  large_green_circle: disc("#2aa876"),
  green_circle: disc("#2aa876"),
  large_blue_circle: disc("#3d7be0"),
  blue_circle: disc("#3d7be0"),
  large_purple_circle: disc("#8b5cd6"),
  purple_circle: disc("#8b5cd6"),
  white_circle: disc("#d5d9e2"),
  black_circle: disc("#454b59"),
  white_check_mark: tile("#2aa876", CHECK, 2.2),
  ballot_box_with_check: tile("#3d7be0", CHECK, 2.2),
  negative_squared_cross_mark: tile("#2aa876", "M5 5l6 6M11 5l-6 6", 2.2),
  heavy_check_mark: stroke("#2aa876", "M2.5 8.5 6.5 12.5 13.5 3.5"),
  x: stroke("#dd3e4c", CROSS),
  no_entry: sign("#dd3e4c", "M4.5 8h7"),
  octagonal_sign: sign("#dd3e4c", "M5.5 5.5l5 5M10.5 5.5l-5 5"),
  information_source: tile("#3d7be0", "M8 7.5v4M8 4.5h.01", 2),
  exclamation: stroke("#dd3e4c", "M8 2.5v7M8 13.3h.01"),
  arrow_up: tile("#3d7be0", "M8 12V4M5 7l3-3 3 3", 1.8),
  arrow_down: tile("#3d7be0", "M8 4v8M5 9l3 3 3-3", 1.8),
  rotating_light: siren,
  raised_hand: hand,
  grey_question: stroke("#8a92a3", "M4.5 5.5a3.5 3.5 0 1 1 5 3.2C8.5 9.2 8 9.7 8 10.5M8 13.7h.01"),
  grey_exclamation: stroke("#8a92a3", "M8 2.5v7M8 13.3h.01"),
  arrow_right: tile("#3d7be0", "M4 8h8M9 5l3 3-3 3", 1.8),
  warning,
  hourglass,
  hourglass_flowing_sand: hourglass,
};
