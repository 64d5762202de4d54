/* A button with a small pane below it, and a dialog with a title: closed by Escape, by a click elsewhere or by its own
   cross, with the focus back where it was. */

import { button, el } from "./dom.js";
import { icon } from "./icons.js";

/* Returns {element, button, pane, close}. */
export function menu(key, options, ...content) {
  const opener = button(key, () => toggle(pane.hidden), options);
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-haspopup", "true");
  const pane = el("div", { class: "pane", role: "group", "data-t-label": key, hidden: true }, ...content);
  const element = el("div", { class: "menu" }, opener, pane);

  function toggle(open) {
    pane.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) {
      pane.style.right = "";
      const over = pane.getBoundingClientRect().right - document.documentElement.clientWidth + 8; // px from the edge
      if (over > 0) pane.style.left = `${-over}px`;
      else pane.style.left = "";
    }
  }
  const close = () => pane.hidden || toggle(false);
  document.addEventListener("pointerdown", (event) => element.contains(event.target) || close());
  element.addEventListener(
    "focusout",
    (event) => event.relatedTarget && !element.contains(event.relatedTarget) && close(),
  );
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || pane.hidden) return;
    event.stopPropagation();
    close();
    opener.focus();
  });
  return { element, button: opener, pane, close };
}

/* A modal dialog, taken from the page when it is closed. */
export function dialog(title, ...content) {
  const head = el("h2", {}, title);
  const cross = button("close", () => made.close(), { icon: icon("close"), text: false, kind: "plain" });
  const made = el(
    "dialog",
    { "aria-label": title },
    el("header", {}, head, cross),
    el("div", { class: "body" }, ...content),
  );
  made.addEventListener("close", () => made.remove());
  made.addEventListener("click", (event) => event.target === made && made.close());
  document.body.append(made);
  made.showModal();
  return made;
}
