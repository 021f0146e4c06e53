/** The page of one report, and the page that lists several. */
import type { ReportBlock } from "../pattern-report/blocks.js";
import { answer } from "../words.js";
import { blocksAsHtml } from "./blocks.js";
import { html } from "./escape.js";
import { sentence } from "./formula.js";
import { page } from "./page.js";

/** Enough headings for a list of them. */
const FEWEST_LISTED = 4;

/** @param kind of the report, for the title of the window */
export function reportPage(blocks: readonly ReportBlock[], kind = "closedness report"): string {
  const { header, main, sections } = blocksAsHtml(blocks);
  const title = blocks.find((block) => block.kind === "title")?.text ?? "";
  const contents =
    sections.length < FEWEST_LISTED
      ? ""
      : html`\n<nav aria-label="Sections">\n<ul>\n${sections.map(({ id, text }) => html`<li><a href="#${id}">${sentence(text)}</a></li>\n`)}</ul>\n</nav>`;
  return page({ title: `${title}: ${kind}`, header: html`${header}${contents}`, main });
}

/** A line of the index: a report, or why there is none. */
export type Listed =
  | {
      readonly source: string;
      readonly name: string;
      readonly title: string;
      readonly widths: readonly number[];
      readonly closed: { readonly linear: boolean | null; readonly finite: boolean | null; readonly cube: boolean | null };
      readonly points: number | null;
      readonly status: string | null;
    }
  | { readonly source: string; readonly refused: string };

export function indexPage(listed: readonly Listed[]): string {
  const rows = listed.map((line) => {
    if ("refused" in line) return html`<tr><th scope="row">${line.source}</th><td colspan="6">refused: ${line.refused}</td></tr>\n`;
    const { name, title, source, widths, closed, points, status } = line;
    return html`<tr><th scope="row"><a href="${`${encodeURIComponent(name)}.html`}">${title === "" ? source : title}</a></th><td>${widths.join("-")}</td><td>${answer(closed.linear)}</td><td>${answer(closed.finite)}</td><td>${answer(closed.cube)}</td><td class="number">${points ?? ""}</td><td>${status ?? ""}</td></tr>\n`;
  });
  const main = html`<div class="scroll" tabindex="0" role="group" aria-label="Reports">
<table>
<caption>Closed: yes, no or undecided; points of the training set without an optimum; what the best run on it does</caption>
<thead><tr><th scope="col">pattern</th><th scope="col">widths</th><th scope="col">linear</th><th scope="col">finite</th><th scope="col">cube</th><th scope="col" class="number">points</th><th scope="col">best run</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
</div>`;
  return page({ title: "Closedness reports", header: html`<h1>Closedness reports</h1>`, main });
}
