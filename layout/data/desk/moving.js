/* Moving a story: by keyboard and menu (“move to…”), and the one door through which dragging writes as well. */

import { answers, ask } from "./dialogs.js";
import { el } from "./dom.js";
import { keys } from "./keys.js";
import { desk } from "./store.js";
import { called, either, t } from "./words.js";
import { write } from "./writing.js";
import "./words-editor.js";

export function mount() {
  keys.add({ key: "m", words: "move.open", group: "copy", when: () => desk.writes && chosen() !== null, run: () => moveTo(chosen()) });
  desk.on("move", (story) => moveTo(story ?? chosen()));
}

/* The story that is selected: {name, page}, null = none. */
function chosen() {
  const { page, story } = desk.selected ?? {};
  const found = desk.page(page)?.stories.find((each) => each.name === story);
  return found ? { name: story, page } : null;
}

export const titleOf = (name, page) => {
  const found = desk.page(page)?.stories.find((each) => each.name === name);
  return found?.title || name;
};

/* to: {to: page, at, beside, swap}; of story {name, page} (0 = it stands on no page yet). */
export async function move(story, to) {
  const given = { at: "", beside: "", swap: "", ...to };
  const said = t("move.done", { title: titleOf(story.name, story.page), n: to.to });
  await write("/api/move", { issue: desk.issue, story: story.name, from: story.page, ...given }, said);
}

/* The dialog: to which page, and where there: a corner or an edge, beside or in place of another story. */
export async function moveTo(story) {
  if (!story) return;
  const places = desk.info?.places ?? [];
  const to = await ask(
    t("move.title", { title: titleOf(story.name, story.page) }),
    (close) => {
      const page = el("select", { id: "move-page", onchange: () => fill() });
      for (const each of desk.state.pages) {
        const name = each.section ? t("move.page.named", { n: called(each.number), section: each.section }) : t("move.page", { n: called(each.number) });
        page.append(el("option", { value: each.number }, name));
      }
      page.value = String(desk.page(story.page)?.number ?? desk.state.pages[0].number);
      const where = el("select", { id: "move-where" });
      const fill = () => {
        const to = Number(page.value);
        const planned = desk.page(to)?.planned ?? true; // a drawn page has places, one that plans itself takes wishes
        const others = (desk.page(to)?.stories ?? []).filter((each) => each.name !== story.name);
        const named = (kind) => others.map((each) => el("option", { value: `${kind}:${each.name}` }, t(`move.${kind}`, { title: each.title || each.name })));
        where.replaceChildren(
          ...(to === story.page ? [] : [el("option", { value: "" }, t("move.anywhere"))]),
          ...(planned ? [el("optgroup", { label: t("move.places") }, places.map(({ value, label }) => el("option", { value: `at:${value}` }, either(label))))] : []),
          ...(others.length ? [el("optgroup", { label: t(planned ? "move.besides" : "move.swaps") }, named(planned ? "beside" : "swap"))] : []),
        );
      };
      fill();
      const done = () => {
        const [kind, value] = where.value ? where.value.split(/:(.*)/s) : ["", ""];
        close({ to: Number(page.value), ...(kind ? { [kind]: value } : {}) });
      };
      return [
        el(
          "main",
          { class: "form" },
          el("label", { for: "move-page" }, t("move.to_page")), page,
          el("label", { for: "move-where" }, t("move.where")), where,
        ),
        answers(["dialog.cancel", () => close()], ["move.do", done]),
      ];
    },
    { kind: "short" },
  );
  if (to) await move(story, to);
}
