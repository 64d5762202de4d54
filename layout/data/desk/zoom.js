/* Zoom and pan of a scrolling pane: wheel with Ctrl, two fingers, dragging with the mouse. While a gesture lasts the
   picture is only stretched by a transform, which costs nothing; when it rests the pages are set sharp at the new scale,
   with the point under the pointer where it was. */

import { clamped } from "./geometry.js";

const REST = 120; // ms without a step until a gesture counts as ended
const WHEEL = 0.0022; // of a pixel of wheel, as a power of e: about 1.25 a notch of 100
const STILL = 4; // px a pointer may tremble and still be a click

export class Zoom {
  /* scroller: what scrolls; table: all that is zoomed; at: () → scale; set: (scale) → lays out anew;
     sheets: () → elements of the pages. */
  constructor({ scroller, table, at, set, sheets }) {
    Object.assign(this, { scroller, table, at, set, sheets });
    this.gesture = null;
    this.dragged = false;
    scroller.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    scroller.addEventListener("touchstart", (event) => this.#touch(event), { passive: false });
    scroller.addEventListener("touchmove", (event) => this.#pinch(event), { passive: false });
    scroller.addEventListener("touchend", () => this.gesture?.span && this.#end());
    scroller.addEventListener("pointerdown", (event) => this.#grab(event));
    // Safari zooms the whole page by its own gesture.
    scroller.addEventListener("gesturestart", (event) => event.preventDefault());
  }

  /* Sets a scale with a point of the pane (client pixels) staying where it is; null = the middle. */
  to(scale, point = null) {
    const box = this.scroller.getBoundingClientRect();
    const held = point ?? { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    this.#commit(this.#anchor(held), clamped(scale), held);
  }

  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const pixels = event.deltaMode === 1 ? event.deltaY * 33 : event.deltaY;
    this.#stretch({ x: event.clientX, y: event.clientY }, Math.exp(-pixels * WHEEL));
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.#end(), REST);
  }

  #touch(event) {
    if (event.touches.length !== 2) return;
    event.preventDefault();
    const [middle, span] = between(event.touches);
    this.#begin(middle);
    this.gesture.span = span;
  }

  #pinch(event) {
    if (event.touches.length !== 2 || !this.gesture?.span) return;
    event.preventDefault();
    const [middle, span] = between(event.touches);
    this.gesture.now = middle;
    this.gesture.factor = clamped(this.gesture.from * (span / this.gesture.span)) / this.gesture.from;
    this.#show();
  }

  #begin(point) {
    const box = this.table.getBoundingClientRect();
    this.gesture = { anchor: this.#anchor(point), start: point, now: point, from: this.at(), factor: 1, span: 0 };
    this.table.style.transformOrigin = `${point.x - box.left}px ${point.y - box.top}px`;
    this.table.classList.add("stretched");
  }

  #stretch(point, factor) {
    if (!this.gesture) this.#begin(point);
    this.gesture.factor = clamped(this.gesture.from * this.gesture.factor * factor) / this.gesture.from;
    this.#show();
  }

  #show() {
    const { start, now, factor } = this.gesture;
    this.table.style.transform = `translate(${now.x - start.x}px, ${now.y - start.y}px) scale(${factor})`;
  }

  #end() {
    const { anchor, now, from, factor } = this.gesture ?? {};
    if (!this.gesture) return;
    this.gesture = null;
    this.table.style.transform = "";
    this.table.classList.remove("stretched");
    this.#commit(anchor, from * factor, now);
  }

  #commit(anchor, scale, point) {
    this.set(scale);
    if (!anchor?.sheet.isConnected) return;
    const box = anchor.sheet.getBoundingClientRect();
    this.scroller.scrollLeft += box.left + anchor.x * box.width - point.x;
    this.scroller.scrollTop += box.top + anchor.y * box.height - point.y;
  }

  /* A point as shares of the page it is on or nearest to: what does not scale (gaps, margins) stays out of it. */
  #anchor(point) {
    let best = null;
    for (const sheet of this.sheets()) {
      const box = sheet.getBoundingClientRect();
      const away = Math.max(box.left - point.x, 0, point.x - box.right);
      if (best === null || away < best.away) {
        best = { sheet, away, x: (point.x - box.left) / box.width, y: (point.y - box.top) / box.height };
      }
    }
    return best;
  }

  #grab(event) {
    if (event.pointerType !== "mouse" || event.button > 1 || event.target.closest("button, a, input, [draggable=true]"))
      return;
    const { scroller } = this;
    const start = { x: event.clientX, y: event.clientY, left: scroller.scrollLeft, top: scroller.scrollTop };
    this.dragged = false;
    const move = (moved) => {
      const [x, y] = [moved.clientX - start.x, moved.clientY - start.y];
      if (!this.dragged && Math.hypot(x, y) < STILL) return;
      this.dragged = true;
      scroller.classList.add("dragging");
      scroller.scrollLeft = start.left - x;
      scroller.scrollTop = start.top - y;
    };
    const stop = () => {
      scroller.classList.remove("dragging");
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", stop);
      window.removeEventListener("pointercancel", stop);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", stop);
    window.addEventListener("pointercancel", stop);
    if (event.button === 1) event.preventDefault(); // the middle button would start the browser's own scrolling
  }
}

function between([one, two]) {
  const span = Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY);
  return [{ x: (one.clientX + two.clientX) / 2, y: (one.clientY + two.clientY) / 2 }, Math.max(1, span)];
}
