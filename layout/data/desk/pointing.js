/* Pointing at words: a click on the page selects the place where the character was typed; a place selected elsewhere
   (editor, findings) is marked on its page, which is turned to and scrolled to. */

import { storyAt } from "./geometry.js";
import { boxesOf, hitAt, wordsOf } from "./hits.js";
import { keys } from "./keys.js";
import { desk } from "./store.js";
import { dragged, show, view } from "./viewer.js";

const QUIET = 250; // ms without news after which marks follow: finding words costs the desk more than a keystroke may
const AHEAD = 1500; // ms without news after which the words of the pages are fetched ahead of the first click

let latest = 0;
let soon = 0;
let ahead = 0;

export function mount() {
  const { scroller } = view;
  scroller.addEventListener("pointermove", hover);
  scroller.addEventListener("pointerleave", () => hoverNone(null));
  scroller.addEventListener("click", (event) => click(event));
  scroller.addEventListener("dblclick", (event) => open(event));
  desk.on("select", (asked) => (asked.from === "editor" ? rest(() => select(asked)) : select(asked)));
  desk.on("made", () => desk.selected && rest(mark));
  desk.on("shown", () => {
    clearTimeout(ahead);
    // Another issue may have been opened meanwhile, whose pages are not shown yet.
    const fetched = () => desk.shown.forEach((page) => desk.page(page) && wordsOf(page).catch(() => {}));
    ahead = setTimeout(fetched, AHEAD);
  });
  keys.add({ key: "e", words: "key.edit", group: "copy", run: openSelected, when: () => desk.writes });
  keys.add({ key: "Escape", words: "key.clear", group: "copy", run: clear });
}

function rest(run) {
  clearTimeout(soon);
  soon = setTimeout(run, QUIET);
}

const sheetUnder = (event) => view.sheets.get(Number(event.target.closest?.(".sheet")?.dataset.page));

function hover(event) {
  const sheet = sheetUnder(event);
  hoverNone(sheet);
  if (sheet?.size) sheet.marks.hoverAt(...sheet.at(event));
}

function hoverNone(but) {
  for (const sheet of view.sheets.values()) if (sheet !== but) sheet.marks.hoverAt(-1, -1);
}

async function click(event) {
  const sheet = sheetUnder(event);
  if (!sheet?.size || dragged() || event.target.closest("button, input")) return;
  const [x, y] = sheet.at(event);
  const story = storyAt(desk.page(sheet.number)?.stories ?? [], x, y);
  let hit = null;
  try {
    hit = hitAt(await wordsOf(sheet.number), x, y);
  } catch (error) {
    desk.tell(error.message, "fault");
  }
  if (hit) desk.select({ ...hit.place, page: sheet.number, story: story?.name ?? null }, "page");
  else clear();
}

function open(event) {
  const sheet = sheetUnder(event);
  if (!sheet?.size || event.target.closest("button, input")) return;
  const story = storyAt(desk.page(sheet.number)?.stories ?? [], ...sheet.at(event));
  if (story) desk.emit("story", { page: sheet.number, name: story.name });
}

function openSelected() {
  const { page = view.page, story = null } = desk.selected ?? {};
  const name = story ?? desk.page(page)?.stories[0]?.name;
  if (name) desk.emit("story", { page, name });
}

export function clear() {
  desk.selected = null;
  for (const sheet of view.sheets.values()) sheet.marks.select([]);
}

async function select({ place, from }) {
  const mine = ++latest;
  const found = await find(place, from === "editor" ? desk.shown : null);
  if (mine !== latest || found === null) return;
  if (!view.sheets.has(found.page)) {
    if (from === "editor") return; // typing must not turn pages by itself
    await show(found.page);
  }
  const sheet = view.sheets.get(found.page);
  if (!sheet) return;
  const marked = draw(sheet, found);
  if (from !== "page") reveal(marked, from === "editor");
}

/* After a page is made anew the marked words may stand elsewhere. */
async function mark() {
  const place = desk.selected;
  const mine = latest;
  if (!place) return;
  const found = await find(place, desk.shown);
  if (mine !== latest || found === null) return;
  const sheet = view.sheets.get(found.page);
  if (sheet) draw(sheet, found);
}

function draw(sheet, { boxes, kind }) {
  for (const other of view.sheets.values()) if (other !== sheet) other.marks.select([]);
  return sheet.marks.select(boxes, kind);
}

/* Where a place stands: {page, boxes, kind}. The pages shown are looked at first, then all, unless only: page numbers.
   A finding without words of its own is its check's or its story's box. */
async function find(place, only) {
  const pages = desk.state?.pages ?? [];
  const first = [place.page, ...desk.shown].filter((number) => number && desk.page(number));
  const order = [...new Set(only ?? [...first, ...pages.map((page) => page.number)])];
  for (const page of place.line ? order : []) {
    let words = null;
    try {
      words = await wordsOf(page);
    } catch {
      continue;
    }
    const boxes = boxesOf(words, place);
    if (boxes.length) return { page, boxes, kind: "word" };
  }
  const page = desk.page(place.page);
  if (place.box && page) return { page: page.number, boxes: [place.box], kind: "check" };
  const story = page?.stories.find((each) => each.name === place.story);
  if (story) return { page: page.number, boxes: story.boxes.length ? story.boxes : [story.box], kind: "story" };
  return page && only === null ? { page: page.number, boxes: [], kind: "word" } : null;
}

/* Scrolls only as far as needed: a mark in sight stays where it is. */
function reveal(mark, gently) {
  if (!mark) return;
  const box = mark.getBoundingClientRect();
  const pane = view.scroller.getBoundingClientRect();
  const [left, top, right, bottom] = [pane.left, pane.top + 20, pane.right, pane.bottom - 20]; // px of air
  const inSight = box.top > top && box.bottom < bottom && box.left > left && box.right < right;
  if (inSight) return;
  const calm = gently || matchMedia("(prefers-reduced-motion: reduce)").matches;
  view.scroller.scrollBy({
    left: box.left + box.width / 2 - pane.left - pane.width / 2,
    top: box.top + box.height / 2 - pane.top - pane.height / 2,
    behavior: calm ? "instant" : "smooth",
  });
}
