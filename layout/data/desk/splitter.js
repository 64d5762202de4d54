/* The edge between page and editor: dragged, or moved with the arrow keys; its place is remembered. */

import { el } from "./dom.js";
import { recall, remember } from "./settings.js";
import { t } from "./words.js";
import "./words-editor.js";

const LEAST = 340; // px: a line of copy and its marks
const MOST = 0.6; // of the window
const STEP = 24; // px an arrow key moves it

export function splitter(pane) {
  const edge = el("div", { class: "splitter", role: "separator", tabindex: "0", "aria-orientation": "vertical", "data-t-label": "editor.width", "aria-label": t("editor.width") });
  const set = (width) => {
    const fits = Math.max(LEAST, Math.min(innerWidth * MOST, width));
    pane.style.width = `${fits}px`;
    edge.setAttribute("aria-valuenow", String(Math.round(fits)));
    edge.setAttribute("aria-valuemin", String(LEAST));
    edge.setAttribute("aria-valuemax", String(Math.round(innerWidth * MOST)));
    return fits;
  };
  edge.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    edge.setPointerCapture(event.pointerId);
    const move = (moved) => set(pane.getBoundingClientRect().right - moved.clientX);
    edge.addEventListener("pointermove", move);
    edge.addEventListener("lostpointercapture", () => {
      edge.removeEventListener("pointermove", move);
      remember("editor.width", pane.offsetWidth);
    }, { once: true });
  });
  edge.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
    if (!by) return;
    event.preventDefault();
    remember("editor.width", set(pane.offsetWidth + by));
  });
  set(recall("editor.width", Math.max(LEAST, Math.min(540, innerWidth * 0.34))));
  return edge;
}
