/* Sums of the viewer, free of the DOM: scales, facing pages, which box is under a point. Lengths are page points unless
   a name says pixels; a scale is CSS pixels a point. */

export const REAL = 96 / 72; // CSS pixels a point: a CSS inch is 96 pixels, an inch is 72 points
export const LEAST = 0.08;
export const MOST = 16;
const STEP = 1.25;

export const clamped = (scale) => Math.min(MOST, Math.max(LEAST, scale));

/* fit: "whole", "width" or "height"; room: pixels there are; size: points of all that is shown; gap: pixels that do not
   scale. */
export function fitted(fit, room, size, gap) {
  const across = (room.width - gap) / size.width;
  const down = room.height / size.height;
  return clamped(fit === "width" ? across : fit === "height" ? down : Math.min(across, down));
}

/* The next step of a ladder on which real size (1) is a rung. */
export function stepped(scale, direction) {
  const rung = Math.log(scale / REAL) / Math.log(STEP);
  const next = direction > 0 ? Math.floor(rung + 1.001) : Math.ceil(rung - 1.001);
  return clamped(REAL * STEP ** next);
}

/* The pages one sees with this one: page 1 alone, then even pages on the left beside odd ones on the right. */
export function facing(numbers, page) {
  if (page === 1) return numbers.includes(1) ? [1] : [];
  const left = page - (page % 2);
  return [left, left + 1].filter((number) => numbers.includes(number));
}

/* What one page on means: the next page, or the next spread. */
export function turned(numbers, page, step, spread) {
  const at = numbers.indexOf(page);
  if (!spread) return numbers[Math.min(numbers.length - 1, Math.max(0, at + step))];
  const shown = facing(numbers, page);
  const edge = step > 0 ? shown[shown.length - 1] : shown[0];
  return numbers[numbers.indexOf(edge) + step] ?? page;
}

export const inside = ([left, top, width, height], x, y) =>
  x >= left && x <= left + width && y >= top && y <= top + height;

/* The smallest story whose boxes hold the point: a small story may stand inside a frame of a large one. */
export function storyAt(stories, x, y) {
  let found = null;
  for (const story of stories) {
    const boxes = story.boxes.length ? story.boxes : [story.box];
    if (boxes.some((box) => inside(box, x, y)) && (found === null || area(story.box) < area(found.box))) found = story;
  }
  return found;
}

const area = ([, , width, height]) => width * height;

/* One box round all; null of none. */
export function around(boxes) {
  if (!boxes.length) return null;
  const left = Math.min(...boxes.map((box) => box[0]));
  const top = Math.min(...boxes.map((box) => box[1]));
  const right = Math.max(...boxes.map((box) => box[0] + box[2]));
  const bottom = Math.max(...boxes.map((box) => box[1] + box[3]));
  return [left, top, right - left, bottom - top];
}
