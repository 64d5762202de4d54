/* Marks of the copy: emphases that docs/yaml.md knows, and signs that a keyboard for Latin letters lacks. Each is a
   wrapping: two strings round what is selected; the same once more takes them away. */

import { el } from "./dom.js";
import { t } from "./words.js";

export const EMPHASES = [
  { id: "strong", before: "**", after: "**", key: "Mod-b", sign: "黑" },
  { id: "dots", before: "*", after: "*", key: "Mod-i", sign: "重" },
  { id: "name", before: "__", after: "__", key: "Mod-u", sign: "专" },
  { id: "book", before: "~~", after: "~~", key: "Mod-Shift-u", sign: "书" },
  { id: "ruby", before: "{", after: "|}", fill: 1, key: "Mod-Shift-y", sign: "注" },
  { id: "super", before: "^", after: "^", key: "Mod-.", sign: "上" },
];

export const SIGNS = [
  ["《", "》"], ["“", "”"], ["‘", "’"], ["（", "）"], ["「", "」"], ["〈", "〉"],
  ["——", ""], ["……", ""], ["·", ""], ["、", ""], ["～", ""], ["　", ""],
];

/* The text with the marks put round a selection, or taken off where they stand round or inside it; and the new selection.
   fill: how far into the closing mark the caret goes, where something is still to be typed there. */
export function wrapped(text, from, to, { before, after, fill = 0 }) {
  const inside = text.slice(from, to);
  const stands = (at, sign) => sign !== "" && text.slice(at, at + sign.length) === sign && !longer(text, at, sign);
  if (stands(from - before.length, before) && stands(to, after)) {
    return { from: from - before.length, to: to + after.length, insert: inside, anchor: from - before.length, head: to - before.length };
  }
  if (after !== "" && inside.length >= before.length + after.length && stands(from, before) && stands(to - after.length, after)) {
    const bare = inside.slice(before.length, inside.length - after.length);
    return { from, to, insert: bare, anchor: from, head: from + bare.length };
  }
  if (after === "") return { from: to, to, insert: before, anchor: to + before.length, head: to + before.length };
  const start = from + before.length;
  const end = start + inside.length;
  return { from, to, insert: before + inside + after, anchor: fill && inside ? end + fill : start, head: fill && inside ? end + fill : end };
}

/* Whether a sign is only part of a longer run of the same character: the inner asterisk of two is no dot. */
function longer(text, at, sign) {
  const character = sign[0];
  if (!/[*_~^]/.test(character)) return false;
  return text[at - 1] === character || text[at + sign.length] === character;
}

function apply(view, mark) {
  const { from, to } = view.state.selection.main;
  const made = wrapped(view.state.doc.toString(), from, to, mark);
  view.dispatch({
    changes: { from: made.from, to: made.to, insert: made.insert },
    selection: { anchor: made.anchor, head: made.head },
    userEvent: "input",
    scrollIntoView: true,
  });
  return true;
}

export const keys = EMPHASES.map((mark) => ({ key: mark.key, run: (view) => apply(view, mark), preventDefault: true }));

/* The bar above the fields; it works on the field that was in use last. of: () → its EditorView or null. */
export function bar(of) {
  const run = (mark) => () => {
    const view = of();
    if (!view) return;
    apply(view, mark);
    view.focus();
  };
  const group = (name, buttons) => el("div", { role: "group", "data-t-label": name, "aria-label": t(name), class: "group" }, buttons);
  const emphases = EMPHASES.map((mark) => {
    const { id, key, sign } = mark;
    return el(
      "button",
      {
        type: "button", class: `emphasis ${id}`, onclick: run(mark), "data-t-label": `mark.${id}`,
        "data-key": spoken(key), "aria-label": t(`mark.${id}`), title: `${t(`mark.${id}`)} (${spoken(key)})`,
      },
      el("span", {}, sign),
    );
  });
  const signs = SIGNS.map(([before, after]) =>
    el(
      "button",
      { type: "button", class: "sign", onclick: run({ before, after }), ...(before.trim() ? {} : { "data-t-label": "mark.blank", "aria-label": t("mark.blank") }) },
      before.trim() ? before + after : "␣",
    ),
  );
  const made = el("div", { role: "toolbar", class: "signs", "data-t-label": "marks", "aria-label": t("marks") }, group("marks.emphases", emphases), group("marks.signs", signs));
  // A press on the bar must not take the caret out of the copy.
  made.addEventListener("mousedown", (event) => event.preventDefault());
  roving(made);
  return made;
}

export const spoken = (key) => key.replace("Mod", "Ctrl").replaceAll("-", "+").replace(/\+(\w)$/, (whole, letter) => `+${letter.toUpperCase()}`);

/* One stop of the Tab key, arrows within (ARIA practices, toolbar). */
export function roving(bar) {
  const stops = () => [...bar.querySelectorAll("button:not([disabled])")];
  const go = (to) => {
    for (const each of stops()) each.tabIndex = each === to ? 0 : -1;
  };
  go(stops()[0]);
  bar.addEventListener("focusin", (event) => stops().includes(event.target) && go(event.target));
  bar.addEventListener("keydown", (event) => {
    const all = stops();
    const at = all.indexOf(event.target);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    go(all[(next + all.length) % all.length]);
    all[(next + all.length) % all.length].focus();
  });
}
