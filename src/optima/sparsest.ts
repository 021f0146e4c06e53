/**
 * The sparsest network of one hidden ReLU layer and one output that interpolates data: a network, a lower bound with proof for all others, and for one input what else is known of the interpolants.
 * The methods are in sparsest/; here one is chosen, and what it gives is checked before it is handed out.
 */
import type { SparsestCertificateJson } from "../certificate/sparsest.js";
import { Rational } from "../exact/rational.js";
import { Fault, badInput } from "../pattern/fault.js";
import type { Pattern } from "../pattern/pattern.js";
import { Clock } from "./clock.js";
import { maskedNeurons } from "./convex/masked-neurons.js";
import type { ShallowNetwork } from "./convex/network.js";
import type { LeftOut, OptimumProgress } from "./optimum.js";
import { SPARSEST_SCHEMA } from "./schema.js";
import type { SlopeBounds } from "./sparsest/bounds.js";
import { type Confirmed, type LowerBound, confirmed } from "./sparsest/certificate.js";
import { pointsOf } from "./sparsest/data.js";
import { SPARSEST_DEFAULTS } from "./sparsest/defaults.js";
import { type Interpolant, networkOf } from "./sparsest/interpolant.js";
import { functionOf, inDoubles, networkOfPlain, residualOf } from "./sparsest/networks.js";
import { type OneInput, oneInput, pathNormOfFunction } from "./sparsest/one-input.js";
import { type AffinePart, type RationalNeuron, type SparsestProblem, type Support, countOf } from "./sparsest/problem.js";
import { type Found, type SearchOptions, type SparsestMethod, type TrustedBound, search } from "./sparsest/search.js";
import type { SparsestStructures } from "./sparsest/structures.js";
import type { Threshold } from "./sparsest/threshold.js";
import { pathNormOf } from "./sparsest/training/path-norm.js";
import type { TrainedSparsest } from "./sparsest/training/train.js";
import { type Written, written } from "./sparsest/written.js";

/** Points with targets. Numbers stand for the dyadic rationals that they are. */
export interface SparsestData {
  /** A row of d numbers for each point. */
  readonly inputs: readonly (readonly (Rational | number)[])[];
  /** One for each point. */
  readonly outputs: readonly (Rational | number)[];
}

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
  /** Ends everything early; what is found by then is kept. */
  readonly signal?: AbortSignal;
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
  /** A larger bound, which the certificate does not prove. */
  readonly trusted: TrustedBound | null;
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
  /** Runs of the training, if there was one, with their curves. */
  readonly training: Omit<TrainedSparsest, "network"> | null;
  /** Accepted by the checker. */
  readonly certificate: SparsestCertificateJson;
  /** What was looked for and not found, with the reason. */
  readonly left: readonly LeftOut[];
}

/**
 * The sparsest interpolating network, as far as it is found and proved. Without rounding, apart from `pathNorm`, `threshold`, `network` and what a training does on its way.
 * @throws Fault for what is no problem of this kind: equal points that have two outputs, p outside of (0, 1], a pattern with other layers or a free bias of the output, a mask none of whose networks
 * interpolates; for options without effect; and where nothing was found in time
 */
export async function sparsest(data: SparsestData, options: SparsestOptions = {}): Promise<Sparsest> {
  const { p = SPARSEST_DEFAULTS.p, method = SPARSEST_DEFAULTS.method, seed = SPARSEST_DEFAULTS.seed, timeout = SPARSEST_DEFAULTS.timeout, signal, onProgress } = options;
  const clock = new Clock({ timeout, stop: () => signal?.aborted === true });
  const problem = sparsestProblem(data, options);
  refuseIdle(problem, options);
  if (!(p > 0 && p <= 1)) throw new Fault("usage", { place: "p", expected: "a number larger than 0 and at most 1", found: `${p}` });
  const all = problem.inputs[0]!.length === 1 ? oneInput(pointsOf(problem.inputs.map(([x]) => x!), problem.outputs), p) : undefined;
  const known = all === undefined ? { start: undefined, bounds: [], trusted: null } : oneInputAnswer(problem, all);
  const { found, atLeast, certificate } = await answer(problem, { method, ...known, p, seed, clock, signal, onProgress });
  const { network } = found;
  const doubles = inDoubles(network, problem.inputs[0]!.length);
  return {
    schema: SPARSEST_SCHEMA,
    method: found.method,
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
    lowerBound: atLeast,
    exact: atLeast === countOf(network, problem),
    trusted: trustedOf(found, atLeast),
    ...(all === undefined ? {} : functionAsStrings(functionOf(network))),
    pathNorm: pathNormOf(network, p, problem),
    network: doubles,
    residual: residualOf(doubles, problem.inputs, problem.outputs),
    exactNetwork: written({ neurons: network.neurons, skip: network.skip ?? null }),
    interpolants: all === undefined ? null : interpolantsOf(all, p),
    training: found.training && trainingOf(found.training),
    certificate,
    left: found.left,
  };
}

/**
 * The problem that `sparsest` is asked about, exact, as `trainSparsest` takes it.
 * @param data N rows of d numbers, and N outputs
 * @throws Fault for no points, rows of different lengths, numbers that are not finite, equal points that have two outputs, and a pattern with other inputs, other layers or a free bias of the output
 */
export function sparsestProblem({ inputs, outputs }: SparsestData, { count, countBias, skip, pattern }: Pick<SparsestOptions, "count" | "countBias" | "skip" | "pattern"> = {}): SparsestProblem {
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
  const targets = outputs.map((value, j) => exact(value, `Y[${j}]`));
  const seen = new Map<string, number>();
  for (const [j, row] of rows.entries()) {
    const name = row.join();
    const before = seen.get(name) ?? j;
    if (!targets[before]!.equals(targets[j]!)) throw badInput(`Y[${j}]`, `${targets[before]!}, as at point ${before}, which has the same inputs`, `${targets[j]!}`);
    seen.set(name, before);
  }
  if (pattern !== undefined && pattern.widths[0] !== width) throw badInput("X", `${pattern.widths[0]} inputs as in the pattern`, `${width}`);
  return {
    inputs: rows,
    outputs: targets,
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

/** Options that would change nothing, or cannot be had together. */
function refuseIdle({ inputs, skip, count }: SparsestProblem, { method = SPARSEST_DEFAULTS.method, p, seed, countBias }: SparsestOptions): void {
  const refuse = (place: string, expected: string, found: string): never => {
    throw new Fault("usage", { place, expected, found });
  };
  if (p !== undefined && (method === "milp" || (method === "exact" && (inputs[0]!.length > 1 || !skip)))) refuse("p", "no p: this method minimises the count, not a path norm", `${p}`);
  if (seed !== undefined && (method === "milp" || method === "exact")) refuse("seed", "no seed: nothing is drawn at random", `${seed}`);
  if (countBias === false && count === "neurons") refuse("countBias", "parameters to be counted where biases are not", "neurons");
}

/** Points of one input up to which a search looks for a proof of what the checker does not see from the turns. */
const MOST_SEARCHED = 12;

/** Of one input mostly what is known already; otherwise a search. */
async function answer(problem: SparsestProblem, options: SearchOptions): Promise<Confirmed & { readonly found: Found }> {
  const { method, start, bounds } = options;
  if (start !== undefined && (method === "auto" || method === "exact")) {
    const result = confirmed(problem, start, bounds);
    const isProved = result.atLeast === countOf(start, problem);
    const left: LeftOut[] = isProved ? [] : [{ part: "certificate", why: `of what the slopes' turns alone do not prove it is made for up to ${MOST_SEARCHED} points` }];
    if (isProved || problem.inputs.length > MOST_SEARCHED) return { ...result, found: { method: "exact", network: start, bounds, trusted: options.trusted, training: null, left } };
  }
  const found = await search(problem, options);
  return { ...confirmed(problem, found.network, found.bounds), found };
}

/** With a free affine part a function of fewest knots, without the plain network; and that each witness needs a knot. @throws Fault for a mask with fewer neurons than that */
function oneInputAnswer(problem: SparsestProblem, { sparsest: function_, fewest, structures, plain }: OneInput): Pick<SearchOptions, "start" | "bounds" | "trusted"> {
  const { inputs, skip, supports, count, countBias } = problem;
  if (supports !== undefined && supports.length < fewest.count) throw badInput("masks", `at least ${fewest.count} live hidden neurons, as each function through the points has so many knots`, `${supports.length}`);
  const networks = skip ? [function_, fewest.interpolant, ...structures.listed.map(({ member }) => member)].map(networkOf) : [networkOfPlain(plain)];
  const network = networks.reduce((best, other) => (countOf(other, problem) < countOf(best, problem) ? other : best));
  const hasRoom = supports === undefined || (supports.length >= network.neurons.length && supports.every(({ inputs: seen, bias }) => seen.length === 1 && bias));
  // Witnesses are places among the different inputs, ascending; the document names points as they were given.
  const given = new Map(inputs.map(([x], j) => [x!.toString(), j]));
  const ascending = [...given.values()].sort((a, b) => inputs[a]![0]!.compare(inputs[b]![0]!));
  const evidence: LowerBound["evidence"] = { rule: "witnesses", points: fewest.witnesses.map((place) => ascending[place]!) };
  // A knot takes a weight and a bias, or the weight alone where it is at 0: that can be one knot.
  const most = count === "parameters" && countBias ? 2 * fewest.count : fewest.count;
  const bounds = [most, ...(most > fewest.count ? [most - 1] : [])].map((atLeast): LowerBound => ({ atLeast, evidence }));
  // Where fewest knots are not enough for a plain network, that is by a search of its own, which no document holds.
  const trusted = !skip && count === "neurons" && plain.lower > fewest.count ? { bound: plain.lower, by: OWN_SEARCH } : null;
  return { start: hasRoom ? network : undefined, bounds, trusted };
}

const OWN_SEARCH = "an exact search of this program, which the checker does not go through";

/** What is known beyond the certificate, if anything is. */
function trustedOf({ bounds, trusted }: Found, atLeast: number): TrustedBound | null {
  const own = bounds.reduce((most, bound) => Math.max(most, bound.atLeast), 0);
  if (own > Math.max(atLeast, trusted?.bound ?? 0)) return { bound: own, by: OWN_SEARCH };
  return trusted !== null && trusted.bound > atLeast ? trusted : null;
}

function trainingOf({ count, pathNorm, misfit, runs, best, stopped, why, settings }: TrainedSparsest): Omit<TrainedSparsest, "network"> {
  return { count, pathNorm, misfit, runs, best, stopped, why, settings };
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
