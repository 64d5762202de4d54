/* What is drawn over a page in the browser's own elements: the stories with how they fit, the boxes of checks, what is
   selected. Each story's flag is a button, so that a keyboard and a screen reader get at every story in order. */

import { el, place, replace } from "./dom.js";
import { inside, storyAt } from "./geometry.js";
import { desk } from "./store.js";
import { t } from "./words.js";

const KINDS = { fits: "fits", room: "room", over: "over" };

/* How a story fits, in words: 合适, 还可写 86 字, 超 23 字; "" of an advert and of what is not known. */
export function stateWords(story) {
  return story.state in KINDS ? t(`state.${story.state}`, { n: story.characters }) : "";
}

export class Marks {
  constructor() {
    this.stories = el("div", { class: "stories" });
    this.checks = el("div", { class: "checks" });
    this.chosen = el("div", { class: "chosen", "aria-hidden": "true" });
    this.element = el("div", { class: "marks" }, this.checks, this.chosen, this.stories);
    this.boxes = new Map(); // story → its element
    this.faults = []; // [check, its element]
    this.page = null;
    this.over = null;
  }

  draw(page) {
    if (this.page === page) return;
    this.page = page;
    const focused = this.stories.contains(document.activeElement) ? document.activeElement.dataset.story : null;
    this.boxes.clear();
    replace(
      this.stories,
      page.stories.map((story) => this.#story(story, page)),
    );
    this.faults = page.checks.filter((check) => check.box).map((check) => [check, checked(check, page)]);
    replace(
      this.checks,
      this.faults.map(([, box]) => box),
    );
    if (focused !== null) this.boxes.get(focused)?.querySelector("button").focus({ preventScroll: true });
    this.hover(this.over);
  }

  #story(story, page) {
    const said = stateWords(story);
    const flag = el(
      "button",
      {
        type: "button",
        class: "flag",
        "data-story": story.name,
        "aria-label": said
          ? t("story.label", { title: story.title || story.name, state: said })
          : story.title || story.name,
        onclick: () => desk.emit("story", { page: page.number, name: story.name }),
      },
      el("span", { class: "name" }, story.title || story.name),
      said && el("span", { class: "fit" }, said),
    );
    const box = el("div", { class: `story ${KINDS[story.state] ?? "unknown"}`, "data-story": story.name }, flag);
    for (const each of story.boxes.length ? story.boxes : [story.box]) {
      const part = el("i");
      place(part, within(each, story.box), { width: story.box[2], height: story.box[3] });
      box.append(part);
    }
    place(box, story.box, page);
    if (story.box[1] < 0.02 * page.height) box.classList.add("top");
    this.boxes.set(story.name, box);
    return box;
  }

  /* Shows the story under a point, in page points, as hovered; null = none. */
  hoverAt(x, y) {
    for (const [check, box] of this.faults) box.classList.toggle("hover", inside(check.box, x, y));
    this.hover(this.page ? (storyAt(this.page.stories, x, y)?.name ?? null) : null);
  }

  hover(name) {
    if (this.over !== name) this.boxes.get(this.over)?.classList.remove("hover");
    this.over = name;
    this.boxes.get(name)?.classList.add("hover");
  }

  /* Marks boxes as selected; returns the first element, to be scrolled to. kind: "word", "check" or "story". */
  select(boxes, kind = "word") {
    const made = boxes.map((box) => {
      const mark = el("div", { class: `mark ${kind}` });
      place(mark, box, this.page);
      return mark;
    });
    replace(this.chosen, made);
    return made[0] ?? null;
  }
}

function checked(check, page) {
  const box = el("div", { class: `check ${check.severity}`, "aria-hidden": "true" }, el("span", {}, check.message));
  place(box, check.box, page);
  return box;
}

const within = ([x, y, width, height], [left, top]) => [x - left, y - top, width, height];
