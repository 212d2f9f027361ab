// What happens between a control and the app: confirmation, the busy look, the warning when nothing is acknowledged.

import { announce, h } from "./dom.js";
import { confirmed } from "./confirm.js";
import { icon } from "./icons.js";

// Slack waits 3 s for an acknowledgement; the server says so itself, this is for a server that stays silent.
const PATIENCE_MS = 3500;

const REASONS = {
  operation_timeout: "The app did not respond in time.",
  dispatch_failed: "The app is not connected.",
};

const silence = () =>
  new Promise((resolve) => setTimeout(() => resolve({ ok: false, error: "operation_timeout" }), PATIENCE_MS));

/** The reader's sentence for an error code. */
export const reason = (code) => REASONS[code] ?? `That did not work (${code}).`;

function warn(control, code) {
  const text = reason(code);
  const sign = h(
    "span",
    { class: "ack-error", role: "img", tabindex: "0", "aria-label": text, title: text, testid: "ack-error" },
    icon("warning", 15),
  );
  control.after(sign);
  announce(text);
}

/** Send one action of `element` and show on `control` how it goes. */
export async function act(ctx, block, element, payload, control) {
  if (element.confirm && !(await confirmed(element.confirm))) return;
  if (control.getAttribute("aria-busy") === "true") return;
  const frame = control.closest(".picker, .button, .icon-button") ?? control;
  if (frame.nextElementSibling?.classList.contains("ack-error")) frame.nextElementSibling.remove();
  frame.setAttribute("aria-busy", "true");
  const action = { type: element.type, block_id: block.block_id, action_id: element.action_id, ...payload };
  const answer = await Promise.race([ctx.act(action), silence()]).catch((error) => ({
    ok: false,
    error: error.message,
  }));
  frame.removeAttribute("aria-busy");
  if (answer.ok === false) warn(frame, answer.error);
}

/** Remember what an input holds and, outside input blocks, tell the app at once. */
export function changed(ctx, block, element, entry, control) {
  ctx.record(block.block_id, element.action_id, { type: element.type, ...entry });
  if (block.type !== "input" || block.dispatch_action) act(ctx, block, element, entry, control);
}

/** What the input holds: the reader's entry, else the app's initial one (which is then remembered). */
export function held(ctx, block, element, initial) {
  const entry = ctx.value(block.block_id, element.action_id);
  if (entry) return entry;
  const first = { type: element.type, ...initial };
  ctx.record(block.block_id, element.action_id, first);
  return first;
}

/** Attributes every control of an app carries: hooks for tests, and its name for screen readers. */
export function hooks(block, element, extra = {}) {
  const label =
    block.type === "input"
      ? block.label?.text
      : (element.accessibility_label ?? element.placeholder?.text ?? element.action_id);
  return {
    "aria-label": label,
    "data-action-id": element.action_id,
    "data-block-id": block.block_id,
    testid: `action-${element.action_id}`,
    ...extra,
  };
}
