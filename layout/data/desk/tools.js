/* The head of the desk: which paper and issue, undo and redo, proof and press, light and dark, language, help.
   The editor's modules put their own buttons into `.set.writing`. */

import { button, el, replace } from "./dom.js";
import { icon } from "./icons.js";
import { keys } from "./keys.js";
import { helpDialog } from "./help.js";
import { dialog } from "./menu.js";
import { recall, remember } from "./settings.js";
import { desk } from "./store.js";
import { language, setLanguage, t } from "./words.js";

const THEMES = ["auto", "light", "dark"];

export function mount(region) {
  const issues = el("select", { "data-t-label": "issues", onchange: () => desk.open(issues.value).catch(fault) });
  const title = el("h1", { class: "paper" });
  const undo = button("undo", () => turn("undo"), { icon: icon("undo"), text: false, shortcut: "Ctrl+Z" });
  const redo = button("redo", () => turn("redo"), { icon: icon("redo"), text: false, shortcut: "Ctrl+Shift+Z" });
  const writing = [
    el("div", { class: "set history" }, undo, redo),
    el("div", { class: "set writing" }),
    el(
      "div",
      { class: "set output" },
      button("proof.make", () => askProof(), { icon: icon("proof") }),
      button("build", build, { icon: icon("press"), kind: "primary" }),
    ),
  ];
  const lamp = button("theme", () => theme(), { icon: icon("theme"), text: false });
  const tongue = el("button", {
    type: "button",
    class: "tongue",
    onclick: () => speak(language() === "zh" ? "en" : "zh"),
  });
  region.append(
    el(
      "div",
      { class: "who" },
      el("img", { src: "/assets/icon.svg", alt: "", width: "22", height: "22" }),
      title,
      issues,
    ),
    ...(desk.writes ? writing : [el("span", { class: "chip", "data-t": "read.only" })]),
    el(
      "div",
      { class: "set end" },
      tongue,
      lamp,
      button("help", () => helpDialog(), { icon: icon("help"), text: false, shortcut: "?" }),
    ),
  );

  const list = () => {
    const all = desk.info?.issues ?? [];
    replace(
      issues,
      all.map((issue) =>
        el(
          "option",
          { value: issue.file },
          [issue.date, issue.title || (issue.number ? t("issue.number", { n: issue.number }) : issue.file)]
            .filter(Boolean)
            .join("　"),
        ),
      ),
    );
    issues.value = desk.issue;
  };
  const draw = () => {
    const { state } = desk;
    title.textContent = state?.paper || desk.info?.folder || "";
    document.title = [state?.paper, state?.date, t("desk")].filter(Boolean).join(" · ");
    for (const [made, key] of [
      [undo, "undo"],
      [redo, "redo"],
    ]) {
      const what = desk.either(state?.[key] ?? "");
      made.disabled = !what;
      made.title = what ? `${t(key)}：${what}` : t(key);
      made.setAttribute("aria-label", made.title);
    }
    tongue.textContent = language() === "zh" ? "EN" : "中文";
    tongue.setAttribute("lang", language() === "zh" ? "en" : "zh-CN");
    tongue.setAttribute("aria-label", language() === "zh" ? "English" : "中文");
    list();
  };
  for (const event of ["state", "made", "language", "issues"]) desk.on(event, draw);
  draw();
  keys.add({ key: "?", words: "help", group: "panes", run: () => helpDialog() });
  keys.add({ key: "l", words: "key.language", group: "panes", run: () => speak(language() === "zh" ? "en" : "zh") });
  keys.add({ key: "d", words: "theme", group: "panes", run: () => theme() });
  if (!desk.writes) return;
  keys.add({ key: "Ctrl+z", words: "undo", group: "copy", run: () => turn("undo") });
  keys.add({ key: ["Ctrl+Shift+z", "Ctrl+y"], words: "redo", group: "copy", run: () => turn("redo") });
}

function theme() {
  const next = THEMES[(THEMES.indexOf(recall("theme", "auto")) + 1) % THEMES.length];
  remember("theme", next);
  document.documentElement.dataset.theme = next;
  desk.tell(t(`theme.${next}`));
}

function speak(name) {
  setLanguage(name, true);
  desk.speak().catch(fault);
}

async function turn(which) {
  try {
    const { done, what } = await desk.post(`/api/${which}`, { issue: desk.issue });
    desk.tell(done ? t(`${which}.done`, { what: desk.either(what) }) : t(`${which}.none`), done ? "done" : "");
  } catch (error) {
    fault(error);
  }
}

function askProof() {
  const round = el("input", {
    type: "number",
    min: "1",
    max: "99",
    step: "1",
    value: String((desk.state?.proof?.round ?? 0) + 1),
    id: "round",
  });
  const asked = dialog(
    t("proof.make"),
    el("p", {}, t("proof.what")),
    el(
      "form",
      { method: "dialog", onsubmit: () => makeProof(Number(round.value)) },
      el("label", { for: "round" }, t("proof.round"), round),
      el("button", { type: "submit", class: "primary" }, t("proof.make")),
    ),
  );
  round.select();
  return asked;
}

async function makeProof(round) {
  desk.tell(t("proof.making"));
  try {
    const { file } = await desk.post("/api/proof", { issue: desk.issue, round });
    desk.tell(t("proof.done", { file, n: round }), "done");
    await desk.refresh();
  } catch (error) {
    fault(error);
  }
}

async function build() {
  desk.tell(t("build.making"));
  try {
    const { file, failed, diagnostics } = await desk.post("/api/build", { issue: desk.issue });
    if (!failed && file) desk.tell(t("build.done", { file }), "done");
    else desk.tell(t("build.failed"), "fault");
    if (failed || diagnostics.length) showFaults(file, failed, diagnostics);
  } catch (error) {
    fault(error);
  }
}

function showFaults(file, failed, diagnostics) {
  const rows = diagnostics.map((each) =>
    el(
      "li",
      { class: `finding ${each.severity}` },
      el("span", { class: `severity ${each.severity}` }, t(`severity.${each.severity}`)),
      el("span", { class: "message" }, each.message),
      el("code", { class: "where" }, each.file ? `${each.file}:${each.line}` : each.code),
    ),
  );
  dialog(
    t(failed ? "build.failed" : "build.done", { file }),
    el("p", {}, t(failed ? "build.why" : "build.notes")),
    el("ul", { class: "faults" }, rows),
  );
}

function fault(error) {
  desk.tell(error.message, "fault");
}
