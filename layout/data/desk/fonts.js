/* The faces of the pages as web fonts. Each is cut to the characters in use, with further cuts as others come; a cut
   never changes, so each is asked for once. A page is drawn when its cuts are here: a picture in another face, even for
   a moment, would show lines that are not the paper's. */

const PATIENCE = 400; // ms; a phone on a slow network sees the page in its own face first

const known = new Map(); // address → {done, loading}

/* null when all are here, else a promise that ends when they are, or when patience does. */
export function fontsOf(list = []) {
  const waiting = list.map(load).filter((each) => !each.done);
  if (!waiting.length) return null;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  return Promise.race([Promise.all(waiting.map((each) => each.loading)), late]);
}

function load({ family, url, range }) {
  let font = known.get(url);
  if (!font) {
    const face = new FontFace(family, `url(${JSON.stringify(url)})`, { unicodeRange: range, display: "swap" });
    document.fonts.add(face);
    font = { done: false, loading: null };
    font.loading = face.load().then(
      () => (font.done = true),
      () => known.delete(url), // asked for again with the next page
    );
    known.set(url, font);
  }
  return font;
}
