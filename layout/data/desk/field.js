/* One field of a story in the editor: a CodeMirror, what the server knows of it, and what was typed since. It tells its
   pane of changes through `told` and asks nothing of the network itself. */

import {
  Annotation, ChangeSet, Decoration, EditorState, EditorView, Prec, StateField, Transaction,
  defaultKeymap, history, historyKeymap, keymap, nextDiagnostic, diff, setDiagnostics,
} from "./codemirror/codemirror.js";
import { el } from "./dom.js";
import { charactersBefore, counts, offsetOf, placeOf, unitsOf, withoutReturns } from "./offsets.js";
import { either, t } from "./words.js";

const BREAK = " / "; // where the editor breaks a head by hand
const COMPOSED = 30; // ms after an input method is done until its text is surely in the document

/* Marks a change or a caret that the editor did not make with his own keys. */
const elsewhere = Annotation.define();

export const keyOf = (path) => path.join(".");

/* Line ends at the end are the YAML's, not the copy's. null stays: there is no such field. */
const bare = (text) => text?.replaceAll("\r", "").replace(/\n+$/, "") ?? null;

/* What the server gives, with line ends as an editor has them. */
const taken = (given) => {
  const [value, places] = withoutReturns(given.value, given.places ?? []);
  return { ...given, value, places };
};

/* What the file says, apart from what anybody types at the moment. */
const savedOf = (given) => bare(given.saved === undefined ? given.value : given.saved);

export class Field {
  /* given: of /api/story. told: {changed, left, focused, caret, step} each with this field first. */
  constructor(given, told, { nonce, keys }) {
    this.path = given.path;
    this.kind = given.kind;
    this.told = told;
    this.given = taken(given);
    this.base = given.digest;
    this.was = savedOf(given); // null: the story has no such field yet
    this.findings = [];
    this.outside = null; // another's text, while this one is not saved
    this.one = given.kind !== "body" && !(given.value ?? "").includes("\n");
    this.label = el("span", { class: "name", id: `field-${keyOf(given.path)}` });
    this.count = el("span", { class: "count" });
    this.fit = el("p", { class: "fit", hidden: true });
    this.notes = el("div", { class: "notes", role: "status" });
    this.view = new EditorView({ state: this.#begin(nonce, keys) });
    this.dom = el(
      "section",
      { class: `field ${given.kind}`, "data-path": keyOf(given.path) },
      el("header", {}, this.label, this.count),
      this.view.dom,
      this.fit,
      this.notes,
    );
    this.#still();
    this.words();
  }

  get value() {
    return this.view.state.doc.toString();
  }

  get dirty() {
    return this.value !== (this.was ?? "");
  }

  get composing() {
    return this.view.composing;
  }

  words() {
    this.label.textContent = either(this.given.label);
    this.tally();
  }

  /* How much there is, at once from what is on the screen; how a head fits, as the page last said. */
  tally() {
    const { characters, han } = this.counted?.value === this.value ? this.counted : counts(this.value);
    this.count.textContent = t(characters === han ? "editor.count" : "editor.count.han", { n: characters, han });
    this.dom.classList.toggle("dirty", this.dirty);
    const fit = this.given.fit;
    this.fit.hidden = !fit || !this.value;
    if (this.fit.hidden) return;
    this.fit.textContent = t("editor.fit", { n: fit.lines, size: Math.round(fit.size * 10) / 10 });
  }

  focus(units = null) {
    this.view.focus();
    const anchor = Math.min(units ?? this.view.state.selection.main.head, this.view.state.doc.length);
    // A place asked for comes to the middle of the pane, where what stands round it is seen too.
    const effects = units === null ? [] : [EditorView.scrollIntoView(anchor, { y: "center" })];
    this.view.dispatch({ selection: { anchor }, scrollIntoView: units === null, effects, annotations: elsewhere.of(true) });
  }

  /* The whole text anew, told as the smallest change so that caret and undo stay; quiet: no key of the editor's did it. */
  put(value, quiet = true) {
    const old = this.value;
    if (old === value) return;
    this.view.dispatch({ changes: changesOf(old, value), annotations: [elsewhere.of(quiet), Transaction.addToHistory.of(!quiet)] });
  }

  /* The server's own count, which knows markup: it stands until the next key. */
  counts(value, { characters, han }) {
    this.counted = { value, characters, han };
    this.tally();
  }

  saved(value, digest) {
    this.was = value;
    this.base = digest;
    this.outside = null;
    this.tally();
  }

  /* What the server now has. Drafts, be they ours or another browser's, are the page's, not the file's: only what is
     saved can stand against what is typed here. */
  refresh(given) {
    const clean = !this.dirty && !this.composing;
    const now = savedOf(given);
    if (clean) this.put(now ?? "");
    this.given = taken(given);
    this.#still();
    if (clean || now === this.value) this.saved(now, given.digest);
    else if (now === this.was) {
      this.base = given.digest; // another part of the file changed: ours stands on the same text
      this.outside = null;
    } else this.outside = { value: now, digest: given.digest };
    this.words();
  }

  /* The place in the file of the caret, null where the server knows none. */
  caret() {
    const before = this.moved.invertedDesc.mapPos(this.view.state.selection.main.head);
    const place = placeOf(this.given.places, charactersBefore(this.placed, before));
    return place && { file: this.given.file, ...place };
  }

  /* The UTF-16 offset in the text as it now is; null: that place is not of this field. */
  at({ file, line, column }) {
    if (file !== this.given.file) return null;
    const offset = offsetOf(this.given.places, [...this.placed].length, line, column);
    return offset === null ? null : this.moved.mapPos(unitsOf(this.placed, offset));
  }

  /* found: [{finding, actions: [{name, run}]}] that lie in this field. */
  mark(found) {
    this.findings = found;
    const marks = found.map(({ finding, actions }) => {
      const from = this.at(finding);
      const end = this.at({ ...finding, column: finding.column + Math.max(1, finding.length || 1) });
      return {
        from,
        to: Math.max(end ?? from, Math.min(from + 1, this.view.state.doc.length)),
        severity: finding.severity === "note" ? "info" : finding.severity,
        message: finding.message,
        actions: actions.map(({ name, run }) => ({ name, apply: run })),
      };
    });
    this.view.dispatch(setDiagnostics(this.view.state, marks.sort((one, other) => one.from - other.from)));
  }

  destroy() {
    this.view.destroy();
    this.dom.remove();
  }

  /* From here on changes are counted against the text that the server's places belong to. */
  #still() {
    this.placed = bare(this.given.value) ?? "";
    this.moved = ChangeSet.of(changesOf(this.placed, this.value), this.placed.length);
  }

  #begin(nonce, keys) {
    const step = (by) => () => (this.told.step(this, by), true);
    const enter = this.kind === "head" ? (view) => (view.dispatch(view.state.replaceSelection(BREAK), { userEvent: "input" }), true) : step(1);
    const own = [
      { key: "Alt-ArrowUp", run: step(-1) },
      { key: "Alt-ArrowDown", run: step(1) },
      { key: "Escape", run: step(0) },
      { key: "F8", run: nextDiagnostic },
      ...keys,
      ...(this.one ? [{ key: "Enter", run: enter }] : []),
    ];
    return EditorState.create({
      doc: this.was ?? "",
      extensions: [
        EditorView.cspNonce.of(nonce),
        Prec.highest(keymap.of(own)),
        history(),
        keymap.of([...historyKeymap, ...defaultKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-labelledby": this.label.id, lang: "zh-CN", spellcheck: "false" }),
        ...(this.one ? [flat(this.kind === "head" ? BREAK : " ")] : []),
        ...(this.kind === "head" ? [breaks] : []),
        EditorView.updateListener.of((update) => this.#updated(update)),
        EditorView.domEventHandlers({
          blur: () => void this.told.left(this),
          focus: () => void this.told.focused(this),
          compositionend: () => void setTimeout(() => this.told.changed(this), COMPOSED),
        }),
      ],
    });
  }

  #updated(update) {
    const own = !update.transactions.some((each) => each.annotation(elsewhere));
    if (update.docChanged) {
      this.moved = this.moved.compose(update.changes);
      this.tally();
      // In the middle of a composition the text is no word yet: compositionend tells of it.
      if (own && !update.view.composing) this.told.changed(this);
    }
    if (own && (update.selectionSet || update.docChanged) && update.view.hasFocus && !update.view.composing) this.told.caret(this);
  }
}

/* The smallest change from one text to another. */
const changesOf = (old, text) =>
  diff(old, text).map(({ fromA, toA, fromB, toB }) => ({ from: fromA, to: toA, insert: text.slice(fromB, toB) }));

/* A field of one line stays one: line ends that are typed or pasted become the joint. */
const flat = (joint) =>
  EditorState.transactionFilter.of((change) => {
    if (!change.docChanged || change.newDoc.lines === 1) return change;
    const text = change.newDoc.toString();
    const changes = [...text.matchAll(/[^\S\n]*\n\s*/g)].map((match) => ({
      from: match.index,
      to: match.index + match[0].length,
      insert: match.index === 0 || match.index + match[0].length === text.length ? "" : joint,
    }));
    return [change, { changes, sequential: true }];
  });

const marked = Decoration.mark({ class: "cm-break" });

const found = (doc) => Decoration.set([...doc.toString().matchAll(/ \/ /g)].map((match) => marked.range(match.index, match.index + 3)));

/* « / » in a head looks like the break it is. */
const breaks = StateField.define({
  create: (state) => found(state.doc),
  update: (known, change) => (change.docChanged ? found(change.newDoc) : known),
  provide: (field) => EditorView.decorations.from(field),
});
