// Modals: the top view of the stack in a dialog, its values, errors, submission and closing.

import { api } from "./api.js";
import { announce, fill, h } from "./dom.js";
import { reason } from "./interaction.js";
import { keepFocus, modalFrame } from "./modalframe.js";
import { state, watch } from "./state.js";
import { refresh, report } from "./sync.js";
import { problems } from "./validation.js";

const kept = new Map(); // what was entered, by view id: an update of a view keeps it

class Modal {
  constructor() {
    this.form = h("form", { class: "modal", novalidate: true, onsubmit: (event) => this.submit(event) });
    this.dialog = h(
      "dialog",
      {
        class: "dialog",
        testid: "modal",
        "aria-labelledby": "modal-title",
        oncancel: (event) => this.escape(event),
      },
      this.form,
    );
    this.drawn = null;
    this.errors = {};
    this.notice = "";
  }

  get view() {
    return state.views.modals.at(-1);
  }

  show() {
    if (!this.view) return this.hide();
    const drawn = `${this.view.id} ${this.view.hash} ${state.views.modals.length}`;
    if (drawn === this.drawn) return;
    if (this.drawn?.split(" ")[0] !== this.view.id) [this.errors, this.notice] = [{}, ""];
    this.drawn = drawn;
    this.draw();
    if (this.dialog.isConnected) return;
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.focusFirst();
  }

  hide() {
    if (!this.drawn) return;
    this.drawn = null;
    kept.clear();
    this.dialog.close();
    this.dialog.remove();
  }

  context() {
    const view = this.view;
    if (!kept.has(view.id)) kept.set(view.id, structuredClone(view.state?.values ?? {}));
    const values = kept.get(view.id);
    return {
      errors: this.errors,
      value: (blockId, actionId) => values[blockId]?.[actionId],
      record: (blockId, actionId, entry) => {
        (values[blockId] ??= {})[actionId] = entry;
      },
      act: async (action) => {
        const answer = await api.viewClick({
          as: state.actor,
          view_id: view.id,
          ...action,
          values: this.values(),
        });
        await refresh("views").catch(report);
        return answer;
      },
    };
  }

  /** The entries of the inputs that the view shows now. */
  values() {
    const all = kept.get(this.view.id) ?? {};
    const shown = new Set(this.view.blocks.map((block) => block.block_id));
    return Object.fromEntries(Object.entries(all).filter(([blockId]) => shown.has(blockId)));
  }

  draw() {
    const focusAgain = keepFocus(this.form);
    const close = () => this.close();
    const parts = modalFrame(this.view, this.context(), {
      notice: this.notice,
      onBack: state.views.modals.length > 1 && close,
      onCancel: close,
      onClose: () => this.close(true),
    });
    fill(this.form, parts);
    if (this.dialog.open && !focusAgain()) this.focusFirst();
  }

  get submitButton() {
    return this.form.querySelector("[type=submit]");
  }

  focusFirst() {
    (
      this.form.querySelector("[autofocus]") ??
      this.form.querySelector(".modal-body :is(input, textarea, .picker)") ??
      this.submitButton
    )?.focus();
  }

  /** Show errors at their fields and go to the first. */
  fail(errors, notice = "") {
    [this.errors, this.notice] = [errors, notice];
    this.draw();
    const first = this.view.blocks.find((block) => errors[block.block_id]);
    if (notice) announce(notice);
    this.form
      .querySelector(
        first ? `[data-block-id="${CSS.escape(first.block_id)}"] :is(input, textarea, button)` : ".alert",
      )
      ?.focus();
  }

  async submit(event) {
    event.preventDefault();
    if (!this.view?.submit || this.submitButton.getAttribute("aria-busy") === "true") return;
    const found = problems(this.view, this.values());
    if (Object.keys(found).length) return this.fail(found);
    const sent = this.view.id;
    this.submitButton.setAttribute("aria-busy", "true");
    try {
      const answer = await api.viewSubmit({ as: state.actor, view_id: sent, values: this.values() });
      this.submitButton.removeAttribute("aria-busy");
      if (answer.errors) return this.fail(answer.errors);
      if (answer.ok === false)
        return this.fail({}, `${answer.shown ?? "That did not work."} ${reason(answer.error)}`);
      [this.errors, this.notice] = [{}, ""];
      await refresh("views", "messages", "thread");
    } catch (error) {
      this.submitButton.removeAttribute("aria-busy");
      report(error);
    }
  }

  /** Escape inside an open list belongs to the list; otherwise it closes the top view, on our terms. */
  escape(event) {
    event.preventDefault();
    if (event.target === this.dialog) this.close();
  }

  async close(all = false) {
    const { view } = this;
    const answer = api.viewClose({ as: state.actor, view_id: view.id, clear: all });
    await answer.then(() => refresh("views")).catch(report);
  }
}

/** Keep the dialog equal to the view stack. */
export function modals() {
  const modal = new Modal();
  watch(["views", "actor"], () => modal.show());
}
