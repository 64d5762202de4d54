/* Where a caret stands, in the three ways it is told: UTF-16 units (the editor's), characters (the server's offsets),
   line and column of the file (a place). Pure, so that it can be tried without a page. */

/* Characters before so many UTF-16 units of the text. */
export function charactersBefore(text, units) {
  let count = 0;
  for (let at = 0; at < units && at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) count += 1;
  return count;
}

/* UTF-16 units that so many characters of the text take; those of the whole text where it has fewer. */
export function unitsOf(text, characters) {
  let at = 0;
  for (let count = 0; count < characters && at < text.length; count += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

/* The place of a character, places being break points [offset, line, column] in order; null where there is none. */
export function placeOf(places, offset) {
  let found = null;
  for (const each of places) {
    if (each[0] > offset) break;
    found = each;
  }
  return found && { line: found[1], column: found[2] + (offset - found[0]) };
}

/* The offset of the character at a place, null where the places do not reach it. length: characters of the text.
   Columns behind the last character of a line (a line's end, a closing quote) count to that line's end. */
export function offsetOf(places, length, line, column) {
  let found = null;
  for (let index = 0; index < places.length; index += 1) {
    const [offset, row, first] = places[index];
    const end = index + 1 < places.length ? places[index + 1][0] : length;
    if (row !== line || column < first) continue;
    found = Math.min(offset + (column - first), end);
  }
  return found;
}

/* A text with its break points as an editor holds them: line ends are one character, whatever the file has. */
export function withoutReturns(text, places) {
  if (!text?.includes("\r")) return [text, places];
  const characters = [...text];
  const before = [0];
  for (const each of characters) before.push(before.at(-1) + (each === "\r" ? 1 : 0));
  const moved = places.map(([offset, line, column]) => [offset - before[Math.min(offset, characters.length)], line, column]);
  return [text.replaceAll("\r", ""), moved];
}

/* What an editor counts: characters without blanks, and the Chinese ones among them. */
export function counts(text) {
  const printed = text.replace(/\s/gu, "");
  return { characters: [...printed].length, han: (printed.match(/\p{Script=Han}/gu) ?? []).length };
}
