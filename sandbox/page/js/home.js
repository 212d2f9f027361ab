// App Home: the view the app published for the reader.

import { api } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { fill, h } from "./dom.js";
import { avatar, bot, botName } from "./names.js";
import { state, watch } from "./state.js";
import { refreshSoon } from "./sync.js";

const empty = () =>
  h(
    "div",
    { class: "empty" },
    avatar(bot().user_id ?? "", "avatar-large"),
    h("h2", {}, "Nothing here yet"),
    h("p", {}, `${botName()} has not published a Home for you. It may still be starting.`),
  );

/** Draw Home inside `frame` whenever it is open and was published again. */
export function home(frame) {
  let drawn = null;
  let values = {};
  const context = (view) => ({
    value: (blockId, actionId) => values[blockId]?.[actionId],
    record: (blockId, actionId, entry) => {
      (values[blockId] ??= {})[actionId] = entry;
    },
    act: async (action) => {
      const answer = await api.viewClick({ as: state.actor, view_id: view.id, ...action, values });
      refreshSoon("views");
      return answer;
    },
  });
  const draw = () => {
    frame.hidden = state.tab !== "home";
    document.getElementById("conversation").hidden = !frame.hidden;
    if (frame.hidden) return;
    const view = state.views.home;
    const key = `${state.actor} ${view?.id} ${view?.hash} ${state.workspace?.bot?.connections}`;
    if (key === drawn) return;
    drawn = key;
    values = {};
    fill(
      frame,
      view ? h("div", { class: "home-page blocks" }, renderBlocks(view.blocks, context(view))) : empty(),
    );
  };
  watch(["tab", "views", "actor", "workspace"], draw);
  draw();
}
