/** Reports of `wellposed verify` in their formats. */
import type { Verdict } from "../decide/decide.js";
import type { Property } from "../certificate/proof.js";
import { reportAsMarkdown } from "./markdown.js";
import type { Report, Result } from "./result.js";
import { reportAsSarif } from "./sarif.js";
import { reportAsText } from "./text.js";

export type ReportFormat = "text" | "json" | "markdown" | "sarif";

/** @param property the one that was asked for: it decides what counts as a finding */
export function formatReport(report: Report, format: ReportFormat, property: Property): string {
  switch (format) {
    case "text":
      return reportAsText(report);
    case "json":
      return `${JSON.stringify(report, null, 2)}\n`;
    case "markdown":
      return reportAsMarkdown(report);
    case "sarif":
      return reportAsSarif(report, property);
  }
}

/** The report without certificates, for readers who only want the verdicts. */
export function withoutCertificates(result: Result): Result {
  const bare = (verdict: Verdict): Verdict => ({ ...verdict, certificate: null });
  const { linear, finite, cube } = result.verdicts;
  return { ...result, verdicts: { linear: bare(linear), finite: bare(finite), cube: bare(cube) } };
}
