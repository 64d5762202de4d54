/* Dialogs of the desk: the browser's own <dialog>, which keeps the keyboard inside and gives the focus back. */

import { el } from "./dom.js";
import { t } from "./words.js";

/* Shows a dialog and waits for its answer. parts(close): its elements; close(answer) ends it. Esc, and a click on the
   cross, answer null. refuses: () → whether it must not be closed just now. */
export function ask(title, parts, { kind = "", refuses = () => false } = {}) {
  return new Promise((resolve) => {
    let answer = null;
    const before = document.activeElement;
    const close = (given = null) => {
      answer = given;
      dialog.close();
    };
    const heading = el("h2", { id: `dialog-${(count += 1)}` }, title);
    const cross = el("button", { type: "button", class: "cross", "aria-label": t("dialog.close"), title: t("dialog.close"), onclick: () => refuses() || close() }, "×");
    const dialog = el("dialog", { class: `asking ${kind}`, "aria-labelledby": heading.id }, el("header", {}, heading, cross));
    dialog.append(...[parts(close, dialog)].flat());
    dialog.addEventListener("cancel", (event) => refuses() && event.preventDefault());
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before?.isConnected) before.focus();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    // What is asked for first, not the cross, has the keyboard.
    (dialog.querySelector("main :is(button, input, select, textarea)") ?? dialog.querySelector("footer button") ?? cross).focus();
  });
}

let count = 0;

/* The row of answers at a dialog's foot: [key of words, run, kind]. */
export const answers = (...rows) =>
  el("footer", { class: "answers" }, rows.filter(Boolean).map(([words, run, kind = ""]) => el("button", { type: "button", class: kind, onclick: run }, t(words))));
