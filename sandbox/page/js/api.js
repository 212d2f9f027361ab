// The control API of the local server: one function per call, and the stream of changes.

/** The server refused or could not be reached; `message` is fit to be shown. */
export class ApiError extends Error {}

async function call(method, path, body) {
  const init = { method, headers: { Accept: "application/json" } };
  if (body !== undefined) {
    init.headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(`/control/${path}`, init);
  } catch {
    throw new ApiError("The local server does not answer.");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok)
    throw new ApiError(answer.detail ?? answer.error ?? `The local server answered ${response.status}.`);
  return answer;
}

const query = (params) =>
  new URLSearchParams(Object.entries(params).filter(([, value]) => value !== undefined && value !== null));

export const api = {
  workspace: (as) => call("GET", `workspace?${query({ as })}`),
  messages: (channel, as, threadTs) => call("GET", `messages?${query({ channel, as, thread_ts: threadTs })}`),
  views: (as) => call("GET", `views?${query({ as })}`),
  send: (message) => call("POST", "message", message),
  command: (command) => call("POST", "command", command),
  click: (click) => call("POST", "click", click),
  viewClick: (click) => call("POST", "view/click", click),
  viewSubmit: (submission) => call("POST", "view/submit", submission),
  viewClose: (closing) => call("POST", "view/close", closing),
  troubles: () => call("GET", "troubles"),
  trouble: (kind) => call("POST", "trouble", { kind }),
  home: (as, tab) => call("POST", "home", { as, tab }),
};

/** Where the bytes of an uploaded file are served. */
export const fileUrl = (id) => `/control/files/${encodeURIComponent(id)}`;

const RETRY_MS = 1000;

/**
 * Follow the changes that user `as` can see.
 *
 * Reopened here, not by EventSource: that waits long and gives up for good after an HTTP error. `onOpen` is
 * told about each connection because changes in between were missed.
 * @returns {() => void} stops following
 */
export function follow(as, { onChange, onOpen, onLost }) {
  let source = null;
  let timer = 0;
  const open = () => {
    source = new EventSource(`/control/events?${query({ as })}`);
    source.onopen = onOpen;
    source.addEventListener("change", (event) => onChange(JSON.parse(event.data || "{}")));
    source.onerror = () => {
      source.close();
      onLost();
      timer = setTimeout(open, RETRY_MS);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
