/**
 * The fewest parameters by mixed-integer programs: combinatorial Benders cuts (Codato and Fischetti 2006) over neuron types with output signs, without any bound of weights.
 *
 * An unknown of 0 or 1 for each type, output sign and class of hidden neurons that has the type's columns; its cost is that of the type, and a class has no more of them than
 * neurons. If y is not in the cone of those that are chosen, a vector nu proves it (dual-vectors.ts), in integers, and every interpolating network has one of those that nu does
 * not block: that is a row. The cuts and the network are exact; that no choice of smaller cost satisfies all rows is the word of HiGHS.
 */
import { Clock, OutOfTime } from "../clock.js";
import { minimise } from "../linear-program.js";
import { blockingVector } from "./dual-vectors.js";
import { type SignedType, linesOf, networkOfTypes, typeSetting } from "./network-of-types.js";
import { NeuronTypes } from "./neuron-types.js";
import { type RationalNetwork, type SparsestProblem, countOf, interpolates } from "./problem.js";

export interface ParametersProgramOptions {
  /** An interpolating network that is known. */
  readonly start?: RationalNetwork;
  /** Seconds; no limit by default. */
  readonly timeLimit?: number;
  /** Asked often; true ends the search. */
  readonly stop?: () => boolean;
  readonly onProgress?: (progress: { readonly bound: number; readonly cuts: number }) => void;
}

export interface ParametersProgram {
  /** It interpolates, exactly: the best one known. */
  readonly network: RationalNetwork | undefined;
  /** No network has fewer, HiGHS says; Infinity: there is none. */
  readonly bound: number;
  /** Does one vector block all types, so that it is proved that there is no network? */
  readonly infeasible: boolean;
  /** How many exact vectors there are. */
  readonly cuts: number;
  /** Why the bound does not reach the network; nothing if it does. */
  readonly why?: "time" | "patterns" | "solver";
}

/** Bounds of the solver are those of integers up to this. */
const INTEGER = 1e-4;
/** A neuron with nothing but a free bias. */
const CONSTANT = -1;

/** @throws SolverFailure when HiGHS ends with an error */
export async function parametersByProgram(problem: SparsestProblem, { start, timeLimit, stop, onProgress }: ParametersProgramOptions = {}): Promise<ParametersProgram> {
  const clock = new Clock({ timeout: timeLimit, stop });
  const types = new NeuronTypes(problem);
  let best = start;
  let fewest = start === undefined ? Infinity : countOf(start, problem);
  // Types that cost as much as the known network are not needed; all are, without one.
  if (!types.reach(fewest - 1)) return { network: best, bound: 0, cuts: 0, infeasible: false, why: "patterns" };
  const masked = problem.supports !== undefined;
  const bias = types.points.scales.length - 1;
  const isConstant = !problem.skip && !problem.countBias && types.classes.some(({ columns }) => columns.includes(bias));
  const setting = typeSetting(problem, types, isConstant && !masked);
  const choices = types.classes.flatMap(({ columns }, place) =>
    [...(isConstant && masked ? [CONSTANT] : []), ...types.all.keys()].flatMap((type) => {
      const needed = type === CONSTANT ? [bias] : types.all[type]!.columns;
      return needed.every((c) => columns.includes(c)) ? ([1, -1] as const).map((sign) => ({ place, type, sign })) : [];
    }),
  );
  const generators: (readonly bigint[])[] = linesOf(setting).flatMap((line) => [line, line.map((entry) => -entry)]);
  const free = Int32Array.from(generators.keys());
  const blocks = choices.map(({ type, sign }) => {
    const outputs = type === CONSTANT ? [setting.target.map(() => 1n)] : types.all[type]!.rays.map((ray) => ray.outputs);
    return { generators: Int32Array.from(outputs, (output) => generators.push(sign === 1 ? output : output.map((entry) => -entry)) - 1) };
  });
  // What is free is in all cones, as the last block.
  const cones = { target: setting.target, generators, blocks: [...blocks, { generators: free }] };
  const cost = Float64Array.from(choices, ({ type }) => (type === CONSTANT ? 0 : types.all[type]!.cost));
  const rows = types.classes.flatMap(({ neurons }, of) => (neurons === Infinity ? [] : [{ values: Float64Array.from(choices, ({ place }) => (place === of ? 1 : 0)), lower: 0, upper: neurons }]));
  const counts = new Int32Array(choices.length);
  const size = { upper: new Float64Array(choices.length).fill(1), integer: choices.map(() => true) };
  let [bound, cuts] = [0, 0];
  try {
    while (bound < fewest) {
      clock.check();
      const { left } = clock;
      const outcome = await minimise({ cost, rows, ...size }, left === Infinity ? {} : { timeLimit: left });
      bound = Math.min(fewest, Math.max(bound, Math.ceil(outcome.bound - INTEGER)));
      onProgress?.({ bound, cuts });
      if (outcome.status === "infeasible" || outcome.solution === undefined) break;
      const chosen = Array.from(choices.keys()).filter((k) => outcome.solution![k]! > 0.5);
      // Those that many vectors do not block are what choices are made of.
      const order = Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
      const vector = blockingVector(cones, [...chosen, choices.length], order, clock.check);
      if (vector === undefined) {
        const network = networkOf(chosen.map((k) => choices[k]!));
        const count = countOf(network, problem);
        if (count < fewest) [best, fewest] = [network, count];
        // A choice of least cost: the solver's bound says so, or its time was over.
        break;
      }
      const has = vector.has.subarray(0, choices.length);
      if (!has.includes(1)) return { network: undefined, bound: Infinity, cuts: cuts + 1, infeasible: true };
      for (const k of vector.elements) counts[k]!++;
      rows.push({ values: Float64Array.from(has), lower: 1, upper: Infinity });
      cuts++;
    }
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
  }
  const why = bound >= fewest ? undefined : clock.isOver() ? "time" : "solver";
  return { network: best, bound, cuts, infeasible: false, ...(why !== undefined && { why }) };

  function networkOf(chosen: readonly { readonly type: number; readonly sign: -1 | 1 }[]): RationalNetwork {
    const list = new Map<number, SignedType>();
    for (const { type, sign } of chosen) if (type !== CONSTANT) list.set(type, { type, sign: list.has(type) && list.get(type)!.sign !== sign ? 0 : sign, both: list.has(type) });
    const found = networkOfTypes({ ...setting, constant: setting.constant || chosen.some(({ type }) => type === CONSTANT) }, [...list.values()]);
    if ("separator" in found || !interpolates(found.network, problem)) throw new Error("the types that were chosen have no network");
    return found.network;
  }
}
