/**
 * The optimum of a training problem with weight decay, of networks with one hidden layer and one output, certified; the set of all optima, the smallest of them, and how they move with
 * lambda and the targets. The methods are in convex/; here they are put in order, and what they give is checked before it is handed out.
 */
import { type OptimumCertificateJson, optimumCertificateToJson } from "../certificate/optimum.js";
import { checkOptimum } from "../check/optimum.js";
import { decide } from "../decide/decide.js";
import { Fault, badInput } from "../pattern/fault.js";
import type { Pattern } from "../pattern/pattern.js";
import { type Check, check, gapCheck, networkChecks } from "./checks.js";
import { Clock, OutOfTime } from "./clock.js";
import { pruneFurther } from "./convex/approximate-pruning.js";
import { certifyOptimum } from "./convex/certificate.js";
import { PROGRAM_DEFAULTS } from "./convex/defaults.js";
import { type Equivalence, equivalenceOf } from "./convex/equivalence.js";
import { fewestNeurons } from "./convex/fewest-neurons.js";
import { type Scaling, convexProgram } from "./convex/make-program.js";
import { type MaskedNeurons, maskedNeurons } from "./convex/masked-neurons.js";
import { type ShallowNetwork, networkOf } from "./convex/network.js";
import { optimalSet } from "./convex/optimal-set.js";
import { type Path, path as pathOf } from "./convex/path.js";
import type { ConvexProgram, LossName, Model, Solution } from "./convex/program.js";
import { type Sensitivities, sensitivities } from "./convex/sensitivity.js";
import { DEFAULT_TOLERANCE, lambdaMax, solve } from "./convex/solve.js";
import { SolverFailure } from "./linear-program.js";
import { type FewestOptimum, type PrunedOptimum, type PruningStage, fewestOptimum, prunedOptimum, pruningStages } from "./pruning.js";
import { OPTIMUM_PATH_SCHEMA, OPTIMUM_SCHEMA } from "./schema.js";
import { type SetOfOptima, setOfOptima } from "./set-of-optima.js";

/** The weight decay: a positive number, or a share of lambdaMax, from which on the network without neurons is optimal. */
export type Lambda = number | { readonly share: number };

/** Points with targets: as `readDataFile` gives them. */
export interface OptimumData {
  /** Points times inputs, a row for each point. */
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  readonly points: number;
}

export interface ProblemOptions {
  /** relu unless said. */
  readonly model?: Model;
  /** squared unless said; logistic for targets of two values, of which the larger stands for 1. */
  readonly loss?: LossName;
  /** mean unless said: V = 1/(2n) |outputs - y|^2 + lambda * sum of norms. */
  readonly scaling?: Scaling;
  /** Free biases of the hidden neurons, penalised like weights: true unless said; with a pattern, what it says, and none where this is false. */
  readonly bias?: boolean;
  /** A mask: one hidden layer, one output, whose bias is not free. */
  readonly pattern?: Pattern;
  /** The most activation patterns in the program; of more, so many are sampled. 2000, and 500 are sampled, unless said. */
  readonly patterns?: number;
  /** Of the sample. */
  readonly seed?: number;
}

export interface OptimumOptions extends ProblemOptions {
  readonly lambda: Lambda;
  /** Also the fewest neurons of any optimum, and pruning beyond the optimal set. */
  readonly prune?: boolean;
  /** Also the path of optima from lambdaMax to a thousandth of it. */
  readonly path?: boolean;
  /** The duality gap asked for, over the optimum; 1e-10. */
  readonly tolerance?: number;
  /** Seconds for everything; 60. What is not found by then is left out, and said to be. */
  readonly timeout?: number;
  readonly onProgress?: (progress: OptimumProgress) => void;
}

export interface OptimumProgress {
  /** What is being computed. */
  readonly stage: string;
  /** How far, in words. */
  readonly detail: string;
}

/** Does the training problem have an optimum at all? */
export interface Attainment {
  readonly attained: true;
  readonly why: string;
  /** Of the pattern without weight decay: yes, no or undecided (null). Absent without a pattern. */
  readonly withoutDecay?: { readonly linear: boolean | null; readonly finite: boolean | null; readonly why: string };
}

/** A part of the result that is not there. */
export interface LeftOut {
  readonly part: string;
  readonly why: string;
}

/** What was solved. */
export interface Problem {
  readonly model: Model;
  readonly loss: LossName;
  readonly scaling: Scaling;
  readonly bias: boolean;
  readonly points: number;
  readonly inputs: number;
  readonly lambdaMax: number;
  /** Activation patterns in the program. */
  readonly patterns: number;
  /** Are these all? If not, minima are upper bounds, sampled. */
  readonly complete: boolean;
  /** The inputs of each point. */
  readonly data: readonly (readonly number[])[];
  /** Logistic: 1 and -1. */
  readonly targets: readonly number[];
}

/** JSON apart from the typed arrays in `sensitivities` and `path`, which `optimumAsJson` writes as lists. */
export interface Optimum extends Problem {
  readonly schema: typeof OPTIMUM_SCHEMA;
  readonly lambda: number;
  /** Of the program: loss + lambda * sumOfNorms. No network is below `dualBound`; with sampled patterns, no network whose activation patterns are in the program. */
  readonly value: number;
  readonly dualBound: number;
  readonly gap: number;
  /** Of all optima. */
  readonly fit: readonly number[];
  /** The point of the dual that gives the bound. */
  readonly dual: readonly number[];
  readonly sumOfNorms: number;
  /** Blocks of the program that are not 0. */
  readonly blocks: number;
  /** Neurons of `network`: blocks of one sign and direction are one. */
  readonly neurons: number;
  readonly network: ShallowNetwork;
  /** An irreducible network with the same outputs and objective. */
  readonly pruned: PrunedOptimum;
  readonly equivalence: Equivalence;
  readonly existence: Attainment;
  readonly optimalSet: SetOfOptima | null;
  /** Where pruning was asked for: the fewest neurons of any optimal network, and networks with fewer. */
  readonly fewest: FewestOptimum | null;
  readonly beyond: readonly PruningStage[] | null;
  /** How the pruned network and its outputs move with lambda and with the targets. */
  readonly sensitivities: Sensitivities | null;
  readonly path: Path | null;
  /** Replayed by the checker. */
  readonly certificate: OptimumCertificateJson | null;
  readonly checks: readonly Check[];
  /** Is the gap closed, does the network reach the optimum when it is run, and has the checker accepted the certificate, if there is one? */
  readonly certified: boolean;
  /** What is null and was not to be, with the reason. */
  readonly left: readonly LeftOut[];
}

/** The convex program of data, with lambda 1, and what the mask, if any, says of it. */
interface Posed {
  readonly program: ConvexProgram;
  readonly mask: MaskedNeurons | undefined;
  readonly pattern: Pattern | undefined;
  readonly told: Problem;
}

function posed(data: OptimumData, options: ProblemOptions): Posed {
  const { model, loss, scaling = PROGRAM_DEFAULTS.scaling, bias = PROGRAM_DEFAULTS.bias, patterns, seed } = options;
  const pattern = options.pattern === undefined || bias ? options.pattern : { ...options.pattern, bias: options.pattern.bias.map(() => false) };
  const mask = pattern === undefined ? undefined : maskedNeurons(pattern);
  const inputs = data.inputs.length / data.points;
  if (pattern !== undefined && pattern.widths[0] !== inputs) throw badInput("X", `${pattern.widths[0]} inputs as in the pattern`, `${inputs}`);
  const program = convexProgram({
    inputs: data.inputs,
    targets: data.targets,
    points: data.points,
    bias: mask?.bias ?? bias,
    lambda: 1,
    scaling,
    ...(model === undefined ? {} : { model }),
    ...(loss === undefined ? {} : { loss }),
    ...(mask === undefined ? {} : { supports: mask.supports }),
    ...(patterns === undefined ? {} : { maxGates: patterns, sampledGates: patterns }),
    ...(seed === undefined ? {} : { seed }),
  });
  const told: Problem = {
    model: program.model,
    loss: program.loss,
    scaling,
    bias: program.bias === true,
    points: program.n,
    inputs,
    lambdaMax: lambdaMax(program),
    patterns: program.gates.length,
    complete: program.complete,
    data: Array.from({ length: program.n }, (_, j) => [...data.inputs.subarray(j * inputs, (j + 1) * inputs)]),
    targets: [...program.y],
  };
  return { program, mask, pattern, told };
}

/**
 * The least lambda for which the network without neurons is optimal: the greatest |P_K(s X^T D_i nu)| over activation patterns i and signs s, where nu is minus the gradient of the loss at 0
 * (Mishkin and Pilanci 2023, section 4).
 * @throws Fault for what is no problem of this kind
 */
export function greatestLambda(data: OptimumData, options: ProblemOptions = {}): number {
  return posed(data, options).told.lambdaMax;
}

function lambdaOf(asked: Lambda, greatest: number): number {
  if (typeof asked === "number") return asked;
  const found = `a share of it, ${asked.share}`;
  if (!Number.isFinite(asked.share) || asked.share <= 0) throw new Fault("usage", { place: "lambda", expected: "a positive share of lambdaMax", found });
  if (greatest === 0) throw new Fault("usage", { place: "lambda", expected: "a number, as lambdaMax is 0, up to rounding: the network without neurons is optimal for every lambda", found });
  return asked.share * greatest;
}

/** Solutions whose relative gap is larger than this say too little about the set of optima. */
const NEAR_ENOUGH = 1e-8;
/** A gap of g leaves the fit uncertain by sqrt(2 g / weight), 1e-5 at 1e-10: what is solved for is closer than what is asked for, as far as rounding lets it. */
const CLOSER = 1e-3;
/** Of certificates, relative to the optimum, where no larger gap was asked for: rounding to rationals may cost a little. */
const PROVED_GAP = 1e-9;
const NOT_CERTIFIED = "Not certified: a check failed, so that it is not known whether the network found is optimal.";

/**
 * The certified optimum of a training problem, and all that is asked for about the set of its optima.
 * @throws Fault for what is no problem of this kind: several outputs, a lambda that is not positive, labels that are not two, a pattern with other layers or a free bias of the output
 */
export async function optimum(data: OptimumData, options: OptimumOptions): Promise<Optimum> {
  const { tolerance = DEFAULT_TOLERANCE, timeout = PROGRAM_DEFAULTS.timeout, onProgress } = options;
  const clock = new Clock({ timeout });
  const { program: unscaled, mask, pattern, told } = posed(data, options);
  const program: ConvexProgram = { ...unscaled, lambda: lambdaOf(options.lambda, told.lambdaMax) };
  if (!Number.isFinite(program.lambda) || program.lambda <= 0) throw new Fault("usage", { place: "lambda", expected: "a positive number", found: String(options.lambda) });
  const solution = solve(program, {
    tolerance: CLOSER * tolerance,
    stop: clock.isOver,
    onProgress: ({ iteration, value, dualBound }) => onProgress?.({ stage: "optimum", detail: `iteration ${iteration}, relative gap ${((value - dualBound) / value).toExponential(1)}` }),
  });
  const network = networkOf(program, solution.blocks);
  const checks = [gapCheck(solution, tolerance), ...networkChecks("network", network, program, solution).checks];
  const left: LeftOut[] = [];
  const leave = (part: string, why: string): null => {
    left.push({ part, why });
    return null;
  };
  /** A part of the result, or null and the reason: the time is over, numbers do not allow it, or a check of it failed. */
  const part = async <T>(name: string, make: () => Made<T> | Promise<Made<T>>): Promise<T | null> => {
    onProgress?.({ stage: name, detail: "" });
    try {
      clock.check();
      const made = await make();
      checks.push(...made.checks);
      const failed = made.checks.find(({ ok }) => !ok);
      return failed === undefined ? made.told : leave(name, `failed check "${failed.name}": ${failed.value.toExponential(2)} is more than ${failed.tolerance}`);
    } catch (error) {
      if (!(error instanceof OutOfTime) && !(error instanceof RangeError) && !(error instanceof SolverFailure)) throw error;
      return leave(name, error instanceof OutOfTime ? "the time was over" : error.message);
    }
  };

  const certificate = await part("certificate", () => certificateOf(program, solution, Math.max(tolerance, PROVED_GAP)));
  const certified = checks.every(({ ok }) => ok);
  const pruning = prunedOptimum(program, solution, network);
  checks.push(...pruning.checks);
  const { solution: irreducible } = pruning;
  const near = solution.gap <= NEAR_ENOUGH * solution.value;
  const tooFar = (name: string): null => leave(name, "the duality gap is too large");
  const found = near ? await part("optimal set", async () => ({ told: await optimalSet(program, solution), checks: [] })) : tooFar("optimal set");
  const set = found === null ? null : await part("optimal set", () => setOfOptima(program, solution, found));
  const moves = irreducible === undefined ? leave("sensitivities", "the pruned network failed a check") : near ? await part("sensitivities", () => ({ told: sensitivities(program, irreducible), checks: [] })) : tooFar("sensitivities");
  const beyond = options.prune !== true ? null : await part("beyond", () => pruningStages(program, pruneFurther(program, solution)));
  const curve = options.path !== true ? null : await part("path", () => ({ told: curveOf(program, clock, onProgress), checks: [] }));
  // Last: it takes what time is left.
  const smallest = async (): Promise<Made<FewestOptimum>> => {
    const made = fewestOptimum(program, solution, await fewestNeurons(found!, { timeLimit: clock.left }));
    // Both are about the same set, on the word of different tolerances.
    if (made.told.lower > pruning.pruned.neurons) throw new RangeError(`at least ${made.told.lower} neurons by the optimal set, but an optimum with ${pruning.pruned.neurons} is known: doubles do not tell`);
    return made;
  };
  const fewest = options.prune !== true ? null : found === null ? leave("fewest neurons", "the optimal set is not known") : await part("fewest neurons", smallest);
  return {
    schema: OPTIMUM_SCHEMA,
    ...told,
    lambda: program.lambda,
    value: solution.value,
    dualBound: solution.dualBound,
    gap: solution.gap,
    fit: [...solution.fit],
    dual: [...solution.dual],
    sumOfNorms: solution.sumOfNorms,
    blocks: solution.blocks.length,
    neurons: network.widths[1],
    network,
    pruned: pruning.pruned,
    equivalence: certified ? equivalenceOf(program, [network, pruning.pruned.network, ...(fewest === null ? [] : [fewest.network])], mask) : { kind: "open", neurons: network.widths[1], why: NOT_CERTIFIED },
    existence: attainment(pattern, clock),
    optimalSet: set,
    fewest,
    beyond,
    sensitivities: moves,
    path: curve,
    certificate,
    checks,
    certified,
    left,
  };
}

interface Made<T> {
  readonly told: T;
  readonly checks: readonly Check[];
}

/** The document with both bounds in rational numbers, if the checker accepts it. */
function certificateOf(program: ConvexProgram, solution: Solution, tolerance: number): Made<OptimumCertificateJson> {
  const certificate = optimumCertificateToJson(certifyOptimum(program, solution));
  const result = checkOptimum(certificate);
  const proved = result.ok ? result.certificate.value.minus(result.certificate.dualBound).toNumber() : Number.POSITIVE_INFINITY;
  return { told: certificate, checks: [check("certificate", "gap that the checker has replayed in rational numbers, over the optimum", solution.value === 0 ? proved : proved / solution.value, tolerance)] };
}

/** The path from lambdaMax to a thousandth of it, or as far as the time goes. */
function curveOf(program: ConvexProgram, clock: Clock, onProgress: OptimumOptions["onProgress"]): Path {
  return pathOf(program, { stop: clock.isOver, onProgress: ({ solved, lambda }) => onProgress?.({ stage: "path", detail: `${solved} programs, lambda ${lambda.toPrecision(3)}` }) });
}

export interface PathRequest extends ProblemOptions, Pick<OptimumOptions, "timeout" | "tolerance" | "onProgress"> {}

/** The optima along lambda. */
export interface OptimumPath extends Problem {
  readonly schema: typeof OPTIMUM_PATH_SCHEMA;
  readonly path: Path;
  /** The pruned network of each point, in the same order. */
  readonly networks: readonly ShallowNetwork[];
  /** Of the worst point. */
  readonly checks: readonly Check[];
  readonly certified: boolean;
}

/**
 * The path of optima from lambdaMax to a thousandth of it, each with its gap, and each network run on the data. When the time is over, the path ends there:
 * `path.complete` says so, and it is not certified, though every point of it is.
 * @throws Fault for what is no problem of this kind
 */
export function optimumPath(data: OptimumData, options: PathRequest = {}): OptimumPath {
  const { tolerance = DEFAULT_TOLERANCE, timeout = PROGRAM_DEFAULTS.timeout, onProgress } = options;
  const clock = new Clock({ timeout });
  const { program, told } = posed(data, options);
  const path = curveOf(program, clock, onProgress);
  const worst = new Map<string, Check>();
  const networks = path.points.map((point) => {
    const there = { ...program, lambda: point.lambda };
    const network = networkOf(there, point.blocks);
    for (const one of [gapCheck(point, tolerance), ...networkChecks("network", network, there, point).checks]) if (one.value >= (worst.get(one.name)?.value ?? 0)) worst.set(one.name, one);
    return network;
  });
  const checks = [...worst.values()];
  return { schema: OPTIMUM_PATH_SCHEMA, ...told, path, networks, checks, certified: path.complete && checks.every(({ ok }) => ok) };
}

/** Seconds for the verdicts of the pattern, which are shown beside the optimum and change nothing about it. */
const VERDICT_SECONDS = 5;

function attainment(pattern: Pattern | undefined, clock: Clock): Attainment {
  const why = "With weight decay the objective is continuous and grows without bound in every weight that it depends on, so an optimum exists.";
  if (pattern === undefined) return { attained: true, why };
  const { linear, finite } = decide(pattern, { timeout: Math.min(VERDICT_SECONDS, clock.left), threads: 1 });
  const words = { true: "yes", false: "no", null: "undecided" } as const;
  const without = `Without weight decay the verdicts of the pattern are linear: ${words[`${linear.closed}`]}, finite: ${words[`${finite.closed}`]}.`;
  return { attained: true, why: `${why} This holds for every mask, whatever its verdicts.`, withoutDecay: { linear: linear.closed, finite: finite.closed, why: without } };
}
