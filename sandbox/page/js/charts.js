// data_visualization: pie, line, bar and area charts as plain SVG with a legend.

import { h, svg } from "./dom.js";
import { plain } from "./mrkdwn.js";

const [WIDTH, HEIGHT] = [480, 200];
const INSIDE = { left: 44, right: 8, top: 10, bottom: 26 };
const hue = (at) => `var(--chart-${(at % 6) + 1})`;
const compact = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });

function slice(from, to, colour, label) {
  const point = (share) =>
    `${80 + 70 * Math.sin(share * 2 * Math.PI)} ${80 - 70 * Math.cos(share * 2 * Math.PI)}`;
  const shape =
    to - from > 0.9999
      ? svg("circle", { cx: 80, cy: 80, r: 70, fill: colour })
      : svg("path", {
          d: `M80 80 L${point(from)} A70 70 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)} Z`,
          fill: colour,
        });
  shape.append(svg("title", {}, label));
  return shape;
}

function pie(spec) {
  const total = spec.segments.reduce((sum, one) => sum + one.value, 0);
  let from = 0;
  const shapes = spec.segments.map((one, at) => {
    const start = from;
    from += one.value / total;
    return slice(start, from, hue(at), `${one.label}: ${one.value}`);
  });
  return svg("svg", { viewBox: "0 0 160 160", class: "chart chart-pie", "aria-hidden": "true" }, shapes);
}

/** Scales of a chart over categories: x by index, y by value, zero always included. */
function scales(spec, categories) {
  const values = spec.series.flatMap((one) => one.data.map((point) => point.value));
  const top = Math.max(0, ...values) || 1;
  const low = Math.min(0, ...values);
  const width = WIDTH - INSIDE.left - INSIDE.right;
  const height = HEIGHT - INSIDE.top - INSIDE.bottom;
  const step = width / categories.length;
  return {
    step,
    top,
    low,
    x: (at) => INSIDE.left + step * (at + 0.5),
    y: (value) => INSIDE.top + height * (1 - (value - low) / (top - low)),
  };
}

function bars(spec, scale) {
  const wide = (scale.step * 0.7) / spec.series.length;
  return spec.series.flatMap((one, nth) =>
    one.data.map((point, at) => {
      const [from, to] = [scale.y(Math.max(0, point.value)), scale.y(Math.min(0, point.value))];
      return svg("rect", {
        x: scale.x(at) - scale.step * 0.35 + wide * nth,
        y: from,
        width: Math.max(1, wide - 1),
        height: Math.max(0.5, to - from),
        rx: 2,
        fill: hue(nth),
      });
    }),
  );
}

function paths(spec, scale, filled) {
  return spec.series.flatMap((one, nth) => {
    const line = one.data
      .map((point, at) => `${at ? "L" : "M"}${scale.x(at)} ${scale.y(point.value)}`)
      .join("");
    const area = `${line}L${scale.x(one.data.length - 1)} ${scale.y(0)}L${scale.x(0)} ${scale.y(0)}Z`;
    return [
      filled && svg("path", { d: area, fill: hue(nth), opacity: 0.25 }),
      svg("path", { d: line, fill: "none", stroke: hue(nth), "stroke-width": 2 }),
    ];
  });
}

function axes(scale, categories) {
  const every = Math.ceil(categories.length / 6);
  const names = categories.map((name, at) =>
    at % every ? null : svg("text", { x: scale.x(at), y: HEIGHT - 8, "text-anchor": "middle" }, name),
  );
  const ticks = [scale.low, (scale.low + scale.top) / 2, scale.top].map((value) => [
    svg("line", { x1: INSIDE.left, x2: WIDTH - INSIDE.right, y1: scale.y(value), y2: scale.y(value) }),
    svg("text", { x: INSIDE.left - 6, y: scale.y(value) + 4, "text-anchor": "end" }, compact.format(value)),
  ]);
  return [names, ticks];
}

function grid(spec) {
  const categories = spec.axis_config?.categories ?? spec.series[0].data.map((point) => point.label);
  const scale = scales(spec, categories);
  const marks = spec.type === "bar" ? bars(spec, scale) : paths(spec, scale, spec.type === "area");
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", "aria-hidden": "true" },
    axes(scale, categories),
    marks,
  );
}

/** A chart with title and legend; its numbers stand in the label for screen readers. */
export function chart(block) {
  const spec = block.chart ?? block;
  const parts = spec.segments ?? spec.series ?? [];
  const said = (one) =>
    spec.segments
      ? `${one.label} ${one.value}`
      : `${one.name}: ${one.data.map((point) => `${point.label} ${point.value}`).join(", ")}`;
  const title = typeof block.title === "string" ? block.title : (block.title?.text ?? "");
  return h(
    "figure",
    { class: "chart-figure", role: "img", "aria-label": `${title}. ${parts.map(said).join("; ")}` },
    h("figcaption", {}, plain(title)),
    spec.segments ? pie(spec) : grid(spec),
    h(
      "div",
      { class: "legend" },
      parts.map((one, at) => {
        const mark = h("i");
        mark.style.background = hue(at);
        return h(
          "span",
          {},
          mark,
          one.label ?? one.name ?? "",
          spec.segments && h("b", {}, compact.format(one.value)),
        );
      }),
    ),
  );
}
