/** `wellposed check`: read certificates, replay them, say which step fails. */
import { COUNTEREXAMPLE_FORMAT } from "../certificate/counterexample.js";
import { INTERPOLATION_FORMAT } from "../certificate/interpolation.js";
import { OPTIMUM_CERTIFICATE_FORMAT, type OptimumCertificate } from "../certificate/optimum.js";
import { SPARSEST_CERTIFICATE_FORMAT, type SparsestCertificate } from "../certificate/sparsest.js";
import { check } from "../check/check.js";
import { checkCounterexample } from "../check/counterexample.js";
import { checkInterpolation } from "../check/interpolation.js";
import { checkOptimum } from "../check/optimum.js";
import type { Refused } from "../check/refused.js";
import { checkSparsest } from "../check/sparsest.js";
import { doubleAtLeast, doubleAtMost } from "../exact/rounding.js";
import { parseJson } from "../formats/json.js";
import { type ReadOptions, readPattern, readText } from "../formats/read.js";
import { atlasCertificates, isAtlas } from "../library/atlas-file.js";
import { isTableText, tableCertificates } from "../library/classify/tables/read-table.js";
import { OPTIMUM_SCHEMA, SPARSEST_SCHEMA } from "../optima/schema.js";
import { Fault, badInput, quote, shortLine } from "../pattern/fault.js";
import { sameMask } from "../pattern/mask.js";
import type { Pattern } from "../pattern/pattern.js";
import { OBSTRUCTIONS_SCHEMA } from "../report/obstructions.js";
import { PATTERN_REPORT_SCHEMA } from "../report/pattern-report/json.js";
import { REPORT_SCHEMA, type Report } from "../report/result.js";
import { answer } from "../report/words.js";
import { EXIT, exitCodeOf } from "./exit.js";
import type { Terminal } from "./terminal.js";

export interface CheckOptions extends ReadOptions {
  readonly pattern?: string;
}

export async function checkCommand(files: readonly string[], options: CheckOptions, terminal: Terminal): Promise<number> {
  const about = options.pattern === undefined ? undefined : (await readPattern(options.pattern, options)).pattern;
  let code: number = EXIT.done;
  for (const file of files) {
    try {
      for await (const { name, value, verdict } of readCertificates(file)) {
        const line = checkOne(value, about, verdict);
        terminal.out(`${shortLine(name)}: ${line.text}\n`);
        if (!line.ok) code = Math.max(code, EXIT.notProved);
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const fault = error.inFile(file);
      terminal.err(`wellposed: ${fault.message}\n`);
      code = Math.max(code, exitCodeOf(fault));
    }
  }
  return code;
}

/** What was proved, and of which pattern, if of one; or why not. */
type Outcome = { readonly ok: true; readonly pattern: Pattern | undefined; readonly claim: (name: string) => string; readonly verdict?: Verdict } | Refused;

/** A verdict: that a certificate proves, or that a report says beside one. */
interface Verdict {
  readonly property: string;
  readonly closed: unknown;
}

interface FoundCertificate {
  readonly name: string;
  readonly value: unknown;
  readonly verdict?: Verdict | undefined;
}

/** The checkers of documents that are not about one of the three properties, by format. */
const DOCUMENTS: Readonly<Record<string, (value: unknown) => Outcome>> = {
  [COUNTEREXAMPLE_FORMAT]: (value) => {
    const result = checkCounterexample(value);
    if (!result.ok) return result;
    const { pattern, data, impossible } = result.counterexample;
    return { ok: true, pattern, claim: (name) => `infimum 0, not attained, on ${data.points.length} points for ${name} (${impossible.rule})` };
  },
  [INTERPOLATION_FORMAT]: (value) => {
    const result = checkInterpolation(value);
    if (!result.ok) return result;
    const { pattern, points } = result.interpolation;
    return { ok: true, pattern, claim: (name) => `an optimum exists, whatever the targets, on ${points.length} points for ${name} (interpolation)` };
  },
  [OPTIMUM_CERTIFICATE_FORMAT]: (value) => {
    const result = checkOptimum(value);
    if (!result.ok) return result;
    return { ok: true, pattern: undefined, claim: () => optimumClaim(result.certificate) };
  },
  [SPARSEST_CERTIFICATE_FORMAT]: (value) => {
    const result = checkSparsest(value);
    if (!result.ok) return result;
    return { ok: true, pattern: undefined, claim: () => sparsestClaim(result.certificate) };
  },
};

function optimumClaim({ points, loss, scaling, lambda, model, supports, complete, neurons, value, dualBound }: OptimumCertificate): string {
  const gates = supports.reduce((sum, support) => sum + support.gates.length, 0);
  const gap = value.minus(dualBound).toNumber();
  const relative = value.isZero ? "" : `, relative ${(gap / value.toNumber()).toPrecision(2)}`;
  const problem = model === "relu" ? "the training problem" : "the gated training problem";
  const on = `on ${points.length} ${points.length === 1 ? "point" : "points"}`;
  const of = complete ? `${problem} ${on}, ${gates} activation patterns, all of them` : `the program with these ${gates} gates ${on}`;
  const setting = `${loss} loss, ${scaling}, lambda ${lambda.toNumber()}`;
  const between = `minimum between ${doubleAtMost(dualBound)} and ${doubleAtLeast(value)} (gap ${gap.toPrecision(2)}${relative})`;
  return `${between} of ${of}; ${setting}; ${neurons.length} hidden ${neurons.length === 1 ? "neuron reaches" : "neurons reach"} the upper number`;
}

function sparsestClaim({ points, skip, count, countBias, supports, claim, lowerBound }: SparsestCertificate): string {
  const number = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;
  const counted = number(claim.count, count === "neurons" ? "hidden neuron" : countBias ? "parameter" : "weight");
  const parts = skip ? " and an affine part" : "";
  const mask = supports === undefined ? "" : ` within a mask of ${number(supports.length, "neuron")}`;
  const fewer = claim.atLeast === claim.count ? "no such network has fewer" : claim.atLeast === 0 ? "nothing is said of fewer" : `no such network has fewer than ${claim.atLeast}`;
  return `a network of ${counted}${parts}${mask} interpolates ${number(points.length, "point")} with ${number(points[0]!.length, "input")}; ${fewer} (${lowerBound.rule})`;
}

function checkCertificate(value: unknown): Outcome {
  const result = check(value);
  if (!result.ok) return result;
  const { pattern, property, closed, proof } = result.certificate;
  return { ok: true, pattern, claim: (name) => `${property} ${answer(closed)} for ${name} (${proof.rule})`, verdict: { property, closed } };
}

function checkOne(value: unknown, about: Pattern | undefined, said: Verdict | undefined): { ok: boolean; text: string } {
  const format = typeof value === "object" && value !== null && "format" in value && typeof value.format === "string" ? value.format : "";
  const outcome = (Object.hasOwn(DOCUMENTS, format) ? DOCUMENTS[format]! : checkCertificate)(value);
  if (!outcome.ok) return { ok: false, text: `refused: ${outcome.place === "" ? "" : `${outcome.place}: `}${outcome.reason}` };
  const { pattern, claim, verdict } = outcome;
  if (said !== undefined && (said.property !== verdict?.property || said.closed !== verdict.closed)) {
    return { ok: false, text: `refused: verdicts.${shortLine(said.property)}.closed: ${quote(said.closed)} is not what its certificate proves` };
  }
  if (pattern === undefined) return about === undefined ? { ok: true, text: `proved: ${claim("")}` } : { ok: false, text: "refused: pattern: it is about data, not about a pattern" };
  if (about !== undefined && !samePattern(about, pattern)) return { ok: false, text: "refused: pattern: it is about another pattern" };
  return { ok: true, text: `proved: ${claim(`${shortLine(pattern.name) || "a pattern"} ${shortLine(pattern.widths.join("-"))}`)}` };
}

function samePattern(a: Pattern, b: Pattern): boolean {
  return (
    a.masks.length === b.masks.length &&
    a.masks.every((mask, l) => sameMask(mask, b.masks[l]!)) &&
    // A proof that never needed a bias holds with free ones too, but then it is about another network: say so.
    a.bias.every((free, l) => free === b.bias[l])
  );
}

/** The certificates of a file: the one it is, or all that a report, an atlas or a list of obstructions carries. */
async function* readCertificates(file: string): AsyncGenerator<FoundCertificate> {
  const text = await readText(file);
  if (isAtlas(text)) {
    for (const { pattern, certificate } of atlasCertificates(text)) yield { name: `${file}: ${pattern}`, value: certificate };
    return;
  }
  if (isTableText(text)) {
    for (const { id, certificate } of tableCertificates(text)) yield { name: `${file}: ${id}`, value: certificate };
    return;
  }
  const value = parseJson(text);
  const listed = listedObstructions(value);
  if (listed !== undefined) {
    for (const { pattern, certificate } of listed) yield { name: `${file}: ${pattern}`, value: certificate };
    return;
  }
  const reported = reportedCertificates(value);
  if (reported !== undefined) {
    for (const found of reported) yield { name: file, ...found };
    return;
  }
  const certificate = certificateOfResult(value);
  if (certificate !== undefined) return yield { name: file, value: certificate };
  if (!isReport(value)) return yield { name: file, value };
  const found = value.results.flatMap(({ source, verdicts }) => {
    const name = `${file}: ${source}`;
    return Object.entries(verdicts).flatMap(([property, verdict]) => certificateBeside(property, verdict).map((own): FoundCertificate => ({ name, ...own })));
  });
  if (found.length === 0) throw badInput("results", "at least one certificate", "none");
  yield* found;
}

/** What a list of obstructions has in it; undefined for anything else. @throws Fault when it is no such list inside */
function listedObstructions(value: unknown): { pattern: string; certificate: unknown }[] | undefined {
  if (typeof value !== "object" || value === null || !("schema" in value) || value.schema !== OBSTRUCTIONS_SCHEMA) return undefined;
  const list: unknown = "obstructions" in value ? value.obstructions : undefined;
  const isEntry = (entry: unknown): entry is { pattern: string; certificate: unknown } =>
    typeof entry === "object" && entry !== null && "certificate" in entry && "pattern" in entry && typeof entry.pattern === "string";
  if (!Array.isArray(list) || !list.every(isEntry)) throw badInput("obstructions", "a list of obstructions with certificates", "something else");
  if (list.length === 0) throw badInput("obstructions", "at least one certificate", "none");
  return list;
}

/** The certificates of the report of one pattern; undefined for anything else. @throws Fault when it is no such report inside, or has none */
function reportedCertificates(value: unknown): Omit<FoundCertificate, "name">[] | undefined {
  if (typeof value !== "object" || value === null || !("schema" in value) || value.schema !== PATTERN_REPORT_SCHEMA) return undefined;
  const { verdicts, counterexample } = value as Record<string, unknown>;
  if (typeof verdicts !== "object" || verdicts === null) throw badInput("verdicts", "an object with verdicts", "something else");
  const own = Object.entries(verdicts).flatMap(([property, verdict]: [string, unknown]) => certificateBeside(property, verdict));
  const found = [...own, ...certificateBeside("", counterexample).map(({ value: one }) => ({ value: one }))];
  if (found.length === 0) throw badInput("verdicts", "at least one certificate", "none");
  return found;
}

/** The certificate of a part of a report, if it has one, with the verdict that stands beside it. */
function certificateBeside(property: string, part: unknown): Omit<FoundCertificate, "name">[] {
  if (typeof part !== "object" || part === null || !("certificate" in part) || part.certificate === null) return [];
  return [{ value: part.certificate, verdict: "closed" in part ? { property, closed: part.closed } : undefined }];
}

/** The certificate of a reported optimum or sparsest network; undefined for anything else. @throws Fault when it has none */
function certificateOfResult(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("schema" in value) || (value.schema !== OPTIMUM_SCHEMA && value.schema !== SPARSEST_SCHEMA)) return undefined;
  if (!("certificate" in value) || value.certificate === null) throw badInput("certificate", "a certificate", "none");
  return value.certificate;
}

function isReport(value: unknown): value is Report {
  if (typeof value !== "object" || value === null || !("schema" in value)) return false;
  if (value.schema !== REPORT_SCHEMA) throw badInput("schema", quote(REPORT_SCHEMA), quote(value.schema));
  const results: unknown = "results" in value ? value.results : undefined;
  const formed =
    Array.isArray(results) &&
    results.every((result: unknown) => {
      const { source, verdicts } = (result ?? {}) as Record<string, unknown>;
      return (
        typeof source === "string" &&
        typeof verdicts === "object" &&
        verdicts !== null &&
        Object.values(verdicts).every((verdict: unknown) => typeof verdict === "object" && verdict !== null && "certificate" in verdict)
      );
    });
  if (!formed) throw badInput("results", "a list of results with verdicts", "something else");
  return true;
}
