// The reading room in a browser: pages are zoomed and moved, arrow keys turn them. Everything works without this, too.
"use strict";

(() => {
  const $ = (selector, inside = document) => inside.querySelector(selector);

  const typing = (event) =>
    event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, summary");

  // --- Turning over

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || typing(event)) return;
    const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const link = rel && $(`.turn a[rel="${rel}"]`);
    if (link) link.click();
  });

  const printing = $('[data-do="print"]');
  if (printing) {
    printing.hidden = false;
    printing.addEventListener("click", () => window.print());
  }

  // --- A page's picture

  const viewer = $(".viewer");
  if (!viewer) return;
  const sheet = $("svg.sheet", viewer);
  const width = Number(sheet.dataset.width);
  const height = Number(sheet.dataset.height);
  const CLOSEST = 12; // times the size at which the whole page is seen
  const STEP = 1.4; // of a key or a button
  const SLACK = 6; // pixels a finger or mouse may move in a click
  let view = { x: 0, y: 0, w: width, h: height };

  viewer.classList.add("live");
  $(".tools", viewer).hidden = false;
  $(".help", viewer).hidden = false;

  const frame = () => sheet.getBoundingClientRect();

  // The whole page with the margins that the frame's shape leaves beside it.
  const whole = () => {
    const box = frame();
    const scale = Math.min(box.width / width, box.height / height);
    const w = box.width / scale;
    return { x: (width - w) / 2, y: 0, w, h: box.height / scale };
  };

  const isWhole = () => view.w > whole().w * 0.99;

  const show = (wanted) => {
    const most = whole();
    const w = Math.max(most.w / CLOSEST, Math.min(most.w, wanted.w));
    const h = (w * most.h) / most.w;
    const inside = (at, length, size) =>
      length >= size ? (size - length) / 2 : Math.max(0, Math.min(size - length, at));
    view = { x: inside(wanted.x, w, width), y: h >= height ? 0 : inside(wanted.y, h, height), w, h };
    sheet.setAttribute("viewBox", [view.x, view.y, view.w, view.h].map((each) => each.toFixed(2)).join(" "));
    viewer.classList.toggle("close", !isWhole());
    $('[data-do="in"]', viewer).disabled = w <= (most.w / CLOSEST) * 1.01;
    $('[data-do="out"]', viewer).disabled = isWhole();
  };

  // Larger by a factor; the point of the page at these pixels of the frame stays where it is.
  const zoom = (factor, at) => {
    const box = frame();
    const share = at ? { x: (at.x - box.left) / box.width, y: (at.y - box.top) / box.height } : { x: 0.5, y: 0.5 };
    const w = Math.max(whole().w / CLOSEST, view.w / factor);
    const h = (w * view.h) / view.w;
    show({ x: view.x + (view.w - w) * share.x, y: view.y + (view.h - h) * share.y, w, h });
  };

  const move = (x, y) => show({ ...view, x: view.x + x, y: view.y + y });

  // A box of the page in the middle, with some of what stands round it.
  const showBox = (box, round) => {
    const most = whole();
    const w = Math.max(box.width * round, (box.height * round * most.w) / most.h, width / 4);
    const h = (w * most.h) / most.w;
    show({ x: box.x + box.width / 2 - w / 2, y: box.y + box.height / 2 - h / 2, w, h });
  };

  let place = -1;
  const nextPlace = () => {
    const places = [...sheet.querySelectorAll("rect.lit")];
    if (!places.length) return;
    place = (place + 1) % places.length;
    places.forEach((each, index) => each.classList.toggle("now", index === place));
    showBox(places[place].getBBox(), 6);
  };

  const acts = {
    in: () => zoom(STEP),
    out: () => zoom(1 / STEP),
    width: () => show({ x: 0, y: isWhole() ? 0 : view.y, w: width, h: 0 }),
    whole: () => show(whole()),
    next: nextPlace,
  };
  viewer.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) acts[button.dataset.do]();
  });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || typing(event)) return;
    const act = { "+": acts.in, "=": acts.in, "-": acts.out, 0: acts.whole, n: acts.next }[event.key];
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (act) act();
    else if (way && !isWhole() && viewer.contains(document.activeElement)) move((way[0] * view.w) / 6, (way[1] * view.h) / 6);
    else return;
    event.preventDefault();
  }, true);

  // A link that is reached by the keyboard is brought into sight.
  sheet.addEventListener("focusin", (event) => {
    const link = event.target.closest("a");
    if (!link || isWhole() || !link.matches(":focus-visible")) return;
    const box = link.getBBox();
    if (box.x + box.width < view.x || box.x > view.x + view.w || box.y + box.height < view.y || box.y > view.y + view.h)
      show({ ...view, x: box.x, y: box.y });
  });

  sheet.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && isWhole()) return; // the wheel alone turns the document
    event.preventDefault();
    const by = event.deltaMode === 1 ? event.deltaY * 30 : event.deltaY;
    zoom(Math.exp(-by / 400), { x: event.clientX, y: event.clientY });
  }, { passive: false });

  // Fingers and mouse: one moves, two zoom; a short press without moving is a click.
  const held = new Map();
  let moved = 0;
  sheet.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    if (!held.size) moved = 0;
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  window.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const box = frame();
    moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    if (held.size === 2) {
      const other = [...held].find(([id]) => id !== event.pointerId)[1];
      const apart = (one) => Math.hypot(one.x - other.x, one.y - other.y);
      zoom(apart(now) / Math.max(apart(before), 1), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    } else if (moved > SLACK && !isWhole()) {
      viewer.classList.add("held");
      move(((before.x - now.x) * view.w) / box.width, ((before.y - now.y) * view.h) / box.height);
    }
    held.set(event.pointerId, now);
  });
  for (const end of ["pointerup", "pointercancel"])
    window.addEventListener(end, (event) => {
      held.delete(event.pointerId);
      viewer.classList.remove("held");
    });
  sheet.addEventListener("dragstart", (event) => event.preventDefault());
  sheet.addEventListener("click", (event) => {
    if (moved > SLACK) event.preventDefault(); // it was moved, no link was meant
  }, true);
  sheet.addEventListener("dblclick", (event) => {
    event.preventDefault();
    if (isWhole()) zoom(4, { x: event.clientX, y: event.clientY });
    else show(whole());
  });
  sheet.addEventListener("click", (event) => {
    if (!event.target.closest("a") && moved <= SLACK && isWhole()) zoom(3, { x: event.clientX, y: event.clientY });
  });

  // An article in the list lights its place on the page.
  for (const item of document.querySelectorAll(".beside [data-article]")) {
    const area = document.getElementById(`a${item.dataset.article}`);
    const link = item.querySelector("a");
    if (!area || !link) continue;
    for (const [event, on] of [["mouseenter", true], ["mouseleave", false], ["focus", true], ["blur", false]])
      link.addEventListener(event, () => area.classList.toggle("on", on));
  }

  window.addEventListener("resize", () => (isWhole() || view.w > whole().w ? show(whole()) : show(view)));
  show(whole());
  const aimed = location.hash.startsWith("#a") && document.getElementById(location.hash.slice(1));
  if (aimed && aimed.closest("svg.sheet")) {
    showBox(aimed.getBBox(), 1.15);
    // The browser has gone to the article's place in the page as it was before.
    window.addEventListener("load", () => requestAnimationFrame(() => viewer.scrollIntoView()));
  }
})();
