/* What the pages are made of: for each page the ids of its groups in drawing order, and the SVG text of the groups by id.
   An event brings only what is new; a page is asked for whole when it is first shown or something of it is missing. */

import { fontsOf } from "./fonts.js";
import { desk } from "./store.js";

const KEPT = 60; // groups beyond those in use, some 20 KB each: what an undo brings back is mostly here

const pages = new Map();
const texts = new Map();
let issue = "";

export const textOf = (id) => texts.get(id);

/* {number, width, height, groups: [ids], digest} of a page, from here or from the server. */
export async function sheetOf(number) {
  const known = pages.get(number);
  if (issue === desk.issue && known && known.digest === desk.page(number)?.digest) return known;
  const mine = desk.issue;
  const said = await desk.get("/api/page", { issue: mine, page: number });
  if (mine !== desk.issue) return sheetOf(number);
  begin(mine);
  await fontsOf(said.fonts);
  for (const { id, svg } of said.groups) texts.set(id, svg);
  const sheet = { ...said, groups: said.groups.map((group) => group.id) };
  pages.set(number, sheet);
  return sheet;
}

/* Takes what an event brought. Returns the pages that can be drawn from it; others lack groups and must be asked for. */
export function take(event) {
  begin(desk.issue);
  const ready = [];
  for (const page of event.pages) {
    for (const [id, text] of Object.entries(page.fresh)) texts.set(id, text);
    if (page.groups.every((id) => texts.has(id))) {
      const { number, digest, width, height, bleed, groups, fonts } = page;
      pages.set(number, { number, digest, width, height, bleed, groups, fonts });
      ready.push(number);
    } else {
      pages.delete(page.number);
    }
  }
  prune();
  return ready;
}

function begin(name) {
  if (issue === name) return;
  issue = name;
  pages.clear();
  texts.clear();
}

function prune() {
  const used = new Set([...pages.values()].flatMap((page) => page.groups));
  let spare = texts.size - used.size - KEPT;
  for (const id of texts.keys()) {
    if (spare <= 0) return;
    if (!used.has(id)) {
      texts.delete(id);
      spare -= 1;
    }
  }
}
