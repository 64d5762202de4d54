/* On a phone the page has the screen; findings and stories come up from below by one button. Above 700 px the same
   button hides the pane beside the page. */

import { button } from "./dom.js";
import { icon } from "./icons.js";
import { closed, shut } from "./panel.js";
import { desk } from "./store.js";

export function mount() {
  const opener = button("key.panel", () => shut(!closed()), {
    icon: icon("panel"),
    text: false,
    shortcut: "p",
    kind: "panel-opener",
  });
  opener.setAttribute("aria-controls", "panel");
  document.querySelector("#pages .bar.view").prepend(opener);
  const narrow = matchMedia("(max-width: 700px)");
  if (narrow.matches) shut(true);
  const show = () => opener.setAttribute("aria-expanded", String(!closed()));
  new MutationObserver(show).observe(document.body, { attributeFilter: ["class"] });
  show();
  // What was chosen below is seen above: the pane makes way.
  desk.on("select", ({ from }) => from === "panel" && narrow.matches && shut(true));
}
