/* One page as inline SVG, patched by groups: only what changed is parsed and painted, so that the picture follows the
   typing within a few milliseconds.

   The markup comes from our own server, which makes it from the display list and escapes all copy. It is parsed by
   DOMParser, where scripts are dead for good, and the page's policy allows no inline script or handler besides. */

import { svg } from "./dom.js";

const parser = new DOMParser();

export class Picture {
  constructor() {
    // The type of a page is text in Chinese, whatever language the desk speaks.
    this.element = svg("svg", { class: "print", lang: "zh-CN", focusable: "false" });
    this.groups = new Map();
    this.digest = "";
  }

  /* sheet: of sheets.js; textOf: the SVG text of a group. Returns how many groups were new. */
  draw(sheet, textOf) {
    const { element } = this;
    if (this.digest === sheet.digest) return 0;
    this.digest = sheet.digest;
    element.setAttribute("viewBox", `0 0 ${sheet.width} ${sheet.height}`);
    const wanted = new Set(sheet.groups);
    for (const [id, group] of this.groups) {
      if (!wanted.has(id)) {
        group.remove();
        this.groups.delete(id);
      }
    }
    const fresh = [...wanted].filter((id) => !this.groups.has(id));
    const parsed = parse(fresh.map(textOf));
    fresh.forEach((id, at) => this.groups.set(id, parsed[at]));
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
