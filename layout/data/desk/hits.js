/* Which character of which file stands at a point of a page, and back. The server sends each line's characters with
   their left edges and, at break points, where they were typed; between break points characters follow by columns. */

import { desk } from "./store.js";

const known = new Map(); // page → {digest, words: Promise}

/* The words of a page as it now stands. */
export function wordsOf(number) {
  const digest = desk.page(number)?.digest;
  const kept = known.get(number);
  if (kept && kept.digest === digest && kept.issue === desk.issue) return kept.words;
  const words = desk.get("/api/words", { issue: desk.issue, page: number });
  words.catch(() => known.delete(number));
  known.set(number, { digest, issue: desk.issue, words });
  return words;
}

/* The character at a point: {place, run, index}, or null where none was typed. */
export function hitAt(words, x, y) {
  for (const [number, run] of words.runs.entries()) {
    const [left, top, width, height] = run.box;
    if (run.f < 0 || x < left || y < top || x > left + width || y > top + height) continue;
    const from = run.down ? y - top : x - left;
    let index = run.xs.length - 1;
    while (index > 0 && run.xs[index] > from) index -= 1;
    const place = placeOf(words, run, index);
    if (place) return { place, run: number, index };
  }
  return null;
}

/* Where a character of a run was typed. index: of the code point in the run's text. */
export function placeOf(words, run, index) {
  let found = null;
  for (const at of run.at) {
    if (at[0] > index) break;
    found = at;
  }
  return found && { file: words.files[run.f], line: found[1], column: found[2] + index - found[0], length: 1 };
}

/* The boxes on the page of what was typed at a place, a box for each line it runs over. Where nothing of it stands on
   the page (a key, a mark), the first character after it on the same line is taken; none: []. */
export function boxesOf(words, place) {
  const file = words.files.indexOf(place.file);
  if (file < 0) return [];
  const from = place.column;
  const to = from + Math.max(1, place.length ?? 1);
  const boxes = [];
  let nearest = null;
  for (const run of words.runs) {
    if (run.f !== file) continue;
    for (const [first, last, column] of stretches(run, place.line)) {
      const begin = Math.max(first, first + from - column);
      const end = Math.min(last, first + to - column);
      if (begin < end) boxes.push(boxOf(run, begin, end));
      else if (column >= to && (nearest === null || column < nearest.column))
        nearest = { column, box: boxOf(run, first, first + 1) };
    }
  }
  return boxes.length ? boxes : nearest ? [nearest.box] : [];
}

/* The stretches [first, end, column of first] of a run that were typed in a line. */
function* stretches(run, line) {
  for (const [number, at] of run.at.entries()) {
    const end = number + 1 < run.at.length ? run.at[number + 1][0] : run.xs.length;
    if (at[1] === line && end > at[0]) yield [at[0], end, at[2]];
  }
}

function boxOf(run, first, end) {
  const [left, top, width, height] = run.box;
  const from = run.xs[first];
  const to = end < run.xs.length ? run.xs[end] : run.down ? height : width;
  return run.down ? [left, top + from, width, to - from] : [left + from, top, to - from, height];
}
