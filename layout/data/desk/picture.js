/* One page as inline SVG, patched by groups: only what changed is parsed, laid out and painted, so that the picture
   follows the typing. Each group is an SVG of its own on top of the last, all of the page's size: in one SVG a browser
   lays the type of the whole page out again for one changed line (Chromium: 40 ms a page; so: 8 ms a story).

   The markup comes from our own server, which makes it from the display list and escapes all copy. It is parsed by
   DOMParser, where scripts are dead for good, and the page's policy allows no inline script or handler besides. */

import { el, svg } from "./dom.js";

const parser = new DOMParser();

export class Picture {
  constructor() {
    // The type of a page is text in Chinese, whatever language the desk speaks.
    this.element = el("div", { class: "print", lang: "zh-CN" });
    this.groups = new Map();
    this.digest = "";
  }

  /* sheet: of sheets.js; textOf: the SVG text of a group. Returns how many groups were new. */
  draw(sheet, textOf) {
    const { element } = this;
    if (this.digest === sheet.digest) return 0;
    this.digest = sheet.digest;
    const wanted = new Set(sheet.groups);
    const gone = new Map();
    for (const [id, group] of this.groups) {
      if (wanted.has(id)) continue;
      this.groups.delete(id);
      gone.set(nameOf(group.firstChild), group);
    }
    const fresh = [...wanted].filter((id) => !this.groups.has(id));
    const parsed = parse(fresh.map(textOf));
    const viewBox = `0 0 ${sheet.width} ${sheet.height}`;
    fresh.forEach((id, at) => {
      const group = gone.get(nameOf(parsed[at]));
      gone.delete(nameOf(parsed[at]));
      if (group) amend(group.firstChild, parsed[at]);
      this.groups.set(id, group ?? svg("svg", { viewBox, focusable: "false" }, parsed[at]));
    });
    for (const group of gone.values()) group.remove();
    // What stayed is not moved: a moved group would be laid out and painted again.
    let at = element.firstChild;
    for (const id of wanted) {
      const group = this.groups.get(id);
      if (group === at) at = at.nextSibling;
      else element.insertBefore(group, at);
    }
    return fresh.length;
  }
}

/* The story a group draws; furniture, which has no name, is never taken for another's. */
const nameOf = (group) => (group.dataset.story ? `${group.dataset.role} ${group.dataset.story}` : group.id);

/* Makes one group into the next one of the same story, leaving alone the lines before and behind what changed: laying
   out a line of type costs about 0.1 ms, a long story has a hundred. */
function amend(group, next) {
  const [old, made] = [[...group.childNodes], [...next.childNodes]];
  const most = Math.min(old.length, made.length);
  let before = 0;
  while (before < most && old[before].isEqualNode(made[before])) before += 1;
  let behind = 0;
  while (behind < most - before && old.at(-1 - behind).isEqualNode(made.at(-1 - behind))) behind += 1;
  for (const each of old.slice(before, old.length - behind)) each.remove();
  const at = behind ? old[old.length - behind] : null;
  for (const each of made.slice(before, made.length - behind)) group.insertBefore(each, at);
  for (const { name, value } of next.attributes) group.setAttribute(name, value);
}

/* A picture of groups that came whole, for plans and for pages as they were. */
export function drawn({ width, height, groups, digest = "once" }) {
  const picture = new Picture();
  const texts = new Map(groups.map((group) => [group.id, group.svg]));
  picture.draw({ width, height, digest, groups: [...texts.keys()] }, (id) => texts.get(id));
  return picture.element;
}

/* The elements of as many pieces of SVG, parsed in one go. */
export function parse(pieces) {
  if (!pieces.length) return [];
  const read = parser.parseFromString(`<svg>${pieces.join("")}</svg>`, "text/html").querySelector("svg");
  return [...read.children].map((each) => document.adoptNode(each));
}
