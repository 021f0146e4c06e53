/** The end of a training: from a layer that interpolates about, to the sparsest exact network that is found near it. */
import type { Random } from "../../../exact/random.js";
import type { Clock } from "../../clock.js";
import { type RationalNetwork, type SparsestProblem, countOf } from "../problem.js";
import { type HiddenLayer, joined } from "./hidden-layer.js";
import { merged } from "./merge.js";
import { penaltyOf } from "./path-norm.js";
import type { TrainingPoints } from "./points.js";
import { exactNetwork } from "./snap.js";
import { assignedSlots } from "./slots.js";
import { type VertexOptions, blocksOf, sparseVertex } from "./vertex.js";

export interface Polished {
  /** It interpolates exactly. */
  readonly network: RationalNetwork;
  /** What the problem counts. */
  readonly count: number;
  /** The same network in doubles, in the frame of training. */
  readonly layer: HiddenLayer;
  /** Its penalty there. */
  readonly penalty: number;
}

export interface PolishOptions {
  readonly p: number;
  readonly random: Random;
  /** How often weights are drawn anew after the last gain. */
  readonly patience: number;
  /** No more is asked for. */
  readonly enough: number;
  readonly clock: Clock;
}

/** Inner values, relative to the lengths, up to which the pattern beyond a point is tried too. */
const NEAR = [1e-8, 1e-2, 1e-1];

/**
 * Vertices of the polytopes around a layer, each one made exact: first with the layer's own zeros and with the tangents at it, then, from the best so far, with the patterns beyond the points where inner
 * values are near 0, and with weights drawn at random. The one of least count is kept, of these the one of least penalty. Where the patterns around the trained layer do not interpolate, those at the
 * start of the training are added. Nothing if these do not either.
 */
export async function polished(problem: SparsestProblem, points: TrainingPoints, end: HiddenLayer, start: HiddenLayer, options: PolishOptions): Promise<Polished | undefined> {
  const { p, random, patience, enough, clock } = options;
  let best: Polished | undefined;
  let trained = merged(end, points);
  const attempt = async (from: HiddenLayer, near: number, how: Partial<VertexOptions>, tangents: boolean): Promise<boolean> => {
    const blocks = blocksOf(from, points, near);
    // Only where the blocks are the layer's neurons, one for one, its entries are theirs.
    const own = near === 0 && blocks.length === from.size;
    if (!own && (tangents || how.sameZeros)) return false;
    const vertex = await sparseVertex(points, blocks, { p, timeLimit: Math.max(0.1, clock.left), ...how }, own && tangents ? from : undefined);
    const found = vertex && madeExact(problem, points, vertex, p);
    if (found === undefined || (best !== undefined && (found.count > best.count || (found.count === best.count && found.penalty >= best.penalty * (1 - 1e-9))))) return false;
    const fewer = best === undefined || found.count < best.count;
    best = found;
    return fewer;
  };
  await attempt(trained, 0, { sameZeros: true }, true);
  if (!clock.isOver()) await attempt(trained, 0, {}, true);
  for (const near of NEAR) if (!clock.isOver() && best === undefined) await attempt(trained, near, {}, false);
  if (best === undefined) {
    trained = merged(joined(trained, start), points);
    if (!clock.isOver()) await attempt(trained, 0, {}, false);
    if (best === undefined) return undefined;
  }
  for (let turn = 0, stale = 0; stale < patience && !clock.isOver() && (best as Polished).count > enough; turn++) {
    const near = NEAR[turn % NEAR.length]!;
    // Powers of two with normal exponents, one to three octaves wide.
    const spread = 1 + random.below(3);
    const gain = await attempt(turn % 2 === 0 ? trained : (best as Polished).layer, near, { factors: () => 2 ** (spread * random.normal()) }, false);
    stale = gain ? 0 : stale + 1;
  }
  return best;
}

function madeExact(problem: SparsestProblem, points: TrainingPoints, vertex: HiddenLayer, p: number): Polished | undefined {
  const whole = merged(vertex, points, 1e-8);
  const layer = problem.supports === undefined ? whole : assignedSlots(whole, problem.supports);
  const network = layer && exactNetwork(problem, points, layer);
  return network && { network, count: countOf(network, problem), layer: layer!, penalty: penaltyOf(layer!, p, points.penalised) };
}
