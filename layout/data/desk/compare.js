/* Before and after: today's page against the page as it stood at the last proof — side by side, in turn, or under a
   slider — with a list of what changed. */

import { button, el, place, replace } from "./dom.js";
import { fontsOf } from "./fonts.js";
import { icon } from "./icons.js";
import { keys } from "./keys.js";
import { drawn } from "./picture.js";
import { recall, remember } from "./settings.js";
import { desk } from "./store.js";
import { refit, setMode, view } from "./viewer.js";
import { t } from "./words.js";

const WAYS = ["side", "blink", "slider"];
const LONGEST = 10; // characters of a change in the list
const PACE = 800; // ms a picture stands while they take turns

let on = false;
let way = recall("compare", "side");
let bar = null;
let opener = null;
let before = null; // the answer of /api/before for the page shown
let timer = 0;
let share = 50; // per cent of the page under the slider that shows as it was

export function mount(extras) {
  opener = button("compare", () => toggle(), { icon: icon("compare"), shortcut: "v", kind: "toggle" });
  opener.setAttribute("aria-pressed", "false");
  extras.append(opener);
  bar = el("div", { class: "bar compare", role: "group", "data-t-label": "compare", hidden: true });
  view.scroller.before(bar);
  keys.add({ key: "v", words: "compare", group: "layers", run: () => toggle() });
  keys.add({ key: "x", words: "compare.swap", group: "layers", run: swap, when: () => on });
  desk.on("drawn", ({ sheet }) => on && load(sheet));
  desk.on("shown", () => on && view.mode !== "single" && stop());
  desk.on("language", () => on && draw());
}

function toggle() {
  if (on) {
    stop();
    return;
  }
  on = true;
  opener.setAttribute("aria-pressed", "true");
  if (view.mode !== "single") setMode("single");
  for (const sheet of view.sheets.values()) load(sheet);
}

function stop() {
  on = false;
  before = null;
  clearInterval(timer);
  opener.setAttribute("aria-pressed", "false");
  bar.hidden = true;
  clean();
  refit();
}

function clean() {
  view.table.classList.remove("comparing");
  for (const each of view.table.querySelectorAll(".sheet.before")) each.remove();
  for (const sheet of view.sheets.values())
    for (const each of sheet.layers.querySelectorAll(".was, .changes")) each.remove();
}

async function load(sheet) {
  desk.busy(1);
  try {
    const said = await desk.get("/api/before", { issue: desk.issue, page: sheet.number });
    await fontsOf(said.fonts);
    if (!on || !view.sheets.has(sheet.number)) return;
    before = { ...said, sheet };
    draw();
  } catch (error) {
    if (error.status === 404) desk.tell(t("compare.none"));
    else desk.tell(error.message, "fault");
    stop();
  } finally {
    desk.busy(-1);
  }
}

function draw() {
  if (!before) return;
  const { sheet, changes } = before;
  clearInterval(timer);
  clean();
  bar.hidden = false;
  const ways = WAYS.map((each) => {
    const made = button(`compare.${each}`, () => choose(each), { kind: "toggle" });
    made.setAttribute("aria-pressed", String(each === way));
    return made;
  });
  const slider = el("input", {
    type: "range",
    min: "0",
    max: "100",
    value: String(share),
    "aria-label": t("compare.slider"),
    oninput: () => slide(Number(slider.value)),
  });
  const hint = way === "blink" ? button("compare.swap", swap, { shortcut: "x", kind: "toggle" }) : null;
  replace(
    bar,
    el("b", {}, t("compare.with", { n: before.round })),
    el("div", { class: "set" }, ways),
    way === "slider" ? slider : null,
    hint,
    el(
      "div",
      { class: "changelist" },
      changes.length ? changes.map((change, at) => item(change, at)) : t("compare.same"),
    ),
    button("close", stop, { icon: icon("close"), text: false, kind: "plain" }),
  );
  const picture = drawn(before);
  if (way === "side") {
    const beside = el(
      "article",
      { class: "sheet before", "aria-label": t("compare.was") },
      el("span", { class: "badge" }, t("compare.was")),
      picture,
    );
    beside.style.setProperty("--width", before.width);
    beside.style.setProperty("--height", before.height);
    view.table.prepend(beside);
    view.table.classList.add("comparing");
  } else {
    const cover = el("div", { class: `was ${way}` }, picture, el("span", { class: "badge" }, t("compare.was")));
    sheet.layers.prepend(cover);
    if (way === "slider") slide(share);
    else if (!matchMedia("(prefers-reduced-motion: reduce)").matches) timer = setInterval(swap, PACE);
  }
  sheet.layers.append(boxes(changes, sheet));
  refit();
}

function boxes(changes, sheet) {
  return el(
    "div",
    { class: "changes", "aria-hidden": "true" },
    changes.map((change) => {
      const box = el("div", { class: `change ${change.kind}` });
      place(box, change.box, sheet.size);
      return box;
    }),
  );
}

function item(change, at) {
  const { number } = before;
  const run = () => desk.select({ file: "", line: 0, column: 0, page: number, box: change.box, story: null }, "panel");
  return el(
    "button",
    { type: "button", class: `change ${change.kind}`, onclick: run },
    el("b", {}, String(at + 1)),
    told(change),
  );
}

/* 改了 “旧” → “新”, as far as there is room. */
function told({ kind, old = "", new: now = "" }) {
  const short = (words) => (words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words);
  const parts = [old && el("del", {}, short(old)), now && el("ins", {}, short(now))].filter(Boolean);
  return el("span", {}, t(`change.${kind}`), " ", ...parts);
}

function choose(name) {
  way = name;
  remember("compare", way);
  draw();
}

function swap() {
  for (const each of document.querySelectorAll(".was.blink")) each.classList.toggle("away");
}

function slide(to) {
  share = to;
  for (const each of document.querySelectorAll("div.was.slider")) each.style.clipPath = `inset(0 ${100 - to}% 0 0)`;
}
