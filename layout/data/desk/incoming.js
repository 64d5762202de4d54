/* Copy that comes in: files dropped on the desk, or text pasted outside of a field. What was read is accounted for before
   anything is written: each story, what is unsure in it, and every character that was left out. */

import { answers, ask } from "./dialogs.js";
import { button, el } from "./dom.js";
import { icon } from "./icons.js";
import { keys } from "./keys.js";
import { desk } from "./store.js";
import { called, either, t } from "./words.js";
import { write } from "./writing.js";
import "./words-editor.js";

const MOST = 32 * 1024 * 1024; // bytes of files in one go
const FATES = ["left", "changed", "added"]; // of characters that are not in the copy as they stood
const LITTLE = 12; // characters: less than that pasted by chance is no story

export function mount(tools) {
  tools.append(button("import.open", () => open(), { icon: icon("open"), shortcut: "O" }));
  const veil = el("div", { class: "dropping", hidden: true, "aria-hidden": "true" }, el("b", { "data-t": "import.drop" }, t("import.drop")));
  document.body.append(veil);
  const files = (event) => event.dataTransfer?.types.includes("Files");
  let inside = 0;
  const show = (is) => {
    inside = is ? inside : 0;
    veil.hidden = !is;
  };
  addEventListener("dragenter", (event) => files(event) && ((inside += 1), show(true)));
  addEventListener("dragleave", (event) => files(event) && (inside -= 1) <= 0 && show(false));
  addEventListener("dragover", (event) => files(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    show(false);
    take([...event.dataTransfer.files]);
  });
  addEventListener("paste", (event) => {
    if (event.target.closest?.("input, textarea, .cm-editor, dialog")) return;
    const given = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (given.length) take(given);
    else if (text.trim().length >= LITTLE) read({ files: [], text });
  });
  keys.add({ key: "o", words: "import.open", group: "copy", when: () => desk.writes, run: () => open() });
  desk.on("import", () => open());
}

/* Without a mouse: files are chosen, or text is pasted into a field. */
export async function open() {
  const given = await ask(
    t("import.open"),
    (close) => {
      const chosen = el("input", { type: "file", multiple: true, id: "import-files" });
      const text = el("textarea", { id: "import-text", rows: 8, lang: "zh-CN", spellcheck: "false" });
      const go = () => {
        if (chosen.files.length) close({ files: [...chosen.files] });
        else if (text.value.trim()) close({ text: text.value });
        else text.focus();
      };
      return [
        el("main", { class: "form wide" }, el("label", { for: "import-files" }, t("import.files")), chosen, el("label", { for: "import-text" }, t("import.text")), text),
        answers(["dialog.cancel", () => close()], ["import.read", go]),
      ];
    },
    { kind: "short" },
  );
  if (given?.files) await take(given.files);
  else if (given) await read({ files: [], text: given.text });
}

async function take(files) {
  const size = files.reduce((sum, each) => sum + each.size, 0);
  if (size > MOST) {
    desk.tell(t("import.too_much", { n: Math.round(MOST / 1024 / 1024) }), "fault");
    return;
  }
  try {
    await read({ files: await Promise.all(files.map(async (file) => ({ name: file.name, data: base64(await file.arrayBuffer()) }))), text: null });
  } catch (error) {
    desk.tell(error.message, "fault"); // a folder, or a file that went away
  }
}

/* In pieces: a call with a million arguments overflows the stack. */
function base64(buffer) {
  const bytes = new Uint8Array(buffer);
  let said = "";
  for (let at = 0; at < bytes.length; at += 0x8000) said += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(said);
}

async function read(given) {
  desk.tell(t("import.reading"));
  let found;
  try {
    found = await desk.post("/api/import", { ...given, ...(desk.issue ? { issue: desk.issue } : {}) });
  } catch (error) {
    desk.tell(error.message, "fault");
    return;
  }
  const to = await ask(t("import.title"), (close) => account(found, close), { kind: "arriving" });
  if (!to) {
    desk.tell(t("import.not_placed"));
    return;
  }
  await put(found, to);
}

async function put(found, to) {
  if (!to.as) {
    await write("/api/import/place", { import: found.import, issue: desk.issue, page: to.page }, t("import.placed", { n: found.stories.length }));
    return;
  }
  const made = await write("/api/import/place", { import: found.import, as: to.as }, t("import.made", { name: to.as }));
  if (!made) return;
  await desk.begin();
  desk.emit("issues");
  await desk.open(made.issue);
}

const heading = (key, values) => el("h3", {}, t(key, values));

/* What came: stories, doubts, what was left out and why; and where it is to go. */
function account(found, close) {
  const left = found.account.filter((each) => each.fate === "left").reduce((sum, each) => sum + each.characters, 0);
  const doubts = found.stories.filter((each) => each.unsure.length).length;
  const parts = [
    el("p", { class: "sum" }, t("import.sum", { n: found.stories.length, source: found.source, left }), " ", doubts ? el("strong", {}, t("import.doubts", { n: doubts })) : t("import.sure")),
    el("p", { class: found.balanced ? "balanced" : "unbalanced" }, t(found.balanced ? "import.balanced" : "import.unbalanced")),
    el("ol", { class: "stories" }, found.stories.map(story)),
    FATES.map((fate) => fated(found.account.filter((each) => each.fate === fate), fate)),
    found.report.length ? [heading("import.report"), el("ul", { class: "report" }, found.report.map((each) => el("li", { class: each.severity }, either(each.message))))] : [],
    el("details", {}, el("summary", {}, t("import.yaml")), el("pre", { tabindex: "0" }, found.yaml)),
  ];
  const pages = desk.state?.pages ?? [];
  const where = el("select", { id: "import-where" }, pages.map((each) => el("option", { value: each.number }, t("import.page", { n: called(each.number), section: each.section || "" }))), el("option", { value: "new" }, t("import.new")));
  const name = el("input", { id: "import-name", type: "text", value: "new.yaml", pattern: "[^\\\\\\/]+\\.ya?ml", "aria-label": t("import.name") });
  const change = () => (name.hidden = where.value !== "new");
  where.addEventListener("change", change);
  change();
  const go = () => {
    if (where.value !== "new") close({ page: Number(where.value) });
    else if (name.reportValidity() && name.value) close({ as: name.value });
  };
  return [
    el("main", {}, parts.flat(2)),
    el(
      "footer",
      { class: "answers" },
      el("label", { for: "import-where" }, t("import.where")), where, name,
      el("button", { type: "button", onclick: () => close() }, t("dialog.cancel")),
      el("button", { type: "button", onclick: go, disabled: found.stories.length === 0 }, t("import.place")),
    ),
  ];
}

const story = (each) =>
  el(
    "li",
    { class: each.unsure.length ? "unsure" : "sure" },
    el("b", {}, each.title || t("import.untitled")),
    el("span", { class: "count" }, t("editor.count", { n: each.characters })),
    each.unsure.map((doubt) => el("span", { class: "doubt" }, either(doubt))),
  );

const fated = (sums, fate) => (sums.length ? [heading(`import.${fate}`), el("ul", { class: "sums" }, sums.map(summed))] : []);

const summed = (each) =>
  el("li", {}, el("b", {}, either(each.reason)), el("span", { class: "count" }, t("editor.count", { n: each.characters })), el("span", { class: "examples" }, each.examples.join("　")));
