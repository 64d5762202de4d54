/* Making elements without HTML strings: text is always text, and the page's security policy (no inline style, no inline
   script) holds by construction. */

import { t } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

/* el("button", {class: "x", onclick: f, "aria-pressed": "true"}, "text", child…). null and false are left out. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  set(made, attributes);
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  set(made, attributes);
  made.append(...children);
  return made;
}

function set(made, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else made.setAttribute(name, value);
  }
}

/* A button that says its name to a screen reader and, with its key, in its tooltip. Its words follow the language. */
export function button(key, run, { icon = null, text = true, shortcut = "", kind = "" } = {}) {
  const made = el("button", { type: "button", class: kind || null, onclick: run });
  if (icon) made.append(icon);
  if (text) made.append(el("span", { "data-t": key }, t(key)));
  if (shortcut) made.dataset.key = shortcut;
  if (icon || shortcut) {
    // A narrow window shows the picture alone, so the name must not hang on the text.
    made.dataset.tLabel = key;
    made.setAttribute("aria-label", t(key));
    made.title = shortcut ? `${t(key)} (${shortcut})` : t(key);
  }
  return made;
}

/* Places a box of page points (x, y, width, height) in a layer that spans the page. */
export function place(element, [x, y, width, height], page) {
  element.style.left = `${(100 * x) / page.width}%`;
  element.style.top = `${(100 * y) / page.height}%`;
  element.style.width = `${(100 * width) / page.width}%`;
  element.style.height = `${(100 * height) / page.height}%`;
}

export const replace = (parent, ...children) => parent.replaceChildren(...children.flat().filter(Boolean));

/* A drawing put off until the next picture of the page stands: lists may follow a moment later, the page may not. */
export function later(draw) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    const run = () => {
      waiting = false;
      draw();
    };
    // A hidden window gets no frames, and still wants its lists.
    if (document.hidden) setTimeout(run);
    else requestAnimationFrame(() => setTimeout(run));
  };
}
