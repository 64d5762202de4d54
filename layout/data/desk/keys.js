/* The keyboard: every command of the desk with its keys in one list, from which the help dialog is drawn too.
   Modules add their own with `keys.add`. Nothing fires while someone is typing, but for keys marked `always`. */

const commands = [];

export const keys = {
  /* key: as pressedBy says it, one or a list; words: key of its name in words.js;
     group: heading in the help; run: called with the event; when: whether it applies now; always: while typing too. */
  add({ key, words, group = "page", run, when = () => true, always = false }) {
    commands.push({ keys: [key].flat(), words, group, run, when, always });
  },
  list: () => commands,
};

export function listen(target) {
  target.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const pressed = pressedBy(event);
    const busy = typing(event.target);
    const found = commands.find((each) => each.keys.includes(pressed) && (each.always || !busy) && each.when(event));
    if (!found) return;
    event.preventDefault();
    found.run(event);
  });
}

/* "Ctrl+Shift+z", "PageDown", "?": Shift is named only beside Ctrl (or Cmd), where the key alone does not show it. */
export function pressedBy(event) {
  if (!event.ctrlKey && !event.metaKey) return event.key;
  return `Ctrl+${event.shiftKey ? "Shift+" : ""}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
}

export function typing(target) {
  if (document.querySelector("dialog[open]")) return true;
  return (
    target instanceof Element &&
    target.closest(
      "input:not([type=checkbox]):not([type=range]), textarea, select, [contenteditable=true], [contenteditable='']",
    ) !== null
  );
}
