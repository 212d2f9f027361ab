// The few line icons of the page, drawn here so that nothing is fetched.

import { h, svg } from "./dom.js";

const PATHS = {
  hash: "M6.5 2.5 5 13.5M11 2.5 9.5 13.5M2.5 6h11M2 10h11",
  lock: "M4 7h8v6.5H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
  shared: "M2.5 6a2 2 0 0 1 2-2h4M13.5 10a2 2 0 0 1-2 2h-4M6 8h4M6.5 2 8.7 4 6.5 6M9.5 14 7.3 12l2.2-2",
  bolt: "M9 1.8 3.500 9H8l-1 5.200L12.500 7H8z",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  close: "M4 4l8 8M12 4l-8 8",
  back: "M9.5 3.5 5 8l4.5 4.5",
  chevron: "M4 6.5 8 10.5 12 6.5",
  caret: "M6.5 4 10.5 8 6.5 12",
  send: "M2.5 3 14 8 2.5 13l1.4-5zM4 8h5",
  slash: "M10 3 6 13",
  at: "M10.5 8a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM10.5 5.5V9c0 2 3 1.6 3-1.200a5.5 5.5 0 1 0-2.3 4.5",
  bold: "M5 3h3.500a2.3 2.3 0 0 1 0 4.800H5zM5 7.800h4a2.5 2.5 0 0 1 0 5.200H5z",
  italic: "M7 3h4M5 13h4M9 3 7 13",
  strike:
    "M2.5 8h11M11 4.800C10.5 3.6 9.4 3 8 3 6.3 3 5 3.9 5 5.300c0 .8.4 1.4 1.1 1.800M5 11c.4 1.3 1.5 2 3 2 1.8 0 3.1-.9 3.1-2.4 0-.3 0-.6-.1-.8",
  code: "M5.5 4.5 2 8l3.5 3.500M10.5 4.5 14 8l-3.5 3.5",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  thread: "M13.5 7.500a5 5 0 0 1-7.3 4.400L2.5 13l1.1-3.400A5 5 0 1 1 13.5 7.500z",
  warning: "M8 2.5 14.5 13.500h-13zM8 6.500v3.500M8 11.900h.01",
  info: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.500V11M8 5.200h.01",
  check: "M3 8.5 6.5 12 13 4.5",
  file: "M4 1.800h5l3 3v9.400H4zM9 1.800v3h3",
  image: "M2 3h12v10H2zM2 11l3.5-3.5 3 3L11 8l3 3M6 6h.01",
  download: "M8 2.500v8M4.5 7.5 8 11l3.5-3.500M2.5 13.500h11",
  arrowDown: "M8 3v10M4 9l4 4 4-4",
  people:
    "M6 7.500a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.600zM1.8 13c.2-2.4 1.9-3.9 4.2-3.900s4 1.5 4.2 3.900M11 7.400a2 2 0 1 0-.6-3.900M11.7 9.300c1.5.3 2.4 1.6 2.6 3.5",
  like: "M5 7 7.5 2c1 0 1.7.8 1.5 1.800L8.6 6H12c1 0 1.7.9 1.4 1.900l-1 4c-.2.7-.8 1.1-1.4 1.100H5zM5 7H2.500v6H5z",
  trash: "M3 4.500h10M6.5 4.500v-2h3v2M4.5 4.500l.6 9h5.800l.6-9",
};

/** Icon `name`, hidden from screen readers (the control around it carries the label). */
export function icon(name, size = 16) {
  return svg(
    "svg",
    { viewBox: "0 0 16 16", width: size, height: size, class: `icon icon-${name}`, "aria-hidden": "true" },
    svg("path", { d: PATHS[name] ?? PATHS.info }),
  );
}

/** Square button that shows only an icon; `label` is its name and its tooltip. */
export function iconButton(name, label, onclick, props = {}) {
  const named = { type: "button", class: "icon-button", "aria-label": label, title: label, onclick };
  return h("button", { ...named, ...props }, icon(name));
}
