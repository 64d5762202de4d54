/* The dialog of all keys, drawn from the same list that answers to them. */

import { el } from "./dom.js";
import { keys } from "./keys.js";
import { dialog } from "./menu.js";
import { t } from "./words.js";

const GROUPS = ["page", "layers", "copy", "panes"];
const SHOWN = { PageDown: "PgDn", PageUp: "PgUp", Escape: "Esc", ArrowLeft: "←", ArrowRight: "→" };

export function helpDialog() {
  const all = keys.list();
  const groups = [...GROUPS, ...new Set(all.map((each) => each.group).filter((group) => !GROUPS.includes(group)))];
  return dialog(
    t("help"),
    el(
      "div",
      { class: "keys" },
      ...groups
        .filter((group) => all.some((each) => each.group === group))
        .map((group) =>
          el(
            "section",
            {},
            el("h3", {}, t(`group.${group}`)),
            el(
              "dl",
              {},
              all
                .filter((each) => each.group === group)
                .flatMap((each) => [
                  el("dt", {}, ...each.keys.flatMap((key) => [el("kbd", {}, shown(key)), " "])),
                  el("dd", {}, t(each.words)),
                ]),
            ),
          ),
        ),
    ),
    el("p", { class: "facts" }, t("help.mouse")),
  );
}

const shown = (key) =>
  key
    .split("+")
    .map((part) => SHOWN[part] ?? (part.length === 1 && key.length > 1 ? part.toUpperCase() : part))
    .join("+")
    .replace(/^\+\+$/, "+");
