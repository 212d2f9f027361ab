// Starts the page: builds its parts, goes where the address says, follows the server's changes.

import { api, follow } from "./api.js";
import { Composer } from "./composer.js";
import { keepAgoTrue } from "./dates.js";
import { h } from "./dom.js";
import { header } from "./header.js";
import { home } from "./home.js";
import { MessageList } from "./messages.js";
import { modals } from "./modal.js";
import { avatar, bot, channel, channelIcon, channelName } from "./names.js";
import { goTo, onMove, openChannel } from "./navigation.js";
import { sidebar } from "./sidebar.js";
import { fromUrl, state, update, watch } from "./state.js";
import { changed, refreshAll, refreshSoon } from "./sync.js";
import { threadPane } from "./thread.js";

const byId = (id) => document.getElementById(id);

function intro() {
  const one = channel(state.channel);
  if (!one) return null;
  const name = one.is_im ? channelName(one.id) : `#${one.name}`;
  return h(
    "div",
    { class: "intro" },
    one.is_im
      ? avatar(bot().user_id ?? "", "avatar-large")
      : h("span", { class: "intro-mark" }, channelIcon(one, 28)),
    h("h2", {}, name),
    h(
      "p",
      {},
      one.is_im
        ? "This is the beginning of your conversation with this app."
        : `This is the beginning of ${name}. Type / to see what you can run here.`,
    ),
  );
}

function conversation() {
  const list = new MessageList(byId("messages"));
  const hint = () =>
    state.tab ? `Message ${channelName(state.channel)}` : `Message #${channelName(state.channel)}`;
  const composer = new Composer({
    testid: "composer",
    onSend: () => list.follow(),
    place: () => ({ channel: state.channel, thread: null, hint: hint() }),
  });
  byId("composer").append(composer.node);
  watch(["messages", "channel", "actor", "tab", "workspace"], () => {
    if (!state.channel) return;
    list.show(state.messages, `${state.actor} ${state.channel}`, intro);
    composer.show();
    byId("composer").hidden = false; // nothing can be typed before there is a place for it
  });
  return composer;
}

// The stream tells nothing of the app's own connections.
const CONNECTIONS_MS = 4000;

/** The stream belongs to one user: acting as someone else opens another. */
function live() {
  let stop = () => {};
  let followed = null;
  return () => {
    if (followed === state.actor) return;
    stop();
    followed = state.actor;
    stop = follow(state.actor, {
      onChange: changed,
      onOpen: () => {
        byId("offline").hidden = true;
        if (state.channel) refreshAll();
        else goTo(fromUrl());
      },
      onLost: () => {
        byId("offline").hidden = false;
      },
    });
  };
}

function mentionsOpenChannels(event) {
  const target = event.target.closest?.("a[data-channel]");
  if (!target) return;
  event.preventDefault();
  openChannel(target.dataset.channel);
}

async function start() {
  sidebar(byId("sidebar"));
  header(byId("header"));
  home(byId("home"));
  const composer = conversation();
  const thread = threadPane(byId("thread"));
  modals();
  keepAgoTrue();
  const followActor = live();
  onMove(() => {
    followActor();
    if (matchMedia("(hover: hover)").matches && !document.querySelector("dialog[open]"))
      (state.thread ? thread : composer).focus();
  });
  document.addEventListener("click", mentionsOpenChannels);
  addEventListener("popstate", () => goTo(fromUrl()));
  api.troubles().then(update, () => {}); // without them the page lacks a button, no more
  await goTo(fromUrl());
  followActor();
  setInterval(() => {
    if (!document.hidden) refreshSoon("workspace");
  }, CONNECTIONS_MS);
}

start();
