/* The copy editor's pane: which story is open, its head with state and undo, the bar of marks, and how caret and page
   find each other. Fields, drafts and saves are story.js, field.js and saving.js. */

import { apply } from "./words.js";
import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { keys } from "./keys.js";
import { bar, EMPHASES, spoken } from "./signs.js";
import { autosaves } from "./saving.js";
import { latest } from "./sending.js";
import { remember } from "./settings.js";
import { splitter } from "./splitter.js";
import { desk } from "./store.js";
import { Story } from "./story.js";
import * as unsaved from "./unsaved.js";
import { either, t } from "./words.js";
import "./words-editor.js";

let pane = null;
let story = null; // the Story that is open
let wanted = null; // {page, name} asked for last
let last = null; // the field in use last
let sought = null; // a place to go to as soon as its story is there
let closed = false; // the editor put the pane away himself: a click on the page does not bring it back

export const isOpen = () => story !== null;

export function mount(region) {
  const title = el("h2", { class: "title" });
  const state = el("span", { class: "state" });
  const nothing = el("p", { class: "nothing", "data-t": "editor.nothing" }, t("editor.nothing"));
  const auto = el("input", { type: "checkbox", onchange: () => remember("autosave", auto.checked) });
  auto.checked = autosaves();
  const tools = el(
    "div",
    { class: "tools" },
    button("editor.earlier", () => turn(-1), { text: false, icon: icon("previous"), shortcut: "Alt+↑", kind: "turn" }),
    button("editor.later", () => turn(1), { text: false, icon: icon("next"), shortcut: "Alt+↓", kind: "turn" }),
    el("label", {}, auto, el("span", { "data-t": "editor.autosave" }, t("editor.autosave"))),
    button("editor.save", save, { shortcut: "Ctrl+S", kind: "save" }),
    button("editor.close", close, { text: false, icon: icon("close") }),
  );
  const head = el("header", { class: "editor-head" }, el("div", { class: "what" }, title, state), tools, bar(() => last?.view));
  const place = el("div", { class: "place" }, nothing);
  region.replaceChildren(splitter(region), head, place);
  pane = { region, title, state, place, nothing };
  keys.add({ key: "Ctrl+s", words: "editor.save", group: "editor", always: true, when: () => story !== null, run: save });
  told();
  region.addEventListener("input", mood);

  // Who goes to another window, or shuts this one, has rested.
  document.addEventListener("visibilitychange", () => document.hidden && autosaves() && story?.save(false));

  unsaved.sweep(localStorage, Date.now());
  desk.on("story", (asked) => open(asked));
  desk.on("made", () => {
    mood();
    reload.push(true);
  });
  desk.on("state", () => (story && story.where.issue !== desk.issue ? shut() : reload.push(true)));
  desk.on("select", ({ place: at, from }) => from !== "editor" && reach(at));
  desk.on("connection", ({ lost }) => lost || story?.again());
  desk.on("language", () => {
    apply(region);
    story?.words();
    mood();
  });
  mood();
}

/* The keys of a field are CodeMirror's to answer; the help tells of them all the same. */
function told() {
  const never = { group: "editor", run() {}, when: () => false };
  for (const { id, key } of EMPHASES) keys.add({ ...never, key: spoken(key), words: `mark.${id}` });
  keys.add({ ...never, key: "Enter", words: "editor.key.break" });
  keys.add({ ...never, key: ["Alt+↑", "Alt+↓"], words: "editor.key.step" });
  keys.add({ ...never, key: "F8", words: "editor.key.finding" });
  keys.add({ ...never, key: "Escape", words: "editor.key.page" });
}

/* Opens a story; what is typed in the one before is saved, or kept where saving is by hand. */
export async function open({ page, name }) {
  wanted = { page, name };
  closed = false;
  if (story?.name === name && story.where.issue === desk.issue && story.page === page) {
    pane.region.hidden = false;
    seek();
    return;
  }
  const asked = wanted;
  if (story?.dirty && autosaves()) await story.save(false);
  let given;
  try {
    given = await desk.get("/api/story", { issue: desk.issue, page, name });
  } catch (error) {
    desk.tell(error.message, "fault");
    return;
  }
  if (asked !== wanted) return;
  story?.destroy();
  story = new Story(given, page, { left, focused: (field) => (last = field), caret });
  last = story.fields.find((field) => field.kind === "head") ?? story.fields[0] ?? null;
  pane.region.hidden = false;
  pane.place.replaceChildren(story.dom);
  pane.place.scrollTop = 0;
  mood();
  seek();
}

const PAUSE = 150; // ms between what the page says of the story: reading it must not hold back the page of the next key

const reload = latest(async () => {
  if (!story) return;
  const mine = story;
  const given = await desk.get("/api/story", { issue: desk.issue, page: mine.page, name: mine.name });
  if (mine === story) mine.refresh(given);
  mood();
}, (_answer, _value, error) => error && error.status !== 404 && error.status !== 0 && desk.tell(error.message, "fault"), PAUSE);

/* Title, and whether the story fits where it stands. */
function mood() {
  const here = story && stories().find((each) => each.page === story.page && each.name === story.name);
  pane.region.classList.toggle("empty", story === null);
  pane.title.textContent = story ? here?.title || story.name : t("editor");
  pane.state.textContent = here ? said(here) : "";
  pane.state.className = `state ${here?.state ?? ""}`;
  pane.region.classList.toggle("dirty", Boolean(story?.dirty));
}

const said = ({ state, characters }) =>
  state === "room" ? t("editor.room", { n: characters }) : state === "over" ? t("editor.over", { n: characters }) : state === "fits" ? t("editor.fits") : "";

const stories = () => (desk.state?.pages ?? []).flatMap((page) => page.stories.filter((each) => each.editable !== false).map((each) => ({ ...each, page: page.number })));

/* The story before or after this one in reading order, its first field in use. */
async function turn(by, ends = false) {
  const all = stories();
  const at = all.findIndex((each) => story && each.page === story.page && each.name === story.name);
  const next = all[at + by];
  if (!next) return;
  desk.emit("story", { page: next.page, name: next.name });
  await open(next);
  if (story?.name === next.name) (ends ? story.fields.at(-1) : story.fields[0])?.focus();
}

function left(_field, by) {
  if (by === 0) toPage();
  else turn(by, by < 0);
}

function toPage() {
  document.getElementById("pages")?.focus();
}

async function save() {
  if (!story) return;
  const had = story.dirty;
  if ((await story.save(true)) && had) desk.tell(t("editor.saved"), "done");
  mood();
}

/* Esc on the pane, or its cross: back to the page; the pane stays away until a story is opened again. */
async function close() {
  if (story?.dirty && autosaves()) await story.save(false);
  shut();
  closed = true;
  pane.region.hidden = true;
  toPage();
}

function shut() {
  story?.destroy();
  story = wanted = last = sought = null;
  pane.place.replaceChildren(pane.nothing);
  mood();
}

let waiting = 0;

/* The caret's place goes to the page once a frame: holding an arrow key down must not flood it. */
function caret(place) {
  if (!place || waiting) return;
  waiting = requestAnimationFrame(() => {
    waiting = 0;
    const now = last?.caret();
    if (now) desk.select(now, "editor");
  });
}

function reach(place) {
  if (!place?.file || !desk.writes) return;
  sought = place;
  seek();
  if (sought && place.story && !closed) open({ page: place.page, name: place.story });
}

function seek() {
  if (sought && story?.reach(sought)) sought = null;
}
