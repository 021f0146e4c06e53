/** The limit of a reachability question, from a JSON value: a matrix, or a certificate that names one. */
import { CERTIFICATE_FORMAT } from "../certificate/certificate.js";
import { Rational } from "../exact/rational.js";
import { badInput, quote } from "../pattern/fault.js";
import { sameMask } from "../pattern/mask.js";
import { type Pattern, patternFromJson } from "../pattern/pattern.js";
import type { Limit } from "./question.js";

/**
 * Reads a matrix of rational strings, one row for each output and one column for each input of the pattern, null for an entry that is not asked; or a
 * certificate about this pattern whose root rule names a limit: `lu-minor` (0, 1; 1, 0 on its outputs and inputs) or `degeneration` (`limit` on
 * `outputs` and `inputs`). Nothing is proved here: the certificate's claim plays no part.
 * @throws Fault naming the place
 */
export function limitFromJson(value: unknown, pattern: Pattern): Limit {
  if (Array.isArray(value)) {
    const outputs = Array.from({ length: pattern.widths.at(-1)! }, (_, i) => i);
    const inputs = Array.from({ length: pattern.widths[0]! }, (_, k) => k);
    return { outputs, inputs, values: valuesFrom(value, outputs.length, inputs.length, "", true) };
  }
  if (typeof value !== "object" || value === null) throw badInput("", "a matrix of rational strings, or a certificate", quote(value));
  const certificate = value as Record<string, unknown>;
  if (certificate["format"] !== CERTIFICATE_FORMAT) throw badInput("format", quote(CERTIFICATE_FORMAT), quote(certificate["format"]));
  const about = patternFromJson(certificate["pattern"], "pattern");
  if (about.masks.length !== pattern.masks.length || !about.masks.every((mask, l) => sameMask(mask, pattern.masks[l]!))) {
    throw badInput("pattern", "the pattern that is exported", "another one");
  }
  const { rule, evidence } = certificate;
  if (rule !== "lu-minor" && rule !== "degeneration") throw badInput("rule", "lu-minor or degeneration, whose limit is known", quote(rule));
  if (typeof evidence !== "object" || evidence === null) throw badInput("evidence", "an object", quote(evidence));
  const fields = evidence as Record<string, unknown>;
  const outputs = indices(fields["outputs"], pattern.widths.at(-1)!, "evidence.outputs");
  const inputs = indices(fields["inputs"], pattern.widths[0]!, "evidence.inputs");
  if (rule === "degeneration") return { outputs, inputs, values: valuesFrom(fields["limit"], outputs.length, inputs.length, "evidence.limit", false) };
  if (outputs.length !== 2) throw badInput("evidence.outputs", "two outputs", `${outputs.length}`);
  if (inputs.length !== 2) throw badInput("evidence.inputs", "two inputs", `${inputs.length}`);
  const { zero, one } = Rational;
  return {
    outputs,
    inputs,
    values: [
      [zero, one],
      [one, zero],
    ],
  };
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
