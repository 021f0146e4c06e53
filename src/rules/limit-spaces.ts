/**
 * N2 limit spaces [own, docs/theory.md 4.10]: freeze one side of every neuron at a vector that depends on eps, together theta(eps). What the other sides reach then is a
 * linear space W(theta(eps)), and the limit of these spaces for eps -> 0 lies in the closure of L + R^F. Where it is larger than W(theta(0)), the rest of
 * it may be out of reach.
 *
 * The closure is the union of the limit spaces over the real algebraic numbers. Here theta has small integer coefficients and is drawn at random, so the search may miss; what
 * it gives is exact: a limit, and weights that tend to it.
 */
import type { Side } from "../certificate/proof.js";
import { Laurent } from "../exact/laurent.js";
import { type SparseRow, rankMod } from "../exact/modular.js";
import { Random } from "../exact/random.js";
import { Rational } from "../exact/rational.js";
import { type IntegerPolynomial, type LimitVector, limitSpace } from "../exact/saturation.js";
import { type Rectangles, entriesOfRows, openRows, supportRows } from "../pattern/rectangles.js";
import { members } from "../pattern/sets.js";
import type { Budget } from "./budget.js";

/** Neuron k: u_k by row and v_k by column; what is left out is 0. */
export interface NeuronCurve {
  readonly u: ReadonlyMap<number, Laurent>;
  readonly v: ReadonlyMap<number, Laurent>;
}

export interface LimitCandidate {
  /** limit[i][j], by rows: a limit of products. Null on F, 0 outside all rectangles. */
  readonly limit: readonly (readonly (Rational | null)[])[];
  /** Weights by neuron: outside F the sum of the u_k v_k^T tends to `limit`. */
  weights(): NeuronCurve[];
}

export interface LimitOptions {
  readonly seed: number;
  /** Curves theta drawn, whatever they give. */
  readonly curves: number;
}

/** Limits tried for one curve, by the number of basis vectors they are the sum of. Few: another curve is worth more than another limit of this one. */
const SUMMANDS = [4, 3, 5, 6, 2];

/** An integer at which no curve is expected to be special. Where it is, a limit space is missed. */
const GENERIC_EPS = 1009;

/**
 * Limits of products that may be out of reach, no two of them alike up to scaling of rows and columns. The simplest curves come first, as they are the likeliest: most coordinates
 * zero and one of these made eps; later more coordinates, other coefficients, more moves. Deterministic.
 * @throws OutOfBudget
 */
export function* limitSpaces(state: Rectangles, { seed, curves }: LimitOptions, budget: Budget): Generator<LimitCandidate> {
  const random = new Random(seed);
  const spans = new Map<string, Span>();
  const drawn = new Set<string>();
  const met = new Set<string>();
  for (let n = 0; n < curves; n++) {
    budget.spend();
    const curve = drawCurve(state, random, n);
    const name = JSON.stringify(curve);
    if (drawn.has(name)) continue;
    drawn.add(name);
    const sides = curve.map(({ side }) => side).join();
    const span = spans.get(sides) ?? new Span(state, curve);
    spans.set(sides, span);
    if (span.rankAt(curve, GENERIC_EPS) === span.rankAt(curve, 0)) continue;
    for (const vectors of limitsOf(span, curve, random)) {
      const limit = span.sum(vectors);
      const key = span.scaledName(limit);
      if (met.has(key)) continue;
      met.add(key);
      yield { limit: span.matrixOf(limit), weights: () => span.weightsOf(curve, vectors) };
    }
  }
}

/** A side of a neuron frozen at a vector: for each index of that side, ascending, the integer coefficients of 1, eps, eps^2. */
interface Frozen {
  readonly side: Side;
  readonly vector: readonly (readonly number[])[];
}

/** One curve for each neuron; `n` says how many were drawn before. */
function drawCurve(state: Rectangles, random: Random, n: number): Frozen[] {
  const isWild = (percent: number): boolean => random.below(100) < Math.min(percent, n / 20);
  const frozen = state.neurons.map(({ rows, cols }): { side: Side; vector: number[][] } => {
    const [height, width] = [members(rows).length, members(cols).length];
    // A side of length one frozen at 1 leaves the neuron everything it can do.
    const side = height === 1 ? "rows" : width === 1 ? "columns" : random.below(2) === 0 ? "rows" : "columns";
    const vector = Array.from({ length: side === "rows" ? height : width }, () => [0]);
    for (let ones = [1, 1, 1, 2, 2, 3][random.below(6)]!; ones > 0; ones--) {
      vector[random.below(vector.length)] = [isWild(30) ? [-1, 2][random.below(2)]! : 1];
    }
    return { side, vector };
  });
  const movable = frozen.flatMap(({ vector }) => (vector.length === 1 ? [] : vector));
  if (movable.length === 0) return frozen;
  for (let moves = isWild(50) ? 2 : 1; moves > 0; moves--) {
    let entry = movable[random.below(movable.length)]!;
    // Away from a zero coordinate, if there is one at hand, is the better move: three times in four against one.
    for (let tries = 3; entry[0] !== 0 && tries > 0; tries--) entry = movable[random.below(movable.length)]!;
    const exponent = isWild(20) ? 2 : 1;
    while (entry.length < exponent) entry.push(0);
    entry[exponent] = isWild(30) ? -1 : 1;
  }
  return frozen;
}

/** Sums of a few vectors of the limit space that are not in W(theta(0)). */
function* limitsOf(span: Span, curve: readonly Frozen[], random: Random): Generator<LimitVector[]> {
  const basis = limitSpace(span.columns(curve));
  const before = limitSpace(span.columns(curve.map(({ side, vector }) => ({ side, vector: vector.map(([constant]) => [constant!]) }))));
  const pivotOf = ({ limit }: LimitVector): number => limit.findIndex((x) => !x.isZero);
  const pivots = new Set(before.map(pivotOf));
  const fresh = basis.map(pivotOf).filter((pivot) => !pivots.has(pivot));
  /** W(theta(0)) holds the combination of `before` that agrees on its pivots: does that agree on the pivots that are new? */
  const isBefore = (vector: readonly Rational[]): boolean =>
    fresh.every((q) => before.reduce((sum, old) => sum.plus(old.limit[q]!.times(vector[pivotOf(old)]!)), Rational.zero).equals(vector[q]!));
  for (const summands of SUMMANDS) {
    const left = [...basis];
    const chosen = Array.from({ length: Math.min(summands, left.length) }, () => left.splice(random.below(left.length), 1)[0]!);
    if (!isBefore(span.sum(chosen))) yield chosen;
  }
}

/** One vector of those that span W(theta): what an unknown number, the one at `index` on the open side of a neuron, is multiplied with. */
interface Spanning {
  readonly neuron: number;
  readonly index: number;
  /** Entries by their number, and the coordinates of the frozen vector found there. */
  readonly entries: readonly number[];
  readonly coordinates: readonly number[];
}

/** The spaces W(theta) for one choice of sides, in coordinates: the entries of all rectangles outside F, numbered row by row. */
class Span {
  readonly #state: Rectangles;
  readonly #numbers: (number | null)[][];
  readonly #entries: readonly (readonly [number, number])[];
  readonly #spanning: Spanning[] = [];

  constructor(state: Rectangles, sides: readonly Pick<Frozen, "side">[]) {
    this.#state = state;
    this.#numbers = Array.from({ length: state.m }, () => Array.from({ length: state.n }, () => null));
    this.#entries = entriesOfRows(openRows(state));
    this.#entries.forEach(([i, j], number) => (this.#numbers[i]![j] = number));
    state.neurons.forEach((neuron, k) => {
      const [rows, cols] = [members(neuron.rows), members(neuron.cols)];
      const isRows = sides[k]!.side === "rows";
      const [fixed, open] = isRows ? [rows, cols] : [cols, rows];
      for (const index of open) {
        const entries = fixed.map((x) => (isRows ? this.#numbers[x]![index]! : this.#numbers[index]![x]!));
        const coordinates = [...fixed.keys()].filter((e) => entries[e] !== null);
        if (coordinates.length > 0) this.#spanning.push({ neuron: k, index, entries: coordinates.map((e) => entries[e]!), coordinates });
      }
    });
  }

  /** dim W(theta(eps)) at an integer eps modulo a prime: at most the true one. */
  rankAt(curve: readonly Frozen[], eps: number): number {
    const values = curve.map(({ vector }) => vector.map((coefficients) => coefficients.reduceRight((sum, c) => sum * eps + c, 0)));
    const vectors: SparseRow[] = this.#spanning.map(({ neuron, entries, coordinates }) => ({
      columns: entries,
      values: coordinates.map((e) => values[neuron]![e]!),
    }));
    return rankMod(vectors, this.#entries.length);
  }

  /** The vectors that span W(theta), as polynomials in eps. */
  columns(curve: readonly Frozen[]): IntegerPolynomial[][] {
    const big = curve.map(({ vector }) => vector.map((coefficients) => coefficients.map(BigInt)));
    return this.#spanning.map(({ neuron, entries, coordinates }) => {
      const column: IntegerPolynomial[] = Array.from({ length: this.#entries.length }, () => []);
      entries.forEach((entry, e) => (column[entry] = big[neuron]![coordinates[e]!]!));
      return column;
    });
  }

  sum(vectors: readonly LimitVector[]): Rational[] {
    return this.#entries.map((_, e) => vectors.reduce((sum, { limit }) => sum.plus(limit[e]!), Rational.zero));
  }

  matrixOf(vector: readonly Rational[]): (Rational | null)[][] {
    const support = supportRows(this.#state);
    return this.#numbers.map((row, i) =>
      row.map((number, j) => (number !== null ? vector[number]! : (support[i]! >> BigInt(j)) & 1n ? null : Rational.zero)),
    );
  }

  /** A name that limits share when they differ by a scaling of rows and columns: made 1 along a spanning forest of the nonzero entries. */
  scaledName(vector: readonly Rational[]): string {
    const { m, n } = this.#state;
    const scale: (Rational | undefined)[] = Array.from({ length: m + n }, () => undefined);
    for (let root = 0; root < m; root++) {
      if (scale[root] !== undefined) continue;
      scale[root] = Rational.one;
      for (let changed = true; changed; ) {
        changed = false;
        this.#entries.forEach(([i, j], e) => {
          if (vector[e]!.isZero || (scale[i] === undefined) === (scale[m + j] === undefined)) return;
          if (scale[i] === undefined) scale[i] = vector[e]!.times(scale[m + j]!);
          else scale[m + j] = scale[i]!.dividedBy(vector[e]!);
          changed = true;
        });
      }
    }
    return this.#entries.map(([i, j], e) => (vector[e]!.isZero ? "0" : vector[e]!.times(scale[m + j]!).dividedBy(scale[i]!))).join(" ");
  }

  /** The weights that tend to the sum of these vectors. Terms that add nothing but positive powers of eps to products are left out. */
  weightsOf(curve: readonly Frozen[], vectors: readonly LimitVector[]): NeuronCurve[] {
    const open = this.#state.neurons.map(() => new Map<number, Laurent>());
    this.#spanning.forEach(({ neuron, index }, s) => {
      open[neuron]!.set(index, vectors.reduce((sum, { combination }) => sum.plus(combination[s]!), Laurent.zero).upTo(0));
    });
    return this.#state.neurons.map(({ rows, cols }, k) => {
      const { side, vector } = curve[k]!;
      const pole = -Math.min(0, ...[...open[k]!.values()].map((weight) => weight.valuation));
      const frozen = new Map(
        members(side === "rows" ? rows : cols).map((x, e) => [x, Laurent.ofCoefficients(vector[e]!.map((c) => Rational.of(c))).upTo(pole)]),
      );
      return side === "rows" ? { u: frozen, v: open[k]! } : { u: open[k]!, v: frozen };
    });
  }
}
