/* The other ways the planner found to make up a page, as small pages with their scores and checks. One click writes the
   chosen drawing into the issue. */

import { ask } from "./dialogs.js";
import { button, el } from "./dom.js";
import { fontsOf } from "./fonts.js";
import { icon } from "./icons.js";
import { keys } from "./keys.js";
import { drawn } from "./picture.js";
import { desk } from "./store.js";
import { either, t } from "./words.js";
import { write } from "./writing.js";
import "./words-editor.js";

const MOST = 4; // checks that are written out below a small page

let now = 0; // the page shown

export function mount(tools) {
  tools.append(button("plans.open", () => now && open(now), { icon: icon("flatplan"), shortcut: "A" }));
  desk.on("shown", ({ page, pages }) => (now = page ?? pages[0]));
  desk.on("plans", ({ page }) => open(page ?? now));
  keys.add({ key: "a", words: "plans.open", group: "page", when: () => desk.writes && now > 0, run: () => open(now) });
}

/* Shows the plans of a page and writes the one that is chosen. */
export async function open(page) {
  const issue = desk.issue;
  const chosen = await ask(
    t("plans.title", { n: page }),
    (close, dialog) => {
      const main = el("main", { "aria-busy": "true" }, el("p", { class: "waiting", role: "status" }, t("plans.looking")));
      fill(main, dialog, issue, page, close);
      return main;
    },
    { kind: "plans" },
  );
  if (chosen) await write("/api/plans", { issue, page, drawing: chosen.drawing, base: chosen.base }, t("plans.written", { n: chosen.number }));
}

async function fill(main, dialog, issue, page, close) {
  let plans;
  let base;
  try {
    ({ plans, base } = await desk.get("/api/plans", { issue, page }));
  } catch (error) {
    main.replaceChildren(el("p", { role: "alert" }, error.message));
    return;
  }
  main.removeAttribute("aria-busy");
  if (!plans.length) {
    main.replaceChildren(el("p", {}, t("plans.none")));
    return;
  }
  await fontsOf(plans.flatMap((plan) => plan.fonts ?? []));
  const cards = plans.map((plan) => card({ ...plan, base }, plans.length, close));
  const list = el("div", { class: "cards", role: "group", "aria-label": t("plans.title", { n: page }) }, cards);
  main.replaceChildren(el("p", { class: "how" }, t("plans.how", { n: plans.length })), list);
  arrows(list, cards);
  if (dialog.open) (cards.find((each) => each.matches(".current")) ?? cards[0]).focus();
}

function card(plan, all, close) {
  const picture = drawn(plan);
  picture.style.aspectRatio = `${plan.width} / ${plan.height}`;
  picture.setAttribute("aria-hidden", "true");
  const order = { error: 0, warning: 1, note: 2 };
  const checks = [...plan.checks].sort((one, other) => order[one.severity] - order[other.severity]);
  const rest = checks.length - MOST;
  return el(
    "button",
    { type: "button", class: `card${plan.current ? " current" : ""}`, "aria-current": plan.current ? "true" : null, onclick: () => close(plan.current ? null : plan) },
    picture,
    el("span", { class: "facts" }, el("b", {}, t("plans.number", { n: plan.number, all })), el("span", { class: "score" }, t("plans.score", { n: Math.round(plan.score) }))),
    el("span", { class: plan.fits ? "fits" : "over" }, t(plan.fits ? "plans.fits" : "plans.over")),
    plan.current ? el("span", { class: "now" }, t("plans.current")) : null,
    checks.slice(0, MOST).map((each) => el("span", { class: `check ${each.severity}` }, either(each.message))),
    rest > 0 ? el("span", { class: "check" }, t("plans.more", { n: rest })) : null,
  );
}

/* Arrow keys go from card to card, up and down by rows as they stand. */
function arrows(list, cards) {
  list.addEventListener("keydown", (event) => {
    const at = cards.indexOf(event.target);
    if (at < 0) return;
    const top = cards[0].offsetTop;
    const across = cards.findIndex((each) => each.offsetTop !== top);
    const row = across < 0 ? cards.length : across;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row }[event.key];
    const next = event.key === "Home" ? cards[0] : event.key === "End" ? cards.at(-1) : cards[at + (step ?? 0)];
    if (!next || next === event.target) return;
    event.preventDefault();
    next.focus();
  });
}
