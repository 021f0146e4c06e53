/**
 * A report for a step of GitHub Actions: annotations as workflow commands, the text of the step summary, and outputs for later steps.
 *
 * The runner reads a line that starts with `::` as a command. Texts are escaped as its toolkit does it: % CR LF in messages, these and : , in properties
 * (actions/toolkit, packages/core/src/command.ts).
 */
import type { Property } from "../certificate/proof.js";
import { PROPERTIES } from "../certificate/proof.js";
import { type Level, ruleOf } from "./findings/rules.js";
import { reportAsMarkdown } from "./markdown.js";
import { repositoryPath } from "./place.js";
import type { Report, Result } from "./result.js";
import { answer, claimSentence, labels, meaning, shape } from "./words.js";

type Command = "error" | "warning" | "notice";

interface Annotation {
  readonly command: Command;
  readonly source: string;
  readonly title: string;
  readonly message: string;
}

const COMMANDS: Record<Exclude<Level, "none">, Command> = { error: "error", warning: "warning", note: "notice" };
const ORDER: readonly Command[] = ["error", "warning", "notice"];

/** Annotations of each kind that GitHub shows for a step; the others stay in the log. */
const SHOWN = 10;

/**
 * The annotations, the worst first: files that were refused, patterns that are not closed (warnings) or undecided (notices), and findings. The last line counts.
 * @param root of the repository that paths are relative to
 */
export function reportAsGithub(report: Report, property: Property, root?: string): string {
  const all = annotations(report, property).toSorted((a, b) => ORDER.indexOf(a.command) - ORDER.indexOf(b.command));
  const lines = all.map(({ command, source, title, message }) => {
    const file = repositoryPath(source, root);
    const properties = [...(file === undefined ? [] : [["file", file]]), ["title", title]].map(([key, value]) => `${key}=${escapedProperty(value!)}`);
    return `::${command} ${properties.join(",")}::${escapedMessage(message)}`;
  });
  const counts = ORDER.map((command) => [command, all.filter((one) => one.command === command).length] as const);
  const hidden = counts.some(([, count]) => count > SHOWN) ? `; GitHub shows the first ${SHOWN} of each kind` : "";
  const verdicts = countsOf(report.results, property);
  lines.push(
    `wellposed: ${report.results.length} patterns, ${property}: ${verdicts.yes} yes, ${verdicts.no} no, ${verdicts.undecided} undecided; ` +
      `annotations: ${counts.map(([command, count]) => `${count} ${command}`).join(", ")}${hidden}`,
  );
  return `${lines.join("\n")}\n`;
}

function annotations({ results, errors = [] }: Report, property: Property): Annotation[] {
  const names = labels(results);
  return [
    ...errors.map(({ source, message }): Annotation => ({ command: "error", source, title: "wellposed: file refused", message })),
    ...results.flatMap((result, r) => [...verdictAnnotation(result, names[r]!, property), ...findingAnnotations(result, names[r]!)]),
  ];
}

function verdictAnnotation(result: Result, name: string, property: Property): Annotation[] {
  const verdict = result.verdicts[property];
  if (verdict.closed === true) return [];
  const rule = verdict.rule === null ? "" : ` (${verdict.rule})`;
  const message = [`${name}: ${shape(result)}.`, meaning(property, verdict), verdict.why, claimSentence(verdict) ?? ""].join(" ").trim();
  return [{ command: verdict.closed === false ? "warning" : "notice", source: result.source, title: `wellposed ${property}-${answer(verdict.closed)}${rule}`, message }];
}

function findingAnnotations({ source, findings }: Result, name: string): Annotation[] {
  return findings.flatMap(({ level, rule, message }) =>
    level === "none" ? [] : [{ command: COMMANDS[level], source, title: `wellposed ${rule} ${ruleOf(rule).name}`, message: `${name}: ${message}` }],
  );
}

function escapedMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escapedMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function countsOf(results: readonly Result[], property: Property): Record<"yes" | "no" | "undecided", number> {
  const counts = { yes: 0, no: 0, undecided: 0 };
  for (const { verdicts } of results) counts[answer(verdicts[property].closed)]++;
  return counts;
}

/** Bytes that a step summary may have. */
export const MAX_SUMMARY = 1024 * 1024;

/** The Markdown report, as much of it as fits. @param taken bytes that the summary has already */
export function stepSummary(report: Report, taken = 0): string {
  return reportAsMarkdown(report, MAX_SUMMARY - taken);
}

/** Lines `name=value` for the file of a step's outputs: how many patterns have each answer, files were refused, findings have each level; and the exit code. */
export function stepOutputs({ results, errors = [] }: Report, exitCode: number): string {
  const level = (wanted: Level): number => results.reduce((sum, { findings }) => sum + findings.filter((one) => one.level === wanted).length, 0);
  const values: [string, number][] = [
    ...PROPERTIES.flatMap((property) => Object.entries(countsOf(results, property)).map(([found, count]): [string, number] => [`${property}-${found}`, count])),
    ["refused", errors.length],
    ["errors", level("error")],
    ["warnings", level("warning")],
    ["notes", level("note")],
    ["exit-code", exitCode],
  ];
  return values.map(([name, value]) => `${name}=${value}\n`).join("");
}
