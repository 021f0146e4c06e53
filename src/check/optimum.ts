/**
 * Checks that the minimum of a training problem lies between two numbers (docs/certificates.md, section 11; docs/theory.md 2.9): what the network reaches is
 * computed, the point of the dual is feasible at every gate, and the gates, where it is said that they are all, are counted. Squared loss in rationals,
 * without roots; logistic loss between rational bounds.
 */
import { type CertifiedGate, type Multipliers, type OptimumCertificate, optimumCertificateFromJson } from "../certificate/optimum.js";
import { dot } from "../exact/integer-vector.js";
import { logarithm, softplus } from "../exact/logarithm.js";
import { Rational } from "../exact/rational.js";
import { wordsOf } from "../exact/words.js";
import { require } from "./goal.js";
import { type Integers, integers, stepsOfProduct } from "./integers.js";
import { Effort, STEPS_PER_ITEM } from "./limits.js";
import { type Refused, refused } from "./refused.js";
import { countRegions } from "./regions.js";

export type OptimumResult = { readonly ok: true; readonly certificate: OptimumCertificate } | Refused;

/** Bits behind the point of logarithms: bounds are about 2^-160 apart. */
const LOGARITHM_BITS = 160;

/**
 * Checks a document given as a JSON value. `ok` means: the minimum of its problem is at least `dualBound` and at most `value`. Never throws for a value that
 * JSON text can give.
 */
export function checkOptimum(value: unknown): OptimumResult {
  try {
    const certificate = optimumCertificateFromJson(value);
    replay(certificate, new Effort());
    return { ok: true, certificate };
  } catch (error) {
    return refused(error);
  }
}

/** @throws Refusal, TooLarge */
function replay(certificate: OptimumCertificate, effort: Effort): void {
  checkShape(certificate);
  checkGates(certificate, integers(certificate.points, "points", effort), effort);
  const { square, place } = largestDualSquare(certificate, effort);
  require(square.compare(certificate.lambda.times(certificate.lambda)) <= 0, place, "the dual is not feasible here");
  require(objective(certificate, effort).compare(certificate.value) <= 0, "value", "the network does not reach it");
  require(dualValue(certificate, effort).compare(certificate.dualBound) >= 0, "dualBound", "the dual does not prove it");
}

/** Lengths, ranges and signs. */
function checkShape({ points, targets, bias, loss, lambda, supports, dual, neurons, model, value, dualBound }: OptimumCertificate): void {
  require(points.length > 0, "points", "at least one point expected");
  const [n, d] = [points.length, points[0]!.length];
  points.forEach((point, j) => {
    require(point.length === d, `points[${j}]`, `${d} numbers expected`);
    require(!bias || (d > 0 && point[d - 1]!.equals(Rational.one)), `points[${j}]`, "1 expected in the column of the biases");
  });
  require(targets.length === n, "targets", `${n} numbers expected`);
  if (loss === "logistic") targets.forEach((y, j) => require(y.denominator === 1n && (y.numerator === 1n || y.numerator === -1n), `targets[${j}]`, "1 or -1 expected"));
  require(lambda.sign > 0, "lambda", "a positive number expected");
  require(dual.length === n, "dual", `${n} numbers expected`);
  require(supports.length > 0, "supports", "at least one support expected");
  supports.forEach(({ columns, gates }, s) => {
    columns.forEach((column, c) => require(column < d && (c === 0 || columns[c - 1]! < column), `supports[${s}].columns[${c}]`, `ascending columns below ${d} expected`));
    const seen = new Set(columns);
    gates.forEach(({ active, point, plus, minus }, i) => {
      const place = `supports[${s}].gates[${i}]`;
      require(active.length === n, `${place}.active`, `${n} flags expected`);
      require(point.length === d, `${place}.point`, `${d} integers expected`);
      point.forEach((x, c) => {
        require(x.denominator === 1n, `${place}.point[${c}]`, "an integer expected");
        require(x.isZero || seen.has(c), `${place}.point[${c}]`, "0 expected outside of the support");
      });
      checkMultipliers(plus, n, `${place}.plus`);
      checkMultipliers(minus, n, `${place}.minus`);
    });
  });
  neurons.forEach(({ gate, weights }, k) => {
    require(weights.length === d, `neurons[${k}].weights`, `${d} numbers expected`);
    require(model === "relu" || supports[gate![0]]?.gates[gate![1]] !== undefined, `neurons[${k}].gate`, "a gate of the list expected");
  });
  require(dualBound.compare(value) <= 0, "dualBound", "at most the value expected");
}

function checkMultipliers(multipliers: Multipliers, n: number, place: string): void {
  multipliers.forEach(([j, multiplier], e) => {
    require(j < n && (e === 0 || multipliers[e - 1]![0] < j), `${place}[${e}]`, `ascending points below ${n} expected`);
    require(multiplier.sign > 0, `${place}[${e}]`, "a positive multiplier expected");
  });
}

/** Every gate is an activation pattern with a vector of its open region, each comes once, and where they are said to be all, they are as many as there are. */
function checkGates({ supports, complete }: OptimumCertificate, X: Integers, effort: Effort): void {
  // All points for each support, also for one without gates or columns.
  effort.spend(supports.reduce((sum, { columns }) => sum + columns.length + 8, 0) * X.rows.length * STEPS_PER_ITEM);
  supports.forEach(({ columns, gates }, s) => {
    const place = `supports[${s}].gates`;
    const rows = X.rows.map((row) => columns.map((c) => row[c]!));
    const isZero = rows.map((row) => row.every((x) => x === 0n));
    const seen = new Map<string, number>();
    const directions = gates.map(({ point }) => columns.map((c) => point[c]!.numerator));
    const words = directions.flat().reduce((most, x) => Math.max(most, wordsOf(x)), 1);
    effort.spend(gates.length * rows.length * (STEPS_PER_ITEM + columns.length * stepsOfProduct(X.words, words)));
    gates.forEach(({ active }, i) => {
      rows.forEach((row, j) => {
        const product = dot(row, directions[i]!);
        require(active[j] === (product > 0n ? "1" : "0"), `${place}[${i}].active`, `at point ${j} the other flag expected`);
        require(product !== 0n || isZero[j]!, `${place}[${i}].point`, `it lies on the hyperplane of point ${j}`);
      });
      require(!seen.has(active), `${place}[${i}]`, `the same activation pattern as gate ${seen.get(active)}`);
      seen.set(active, i);
    });
    if (!complete) return;
    const regions = countRegions(rows, columns.length, gates.length, effort);
    require(regions === gates.length, place, `all activation patterns expected, ${regions > gates.length ? `more than ${gates.length}` : regions}`);
  });
}

/**
 * The largest |s X' D nu + (2D - I) X rho|^2 over the gates and both signs s of an output, and where that is; without rho, and so for one sign, in a gated program. It is to be at most lambda^2.
 * @throws Refusal, TooLarge
 */
export function largestDualSquare({ points, supports, dual, model }: OptimumCertificate, effort: Effort): { readonly square: Rational; readonly place: string } {
  const X = integers(points, "points", effort);
  const lists = supports.flatMap(({ gates }) => gates.flatMap(({ plus, minus }) => [plus, minus]));
  const { rows, denominator, words } = integers([dual, ...lists.map((list) => list.map(([, multiplier]) => multiplier))], "dual", effort);
  const nu = rows[0]!;
  const d = X.rows[0]!.length;
  effort.spend(nu.length * d * stepsOfProduct(X.words, words));
  effort.hold(nu.length * d * (STEPS_PER_ITEM + 8 * (X.words + words)));
  const products = X.rows.map((row, j) => row.map((x) => x * nu[j]!));
  // All vectors are multiplied by both denominators.
  let [largest, place, list] = [-1n, "", 1];
  supports.forEach(({ columns, gates }, s) => {
    const multipliers = gates.reduce((sum, { plus, minus }) => sum + plus.length + minus.length, 0);
    effort.spend(gates.length * nu.length * columns.length * (4 * STEPS_PER_ITEM + words + X.words));
    effort.spend((multipliers + 4 * gates.length) * columns.length * stepsOfProduct(X.words + words, X.words + words));
    gates.forEach((gate, i) => {
      const gradient = columns.map((c) => products.reduce((sum, row, j) => (gate.active[j] === "1" ? sum + row[c]! : sum), 0n));
      for (const [name, sign, given] of [["plus", 1n, gate.plus], ["minus", -1n, gate.minus]] as const) {
        const rho = rows[list++]!;
        const vector = gradient.map((x, k) => sign * x + push(gate, given, rho, X, columns[k]!));
        const square = dot(vector, vector);
        if (square > largest) [largest, place] = [square, `supports[${s}].gates[${i}]${model === "relu" ? `.${name}` : ""}`];
      }
    });
  });
  return { square: Rational.of(largest > 0n ? largest : 0n, (denominator * X.denominator) ** 2n), place };
}

/** An entry of (2D - I) X rho summed over the points, times both denominators. */
function push({ active }: CertifiedGate, multipliers: Multipliers, rho: readonly bigint[], X: Integers, column: number): bigint {
  return multipliers.reduce((sum, [j], e) => (active[j] === "1" ? sum + rho[e]! * X.rows[j]![column]! : sum - rho[e]! * X.rows[j]![column]!), 0n);
}

interface Fit {
  readonly numerators: readonly bigint[];
  readonly denominator: bigint;
}

/** What the network gives at the points, as numbers over one denominator. Each neuron lies in the closed cone of a gate; a gated one has the gate that it says. */
function fitOf(certificate: OptimumCertificate, X: Integers, effort: Effort): Fit {
  const { neurons, supports, model } = certificate;
  const weights = integers(neurons.map((neuron) => neuron.weights), "neurons", effort);
  const outputs = integers([neurons.map(({ output }) => output)], "neurons", effort);
  const fit = X.rows.map(() => 0n);
  const gates = supports.reduce((sum, support) => sum + support.gates.length, 0);
  const sees = supports.map(({ columns }) => new Set(columns));
  const d = X.rows[0]!.length;
  effort.spend(supports.reduce((sum, { columns }) => sum + columns.length, 0) * STEPS_PER_ITEM);
  effort.spend(neurons.length * supports.length * d * STEPS_PER_ITEM);
  effort.spend(neurons.length * X.rows.length * ((d + 1) * stepsOfProduct(X.words + weights.words, weights.words + outputs.words) + (model === "relu" ? gates * STEPS_PER_ITEM : 0)));
  neurons.forEach((neuron, k) => {
    const values = X.rows.map((row) => dot(row, weights.rows[k]!));
    const used = neuron.weights.flatMap((weight, c) => (weight.isZero ? [] : [c]));
    const isOpen = model === "relu" ? (j: number) => values[j]! > 0n : (j: number) => supports[neuron.gate![0]]!.gates[neuron.gate![1]]!.active[j] === "1";
    if (model === "relu") {
      const lies = supports.some(({ gates: listed }, s) => used.every((c) => sees[s]!.has(c)) && listed.some(({ active }) => isInCone(values, active)));
      require(lies, `neurons[${k}].weights`, "a vector in the closed cone of a gate of the list expected");
    } else {
      require(used.every((c) => sees[neuron.gate![0]]!.has(c)), `neurons[${k}].weights`, "0 expected outside of the support");
    }
    values.forEach((value, j) => {
      if (isOpen(j)) fit[j]! += outputs.rows[0]![k]! * value;
    });
  });
  return { numerators: fit, denominator: X.denominator * weights.denominator * outputs.denominator };
}

/** Is (2D - I) X u >= 0, for these values of X u? */
function isInCone(values: readonly bigint[], active: string): boolean {
  return values.every((value, j) => value === 0n || (active[j] === "1") === value > 0n);
}

/** The weight of a point in the loss. */
function weightOf({ scaling, points }: OptimumCertificate): Rational {
  return scaling === "mean" ? Rational.of(1, points.length) : Rational.one;
}

/**
 * The network's loss and penalty: the number itself for squared loss, one just above it for logistic loss.
 * @throws Refusal, TooLarge
 */
export function objective(certificate: OptimumCertificate, effort: Effort): Rational {
  const { points, targets, loss, lambda, neurons } = certificate;
  const fit = fitOf(certificate, integers(points, "points", effort), effort);
  const own = neurons.map(({ weights, output }) => [...weights, output]);
  const parameters = integers(own, "neurons", effort);
  effort.spend(own.flat().length * stepsOfProduct(parameters.words, parameters.words));
  const penalty = Rational.of(parameters.rows.reduce((sum, row) => sum + dot(row, row), 0n), parameters.denominator ** 2n).times(lambda).dividedBy(Rational.of(2));
  return lossAt(targets, loss, fit, effort).times(weightOf(certificate)).plus(penalty);
}

function lossAt(targets: readonly Rational[], loss: OptimumCertificate["loss"], { numerators, denominator }: Fit, effort: Effort): Rational {
  if (loss === "logistic") {
    return targets.reduce((sum, y, j) => {
      spendOnLogarithm(wordsOf(numerators[j]!) + wordsOf(denominator), effort);
      return sum.plus(softplus(Rational.of(-y.numerator * numerators[j]!, denominator), LOGARITHM_BITS).upper);
    }, Rational.zero);
  }
  const y = integers([targets], "targets", effort);
  const words = numerators.reduce((most, x) => Math.max(most, wordsOf(x)), wordsOf(denominator)) + y.words + wordsOf(y.denominator);
  effort.spend(targets.length * 3 * stepsOfProduct(words, words));
  const residuals = numerators.map((z, j) => z * y.denominator - y.rows[0]![j]! * denominator);
  return Rational.of(dot(residuals, residuals), 2n * (denominator * y.denominator) ** 2n);
}

/**
 * The dual's value: the number itself for squared loss, one just below it for logistic loss.
 * @throws Refusal, TooLarge
 */
export function dualValue(certificate: OptimumCertificate, effort: Effort): Rational {
  const { targets, loss, dual } = certificate;
  const weight = weightOf(certificate);
  const nu = integers([dual], "dual", effort);
  if (loss === "squared") {
    const y = integers([targets], "targets", effort);
    effort.spend(2 * targets.length * stepsOfProduct(y.words + nu.words, nu.words));
    const linear = Rational.of(dot(y.rows[0]!, nu.rows[0]!), y.denominator * nu.denominator);
    const square = Rational.of(dot(nu.rows[0]!, nu.rows[0]!), nu.denominator ** 2n);
    return linear.minus(square.dividedBy(weight.times(Rational.of(2))));
  }
  const entropy = dual.reduce((sum, number, j) => {
    const t = number.times(targets[j]!).dividedBy(weight);
    require(t.sign >= 0 && t.compare(Rational.one) <= 0, `dual[${j}]`, "its target times a number from 0 to the weight of a point expected");
    // Sums have the denominator of all.
    spendOnLogarithm(nu.words + wordsOf(nu.denominator), effort);
    return sum.plus(timesLogarithm(t)).plus(timesLogarithm(Rational.one.minus(t)));
  }, Rational.zero);
  return entropy.times(weight).negated();
}

/** t log t from above; 0 at 0. */
function timesLogarithm(t: Rational): Rational {
  return t.isZero ? t : t.times(logarithm(t, LOGARITHM_BITS).upper);
}

/** Of a number of so many words: some hundred terms on numbers of some words, a few of them brought to lowest terms. */
function spendOnLogarithm(words: number, effort: Effort): void {
  const length = words + LOGARITHM_BITS / 32;
  effort.spend(2 ** 16 + 64 * length ** 2 * Math.max(STEPS_PER_ITEM, length));
}
