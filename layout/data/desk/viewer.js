/* The pages: one, a spread or all; zoomed, panned and turned; patched as events come. What lies over them (overlays,
   plates, the page as it was) is others' work, who hear "drawn" and put it into a sheet's layers. */

import { el, replace } from "./dom.js";
import { fontsOf } from "./fonts.js";
import { facing, fitted, REAL, stepped, turned } from "./geometry.js";
import { keys } from "./keys.js";
import { recall, remember } from "./settings.js";
import { Sheet } from "./sheet.js";
import { sheetOf, take, textOf } from "./sheets.js";
import { desk } from "./store.js";
import { t } from "./words.js";
import { Zoom } from "./zoom.js";

const MARGIN = 24; // px round the pages
const NARROW = "(max-width: 700px)";

export const view = {
  mode: "single", // "single", "spread", "flatplan"
  page: 0,
  fit: "whole", // "whole", "width", "height", "" = the scale stays as it was set
  scale: 1, // CSS pixels a point
  sheets: new Map(),
  scroller: null,
  table: null,
};

let zoom = null;
let turn = 0; // counts the pages asked for, so that a slow answer does not overtake a later wish

export function mount(region) {
  view.table = el("div", { class: "table" });
  view.scroller = el(
    "div",
    { class: "scroller", tabindex: "0", role: "region", "data-t-label": "pages.scroller" },
    view.table,
  );
  region.append(view.scroller);
  const narrow = matchMedia(NARROW).matches;
  view.mode = narrow ? "single" : recall("mode", "single");
  view.fit = narrow ? "width" : recall("fit", "whole");
  zoom = new Zoom({
    scroller: view.scroller,
    table: view.table,
    at: () => view.scale,
    set: (scale) => setScale(scale, ""),
    sheets: () => [...view.sheets.values()].map((sheet) => sheet.element),
  });
  new ResizeObserver(refit).observe(view.scroller);
  desk.on("state", () => show(wanted()));
  desk.on("made", ({ event }) => made(event));
  desk.on("go", ({ page }) => show(page));
  desk.on("language", () => redraw());
  addKeys();
}

/* Whether a press just ended was a drag and no click. */
export const dragged = () => zoom.dragged;

export function zoomTo(scale) {
  zoom.to(scale);
}

export function zoomBy(direction) {
  zoom.to(stepped(view.scale, direction));
}

export function fit(kind) {
  view.fit = kind;
  remember("fit", kind);
  refit();
}

export function setMode(mode) {
  if (matchMedia(NARROW).matches && mode === "spread") return;
  view.mode = mode;
  remember("mode", mode);
  show(view.page);
}

export function step(direction) {
  const numbers = desk.state?.pages.map((page) => page.number) ?? [];
  if (numbers.length) show(turned(numbers, view.page, direction, view.mode === "spread"));
}

/* Shows a page, with its neighbour in a spread. Resolves when it is drawn. */
export async function show(number) {
  const mine = ++turn;
  const numbers = desk.state?.pages.map((page) => page.number) ?? [];
  if (!numbers.includes(number)) number = numbers[0];
  if (number === undefined) {
    replace(view.table, el("p", { class: "empty" }, t("pages.none")));
    view.sheets.clear();
    return;
  }
  const shown = view.mode === "spread" ? facing(numbers, number) : [number];
  const moved = view.page !== number || view.shownMode !== view.mode;
  if (view.mode === "flatplan") return announce(number, [], moved);
  let sheets;
  try {
    sheets = await Promise.all(shown.map(sheetOf));
  } catch (error) {
    desk.tell(error.message, "fault");
    return;
  }
  if (mine !== turn) return;
  for (const each of view.sheets.keys()) if (!shown.includes(each)) view.sheets.delete(each);
  for (const each of shown) if (!view.sheets.has(each)) view.sheets.set(each, new Sheet(each));
  const order = shown.map((each) => view.sheets.get(each));
  if (
    order.some((sheet, at) => view.table.children[at] !== sheet.element) ||
    view.table.children.length !== order.length
  ) {
    replace(
      view.table,
      order.map((sheet) => sheet.element),
    );
  }
  sheets.forEach((sheet) => paint(sheet));
  view.table.dataset.side = shown.length === 1 && view.mode === "spread" ? (number % 2 ? "right" : "left") : "";
  announce(number, shown, moved);
}

function announce(number, shown, moved) {
  view.page = number;
  view.shownMode = view.mode;
  document.body.dataset.mode = view.mode;
  desk.shown = shown;
  location.replace(`#${new URLSearchParams({ issue: desk.issue, page: number })}`);
  if (moved && shown.length) {
    refit();
    if (view.fit !== "") view.scroller.scrollTo(0, 0);
  }
  desk.emit("shown", { pages: shown, page: number });
}

function paint(sheet) {
  const shown = view.sheets.get(sheet.number);
  shown.draw(sheet, textOf, desk.page(sheet.number));
  desk.emit("drawn", { sheet: shown });
}

/* An event's pages: drawn at once, in the same task, where everything is here; else when the fonts have come. */
function made(event) {
  const ready = take(event);
  if (view.mode === "flatplan") return;
  const numbers = event.order;
  const asked = view.mode === "spread" ? facing(numbers, view.page) : numbers.includes(view.page) ? [view.page] : [];
  const same = asked.length === view.sheets.size && asked.every((number) => view.sheets.has(number));
  const changed = event.pages.map((page) => page.number).filter((number) => view.sheets.has(number));
  if (!same || changed.some((number) => !ready.includes(number))) {
    show(view.page);
    return;
  }
  if (!changed.length) return;
  const pages = event.pages.filter((page) => changed.includes(page.number));
  const waiting = fontsOf(pages.flatMap((page) => page.fonts ?? []));
  if (waiting) waiting.then(() => show(view.page));
  else {
    pages.forEach(paint);
    desk.emit("shown", { pages: desk.shown, page: view.page });
  }
}

function redraw() {
  for (const sheet of view.sheets.values()) sheet.marks.page = null;
  if (desk.state) show(view.page);
}

function wanted() {
  if (view.page && desk.page(view.page)) return view.page;
  const asked = new URLSearchParams(location.hash.slice(1));
  return asked.get("issue") === desk.issue ? Number(asked.get("page")) : 0;
}

function setScale(scale, kind) {
  view.scale = scale;
  view.fit = kind;
  view.table.style.setProperty("--scale", scale.toFixed(5));
  desk.emit("zoom", { scale, percent: Math.round((scale / REAL) * 100), fit: kind });
}

/* Fits anew, with as many columns as the table lays out: pages beside each other. */
export function refit() {
  const columns = [...view.table.children].filter((child) => child.classList.contains("sheet"));
  if (!view.fit || !columns.length || view.scroller.clientWidth === 0) return;
  const number = (child, name) => Number(child.style.getPropertyValue(name));
  const spine = view.mode === "spread" && columns.length === 1 ? 2 : 1; // page 1 stands on the right of an empty place
  const size = {
    width: columns.reduce((sum, child) => sum + number(child, "--width"), 0) * spine,
    height: Math.max(...columns.map((child) => number(child, "--height"))),
  };
  const margin = matchMedia(NARROW).matches ? 8 : MARGIN;
  const box = view.scroller.getBoundingClientRect();
  const room = { width: box.width - 2 * margin, height: box.height - 2 * margin };
  if (room.width > 50 && room.height > 50) setScale(fitted(view.fit, room, size, (columns.length - 1) * 2), view.fit);
}

function addKeys() {
  const all = () => view.mode !== "flatplan";
  keys.add({ key: ["PageDown", "]"], words: "key.next", run: () => step(1) });
  keys.add({ key: ["PageUp", "["], words: "key.previous", run: () => step(-1) });
  keys.add({ key: "Home", words: "key.first", run: () => show(desk.state?.pages[0]?.number) });
  keys.add({ key: "End", words: "key.last", run: () => show(desk.state?.pages.at(-1)?.number) });
  keys.add({ key: "1", words: "mode.single", run: () => setMode("single") });
  keys.add({ key: "2", words: "mode.spread", run: () => setMode("spread") });
  keys.add({ key: "3", words: "mode.flatplan", run: () => setMode("flatplan") });
  keys.add({ key: ["+", "="], words: "zoom.in", run: () => zoomBy(1), when: all });
  keys.add({ key: "-", words: "zoom.out", run: () => zoomBy(-1), when: all });
  keys.add({ key: "0", words: "fit.whole", run: () => fit("whole"), when: all });
  keys.add({ key: "w", words: "fit.width", run: () => fit("width"), when: all });
  keys.add({ key: "h", words: "fit.height", run: () => fit("height"), when: all });
  keys.add({ key: "r", words: "fit.real", run: () => zoomTo(REAL), when: all });
}
