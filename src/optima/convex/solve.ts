/**
 * The convex programs, solved to a certified duality gap. Own, after Mishkin and Pilanci 2023 (the program and its dual), Lawson and Hanson 1974 (active sets):
 *
 * 1. A point nu of the dual is priced: |P_K(s X' D_i nu)| for every gate and sign (cone.ts). Scaled to be feasible, it bounds the minimum from below.
 * 2. Newton's step from there (newton.ts), on the blocks that are violated or nearly tight, gives the next nu, and with it their directions. Far from the end there is a second step of the
 *    kind, at the directions that the blocks have and on the faces of their cones that they lie on: it leads on where badly scaled data bend the projections within a hair of nu.
 * 3. Over fixed directions, those of the blocks now and the new ones, the program is one in their weights alone (weights.ts). It is solved exactly: the value does not rise but by rounding,
 *    every point is feasible, as directions are points of the cones, and at most n blocks are not 0, with independent shares of the fit. Directions of one block are added up, which
 *    lowers the value further.
 *
 * Step 3 with the most violated direction alone is the fully corrective Frank-Wolfe method, which converges from anywhere; step 2 makes the end quadratic.
 * An iteration costs of the order of gates * n * d for the pricing, a projection for every block with |c| > 0.9 lambda, and n^2 * (n + directions) for the linear algebra.
 */
import { blockAt, blockCount, ConeProjection, given, placeOf } from "./cone.js";
import { dualOf, dualScale, dualValueOf, lossOf } from "./losses.js";
import { type Bend, type Cut, NewtonStep } from "./newton.js";
import type { Block, ConvexProgram, Solution } from "./program.js";
import { distance, lengthOf } from "./vectors.js";
import { DirectionWeights, type Weighted } from "./weights.js";

export interface SolveOptions {
  /** A solution nearby, as of another lambda; its gates are numbers in the same list of gates. */
  readonly start?: Solution;
  /** The relative gap asked for: gap <= tolerance * value. */
  readonly tolerance?: number;
  /** Called in every iteration; true ends the run with the best point found so far, what it throws ends it without. */
  readonly stop?: () => boolean;
  /** Called in every iteration with the value and the bound so far. */
  readonly onProgress?: (progress: { readonly iteration: number; readonly value: number; readonly dualBound: number; readonly blocks: number }) => void;
}

export const DEFAULT_TOLERANCE = 1e-10;

const MOST_ITERATIONS = 500;
/** The run ends when neither value nor bound has moved for this many iterations. */
const MOST_STALLS = 12;
/** Blocks whose norm is above this multiple of lambda take part in Newton's step. */
const NEARLY_TIGHT = 0.9;
/** From this relative gap on, directions of the Newton step stand alone: older ones nearby would only blur them. */
const NEAR = 1e-4;
/** After the tolerance is met, Newton's steps go on as long as they bring the directions nearer, at most so many times. */
const MOST_POLISHING = 8;
const MOST_SCALINGS = 5;

/** A block that is not 0: weight * direction. */
interface Active {
  readonly place: number;
  readonly direction: Float64Array;
  readonly share: Float64Array;
  readonly weight: number;
}

type Direction = Pick<Active, "place" | "direction" | "share">;

/** A point of the dual, priced. */
interface Priced {
  readonly nu: Float64Array;
  readonly norms: Float64Array;
  readonly dual: Float64Array;
  readonly bound: number;
}

/**
 * A minimum of the program with a bound from below. The gap is honest: the value is that of the blocks given, in the ReLU program with the fit of the ReLU network that they are, the
 * bound that of a point of the dual scaled to be feasible, both computed in float64. Where the tolerance is not reached, the best point found is given with its gap.
 * The dual is feasible up to the rounding of X' D nu, about 1e-16 |X|' |nu| / lambda relative to lambda; so much, relative to the value, is the gap uncertain by, and it may be negative by that:
 * commonly 1e-15, but 1e-9 where lambda is a 1e-8th of |X|' |nu|.
 *
 * The blocks' shares of the fit are linearly independent up to rounding (squared loss; logistic: as a rule), so there are at most n.
 */
export function solve(program: ConvexProgram, options: SolveOptions = {}): Solution {
  return new Solver(program, options).run();
}

/** The least lambda for which the zero network is optimal: the greatest |P_K(s X' D_i nu)| at nu = -grad f(0); 0 where that is no more than rounding of the sums. */
export function lambdaMax(program: ConvexProgram): number {
  const { n, X } = program;
  const nu = dualOf(program, new Float64Array(n));
  const norms = new ConeProjection(program).norms(nu);
  const most = norms.reduce((greatest, norm) => Math.max(greatest, norm), 0);
  const terms = lengthOf(X) * lengthOf(nu);
  return most > n * Number.EPSILON * terms ? most : 0;
}

/** What the blocks give together, n numbers. ReLU: sum of sign * relu(X vector), that is, what the network gives, also where a vector is outside of its cone by rounding. Gated: of D X vector. */
export function fitOf(program: ConvexProgram, blocks: readonly Block[]): Float64Array {
  const { n, d, X, gates, model } = program;
  const fit = new Float64Array(n);
  for (const { gate, sign, vector } of blocks) {
    const { active } = gates[gate]!;
    for (let j = 0; j < n; j++) {
      if (model === "gated" && active[j] === 0) continue;
      let sum = 0;
      for (let k = 0, row = j * d; k < d; k++) sum += X[row + k]! * vector[k]!;
      if (model === "gated" || sum > 0) fit[j]! += sign * sum;
    }
  }
  return fit;
}

class Solver {
  readonly #program: ConvexProgram;
  readonly #options: SolveOptions;
  readonly #cone: ConeProjection;
  readonly #newton: NewtonStep;
  readonly #weights: DirectionWeights;
  readonly #tangents: Float64Array;
  #active: Active[] = [];
  #value: number;
  /** Of the points of the dual so far, the one of the greatest bound. */
  #best: Priced;
  /** The point of the dual that belongs to the blocks. */
  #own: Priced;

  constructor(program: ConvexProgram, options: SolveOptions) {
    const { n, d } = program;
    this.#program = program;
    this.#options = options;
    this.#cone = new ConeProjection(program);
    this.#newton = new NewtonStep(program);
    this.#weights = new DirectionWeights(program);
    this.#tangents = new Float64Array(d * d);
    this.#value = lossOf(program, new Float64Array(n));
    this.#best = this.#price(dualOf(program, new Float64Array(n)));
    this.#own = this.#best;
  }

  run(): Solution {
    const { tolerance = DEFAULT_TOLERANCE, stop, onProgress } = this.#options;
    let point = this.#begin();
    let stalls = 0;
    let polishing = 0;
    let distance = Number.POSITIVE_INFINITY;
    for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      if (stop?.() === true) break;
      onProgress?.({ iteration, value: this.#value, dualBound: this.#best.bound, blocks: this.#active.length });
      const [valueBefore, boundBefore] = [this.#value, this.#best.bound];
      if (this.#value === 0) break;
      point = this.#step(point);
      const moved = valueBefore - this.#value > 1e-15 * this.#value || this.#best.bound - boundBefore > 1e-15 * this.#value;
      stalls = moved ? 0 : stalls + 1;
      if (stalls > MOST_STALLS) break;
      if (this.#value - this.#best.bound <= tolerance * this.#value) {
        const next = this.#distance();
        if (next < 1e-15 || polishing === MOST_POLISHING || (next > distance / 2 && polishing > 1)) break;
        distance = next;
        polishing++;
      }
    }
    return this.#solution();
  }

  /** The first point of the dual: that of the start, or of the zero network. */
  #begin(): Priced {
    const { start } = this.#options;
    if (start === undefined) return this.#best;
    for (const { gate, sign, vector } of start.blocks) {
      const weight = lengthOf(vector);
      if (weight > 0) this.#active.push(this.#activeOf(placeOf(this.#program, gate, sign), vector.map((value) => value / weight), weight));
    }
    this.#accept(this.#active, this.#solved(this.#active, this.#active.map(({ weight }) => weight)));
    const priced = this.#price(start.dual);
    return priced.bound > this.#best.bound ? this.#keep(priced) : this.#best;
  }

  #step(point: Priced): Priced {
    const { n } = this.#program;
    const cuts = this.#cuts(point);
    const weightOf = new Map<number, number>();
    for (const { place, weight } of this.#active) weightOf.set(place, (weightOf.get(place) ?? 0) + weight);
    const bends: Bend[] = [];
    for (const { place, norm } of cuts) {
      const weight = weightOf.get(place);
      if (weight === undefined || norm === 0) continue;
      const { gate, sign } = blockAt(this.#program, place);
      this.#cone.project(gate, sign, point.nu);
      const count = this.#cone.tangent(gate, this.#tangents);
      if (count === 0) continue;
      const shares = new Float64Array(count * n);
      for (let b = 0; b < count; b++) {
        const { d } = this.#program;
        given(this.#program, this.#program.gates[gate]!, sign, this.#tangents.subarray(b * d, (b + 1) * d), shares, b * n);
      }
      bends.push({ shares, count, weight: weight / norm });
    }
    const tight = cuts.flatMap(({ place }, k) => (weightOf.has(place) ? [k] : []));
    const newton = this.#newton.from(point.nu, cuts, bends, tight);
    const next = this.#keep(this.#price(newton.nu));
    const multipliers = new Map(cuts.map(({ place }, k) => [place, newton.weights[k]!]));
    const fresh = this.#cuts(next, new Set(cuts.flatMap(({ place }, k) => (newton.weights[k]! > 0 ? [place] : []))));
    let solved: Weighted | undefined;
    if (this.#value - this.#best.bound <= NEAR * this.#value) {
      const trial = this.#solved(fresh, fresh.map(({ place }) => multipliers.get(place) ?? 0));
      if (trial.value <= this.#value * (1 + 1e-15)) {
        this.#accept(fresh, trial);
        solved = trial;
      }
    }
    if (solved === undefined) {
      const all = [...this.#active, ...cuts, ...fresh, ...this.#moved()];
      solved = this.#solved(all, all.map((_, k) => this.#active[k]?.weight ?? 0));
      this.#accept(all, solved);
    }
    this.#own = this.#keep(this.#price(solved.dual));
    return this.#own.bound > next.bound ? this.#own : next;
  }

  /** Directions of a Newton step from the blocks themselves, each on its face: as far as its cone reaches, and projected back from beyond. */
  #moved(): Direction[] {
    const { n, d, gates, lambda } = this.#program;
    const own = this.#price(dualOf(this.#program, this.#fit()));
    const places = new Set(this.#active.map(({ place }) => place));
    const cuts: Cut[] = this.#active.map(({ place, direction, share }) => ({ place, direction, share, norm: share.reduce((sum, value, j) => sum + value * own.nu[j]!, 0) }));
    for (const cut of this.#cuts(own)) if (!places.has(cut.place)) cuts.push(cut);
    const tangents: { basis: Float64Array; count: number }[] = [];
    const bends: Bend[] = [];
    for (const { place, direction, weight } of this.#active) {
      const { gate, sign } = blockAt(this.#program, place);
      const basis = new Float64Array(d * d);
      const count = this.#cone.tangentAt(gate, sign, direction, own.nu, basis);
      const shares = new Float64Array(count * n);
      for (let b = 0; b < count; b++) given(this.#program, gates[gate]!, sign, basis.subarray(b * d, (b + 1) * d), shares, b * n);
      tangents.push({ basis, count });
      bends.push({ shares, count, weight: weight / lambda });
    }
    const { nu, weights } = this.#newton.from(own.nu, cuts, bends, this.#active.map((_, k) => k));
    const moved: Direction[] = [];
    for (const [k, { place, direction }] of this.#active.entries()) {
      const { basis, count } = tangents[k]!;
      const { shares, weight } = bends[k]!;
      if (count === 0 || !(weights[k]! > 0)) continue;
      const way = new Float64Array(d);
      for (let b = 0; b < count; b++) {
        let slope = 0;
        for (let j = 0; j < n; j++) slope += shares[b * n + j]! * nu[j]!;
        for (let at = 0; at < d; at++) way[at]! += ((weight * slope) / weights[k]!) * basis[b * d + at]!;
      }
      const { gate } = blockAt(this.#program, place);
      const t = this.#cone.reach(gate, direction, way);
      // Both are projected, as rows that a block lies on without pressing may be crossed.
      for (const length of t > 0 && t < 1 ? [t, 1] : [1]) {
        const end = this.#cone.projectVector(gate, direction.map((part, at) => part + length * way[at]!));
        const norm = lengthOf(end);
        if (norm > 0) moved.push(this.#activeOf(place, end.map((part) => part / norm), 0));
      }
    }
    for (const cut of cuts.slice(this.#active.length)) moved.push(cut);
    return moved;
  }

  #fit(): Float64Array {
    const fit = new Float64Array(this.#program.n);
    for (const { weight, share } of this.#active) for (let j = 0; j < fit.length; j++) fit[j]! += weight * share[j]!;
    return fit;
  }

  #solved(directions: readonly { share: Float64Array }[], start: readonly number[]): Weighted {
    return this.#weights.solve(directions.map(({ share }) => share), Float64Array.from(start));
  }

  /** The blocks of these weights, directions of one block added up. */
  #accept(directions: readonly { place: number; direction: Float64Array; share: Float64Array }[], { weights, value }: Weighted): void {
    const blocks = new Map<number, Active>();
    let merged = false;
    for (const [k, { place, direction, share }] of directions.entries()) {
      const weight = weights[k]!;
      if (weight === 0) continue;
      const other = blocks.get(place);
      if (other === undefined) {
        blocks.set(place, { place, direction, share, weight });
        continue;
      }
      merged = true;
      const vector = direction.map((part, at) => weight * part + other.weight * other.direction[at]!);
      const norm = lengthOf(vector);
      if (norm === 0) blocks.delete(place);
      else blocks.set(place, this.#activeOf(place, vector.map((part) => part / norm), norm));
    }
    this.#active = [...blocks.values()];
    this.#value = merged ? this.#valueOf(this.#active) : value;
  }

  #valueOf(active: readonly Active[]): number {
    const fit = new Float64Array(this.#program.n);
    let sum = 0;
    for (const { weight, share } of active) {
      sum += weight;
      for (let j = 0; j < fit.length; j++) fit[j]! += weight * share[j]!;
    }
    return lossOf(this.#program, fit) + this.#program.lambda * sum;
  }

  #activeOf(place: number, direction: Float64Array, weight: number): Active {
    const { gate, sign } = blockAt(this.#program, place);
    const share = new Float64Array(this.#program.n);
    given(this.#program, this.#program.gates[gate]!, sign, direction, share);
    return { place, direction, share, weight };
  }

  #price(nu: Float64Array): Priced {
    const { lambda } = this.#program;
    const norms = this.#cone.norms(nu, NEARLY_TIGHT * lambda, new Float64Array(blockCount(this.#program)));
    let most = 0;
    for (let k = 0; k < norms.length; k++) if (norms[k]! > most) most = norms[k]!;
    const scale = dualScale(this.#program, nu, most > 0 ? lambda / most : Number.POSITIVE_INFINITY);
    const dual = nu.map((value) => scale * value);
    return { nu, norms, dual, bound: dualValueOf(this.#program, dual) };
  }

  #keep(priced: Priced): Priced {
    if (priced.bound > this.#best.bound) this.#best = priced;
    return priced;
  }

  /** The tangents at a priced point: of the blocks that are not 0 (or of those given), then of the nearly tight and violated ones, worst first, no direction twice. */
  #cuts(point: Priced, first?: ReadonlySet<number>): Cut[] {
    const { n, lambda, model } = this.#program;
    const places = new Set<number>(first ?? this.#active.map(({ place }) => place));
    const rest: number[] = [];
    for (let k = 0; k < point.norms.length; k++) if (point.norms[k]! > NEARLY_TIGHT * lambda && !places.has(k)) rest.push(k);
    rest.sort((a, b) => point.norms[b]! - point.norms[a]!);
    const most = Math.max(64, 4 * n) + places.size;
    const cuts: Cut[] = [];
    for (const place of [...places, ...rest]) {
      if (cuts.length >= most) break;
      const { gate, sign } = blockAt(this.#program, place);
      const { vector, norm } = this.#cone.project(gate, sign, point.nu);
      if (!(norm > 0.1 * lambda)) continue;
      const direction = vector.map((part) => part / norm);
      // On a common face of several cones the ReLU program has one direction in all of them.
      if (model === "relu" && cuts.some((cut) => blockAt(this.#program, cut.place).sign === sign && same(cut.direction, direction))) continue;
      const { share } = this.#activeOf(place, direction, 1);
      cuts.push({ place, direction, share, norm });
    }
    return cuts;
  }

  /** How far, at most, the direction of a block that is not 0 is from that of the blocks' own point of the dual. */
  #distance(): number {
    let most = 0;
    for (const { place, direction } of this.#active) {
      const { gate, sign } = blockAt(this.#program, place);
      const { vector, norm } = this.#cone.project(gate, sign, this.#own.nu);
      most = Math.max(most, distance(vector.map((part) => part / norm), direction));
    }
    return most;
  }

  #solution(): Solution {
    const { lambda } = this.#program;
    const blocks = this.#active.map(({ place, direction, weight }): Block => ({ ...blockAt(this.#program, place), vector: direction.map((part) => weight * part) }));
    const fit = fitOf(this.#program, blocks);
    const loss = lossOf(this.#program, fit);
    const sumOfNorms = blocks.reduce((total, { vector }) => total + lengthOf(vector), 0);
    const value = loss + lambda * sumOfNorms;
    const dual = this.#feasible();
    const dualBound = dualValueOf(this.#program, dual);
    return { blocks, fit, loss, sumOfNorms, value, dual, dualBound, gap: value - dualBound };
  }

  /** The best point of the dual. Rounding its entries may leave it infeasible by more than its last bits, where lambda is small beside them: so it is priced as it is, and scaled again. */
  #feasible(): Float64Array {
    const { lambda } = this.#program;
    let { dual } = this.#best;
    let scale = 1;
    for (let round = 0; round < MOST_SCALINGS; round++) {
      const most = this.#cone.norms(dual, lambda).reduce((a, b) => Math.max(a, b), 0);
      if (most <= lambda) break;
      scale *= (lambda / most) * (1 - Number.EPSILON);
      dual = this.#best.dual.map((value) => scale * value);
    }
    return dual;
  }
}

function same(a: Float64Array, b: Float64Array): boolean {
  for (let k = 0; k < a.length; k++) if (Math.abs(a[k]! - b[k]!) > 1e-14) return false;
  return true;
}
