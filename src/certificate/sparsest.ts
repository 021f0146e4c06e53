/**
 * A network of one hidden ReLU layer that interpolates data, and a proof that no such network has fewer hidden neurons, or fewer parameters, than some number, as a document
 * (docs/certificates.md, section 12).
 */
import { Rational } from "../exact/rational.js";
import { badInput, quote } from "../pattern/fault.js";
import { type Reader, bool, choice, exactKeys, index, list, rational, record } from "./read-proof.js";

export const SPARSEST_CERTIFICATE_FORMAT = "wellposed/sparsest-certificate/1";

/** Which weights a hidden neuron may have: input numbers, ascending, and whether its bias is free. */
export interface Support {
  readonly inputs: readonly number[];
  readonly bias: boolean;
}

/** x -> weights . x + bias. */
export interface AffinePart {
  readonly weights: readonly Rational[];
  readonly bias: Rational;
}

/** x -> output * max(0, weights . x + bias). */
export interface RationalNeuron extends AffinePart {
  readonly output: Rational;
}

export interface RationalNetwork {
  readonly neurons: readonly RationalNeuron[];
  /** Nothing: none. */
  readonly skip: AffinePart | undefined;
}

/** What proves the lower bound. */
export type SparsestLowerBound =
  /** Nothing but the targets. */
  | { readonly rule: "none" }
  /** One input: numbers of points, by ascending input; each forces a knot of its own. */
  | { readonly rule: "witnesses"; readonly points: readonly number[] }
  /** N numbers each: every interpolating network has a neuron in a block that a vector does not block. */
  | { readonly rule: "dual-vectors"; readonly vectors: readonly (readonly Rational[])[] }
  /** Whoever checks goes through all networks with fewer. */
  | { readonly rule: "enumeration" };

export interface SparsestCertificate {
  /** Rows x_j of X; no column for the biases. */
  readonly points: readonly (readonly Rational[])[];
  readonly targets: readonly Rational[];
  /** May there be an affine part, which is not counted? */
  readonly skip: boolean;
  /** Hidden neurons, or the entries of their weights and biases that are not 0; outputs are not counted. */
  readonly count: "neurons" | "parameters";
  /** Of parameters: do biases count? */
  readonly countBias: boolean;
  /** A mask, one support for each hidden neuron there is; without, there are as many as one likes with all inputs and a bias. */
  readonly supports: readonly Support[] | undefined;
  readonly network: RationalNetwork;
  /** The network interpolates with this count, and no network that does has a count below `atLeast`. */
  readonly claim: { readonly count: number; readonly atLeast: number };
  readonly lowerBound: SparsestLowerBound;
}

type AffinePartJson = { weights: string[]; bias: string };

/** The form in a file. */
export interface SparsestCertificateJson {
  format: typeof SPARSEST_CERTIFICATE_FORMAT;
  points: string[][];
  targets: string[];
  skip: boolean;
  count: "neurons" | "parameters";
  countBias: boolean;
  supports: { inputs: number[]; bias: boolean }[] | null;
  network: { neurons: { output: string; weights: string[]; bias: string }[]; skip: AffinePartJson | null };
  claim: { count: number; atLeast: number };
  lowerBound: { rule: "none" } | { rule: "witnesses"; points: number[] } | { rule: "dual-vectors"; vectors: string[][] } | { rule: "enumeration" };
}

const KEYS = ["format", "points", "targets", "skip", "count", "countBias", "supports", "network", "claim", "lowerBound"];

const number: Reader<Rational> = (value, place, nesting) => Rational.parse(rational(value, place, nesting))!;

/** null stands for nothing. */
function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, place, nesting) => (value === null ? undefined : reader(value, place, nesting));
}

const rule = choice("none", "witnesses", "dual-vectors", "enumeration");

const lowerBound: Reader<SparsestLowerBound> = (value, place, nesting) => {
  const name: unknown = typeof value === "object" && value !== null && "rule" in value ? value.rule : undefined;
  if (name === "witnesses") return record<SparsestLowerBound & { rule: "witnesses" }>({ rule: choice("witnesses"), points: list(index) })(value, place, nesting);
  if (name === "dual-vectors") return record<SparsestLowerBound & { rule: "dual-vectors" }>({ rule: choice("dual-vectors"), vectors: list(list(number)) })(value, place, nesting);
  const read = record<{ rule: ReturnType<typeof rule> }>({ rule })(value, place, nesting);
  return { rule: read.rule === "enumeration" ? "enumeration" : "none" };
};

const supports = list(record<Support>({ inputs: list(index), bias: bool }));
const network = record<RationalNetwork>({
  neurons: list(record<RationalNeuron>({ output: number, weights: list(number), bias: number })),
  skip: optional(record<AffinePart>({ weights: list(number), bias: number })),
});

/**
 * Reads the JSON value. Only the form is looked at.
 * @throws Fault with the place of the first thing that is not as docs/certificates.md says
 */
export function sparsestCertificateFromJson(value: unknown): SparsestCertificate {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && "format" in value && value.format !== SPARSEST_CERTIFICATE_FORMAT) {
    throw badInput("format", quote(SPARSEST_CERTIFICATE_FORMAT), quote(value.format));
  }
  const object = exactKeys(value, "", KEYS);
  const read = <T>(key: string, reader: Reader<T>): T => reader(object[key], key, 0);
  return {
    points: read("points", list(list(number))),
    targets: read("targets", list(number)),
    skip: read("skip", bool),
    count: read("count", choice("neurons", "parameters")),
    countBias: read("countBias", bool),
    supports: read("supports", optional(supports)),
    network: read("network", network),
    claim: read("claim", record<SparsestCertificate["claim"]>({ count: index, atLeast: index })),
    lowerBound: read("lowerBound", lowerBound),
  };
}

/** The document as a JSON value. */
export function sparsestCertificateToJson(certificate: SparsestCertificate): SparsestCertificateJson {
  const { points, targets, skip, count, countBias, supports, network, claim, lowerBound } = certificate;
  const strings = (numbers: readonly Rational[]): string[] => numbers.map(String);
  const affine = ({ weights, bias }: AffinePart): AffinePartJson => ({ weights: strings(weights), bias: bias.toString() });
  return {
    format: SPARSEST_CERTIFICATE_FORMAT,
    points: points.map(strings),
    targets: strings(targets),
    skip,
    count,
    countBias,
    supports: supports?.map(({ inputs, bias }) => ({ inputs: [...inputs], bias })) ?? null,
    network: {
      neurons: network.neurons.map((neuron) => ({ output: neuron.output.toString(), ...affine(neuron) })),
      skip: network.skip === undefined ? null : affine(network.skip),
    },
    claim: { count: claim.count, atLeast: claim.atLeast },
    lowerBound: lowerBoundToJson(lowerBound),
  };
}

function lowerBoundToJson(bound: SparsestLowerBound): SparsestCertificateJson["lowerBound"] {
  switch (bound.rule) {
    case "witnesses":
      return { rule: bound.rule, points: [...bound.points] };
    case "dual-vectors":
      return { rule: bound.rule, vectors: bound.vectors.map((vector) => vector.map(String)) };
    case "none":
    case "enumeration":
      return { rule: bound.rule };
  }
}
