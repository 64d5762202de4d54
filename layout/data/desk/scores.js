/* Scores: each page out of 100, and the rules of quality it does not keep; a click shows where on the page. */

import { el, later, replace } from "./dom.js";
import { desk } from "./store.js";
import { pageName } from "./viewbar.js";
import { t } from "./words.js";

const GOOD = 90; // of 100: from here on a page needs no second look; below 70 it does
const FAIR = 70;

let pane = null;
let count = () => {};

export function mount(into, tally) {
  pane = into;
  count = tally;
  const soon = later(draw);
  for (const event of ["state", "made", "language"]) desk.on(event, soon);
}

function draw() {
  const pages = desk.state?.pages ?? [];
  const faults = pages.flatMap((page) => page.checks).filter((check) => check.severity === "error").length;
  count(faults || "", "error");
  const focused = pane.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  replace(
    pane,
    pages.map((page) => section(page)),
  );
  if (focused) pane.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function section(page) {
  const grade = page.score >= GOOD ? "good" : page.score >= FAIR ? "fair" : "poor";
  const meter = el("meter", {
    min: "0",
    max: "100",
    low: String(FAIR),
    high: String(GOOD),
    optimum: "100",
    value: String(page.score),
    "aria-label": t("score.label"),
  });
  return el(
    "section",
    { class: "scorecard" },
    el(
      "h3",
      {},
      pageName(page),
      el("span", { class: `grade ${grade}` }, t("score", { score: Math.round(page.score) })),
    ),
    meter,
    el(
      "p",
      { class: "facts" },
      t(page.planned ? "plan.own" : "plan.drawn"),
      " · ",
      t("grid", { columns: page.columns, rows: page.rows }),
    ),
    page.checks.length
      ? el(
          "ul",
          {},
          page.checks.map((check, at) => row(check, at, page)),
        )
      : el("p", { class: "empty" }, t("checks.none")),
  );
}

function row(check, at, page) {
  const choose = () =>
    desk.select({ file: "", line: 0, column: 0, page: page.number, box: check.box, story: null }, "panel");
  return el(
    "li",
    { class: `finding ${check.severity}` },
    el(
      "button",
      { type: "button", class: "main", "data-focus": `${page.number}:${check.id}:${at}`, onclick: choose },
      el(
        "span",
        { class: `severity ${check.severity}` },
        t(`severity.${check.severity}`),
        " ",
        el("code", {}, check.id),
      ),
      el("span", { class: "message" }, check.message),
    ),
  );
}
