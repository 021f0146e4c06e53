/**
 * A proof that the minimum of a training problem of a shallow ReLU network, or of a gated one, lies between two numbers, as a document: a network that reaches the upper one, a point of
 * the convex program's dual that proves the lower one, and the activation patterns for which that has to hold (docs/certificates.md, section 11).
 */
import { Rational } from "../exact/rational.js";
import { badInput, quote } from "../pattern/fault.js";
import { type Reader, bool, choice, exactKeys, index, list, pair, rational, record, tuple } from "./read-proof.js";

export const OPTIMUM_CERTIFICATE_FORMAT = "wellposed/optimum-certificate/1";

/** Numbers by point, ascending; 0 where not listed. */
export type Multipliers = readonly (readonly [point: number, multiplier: Rational])[];

export interface CertifiedGate {
  /** A character for each point: 1 where the gate is open, 0 elsewhere. */
  readonly active: string;
  /** Integers: a vector of the open region, 0 outside of the support. */
  readonly point: readonly Rational[];
  /** For outputs of sign 1 and -1, of cone constraints; none in a gated program. */
  readonly plus: Multipliers;
  readonly minus: Multipliers;
}

export interface CertifiedNeuron {
  /** Of a gated neuron: the numbers of its support and of its gate there. */
  readonly gate: readonly [support: number, gate: number] | undefined;
  readonly weights: readonly Rational[];
  readonly output: Rational;
}

export interface OptimumCertificate {
  /** Rows of X, the column of the biases included. */
  readonly points: readonly (readonly Rational[])[];
  readonly targets: readonly Rational[];
  /** Is the last column that of the biases? */
  readonly bias: boolean;
  readonly loss: "squared" | "logistic";
  /** Of the loss: the mean over the points, or their sum. */
  readonly scaling: "mean" | "sum";
  readonly lambda: Rational;
  readonly model: "relu" | "gated";
  readonly supports: readonly { readonly columns: readonly number[]; readonly gates: readonly CertifiedGate[] }[];
  /** Are the gates all activation patterns of each support? */
  readonly complete: boolean;
  readonly dual: readonly Rational[];
  readonly neurons: readonly CertifiedNeuron[];
  /** The claim: the minimum is at most `value` and at least `dualBound`. */
  readonly value: Rational;
  readonly dualBound: Rational;
}

type MultipliersJson = [point: number, multiplier: string][];

/** The form in a file: `plus` and `minus` for relu, `gate` of a neuron for gated. */
export interface OptimumCertificateJson {
  format: typeof OPTIMUM_CERTIFICATE_FORMAT;
  points: string[][];
  targets: string[];
  bias: boolean;
  loss: "squared" | "logistic";
  scaling: "mean" | "sum";
  lambda: string;
  model: "relu" | "gated";
  supports: { columns: number[]; gates: { active: string; point: string[]; plus?: MultipliersJson; minus?: MultipliersJson }[] }[];
  complete: boolean;
  dual: string[];
  neurons: { gate?: [support: number, gate: number]; weights: string[]; output: string }[];
  value: string;
  dualBound: string;
}

const KEYS = ["format", "points", "targets", "bias", "loss", "scaling", "lambda", "model", "supports", "complete", "dual", "neurons", "value", "dualBound"];

const number: Reader<Rational> = (value, place, nesting) => Rational.parse(rational(value, place, nesting))!;

const flags: Reader<string> = (value, place) => {
  if (typeof value !== "string" || !/^[01]*$/.test(value)) throw badInput(place, "a string of the characters 0 and 1", quote(value));
  return value;
};

const multipliers: Reader<Multipliers> = list(tuple<[number, Rational]>(index, number));
const coned = record<CertifiedGate>({ active: flags, point: list(number), plus: multipliers, minus: multipliers });
const open = record<Pick<CertifiedGate, "active" | "point">>({ active: flags, point: list(number) });
const gated: Reader<CertifiedGate> = (value, place, nesting) => ({ ...open(value, place, nesting), plus: [], minus: [] });
const free = record<Pick<CertifiedNeuron, "weights" | "output">>({ weights: list(number), output: number });
const relu: Reader<CertifiedNeuron> = (value, place, nesting) => ({ gate: undefined, ...free(value, place, nesting) });
const atGate: Reader<CertifiedNeuron> = record<CertifiedNeuron & { gate: [number, number] }>({ gate: pair, weights: list(number), output: number });

/**
 * Reads the JSON value. Only the form is looked at.
 * @throws Fault with the place of the first thing that is not as docs/certificates.md says
 */
export function optimumCertificateFromJson(value: unknown): OptimumCertificate {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && "format" in value && value.format !== OPTIMUM_CERTIFICATE_FORMAT) {
    throw badInput("format", quote(OPTIMUM_CERTIFICATE_FORMAT), quote(value.format));
  }
  const object = exactKeys(value, "", KEYS);
  const read = <T>(key: string, reader: Reader<T>): T => reader(object[key], key, 0);
  const model = read("model", choice("relu", "gated"));
  return {
    points: read("points", list(list(number))),
    targets: read("targets", list(number)),
    bias: read("bias", bool),
    loss: read("loss", choice("squared", "logistic")),
    scaling: read("scaling", choice("mean", "sum")),
    lambda: read("lambda", number),
    model,
    supports: read("supports", list(record({ columns: list(index), gates: list(model === "relu" ? coned : gated) }))),
    complete: read("complete", bool),
    dual: read("dual", list(number)),
    neurons: read("neurons", list(model === "relu" ? relu : atGate)),
    value: read("value", number),
    dualBound: read("dualBound", number),
  };
}

/** The document as a JSON value. */
export function optimumCertificateToJson(certificate: OptimumCertificate): OptimumCertificateJson {
  const { points, targets, bias, loss, scaling, lambda, model, supports, complete, dual, neurons, value, dualBound } = certificate;
  const strings = (numbers: readonly Rational[]): string[] => numbers.map(String);
  const sparse = (list: Multipliers): MultipliersJson => list.map(([j, multiplier]) => [j, multiplier.toString()]);
  return {
    format: OPTIMUM_CERTIFICATE_FORMAT,
    points: points.map(strings),
    targets: strings(targets),
    bias,
    loss,
    scaling,
    lambda: lambda.toString(),
    model,
    supports: supports.map(({ columns, gates }) => ({
      columns: [...columns],
      gates: gates.map(({ active, point, plus, minus }) => ({ active, point: strings(point), ...(model === "relu" ? { plus: sparse(plus), minus: sparse(minus) } : {}) })),
    })),
    complete,
    dual: strings(dual),
    neurons: neurons.map(({ gate, weights, output }) => ({ ...(gate === undefined ? {} : { gate: [...gate] as [number, number] }), weights: strings(weights), output: output.toString() })),
    value: value.toString(),
    dualBound: dualBound.toString(),
  };
}
