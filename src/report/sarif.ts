/**
 * Verdicts as SARIF 2.1.0, for code scanning. A pattern that is not closed in the asked property is a warning, an undecided one a note, a
 * closed one a result of kind `pass`, which scanners count but do not show. Rule ids are stable.
 */
import { createHash } from "node:crypto";
import type { Log, ReportingDescriptor, Result as SarifResult } from "sarif";
import type { Property } from "../certificate/proof.js";
import { VERSION } from "../version.js";
import type { Report, Result } from "./result.js";
import { answer, claimSentence, meaning, shape } from "./words.js";

const TITLES: Record<Property, string> = {
  linear: "The linear counterpart is closed",
  finite: "Every finite training problem has an optimum",
  cube: "Functions on a cube are closed under limits",
};

export function reportAsSarif({ results, errors = [] }: Report, property: Property): string {
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "wellposed", version: VERSION, rules: ["no", "undecided", "yes"].map((found) => descriptor(property, found)) },
        },
        invocations: [
          {
            executionSuccessful: errors.length === 0,
            toolExecutionNotifications: errors.map(({ source, message }) => ({
              level: "error",
              message: { text: message },
              locations: [location(source)],
            })),
          },
        ],
        results: results.map((result) => sarifResult(result, property)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptor(property: Property, found: string): ReportingDescriptor {
  return {
    id: `${property}-${found}`,
    shortDescription: { text: `${TITLES[property]}: ${found}` },
    defaultConfiguration: { level: found === "no" ? "warning" : found === "undecided" ? "note" : "none" },
    properties: { tags: ["pruning", "optimum", property] },
  };
}

function sarifResult(result: Result, property: Property): SarifResult {
  const verdict = result.verdicts[property];
  const found = answer(verdict.closed);
  const kind = found === "yes" ? "pass" : found === "no" ? "fail" : "open";
  return {
    ruleId: `${property}-${found}`,
    kind,
    level: found === "no" ? "warning" : "none",
    message: { text: `${result.pattern.name || result.source}: ${shape(result)}. ${[meaning(property, verdict), verdict.why, claimSentence(verdict) ?? ""].join(" ").trim()}` },
    locations: [location(result.source)],
    partialFingerprints: { "patternProperty/v1": fingerprint(result, property) },
    properties: { rule: verdict.rule, certificate: verdict.certificate, ...(verdict.claimed === undefined ? {} : { claimed: verdict.claimed }) },
  };
}

function location(source: string): NonNullable<SarifResult["locations"]>[number] {
  const uri = source.split(/[\\/]/).map(encodeURIComponent).join("/");
  return { physicalLocation: { artifactLocation: { uri } } };
}

/** The same file with a pattern of the same name and size gives the same alert in every run. */
function fingerprint(result: Result, property: Property): string {
  const { name, widths, edges } = result.pattern;
  return createHash("sha256").update(JSON.stringify([property, name, widths, edges, result.source])).digest("hex").slice(0, 32);
}
