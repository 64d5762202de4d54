/* Plates: one ink of the press alone, or the ink of all together as a heat map with its legend and the paper's limit.
   A plate is a picture from the server that stands in place of the page. */

import { el, replace } from "./dom.js";
import { keys } from "./keys.js";
import { desk } from "./store.js";
import { view } from "./viewer.js";
import { called, t } from "./words.js";

let choices = null;
let legend = null;
const NONE = { plates: [], limit: 0, steps: [], heaviest: [] };

let offered = NONE;
let chosen = "";
let known = ""; // the issue whose plates are offered

/* opener: the button of the menu; what the plates are is asked for when it is first pressed, for the press file must be
   made to know. */
export function mount(into, opener) {
  choices = into;
  legend = el("div", { class: "legend", role: "status", hidden: true });
  view.scroller.after(legend);
  opener.addEventListener("click", () => ask());
  desk.on("state", () => known !== desk.issue && forget());
  desk.on("language", draw);
  desk.on("drawn", ({ sheet }) => lay(sheet));
  desk.on("shown", () => explain());
  keys.add({ key: "i", words: "key.ink", group: "layers", run: () => choose(chosen === "ink" ? "" : "ink") });
  keys.add({ key: "k", words: "key.plate", group: "layers", run: next });
}

async function ask() {
  if (known === desk.issue) return;
  const mine = desk.issue;
  replace(choices, el("p", { class: "facts" }, t("plates.making")));
  desk.tell(t("plates.making"));
  desk.busy(1);
  try {
    const said = await desk.get("/api/plates", { issue: mine });
    if (mine !== desk.issue) return;
    offered = said;
    known = mine;
    draw();
    desk.tell("");
  } catch (error) {
    replace(choices, el("p", { class: "facts" }, t("plates.none", { why: error.message })));
    desk.tell(t("plates.none", { why: error.message }), "fault");
  } finally {
    desk.busy(-1);
  }
}

function forget() {
  offered = NONE;
  known = "";
  chosen = "";
  draw();
}

function draw() {
  const all = [{ id: "", label: t("plate.none") }, ...offered.plates];
  replace(
    choices,
    all.map((plate) =>
      el(
        "button",
        {
          type: "button",
          class: `toggle plate ${plate.id}`,
          "data-plate": plate.id,
          "aria-pressed": String(plate.id === chosen),
          onclick: () => choose(plate.id),
        },
        plate.id ? el("i", { class: `swatch ${plate.id}` }) : null,
        desk.either(plate.label),
      ),
    ),
  );
  explain();
}

async function choose(id) {
  await ask();
  if (id && !offered.plates.some((plate) => plate.id === id)) return;
  chosen = id;
  draw();
  for (const sheet of view.sheets.values()) lay(sheet);
}

async function next() {
  await ask();
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
  const picture = el("img", {
    class: "plate",
    src: address,
    alt: t("plate.alt", { plate: label, n: called(sheet.number) }),
    "data-shows": chosen + digest,
  });
  picture.addEventListener("error", () => desk.tell(t("plate.fault"), "fault"));
  known?.remove();
  sheet.layers.prepend(picture);
}

function explain() {
  const plate = offered.plates.find((each) => each.id === chosen);
  legend.hidden = !plate || view.mode === "flatplan";
  if (!plate) return;
  const inks =
    plate.id === "ink"
      ? [ramp(), el("span", {}, t("ink.limit", { limit: offered.limit })), most()]
      : [el("span", {}, t("plate.how"))];
  replace(legend, el("b", {}, desk.either(plate.label)), ...inks);
}

/* The colours of the heat map, each with the per cent from where it holds. */
function ramp() {
  const made = el("ol", { class: "ramp" });
  for (const step of offered.steps) {
    const swatch = el("i");
    swatch.style.background = step.colour;
    made.append(el("li", {}, swatch, String(step.least)));
  }
  return made;
}

/* The most ink that lies anywhere on the pages shown. */
function most() {
  const shown = offered.heaviest.filter((each) => desk.shown.includes(each.page));
  if (!shown.length) return null;
  const percent = Math.max(...shown.map((each) => each.percent));
  return el("span", { class: percent > offered.limit ? "fault" : "" }, t("ink.most", { percent }));
}
