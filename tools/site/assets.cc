#include "tools/site/assets.h"

#include "tools/portfolio/html.h"

namespace olympics {

std::string SiteStyle() {
  return PageStyle() + R"(
body { max-width: 72rem; padding-top: 1rem; }
a { color: var(--accent); }
a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--accent);
  outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .4rem; }
header p { margin: .2rem 0; color: var(--soft); }
nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; padding: 0;
  margin: .8rem 0; list-style: none; }
nav a { display: inline-block; padding: .35rem 0; }
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
td.rank { white-space: nowrap; }
th.name { max-width: 16rem; overflow: hidden; text-overflow: ellipsis;
  color: var(--ink); }
.tag { border: 1px solid var(--line); border-radius: 999px; padding: 0 .5rem;
  font-size: .85em; color: var(--soft); font-weight: 400; }
.plots { display: grid; gap: 1rem; margin-top: 1rem;
  grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); }
figure { margin: 0; }
figcaption { color: var(--soft); font-size: .9em; }
.plot .grid { stroke: var(--line); stroke-width: 1; }
.plot text { font-size: 13px; }
.plot .dot { fill: var(--soft); opacity: .55; }
.plot .best { fill: var(--accent); }
.plot .frontier { fill: none; stroke: var(--accent); stroke-width: 1.5;
  stroke-dasharray: 5 4; }
.plot polyline { fill: none; stroke-width: 2; }
.plot .c0 { stroke: #0969da; } .plot .c0.fill { fill: #0969da; }
.plot .c1 { stroke: #bf3989; } .plot .c1.fill { fill: #bf3989; }
.plot .c2 { stroke: #2da44e; } .plot .c2.fill { fill: #2da44e; }
.plot .c3 { stroke: #d4620a; } .plot .c3.fill { fill: #d4620a; }
.plot .c4 { stroke: #8250df; } .plot .c4.fill { fill: #8250df; }
.plot .c5 { stroke: #768390; } .plot .c5.fill { fill: #768390; }
footer { margin-top: 3rem; color: var(--soft); font-size: .9em; }
#live { color: var(--soft); min-height: 1.4em; }
tr.new { animation: fresh 4s ease-out; }
@keyframes fresh { from { background: color-mix(in srgb, var(--accent) 35%,
  transparent); } }
@media (prefers-reduced-motion: reduce) { tr.new { animation: none; } }
@media (max-width: 40rem) {
  body { padding: .8rem .7rem 3rem; }
  h1 { font-size: 1.5rem; }
  th, td { padding: .35rem .45rem; }
  .wide { display: none; }
  th.name { min-width: 7.5rem; max-width: 12rem; white-space: normal;
    overflow-wrap: break-word; }
  .tag { display: block; width: fit-content; white-space: nowrap; }
  .plot text { font-size: 17px; } }
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
