// The sidebar: workspace, channels, direct messages, the app, and who the reader acts as.

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, bot, botName, channelIcon, channelName, isBot, isDirect, userName } from "./names.js";
import { goTo, openApp, openChannel } from "./navigation.js";
import { state, watch } from "./state.js";
import { troubles } from "./troubles.js";

const narrow = matchMedia("(max-width: 760px)");

/** Show or hide the sidebar where the window is narrow. */
export function toggleSidebar(open) {
  const app = document.getElementById("app");
  const on = app.classList.toggle("with-sidebar", open === true || open === false ? open : undefined);
  document.getElementById("scrim").hidden = !on;
  if (on && narrow.matches) document.querySelector("#sidebar .place")?.focus();
}

function place({ id, open, current, unread, face, label }) {
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: `place ${unread ? "place-unread" : ""}`,
        testid: `channel-${id}`,
        "aria-current": current ? "page" : undefined,
        "aria-label": unread ? `${label}, unread` : undefined,
        onclick: () => {
          toggleSidebar(false);
          open();
        },
      },
      face,
    ),
  );
}

const section = (title, items) =>
  items.length > 0 && h("section", {}, h("h2", { class: "side-title" }, title), h("ul", {}, items));

function channels() {
  return state.workspace.channels
    .filter((one) => !isDirect(one) && !one.is_archived)
    .map((one) =>
      place({
        id: one.id,
        label: one.name,
        current: one.id === state.channel,
        unread: unread(one),
        open: () => openChannel(one.id),
        face: [channelIcon(one), h("span", { class: "place-name" }, one.name)],
      }),
    );
}

const unread = (one) => one.id !== state.channel && one.unread > 0;

function apps() {
  return state.workspace.channels
    .filter((one) => isDirect(one))
    .map((one) => {
      const on = Number(bot().connections) > 0;
      return place({
        id: one.id,
        label: botName(),
        current: one.id === state.channel,
        unread: unread(one),
        open: () => openApp("home"),
        face: [
          avatar(bot().user_id ?? "", "avatar-tiny"),
          h("span", { class: "place-name" }, botName()),
          h("span", {
            class: `dot ${on ? "dot-on" : ""}`,
            role: "img",
            "aria-label": on ? "connected" : "not connected",
            title: on ? "Connected" : "Not connected",
          }),
        ],
      });
    });
}

function role(one) {
  if (one.is_stranger) return "external";
  if (one.is_restricted) return "guest";
  return (state.workspace.usergroups ?? []).some((group) => group.users?.includes(one.id))
    ? "approver"
    : "member";
}

function actors() {
  const people = state.workspace.users.filter((one) => !one.deleted && !one.is_bot && !isBot(one.id));
  return h(
    "label",
    { class: "acting" },
    avatar(state.actor),
    h("span", { class: "acting-text" }, h("small", {}, "Acting as"), h("b", {}, userName(state.actor))),
    icon("chevron", 14),
    h(
      "select",
      {
        testid: "acting-as",
        "aria-label": "Acting as",
        onchange: (event) =>
          goTo({ actor: event.target.value, channel: state.channel, tab: state.tab, thread: null }, true),
      },
      people.map((one) =>
        h(
          "option",
          { value: one.id, selected: one.id === state.actor },
          `${userName(one.id)} (${role(one)})`,
        ),
      ),
    ),
  );
}

/** Keep the sidebar true. */
export function sidebar(node) {
  document.getElementById("scrim").addEventListener("click", () => toggleSidebar(false));
  node.addEventListener("keydown", (event) => event.key === "Escape" && toggleSidebar(false));
  const draw = () => {
    if (!state.workspace) return;
    const focused = document.activeElement?.dataset?.testid;
    fill(
      node,
      h(
        "div",
        { class: "side-head" },
        h(
          "span",
          { class: "side-mark", "aria-hidden": "true" },
          (state.workspace.team?.name ?? "S").slice(0, 1),
        ),
        h(
          "div",
          {},
          h("div", { class: "side-name", testid: "workspace-name" }, state.workspace.team?.name),
          h("small", {}, "Local workspace"),
        ),
      ),
      h("div", { class: "side-scroll" }, section("Channels", channels()), section("Apps", apps())),
      troubles(state.troubles),
      actors(),
    );
    if (focused) node.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
  };
  watch(["workspace", "channel", "actor", "tab", "troubles"], draw);
  draw();
}
