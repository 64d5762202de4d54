// Search in a reading room of plain files: what the server does with its catalogue, done here with the index in
// search/index/. Words are folded and found as layout/archive/folding.py and places.py say.
"use strict";

(async () => {
  const asked = new URLSearchParams(location.search);
  const words = (asked.get("q") || "").trim();
  const root = document.body.dataset.root;
  const pages = root + (document.documentElement.lang === "en" ? "en/" : "");
  const results = document.getElementById("results");
  if (!words && !results) return;

  const LONGEST = 200; // characters of a query
  const HITS = 20; // of a page of results
  const TITLE = 8; // what a word in a headline weighs against one in the copy
  const SNIPPET = 64;
  const BEFORE = 20; // characters of a snippet before the first place

  const loaded = new Map();
  const load = (address) => {
    if (!loaded.has(address))
      loaded.set(address, fetch(root + address).then((answer) => {
        if (!answer.ok) throw new Error(`${answer.status} ${address}`);
        return answer.json();
      }));
    return loaded.get(address);
  };
  const about = await load("search/index/about.json");

  // --- Folding

  const UNSEEN = /[\p{Cc}\p{Cf}\p{Cn}\p{Cs}\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
  const EAST_ASIAN = /[\u2e80-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  const isLetter = (each) => /[\p{L}\p{N}]/u.test(each) && !EAST_ASIAN.test(each);

  // Folded characters, and of each the place in the text (in UTF-16 units) of the one it was made from.
  const foldPlaced = (text) => {
    const made = [];
    let at = 0;
    for (const each of text) {
      const folded = /\s/u.test(each) ? " " : UNSEEN.test(each) ? "" : (about.folds[each] ?? each);
      for (const one of folded) {
        if (made.length && made.at(-1)[0] === " " && (one === " " || !isLetter(one))) made.pop();
        if (one !== " " || (made.length && isLetter(made.at(-1)[0]))) made.push([one, at, at + each.length]);
      }
      at += each.length;
    }
    if (made.length && made.at(-1)[0] === " ") made.pop();
    return made;
  };
  const fold = (text) => foldPlaced(text.normalize("NFC")).map(([each]) => each);

  const QUOTED = /["＂“”„‟]([^"＂“”„‟]*)["＂“”„‟]|([^\s"＂“”„‟]+)/gu;
  const looked = [];
  for (const match of words.slice(0, LONGEST).matchAll(QUOTED)) {
    const folded = fold(match[1] ?? match[2]);
    if (folded.length && !looked.some((each) => each.join("") === folded.join(""))) looked.push(folded);
  }

  // Where the words stand in a text: [first, behind the last] in UTF-16 units, in order, none within another.
  const spans = (text) => {
    const folded = foldPlaced(text);
    const found = [];
    for (const word of looked)
      for (let at = 0; at + word.length <= folded.length; at++)
        if (word.every((each, index) => folded[at + index][0] === each))
          found.push([folded[at][1], folded[at + word.length - 1][2]]);
    found.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    return found;
  };
  const joined = (found) => {
    const made = [];
    for (const [first, last] of found)
      if (made.length && first <= made.at(-1)[1]) made.at(-1)[1] = Math.max(made.at(-1)[1], last);
      else made.push([first, last]);
    return made;
  };

  // The boxes of an article's words that were found: [page, x, y, width, height], one for each line of a place.
  const boxes = (parts) => {
    const made = new Map();
    for (const part of parts) {
      const found = spans(part.text);
      if (!found.length) continue;
      const owner = [];
      part.words.forEach((length, word) => {
        const behind = owner.length;
        const end = [...part.text.slice(behind)].slice(0, length).join("").length;
        for (let each = 0; each < end; each++) owner.push(word);
      });
      const begins = new Set(part.lines);
      const broken = new Set(part.broken || []);
      for (const [first, last] of found) {
        let start = owner[first];
        let end = owner[last - 1];
        if (broken.has(start - 1)) start -= 1; // a word of letters is lit whole, also over a hyphen
        if (broken.has(end)) end += 1;
        let box = null;
        for (let word = start; word <= end; word++) {
          const [page, x, y, width, height] = part.boxes[word];
          if (box && !begins.has(word)) {
            const right = Math.max(box[1] + box[3], x + width);
            const bottom = Math.max(box[2] + box[4], y + height);
            box[1] = Math.min(box[1], x);
            box[2] = Math.min(box[2], y);
            box[3] = right - box[1];
            box[4] = bottom - box[2];
          } else {
            if (box) made.set(box.join(" "), box);
            box = [page, x, y, width, height];
          }
        }
        made.set(box.join(" "), box);
      }
    }
    return [...made.values()];
  };

  // --- Marking

  const SVG = "http://www.w3.org/2000/svg";
  const drawn = (name, attributes) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, given] of Object.entries(attributes)) made.setAttribute(key, given);
    return made;
  };
  const rect = (name, [x, y, width, height], by) =>
    drawn("rect", { class: name, x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by });
  const marked = (text) => {
    const made = document.createElement("mark");
    made.textContent = text;
    return made;
  };

  const markCopy = (copy) => {
    for (const block of copy.querySelectorAll("h1,h2,h3,h4,h5,h6,p,li,figcaption,caption,th,td")) {
      const found = joined(spans(block.textContent));
      if (!found.length) continue;
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      const nodes = [];
      while (walker.nextNode()) nodes.push(walker.currentNode);
      let behind = 0;
      for (const node of nodes) {
        const text = node.data;
        const inside = found
          .map(([first, last]) => [Math.max(first - behind, 0), Math.min(last - behind, text.length)])
          .filter(([first, last]) => first < last);
        behind += text.length;
        if (!inside.length) continue;
        const made = document.createDocumentFragment();
        let at = 0;
        for (const [first, last] of inside) {
          made.append(text.slice(at, first), marked(text.slice(first, last)));
          at = last;
        }
        made.append(text.slice(at));
        node.replaceWith(made);
      }
    }
  };

  const markPage = async (viewer) => {
    const page = Number(viewer.dataset.page);
    const places = viewer.querySelector(".places");
    const areas = [...viewer.querySelectorAll('svg.sheet a[id^="a"]')].map((each) => each.id.slice(1));
    const all = await Promise.all(areas.map((id) => load(`issues/${encodeURIComponent(viewer.dataset.issue)}/articles/${id}/words.json`)));
    let count = 0;
    for (const { parts } of all)
      for (const [on, ...box] of boxes(parts))
        if (on === page) {
          places.append(rect("lit", box, 1));
          count += 1;
        }
    const button = viewer.querySelector('[data-do="next"]');
    button.hidden = !count;
    button.querySelector(".count").textContent = count;
  };

  // --- Finding

  // Article → the places of a pair.
  const posting = (entry) => {
    const made = new Map();
    let article = 0;
    for (let at = 0; entry && at < entry.length; ) {
      article += entry[at];
      const places = [];
      let place = 0;
      for (let index = 0; index < entry[at + 1]; index++) places.push((place += entry[at + 2 + index]));
      made.set(article, places);
      at += 2 + entry[at + 1];
    }
    return made;
  };
  const shards = new Set(about.shards);
  const shardOf = async (character) => {
    const number = character.codePointAt(0) % about.modulus;
    return shards.has(number) ? load(`search/index/${number}.json`) : {};
  };

  // Article → how often the word stands there.
  const find = async (word) => {
    const counts = new Map();
    if (word.length === 1) {
      const shard = await shardOf(word[0]);
      for (const pair of Object.keys(shard))
        if (String.fromCodePoint(pair.codePointAt(0)) === word[0])
          for (const [article, places] of posting(shard[pair]))
            counts.set(article, (counts.get(article) || 0) + places.length);
      return counts;
    }
    const offsets = [];
    for (let at = 0; at < word.length - 1; at += 2) offsets.push(at);
    if (offsets.at(-1) !== word.length - 2) offsets.push(word.length - 2);
    const postings = await Promise.all(
      offsets.map(async (at) => posting((await shardOf(word[at]))[word[at] + word[at + 1]])));
    for (const [article, places] of postings[0]) {
      const others = postings.map((each) => new Set(each.get(article) || []));
      const count = places.filter((place) => others.every((each, index) => each.has(place + offsets[index]))).length;
      if (count) counts.set(article, count);
    }
    return counts;
  };

  const rowOf = async (article) =>
    (await load(`search/index/articles-${Math.floor(article / about.chunk)}.json`))[article % about.chunk];

  const passes = ([issue, , , , section, authors, on]) => {
    const [, paper, date] = about.issues[issue];
    const given = (name) => (asked.get(name) || "").trim();
    return (
      (!given("paper") || paper === given("paper")) &&
      (!given("since") || (date && date >= given("since"))) &&
      (!given("until") || (date && date <= given("until"))) &&
      (!given("section") || section === given("section")) &&
      (!given("author") || authors.includes(given("author"))) &&
      (!given("page") || on.includes(Number(given("page"))))
    );
  };

  const search = async () => {
    let candidates = null;
    for (const counts of await Promise.all(looked.map(find)))
      candidates = candidates
        ? new Map([...candidates].filter(([article]) => counts.has(article)).map(([article, n]) => [article, n + counts.get(article)]))
        : counts;
    if (!candidates) candidates = new Map(Array.from({ length: about.articles }, (_, article) => [article, 0]));
    const found = [];
    for (const [article, count] of candidates) {
      const row = await rowOf(article);
      if (!passes(row)) continue;
      const title = fold(row[2]).join("");
      const titled = looked.filter((word) => title.includes(word.join(""))).length;
      found.push({ article, row, weight: asked.get("newest") === "1" ? 0 : count + TITLE * titled });
    }
    return found.sort((one, other) => other.weight - one.weight || other.row[0] - one.row[0] || one.article - other.article);
  };

  // --- Showing

  const element = (name, values, ...inside) => {
    const made = Object.assign(document.createElement(name), values);
    made.append(...inside);
    return made;
  };
  const query = (place) => (words ? `?q=${encodeURIComponent(words)}` : "") + (place ? `#${place}` : "");

  const snippet = (parts) => {
    const below = parts.filter((part) => part.role !== "headline");
    const texts = (below.length ? below : parts).map((part) => part.text.trim());
    const text = texts.find((each) => spans(each).length) ?? texts[0] ?? "";
    const found = joined(spans(text));
    const start = found.length ? Math.max(0, Math.min(found[0][0] - BEFORE, text.length - SNIPPET)) : 0;
    const end = Math.min(text.length, start + SNIPPET);
    const made = element("p", { className: "snippet" }, start ? "…" : "");
    let at = start;
    for (const [first, last] of found) {
      if (first >= end) break;
      made.append(text.slice(at, Math.max(first, at)), marked(text.slice(Math.max(first, at), Math.min(last, end))));
      at = Math.min(last, end);
    }
    made.append(text.slice(at, end), end < text.length ? "…" : "");
    return made;
  };

  const day = (iso) => {
    const [year, month, date] = iso.split("-").map(Number);
    if (!date) return iso;
    if (document.documentElement.lang !== "en") return `${year}年${month}月${date}日`;
    return `${date} ${new Date(Date.UTC(year, month - 1, date)).toLocaleString("en", { month: "long", timeZone: "UTC" })} ${year}`;
  };

  const shown = async ({ row: [issue, id, title, page, section, authors] }) => {
    const [name, paper, date, , sizes] = about.issues[issue];
    const here = `issues/${encodeURIComponent(name)}/`;
    const { parts } = await load(`${here}articles/${id}/words.json`);
    const lit = boxes(parts);
    const on = lit.length ? lit[0][0] : page;
    const [width, height] = sizes[on];
    const small = drawn("svg", { class: "small", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", focusable: "false" });
    small.append(drawn("image", { href: `${root}${here}pages/${on}-small.jpg`, width, height }));
    for (const [where, ...box] of lit) if (where === on) small.append(rect("lit", box, 3));
    const thumb = element("a", { className: "thumb", href: `${pages}${here}pages/${on}/${query(`a${id}`)}` }, small);
    thumb.setAttribute("aria-label", title);
    const places = lit.length ? ` · ${lit.length} ${results.dataset.places}` : "";
    const facts = [paper, day(date), results.dataset.page.replace("{page}", page), section].filter(Boolean).join(" ");
    return element("li", {}, thumb, element("div", {},
      element("h2", {}, element("a", { href: `${pages}${here}articles/${id}/${query()}` }, title)),
      element("p", { className: "facts" }, facts + (authors.length ? ` · ${authors.join("、")}` : "") + places),
      snippet(parts)));
  };

  const showResults = async () => {
    const form = document.querySelector("form.query");
    for (const field of form.elements)
      if (field.name && asked.get(field.name)) {
        field.value = asked.get(field.name);
        if (field.name !== "q") form.querySelector("details").open = true;
      }
    if (![...form.elements].some((field) => field.name && field.name !== "newest" && field.value.trim())) return;
    const total = element("p", { className: "total" }, results.dataset.loading);
    results.prepend(total);
    const found = await search();
    const last = Math.ceil(found.length / HITS);
    const turn = Math.max(1, Math.min(last || 1, Number(asked.get("p")) || 1));
    const hits = await Promise.all(found.slice((turn - 1) * HITS, turn * HITS).map(shown));
    results.querySelector(".hits").append(...hits);
    total.textContent = found.length ? results.dataset.found.replace("{total}", found.length) : results.dataset.none;
    const bar = document.getElementById("turn");
    const to = (number, rel, text) => {
      const given = new URLSearchParams(asked);
      given.set("p", number);
      const made = element("a", { href: `?${given}` }, text);
      made.rel = rel;
      return made;
    };
    bar.replaceChildren();
    if (turn > 1) bar.append(to(turn - 1, "prev", bar.dataset.earlier));
    if (last > 1) bar.append(element("span", {}, `${turn} / ${last}`));
    if (turn < last) bar.append(to(turn + 1, "next", bar.dataset.later));
  };

  for (const field of document.querySelectorAll('input[name="q"]')) field.value = words;
  if (results) {
    await showResults();
    return;
  }
  if (!looked.length) return;
  // What is looked for goes on to the next page and article.
  for (const link of document.querySelectorAll('main a[href*="/pages/"], main a[href*="/articles/"], .turn a')) {
    const address = new URL(link.getAttribute("href"), location.href);
    if (!/\/$/.test(address.pathname) || /cutting\/$/.test(address.pathname)) continue;
    link.setAttribute("href", `${link.getAttribute("href").split(/[?#]/)[0]}${query(address.hash.slice(1))}`);
  }
  const copy = document.querySelector(".copy");
  if (copy) markCopy(copy);
  const viewer = document.querySelector(".viewer");
  if (viewer) await markPage(viewer);
})();
