/* Dragging a story with the mouse or a finger: from its grip on the page or its row in the list, to a corner or edge of a
   page, onto another story, to another page. Where it can go is shown while it is held; what is done then is moving.js. */

import { el, place } from "./dom.js";
import { storyAt } from "./geometry.js";
import { move, moveTo, titleOf } from "./moving.js";
import { desk } from "./store.js";
import { called, either, t } from "./words.js";
import "./words-editor.js";

const SLACK = 6; // px a hand may tremble in a click
const ROOMY = 340; // px: a page narrower than that on the screen takes stories as a whole
const SPOTS = {
  "top-left": [0, 0], "top": [0.5, 0], "top-right": [1, 0], "left": [0, 0.5], "right": [1, 0.5],
  "bottom-left": [0, 1], "bottom": [0.5, 1], "bottom-right": [1, 1],
};
const SPOT = { width: 0.2, height: 0.07 }; // of the page, a place's mark

let grip = null;
let held = null; // {story, ghost, target, x, y, begun, pointer}
let justDropped = false;

export function mount() {
  grip = el("button", { type: "button", class: "grip", "data-t-label": "move.grip", "aria-label": t("move.grip"), title: t("move.grip"), onclick: () => justDropped || moveTo(griped()) }, "⠿");
  document.addEventListener("pointermove", (event) => (held ? drag(event) : offer(event)));
  document.addEventListener("pointerdown", take);
  document.addEventListener("pointerup", (event) => held && drop(event));
  document.addEventListener("pointercancel", () => held && end());
  document.addEventListener("keydown", (event) => event.key === "Escape" && held && (event.stopImmediatePropagation(), end()), true);
  // The click that follows a drop must not open what lies under it.
  document.addEventListener("click", (event) => justDropped && (event.stopPropagation(), event.preventDefault()), true);
  desk.on("language", () => {
    grip.title = t("move.grip");
    grip.setAttribute("aria-label", grip.title);
  });
}

const griped = () => ({ name: grip.dataset.name, page: Number(grip.dataset.page) });

const sheetOf = (node) => node?.closest?.(".sheet[data-page]");

/* The point of a page under the pointer, as shares of the page. */
function shares(sheet, event) {
  const box = (sheet.querySelector(".print") ?? sheet).getBoundingClientRect();
  return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height, box };
}

/* The grip stands at the head of the story under the pointer. */
function offer(event) {
  if (event.target === grip || event.buttons) return;
  const sheet = sheetOf(event.target);
  const page = sheet && desk.page(Number(sheet.dataset.page));
  const { x, y } = page ? shares(sheet, event) : {};
  const story = page && storyAt(page.stories, x * page.width, y * page.height);
  if (!story) {
    if (document.activeElement !== grip) grip.remove();
    return;
  }
  if (grip.dataset.name === story.name && grip.parentElement === sheet) return;
  grip.dataset.name = story.name;
  grip.dataset.page = page.number;
  grip.style.left = `${(100 * (story.box[0] + story.box[2])) / page.width}%`;
  grip.style.top = `${(100 * story.box[1]) / page.height}%`;
  sheet.append(grip);
}

/* What a press takes hold of: a grip, or a row of the list of stories. */
function heldBy(target) {
  if (target.closest(".grip")) return griped();
  const row = target.closest(".storyrow");
  if (!row || target.closest(".acts, .do")) return null;
  const [page, name] = (row.querySelector("[data-focus]")?.dataset.focus ?? `0:${row.dataset.story ?? ""}`).split(/:(.*)/s);
  return name ? { name, page: Number(page) } : null;
}

function take(event) {
  justDropped = false;
  if (event.button !== 0 || held) return;
  const story = heldBy(event.target);
  if (story) held = { story, x: event.clientX, y: event.clientY, begun: false, target: null, marks: [] };
}

function begin() {
  held.begun = true;
  held.ghost = el("div", { class: "ghost", "aria-hidden": "true" }, el("b", {}, titleOf(held.story.name, held.story.page)), el("span"));
  document.body.append(held.ghost);
  document.body.classList.add("dragging");
  for (const sheet of document.querySelectorAll(".sheet[data-page]")) if (sheet.getBoundingClientRect().width >= ROOMY) spots(sheet);
}

/* The places a roomy page offers. A page that plans itself takes wishes: a corner, an edge, beside another story; in one
   that is drawn stories change places. */
function spots(sheet) {
  const page = desk.page(Number(sheet.dataset.page));
  if (!page) return;
  const layer = el("div", { class: "spots", "aria-hidden": "true" });
  for (const [at, [x, y]] of page.planned ? Object.entries(SPOTS) : []) {
    const label = either(desk.info?.places?.find((each) => each.value === at)?.label ?? "");
    if (label) layer.append(spot(label, [x * (1 - SPOT.width), y * (1 - SPOT.height), SPOT.width, SPOT.height], { at }, "at"));
  }
  for (const story of page.stories.filter((each) => each.name !== held.story.name)) {
    const [left, top, width, height] = story.box;
    const x = (left + width / 2) / page.width;
    const y = (top + height / 2) / page.height;
    const room = Math.min(0.16, (0.9 * width) / page.width);
    const kind = page.planned ? "beside" : "swap";
    layer.append(spot(t(`move.${kind}.short`), [x - room / 2, y - SPOT.height / 4, room, SPOT.height / 2], { [kind]: story.name }, kind));
  }
  sheet.append(layer);
  held.marks.push(layer);
}

function spot(label, box, to, kind) {
  const made = el("div", { class: `spot ${kind}` }, label);
  made.move = to;
  place(made, box, { width: 1, height: 1 });
  return made;
}

function drag(event) {
  if (!held.begun) {
    if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < SLACK) return;
    begin();
  }
  event.preventDefault();
  getSelection()?.removeAllRanges();
  held.ghost.style.translate = `${event.clientX + 12}px ${event.clientY + 12}px`;
  aim(targetAt(event));
}

/* What lies under the pointer: {element, to, said}; null where the story cannot go. */
function targetAt(event) {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const { story } = held;
  const mark = under?.closest(".spot");
  if (mark) {
    const page = Number(mark.closest(".sheet").dataset.page);
    const other = mark.move.swap ?? mark.move.beside;
    const kind = mark.move.at ? "at" : mark.move.swap ? "swap" : "beside";
    const said = kind === "at" ? t("move.said.at", { n: page, place: mark.textContent }) : t(`move.${kind}`, { title: titleOf(other, page) });
    return { element: mark, to: { to: page, ...mark.move }, said };
  }
  const row = under?.closest(".storyrow");
  const [page, name] = row?.querySelector("[data-focus]")?.dataset.focus.split(/:(.*)/s) ?? [];
  if (name && name !== story.name) {
    const kind = desk.page(Number(page))?.planned ? "beside" : "swap";
    return { element: row, to: { to: Number(page), [kind]: name }, said: t(`move.${kind}`, { title: titleOf(name, Number(page)) }) };
  }
  const whole = under?.closest(".sheet[data-page], .card[data-page]");
  const number = Number(whole?.dataset.page);
  if (whole && number !== story.page) return { element: whole, to: { to: number }, said: t("move.said.page", { n: called(number) }) };
  return null;
}

function aim(target) {
  held.target?.element.classList.remove("aimed");
  target?.element.classList.add("aimed");
  held.target = target;
  held.ghost.querySelector("span").textContent = target?.said ?? t("move.nowhere");
  held.ghost.classList.toggle("nowhere", target === null);
}

function drop(event) {
  const { begun, target, story } = held;
  if (begun) event.preventDefault();
  end();
  if (!begun) return;
  justDropped = true;
  setTimeout(() => (justDropped = false), 0);
  if (target) move(story, target.to);
}

function end() {
  held.target?.element.classList.remove("aimed");
  held.ghost?.remove();
  for (const layer of held.marks) layer.remove();
  document.body.classList.remove("dragging");
  held = null;
}
