/* The keyboard: every command of the desk with its keys in one list, from which the help dialog is drawn too.
   Modules add their own with `keys.add`. Nothing fires while someone is typing, but for keys marked `always`. */

const commands = [];

export const keys = {
  /* key: as KeyboardEvent.key, with "Ctrl+" (or Cmd) before it where needed; words: key of its name in words.js;
     group: heading in the help; run: called with the event; when: whether it applies now; always: while typing too. */
  add({ key, words, group = "page", run, when = () => true, always = false }) {
    commands.push({ keys: [key].flat(), words, group, run, when, always });
  },
  list: () => commands,
};

export function listen(target) {
  target.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const pressed = (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.key.length === 1 && event.ctrlKey ? event.key.toLowerCase() : event.key);
    const busy = typing(event.target);
    const found = commands.find((each) => each.keys.includes(pressed) && (each.always || !busy) && each.when(event));
    if (!found) return;
    event.preventDefault();
    found.run(event);
  });
}

export function typing(target) {
  if (document.querySelector("dialog[open]")) return true;
  return target instanceof Element && target.closest("input:not([type=checkbox]):not([type=range]), textarea, select, [contenteditable=true], [contenteditable='']") !== null;
}
