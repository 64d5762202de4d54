/* The bar above the pages: page turning, one page, spread or all, zoom and fit; overlays and comparison add theirs. */

import { button, el, replace } from "./dom.js";
import { REAL } from "./geometry.js";
import { icon } from "./icons.js";
import { desk } from "./store.js";
import { fit, setMode, show, step, view, zoomBy, zoomTo } from "./viewer.js";
import { called, t } from "./words.js";

const MODES = [
  ["single", "1"],
  ["spread", "2"],
  ["flatplan", "3"],
];
const FITS = [
  ["whole", "0"],
  ["width", "w"],
  ["height", "h"],
  ["real", "r"],
];

export function mount(region) {
  const pages = el("select", { "data-t-label": "pager", onchange: () => show(Number(pages.value)) });
  const modes = MODES.map(([name, shortcut]) => {
    const made = button(`mode.${name}`, () => setMode(name), { icon: icon(name), shortcut });
    made.dataset.mode = name;
    return made;
  });
  // A narrow bar has no room for the fits: the figure itself brings the whole page back.
  const percent = el("button", { type: "button", class: "percent", onclick: () => fit("whole") });
  const fits = FITS.map(([kind, shortcut]) => {
    const made = button(`fit.${kind}`, () => (kind === "real" ? zoomTo(REAL) : fit(kind)), { shortcut });
    made.dataset.fit = kind;
    return made;
  });
  const bar = el(
    "div",
    { class: "bar view", role: "toolbar", "data-t-label": "viewbar" },
    el(
      "div",
      { class: "set pager" },
      button("key.previous", () => step(-1), { icon: icon("previous"), text: false, shortcut: "PageUp" }),
      pages,
      button("key.next", () => step(1), { icon: icon("next"), text: false, shortcut: "PageDown" }),
    ),
    el("div", { class: "set modes", role: "group", "data-t-label": "modes" }, modes),
    el(
      "div",
      { class: "set zooms" },
      button("zoom.out", () => zoomBy(-1), { icon: icon("out"), text: false, shortcut: "−" }),
      percent,
      button("zoom.in", () => zoomBy(1), { icon: icon("in"), text: false, shortcut: "+" }),
    ),
    el("div", { class: "set fits", role: "group", "data-t-label": "fits" }, fits),
    el("div", { class: "set extras" }),
  );
  region.prepend(bar);

  const list = () => {
    const all = desk.state?.pages ?? [];
    replace(
      pages,
      all.map((page) => el("option", { value: page.number }, pageName(page))),
    );
    if (view.page) pages.value = String(view.page);
  };
  desk.on("state", list);
  desk.on("made", list);
  desk.on("language", list);
  desk.on("shown", ({ page }) => {
    if (pages.options.length !== desk.state?.pages.length) list();
    pages.value = String(page);
    for (const each of modes) each.setAttribute("aria-pressed", String(each.dataset.mode === view.mode));
  });
  desk.on("zoom", (zoomed) => {
    percent.textContent = `${zoomed.percent}%`;
    percent.setAttribute("aria-label", t("zoom.whole", { percent: zoomed.percent }));
    percent.title = t("fit.whole");
    const kind = zoomed.fit || (zoomed.percent === 100 ? "real" : "");
    for (const each of fits) each.setAttribute("aria-pressed", String(each.dataset.fit === kind));
  });
  return bar.querySelector(".extras");
}

export const pageName = (page) =>
  page.section ? t("page.named", { n: called(page.number), section: page.section }) : t("page.number", { n: called(page.number) });
