/* The pane beside the page: tabs of findings, stories and page scores. Each tab is a module that fills its own list. */

import { el } from "./dom.js";
import * as findings from "./findings.js";
import * as scores from "./scores.js";
import { keys } from "./keys.js";
import { recall, remember } from "./settings.js";
import * as stories from "./stories.js";
import { t } from "./words.js";

const TABS = { findings, stories, scores };

let region = null;
const tabs = {};

export function mount(into) {
  region = into;
  const list = el("div", { role: "tablist", class: "tabs", "data-t-label": "panel" });
  region.append(list);
  for (const [name, module] of Object.entries(TABS)) {
    const count = el("span", { class: "count" });
    const tab = el(
      "button",
      { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `pane-${name}`, onclick: () => choose(name) },
      el("span", { "data-t": `tab.${name}` }, t(`tab.${name}`)),
      count,
    );
    const pane = el("div", {
      role: "tabpanel",
      id: `pane-${name}`,
      "aria-labelledby": `tab-${name}`,
      class: `list ${name}`,
      tabindex: "-1",
    });
    tabs[name] = { tab, pane };
    list.append(tab);
    region.append(pane);
    module.mount(pane, (n, kind) => {
      count.textContent = n === "" ? "" : String(n);
      count.className = `count ${kind}`;
    });
  }
  list.addEventListener("keydown", (event) => arrows(event));
  choose(recall("tab", "findings"));
  shut(recall("panel", true) === false);
  keys.add({ key: "p", words: "key.panel", group: "panes", run: () => shut(!closed()) });
  keys.add({ key: "f", words: "tab.findings", group: "panes", run: () => reveal("findings") });
  keys.add({ key: "s", words: "tab.stories", group: "panes", run: () => reveal("stories") });
}

export const closed = () => document.body.classList.contains("panel-shut");

export function shut(is) {
  document.body.classList.toggle("panel-shut", is);
  remember("panel", !is);
}

/* Opens a tab and puts the focus on its first row. */
export function reveal(name) {
  shut(false);
  choose(name);
  (tabs[name].pane.querySelector("button, a, input, select") ?? tabs[name].pane).focus();
}

function choose(name) {
  const chosen = name in tabs ? name : "findings";
  for (const [each, { tab, pane }] of Object.entries(tabs)) {
    tab.setAttribute("aria-selected", String(each === chosen));
    tab.tabIndex = each === chosen ? 0 : -1;
    pane.hidden = each !== chosen;
  }
  remember("tab", chosen);
}

function arrows(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const names = Object.keys(tabs);
  const at = names.findIndex((name) => tabs[name].tab === event.target);
  const next = names[(at + step + names.length) % names.length];
  choose(next);
  tabs[next].tab.focus();
}
