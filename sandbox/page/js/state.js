// What the page shows right now, kept in the URL where a reload must not lose it, and who wants to know.

export const DEFAULT_ACTOR = "U0REQUEST1";

export const state = {
  actor: DEFAULT_ACTOR, // who the reader acts as
  channel: null, // the conversation that is open
  tab: null, // "home" or "messages" while the app's own conversation is open
  thread: null, // ts of the thread's first message
  workspace: null, // answer of /control/workspace
  messages: null, // null until the server told them
  replies: null,
  views: { modals: [], home: null },
  troubles: {}, // what can go wrong: a title by its kind
};

const listeners = new Map();

/** Call `listener` whenever one of the named parts of the state was set. */
export function watch(names, listener) {
  for (const name of names) listeners.set(name, [...(listeners.get(name) ?? []), listener]);
}

/** Set parts of the state, then tell each listener once. */
export function update(patch) {
  Object.assign(state, patch);
  const told = new Set(Object.keys(patch).flatMap((name) => listeners.get(name) ?? []));
  for (const listener of told) listener();
}

/** Read actor, channel, tab and thread from the address. */
export function fromUrl() {
  const params = new URLSearchParams(location.search);
  return {
    actor: params.get("as") ?? DEFAULT_ACTOR,
    channel: params.get("channel"),
    tab: params.get("tab"),
    thread: params.get("thread"),
  };
}

/** Write actor, channel, tab and thread into the address; `push` makes it a step of the browser's history. */
export function toUrl(push) {
  const params = new URLSearchParams({ as: state.actor });
  for (const name of ["channel", "tab", "thread"]) if (state[name]) params.set(name, state[name]);
  const address = `?${params}`;
  if (address === location.search) return;
  if (push) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}
