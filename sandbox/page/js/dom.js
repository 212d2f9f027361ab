// Builds DOM nodes; text is always a text node, so nothing a message says can become markup.

const SVG = "http://www.w3.org/2000/svg";

/** Element `tag` with attributes, `on…` listeners, `dataset` and children (nodes, strings, nested lists, null). */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  append(node, children);
  return node;
}

function setProp(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (name === "value") node.value = value;
  else node.setAttribute(name === "testid" ? "data-testid" : name, value === true ? "" : String(value));
}

/** Append children to `node`, flattening lists and leaving out null, undefined and false. */
export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child);
  }
  return node;
}

/** Replace everything inside `node`. */
export function fill(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

/** SVG element with attributes and children. */
export function svg(tag, attrs = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attrs)) node.setAttribute(name, String(value));
  return append(node, children);
}

/** Say `text` to screen readers without moving the focus. */
export function announce(text) {
  document.getElementById("live").textContent = text;
}
