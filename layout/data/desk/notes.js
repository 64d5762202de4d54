/* What stands below a field: text offered back, another's text, what the server said, and the findings with their fixes. */

import { el } from "./dom.js";
import { desk } from "./store.js";
import { either, t } from "./words.js";

const act = (words, run) => el("button", { type: "button", onclick: run }, t(words));

/* The findings that lie in a field, with what can be done: [{finding, actions: [{name, run}]}]. */
export function findingsOf(field, findings, run) {
  return findings
    .filter((finding) => field.at(finding) !== null)
    .map((finding) => ({
      finding,
      actions: desk.writes
        ? [
            finding.fix && { name: t("editor.mend", { label: finding.fix.label }), run: () => run("fix", finding, field) },
            finding.rule && { name: t("editor.silence"), run: () => run("silence", finding, field) },
          ].filter(Boolean)
        : [],
    }));
}

const offered = (saving) => {
  const found = saving.offered();
  if (!found) return null;
  const { field } = saving;
  const fresh = found.was === field.was || (found.was ?? "") === field.value;
  const back = () => {
    field.put(found.value, false);
    saving.changed();
    saving.told.noted(field);
    field.focus();
  };
  const compare = () => saving.decide(found.was, found.value, field.value, field.base).then((done) => done && saving.save(true));
  return el(
    "p",
    { class: "offer" },
    el("span", {}, t(fresh ? "editor.offer" : "editor.offer.changed", { when: new Date(found.when).toLocaleString(desk.language() === "zh" ? "zh-CN" : "en") })),
    el("q", {}, found.value.length > 60 ? `${found.value.slice(0, 60)}…` : found.value),
    fresh ? act("editor.take_back", back) : act("editor.compare", compare),
    act("editor.throw_away", () => saving.forget()),
  );
};

const outside = (saving) => {
  const { field } = saving;
  if (!field.outside) return null;
  const compare = async () => {
    const { value, digest } = field.outside;
    if (await saving.decide(field.was, field.value, value, digest)) await saving.save(true);
  };
  return el("p", { class: "outside" }, el("span", {}, t("editor.outside")), act("editor.compare", compare));
};

const SIGNS = { error: "✕", warning: "!", note: "i" };

/* field null: of the story as a whole. */
export const line = ({ finding, actions }, field) =>
  el(
    "li",
    { class: finding.severity },
    el("span", { class: "sign", "aria-hidden": "true" }, SIGNS[finding.severity]),
    field
      ? el("button", { type: "button", class: "said", title: finding.hint || null, onclick: () => field.focus(field.at(finding)) }, finding.message)
      : el("span", { class: "said" }, finding.message, finding.hint ? el("small", {}, finding.hint) : null),
    actions.map(({ name, run }) => el("button", { type: "button", class: "do", onclick: run }, name)),
  );

export function draw(saving) {
  const { field } = saving;
  const list = field.findings.map((each) => line(each, field));
  const parts = [
    outside(saving),
    field.dirty ? null : offered(saving),
    saving.message ? el("p", { class: "message" }, saving.message) : null,
    list.length ? el("ul", {}, list) : null,
  ].filter(Boolean);
  field.notes.replaceChildren(...parts);
}
