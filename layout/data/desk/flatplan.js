/* All pages at a glance, small, each with its score and how its stories fit. Pages out of sight are not painted
   (content-visibility), and each is drawn and patched as on the table. */

import { el, replace } from "./dom.js";
import { Picture } from "./picture.js";
import { stateWords } from "./marks.js";
import { sheetOf, textOf } from "./sheets.js";
import { desk } from "./store.js";
import { setMode, show, view } from "./viewer.js";
import { pageName } from "./viewbar.js";
import { t } from "./words.js";

const cards = new Map();
let pane = null;

export function mount(region) {
  pane = el("div", { class: "flatplan", role: "list", "data-t-label": "mode.flatplan", hidden: true });
  region.append(pane);
  desk.on("shown", () => {
    pane.hidden = view.mode !== "flatplan";
    view.scroller.hidden = !pane.hidden;
    if (!pane.hidden) draw();
  });
  for (const event of ["state", "made", "language"]) desk.on(event, () => pane.hidden || draw());
}

function draw() {
  const pages = desk.state?.pages ?? [];
  const numbers = new Set(pages.map((page) => page.number));
  for (const number of cards.keys()) if (!numbers.has(number)) cards.delete(number);
  for (const page of pages) if (!cards.has(page.number)) cards.set(page.number, card(page.number));
  const order = pages.map((page) => cards.get(page.number).element);
  if (order.some((each, at) => pane.children[at] !== each) || pane.children.length !== order.length)
    replace(pane, order);
  for (const page of pages) fill(cards.get(page.number), page);
}

function card(number) {
  const picture = new Picture();
  picture.element.setAttribute("aria-hidden", "true"); // the button says which page it is
  const name = el("b");
  const facts = el("span", { class: "facts" });
  const open = el(
    "button",
    { type: "button", class: "small", onclick: () => openPage(number) },
    el("span", { class: "frame" }, picture.element),
    el("span", { class: "caption" }, name, facts),
  );
  return {
    element: el("div", { role: "listitem", class: "card", "data-page": number }, open),
    open,
    picture,
    name,
    facts,
  };
}

async function fill(made, page) {
  made.name.textContent = pageName(page);
  const worst =
    page.stories.find((story) => story.state === "over") ?? page.stories.find((story) => story.state === "room");
  const state = worst ? `${worst.title || worst.name} ${stateWords(worst)}` : t("state.fits");
  replace(
    made.facts,
    el("span", { class: "score" }, t("score", { score: Math.round(page.score) })),
    el("span", { class: `fit ${worst?.state ?? "fits"}` }, state),
  );
  made.open.setAttribute("aria-label", `${pageName(page)}, ${t("score", { score: Math.round(page.score) })}, ${state}`);
  made.element.classList.toggle("current", page.number === view.page);
  made.picture.element.style.aspectRatio = `${page.width} / ${page.height}`;
  if (made.picture.digest === page.digest) return;
  try {
    made.picture.draw(await sheetOf(page.number), textOf);
  } catch (error) {
    desk.tell(error.message, "fault");
  }
}

function openPage(number) {
  setMode("single");
  show(number);
}
