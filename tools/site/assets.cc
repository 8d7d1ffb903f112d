#include "tools/site/assets.h"

#include "tools/plots/plots.h"
#include "tools/portfolio/html.h"

namespace olympics {

std::string SiteStyle() {
  return PageStyle() + PlotStyle() + R"(
body { max-width: 72rem; padding-top: 1rem; }
a { color: var(--accent); }
a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--accent);
  outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .4rem; }
header p { margin: .2rem 0; color: var(--soft); }
nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; padding: 0;
  margin: .8rem 0; list-style: none; }
nav a { display: inline-block; padding: .35rem 0; text-decoration: none; }
nav a:hover { text-decoration: underline; }
section { margin-top: 2.4rem; }
section h2 { margin: 0 0 .5rem; }
.cards { display: grid; gap: .8rem; margin: 1rem 0;
  grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); }
.card { border: 1px solid var(--line); border-radius: 8px; padding: .8rem 1rem;
  background: var(--band); }
.card h3 { margin: 0 0 .3rem; font-size: 1rem; }
.card p { margin: .1rem 0; overflow-wrap: anywhere; }
.card .who { font-size: 1.15rem; font-weight: 650; }
.soft { color: var(--soft); }
tbody tr:nth-child(odd) { background: var(--band); }
tbody tr.first th, tbody tr.first td { font-weight: 650; }
tbody tr.own th, tbody tr.own td { font-weight: 400; font-style: italic;
  color: var(--soft); }
th.name { color: var(--ink); width: 30%; white-space: normal; }
th.name .who { display: inline-block; max-width: 16rem; overflow: hidden;
  text-overflow: ellipsis; white-space: nowrap; vertical-align: bottom; }
.tag { display: inline-block; white-space: nowrap; padding: 0 .5rem;
  border: 1px solid var(--line); border-radius: 999px;
  font-size: .85em; color: var(--soft); font-weight: 400; }
footer { margin-top: 3rem; color: var(--soft); font-size: .9em; }
#live { color: var(--soft); min-height: 1.4em; }
tr.new { animation: fresh 4s ease-out; }
@keyframes fresh { from { background: color-mix(in srgb, var(--accent) 35%,
  transparent); } }
@media (prefers-reduced-motion: reduce) { tr.new { animation: none; } }
@media (max-width: 40rem) {
  tr > :first-child { padding-left: .2rem; }
  th.name { min-width: 7.5rem; }
  th.name .who { max-width: 7.5rem; white-space: normal;
    overflow-wrap: break-word; } }
)";
}

std::string SiteScript() {
  return R"("use strict";
// The page is whole without this; this keeps it up to date.
(() => {
  const live = document.getElementById("live");
  if (!live || !window.EventSource) return;
  const key = (row) => row.dataset.key + "\n" + row.textContent;
  let busy = false, again = false;
  const refresh = async () => {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const answer = await fetch(location.pathname, { cache: "no-cache" });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(),
                                                   "text/html");
      const before = new Set(
        [...document.querySelectorAll("tr[data-key]")].map(key));
      const focused = document.activeElement && document.activeElement.id;
      document.querySelector("main").replaceWith(page.querySelector("main"));
      const changed = [...document.querySelectorAll("tr[data-key]")]
        .filter((row) => !before.has(key(row)));
      changed.forEach((row) => row.classList.add("new"));
      if (focused) document.getElementById(focused)?.focus();
      const now = new Date().toLocaleTimeString();
      live.textContent = changed.length
        ? `Updated at ${now}: ${changed.length} changed`
        : `Up to date at ${now}`;
    } catch {
      live.textContent = "An update could not be loaded; reload the page.";
    }
    busy = false;
    if (again) { again = false; refresh(); }
  };
  let known = document.body.dataset.version;
  const events = new EventSource("/events");
  events.addEventListener("version", (event) => {
    if (event.data === known) return;
    known = event.data;
    refresh();
  });
  events.onerror = () => { live.textContent = "Connection lost; trying again …"; };
  events.onopen = () => { live.textContent = "Live: new grades appear by themselves."; };
})();
)";
}

}  // namespace olympics
