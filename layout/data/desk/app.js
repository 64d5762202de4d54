/* Boots the desk: words, what there is to open, the modules in their regions, the keyboard. Which pane stands where is
   CSS; what each pane shows is its own module. */

import * as compare from "./compare.js";
import * as dragging from "./dragging.js";
import * as editor from "./editor.js";
import * as flatplan from "./flatplan.js";
import * as incoming from "./incoming.js";
import { listen } from "./keys.js";
import * as moving from "./moving.js";
import * as overlays from "./overlays.js";
import * as panel from "./panel.js";
import * as phone from "./phone.js";
import * as plans from "./plans.js";
import * as pointing from "./pointing.js";
import { recall } from "./settings.js";
import * as start from "./start.js";
import * as status from "./status.js";
import { desk } from "./store.js";
import * as tools from "./tools.js";
import * as viewbar from "./viewbar.js";
import * as viewer from "./viewer.js";
import { apply, firstLanguage, setLanguage } from "./words.js";
import "./words-desk.js";
import "./words-pages.js";

const region = (id) => document.getElementById(id);

/* Every module mounts once, before anything is shown; from then on they hear of changes by the store's events. */
async function mount() {
  tools.mount(region("tools"));
  viewer.mount(region("pages"));
  const extras = viewbar.mount(region("pages"));
  pointing.mount();
  flatplan.mount(region("pages"));
  overlays.mount(extras);
  compare.mount(extras);
  panel.mount(region("panel"));
  phone.mount();
  start.mount(region("start"));
  if (!desk.writes) return;
  const writing = document.querySelector("#tools .set.writing");
  plans.mount(writing);
  incoming.mount(writing);
  moving.mount();
  dragging.mount();
  editor.mount(region("editor"));
}

async function boot() {
  document.documentElement.dataset.theme = recall("theme", "auto");
  setLanguage(firstLanguage(""));
  status.mount(region("status"), region("banners"));
  await desk.begin();
  setLanguage(firstLanguage(desk.info.language));
  await mount();
  apply(document);
  listen(document);
  // What this window showed before a reload, what the terminal was given, the newest.
  const asked = new URLSearchParams(location.hash.slice(1)).get("issue");
  const named = (file) => desk.info.issues.find((each) => each.file === file);
  const issue = named(asked) ?? named(desk.info.first) ?? desk.info.issues[0];
  if (issue) await desk.open(issue.file);
  else region("start").hidden = false;
}

boot().catch((error) => {
  console.error(error);
  desk.tell(error.message, "fault");
});
