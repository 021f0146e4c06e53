/** The result of `wellposed verify` as data, `wellposed/report/1`, and its formats. */
import type { Judgement } from "../decide/verify.js";
import type { Verdict } from "../decide/decide.js";
import type { Property } from "../certificate/proof.js";
import { reportAsMarkdown } from "./markdown.js";
import { reportAsSarif } from "./sarif.js";
import { reportAsText } from "./text.js";

export const REPORT_SCHEMA = "wellposed/report/1";

/** A judgement of the pattern in one file. */
export interface Result extends Judgement {
  /** The file as it was named by the caller. */
  readonly source: string;
}

/** A file that could not be judged, with the line that was said of it. */
export interface Failure {
  readonly source: string;
  readonly message: string;
}

export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly results: readonly Result[];
  /** Only present when a file was refused. */
  readonly errors?: readonly Failure[];
}

export const REPORT_FORMATS = ["text", "json", "markdown", "sarif"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

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
