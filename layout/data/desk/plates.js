/* Plates: one ink of the press alone, or the ink of all together as a heat map with its legend and the paper's limit.
   A plate is a picture from the server that stands in place of the page. */

import { el, replace } from "./dom.js";
import { keys } from "./keys.js";
import { desk } from "./store.js";
import { view } from "./viewer.js";
import { t } from "./words.js";

let choices = null;
let legend = null;
let offered = { plates: [], limit: 0 };
let chosen = "";

export function mount(into) {
  choices = into;
  legend = el("div", { class: "legend", role: "status", hidden: true });
  view.scroller.after(legend);
  desk.on("state", ask);
  desk.on("language", draw);
  desk.on("drawn", ({ sheet }) => lay(sheet));
  desk.on("shown", () => explain());
  keys.add({ key: "i", words: "key.ink", group: "layers", run: () => choose(chosen === "ink" ? "" : "ink") });
  keys.add({ key: "k", words: "key.plate", group: "layers", run: next });
}

async function ask() {
  try {
    offered = await desk.get("/api/plates", { issue: desk.issue });
  } catch {
    offered = { plates: [], limit: 0 };
  }
  if (!offered.plates.some((plate) => plate.id === chosen)) chosen = "";
  draw();
}

function draw() {
  const all = [{ id: "", label: t("plate.none") }, ...offered.plates];
  replace(
    choices,
    all.map((plate) =>
      el(
        "button",
        { type: "button", class: `toggle plate ${plate.id}`, "data-plate": plate.id, "aria-pressed": String(plate.id === chosen), onclick: () => choose(plate.id) },
        plate.id ? el("i", { class: `swatch ${plate.id}` }) : null,
        desk.either(plate.label),
      ),
    ),
  );
  explain();
}

function choose(id) {
  chosen = id;
  draw();
  for (const sheet of view.sheets.values()) lay(sheet);
}

function next() {
  const all = ["", ...offered.plates.map((plate) => plate.id)];
  choose(all[(all.indexOf(chosen) + 1) % all.length]);
}

function lay(sheet) {
  const known = sheet.layers.querySelector("img.plate");
  sheet.element.classList.toggle("plated", chosen !== "");
  if (!chosen) {
    known?.remove();
    return;
  }
  const { digest } = sheet.element.dataset;
  if (known?.dataset.shows === chosen + digest) return;
  // v: the picture of another state of the page is another address, never one from the browser's store.
  const address = `/api/plate?${new URLSearchParams({ issue: desk.issue, page: sheet.number, plate: chosen, v: digest })}`;
  const label = desk.either(offered.plates.find((plate) => plate.id === chosen)?.label);
  const picture = el("img", { class: "plate", src: address, alt: t("plate.alt", { plate: label, n: sheet.number }), "data-shows": chosen + digest });
  picture.addEventListener("error", () => desk.tell(t("plate.fault"), "fault"));
  known?.remove();
  sheet.layers.prepend(picture);
}

function explain() {
  const plate = offered.plates.find((each) => each.id === chosen);
  legend.hidden = !plate || view.mode === "flatplan";
  if (!plate) return;
  const words = el("b", {}, desk.either(plate.label));
  replace(
    legend,
    words,
    plate.id === "ink"
      ? [el("span", { class: "ramp", "aria-hidden": "true" }), el("span", {}, t("ink.limit", { limit: offered.limit }))]
      : el("span", {}, t("plate.how")),
  );
}
