/**
 * The style sheet: system fonts, light and dark, wide and narrow. The classifier is blue and dashed, the gallery orange
 * and solid.
 */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f7f6f3; --card: #ffffff; --ink: #1d1d22; --soft: #63636e; --rule: #e6e4de; --faint: #f1efea;
  --classifier: #2f66d0; --gallery: #bf560a; --right: #1a7f4b; --wrong: #bb3329; --hybrid: #7a45c4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #131317; --card: #1c1c22; --ink: #ececf1; --soft: #a2a2ae; --rule: #30303a; --faint: #26262e;
    --classifier: #86aeff; --gallery: #ffa858; --right: #5fd394; --wrong: #ff8a80; --hybrid: #c6a2ff;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
}
main { max-width: 1080px; margin: 0 auto; padding: 48px 24px 72px; }
h1 { margin: 0; font-size: clamp(2rem, 6vw, 3rem); line-height: 1.1; letter-spacing: -0.025em;
  overflow-wrap: anywhere; }
h2 { margin: 0; font-size: 1.5rem; letter-spacing: -0.015em; }
h3 { margin: 0 0 8px; font-size: 1rem; }
section { margin-top: 56px; }
small { color: var(--soft); font-size: 0.8125rem; font-weight: 400; }
.eyebrow { margin: 0 0 12px; color: var(--soft); font-size: 0.875rem; }
.lead { margin: 6px 0 20px; color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--rule); border-radius: 14px; padding: 20px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.dot { display: inline-block; width: 10px; height: 10px; border-radius: 50%; margin-right: 8px;
  background: currentColor; }
.dot.classifier { color: var(--classifier); } .dot.gallery { color: var(--gallery); }

.verdict {
  --accent: var(--soft); position: relative; overflow: hidden; margin-top: 28px; padding: 28px 32px 20px 38px;
  border-radius: 18px; background: var(--card); border: 1px solid var(--rule);
}
.verdict::before { content: ""; position: absolute; inset: 0 auto 0 0; width: 6px; background: var(--accent); }
.verdict.classifier { --accent: var(--classifier); }
.verdict.gallery { --accent: var(--gallery); }
.verdict.hybrid { --accent: var(--hybrid); }
.verdict.either { --accent: var(--right); }
.badge { margin: 0; color: var(--accent); font-weight: 650; font-size: 0.8125rem; letter-spacing: 0.06em;
  text-transform: uppercase; }
.sentence { margin: 6px 0 18px; font-size: clamp(1.25rem, 3.4vw, 1.6rem); line-height: 1.3; font-weight: 620;
  letter-spacing: -0.015em; text-wrap: balance; }
.verdict ul { margin: 0; padding: 0; list-style: none; color: var(--soft); }
.verdict li { padding: 8px 0; border-top: 1px solid var(--rule); font-size: 0.9375rem; }

.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 420px), 1fr)); gap: 16px; }
.charts + .card { margin-top: 16px; }
figure { margin: 0; }
figcaption { display: flex; flex-wrap: wrap; gap: 2px 16px; align-items: baseline; margin-bottom: 12px; }
figcaption strong { flex: 1 0 100%; font-weight: 620; }
figcaption small { flex: 1 1 auto; }
.legend { display: flex; gap: 14px; font-size: 0.8125rem; color: var(--soft); }
.legend span { display: inline-flex; align-items: center; gap: 6px; }
svg { display: block; }
figure > svg { width: 100%; height: auto; overflow: visible; }
svg text { fill: var(--soft); font-size: 13px; font-variant-numeric: tabular-nums; }
svg .tick { text-anchor: middle; } svg .axis { text-anchor: middle; } svg .end { text-anchor: end; }
svg .name { fill: var(--ink); font-size: 14px; }
svg .side { font-size: 12px; }
svg .grid { stroke: var(--rule); }
svg .zero { stroke: var(--soft); }
svg .band { fill: var(--faint); }
svg .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
svg .line.classifier { stroke: var(--classifier); stroke-dasharray: 6 5; }
svg .line.gallery { stroke: var(--gallery); }
svg .whisker { stroke-width: 6; stroke-linecap: round; opacity: 0.35; stroke: var(--ink); }
svg .whisker.classifier { stroke: var(--classifier); } svg .whisker.gallery { stroke: var(--gallery); }
svg .interval { opacity: 0.16; }
svg .interval.classifier { fill: var(--classifier); } svg .interval.gallery { fill: var(--gallery); }
svg .place { fill: var(--card); stroke-width: 2.5; }
svg .place.classifier { stroke: var(--classifier); } svg .place.gallery { stroke: var(--gallery); }
svg .mark { fill: var(--ink); paint-order: stroke; stroke: var(--card); stroke-width: 4px; }
svg .point { fill: var(--ink); stroke: var(--card); stroke-width: 2; }
svg .point.classifier { fill: var(--classifier); } svg .point.gallery { fill: var(--gallery); }

table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 9px 0 9px 16px; border-top: 1px solid var(--rule); vertical-align: baseline; }
thead th, tbody:first-of-type tr:first-child th { border-top: 0; }
th:first-child { padding-left: 0; }
thead th { padding-bottom: 0; }
thead th + th, td { text-align: right; white-space: nowrap; }
th[scope=row] { font-weight: 500; width: 60%; } th[scope=row] small { display: block; }
th[scope=colgroup] { padding-top: 26px; color: var(--soft); font-size: 0.8125rem; font-weight: 600;
  letter-spacing: 0.04em; text-transform: uppercase; border-top: 0; }
tbody tr:nth-child(2) th, tbody tr:nth-child(2) td { border-top-color: var(--soft); }
td.better { font-weight: 680; }
td.better::before { content: "● "; font-size: 0.6em; vertical-align: 0.25em; color: var(--right); }
td.none::after { content: "–"; color: var(--soft); }

.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr)); gap: 16px; }
.picture { padding: 0; overflow: hidden; display: flex; flex-direction: column; }
.picture .main { width: 100%; aspect-ratio: 4 / 3; object-fit: contain; background: var(--faint); }
.predictions { padding: 14px 16px 16px; display: flex; flex-direction: column; gap: 10px; flex: 1; }
.truth { margin: 0; font-weight: 620; overflow-wrap: anywhere; line-height: 1.3; }
.truth small { display: block; }
.answer { display: grid; grid-template-columns: auto 1fr auto; gap: 0 7px; align-items: baseline; font-size: 0.875rem; }
.answer .mark { font-weight: 700; }
.answer.right .mark { color: var(--right); } .answer.wrong .mark { color: var(--wrong); }
.answer .who { grid-column: 2; color: var(--soft); font-size: 0.75rem; }
.answer .what { grid-column: 2 / 4; overflow-wrap: anywhere; line-height: 1.3; }
.answer .figure { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; font-size: 0.75rem; }
.answer .bar { grid-column: 2 / 4; height: 4px; margin-top: 5px; border-radius: 2px; background: var(--faint);
  overflow: hidden; }
.answer .bar span { display: block; height: 100%; border-radius: 2px; }
.answer.classifier .bar span { background: var(--classifier); }
.answer.gallery .bar span { background: var(--gallery); }
.nearest { display: flex; gap: 6px; margin-top: auto; padding-top: 4px; }
.nearest img { width: 38px; height: 38px; object-fit: cover; border-radius: 7px; background: var(--faint); }

.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 220px), 1fr)); gap: 20px; }
.panel h3 { display: flex; align-items: end; min-height: 2.6em; overflow-wrap: anywhere; line-height: 1.3; }
.panel.classifier h3 { color: var(--classifier); } .panel.gallery h3 { color: var(--gallery); }
.panel img, .panel .empty { width: 100%; aspect-ratio: 1; display: block; border-radius: 10px;
  background: var(--faint); }
.panel p { margin: 8px 0 0; font-size: 0.875rem; line-height: 1.4; overflow-wrap: anywhere; }
.explanation + .explanation { margin-top: 28px; padding-top: 20px; border-top: 1px solid var(--rule); }
h2 + .panels { margin-top: 16px; }
.heat { display: inline-block; width: 26px; height: 14px; border-radius: 3px; margin: 0 8px -2px 0; opacity: 0.78; }
.heat:nth-of-type(n + 2) { margin-left: 16px; }

.confused { margin: 0; padding: 0; list-style: none; }
.confused li { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; padding: 10px 0;
  border-top: 1px solid var(--rule); }
.pair { flex: 1 1 160px; overflow-wrap: anywhere; line-height: 1.3; }
.arrow { color: var(--soft); font-size: 0.8125rem; }
.count { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.examples { display: flex; gap: 6px; }
.examples img { width: 44px; height: 44px; object-fit: cover; border-radius: 8px; background: var(--faint); }

.small-cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: 12px; }
.small-card { display: flex; gap: 14px; align-items: flex-start; padding: 12px; }
.small-card > img { width: 84px; height: 84px; flex: none; object-fit: contain; border-radius: 8px;
  background: var(--faint); }
.small-card > div { flex: 1; min-width: 0; }
.small-card .truth { margin-bottom: 4px; } .small-card s { color: var(--soft); }
.small-card .nearest { padding-top: 8px; }
.said { margin: 0; font-size: 0.8125rem; line-height: 1.4; overflow-wrap: anywhere; color: var(--soft); }
.said.right .mark { color: var(--right); } .said.wrong .mark { color: var(--wrong); }

.classes th[scope=row] { width: auto; overflow-wrap: anywhere; }
.classes td.taken { white-space: normal; width: 30%; overflow-wrap: anywhere; }
.classes th[scope=row] .narrow { display: none; }
.classes .bar { display: inline-block; width: 56px; height: 6px; margin-right: 8px; border-radius: 3px;
  background: var(--faint); overflow: hidden; vertical-align: 0.1em; }
.classes .bar span { display: block; height: 100%; }
.classes .classifier .bar span { background: var(--classifier); }
.classes .gallery .bar span { background: var(--gallery); }
.classes tbody tr:nth-child(n) th, .classes tbody tr:nth-child(n) td { border-top: 1px solid var(--rule); }

.filter { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 16px; }
.filter input { position: absolute; opacity: 0; }
.filter label { padding: 6px 12px; border: 1px solid var(--rule); border-radius: 999px; font-size: 0.875rem;
  cursor: pointer; }
.filter input:checked + label { border-color: var(--ink); background: var(--faint); }
.filter input:focus-visible + label { outline: 2px solid var(--classifier); }
.matrix { display: none; overflow-x: auto; }
.matrices:has(#matrix-0:checked) #shown-0, .matrices:has(#matrix-1:checked) #shown-1,
.matrices:has(#matrix-2:checked) #shown-2, .matrices:has(#matrix-3:checked) #shown-3 { display: block; }
.matrix h3 { display: none; }
.matrix table { width: auto; font-size: 0.8125rem; }
.matrix thead th, .matrix td { text-align: center; padding: 3px 2px; min-width: 26px; }
.matrix th[scope=row] { width: auto; padding: 3px 12px 3px 0; max-width: 240px; overflow: hidden;
  text-overflow: ellipsis; white-space: nowrap; }
.matrix tbody tr:nth-child(n) td { border: 1px solid var(--rule); } .matrix tbody tr:nth-child(n) th { border: 0; }
.matrix td.own { background: color-mix(in srgb, var(--right) calc(var(--share) * 0.55), transparent); }
.matrix td.other { background: color-mix(in srgb, var(--wrong) calc(12% + var(--share) * 0.6), transparent); }

dl { margin: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 220px), 1fr));
  gap: 16px 24px; }
dt { color: var(--soft); font-size: 0.8125rem; } dd { margin: 0; overflow-wrap: anywhere; }
details { margin-top: 20px; border-top: 1px solid var(--rule); padding-top: 14px; } summary { cursor: pointer; }
details.fold { margin-top: 0; border: 0; padding: 0; } details > .small-cards, details > table { margin-top: 16px; }
details ul { margin: 10px 0 0; padding-left: 20px; }
code { font: 0.875em ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }

@media (max-width: 600px) {
  main { padding: 28px 16px 48px; }
  section { margin-top: 40px; }
  .verdict { padding: 20px 20px 12px 24px; } .card { padding: 16px; } .picture { padding: 0; }
  th, td { padding-left: 10px; } th[scope=row] { width: auto; } th[scope=row] small { display: none; }
  table { font-size: 0.875rem; } td { white-space: normal; text-wrap: balance; } svg text { font-size: 15px; }
  .pictures { grid-template-columns: repeat(auto-fill, minmax(min(100%, 158px), 1fr)); gap: 10px; }
  .classes td.taken, .classes th.taken, .classes .bar { display: none; } .classes thead th { font-size: 0.75rem; }
  .classes th:first-child { width: 46%; } .classes th .dot { margin-right: 4px; }
  .classes th[scope=row] .narrow { display: block; overflow-wrap: anywhere; }
  .matrix th[scope=row] { max-width: 116px; } .matrix thead th, .matrix td { min-width: 20px; font-size: 0.75rem; }
  .predictions { padding: 10px 12px 12px; } .nearest img { width: 30px; height: 30px; }
  .nearest img:nth-child(n + 4) { display: none; }
}
@media print {
  main { padding: 0; max-width: none; } section { margin-top: 32px; } body { background: none; }
  h2, h3, .lead, figcaption, summary, thead { break-after: avoid; break-inside: avoid; }
  .verdict, .picture, .small-card, .panels, figure, tr, .confused li, .matrix { break-inside: avoid; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  .pictures { grid-template-columns: repeat(4, 1fr); gap: 10px; } .charts { grid-template-columns: 1fr 1fr; }
  .small-cards { grid-template-columns: 1fr 1fr; }
  .predictions { padding: 10px 12px; } .nearest img { width: 30px; height: 30px; } dl > div { break-inside: avoid; }
  .filter { display: none; } .matrix, .matrix h3 { display: block; } .matrix + .matrix { margin-top: 20px; }
  .matrix { overflow: visible; } .matrix table { font-size: 0.625rem; } .matrix th[scope=row] { max-width: 190px; }
  .matrix thead th, .matrix td { min-width: 0; width: 18px; padding: 2px 0; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
