/** A report in its three forms. */
import { reportPage } from "../html/report-page.js";
import { patternReportAsJson } from "./json.js";
import { blocksAsMarkdown } from "./markdown.js";
import type { PatternReport } from "./pattern-report.js";
import { sectionsOf } from "./sections.js";

export interface WrittenReport {
  readonly html: string;
  readonly markdown: string;
  readonly json: string;
}

/** @param name of the files that the report is written to, without extension: its attachments are called after it */
export function writePatternReport(report: PatternReport, name: string): WrittenReport {
  const blocks = sectionsOf(report, name);
  return { html: reportPage(blocks), markdown: blocksAsMarkdown(blocks), json: patternReportAsJson(report) };
}
