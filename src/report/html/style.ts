/** The one style sheet of a page: light and dark, wide and narrow, on a screen and on paper. Colours after Okabe and Ito, which colour blindness leaves apart. */
export const STYLE = `
:root { color-scheme: light; --page: #ffffff; --ink: #1b1b1b; --soft: #595959; --line: #c9c9c9; --panel: #f4f5f7; --blue: #0063a3; --orange: #c04a00; --grey: #767676; --on-blue: #ffffff; }
@media screen and (prefers-color-scheme: dark) {
  :root { color-scheme: dark; --page: #15181c; --ink: #e8e8e8; --soft: #b3b7bd; --line: #474c54; --panel: #1f2329; --blue: #6cc0f5; --orange: #f0a13c; --grey: #9aa0a8; --on-blue: #0b1116; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main, header, footer, nav { max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
footer { color: var(--soft); font-size: .875rem; padding-top: 1rem; padding-bottom: 2rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.2rem 0 .6rem; padding-top: .6rem; border-top: 1px solid var(--line); }
p, li, blockquote, figcaption, td, th { overflow-wrap: break-word; }
p { margin: .6rem 0; max-width: 46rem; }
a { color: var(--blue); }
header nav { padding: 0; }
nav ul { list-style: none; padding: 0; margin: .5rem 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; font-size: .9375rem; }
.answer { border-left: .4rem solid var(--grey); background: var(--panel); padding: .7rem 1rem; margin: 1rem 0; max-width: none; }
.answer.yes { border-color: var(--blue); }
.answer.no { border-color: var(--orange); border-left-style: double; }
.answer strong { margin-right: .4rem; }
.about { margin: .6rem 0; color: var(--soft); max-width: 46rem; }
.scroll { overflow-x: auto; margin: .9rem 0; }
.long { max-height: 26rem; overflow-y: auto; border-bottom: 2px solid var(--line); }
.scroll:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
table { border-collapse: collapse; font-size: .9375rem; }
caption { text-align: left; color: var(--soft); padding-bottom: .3rem; }
th, td { padding: .25rem .7rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
thead th { border-bottom: 2px solid var(--soft); vertical-align: bottom; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.matrices { display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: center; }
.matrices math, math[display="block"] { margin: 0; display: inline-block; }
.equation { margin: .25rem 0 .25rem 2rem; text-indent: -2rem; padding-left: .5rem; max-width: none; line-height: 1.9; }
math { white-space: nowrap; font-size: 1.1em; }
.steps { list-style: none; padding: 0; margin: .6rem 0; max-width: 52rem; }
.steps li { padding-left: 2.2rem; margin: .45rem 0; position: relative; }
.steps .at { position: absolute; left: 0; width: 1.7rem; text-align: right; color: var(--soft); font-variant-numeric: tabular-nums; }
.steps .decides { border-left: .25rem solid var(--soft); background: var(--panel); padding-top: .2rem; padding-bottom: .2rem; padding-right: .5rem; }
.depth-1 { margin-left: 1rem !important; } .depth-2 { margin-left: 2rem !important; } .depth-3 { margin-left: 3rem !important; } .depth-4 { margin-left: 4rem !important; }
.rule { color: var(--soft); font-style: italic; }
.theorem { border: 1px solid var(--line); padding: .5rem .9rem; margin: .8rem 0; max-width: 46rem; font-size: .9375rem; }
.theorem cite { display: block; color: var(--soft); font-size: .875rem; }
.figures { display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
.figures > figure { flex: 1 1 20rem; max-width: 100%; min-width: 0; }
figure { margin: 1rem 0; }
figure .scroll { margin: 0; }
figure svg { display: block; max-width: 100%; height: auto; }
figure .scroll svg.wide { max-width: none; }
figcaption { font-size: .9375rem; color: var(--soft); max-width: 46rem; margin-top: .4rem; }
figcaption b { color: var(--ink); }
pre { background: var(--panel); border: 1px solid var(--line); padding: .6rem .8rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; font: .875rem/1.5 ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
svg text { fill: var(--ink); font: 13px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
svg .small { font-size: 11px; }
svg .axis { stroke: var(--soft); stroke-width: 1; fill: none; }
svg .grid { stroke: var(--line); stroke-width: 1; fill: none; }
svg .edge { fill: none; stroke: var(--grey); stroke-width: 1.5; }
svg .deciding { stroke: var(--blue); stroke-width: 4; }
svg .dead { stroke-dasharray: 1 5; }
svg .grows { stroke: var(--orange); stroke-width: 5; }
svg .steady { stroke: var(--grey); stroke-width: 2; }
svg .falls { stroke: var(--blue); stroke-width: 2.5; stroke-dasharray: 8 5; }
svg .unknown { stroke-dasharray: 1 5; }
svg .neuron { fill: var(--page); stroke: var(--soft); stroke-width: 1.5; }
svg .marked { fill: var(--blue); stroke: var(--blue); }
svg .on-marked { fill: var(--on-blue); font-weight: 600; }
svg .halo { stroke: var(--page); stroke-width: 4px; paint-order: stroke; }
svg .best { fill: none; stroke: var(--blue); stroke-width: 2.5; }
svg .run { fill: none; stroke: var(--grey); stroke-width: 1; }
svg .exact { fill: none; stroke: var(--orange); stroke-width: 2.5; stroke-dasharray: 7 4; }
svg .other { fill: none; stroke: var(--blue); stroke-width: 2; stroke-dasharray: 2 3; }
svg .dot-exact { fill: var(--orange); }
svg .dot-other { fill: var(--blue); }
svg .band { fill: var(--grey); fill-opacity: .22; }
svg .cell { fill: var(--ink); }
svg .frame { fill: none; stroke: var(--soft); stroke-width: 1; }
svg .pointer { fill: var(--orange); }
@media (max-width: 30rem) {
  table { font-size: .875rem; }
  th, td { padding: .25rem .4rem; }
}
@media print {
  body { font-size: 10pt; }
  main, header, footer { max-width: none; padding-left: 0; padding-right: 0; }
  nav { display: none; }
  .scroll, pre { overflow: visible; max-height: none; border-bottom: 0; }
  h2 { break-after: avoid; }
  figure, tr, .theorem, .answer, .steps li { break-inside: avoid; }
  table { font-size: 9pt; }
  a { color: inherit; }
}
`.trim();
