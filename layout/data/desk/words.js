/* Words of the desk in Chinese and English. Each module's table (words-….js) is added here by `add`; `t` is the only way
   a word reaches the screen, so that a switch of language is one pass over the page and one event.

   A row is [Chinese, English]; {name} is filled in; English may have a singular and a plural, "{n} error|{n} errors",
   chosen by the value n. */

import { recall, remember } from "./settings.js";

const table = new Map();
let chosen = "zh";

export function add(rows) {
  for (const [key, row] of Object.entries(rows)) table.set(key, row);
}

export const language = () => chosen;

/* Which language a first visitor sees. offered: of the terminal that started the desk. */
export function firstLanguage(offered) {
  const kept = recall("language", "");
  if (kept === "zh" || kept === "en") return kept;
  if (offered === "zh" || offered === "en") return offered;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export function setLanguage(name, lasting = false) {
  chosen = name === "en" ? "en" : "zh";
  if (lasting) remember("language", chosen);
  document.documentElement.lang = chosen === "zh" ? "zh-CN" : "en";
  apply(document);
}

export function t(key, values = {}) {
  const row = table.get(key);
  if (row === undefined) {
    console.error(`no words for “${key}”`); // a test reads the console: a missing word is a fault of ours
    return key;
  }
  const said = chosen === "zh" ? row[0] : plural(row[1], values.n);
  return said.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/* What a page is called: 3, or A3 in a section, whose pages have numbers from 1001 on (layout/pagenames.py). */
export const called = (number) =>
  number > 1000 ? String.fromCharCode(64 + Math.floor((number - 1) / 1000)) + (((number - 1) % 1000) + 1) : String(number);

/* Words the server sends in both languages: {"zh": …, "en": …}. */
export const either = (label) => (typeof label === "string" ? label : (label?.[chosen] ?? label?.zh ?? ""));

/* Fills what index.html and modules marked: data-t = text, data-t-label = aria-label and tooltip. */
export function apply(root) {
  for (const each of root.querySelectorAll("[data-t]")) each.textContent = t(each.dataset.t);
  for (const each of root.querySelectorAll("[data-t-label]")) {
    const said = t(each.dataset.tLabel);
    each.setAttribute("aria-label", said);
    const key = each.dataset.key;
    each.title = key ? `${said} (${key})` : said;
  }
}

function plural(said, n) {
  const forms = said.split("|");
  return forms.length === 2 && n !== 1 ? forms[1] : forms[0];
}
