/** `wellposed/optimum-certificate/1` (docs/certificates.md, section 11): the minimum of a training problem lies between two numbers. */
import { readPoints } from "./counterexample.js";
import { type Rational, product, quotient, rational, readRational, sum } from "./polynomial.js";
import { type Fields, need, readAscending, readChoice, readIndex, readIndices, readList, readObject } from "./reading.js";
import { type Outcome, checkText, outcomeOf } from "./second-checker.js";

export function checkOptimum(value: unknown): Outcome {
  return outcomeOf(() => optimum(value));
}

export function checkOptimumText(text: string): Outcome {
  return checkText(text, checkOptimum);
}

const NOUGHT = rational(0n);
const UNIT = rational(1n);
const minus = (a: Rational): Rational => rational(-a.p, a.q);
const atMost = (a: Rational, b: Rational): boolean => a.p * b.q <= b.p * a.q;
const total = (numbers: readonly Rational[]): Rational => numbers.reduce(sum, NOUGHT);
const dot = (a: readonly Rational[], b: readonly Rational[]): Rational => total(a.map((x, k) => product(x, b[k] as Rational)));
const squares = (a: readonly Rational[]): Rational => dot(a, a);

interface Gate {
  active: boolean[];
  plus: Rational[];
  minus: Rational[];
}

interface Support {
  columns: number[];
  gates: Gate[];
}

interface Problem {
  points: Rational[][];
  targets: Rational[];
  width: number;
  logistic: boolean;
  gated: boolean;
  weight: Rational;
  lambda: Rational;
}

const KEYS = ["format", "points", "targets", "bias", "loss", "scaling", "lambda", "model", "supports", "complete", "dual", "neurons", "value", "dualBound"];

function optimum(value: unknown): void {
  const at = "optimum";
  const fields = readObject(value, at, KEYS);
  need(fields["format"] === "wellposed/optimum-certificate/1", `${at}.format: not "wellposed/optimum-certificate/1"`);
  const problem = readProblem(fields, at);
  const complete = readFlag(fields["complete"], `${at}.complete`);
  const supports = readList(fields["supports"], `${at}.supports`).map((item, s) => readSupport(item, problem, complete, `${at}.supports[${s}]`));
  need(supports.length > 0, `${at}.supports: the list is empty`);

  const dual = readRationals(fields["dual"], `${at}.dual`, problem.points.length);
  for (const [s, { columns, gates }] of supports.entries()) for (const [i, gate] of gates.entries()) checkGradient(problem, dual, columns, gate, `${at}.supports[${s}].gates[${i}]`);
  const bound = readRational(fields["dualBound"], `${at}.dualBound`);
  need(atMost(bound, dualValue(problem, dual, at)), `${at}.dualBound: above the value of the dual`);

  const claimed = readRational(fields["value"], `${at}.value`);
  const neurons = readList(fields["neurons"], `${at}.neurons`).map((item, k) => readNeuron(item, problem, supports, `${at}.neurons[${k}]`));
  need(atMost(objective(problem, neurons), claimed), `${at}.value: below the objective of the network`);
  need(atMost(bound, claimed), `${at}.dualBound: above the value`);
}

function readFlag(value: unknown, at: string): boolean {
  need(typeof value === "boolean", `${at}: not true or false`);
  return value;
}

function readRationals(value: unknown, at: string, count: number): Rational[] {
  return readList(value, at, count).map((item, n) => readRational(item, `${at}[${n}]`));
}

function readProblem(fields: Fields, at: string): Problem {
  const rows = readList(fields["points"], `${at}.points`);
  need(rows.length > 0, `${at}.points: the list is empty`);
  const width = readList(rows[0], `${at}.points[0]`).length;
  const points = readPoints(rows, `${at}.points`, width);
  const bias = readFlag(fields["bias"], `${at}.bias`);
  const logistic = readChoice(fields["loss"], `${at}.loss`, ["squared", "logistic"]) === "logistic";
  const mean = readChoice(fields["scaling"], `${at}.scaling`, ["mean", "sum"]) === "mean";
  const gated = readChoice(fields["model"], `${at}.model`, ["relu", "gated"]) === "gated";
  const targets = readRationals(fields["targets"], `${at}.targets`, points.length);
  const lambda = readRational(fields["lambda"], `${at}.lambda`);
  need(lambda.p > 0n, `${at}.lambda: not positive`);
  need(!bias || width > 0, `${at}.bias: no column`);
  for (const [j, point] of points.entries()) {
    const last = point[width - 1];
    need(!bias || (last?.p === 1n && last.q === 1n), `${at}.points[${j}]: not 1 in the column of the biases`);
    const { p, q } = targets[j] as Rational;
    need(!logistic || (q === 1n && p * p === 1n), `${at}.targets[${j}]: not 1 or -1`);
  }
  return { points, targets, width, logistic, gated, weight: mean ? rational(1n, BigInt(points.length)) : UNIT, lambda };
}

function readSupport(value: unknown, problem: Problem, complete: boolean, at: string): Support {
  const fields = readObject(value, at, ["columns", "gates"]);
  const columns = readAscending(fields["columns"], `${at}.columns`, problem.width, "may be empty");
  const rows = problem.points.map((point) => columns.map((c) => point[c] as Rational));
  const seen = new Set<string>();
  const gates = readList(fields["gates"], `${at}.gates`).map((item, i) => {
    const place = `${at}.gates[${i}]`;
    const own = readObject(item, place, problem.gated ? ["active", "point"] : ["active", "point", "plus", "minus"]);
    const flags = own["active"];
    need(typeof flags === "string" && flags.length === rows.length && /^[01]*$/.test(flags), `${place}.active: not a string of ${rows.length} characters 0 and 1`);
    need(!seen.has(flags), `${place}.active: it came before`);
    seen.add(flags);
    const witness = readRationals(own["point"], `${place}.point`, problem.width);
    witness.forEach(({ p, q }, c) => need(q === 1n && (p === 0n || columns.includes(c)), `${place}.point[${c}]: not an integer, or outside of the support`));
    const active = rows.map((row, j) => {
      const { p } = dot(row, columns.map((c) => witness[c] as Rational));
      need(p !== 0n || row.every((x) => x.p === 0n), `${place}.point: point ${j} is orthogonal to it`);
      need((flags[j] === "1") === p > 0n, `${place}.active: not the flag of point ${j}`);
      return p > 0n;
    });
    const read = (key: string): Rational[] => (problem.gated ? rows.map(() => NOUGHT) : readMultipliers(own[key], `${place}.${key}`, rows.length));
    return { active, plus: read("plus"), minus: read("minus") };
  });
  need(!complete || regions(rows) === gates.length, `${at}.gates: there are not so many regions`);
  return { columns, gates };
}

function readMultipliers(value: unknown, at: string, count: number): Rational[] {
  const found = Array.from({ length: count }, () => NOUGHT);
  let before = -1;
  for (const [n, item] of readList(value, at).entries()) {
    const [number, given] = readList(item, `${at}[${n}]`, 2);
    const j = readIndex(number, `${at}[${n}][0]`, count);
    need(j > before, `${at}[${n}]: the points do not ascend`);
    before = j;
    const rho = readRational(given, `${at}[${n}][1]`);
    need(rho.p > 0n, `${at}[${n}][1]: not positive`);
    found[j] = rho;
  }
  return found;
}

function checkGradient({ points, lambda, gated }: Problem, dual: readonly Rational[], columns: readonly number[], gate: Gate, at: string): void {
  for (const [sign, rho] of [[1n, gate.plus], [-1n, gate.minus]] as const) {
    const factors = gate.active.map((open, j) => {
      const push = rho[j] as Rational;
      return open ? sum(product(rational(sign), dual[j] as Rational), push) : minus(push);
    });
    const h = columns.map((c) => total(points.map((point, j) => product(factors[j] as Rational, point[c] as Rational))));
    need(atMost(squares(h), product(lambda, lambda)), `${at}: the vector for the sign ${sign} is longer than lambda`);
    if (gated) return;
  }
}

interface Neuron {
  weights: Rational[];
  output: Rational;
  /** What it gives at each point before its output weight. */
  values: Rational[];
}

function readNeuron(value: unknown, { points, width, gated }: Problem, supports: readonly Support[], at: string): Neuron {
  const fields = readObject(value, at, gated ? ["gate", "weights", "output"] : ["weights", "output"]);
  const weights = readRationals(fields["weights"], `${at}.weights`, width);
  const output = readRational(fields["output"], `${at}.output`);
  const inside = ({ columns }: Support): boolean => weights.every(({ p }, c) => p === 0n || columns.includes(c));
  const before = points.map((point) => dot(point, weights));
  if (gated) {
    const [s, i] = readIndices(fields["gate"], `${at}.gate`, Number.MAX_SAFE_INTEGER, 2) as [number, number];
    const gate = supports[s]?.gates[i];
    need(gate !== undefined, `${at}.gate: there is no such gate`);
    need(inside(supports[s] as Support), `${at}.weights: outside of the support`);
    return { weights, output, values: before.map((x, j) => (gate.active[j] === true ? x : NOUGHT)) };
  }
  const fits = ({ active }: Gate): boolean => before.every(({ p }, j) => (active[j] === true ? p >= 0n : p <= 0n));
  need(supports.some((support) => inside(support) && support.gates.some(fits)), `${at}.weights: in no closed cone of a gate`);
  return { weights, output, values: before.map((x) => (x.p > 0n ? x : NOUGHT)) };
}

function objective({ points, targets, logistic, weight, lambda }: Problem, neurons: readonly Neuron[]): Rational {
  const outputs = points.map((_, j) => total(neurons.map(({ output, values }) => product(output, values[j] as Rational))));
  const penalty = product(product(lambda, rational(1n, 2n)), total(neurons.map(({ weights, output }) => squares([...weights, output]))));
  const losses = outputs.map((z, j) => {
    const y = targets[j] as Rational;
    const residual = sum(z, minus(y));
    return logistic ? softplusAbove(minus(product(y, z))) : product(rational(1n, 2n), product(residual, residual));
  });
  return sum(penalty, product(weight, total(losses)));
}

function dualValue({ targets, logistic, weight }: Problem, dual: readonly Rational[], at: string): Rational {
  if (!logistic) return sum(dot(targets, dual), minus(quotient(squares(dual), product(rational(2n), weight))));
  const entropies = dual.map((nu, j) => {
    const t = quotient(product(targets[j] as Rational, nu), weight);
    need(t.p >= 0n && atMost(t, UNIT), `${at}.dual[${j}]: not from 0 to the weight`);
    return [t, sum(UNIT, minus(t))].map((x) => (x.p === 0n ? NOUGHT : product(x, logarithmAbove(x))));
  });
  return minus(product(weight, total(entropies.flat())));
}

// --------------------------------------------------------------------------------------------------------------- regions

/**
 * The number of regions: that of the sets without broken circuits (Whitney 1932). Taken from the largest member down, such a set may be extended by a
 * smaller hyperplane when no hyperplane before that is in the span.
 */
function regions(rows: readonly (readonly Rational[])[]): number {
  const normals: (readonly Rational[])[] = [];
  for (const row of rows) if (reduced(row, []) !== undefined && normals.every((other) => reduced(row, [reduced(other, []) as Echelon]) !== undefined)) normals.push(row);
  const count = (basis: readonly Echelon[], below: number): number => {
    let found = 1;
    for (let b = 0; b < below; b++) {
      const wider = [...basis, reduced(normals[b] as readonly Rational[], basis) as Echelon];
      if (normals.slice(0, b).every((normal) => reduced(normal, wider) !== undefined)) found += count(wider, b);
    }
    return found;
  };
  return count([], normals.length);
}

/** A vector whose entry number `lead` is 1 and the first that is not 0. */
interface Echelon {
  lead: number;
  row: readonly Rational[];
}

/** What is left of a vector, scaled; undefined when nothing is. */
function reduced(vector: readonly Rational[], basis: readonly Echelon[]): Echelon | undefined {
  let row = vector;
  for (const other of basis) {
    const factor = row[other.lead] as Rational;
    if (factor.p !== 0n) row = row.map((x, k) => sum(x, minus(product(factor, other.row[k] as Rational))));
  }
  const lead = row.findIndex(({ p }) => p !== 0n);
  return lead < 0 ? undefined : { lead, row: row.map((x) => quotient(x, row[lead] as Rational)) };
}

// ------------------------------------------------------------------------------------------------------------ logarithms

/** Fixed point: numbers times 2^DIGITS. Results are off by less than 2^-200, and MARGIN is added. */
const DIGITS = 800n;
const ONE = 1n << DIGITS;
const MARGIN = rational(1n, 1n << 190n);

const fixed = ({ p, q }: Rational): bigint => (p << DIGITS) / q;

/** log 2 = sum of 1 / (k 2^k). */
const LOG2 = Array.from({ length: 900 }, (_, k) => ONE / (BigInt(k + 1) << BigInt(k + 1))).reduce((a, b) => a + b);

/** The binary digits of log2 y, one for each squaring. */
function logarithm(x: bigint): bigint {
  let [y, whole] = [x, 0n];
  for (; y >= 2n * ONE; whole++) y >>= 1n;
  for (; y < ONE; whole--) y <<= 1n;
  let digits = whole << 256n;
  for (let place = 255n; place >= 0n; place--) {
    y = (y * y) >> DIGITS;
    if (y < 2n * ONE) continue;
    y >>= 1n;
    digits += 1n << place;
  }
  return (digits * LOG2) >> 256n;
}

function logarithmAbove(x: Rational): Rational {
  if (x.p === x.q) return NOUGHT;
  // Small numbers are brought near to 1 first, where fixed point has all its digits.
  let [shifted, times] = [x, 0n];
  while (shifted.p * 2n < shifted.q) [shifted, times] = [product(shifted, rational(2n)), times + 1n];
  return sum(rational(logarithm(fixed(shifted)) - times * LOG2, ONE), MARGIN);
}

/** exp of minus x, x >= 0: the series at x / 2^20, squared twenty times. */
function decay(x: Rational): bigint {
  if (x.p > 500n * x.q) return 0n;
  const small = fixed(x) >> 20n;
  let [term, result] = [ONE, ONE];
  for (let k = 1n; term !== 0n; k++) {
    term = -((term * small) >> DIGITS) / k;
    result += term;
  }
  for (let n = 0; n < 20; n++) result = (result * result) >> DIGITS;
  return result;
}

function softplusAbove(x: Rational): Rational {
  const positive = x.p > 0n ? x : NOUGHT;
  return sum(positive, sum(rational(logarithm(ONE + decay(x.p > 0n ? x : minus(x))), ONE), MARGIN));
}
