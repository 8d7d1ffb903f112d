#include "tools/portfolio/html.h"

#include "grader/report/text.h"

namespace olympics {

std::string PageStyle() {
  return R"(
:root { --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --paper: #ffffff;
  --accent: #0550ae; --band: #f3f5f7; color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9da7b1; --line: #3d444d; --paper: #0d1117;
    --accent: #6cb6ff; --band: #161b22; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 60rem;
  font: 1rem/1.55 system-ui, sans-serif; color: var(--ink);
  background: var(--paper); }
h1 { margin: 0; font-size: 1.9rem; }
h2 { margin: 2.2rem 0 .6rem; font-size: 1.25rem; }
p.sub { margin: .2rem 0 0; color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .4rem .6rem; text-align: left; white-space: nowrap;
  border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; }
td.n, th.n, [align="right"] { text-align: right; }
[align="center"] { text-align: center; }
td.wrap, thead th { white-space: normal; }
td.wrap { min-width: 7rem; }
th .mark { font-weight: 400; }
thead .mark { min-width: 6rem; }
.narrow { display: none; }
td, th { vertical-align: top; }
pre { overflow-x: auto; padding: .8rem 1rem; background: var(--band);
  border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap;
  overflow-wrap: anywhere; }
.readme { border-left: 4px solid var(--line); padding-left: 1rem; }
code { overflow-wrap: anywhere; }
svg { width: 100%; height: auto; }
.sign { width: 1.15em; height: 1.15em; vertical-align: -.2em; }
svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
.mark { display: block; color: var(--soft); font-size: .85em; }
@media (max-width: 58rem) {
  .narrow { display: block; margin: .3rem 0 0; color: var(--soft);
    font-size: .9rem; } }
@media (max-width: 40rem) {
  body { padding: .8rem .7rem 3rem; }
  h1 { font-size: 1.5rem; }
  table { font-size: .9rem; }
  th, td { padding: .35rem .4rem; }
  th.wrap { white-space: normal; min-width: 7rem; }
  thead .mark { min-width: 0; } }
@media print { body { max-width: none; padding: 0; font-size: .85rem; }
  .scroll { overflow: visible; } .narrow { display: none; }
  table { font-size: .72rem; } th, td { padding: .25rem .3rem; }
  h2 { break-after: avoid; }
  tr, svg { break-inside: avoid; } }
)";
}

std::string EscapeHtml(const std::string& text) {
  std::string out;
  for (const char c : PlainText(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace olympics
