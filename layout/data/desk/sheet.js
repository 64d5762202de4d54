/* A page on the table: its picture, what lies over it, and where the pointer is on it in points. */

import { el } from "./dom.js";
import { Marks } from "./marks.js";
import { Picture } from "./picture.js";
import { called, t } from "./words.js";

export class Sheet {
  constructor(number) {
    this.number = number;
    this.picture = new Picture();
    this.marks = new Marks();
    this.layers = el("div", { class: "layers" });
    this.element = el(
      "article",
      { class: "sheet", "data-page": number },
      this.picture.element,
      this.layers,
      this.marks.element,
    );
  }

  /* sheet: of sheets.js; page: its state. */
  draw(sheet, textOf, page) {
    this.size = sheet;
    this.element.style.setProperty("--width", sheet.width);
    this.element.style.setProperty("--height", sheet.height);
    const fresh = this.picture.draw(sheet, textOf);
    const label = t("page.label", { n: called(page.number), section: page.section || "" }).trim();
    this.element.setAttribute("aria-label", label);
    this.element.dataset.digest = sheet.digest;
    this.marks.draw(page);
    return fresh;
  }

  /* The point of the page, in points, under a point of the window. */
  at(event) {
    const box = this.picture.element.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * this.size.width,
      ((event.clientY - box.top) / box.height) * this.size.height,
    ];
  }
}
