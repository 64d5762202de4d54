/* The first page, for a folder without an issue: a few questions, and a paper with sample copy stands on the desk. */

import { el } from "./dom.js";
import { desk } from "./store.js";
import { either, t } from "./words.js";
import "./words-editor.js";

let region = null;

export function mount(into) {
  region = into;
  desk.on("language", () => region.hidden || show());
  desk.on("new", () => show());
  desk.on("state", () => (region.hidden = true));
  new MutationObserver(() => region.hidden || region.childElementCount || show()).observe(region, { attributes: true, attributeFilter: ["hidden"] });
}

export function show() {
  const kept = answersNow(); // a switch of language keeps what was answered
  region.hidden = false;
  if (!desk.writes) {
    region.replaceChildren(el("p", { class: "welcome" }, t("start.empty")));
    return;
  }
  const fault = el("p", { class: "fault", role: "alert", hidden: true });
  const make = el("button", { class: "make" }, t("start.make"));
  const form = el(
    "form",
    { novalidate: true, onsubmit: (event) => (event.preventDefault(), send(form, make, fault)) },
    (desk.info?.questions ?? []).map((each) => question(each, kept)),
    field("folder", t("start.folder"), el("input", { id: "start-folder", name: "folder", type: "text", value: kept.get("folder") ?? "" }), t("start.folder.hint")),
    fault,
    make,
  );
  region.replaceChildren(
    el(
      "div",
      { class: "welcome" },
      el("h1", {}, t("start.title")),
      el("p", {}, t("start.what")),
      form,
      el("p", { class: "or" }, t("start.or")),
      el("button", { type: "button", class: "import", onclick: () => desk.emit("import") }, t("import.open")),
    ),
  );
  form.addEventListener("change", () => offer(form));
  offer(form);
  form.querySelector("input, select")?.focus();
}

/* Only what the format has may be chosen; a format that is left open is the one of the kind of paper. */
function offer(form) {
  const asked = new Map((desk.info?.questions ?? []).map((each) => [each.id, each]));
  const kind = form.elements.kind?.value ?? "";
  const format = form.elements.format?.value || asked.get("format")?.of_kind?.[kind] || "";
  for (const { id, choices = [] } of asked.values()) {
    const control = form.elements[id];
    for (const [index, { only = [] }] of choices.entries()) {
      const option = control.options[index];
      option.disabled = option.hidden = only.length > 0 && !only.includes(format);
    }
    if (choices.length && control.selectedOptions[0]?.disabled) control.value = [...control.options].find((each) => !each.disabled)?.value ?? "";
  }
}

const answersNow = () => {
  const form = region.querySelector("form");
  return form ? new FormData(form) : new FormData();
};

function field(id, label, control, hint = "") {
  const told = hint ? el("small", { id: `start-${id}-hint` }, hint) : null;
  if (told) control.setAttribute("aria-describedby", told.id);
  return el("div", { class: "question" }, el("label", { for: `start-${id}` }, label), control, told);
}

function question({ id, kind, label, choices = [], default: usual, hint }, kept) {
  const value = kept.get(id) ?? usual ?? "";
  const named = { id: `start-${id}`, name: id };
  const control =
    kind === "choice"
      ? el("select", named, choices.map((each) => el("option", { value: each.value, selected: String(each.value) === String(value) }, either(each.label))))
      : el("input", { ...named, type: kind, value, required: true, ...(kind === "number" ? { min: 1, max: 99, inputmode: "numeric" } : {}) });
  return field(id, either(label), control, hint ? either(hint) : "");
}

async function send(form, make, fault) {
  const empty = [...form.elements].find((each) => each.willValidate && !each.checkValidity());
  if (empty) {
    say(fault, t("start.wrong", { label: empty.labels[0]?.textContent ?? "", why: empty.validationMessage }));
    empty.focus();
    return;
  }
  const answers = Object.fromEntries(new FormData(form));
  for (const { id, kind } of desk.info.questions) if (kind === "number") answers[id] = Number(answers[id]);
  make.disabled = true;
  make.textContent = t("start.making");
  try {
    const { issue } = await desk.post("/api/new", answers);
    await desk.begin();
    desk.emit("issues");
    region.hidden = true;
    region.replaceChildren();
    await desk.open(issue);
    desk.tell(t("start.made"), "done");
  } catch (error) {
    say(fault, error.message);
    make.disabled = false;
    make.textContent = t("start.make");
  }
}

function say(fault, message) {
  fault.hidden = false;
  fault.textContent = message;
}
