/* What can be laid over the pages, in one menu: the proof's marks, columns, baseline grid, story boxes (drawn by
   marks.js), and one printing plate or the ink of all (plates.js). */

import { button, el, replace, svg } from "./dom.js";
import { fontsOf } from "./fonts.js";
import { icon } from "./icons.js";
import { keys } from "./keys.js";
import { menu } from "./menu.js";
import { parse } from "./picture.js";
import * as plates from "./plates.js";
import { recall, remember } from "./settings.js";
import { desk } from "./store.js";
import { view } from "./viewer.js";

const KINDS = [
  ["stories", "b"],
  ["proof", "y"],
  ["columns", "c"],
  ["baseline", "g"],
];

const on = new Set(recall("overlays", []));
const toggles = new Map();

export function mount(extras) {
  const made = menu("layers", { icon: icon("layers") });
  for (const [kind, key] of KINDS) {
    const toggle = button(`overlay.${kind}`, () => flip(kind), { shortcut: key, kind: "toggle" });
    toggles.set(kind, toggle);
    keys.add({ key, words: `overlay.${kind}`, group: "layers", run: () => flip(kind) });
  }
  const choices = el("div", { class: "plates", role: "group", "data-t-label": "plates" });
  replace(
    made.pane,
    el("h3", { "data-t": "overlays" }),
    el("div", { class: "choices" }, ...toggles.values()),
    el("h3", { "data-t": "plates" }),
    choices,
  );
  extras.append(made.element);
  plates.mount(choices, made.button);
  desk.on("drawn", ({ sheet }) => lay(sheet));
  desk.on("shown", show);
  show();
}

function flip(kind) {
  if (!on.delete(kind)) on.add(kind);
  remember("overlays", [...on]);
  show();
  for (const sheet of view.sheets.values()) lay(sheet);
}

function show() {
  for (const [kind, toggle] of toggles) toggle.setAttribute("aria-pressed", String(on.has(kind)));
  document.body.classList.toggle("show-stories", on.has("stories"));
}

/* Puts the overlays that are on over a sheet, asked for again when the page changed. */
function lay(sheet) {
  for (const [kind] of KINDS) {
    if (kind === "stories") continue;
    const known = sheet.layers.querySelector(`.overlay.${kind}`);
    if (!on.has(kind)) known?.remove();
    else if (known?.dataset.digest !== sheet.element.dataset.digest) ask(sheet, kind);
  }
}

async function ask(sheet, kind) {
  const { digest } = sheet.element.dataset;
  try {
    const said = await desk.get("/api/overlay", { issue: desk.issue, page: sheet.number, kind });
    await fontsOf(said.fonts);
    if (!on.has(kind) || sheet.element.dataset.digest !== digest) return;
    sheet.layers.querySelector(`.overlay.${kind}`)?.remove();
    const { width, height } = sheet.size;
    sheet.layers.append(
      svg(
        "svg",
        { class: `overlay ${kind}`, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", "data-digest": digest },
        ...parse([said.svg]),
      ),
    );
  } catch (error) {
    desk.tell(error.message, "fault");
  }
}
