/**
 * A proof that a training problem has an optimum whatever its targets, for given inputs, as a document: hidden parameters whose features are as independent as
 * the inputs are different (docs/certificates.md, section 10).
 */
import { Rational } from "../exact/rational.js";
import type { HiddenLayer } from "../pattern/features.js";
import { badInput, quote } from "../pattern/fault.js";
import { type Pattern, type PatternJson, patternFromJson, patternToJson } from "../pattern/pattern.js";
import { type Reader, exactKeys, index, list, pair, rational, record, tuple } from "./read-proof.js";

export const INTERPOLATION_FORMAT = "wellposed/interpolation/1";

export interface Interpolation {
  readonly pattern: Pattern;
  /** Inputs, point by point. */
  readonly points: readonly (readonly Rational[])[];
  /** Of layers 1 to L - 1. */
  readonly hidden: readonly HiddenLayer[];
}

/** The form in a file. */
export interface InterpolationJson {
  format: typeof INTERPOLATION_FORMAT;
  pattern: PatternJson;
  points: string[][];
  hidden: { weights: [edge: [output: number, input: number], weight: string][]; biases: [neuron: number, bias: string][] }[];
}

const number: Reader<Rational> = (value, place, nesting) => Rational.parse(rational(value, place, nesting))!;
const layer = record<HiddenLayer>({
  weights: list(tuple<[[number, number], Rational]>(pair, number)),
  biases: list(tuple<[number, Rational]>(index, number)),
});

/**
 * Reads the JSON value. Only the form is looked at.
 * @throws Fault with the place of the first thing that is not as docs/certificates.md says
 */
export function interpolationFromJson(value: unknown): Interpolation {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && "format" in value && value.format !== INTERPOLATION_FORMAT) {
    throw badInput("format", quote(INTERPOLATION_FORMAT), quote(value.format));
  }
  const object = exactKeys(value, "", ["format", "pattern", "points", "hidden"]);
  return {
    pattern: patternFromJson(object["pattern"], "pattern"),
    points: list(list(number))(object["points"], "points", 0),
    hidden: list(layer)(object["hidden"], "hidden", 0),
  };
}

/** The document as a JSON value. Of the pattern only what the proof is about is kept: name, widths, masks, bias. */
export function interpolationToJson({ pattern, points, hidden }: Interpolation): InterpolationJson {
  const { name, widths, masks, bias } = pattern;
  return {
    format: INTERPOLATION_FORMAT,
    pattern: patternToJson({ name, widths, masks, bias }),
    points: points.map((point) => point.map(String)),
    hidden: hidden.map(({ weights, biases }) => ({
      weights: weights.map(([edge, weight]) => [[...edge], weight.toString()]),
      biases: biases.map(([neuron, bias]) => [neuron, bias.toString()]),
    })),
  };
}
