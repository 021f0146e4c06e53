/**
 * Interpolation within given activation patterns: a polytope, on which the l^p norm is concave, so that its minima are vertices.
 *
 * The blocks (support, pattern D, sign s) have u in the cone {(2D - I) X u >= 0} and add s D X u to the outputs; sums of all outputs, with the affine part, are the targets. Iteratively reweighted l1 on
 * it is a sequence of linear programs (HiGHS, in doubles), each ending at a vertex, the weighted norm of the tangents falling: a local concave minimisation (Mangasarian 1996).
 */
import { type Program, type Row, SolverFailure, minimise } from "../../linear-program.js";
import { type HiddenLayer, rebalance } from "./hidden-layer.js";
import { kindOf, signsOf } from "./merge.js";
import { penaltyOf, reweight } from "./path-norm.js";
import type { TrainingPoints } from "./points.js";

export interface Block {
  /** 1 or -1. */
  readonly sign: number;
  /** n flags. */
  readonly active: Uint8Array;
  /** m flags: entries that may be other than 0. */
  readonly allowed: Uint8Array;
  readonly slot: number;
}

/**
 * The blocks in which the neurons of a layer are, each once. A neuron's inner value counts as 0 if it is up to `near`, relative to the lengths of its weights and the point: then the patterns with
 * that point on the other side are added, one at a time; none if `near` is 0. With an affine part the first point is not active: turned, a neuron differs by an affine function.
 */
export function blocksOf(layer: HiddenLayer, points: TrainingPoints, near: number): Block[] {
  const { m } = points;
  const blocks = new Map<string, Block>();
  for (let k = 0; k < layer.size; k++) {
    if (layer.v[k] === 0) continue;
    const sharp = signsOf(layer, k, points);
    const allowed = layer.allowed.slice(k * m, (k + 1) * m);
    const add = (active: Uint8Array) => {
      const turned = points.affine.length > 0 && active[0] === 1 ? active.map((flag) => 1 - flag) : active;
      if (kindOf(Int8Array.from(turned, (flag) => 2 * flag - 1), points) !== "active") return;
      const sign = Math.sign(layer.v[k]!);
      const name = `${sign} ${turned.join("")} ${allowed.join("")}`;
      if (!blocks.has(name)) blocks.set(name, { sign, active: turned, allowed, slot: layer.slots[k]! });
    };
    const base = Uint8Array.from(sharp, (sign) => (sign > 0 ? 1 : 0));
    add(base);
    if (near === 0) continue;
    for (const [i, sign] of signsOf(layer, k, points, near).entries()) {
      if (sign === 0) add(base.map((flag, j) => (j === i ? 1 - flag : flag)));
    }
  }
  return [...blocks.values()];
}

/** Rows times columns of a program; above it takes too long. */
const MOST_NUMBERS = 1e7;
/** Linear programs for one vertex, at most. */
const MOST_PROGRAMS = 12;
/** Entries up to this times the largest are 0 in a solution. */
export const ZERO_ENTRY = 1e-9;

export interface VertexOptions {
  readonly p: number;
  /** eps of the first weights, relative to the largest entry there: a tenth unless said. It falls by ten from program to program. */
  readonly eps?: number;
  /** Factors of the first weights, one for each entry of each block. */
  readonly factors?: (index: number) => number;
  /** Only entries that are not 0 in `from`. */
  readonly sameZeros?: boolean;
  /** In seconds, for one program. */
  readonly timeLimit?: number;
}

/**
 * A vertex with a locally least penalty, as a layer; its neurons are balanced. Nothing if there is no interpolation within the blocks (to the solver's tolerance), the program is too large, the time
 * is over, or the solver fails.
 * @param from where the first weights are taken: a layer of these blocks, in their order; without, all weights are 1
 */
export async function sparseVertex(points: TrainingPoints, blocks: readonly Block[], options: VertexOptions, from?: HiddenLayer): Promise<HiddenLayer | undefined> {
  const { n, m, rows: data, outputs, affine, penalised } = points;
  const entries = blocks.flatMap(({ allowed }, block) => Array.from(allowed.keys()).flatMap((c) => (allowed[c] === 1 && !(options.sameZeros && from?.w[block * m + c] === 0) ? [{ block, c }] : [])));
  const columns = 2 * entries.length + affine.length;
  const walls = blocks.map(({ active }) => wallsOf(active, points));
  if ((n + walls.reduce((sum, list) => sum + list.length, 0)) * columns > MOST_NUMBERS) return undefined;
  const rows: Row[] = [];
  for (let i = 0; i < n; i++) {
    const values = new Float64Array(columns);
    for (const [e, { block, c }] of entries.entries()) {
      if (blocks[block]!.active[i] === 0) continue;
      values[2 * e] = blocks[block]!.sign * data[i * m + c]!;
      values[2 * e + 1] = -values[2 * e]!;
    }
    for (const [a, direction] of affine.entries()) values[2 * entries.length + a] = direction[i]!;
    rows.push({ values, lower: outputs[i]!, upper: outputs[i]! });
  }
  for (const [block, { active }] of blocks.entries()) {
    for (const i of walls[block]!) {
      const values = new Float64Array(columns);
      for (const [e, entry] of entries.entries()) {
        if (entry.block !== block) continue;
        values[2 * e] = (active[i] === 1 ? 1 : -1) * data[i * m + entry.c]!;
        values[2 * e + 1] = -values[2 * e]!;
      }
      rows.push({ values, lower: 0, upper: Infinity });
    }
  }
  const lower = new Float64Array(columns).fill(-Infinity, 2 * entries.length);
  const weights = new Float64Array(blocks.length * m).fill(1);
  let layer = from;
  let eps = options.eps ?? 0.1;
  let least = Infinity;
  for (let turn = 0; turn < MOST_PROGRAMS; turn++) {
    if (layer !== undefined) {
      reweight(weights, layer, options.p, eps * largestEntry(layer), penalised);
      eps = Math.max(eps / 10, 1e-4);
    }
    const most = weights.reduce((a, b) => Math.max(a, b), 0);
    const cost = new Float64Array(columns);
    for (const [e, { block, c }] of entries.entries()) {
      const penalisedEntry = penalised.bias || c < m - 1;
      const factor = turn === 0 ? (options.factors?.(e) ?? 1) : 1;
      cost[2 * e] = cost[2 * e + 1] = penalisedEntry && most > 0 ? (factor * weights[block * m + c]!) / most : 0;
    }
    const solution = await optimumOf({ cost, rows, lower }, options.timeLimit);
    if (solution === undefined) return turn === 0 ? undefined : layer;
    const u = new Float64Array(blocks.length * m);
    for (const [e, { block, c }] of entries.entries()) u[block * m + c] = solution[2 * e]! - solution[2 * e + 1]!;
    const next = layerOf(blocks, m, u);
    const penalty = penaltyOf(next, options.p, penalised);
    // With eps at its least, no gain is the end.
    if (turn > 0 && eps <= 1e-4 && penalty >= least * (1 - 1e-9)) return layer;
    layer = next;
    least = penalty;
  }
  return layer;
}

/** Nothing where there is none, or none is found: a vertex is lost then, not the training. */
async function optimumOf(program: Program, timeLimit: number | undefined): Promise<Float64Array | undefined> {
  try {
    const { status, solution } = await minimise(program, timeLimit === undefined ? {} : { timeLimit });
    return status === "optimal" ? solution : undefined;
  } catch (error) {
    if (error instanceof SolverFailure) return undefined;
    throw error;
  }
}

/**
 * The points whose inequalities bound the cone of a pattern, others following from them: with one input, the smallest and the largest of the active points and of the others; with several, all.
 */
function wallsOf(active: Uint8Array, { n, m, rows }: TrainingPoints): number[] {
  const all = Array.from({ length: n }, (_, i) => i);
  if (m > 2) return all;
  return [0, 1].flatMap((flag) => {
    const side = all.filter((i) => active[i] === flag).sort((i, j) => rows[i * m]! - rows[j * m]!);
    return side.length > 1 ? [side[0]!, side.at(-1)!] : side;
  });
}

function largestEntry({ size, v, w }: HiddenLayer): number {
  const m = w.length / size;
  let most = 0;
  for (let e = 0; e < w.length; e++) most = Math.max(most, Math.abs(v[Math.floor(e / m)]! * w[e]!));
  return most;
}

/** The layer of the blocks with these u; what is small next to the largest entry is 0. */
function layerOf(blocks: readonly Block[], m: number, u: Float64Array): HiddenLayer {
  const size = blocks.length;
  const layer: HiddenLayer = {
    size,
    v: Float64Array.from(blocks, ({ sign }) => sign),
    w: u,
    allowed: new Uint8Array(size * m),
    slots: Int32Array.from(blocks, ({ slot }) => slot),
  };
  const most = largestEntry(layer);
  for (let e = 0; e < layer.w.length; e++) if (Math.abs(layer.w[e]!) <= ZERO_ENTRY * most) layer.w[e] = 0;
  for (const [k, { allowed }] of blocks.entries()) layer.allowed.set(allowed, k * m);
  rebalance(layer);
  return layer;
}
