/* Boots the desk: words, what there is to open, the modules in their regions, the keyboard. Which pane stands where is
   CSS; what each pane shows is its own module. */

import { listen } from "./keys.js";
import { recall } from "./settings.js";
import { desk } from "./store.js";
import { firstLanguage, setLanguage } from "./words.js";
import "./words-desk.js";

const region = (id) => document.getElementById(id);

/* The modules with a pane of their own; each exports mount(region). A desk that only reads has no editor. */
async function mount() {
}

async function boot() {
  document.documentElement.dataset.theme = recall("theme", "auto");
  setLanguage(firstLanguage(""));
  await desk.begin();
  setLanguage(firstLanguage(desk.info.language));
  await mount();
  listen(document);
  const asked = new URLSearchParams(location.hash.slice(1)).get("issue");
  const issue = desk.info.issues.find((each) => each.file === asked) ?? desk.info.issues[0];
  if (issue) await desk.open(issue.file);
  else region("start").hidden = false;
}

boot().catch((error) => desk.tell(error.message, "fault"));
