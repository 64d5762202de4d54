/* The desk's own small pictures, drawn as strokes on a grid of 16. */

import { svg } from "./dom.js";

const STROKES = {
  previous: "M10 3 5 8l5 5",
  next: "m6 3 5 5-5 5",
  single: "M4 2h8v12H4z",
  spread: "M1.5 3h6v10h-6zM8.5 3h6v10h-6z",
  flatplan: "M2 2h5v5H2zM9 2h5v5H9zM2 9h5v5H2zM9 9h5v5H9z",
  in: "M8 3v10M3 8h10",
  out: "M3 8h10",
  layers: "m8 2 6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3",
  compare: "M8 1v14M2 4h4v8H2zM10 4h4v8h-4z",
  undo: "M6 4 3 7l3 3M3 7h6a4 4 0 0 1 0 8H7",
  redo: "m10 4 3 3-3 3m3-3H7a4 4 0 0 0 0 8h2",
  proof: "M4 1.5h6l3 3v10H4zM6.5 9l1.5 1.5L11 7",
  press: "M4 6V2h8v4M4 12H2V6h12v6h-2M4 10h8v4H4z",
  theme: "M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12",
  help: "M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.700 8 9.200 8 10M8 12.500v.5",
  panel: "M2 3h12v10H2zM6 3v10",
  close: "m4 4 8 8M12 4l-8 8",
  copy: "M5 5V2h9v9h-3M2 5h9v9H2z",
  open: "M9 2h5v5M14 2 8 8M12 9v5H2V4h5",
  mend: "M3 13 10 6M9 2.500l.8 1.700 1.700.8-1.700.8L9 7.500M12.500 8l.5 1.300 1.300.5-1.300.5-.5 1.300",
  quiet: "M3 6h2l3-3v10l-3-3H3zM11 6l3 4M14 6l-3 4",
  error: "M8 2 15 14H1zM8 6.500v4M8 12v.5",
};

export const icon = (name) =>
  svg(
    "svg",
    { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: STROKES[name] }),
  );
