/* What is typed in one field on its way to the page (draft), to the file (save) and, should either fail, to this
   browser's own store. Nothing is written over unseen: a refusal with another's text is shown, never retried blindly. */

import { settle } from "./conflict.js";
import { either, t } from "./words.js";
import { latest } from "./sending.js";
import { recall } from "./settings.js";
import { desk } from "./store.js";
import * as unsaved from "./unsaved.js";

const REST = 2000; // ms without a key after which the file is written
const TRIES = 3; // times a save follows other writings to the same file before it gives up and says so

export const autosaves = () => recall("autosave", true);

export class Saving {
  /* where: {folder, issue, page, story}. told: {saved(file, from, to), noted(field)}. */
  constructor(field, where, told) {
    this.field = field;
    this.where = { ...where, path: field.path };
    this.told = told;
    this.message = ""; // what the server said of it
    this.timer = 0;
    this.running = null;
    this.drafts = latest((value) => this.#draft(value), (answer, value, error) => this.#drafted(answer, value, error));
  }

  get here() {
    const { issue, page, story, path } = this.where;
    return { issue, page, story, path };
  }

  changed() {
    const { field } = this;
    if (field.composing) return;
    if (field.dirty) unsaved.keep(localStorage, this.where, field.base, { value: field.value, was: field.was }, Date.now());
    else unsaved.forget(localStorage, this.where);
    this.drafts.push(field.dirty ? field.value : null);
    this.#wait();
  }

  left() {
    if (autosaves() && this.field.dirty && !this.field.composing) this.save(false);
  }

  /* The page forgets what is typed (a new desk, a lost connection): it is told once more. */
  again() {
    if (this.field.dirty && !this.field.composing) this.drafts.push(this.field.value);
  }

  /* asked: the editor wants it now, so that a conflict may be put before him; else it is only noted below the field. */
  save(asked) {
    clearTimeout(this.timer);
    this.running ??= this.#save(asked).finally(() => {
      this.running = null;
      if (this.field.dirty && this.field.outside === null) this.#wait();
    });
    return this.running;
  }

  /* Another field of the same file was saved: ours stands on the new file if it stood on the old one. */
  follow(file, from, to) {
    if (this.field.given.file === file && this.field.base === from) this.field.base = to;
  }

  offered() {
    const found = unsaved.kept(localStorage, this.where)[0];
    return found && found.value !== this.field.value ? found : null;
  }

  /* Both texts before the editor; what he chose is written. Answers whether anything was decided. */
  async decide(was, mine, theirs, digest) {
    const { field } = this;
    const chosen = await settle(either(field.given.label), { was: was ?? "", mine, theirs: theirs ?? "" });
    if (!chosen) return false;
    field.put(chosen.value, false);
    field.saved(theirs ?? "", digest);
    if (chosen.choice === "theirs") {
      unsaved.forget(localStorage, this.where);
      this.drafts.push(null);
    }
    this.told.noted(field);
    return true;
  }

  forget() {
    unsaved.forget(localStorage, this.where);
    this.drafts.push(null);
    this.told.noted(this.field);
  }

  end() {
    clearTimeout(this.timer);
  }

  #wait() {
    clearTimeout(this.timer);
    if (autosaves() && this.field.dirty) this.timer = setTimeout(() => (this.field.composing ? this.#wait() : this.save(false)), REST);
  }

  #draft(value) {
    return desk.post("/api/draft", { ...this.here, value, base: this.field.base });
  }

  #drafted(answer, value, error) {
    if (answer?.ok && value !== null && "characters" in answer) this.field.counts(value, answer);
    const message = error ? error.message : (answer?.ok === false ? either(answer.message) : "");
    if (message === this.message) return;
    this.message = message;
    this.told.noted(this.field);
  }

  async #save(asked) {
    const { field } = this;
    for (let tries = 0; field.dirty; tries += 1) {
      const value = field.value;
      await this.drafts.drop();
      try {
        const { digest } = await desk.post("/api/save", { ...this.here, value, base: field.base, was: field.was });
        this.#written(value, digest);
        return true;
      } catch (error) {
        if (!error.conflict) {
          desk.tell(t("editor.not_saved", { why: error.message }), "fault");
          this.drafts.push(field.value);
          return false;
        }
        const { theirs, digest } = error.conflict;
        if (theirs === value) {
          this.#written(value, digest);
          return true;
        }
        if (theirs === field.was && tries < TRIES) {
          field.base = digest; // the file changed elsewhere, this text did not
          continue;
        }
        field.outside = { value: theirs ?? "", digest };
        this.drafts.push(field.value);
        this.told.noted(field);
        if (!asked || !(await this.decide(field.was, value, theirs, digest))) return false;
      }
    }
    return true;
  }

  #written(value, digest) {
    const { field } = this;
    const from = field.base;
    field.saved(value, digest);
    this.told.saved(field.given.file, from, digest);
    if (field.dirty) this.changed();
    else unsaved.forget(localStorage, this.where);
    this.told.noted(field);
  }
}
