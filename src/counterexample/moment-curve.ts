/**
 * T2' [own, docs/theory.md 2.2, 2.6]: from a limit that no weights reach to a training set without an optimum, and to weights that approach its infimum.
 *
 * The curve is that of Chebyshev polynomials, x = (T_1(t), ..., T_d(t)), an affine image of the moment curve (t, ..., t^d): coordinates stay in [-1, 1] and are
 * nearly uncorrelated. The parameters t are multiples of a power of 1/2, so that for small d a double holds every coordinate exactly.
 */
import type { Counterexample, Data } from "../certificate/counterexample.js";
import type { Edge, Proof } from "../certificate/proof.js";
import { Refusal } from "../check/goal.js";
import { Effort, TooLarge } from "../check/limits.js";
import { checkUnreachable } from "../check/unreachable.js";
import { aboutLayers } from "../decide/linear.js";
import { Laurent } from "../exact/laurent.js";
import { Rational } from "../exact/rational.js";
import { contract, select } from "../pattern/layers.js";
import { liveNeurons, pruneDead } from "../pattern/live.js";
import { type Mask, has, maskOfEdges } from "../pattern/mask.js";
import { type Pattern, edgesOf } from "../pattern/pattern.js";
import { rectanglesOf } from "../pattern/rectangles.js";
import type { Budget } from "../rules/budget.js";
import { findDegeneration } from "../rules/degeneration.js";
import { proveUnreachable } from "../rules/unreachable.js";
import { type Approach, approachOf } from "./approach.js";
import { balanced, oriented } from "./balance.js";
import { linearBiases } from "./biases.js";
import { columnOf, onPaths } from "./product.js";
import { cheapestCrossedMinor } from "./smaller-minor.js";
import { Unsupported } from "./unsupported.js";

/** Points of a data set that is worth writing, and its coordinates and targets: checked in some seconds. */
const MAX_POINTS = 40_000;
const MAX_NUMBERS = 4_000_000;
/** What a crossed minor needs at least: two hidden neurons in one layer. */
const FEWEST_POINTS = 11;
/** Bits of a double, and of a float. */
const BITS = [24, 53];

/**
 * The counterexample of a proof that the linear counterpart is not closed.
 * @throws Unsupported, OutOfBudget
 */
export function momentCurveCounterexample(pattern: Pattern, proof: Proof, budget: Budget): Counterexample {
  const masks = pruneDead(pattern.masks);
  const approach = approachFrom(masks, cheaper(masks, proof), budget);
  const { outputs, inputs, limit } = approach;
  const minor = select(masks, outputs, inputs);
  const count = pointsNeeded(minor, inputs.length);
  const [width, height] = [pattern.widths[0]!, pattern.widths.at(-1)!];
  if (count > MAX_POINTS || count * (width + height) > MAX_NUMBERS) throw new Unsupported(`the data set that the proof needs has ${count} points, too many to be written`);

  const parameters = parametersOf(count, inputs.length);
  const curve = chebyshev(inputs.length);
  const data = dataOf(approach, curve, parameters, width, height);
  const weights = oriented(balanced(onPaths(approach.weights, new Set(outputs), new Set(inputs))), inputs).map(sorted);
  return {
    pattern,
    data,
    family: { weights, biases: linearBiases(weights, data.points, inputs) },
    loss: lossOf({ ...approach, weights }, data),
    impossible: {
      rule: "moment-curve",
      evidence: {
        outputs: [...outputs],
        inputs: [...inputs],
        limit: limit.map((line) => [...line]),
        curve,
        parameters,
        through: [...approach.through],
        added: [...approach.added],
        unreachable: approach.unreachable,
      },
    },
  };
}

/** Where the proof is an LU or cut minor: another one that needs fewer points, if one is found. */
function cheaper(masks: readonly Mask[], proof: Proof): Proof {
  if (proof.rule !== "lu-minor" && proof.rule !== "cut-minor") return proof;
  const { outputs, inputs } = proof.evidence;
  const count = pointsNeeded(select(masks, outputs, inputs), 2);
  return count <= FEWEST_POINTS ? proof : (cheapestCrossedMinor(masks, (minor) => pointsNeeded(minor, 2), count) ?? proof);
}

/** A limit, and what the proof that it is out of reach looks at. */
interface Obstructed extends Approach {
  readonly added: readonly Edge[];
}

/** The limit of the proof; of two layers, where its steps cannot all be undone, another one. */
function approachFrom(masks: readonly Mask[], proof: Proof, budget: Budget): Obstructed {
  try {
    return proved(approachOf(masks, proof), masks, budget);
  } catch (error) {
    if (!(error instanceof Unsupported) || masks.length !== 2) throw error;
    const state = rectanglesOf(masks[0]!, masks[1]!);
    const evidence = findDegeneration(state, budget);
    if (evidence === undefined) throw error;
    return proved(approachOf(masks, aboutLayers({ rule: "degeneration", evidence }, masks[0]!, state)), masks, budget);
  }
}

/** With steps that the checker accepts: those that came with the limit, or others. */
function proved(approach: Approach, masks: readonly Mask[], budget: Budget): Obstructed {
  const { outputs, inputs, limit } = approach;
  const minor = select(masks, outputs, inputs);
  for (const through of [approach.through, minor.map((_, l) => l).concat(minor.length)]) {
    for (const added of through === approach.through ? [addedEdges(minor, approach), []] : [[]]) {
      const layers = select(withAdded(coarse(minor, through), added), outputs, inputs);
      const goal = { masks: layers, outputs, inputs };
      const steps = [() => approach.unreachable, () => proveUnreachable(goal, limit, budget)];
      for (const step of steps) {
        const unreachable = step();
        if (unreachable !== undefined && accepts({ ...goal, limit }, unreachable)) return { ...approach, through, added, unreachable };
      }
    }
  }
  throw new Unsupported("the proof that the limit is out of reach is not one about the whole pattern");
}

function accepts(target: Parameters<typeof checkUnreachable>[0], unreachable: Approach["unreachable"]): boolean {
  try {
    checkUnreachable(target, unreachable, "", {
      effort: new Effort(),
      require(holds, key, reason) {
        if (!holds) throw new Refusal(key, reason);
      },
    });
    return true;
  } catch (error) {
    if (error instanceof Refusal || error instanceof TooLarge) return false;
    throw error;
  }
}

/** Points enough for d + 1 of them to lie in one piece of any network of this minor. */
export function pointsNeeded(minor: readonly Mask[], degree: number): number {
  const hidden = liveNeurons(minor).slice(1, -1);
  return hidden.reduce((product, live) => product * (1 + degree * live.filter((flag) => flag === 1).length), degree) + 1;
}

/** P different multiples of 2^-M in [-1, 1], evenly spread; finer where powers up to the d-th still fit into a float, or a double. */
function parametersOf(count: number, degree: number): Rational[] {
  let fine = 0;
  while (2 ** (fine + 1) < count - 1) fine++;
  for (const bits of BITS) {
    const finer = fine + 2;
    if (finer * degree <= bits) {
      fine = finer;
      break;
    }
  }
  const scale = 2 ** fine;
  return Array.from({ length: count }, (_, p) => Rational.of(Math.round((2 * scale * p) / (count - 1)) - scale, scale));
}

/** Coefficients of T_1, ..., T_d, of 1, t, ..., t^d. */
function chebyshev(degree: number): Rational[][] {
  const zero = (): Rational[] => Array.from({ length: degree + 1 }, () => Rational.zero);
  const list = [zero(), zero()];
  list[0]![0] = Rational.one;
  list[1]![1] = Rational.one;
  for (let j = 2; j <= degree; j++) {
    list.push(list[j - 1]!.map((_, e) => Rational.of(2).times(list[j - 1]![e - 1] ?? Rational.zero).minus(list[j - 2]![e]!)));
  }
  return list.slice(1, degree + 1);
}

function dataOf({ outputs, inputs, limit }: Approach, curve: readonly Rational[][], parameters: readonly Rational[], width: number, height: number): Data {
  const points = parameters.map((t) => {
    const point = Array.from({ length: width }, () => Rational.zero);
    inputs.forEach((k, b) => (point[k] = curve[b]!.reduceRight((sum, c) => sum.times(t).plus(c), Rational.zero)));
    return point;
  });
  const targets = points.map((point) => {
    const target = Array.from({ length: height }, () => Rational.zero);
    outputs.forEach((i, a) => (target[i] = inputs.reduce((sum, k, b) => sum.plus(limit[a]![b]!.times(point[k]!)), Rational.zero)));
    return target;
  });
  return { points, targets };
}

/** Half the mean of |(A_eps - A) x|^2 over the points. */
function lossOf({ outputs, inputs, limit, weights }: Approach, { points }: Data): Laurent {
  const columns = inputs.map((k) => columnOf(weights, k));
  const errors = outputs.map((i, a) => inputs.map((_, b) => (columns[b]!.get(i) ?? Laurent.zero).minus(Laurent.constant(limit[a]![b]!))));
  // The sum over the points of products of two coordinates is needed only, not each point.
  const moments = inputs.map((k) => inputs.map((l) => points.reduce((sum, point) => sum.plus(point[k]!.times(point[l]!)), Rational.zero)));
  const total = errors.reduce(
    (sum, line) => line.reduce((rest, one, b) => line.reduce((value, other, c) => value.plus(one.times(other).times(Laurent.constant(moments[b]![c]!))), rest), sum),
    Laurent.zero,
  );
  return total.dividedBy(Rational.of(2 * points.length));
}

/** The masks between the layers that the proof looks at, as the checker makes them. */
function coarse(minor: readonly Mask[], through: readonly number[]): Mask[] {
  let layers = [...minor];
  for (let s = through.length - 1; s > 0; s--) layers = contract(layers, through[s - 1]! + 1, through[s]!);
  return layers;
}

/** The edges that the proof looks at and the minor has not. */
function addedEdges(minor: readonly Mask[], { outputs, inputs, through, relaxed }: Approach): Edge[] {
  const own = coarse(minor, through);
  return select(relaxed, outputs, inputs).flatMap((mask, l) => edgesOf(mask).flatMap(([v, w]): Edge[] => (has(own[l]!, v, w) ? [] : [[l + 1, v, w]])));
}

function withAdded(layers: readonly Mask[], added: readonly Edge[]): Mask[] {
  return layers.map((mask, l) => {
    const more = added.filter(([layer]) => layer === l + 1).map(([, v, w]): [number, number] => [v, w]);
    return more.length === 0 ? mask : maskOfEdges(mask.rows, mask.cols, [...edgesOf(mask), ...more]);
  });
}

const sorted: (layer: Approach["weights"][number]) => Approach["weights"][number] = (layer) => layer.toSorted((a, b) => a.output - b.output || a.input - b.input);
