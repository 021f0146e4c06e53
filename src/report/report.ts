/** Reports of `wellposed verify` in their formats. */
import type { Verdict } from "../decide/decide.js";
import type { Property } from "../certificate/proof.js";
import { reportAsGithub } from "./github.js";
import { reportAsMarkdown } from "./markdown.js";
import type { Report, Result } from "./result.js";
import { reportAsSarif } from "./sarif.js";
import { reportAsText } from "./text.js";

export type ReportFormat = "text" | "json" | "markdown" | "sarif" | "github";

export const REPORT_FORMATS: readonly ReportFormat[] = ["text", "json", "markdown", "sarif", "github"];

export interface FormatOptions {
  /** Text: show the layers too. */
  readonly structure?: boolean;
  /** SARIF and GitHub: the root of the repository that paths are relative to; the working directory unless said. */
  readonly root?: string;
}

/** @param property the one that was asked for: it decides what counts as a finding */
export function formatReport(report: Report, format: ReportFormat, property: Property, { structure, root }: FormatOptions = {}): string {
  switch (format) {
    case "text":
      return reportAsText(report, structure);
    case "json":
      return `${JSON.stringify(report, null, 2)}\n`;
    case "markdown":
      return reportAsMarkdown(report);
    case "sarif":
      return reportAsSarif(report, property, root);
    case "github":
      return reportAsGithub(report, property, root);
  }
}

/** The report without certificates, for readers who only want the verdicts. */
export function withoutCertificates(result: Result): Result {
  const bare = (verdict: Verdict): Verdict => ({ ...verdict, certificate: null });
  const { linear, finite, cube } = result.verdicts;
  return { ...result, verdicts: { linear: bare(linear), finite: bare(finite), cube: bare(cube) } };
}
