/** The limit of a reachability question, from a JSON value: a matrix, or a certificate that names one. */
import { CERTIFICATE_FORMAT } from "../certificate/certificate.js";
import { Rational } from "../exact/rational.js";
import { badInput, quote } from "../pattern/fault.js";
import { sameMask } from "../pattern/mask.js";
import { type Pattern, patternFromJson } from "../pattern/pattern.js";
import type { Limit } from "./question.js";

/** The limits of the rules with a fixed one, by their numbers of outputs and inputs (docs/certificates.md, theory N1, N1', D2). */
const LU = [["0", "1"], ["1", "0"]];
const FIXED: Readonly<Record<string, readonly (readonly (readonly string[])[])[]>> = {
  "lu-minor": [LU],
  "cut-minor": [LU],
  // (a) is an LU minor; in (b) and (c) two inputs (outputs) of one neuron each are parallel, the common one is not.
  "two-neurons": [LU, [["1", "1", "0"], ["0", "0", "1"]], [["1", "0"], ["1", "0"], ["0", "1"]]],
};

/**
 * Reads a matrix of rational strings, one row for each output and one column for each input of the pattern, null for an entry that is not asked; or a
 * certificate about this pattern whose rule names a limit: `lu-minor`, `cut-minor`, `two-neurons` or `degeneration`, at the root or below `minor`, which
 * numbers nothing anew. Nothing is proved here: the certificate's claim plays no part.
 * @throws Fault naming the place
 */
export function limitFromJson(value: unknown, pattern: Pattern): Limit {
  if (Array.isArray(value)) {
    const outputs = Array.from({ length: pattern.widths.at(-1)! }, (_, i) => i);
    const inputs = Array.from({ length: pattern.widths[0]! }, (_, k) => k);
    return { outputs, inputs, values: valuesFrom(value, outputs.length, inputs.length, "", true) };
  }
  const certificate = objectFrom(value, "", "a matrix of rational strings, or a certificate");
  if (certificate["format"] !== CERTIFICATE_FORMAT) throw badInput("format", quote(CERTIFICATE_FORMAT), quote(certificate["format"]));
  const about = patternFromJson(certificate["pattern"], "pattern");
  if (about.masks.length !== pattern.masks.length || !about.masks.every((mask, l) => sameMask(mask, pattern.masks[l]!))) {
    throw badInput("pattern", "the pattern that is exported", "another one");
  }
  let place = "";
  let proof = certificate;
  while (proof["rule"] === "minor") {
    const { then } = objectFrom(proof["evidence"], `${place}evidence`, "an object");
    place += "evidence.then.";
    proof = objectFrom(then, place.slice(0, -1), "a proof");
  }
  return limitOfRule(proof["rule"], proof["evidence"], pattern, place);
}

function limitOfRule(rule: unknown, evidence: unknown, { widths }: Pattern, place: string): Limit {
  const fixed = typeof rule === "string" && Object.hasOwn(FIXED, rule) ? FIXED[rule] : undefined;
  if (fixed === undefined && rule !== "degeneration") {
    throw badInput(`${place}rule`, `${Object.keys(FIXED).join(", ")} or degeneration, whose limit is known`, quote(rule));
  }
  const fields = objectFrom(evidence, `${place}evidence`, "an object");
  const outputs = indices(fields["outputs"], widths.at(-1)!, `${place}evidence.outputs`);
  const inputs = indices(fields["inputs"], widths[0]!, `${place}evidence.inputs`);
  const limit = fixed === undefined ? fields["limit"] : fixed.find((matrix) => matrix.length === outputs.length && matrix[0]!.length === inputs.length);
  if (limit === undefined) throw badInput(`${place}evidence`, "a limit, or outputs and inputs as many as the rule has", `${outputs.length} and ${inputs.length}`);
  return { outputs, inputs, values: valuesFrom(limit, outputs.length, inputs.length, `${place}evidence.limit`, false) };
}

function objectFrom(value: unknown, place: string, expected: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badInput(place, expected, quote(value));
  return value as Record<string, unknown>;
}

function indices(value: unknown, below: number, place: string): number[] {
  if (!Array.isArray(value)) throw badInput(place, "a list of indices", quote(value));
  value.forEach((index: unknown, at) => {
    const fits = typeof index === "number" && Number.isInteger(index) && index >= 0 && index < below;
    if (!fits) throw badInput(`${place}[${at}]`, `an index from 0 to ${below - 1}`, quote(index));
    if (value.indexOf(index) !== at) throw badInput(`${place}[${at}]`, "every index once", `${index} twice`);
  });
  return value as number[];
}

/** Digits beyond this are no limit that anybody wrote, and bigints of them are slow to read. */
const MAX_LENGTH = 2000;

function valuesFrom(value: unknown, rows: number, cols: number, place: string, holes: boolean): (Rational | null)[][] {
  if (!Array.isArray(value)) throw badInput(place, `${rows} rows`, quote(value));
  if (value.length !== rows) throw badInput(place, `${rows} rows, one for each output`, `${value.length}`);
  return value.map((line: unknown, a) => {
    if (!Array.isArray(line)) throw badInput(`${place}[${a}]`, `a list of ${cols} values`, quote(line));
    if (line.length !== cols) throw badInput(`${place}[${a}]`, `${cols} values, one for each input`, `${line.length}`);
    return line.map((entry: unknown, b) => {
      if (holes && entry === null) return null;
      const rational = typeof entry === "string" && entry.length <= MAX_LENGTH ? Rational.parse(entry) : undefined;
      if (rational === undefined) throw badInput(`${place}[${a}][${b}]`, `a string "p" or "p/q" in lowest terms${holes ? ", or null" : ""}`, quote(entry));
      return rational;
    });
  });
}
