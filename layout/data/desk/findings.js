/* Findings: every fault, warning and note, by page, with what to do; a click goes to the place on the page and in the
   copy. What can be mended by one click says so. */

import { button, el, later, replace } from "./dom.js";
import { icon } from "./icons.js";
import { keys } from "./keys.js";
import { recall, remember } from "./settings.js";
import { desk } from "./store.js";
import { pageName } from "./viewbar.js";
import { t } from "./words.js";

const SEVERITIES = ["error", "warning", "note"];
const SHOWN = 400; // rows; a thousand faults of one file are no list anyone reads

let pane = null;
let count = () => {};
let rows = el("div", { class: "rows" });
let chosen = -1;
const hidden = new Set(recall("hidden", []));
let onlyShown = recall("only-shown", false);

export function mount(into, tally) {
  pane = into;
  count = tally;
  replace(pane, rows);
  const soon = later(draw);
  for (const event of ["state", "made", "language"]) desk.on(event, soon);
  desk.on("shown", () => onlyShown && soon());
  keys.add({ key: "n", words: "key.finding.next", group: "copy", run: () => walk(1) });
  keys.add({ key: "N", words: "key.finding.previous", group: "copy", run: () => walk(-1) });
}

function draw() {
  const all = desk.state?.diagnostics ?? [];
  const errors = all.filter((each) => each.severity === "error").length;
  count(all.length, errors ? "error" : all.length ? "warning" : "none");
  const shown = all.filter(
    (each) => !hidden.has(each.severity) && (!onlyShown || each.page === null || desk.shown.includes(each.page)),
  );
  const focused = pane.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  replace(pane, filters(all), rows);
  replace(
    rows,
    shown.length
      ? grouped(shown.slice(0, SHOWN))
      : el("p", { class: "empty" }, t(all.length ? "findings.filtered" : "findings.none")),
  );
  if (shown.length > SHOWN) rows.append(el("p", { class: "empty" }, t("findings.more", { n: shown.length - SHOWN })));
  if (focused) pane.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function filters(all) {
  const made = SEVERITIES.map((severity) => {
    const n = all.filter((each) => each.severity === severity).length;
    const label = t(`severity.${severity}.n`, { n });
    return el(
      "button",
      {
        type: "button",
        class: `filter ${severity}`,
        "aria-pressed": String(!hidden.has(severity)),
        "data-focus": `filter-${severity}`,
        onclick: () => flip(severity),
      },
      label,
    );
  });
  const only = el("input", { type: "checkbox", "data-focus": "only", onchange: () => narrow(only.checked) });
  only.checked = onlyShown;
  return el(
    "div",
    { class: "filters", role: "group", "aria-label": t("findings.filters") },
    ...made,
    el("label", {}, only, t("findings.only")),
  );
}

function flip(severity) {
  if (hidden.has(severity)) hidden.delete(severity);
  else hidden.add(severity);
  remember("hidden", [...hidden]);
  draw();
}

function narrow(is) {
  onlyShown = is;
  remember("only-shown", is);
  draw();
}

/* Faults of the whole issue first, then page by page; within a page the gravest first, as the server sends them. */
function grouped(shown) {
  const groups = new Map();
  for (const each of shown) {
    const page = each.page ?? 0;
    if (!groups.has(page)) groups.set(page, []);
    groups.get(page).push(each);
  }
  const rank = (each) => SEVERITIES.indexOf(each.severity);
  return [...groups]
    .sort(([one], [other]) => one - other)
    .map(([page, found]) =>
      el(
        "section",
        {},
        el("h3", {}, page === 0 ? t("findings.whole") : pageName(desk.page(page) ?? { number: page })),
        el("ul", {}, found.sort((one, other) => rank(one) - rank(other)).map(row)),
      ),
    );
}

function row(finding) {
  const where = finding.file ? `${finding.file}:${finding.line || 1}${finding.column ? `:${finding.column}` : ""}` : "";
  const key = `${finding.code}:${where}`;
  const main = el(
    "button",
    { type: "button", class: "main", "data-focus": key, "data-place": where, onclick: () => choose(finding) },
    el(
      "span",
      { class: `severity ${finding.severity}` },
      icon(finding.severity === "note" ? "help" : "error"),
      t(`severity.${finding.severity}`),
    ),
    el("span", { class: "message" }, finding.message),
    finding.hint ? el("span", { class: "hint" }, finding.hint) : null,
  );
  return el("li", { class: `finding ${finding.severity}` }, main, ...acts(finding, where));
}

/* Two rows: where it is and what opens it; what mends or silences it. */
function acts(finding, where) {
  const made = [];
  if (where)
    made.push(
      el("code", { class: "where", title: where }, where),
      small("copy", () => copy(where), "copy"),
    );
  if (where && desk.info.root) {
    const address = `vscode://file${encodeURI(desk.info.root)}/${encodeURI(finding.file)}:${finding.line || 1}:${finding.column || 1}`;
    made.push(
      el("a", { class: "act", href: address, "aria-label": t("open.vscode"), title: t("open.vscode") }, "VS Code"),
    );
  }
  if (where && desk.writes && desk.info.editor) made.push(small("open.editor", () => openEditor(finding), null, true));
  const known = made.length;
  if (desk.writes && finding.fix) {
    const mend = small("fix", () => change("/api/fix", { fix: finding.fix.id }), "mend", true);
    mend.querySelector("span").textContent = finding.fix.label;
    delete mend.querySelector("span").dataset.t;
    mend.setAttribute("aria-label", finding.fix.label);
    mend.classList.add("mend");
    made.push(mend);
  }
  if (desk.writes && finding.rule) {
    made.push(
      small(
        "silence",
        () => change("/api/silence", { file: finding.file, line: finding.line, rule: finding.rule }),
        "quiet",
        true,
      ),
    );
  }
  const mending = made.splice(known);
  return [made, mending].filter((each) => each.length).map((each) => el("div", { class: "acts" }, ...each));
}

function small(key, run, picture, text = false) {
  const made = button(key, run, { icon: picture && icon(picture), text, kind: "act" });
  made.title = t(key);
  return made;
}

function choose(finding) {
  const { file, line, column, length, page, story } = finding;
  desk.select({ file, line, column, length, page, story }, "panel");
}

/* The next or the last finding, from the keyboard: chosen and in sight. */
function walk(step) {
  const buttons = [...rows.querySelectorAll("button.main")];
  if (!buttons.length) return;
  const focused = buttons.indexOf(document.activeElement);
  chosen = focused >= 0 ? focused + step : Math.min(chosen, buttons.length - 1) + step;
  const next = buttons[(chosen + buttons.length) % buttons.length];
  chosen = buttons.indexOf(next);
  next.click();
  next.scrollIntoView({ block: "nearest" });
  next.focus({ preventScroll: true });
}

async function copy(where) {
  try {
    await navigator.clipboard.writeText(where);
    desk.tell(t("copied", { where }), "done");
  } catch {
    desk.tell(t("copy.refused", { where }), "fault");
  }
}

async function openEditor({ file, line, column }) {
  try {
    await desk.post("/api/open", { file, line: line || 1, column: column || 1 });
    desk.tell(t("opened", { where: `${file}:${line}` }), "done");
  } catch (error) {
    desk.tell(error.message, "fault");
  }
}

async function change(path, body) {
  try {
    const { what } = await desk.post(path, { issue: desk.issue, base: desk.state.digest ?? "", ...body });
    desk.tell(t("changed", { what: desk.either(what) }), "done");
  } catch (error) {
    desk.tell(error.conflict ? t("conflict") : error.message, "fault");
  }
}
