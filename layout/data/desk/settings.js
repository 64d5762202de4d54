/* What this browser remembers of its reader: language, light or dark, which panes are open. A browser that forbids
   storage (private windows, policies) simply forgets; nothing else depends on it. */

const PREFIX = "desk.";

export function recall(name, otherwise) {
  try {
    const kept = localStorage.getItem(PREFIX + name);
    return kept === null ? otherwise : JSON.parse(kept);
  } catch {
    return otherwise;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Full or forbidden: the setting holds until the page is left.
  }
}
