/* The way every change of more than copy takes: told in the status line, and so is a refusal. Undo takes it back. */

import { desk } from "./store.js";
import { either, t } from "./words.js";
import "./words-editor.js";

/* Posts what is to be written and says how it went. otherwise: what to say where the server says nothing of its own.
   Answers what the server said, null where nothing was written. */
export async function write(path, body, otherwise) {
  try {
    const said = await desk.post(path, body);
    desk.tell(t("write.done", { what: either(said.what) || otherwise }), "done");
    return said;
  } catch (error) {
    desk.tell(error.conflict ? t("write.conflict") : error.message, "fault");
    return null;
  }
}
