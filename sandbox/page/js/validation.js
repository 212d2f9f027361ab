// What Slack's own client checks before a modal is sent: required fields, lengths, numbers, addresses.

const EMPTY = "Please complete this required field.";

const isEmpty = (entry) =>
  Object.entries(entry ?? {}).every(
    ([key, value]) => key === "type" || value === null || value === "" || value?.length === 0,
  );

function lengths(element, { value }) {
  if (value.length < (element.min_length ?? 0)) return `Use at least ${element.min_length} characters.`;
  if (value.length > (element.max_length ?? Infinity)) return `Use at most ${element.max_length} characters.`;
  return null;
}

function number(element, { value }) {
  const decimal = /^[+-]?\d+(\.\d+)?$/;
  const whole = /^[+-]?\d+$/;
  if (!(element.is_decimal_allowed ? decimal : whole).test(value.trim()))
    return element.is_decimal_allowed ? "Enter a number." : "Enter a whole number.";
  if (Number(value) < Number(element.min_value ?? -Infinity))
    return `Enter a number of ${element.min_value} or more.`;
  if (Number(value) > Number(element.max_value ?? Infinity))
    return `Enter a number of ${element.max_value} or less.`;
  return null;
}

const CHECKS = {
  plain_text_input: lengths,
  number_input: number,
  email_text_input: (_, { value }) =>
    /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value) ? null : "Enter an email address.",
  url_text_input: (_, { value }) =>
    URL.canParse(value) ? null : "Enter a whole address, such as https://example.com.",
};

/** Errors by block id for the input blocks of a view; empty when it may be sent. */
export function problems(view, values) {
  const found = {};
  for (const block of view.blocks) {
    if (block.type !== "input") continue;
    const entry = values[block.block_id]?.[block.element.action_id];
    const problem = isEmpty(entry)
      ? !block.optional && EMPTY
      : CHECKS[block.element.type]?.(block.element, entry);
    if (problem) found[block.block_id] = problem;
  }
  return found;
}
