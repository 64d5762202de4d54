/* One story open in the editor: its fields in order, their drafts and saves, what the page says of them. */

import { Field, keyOf } from "./field.js";
import { el } from "./dom.js";
import { keys } from "./signs.js";
import { draw, findingsOf, line } from "./notes.js";
import { Saving } from "./saving.js";
import { desk } from "./store.js";
import { either, t } from "./words.js";

/* The order in which an editor thinks of a story; fields of other names stand where the server put them. */
const ORDER = ["tag", "banner", "kicker", "headline", "deck", "summary", "byline", "dateline", "body", "signature", "index"];

const GROUPS = { items: "editor.item", pictures: "editor.picture", tables: "editor.table" };

/* ["items", 2, "headline"] stands under “Item 3”. */
const groupName = (path) => (path[0] in GROUPS ? t(GROUPS[path[0]], { n: Number(path[1]) + 1 }) : `${path[0]} ${Number(path[1]) + 1}`);

const TRIES = 20; // pages waited for: what was just saved may be long in the making
const LONG = 1000; // ms until the page of what was just saved is surely made

/* The next page that is made; a fix is written only into copy that was made and checked. */
const next = () =>
  new Promise((resolve) => {
    const off = desk.on("made", () => (off(), clearTimeout(late), resolve()));
    const late = setTimeout(() => (off(), resolve()), LONG);
  });

/* The same finding as the page has it now, the nearest where there are several. */
const again = (finding) =>
  (desk.state?.diagnostics ?? [])
    .filter((each) => each.rule === finding.rule && each.message === finding.message && each.file === finding.file && each.fix?.label === finding.fix?.label)
    .sort((one, other) => Math.abs(one.line - finding.line) - Math.abs(other.line - finding.line))[0];

export class Story {
  /* pane: {left(field, by), caret(place), focused(field)}. */
  constructor(given, page, pane) {
    this.name = given.name;
    this.page = page;
    this.pane = pane;
    this.fields = [];
    this.missing = [];
    this.list = el("div", { class: "fields" });
    this.adding = el("div", { class: "adding" });
    this.whole = el("ul", { class: "whole" });
    this.dom = el("div", { class: "copy" }, this.whole, this.list, this.adding);
    // Copy is written where the story is listed, which is another page for what it jumped to.
    this.where = { folder: desk.info?.root || desk.info?.folder || "", issue: desk.issue, page: given.page ?? page, story: this.name };
    for (const each of given.fields) this.#add(each);
    this.#take(given);
    for (const each of given.missing) if (this.#kept(each)) this.add(each, false);
    this.findings();
  }

  get dirty() {
    return this.fields.some((each) => each.dirty);
  }

  /* The story as the server has it now. */
  refresh(given) {
    const here = new Map(given.fields.map((each) => [keyOf(each.path), each]));
    for (const field of [...this.fields]) {
      const each = here.get(keyOf(field.path));
      here.delete(keyOf(field.path));
      if (each) field.refresh(each);
      else if (!field.dirty && field.was !== null) this.#drop(field);
    }
    for (const each of here.values()) this.#add(each);
    this.#take(given);
    this.findings();
  }

  /* Findings of this issue that lie in these fields: squiggles, and a line each below the field. What is said of the
     story as a whole stands above all of them. */
  findings() {
    const all = desk.state?.diagnostics ?? [];
    const inside = new Set();
    for (const field of this.fields) {
      const mine = findingsOf(field, all, (what, finding) => this.#mend(what, finding, field));
      for (const { finding } of mine) inside.add(finding);
      field.mark(mine);
      draw(field.saving);
    }
    const rest = all.filter((each) => each.story === this.name && !inside.has(each) && (each.page ?? this.page) === this.page);
    this.whole.replaceChildren(...rest.map((finding) => line({ finding, actions: [] }, null)));
  }

  /* A field the story could have. focus: the editor asked for it. */
  add(missing, focus = true) {
    const digest = this.digest;
    const field = this.#add({ places: [], characters: 0, fit: null, file: desk.issue, digest, ...missing, value: null, saved: null });
    this.missing = this.missing.filter((each) => each !== missing);
    this.#words();
    draw(field.saving);
    if (focus) field.focus();
  }

  step(field, by) {
    const next = this.fields[this.fields.indexOf(field) + by];
    if (by === 0 || !next) this.pane.left(field, by);
    else next.focus();
  }

  /* Puts the caret where a place of the file is; false: that is not in this story. */
  reach(place) {
    for (const field of this.fields) {
      const units = field.at(place);
      if (units !== null) {
        field.focus(units);
        return true;
      }
    }
    return false;
  }

  async save(asked = true) {
    let all = true;
    for (const field of this.fields) if (field.dirty && !(await field.saving.save(asked))) all = false;
    return all;
  }

  again() {
    for (const field of this.fields) field.saving.again();
  }

  words() {
    for (const field of this.fields) {
      field.words();
      draw(field.saving);
    }
    this.#words();
  }

  destroy() {
    for (const field of this.fields) {
      field.saving.end();
      field.destroy();
    }
    this.dom.remove();
  }

  #add(given) {
    const told = {
      changed: (field) => field.saving.changed(),
      left: (field) => field.saving.left(),
      focused: (field) => this.pane.focused(field),
      caret: (field) => this.pane.caret(field.caret()),
      step: (field, by) => this.step(field, by),
    };
    const field = new Field(given, told, { nonce: desk.nonce, keys });
    field.saving = new Saving(field, this.where, {
      saved: (file, from, to) => this.fields.forEach((each) => each.saving.follow(file, from, to)),
      noted: (each) => draw(each.saving),
    });
    const at = this.#place(given.path);
    this.fields.splice(at, 0, field);
    this.list.insertBefore(field.dom, this.fields[at + 1]?.dom ?? null);
    return field;
  }

  /* Items of briefs, pictures and tables stand under a line that says which one. */
  #headed() {
    for (const each of this.list.querySelectorAll("h3")) each.remove();
    let group = "";
    for (const field of this.fields) {
      const mine = keyOf(field.path.slice(0, -1));
      if (mine !== group && field.path.length > 2) this.list.insertBefore(el("h3", {}, groupName(field.path)), field.dom);
      group = mine;
    }
  }

  /* Where a field goes: before the first one that an editor reads later. */
  #place(path) {
    const rank = (each) => (each.length === 1 ? ORDER.indexOf(each[0]) : -1);
    const mine = rank(path);
    if (mine < 0) return this.fields.length;
    const at = this.fields.findIndex((each) => each.path.length > 1 || rank(each.path) > mine);
    return at < 0 ? this.fields.length : at;
  }

  #drop(field) {
    field.saving.end();
    field.destroy();
    this.fields = this.fields.filter((each) => each !== field);
  }

  #take(given) {
    this.digest = given.digest;
    const here = new Set(this.fields.map((each) => keyOf(each.path)));
    this.missing = given.missing.filter((each) => !here.has(keyOf(each.path)));
    this.#words();
  }

  #words() {
    this.#headed();
    const buttons = this.missing.map((each) => el("button", { type: "button", onclick: () => this.add(each) }, `+ ${either(each.label)}`));
    this.adding.replaceChildren(...(buttons.length ? [el("span", {}, t("editor.add")), ...buttons] : []));
  }

  #kept(missing) {
    const field = { path: missing.path, value: "" };
    return new Saving(field, this.where, {}).offered();
  }

  /* A quick fix or a silence, on what stands in the file: what is typed goes there first, and the finding is looked for
     again, since it may stand in another line then. */
  async #mend(what, finding, field) {
    const typed = this.dirty;
    if (!(await this.save(true))) return;
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (typed || tries > 0) await next();
      const now = typed ? again(finding) : finding;
      if (!now || (typed && desk.state?.draft)) continue;
      const body = what === "fix" ? { fix: now.fix.id } : { file: now.file, line: now.line, rule: now.rule };
      try {
        const { what: done } = await desk.post(`/api/${what}`, { issue: desk.issue, ...body });
        desk.tell(either(done) || t("editor.mended"), "done");
        field.focus();
        return;
      } catch (error) {
        if (error.conflict) continue; // its page is not made yet
        desk.tell(error.message, "fault");
        return;
      }
    }
    desk.tell(t("write.conflict"), "fault");
  }
}
