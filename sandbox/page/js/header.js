// The head of the main pane: where the reader is, and the app's two tabs.

import { fill, h } from "./dom.js";
import { icon, iconButton } from "./icons.js";
import { avatar, bot, botName, channel, channelIcon, channelName } from "./names.js";
import { openApp } from "./navigation.js";
import { state, watch } from "./state.js";
import { toggleSidebar } from "./sidebar.js";

const TABS = [
  ["home", "Home"],
  ["messages", "Messages"],
];

function tabs() {
  const tab = ([name, label]) =>
    h(
      "button",
      {
        type: "button",
        class: "tab",
        role: "tab",
        id: `tab-${name}`,
        testid: `tab-${name}`,
        "aria-selected": String(state.tab === name),
        onclick: () => openApp(name),
      },
      label,
    );
  return h("div", { class: "tabs", role: "tablist", "aria-label": botName() }, TABS.map(tab));
}

/** Whether the app listens, in words: colour alone would not do. */
export function connection() {
  const on = Number(bot().connections) > 0;
  return h(
    "span",
    {
      class: `connection ${on ? "connection-on" : ""}`,
      testid: "connection",
      title: on ? `${bot().connections} open connection(s)` : "The app has no open connection",
    },
    on ? "connected" : "not connected",
  );
}

function appTitle() {
  return [
    avatar(bot().user_id ?? "", "avatar-small"),
    h("h1", { class: "header-title" }, botName()),
    h("span", { class: "badge" }, "APP"),
    connection(),
    tabs(),
  ];
}

function channelTitle() {
  const one = channel(state.channel);
  if (!one) return [];
  const members = one.num_members;
  return [
    h(
      "h1",
      { class: "header-title" },
      one.is_im ? avatar(one.user, "avatar-small") : channelIcon(one, 18),
      channelName(one.id),
    ),
    one.is_ext_shared && h("span", { class: "badge badge-quiet" }, "Shared with another workspace"),
    members &&
      h("span", { class: "members", title: `${members} members` }, icon("people", 15), String(members)),
  ];
}

/** Keep the head of the page true. */
export function header(node) {
  const draw = () => {
    const menu = iconButton("menu", "Channels", toggleSidebar, { class: "icon-button menu", testid: "menu" });
    fill(node, menu, state.tab ? appTitle() : channelTitle());
    const place = state.tab ? botName() : (channelName(state.channel) ?? "");
    document.title = `${place} · ${state.workspace?.team?.name ?? "Sandbox"}`;
  };
  watch(["workspace", "channel", "tab", "actor"], draw);
  draw();
}
