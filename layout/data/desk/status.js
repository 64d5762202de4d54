/* The foot of the desk and the banners: what was just done, what the last making found and took, what is being made;
   and in plain sight whatever the reader must not miss — the file cannot be read, the desk cannot be reached. */

import { button, el, replace } from "./dom.js";
import { icon } from "./icons.js";
import { desk } from "./store.js";
import { t } from "./words.js";

const STAYS = 8000; // ms a message stands
const LATE = 1500; // ms without the desk before it is worth a banner: a reload of the server is no news

let message = null;
let facts = null;
let bar = null;
let banners = null;
let clearing = 0;
let lost = "";
let waiting = 0;

export function mount(footer, above) {
  banners = above;
  message = el("p", { class: "message", role: "status", "aria-live": "polite" });
  facts = el("p", { class: "facts" });
  bar = el("progress", { "data-t-label": "progress", hidden: true });
  footer.append(message, bar, facts);
  desk.on("told", tell);
  desk.on("progress", progress);
  desk.on("busy", ({ busy }) => document.body.classList.toggle("busy", busy));
  desk.on("connection", connection);
  for (const event of ["state", "made", "language"]) desk.on(event, draw);
}

function tell({ message: said, kind }) {
  message.textContent = said;
  message.className = `message ${kind}`;
  clearTimeout(clearing);
  if (kind !== "fault") clearing = setTimeout(() => (message.textContent = ""), STAYS);
}

function progress({ stage, done, of }) {
  bar.hidden = of > 0 && done >= of;
  if (of > 0) {
    bar.max = of;
    bar.value = done;
  } else {
    bar.removeAttribute("value");
  }
  bar.title = stage;
}

function connection({ lost: is, ended }) {
  clearTimeout(waiting);
  if (!is) {
    if (lost) desk.tell(t("connection.back"), "done");
    lost = "";
    draw();
    return;
  }
  waiting = setTimeout(
    () => {
      lost = ended ? "connection.ended" : "connection.lost";
      draw();
    },
    ended ? 0 : LATE,
  );
}

function draw() {
  const { state } = desk;
  const made = [];
  if (lost) made.push(banner("lost", t(lost)));
  if (state?.stale) made.push(stale(state));
  replace(banners, made);
  document.body.classList.toggle("stale", Boolean(state?.stale));
  bar.hidden = true;
  if (!state) return;
  const tally = (severity) => state.diagnostics.filter((each) => each.severity === severity).length;
  replace(
    facts,
    state.draft ? el("span", { class: "chip draft" }, t("draft")) : null,
    desk.online ? null : el("span", { class: "chip off" }, t("offline")),
    el("span", { class: state.failed ? "fault" : "" }, t(state.failed ? "state.failed" : "state.sound")),
    el("span", {}, t("tally", { errors: tally("error"), warnings: tally("warning") })),
    el("span", {}, t("tally.pages", { n: state.pages.length })),
    el("span", {}, t("took", { ms: Math.round(state.took) })),
    state.proof ? el("span", {}, t("proof.last", { n: state.proof.round })) : null,
  );
}

/* The file cannot be read: the last good pages stay, and the first error says why. */
function stale(state) {
  const cause = state.diagnostics.find((each) => each.severity === "error");
  const where =
    cause &&
    button(
      "stale.go",
      () =>
        desk.select(
          {
            file: cause.file,
            line: cause.line,
            column: cause.column,
            length: cause.length,
            page: cause.page,
            story: cause.story,
          },
          "panel",
        ),
      { kind: "plain" },
    );
  const said = cause ? `${cause.message}${cause.file ? `（${cause.file}:${cause.line}）` : ""}` : "";
  return banner("stale", t("stale"), said, where);
}

function banner(kind, title, said = "", ...more) {
  return el(
    "div",
    { class: `banner ${kind}`, role: "alert" },
    icon("error"),
    el("b", {}, title),
    el("span", {}, said),
    ...more,
  );
}
