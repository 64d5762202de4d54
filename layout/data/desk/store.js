/* The one place that knows what the server said last, and the only door to it. Modules read `desk.state`, ask with
   `get` and `post`, and hear of changes by `on`; none of them talks to the network or to another module by itself.

   Events: "state" (everything is new), "made" ({pages: numbers that changed, event: as the server sent it}), "select" ({place, from}),
   "story" ({page, name}: open it in the editor), "go" ({page}), "shown" ({pages}: what the viewer now shows),
   "issues", "language", "progress" ({stage, done, of}), "busy" ({busy: bool}), "connection" ({lost, ended}),
   "told" ({message, kind: "done" | "fault" | ""}). */

import { either, language, t } from "./words.js";

/* What the server would not do. conflict: of a 409, else null; code: of a diagnostic, or "". */
export class Refused extends Error {
  constructor(status, answer) {
    super(answer?.error?.message ?? (status ? `HTTP ${status}` : t("connection.none")));
    this.status = status;
    this.code = answer?.error?.code ?? "";
    this.conflict = answer?.conflict ?? null;
  }
}

const RETRY = 2000; // ms; EventSource gives up for good on an answer that is no stream, e.g. while the desk restarts

const heard = new Map();
let source = null;
let waiting = 0;
let asked = 0; // counts the issues opened, so that a late answer to an earlier one is left aside
let refreshed = 0; // counts the states asked for
let newest = 0; // the last of them that was answered
let merges = 0; // counts the events taken into a state

export const desk = {
  issue: "",
  state: null,
  info: null,
  selected: null,
  shown: [],
  online: false,
  t,
  either,
  language,
  token: document.querySelector('meta[name="desk-token"]')?.content ?? "",
  nonce: document.querySelector('meta[name="desk-nonce"]')?.content ?? "",

  /* Whether this browser may change anything; the phone's address reads only. */
  get writes() {
    return this.token !== "" && this.info?.writes !== false;
  },

  on(event, listener) {
    if (!heard.has(event)) heard.set(event, new Set());
    heard.get(event).add(listener);
    return () => heard.get(event).delete(listener);
  },

  emit(event, detail = {}) {
    for (const listener of [...(heard.get(event) ?? [])]) {
      try {
        listener(detail);
      } catch (error) {
        console.error(error); // one module's fault must not keep the picture from the others
      }
    }
  },

  get(path, params = {}) {
    return answer(`${path}?${new URLSearchParams({ ...params, lang: language() })}`, {});
  },

  async post(path, body) {
    this.busy(1);
    try {
      return await answer(path, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Desk-Token": this.token },
        body: JSON.stringify({ ...body, lang: language() }),
      });
    } finally {
      this.busy(-1);
    }
  },

  tell(message, kind = "") {
    this.emit("told", { message, kind });
  },

  busy(step) {
    waiting += step;
    this.emit("busy", { busy: waiting > 0 });
  },

  async begin() {
    this.info = await this.get("/api/desk");
    return this.info;
  },

  async open(issue) {
    const mine = ++asked;
    source?.close();
    this.issue = issue;
    this.selected = null;
    this.state = null;
    try {
      await refresh(mine, true);
    } finally {
      if (mine === asked) listen(issue); // a desk that does not answer yet may do so later
    }
  },

  select(place, from) {
    this.selected = place;
    this.emit("select", { place, from });
  },

  go(page) {
    this.emit("go", { page });
  },

  page(number) {
    return this.state?.pages.find((page) => page.number === number) ?? null;
  },

  refresh() {
    return refresh(asked, true);
  },

  /* The server's own words (findings, checks) in the language chosen; everything that is shown hears "language". */
  async speak() {
    this.emit("language");
    if (!this.issue) return;
    const mine = ++asked;
    source?.close();
    try {
      await refresh(mine, true);
    } finally {
      if (mine === asked) listen(this.issue);
    }
  },
};

async function answer(address, how) {
  let response;
  try {
    response = await fetch(address, { credentials: "same-origin", cache: "no-store", ...how });
  } catch {
    throw new Refused(0, null);
  }
  const said = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(response.status, said);
  return said;
}

async function refresh(mine, always) {
  const turn = ++refreshed;
  const before = merges;
  const state = await desk.get("/api/state", { issue: desk.issue });
  if (mine !== asked || turn < newest || (!always && state.revision === desk.state?.revision)) return;
  newest = turn;
  if (merges > before && state.revision < desk.state.revision) return; // written before an event that overtook it
  desk.state = state;
  desk.emit("state", state);
}

function listen(issue) {
  const mine = asked;
  source = new EventSource(`/api/events?${new URLSearchParams({ issue, lang: language() })}`);
  source.addEventListener("open", () => {
    online(true);
    refresh(mine, false).catch(() => {});
  });
  source.addEventListener("error", () => {
    online(false);
    if (source?.readyState === EventSource.CLOSED && mine === asked)
      setTimeout(() => mine === asked && listen(issue), RETRY);
  });
  source.addEventListener("made", (event) => made(JSON.parse(event.data), mine));
  source.addEventListener("progress", (event) => desk.emit("progress", JSON.parse(event.data)));
  source.addEventListener("issues", async () => {
    await desk.begin().catch(() => {});
    desk.emit("issues");
  });
  source.addEventListener("bye", () => {
    source.close();
    online(false, true);
    setTimeout(() => mine === asked && listen(issue), RETRY);
  });
}

function made(event, mine) {
  if (mine !== asked) return;
  if (desk.state === null || event.previous !== desk.state.revision) {
    if (event.revision !== desk.state?.revision) refresh(mine, true).catch(() => {});
    return;
  }
  desk.state = merged(desk.state, event);
  merges += 1;
  desk.emit("made", { pages: event.pages.map((page) => page.number), event });
}

/* The state after an event: pages that did not change are the same objects as before. */
export function merged(state, event) {
  const { pages, order, previous, ...rest } = event;
  const known = new Map(state.pages.map((page) => [page.number, page]));
  for (const { groups, fresh, fonts, ...page } of pages) known.set(page.number, page); // drawings are sheets.js' own
  return { ...state, ...rest, pages: order.map((number) => known.get(number)).filter(Boolean) };
}

function online(is, ended = false) {
  if (desk.online === is && !ended) return;
  desk.online = is;
  desk.emit("connection", { lost: !is, ended });
}
