/* Stories: page by page, how each fits, what copyfit did to it, its worst line; what stands on no page yet. */

import { button, el, later, replace } from "./dom.js";
import { stateWords } from "./marks.js";
import { desk } from "./store.js";
import { pageName } from "./viewbar.js";
import { t } from "./words.js";

let pane = null;
let count = () => {};
let unplaced = [];
let asked = 0;
let waiting = false; // something changed since it was asked for

export function mount(into, tally) {
  pane = into;
  count = tally;
  const soon = later(() => {
    draw();
    waiting = true;
    ask();
  });
  // Asked for only while the list is looked at: the next picture is more urgent.
  new IntersectionObserver(ask).observe(pane);
  for (const event of ["state", "made", "language"]) desk.on(event, soon);
}

/* What stands on no page is asked for apart. */
async function ask() {
  if (!waiting || pane.offsetParent === null || desk.state === null) return;
  waiting = false;
  const mine = ++asked;
  try {
    const all = await desk.get("/api/stories", { issue: desk.issue });
    if (mine !== asked) return;
    // A story that is listed on no page may have been given one by make-up.
    const placed = new Set(desk.state.pages.flatMap((page) => page.stories.map((story) => story.name)));
    unplaced = all.filter((story) => !story.page && !placed.has(story.name));
    draw();
  } catch {
    unplaced = [];
  }
}

function draw() {
  const pages = desk.state?.pages ?? [];
  const over = pages.flatMap((page) => page.stories).filter((story) => story.state === "over").length;
  count(over || "", over ? "error" : "none");
  const focused = pane.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  const sections = pages.map((page) =>
    el(
      "section",
      {},
      el("h3", {}, pageName(page)),
      el(
        "ul",
        {},
        page.stories.map((story) => row(story, page)),
      ),
    ),
  );
  if (unplaced.length) {
    sections.push(el("section", {}, el("h3", {}, t("stories.unplaced")), el("ul", {}, unplaced.map(unplacedRow))));
  }
  replace(pane, sections.length ? sections : el("p", { class: "empty" }, t("pages.none")));
  if (focused) pane.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function row(story, page) {
  const main = el(
    "button",
    { type: "button", class: "main", "data-focus": `${page.number}:${story.name}`, onclick: () => choose(story, page) },
    el("span", { class: "name" }, story.title || story.name),
    el("span", { class: stateWords(story) && `fit ${story.state}` }, stateWords(story)),
    el("span", { class: "facts" }, t("story.written", { n: story.written })),
  );
  const tactics = page.tactics
    .filter((each) => each.story === story.name)
    .map((each) => el("span", { class: "tactic" }, each.message));
  const worst = story.worst
    ? el(
        "p",
        { class: "worst" },
        t("story.worst"),
        el("q", {}, story.worst.text),
        el("span", { class: "grade" }, t("story.gap", { gap: Math.round(story.worst.gap * 100) })),
      )
    : null;
  const edit =
    desk.writes && story.editable
      ? button("key.edit", () => desk.emit("story", { page: page.number, name: story.name }), { kind: "act" })
      : null;
  return el(
    "li",
    { class: "storyrow" },
    main,
    edit,
    tactics.length ? el("p", { class: "tactics" }, ...tactics) : null,
    worst,
  );
}

function unplacedRow(story) {
  return el(
    "li",
    { class: "storyrow", "data-story": story.name },
    el("span", { class: "name" }, story.title || story.name),
    el("span", { class: "facts" }, t("story.written", { n: story.characters })),
  );
}

function choose(story, page) {
  desk.select({ file: "", line: 0, column: 0, page: page.number, story: story.name }, "panel");
}
