/* Two hands on one text: what it was, what I typed, what stands in the file now, side by side with the differences
   marked. The editor decides; nothing is written over unseen. */

import { EditorState, EditorView, defaultKeymap, history, historyKeymap, keymap, diff } from "./codemirror/codemirror.js";
import { answers, ask } from "./dialogs.js";
import { el } from "./dom.js";
import { desk } from "./store.js";
import { t } from "./words.js";

/* The text in pieces: [words, whether they are not so in the other]. */
export function pieces(text, changes, from, to) {
  const made = [];
  let at = 0;
  for (const each of changes) {
    if (each[from] > at) made.push([text.slice(at, each[from]), false]);
    if (each[to] > each[from]) made.push([text.slice(each[from], each[to]), true]);
    at = each[to];
  }
  if (at < text.length) made.push([text.slice(at), false]);
  return made;
}

/* Both changes in one text where they do not touch each other; null where they do. */
export function merged(was, mine, theirs) {
  const taken = [
    ...diff(was, mine).map((each) => ({ ...each, text: mine })),
    ...diff(was, theirs).map((each) => ({ ...each, text: theirs })),
  ].sort((one, other) => one.fromA - other.fromA || one.toA - other.toA);
  let made = "";
  let at = 0;
  for (const [index, { fromA, toA, fromB, toB, text }] of taken.entries()) {
    if (index > 0 && fromA <= taken[index - 1].toA) return null;
    made += was.slice(at, fromA) + text.slice(fromB, toB);
    at = toA;
  }
  return made + was.slice(at);
}

const shown = (text, kind, against, side) => {
  const [from, to] = side === "A" ? ["fromA", "toA"] : ["fromB", "toB"];
  const changes = side === "A" ? diff(text, against) : diff(against, text);
  return el(
    "div",
    { class: "text", tabindex: "0", lang: "zh-CN", role: "group", "aria-label": t(`conflict.${kind}`) },
    text === "" ? el("em", {}, t("conflict.empty")) : pieces(text, changes, from, to).map(([words, isNew]) => (isNew ? el("mark", {}, words) : words)),
  );
};

const column = (kind, text, against) => el("section", { class: kind }, el("h3", {}, t(`conflict.${kind}`)), shown(text, kind, against, "B"));

/* Shows was, mine and theirs. Answers {value, choice: "mine" | "theirs" | "merge"}, or null: decide later. */
export function settle(name, { was, mine, theirs }) {
  const both = merged(was, mine, theirs);
  return ask(
    t("conflict.title", { name }),
    (close) => {
      const area = el("div", { class: "merging", hidden: true });
      let view = null;
      const merge = () => {
        if (view) return close({ choice: "merge", value: view.state.doc.toString() });
        area.hidden = false;
        area.append(el("h3", {}, t("conflict.merge")), el("p", {}, t(both === null ? "conflict.by_hand" : "conflict.merged")));
        view = new EditorView({
          parent: area,
          state: EditorState.create({
            doc: both ?? mine,
            extensions: [
              EditorView.cspNonce.of(desk.nonce),
              history(),
              keymap.of([...historyKeymap, ...defaultKeymap]),
              EditorView.lineWrapping,
              EditorView.contentAttributes.of({ "aria-label": t("conflict.merge"), lang: "zh-CN", spellcheck: "false" }),
            ],
          }),
        });
        view.focus();
        const write = choose.querySelector(".merge");
        write.textContent = t("conflict.write_merge");
        choose.append(write); // the last is the one that is meant
        return null;
      };
      const choose = answers(
        ["conflict.later", () => close()],
        ["conflict.edit_merge", merge, "merge"],
        ["conflict.take_theirs", () => close({ choice: "theirs", value: theirs })],
        ["conflict.keep_mine", () => close({ choice: "mine", value: mine })],
      );
      return [
        el(
          "main",
          {},
          el("p", {}, t("conflict.what")),
          el("div", { class: "columns" }, column("was", was, was), column("mine", mine, was), column("theirs", theirs, was)),
          area,
        ),
        choose,
      ];
    },
    { kind: "conflict" },
  );
}
