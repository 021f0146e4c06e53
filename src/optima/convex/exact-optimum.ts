/**
 * The optimum of a convex program with squared loss in rational numbers, where there is one: guessed from doubles, then proved.
 *
 * The point nu = weight (y - fit) decides everything. If it is rational, so are all projections P of s X^T D_i nu onto the cones, and |P|^2 <= lambda^2 is a comparison of rationals. A rational a >= 0 with
 * sum_k a_k s_k relu(X P_k) = fit over the blocks with equality then proves that fit, nu and all these blocks are optimal: the weight of the unit vector d_k = P_k / lambda is lambda a_k, and the
 * vector v_k = a_k P_k is rational too. Data and lambda count as the decimals that their doubles print as; where lambda is irrational, its square may be given.
 */
import { decimalOf, simplestNear } from "../../exact/continued-fraction.js";
import { rankOver, solutionOver } from "../../exact/echelon.js";
import { ORDERED_RATIONALS, inner } from "../../exact/ordered-field.js";
import { Rational } from "../../exact/rational.js";
import { nonnegativeLeastSquares } from "./nonnegative.js";
import type { Block, ConvexProgram } from "./program.js";

/** A neuron that an optimum may have; see `Neuron` for what is merged. */
export interface ExactNeuron {
  readonly sign: 1 | -1;
  /** P = lambda d: d entries, |P|^2 = lambda^2. */
  readonly ray: readonly Rational[];
  /** s D X P, n entries. */
  readonly output: readonly Rational[];
  /** Gates of its blocks, ascending. */
  readonly gates: readonly number[];
}

export interface ExactOptimum {
  readonly lambdaSquared: Rational;
  /** nu, n entries: the point of the dual. It is feasible, and its value there is `value`. */
  readonly dual: readonly Rational[];
  readonly fit: readonly Rational[];
  /** The minimum of the program. */
  readonly value: Rational;
  /** The equicorrelation set, merged. */
  readonly neurons: readonly ExactNeuron[];
  /** One a >= 0 that gives the fit, by which this is an optimum; its neurons are linearly independent. The weights are lambda times these. */
  readonly weights: readonly Rational[];
  /** The largest |P|^2 of a block outside of the set, below lambda^2; nothing if all blocks are in it. */
  readonly nextSquared: Rational | undefined;
}

export interface ExactOptions {
  /** lambda^2, where lambda is not the decimal that its double prints as: 2/25 for lambda = sqrt(2)/5. It must fit the double. */
  readonly lambdaSquared?: Rational;
}

/** Blocks times points times columns: rational arithmetic above takes too long. */
const MOST_WORK = 30_000;
/** How far the guessed rationals may be from the doubles, relative to the largest of them: first where doubles are as good as they can be. */
const GUESSES = [1e-14, 1e-12, 1e-10, 1e-8];

const F = ORDERED_RATIONALS;

/**
 * The exact optimum near a point of the dual, or the reason why there is none to be had: most optima are irrational.
 * @param dual nu in doubles, near the optimum's
 * @param tight blocks that are not 0 in an optimum, so that |P| = lambda: a guess that denies it is wrong, and most are, so these come first
 * @throws RangeError when `lambdaSquared` does not fit lambda
 */
export function exactOptimum(program: ConvexProgram, dual: Float64Array, tight: readonly Pick<Block, "gate" | "sign">[], { lambdaSquared }: ExactOptions = {}): ExactOptimum | string {
  if (lambdaSquared !== undefined && !(Math.abs(lambdaSquared.toNumber() / program.lambda ** 2 - 1) < 1e-12)) {
    throw new RangeError(`lambda is ${program.lambda}, and not the square root of ${lambdaSquared}`);
  }
  if (program.loss === "logistic") return "the optimum of a logistic loss is not rational";
  if (program.gates.length * program.n * program.d > MOST_WORK) return "the program is too large for rational arithmetic";
  const lambda = decimalOf(program.lambda);
  const exact = new ExactProgram(program, lambdaSquared ?? lambda.times(lambda));
  const size = dual.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  const tried = new Set<string>();
  for (const tolerance of GUESSES) {
    const guess = Array.from(dual, (entry) => simplestNear(entry, tolerance * size));
    const name = guess.join();
    if (tried.has(name)) continue;
    tried.add(name);
    const optimum = exact.proved(guess, tight);
    if (optimum !== undefined) return optimum;
  }
  return "no rational numbers near the optimum satisfy the conditions of optimality exactly";
}

/** A program in rational numbers. */
class ExactProgram {
  readonly #program: ConvexProgram;
  readonly #lambdaSquared: Rational;
  readonly #weight: Rational;
  readonly #X: readonly (readonly Rational[])[];
  readonly #y: readonly Rational[];

  constructor(program: ConvexProgram, lambdaSquared: Rational) {
    const { n, d, X, y, weight } = program;
    this.#program = program;
    this.#lambdaSquared = lambdaSquared;
    // The mean's weight is a fraction that its double rounds.
    this.#weight = weight === 1 / n ? Rational.of(1, n) : decimalOf(weight);
    this.#X = Array.from({ length: n }, (_, j) => Array.from(X.subarray(j * d, (j + 1) * d), decimalOf));
    this.#y = Array.from(y, decimalOf);
  }

  /** Nothing if this nu is not that of the optimum, or one of the tight blocks is not in its equicorrelation set. */
  proved(nu: readonly Rational[], tight: readonly Pick<Block, "gate" | "sign">[]): ExactOptimum | undefined {
    const { gates, model } = this.#program;
    const lambdaSquared = this.#lambdaSquared;
    for (const { gate, sign } of tight) {
      const ray = this.#projection(gate, sign, nu);
      if (!inner(F, ray, ray).equals(lambdaSquared)) return undefined;
    }
    const signs = model === "gated" ? ([1] as const) : ([1, -1] as const);
    const equal: { gate: number; sign: 1 | -1; ray: readonly Rational[] }[] = [];
    let next: Rational | undefined;
    for (const [gate] of gates.entries()) {
      for (const sign of signs) {
        const ray = this.#projection(gate, sign, nu);
        const square = inner(F, ray, ray);
        const order = square.compare(lambdaSquared);
        if (order > 0) return undefined;
        if (order === 0) equal.push({ gate, sign, ray });
        else if (next === undefined || next.compare(square) < 0) next = square;
      }
    }
    const neurons: ExactNeuron[] = [];
    const places = new Map<string, number>();
    for (const { gate, sign, ray } of equal) {
      const name = model === "gated" ? `${gate}` : `${sign}:${ray.join()}`;
      const at = places.get(name);
      if (at !== undefined) neurons[at] = { ...neurons[at]!, gates: [...neurons[at]!.gates, gate] };
      else {
        places.set(name, neurons.length);
        neurons.push({ sign, ray, output: this.#output(gate, sign, ray), gates: [gate] });
      }
    }
    const fit = this.#y.map((target, j) => target.minus(nu[j]!.dividedBy(this.#weight)));
    const weights = nonnegativeCombination(neurons, fit);
    if (weights === undefined) return undefined;
    const misfit = fit.map((entry, j) => entry.minus(this.#y[j]!));
    const loss = this.#weight.times(inner(F, misfit, misfit)).times(Rational.of(1, 2));
    // lambda times the sum of the norms lambda a_k.
    const penalty = lambdaSquared.times(weights.reduce((sum, weight) => sum.plus(weight), Rational.zero));
    return { lambdaSquared, dual: nu, fit, value: loss.plus(penalty), neurons, weights, nextSquared: next };
  }

  /** s D X ray. */
  #output(gate: number, sign: 1 | -1, ray: readonly Rational[]): Rational[] {
    const { active } = this.#program.gates[gate]!;
    return this.#X.map((point, j) => {
      if (active[j] === 0) return Rational.zero;
      const value = inner(F, point, ray);
      return sign === 1 ? value : value.negated();
    });
  }

  /**
   * P: the projection of c = s X^T D nu on the gate's support onto K, as P = c + G^T rho, by the active-set method of Lawson and Hanson (1974, chapter 23) without rounding. It ends: the distance falls with
   * each row that comes in, as that row is not orthogonal to P, whereas the tight rows are; so these are independent, too.
   */
  #projection(gate: number, sign: 1 | -1, nu: readonly Rational[]): Rational[] {
    const { n, d, model, gates, supports } = this.#program;
    const { active, support } = gates[gate]!;
    const columns = [...supports[support]!];
    const points = this.#X.map((point) => columns.map((column) => point[column]!));
    const c = columns.map((_, k) => points.reduce((sum, point, j) => (active[j] === 1 ? F.plus(sum, F.times(point[k]!, nu[j]!)) : sum), Rational.zero));
    if (sign === -1) for (const [k, entry] of c.entries()) c[k] = entry.negated();
    const p = model === "gated" ? c : this.#ontoCone(c, Array.from({ length: n }, (_, j) => (active[j] === 1 ? points[j]! : points[j]!.map(F.negated))));
    const whole = Array.from({ length: d }, () => Rational.zero);
    for (const [k, column] of columns.entries()) whole[column] = p[k]!;
    return whole;
  }

  #ontoCone(c: readonly Rational[], rows: readonly (readonly Rational[])[]): Rational[] {
    let tight: number[] = [];
    let rho: Rational[] = [];
    let p = [...c];
    for (;;) {
      let worst: number | undefined;
      let least = Rational.zero;
      for (const [j, row] of rows.entries()) {
        const slack = inner(F, row, p);
        if (slack.compare(least) < 0) [worst, least] = [j, slack];
      }
      if (worst === undefined) return p;
      tight.push(worst);
      rho.push(Rational.zero);
      for (;;) {
        const gram = tight.map((a) => tight.map((b) => inner(F, rows[a]!, rows[b]!)));
        const wanted = solutionOver(F, gram, tight.map((a) => inner(F, rows[a]!, c).negated()))!;
        const falling = wanted.flatMap((value, t) => (value.sign <= 0 ? [rho[t]!.dividedBy(rho[t]!.minus(value))] : []));
        if (falling.length === 0) {
          rho = wanted;
          break;
        }
        const step = falling.reduce((a, b) => (a.compare(b) <= 0 ? a : b));
        rho = rho.map((value, t) => value.plus(step.times(wanted[t]!.minus(value))));
        tight = tight.filter((_, t) => rho[t]!.sign > 0);
        rho = rho.filter((value) => value.sign > 0);
      }
      p = c.map((entry, k) => tight.reduce((sum, j, t) => F.plus(sum, F.times(rho[t]!, rows[j]![k]!)), entry));
    }
  }
}

/** a >= 0 with sum a_k output_k = fit, its neurons linearly independent: which these are is found in doubles, the rest is exact. Nothing if there is none, or doubles see none. */
function nonnegativeCombination(neurons: readonly ExactNeuron[], fit: readonly Rational[]): Rational[] | undefined {
  const near = nonnegativeLeastSquares(neurons.map(({ output }) => numbers(output)), numbers(fit));
  const most = near.reduce((a, b) => Math.max(a, b), 0);
  for (const least of [1e-9 * most, 0]) {
    const chosen = Array.from(neurons.keys()).filter((k) => near[k]! > least);
    const values = chosen.length === 0 ? (fit.every((entry) => entry.isZero) ? [] : undefined) : solutionOver(F, transposed(chosen.map((k) => neurons[k]!.output)), fit);
    if (values === undefined || values.some((value) => value.sign < 0)) continue;
    const weights = neurons.map(() => Rational.zero);
    for (const [at, k] of chosen.entries()) weights[k] = values[at]!;
    return weights;
  }
  return undefined;
}

/** The rank of what the neurons give. */
export function exactRank(neurons: readonly Pick<ExactNeuron, "output">[]): number {
  return neurons.length === 0 ? 0 : rankOver(F, neurons.map(({ output }) => output));
}

/** Rows for columns. */
export function transposed<T>(columns: readonly (readonly T[])[]): T[][] {
  return (columns[0] ?? []).map((_, row) => columns.map((column) => column[row]!));
}

/** The nearest doubles. */
export function numbers(rationals: readonly Rational[]): Float64Array {
  return Float64Array.from(rationals, (entry) => entry.toNumber());
}
