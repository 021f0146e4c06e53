/**
 * A counterexample as a document: a data set, weights that depend on eps and fit it ever better, and a proof that no weights fit it
 * (docs/certificates.md, section 9).
 */
import { Laurent, type LaurentJson } from "../exact/laurent.js";
import { Rational } from "../exact/rational.js";
import { badInput, quote } from "../pattern/fault.js";
import { type Pattern, type PatternJson, patternFromJson, patternToJson } from "../pattern/pattern.js";
import type { Edge, Unreachable } from "./proof.js";
import { type Reader, edge, exactKeys, index, join, laurentTerms, list, nonzeroTerms, pair, rational, record, tuple, unreachable } from "./read-proof.js";

export const COUNTEREXAMPLE_FORMAT = "wellposed/counterexample/1";

/** A data set, point by point: as many inputs and targets as the pattern has. */
export interface Data {
  readonly points: readonly (readonly Rational[])[];
  readonly targets: readonly (readonly Rational[])[];
}

export interface FamilyWeight {
  readonly output: number;
  readonly input: number;
  readonly weight: Laurent;
}

export interface FamilyBias {
  readonly neuron: number;
  readonly bias: Laurent;
}

/** Parameters of the network as functions of eps, layer by layer; what is not listed is 0. */
export interface Family {
  readonly weights: readonly (readonly FamilyWeight[])[];
  readonly biases: readonly (readonly FamilyBias[])[];
}

/** T2': the points lie on a curve of degree d in the d chosen inputs, and the targets are A x for a limit A out of reach. */
export interface MomentCurve {
  outputs: number[];
  inputs: number[];
  /** limit[a][b] belongs to outputs[a] and inputs[b]. */
  limit: Rational[][];
  /** Of each chosen input: the coefficients of 1, t, ..., t^d. */
  curve: Rational[][];
  /** t of each point. */
  parameters: Rational[];
  /** The layers of neurons that the proof looks at, from the inputs to the outputs; the weights in between count as one layer. */
  through: number[];
  /** Edges that the proof allows in addition, layers counted between those. */
  added: Edge[];
  unreachable: Unreachable;
}

/** T6: neuron a feeds both outputs, another one feeds the second. */
export interface SecondDifferences {
  neuron: number;
  outputs: [number, number];
  other: number;
}

export type Impossible = { rule: "moment-curve"; evidence: MomentCurve } | { rule: "second-differences"; evidence: SecondDifferences };

export interface Counterexample {
  readonly pattern: Pattern;
  readonly data: Data;
  readonly family: Family;
  /** Sum of the squared errors over all points and outputs, divided by twice the number of points. */
  readonly loss: Laurent;
  readonly impossible: Impossible;
}

/** The form of a counterexample in a file. */
export interface CounterexampleJson {
  format: typeof COUNTEREXAMPLE_FORMAT;
  pattern: PatternJson;
  data: DataJson;
  family: FamilyJson;
  loss: LaurentJson;
  rule: string;
  evidence: unknown;
}

export interface DataJson {
  points: string[][];
  targets: string[][];
}

export interface FamilyJson {
  weights: [edge: [output: number, input: number], terms: LaurentJson][][];
  biases: [neuron: number, terms: LaurentJson][][];
}

const number: Reader<Rational> = (value, place, nesting) => Rational.parse(rational(value, place, nesting))!;
const numbers = list(number);

const weight = tuple<[[number, number], LaurentJson]>(pair, nonzeroTerms);
const bias = tuple<[number, LaurentJson]>(index, nonzeroTerms);

const family: Reader<Family> = (value, place, nesting) => {
  const { weights, biases } = record<FamilyJson>({ weights: list(list(weight)), biases: list(list(bias)) })(value, place, nesting);
  return {
    weights: weights.map((layer) => layer.map(([[output, input], terms]) => ({ output, input, weight: Laurent.fromJson(terms)! }))),
    biases: biases.map((layer) => layer.map(([neuron, terms]) => ({ neuron, bias: Laurent.fromJson(terms)! }))),
  };
};

const IMPOSSIBLE = {
  "moment-curve": record<MomentCurve>({
    outputs: list(index),
    inputs: list(index),
    limit: list(numbers),
    curve: list(numbers),
    parameters: numbers,
    through: list(index),
    added: list(edge),
    unreachable,
  }),
  "second-differences": record<SecondDifferences>({ neuron: index, outputs: pair, other: index }),
};

/**
 * Reads the JSON value of a counterexample. Only the form is looked at.
 * @throws Fault with the place of the first thing that is not as docs/certificates.md says
 */
export function counterexampleFromJson(value: unknown): Counterexample {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && "format" in value && value.format !== COUNTEREXAMPLE_FORMAT) {
    throw badInput("format", quote(COUNTEREXAMPLE_FORMAT), quote(value.format));
  }
  const object = exactKeys(value, "", ["format", "pattern", "data", "family", "loss", "rule", "evidence"]);
  const { rule } = object;
  if (rule !== "moment-curve" && rule !== "second-differences") throw badInput("rule", `one of ${Object.keys(IMPOSSIBLE).join(", ")}`, quote(rule));
  return {
    pattern: patternFromJson(object["pattern"], "pattern"),
    data: record<Data>({ points: list(numbers), targets: list(numbers) })(object["data"], "data", 0),
    family: family(object["family"], "family", 0),
    loss: Laurent.fromJson(laurentTerms(object["loss"], "loss", 0))!,
    impossible: { rule, evidence: IMPOSSIBLE[rule](object["evidence"], join("", "evidence"), 0) } as Impossible,
  };
}

/** The counterexample as a JSON value. Of the pattern only what the proof is about is kept: name, widths, masks, bias. */
export function counterexampleToJson({ pattern, data, family: functions, loss, impossible }: Counterexample): CounterexampleJson {
  const { name, widths, masks, bias } = pattern;
  return {
    format: COUNTEREXAMPLE_FORMAT,
    pattern: patternToJson({ name, widths, masks, bias }),
    data: dataToJson(data),
    family: familyToJson(functions),
    loss: loss.toJson(),
    rule: impossible.rule,
    evidence: evidenceToJson(impossible),
  };
}

export function dataToJson({ points, targets }: Data): DataJson {
  return { points: points.map(strings), targets: targets.map(strings) };
}

export function familyToJson({ weights, biases }: Family): FamilyJson {
  return {
    weights: weights.map((layer) => layer.map(({ output, input, weight }) => [[output, input], weight.toJson()])),
    biases: biases.map((layer) => layer.map(({ neuron, bias }) => [neuron, bias.toJson()])),
  };
}

function evidenceToJson({ rule, evidence }: Impossible): unknown {
  if (rule === "second-differences") return evidence;
  return { ...evidence, limit: evidence.limit.map(strings), curve: evidence.curve.map(strings), parameters: strings(evidence.parameters) };
}

function strings(numbers: readonly Rational[]): string[] {
  return numbers.map((value) => value.toString());
}
