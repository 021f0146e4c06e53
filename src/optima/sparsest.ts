/**
 * The sparsest network of one hidden ReLU layer and one output that interpolates data: a network, a lower bound with proof for all others, and for one input what else is known of the interpolants.
 * The methods are in sparsest/; here one is chosen, and what it gives is checked before it is handed out.
 */
import type { SparsestCertificateJson } from "../certificate/sparsest.js";
import { Rational } from "../exact/rational.js";
import { Fault, badInput } from "../pattern/fault.js";
import type { Pattern } from "../pattern/pattern.js";
import type { ShallowNetwork } from "./convex/network.js";
import { maskedNeurons } from "./convex/masked-neurons.js";
import type { OptimumProgress } from "./optimum.js";
import { SPARSEST_SCHEMA } from "./schema.js";
import type { SlopeBounds } from "./sparsest/bounds.js";
import { type LowerBound, certificateOf } from "./sparsest/certificate.js";
import { pointsOf } from "./sparsest/data.js";
import { SPARSEST_DEFAULTS } from "./sparsest/defaults.js";
import { proveKnots } from "./sparsest/fewest-knots.js";
import { type Interpolant, networkOf } from "./sparsest/interpolant.js";
import { functionOf, inDoubles, networkOfPlain, pathNormOf, residualOf } from "./sparsest/networks.js";
import { type OneInput, oneInput, pathNormOfFunction } from "./sparsest/one-input.js";
import { type AffinePart, type RationalNetwork, type RationalNeuron, type SparsestProblem, type Support, countOf, interpolates } from "./sparsest/problem.js";
import type { SparsestStructures } from "./sparsest/structures.js";
import type { Threshold } from "./sparsest/threshold.js";
import { type Written, written } from "./sparsest/written.js";

/** Points with targets. Numbers stand for the dyadic rationals that they are. */
export interface SparsestData {
  /** A row of d numbers for each point. */
  readonly inputs: readonly (readonly (Rational | number)[])[];
  /** One for each point. */
  readonly outputs: readonly (Rational | number)[];
}

export type SparsestMethod = "exact" | "milp" | "reweighted";

export interface SparsestOptions {
  /** Of the l^p path norm, in (0, 1]; 0.4 unless said. */
  readonly p?: number;
  /** auto unless said: exact where that is cheap, else what finds a network and what proves a bound. */
  readonly method?: "auto" | SparsestMethod;
  /** Hidden neurons, or the entries of their weights and biases that are not 0. Neurons for one input, parameters for several, unless said. */
  readonly count?: "neurons" | "parameters";
  /** Of parameters: do biases count? true unless said. */
  readonly countBias?: boolean;
  /** A free affine part, not counted: for one input yes, for several no, unless said. */
  readonly skip?: boolean;
  /** A mask: one hidden layer, one output, whose bias is not free. */
  readonly pattern?: Pattern;
  /** Of the training. */
  readonly seed?: number;
  /** Seconds for everything; 60. What is found by then is kept. */
  readonly timeout?: number;
  /** Asked now and then; what is found by then is kept. */
  readonly stop?: () => boolean;
  readonly onProgress?: (progress: OptimumProgress) => void;
}

/** A function of one input that goes through the data: its slope left of all knots, and where it changes, as rationals. */
export interface FunctionOfOneInput {
  readonly slope: string;
  /** Ascending. */
  readonly knots: readonly string[];
  /** At each knot: the slope on its right less that on its left; not 0. */
  readonly slopeChanges: readonly string[];
}

export interface WeighedFunction extends FunctionOfOneInput {
  /** Sum of |slope change|^p. */
  readonly pathNorm: number;
}

/** Of one input: what is known of all interpolants. With a free affine part, apart from `plain`. */
export interface AllInterpolants {
  readonly fewestKnots: number;
  /** All interpolants with so few: how many kinds, of which dimension, and where their knots can be. */
  readonly structures: Written<SparsestStructures>;
  /** Of least sum |slope change|^p; `unique` up to the tolerance of doubles. */
  readonly minimiser: WeighedFunction & { readonly sparsest: boolean; readonly unique: "yes" | "no" | "undecided" };
  /** Of the minimisers for every p in (0, 1]: Lipschitz constant, sum of slope changes; and the least of any interpolant. */
  readonly bounds: Written<SlopeBounds>;
  /** Between which bounds the largest p* is such that for all p < p* minimisers have the fewest knots. */
  readonly threshold: Threshold;
  /** Straight lines from point to point. */
  readonly straight: WeighedFunction;
  /** Networks without affine part: between which bounds the fewest neurons are. */
  readonly plain: { readonly lower: number; readonly upper: number };
}

/** JSON as it is; exact numbers are text, "p" or "p/q". */
export interface Sparsest {
  readonly schema: typeof SPARSEST_SCHEMA;
  readonly method: SparsestMethod;
  readonly p: number;
  readonly count: "neurons" | "parameters";
  readonly countBias: boolean;
  readonly skip: boolean;
  readonly points: number;
  readonly inputs: number;
  /** As they were given, exact. */
  readonly data: { readonly inputs: readonly (readonly string[])[]; readonly outputs: readonly string[] };
  /** Of a mask: what each of its live hidden neurons may have. */
  readonly supports: readonly Support[] | null;
  /** Of `network`: hidden neurons, and entries of their weights and biases that are not 0 (biases, if they count). */
  readonly neurons: number;
  readonly parameters: number;
  /** No interpolating network has a lower count; proved, with `certificate`. */
  readonly lowerBound: number;
  /** Is the network's count `lowerBound`? */
  readonly exact: boolean;
  /** Of one input: the network's function. */
  readonly slope?: string;
  readonly knots?: readonly string[];
  readonly slopeChanges?: readonly string[];
  /** The network's l^p path norm, in doubles: see `pathNormOf`. */
  readonly pathNorm: number;
  /** In doubles. */
  readonly network: ShallowNetwork;
  /** The largest distance of what `network` gives at the inputs from the outputs, in doubles. */
  readonly residual: number;
  /** The same network as it was found, interpolating exactly. */
  readonly exactNetwork: Written<{ readonly neurons: readonly RationalNeuron[]; readonly skip: AffinePart | null }>;
  readonly interpolants: AllInterpolants | null;
  readonly certificate: SparsestCertificateJson;
}

/** What a method gives: a network that interpolates exactly, and what it knows from below. */
interface Found {
  readonly method: SparsestMethod;
  readonly network: RationalNetwork;
  readonly lower: LowerBound;
}

/**
 * The sparsest interpolating network, as far as it is found and proved.
 * @throws Fault for what is no problem of this kind: points of one input that have two outputs, p outside of (0, 1], a pattern with other layers or a free bias of the output, and a mask none of
 * whose networks interpolates
 */
export async function sparsest(data: SparsestData, options: SparsestOptions = {}): Promise<Sparsest> {
  const { p = SPARSEST_DEFAULTS.p } = options;
  if (!(p > 0 && p <= 1)) throw new Fault("usage", { place: "p", expected: "a number larger than 0 and at most 1", found: `${p}` });
  const problem = problemOf(data, options);
  const points = problem.inputs[0]!.length === 1 ? pointsOf(problem.inputs.map(([x]) => x!), problem.outputs) : undefined;
  if (points === undefined) throw badInput("X", "one input", `${problem.inputs[0]!.length}`);
  const all = oneInput(points, p);
  if (problem.count === "parameters") throw new Fault("usage", { place: "count", expected: "neurons", found: "parameters" });
  const { method, network, lower } = oneInputAnswer(problem, all);
  checkRoom(problem, network, lower);
  // The one-input theorem, replayed: the checker of documents will take this over.
  if (!interpolates(network, problem) || !proveKnots(points, all.fewest.witnesses)) throw new Error("a network or a bound that does not hold was found");
  const doubles = inDoubles(network, problem.inputs[0]!.length);
  const exact = lower.atLeast === countOf(network, problem);
  return {
    schema: SPARSEST_SCHEMA,
    method,
    p,
    count: problem.count,
    countBias: problem.countBias,
    skip: problem.skip,
    points: problem.inputs.length,
    inputs: problem.inputs[0]!.length,
    data: { inputs: written(problem.inputs), outputs: written(problem.outputs) },
    supports: problem.supports ?? null,
    neurons: network.neurons.length,
    parameters: countOf(network, { count: "parameters", countBias: problem.countBias }),
    lowerBound: lower.atLeast,
    exact,
    ...functionAsStrings(functionOf(network)),
    pathNorm: pathNormOf(network, p),
    network: doubles,
    residual: residualOf(doubles, problem.inputs, problem.outputs),
    exactNetwork: written({ neurons: network.neurons, skip: network.skip ?? null }),
    interpolants: interpolantsOf(all, p),
    certificate: certificateOf(problem, network, lower),
  };
}

function problemOf({ inputs, outputs }: SparsestData, { count, countBias, skip, pattern }: SparsestOptions): SparsestProblem {
  if (inputs.length === 0) throw badInput("X", "at least one point", "none");
  if (outputs.length !== inputs.length) throw badInput("Y", `${inputs.length} outputs, one for each point`, `${outputs.length}`);
  const width = inputs[0]!.length;
  const exact = (value: Rational | number, place: string): Rational => {
    if (typeof value !== "number") return value;
    if (!Number.isFinite(value)) throw badInput(place, "a finite number", `${value}`);
    return Rational.ofNumber(value);
  };
  const rows = inputs.map((row, j) => {
    if (row.length !== width || width === 0) throw badInput(`X[${j}]`, width === 0 ? "at least one number" : `${width} numbers as in the first row`, `${row.length}`);
    return row.map((value, i) => exact(value, `X[${j}][${i}]`));
  });
  if (pattern !== undefined && pattern.widths[0] !== width) throw badInput("X", `${pattern.widths[0]} inputs as in the pattern`, `${width}`);
  return {
    inputs: rows,
    outputs: outputs.map((value, j) => exact(value, `Y[${j}]`)),
    skip: skip ?? width === 1,
    count: count ?? (width === 1 ? "neurons" : "parameters"),
    countBias: countBias ?? SPARSEST_DEFAULTS.countBias,
    ...(pattern === undefined ? {} : { supports: supportsOf(pattern) }),
  };
}

/** What the live hidden neurons of a mask may have. @throws Fault for a pattern that is none of one hidden layer and one output without bias */
export function supportsOf(pattern: Pattern): Support[] {
  const { supports, neurons, bias } = maskedNeurons(pattern);
  return supports.flatMap((inputs, s) => neurons[s]!.map(() => ({ inputs, bias })));
}

/** The network of the fewest neurons with a free affine part, or the plain one. */
function oneInputAnswer({ skip, outputs }: SparsestProblem, { sparsest: function_, fewest, plain }: OneInput): Found {
  const network = skip ? networkOf(function_) : networkOfPlain(plain);
  const isZero = outputs.every((y) => y.isZero);
  const lower: LowerBound = fewest.count > 0 || skip || isZero ? { atLeast: fewest.count, evidence: { rule: "witnesses", points: fewest.witnesses } } : { atLeast: 1, evidence: { rule: "none" } };
  return { method: "exact", network, lower };
}

/** A mask with hidden neurons enough. */
function checkRoom({ supports }: SparsestProblem, network: RationalNetwork, { atLeast }: LowerBound): void {
  if (supports === undefined || supports.length >= network.neurons.length) return;
  throw badInput("masks", `at least ${atLeast} live hidden neurons, as no network with fewer interpolates the data`, `${supports.length}`);
}

function interpolantsOf({ fewest, structures, minimiser, bounds, threshold, straight, plain }: OneInput, p: number): AllInterpolants {
  const weighed = (interpolant: Interpolant): WeighedFunction => ({ ...functionAsStrings(interpolant), pathNorm: pathNormOfFunction(interpolant, p) });
  return {
    fewestKnots: fewest.count,
    structures: written(structures),
    minimiser: { ...weighed(minimiser.interpolant), sparsest: minimiser.sparsest, unique: minimiser.unique },
    bounds: written(bounds),
    threshold,
    straight: weighed(straight),
    plain: { lower: plain.lower, upper: plain.neurons.length },
  };
}

function functionAsStrings({ slope, knots }: Pick<Interpolant, "slope" | "knots">): FunctionOfOneInput {
  return { slope: slope.toString(), knots: knots.map(({ x }) => x.toString()), slopeChanges: knots.map(({ change }) => change.toString()) };
}
