/* The way every change of more than copy takes: against the file as it stands, told in the status line, a refusal too. */

import { desk } from "./store.js";
import { either, t } from "./words.js";
import "./words-editor.js";

/* The issue file's digest, against which the desk writes; "" where no story stands yet. */
async function digestOf(issue) {
  const page = desk.state?.pages.find((each) => each.stories.length);
  const story = page?.stories[0];
  return story ? (await desk.get("/api/story", { issue, page: page.number, name: story.name })).digest : "";
}

/* Posts what is to be written and says how it went. otherwise: what to say where the server says nothing of its own.
   Answers whether it was written. */
export async function write(path, body, otherwise) {
  try {
    const base = body.issue ? await digestOf(body.issue) : "";
    const { what } = await desk.post(path, { ...body, base });
    desk.tell(either(what) || otherwise, "done");
    return true;
  } catch (error) {
    desk.tell(error.conflict ? t("write.conflict") : error.message, "fault");
    return false;
  }
}
