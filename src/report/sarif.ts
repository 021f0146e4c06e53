/**
 * Verdicts and findings as SARIF 2.1.0, for code scanning. A pattern that is not closed in the asked property is a warning, an undecided one is open. Findings
 * have their own levels. What is in order is no result: code scanning takes every result for a problem, whatever its kind. Closed patterns and findings of level
 * `none` are counted in the properties of the run. Rule ids are stable.
 */
import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import type { Location, Log, Notification, ReportingDescriptor, Result as SarifResult } from "sarif";
import type { Property } from "../certificate/proof.js";
import { VERSION } from "../version.js";
import type { Finding } from "./findings/findings.js";
import { type Rule, RULES } from "./findings/rules.js";
import { repositoryPath } from "./place.js";
import type { Report, Result } from "./result.js";
import { answer, claimSentence, labels, meaning, shape } from "./words.js";

const TITLES: Record<Property, string> = {
  linear: "The linear counterpart is closed",
  finite: "Every finite training problem has an optimum",
  cube: "Functions on a cube are closed under limits",
};

/** What GitHub takes in one run, and what it shows of that, the worst first. */
export const MAX_RESULTS = 25_000;
export const SHOWN_RESULTS = 5_000;

const FOUND = ["no", "undecided", "yes"] as const;

/** @param root of the repository that paths are relative to */
export function reportAsSarif({ results, errors = [] }: Report, property: Property, root?: string): string {
  const rules = [...FOUND.map((found) => verdictDescriptor(property, found)), ...RULES.map(findingDescriptor)];
  const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]));
  const names = labels(results);
  const problems = results.flatMap((result, r) => [
    ...(result.verdicts[property].closed === true ? [] : [verdictResult(result, property, root)]),
    ...result.findings.filter(({ level }) => level !== "none").map((finding) => findingResult(result, names[r]!, finding, root)),
  ]);
  const closed = results.filter(({ verdicts }) => verdicts[property].closed === true).length;
  const facts = results.reduce((sum, { findings }) => sum + findings.filter(({ level }) => level === "none").length, 0);
  const { kept, notes } = capped(problems);
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "wellposed", version: VERSION, semanticVersion: VERSION, rules } },
        invocations: [
          {
            executionSuccessful: errors.length === 0,
            toolExecutionNotifications: [
              ...errors.map(({ source, message }): Notification => ({ level: "error", message: { text: message }, locations: [location(source, root)] })),
              ...notes.map((text): Notification => ({ level: "note", message: { text } })),
            ],
          },
        ],
        results: kept.map((result) => ({ ...result, ruleIndex: ruleIndex.get(result.ruleId!)! })),
        columnKind: "utf16CodeUnits",
        properties: { patterns: results.length, [`${property}-yes`]: closed, facts },
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function verdictDescriptor(property: Property, found: string): ReportingDescriptor {
  return {
    id: `${property}-${found}`,
    shortDescription: { text: `${TITLES[property]}: ${found}` },
    defaultConfiguration: { level: found === "no" ? "warning" : found === "undecided" ? "note" : "none" },
    properties: { tags: ["pruning", "optimum", property] },
  };
}

function findingDescriptor({ id, name, short, help, level }: Rule): ReportingDescriptor {
  return {
    id,
    name,
    shortDescription: { text: short },
    fullDescription: { text: help },
    help: { text: help },
    defaultConfiguration: { level },
    properties: { tags: ["pruning", "mask"] },
  };
}

function verdictResult(result: Result, property: Property, root: string | undefined): SarifResult {
  const verdict = result.verdicts[property];
  const found = answer(verdict.closed);
  const { name, widths, edges } = result.pattern;
  return {
    ruleId: `${property}-${found}`,
    kind: found === "no" ? "fail" : "open",
    level: found === "no" ? "warning" : "none",
    message: { text: `${name || result.source}: ${shape(result)}. ${[meaning(property, verdict), verdict.why, claimSentence(verdict) ?? ""].join(" ").trim()}` },
    locations: [location(result.source, root)],
    partialFingerprints: { "patternProperty/v1": fingerprint([property, name, widths, edges, placeOf(result.source, root)]) },
    properties: { rule: verdict.rule, certificate: verdict.certificate, ...(verdict.claimed === undefined ? {} : { claimed: verdict.claimed }) },
  };
}

/** A finding keeps its fingerprint while its numbers change: it is the rule, the file, and what it is about. */
function findingResult(result: Result, name: string, { rule, level, layer, about, message }: Finding, root: string | undefined): SarifResult {
  const { widths } = result.pattern;
  return {
    ruleId: rule,
    kind: "fail",
    level,
    message: { text: `${name}: ${message}` },
    locations: [{ ...location(result.source, root), logicalLocations: [{ name: about, fullyQualifiedName: `${name}: ${about}` }] }],
    partialFingerprints: { "maskFinding/v1": fingerprint([rule, about, result.pattern.name, placeOf(result.source, root)]) },
    properties: { layer, widths },
  };
}

function placeOf(source: string, root: string | undefined): string {
  return repositoryPath(source, root) ?? source;
}

/** GitHub refuses results without a file and a line. Masks have no lines, so it is the first; a pattern in place of a file stands for itself. */
function location(source: string, root: string | undefined): Location {
  const path = placeOf(source, root);
  const isOutside = path.startsWith("/") || /^[A-Za-z]:/.test(path);
  const artifactLocation = isOutside ? { uri: pathToFileURL(path).href } : { uri: path.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
  return { physicalLocation: { artifactLocation, region: { startLine: 1 } } };
}

/** The same file with a pattern of the same name and size gives the same alert in every run. */
function fingerprint(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

const ORDER: readonly unknown[] = ["error", "warning", "note"];

/** All results in their order, or where they are too many the worst, with what is left out counted by rule. */
function capped(results: readonly SarifResult[]): { readonly kept: readonly SarifResult[]; readonly notes: readonly string[] } {
  if (results.length <= SHOWN_RESULTS) return { kept: results, notes: [] };
  const rank = ({ level }: SarifResult): number => (ORDER.indexOf(level) + 4) % 4;
  const sorted = results.toSorted((a, b) => rank(a) - rank(b));
  const shown = `GitHub shows ${SHOWN_RESULTS} of ${Math.min(results.length, MAX_RESULTS)} results, the worst first.`;
  if (results.length <= MAX_RESULTS) return { kept: sorted, notes: [shown] };
  const left = new Map<string, number>();
  for (const { ruleId } of sorted.slice(MAX_RESULTS)) left.set(ruleId!, (left.get(ruleId!) ?? 0) + 1);
  const counts = [...left].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rule, count]) => `${count} of ${rule}`);
  return { kept: sorted.slice(0, MAX_RESULTS), notes: [`${results.length - MAX_RESULTS} of ${results.length} results are left out, more than a run may have: ${counts.join(", ")}.`, shown] };
}
