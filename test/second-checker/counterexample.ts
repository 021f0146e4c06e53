/** `wellposed/counterexample/1` (docs/certificates.md, section 9): data on which the infimum of the squared error is 0 and not attained. */
import { EPS, checkUnreachable, entryName, readTerms } from "./degeneration.js";
import { Layer, type Layered, ascending, prune } from "./goals.js";
import { type Polynomial, type Rational, ZERO, add, coefficientsIn, multiply, negative, number, product, quotient, rational, readRational, scale, sum } from "./polynomial.js";
import { need, readAscending, readChoice, readIndex, readIndices, readList, readObject } from "./reading.js";
import { type Outcome, type Pattern, checkText, outcomeOf, readPattern } from "./second-checker.js";

export function checkCounterexample(value: unknown): Outcome {
  return outcomeOf(() => counterexample(value));
}

export function checkCounterexampleText(text: string): Outcome {
  return checkText(text, checkCounterexample);
}

interface Data {
  points: readonly (readonly Rational[])[];
  targets: readonly (readonly Rational[])[];
}

const NOUGHT = rational(0n);
const equal = (a: Rational, b: Rational): boolean => a.p === b.p && a.q === b.q;
const whole = (value: number): Rational => rational(BigInt(value));

function counterexample(value: unknown): void {
  const at = "counterexample";
  const fields = readObject(value, at, ["format", "pattern", "data", "family", "loss", "rule", "evidence"]);
  need(fields["format"] === "wellposed/counterexample/1", `${at}.format: not "wellposed/counterexample/1"`);
  const pattern = readPattern(fields["pattern"], `${at}.pattern`);
  const data = readData(fields["data"], pattern, `${at}.data`);
  const rule = readChoice(fields["rule"], `${at}.rule`, ["moment-curve", "second-differences"]);
  // The proof first: it bounds what the family may cost.
  if (rule === "moment-curve") momentCurve(fields["evidence"], pattern, data, `${at}.evidence`);
  else secondDifferences(fields["evidence"], pattern, data, `${at}.evidence`);
  checkLoss(fields["family"], fields["loss"], pattern, data, at);
}

export function readPoints(value: unknown, at: string, width: number, count?: number): Rational[][] {
  return readList(value, at, count).map((point, p) => readList(point, `${at}[${p}]`, width).map((x, k) => readRational(x, `${at}[${p}][${k}]`)));
}

function readData(value: unknown, { widths }: Pattern, at: string): Data {
  const fields = readObject(value, at, ["points", "targets"]);
  const points = readPoints(fields["points"], `${at}.points`, widths[0] as number);
  need(points.length > 0, `${at}.points: the list is empty`);
  const targets = readPoints(fields["targets"], `${at}.targets`, widths[widths.length - 1] as number, points.length);
  return { points, targets };
}

// --------------------------------------------------------------------------------------------------- the family and its loss

/** By neuron, then by input: the parts of one layer that are not 0. */
interface FamilyLayer {
  weights: ReadonlyMap<number, ReadonlyMap<number, Polynomial>>;
  biases: ReadonlyMap<number, Polynomial>;
}

function readFamily(value: unknown, { widths, layers, bias }: Pattern, at: string): FamilyLayer[] {
  const fields = readObject(value, at, ["weights", "biases"]);
  const biases = readList(fields["biases"], `${at}.biases`, layers.length);
  return readList(fields["weights"], `${at}.weights`, layers.length).map((list, l) => {
    const weights = new Map<number, Map<number, Polynomial>>();
    for (const [n, item] of readList(list, `${at}.weights[${l}]`).entries()) {
      const place = `${at}.weights[${l}][${n}]`;
      const [edge, terms] = readList(item, place, 2);
      const [to, from] = readIndices(edge, `${place}[0]`, Number.MAX_SAFE_INTEGER, 2) as [number, number];
      need((layers[l] as Layer).has(to, from), `${place}: not an edge of the pattern`);
      const row = weights.get(to) ?? new Map<number, Polynomial>();
      weights.set(to, row);
      need(!row.has(from), `${place}: the edge is listed twice`);
      row.set(from, readSome(terms, `${place}[1]`));
    }
    const found = new Map<number, Polynomial>();
    for (const [n, item] of readList(biases[l], `${at}.biases[${l}]`).entries()) {
      const place = `${at}.biases[${l}][${n}]`;
      need(bias[l] === true, `${place}: the layer has no biases`);
      const [named, terms] = readList(item, place, 2);
      const neuron = readIndex(named, `${place}[0]`, widths[l + 1] as number);
      need(!found.has(neuron), `${place}: the bias is listed twice`);
      found.set(neuron, readSome(terms, `${place}[1]`));
    }
    return { weights, biases: found };
  });
}

function readSome(value: unknown, at: string): Polynomial {
  const terms = readTerms(value, at);
  need(terms.size > 0, `${at}: no terms`);
  return terms;
}

/** s for all small eps > 0. */
function rectified(value: Polynomial): Polynomial {
  if (value.size === 0) return ZERO;
  const parts = coefficientsIn(value, EPS);
  const leading = parts.get([...parts.keys()].reduce((a, b) => Math.min(a, b))) as Polynomial;
  return (leading.get("")?.coefficient.p as bigint) < 0n ? ZERO : value;
}

/** The values of the last layer; neurons left out are 0. */
function outputsAt(point: readonly Rational[], family: readonly FamilyLayer[]): ReadonlyMap<number, Polynomial> {
  let now = new Map(point.map((x, k) => [k, number(x)]));
  for (const [l, { weights, biases }] of family.entries()) {
    const next = new Map<number, Polynomial>();
    for (const neuron of new Set([...weights.keys(), ...biases.keys()])) {
      const summands = [...(weights.get(neuron) ?? [])].map(([from, weight]) => multiply(weight, now.get(from) ?? ZERO));
      const value = add(biases.get(neuron) ?? ZERO, ...summands);
      next.set(neuron, l === family.length - 1 ? value : rectified(value));
    }
    now = next;
  }
  return now;
}

function checkLoss(familyValue: unknown, lossValue: unknown, pattern: Pattern, { points, targets }: Data, at: string): void {
  const family = readFamily(familyValue, pattern, `${at}.family`);
  const loss = readTerms(lossValue, `${at}.loss`);
  need([...coefficientsIn(loss, EPS).keys()].every((exponent) => exponent >= 1), `${at}.loss: it does not tend to 0`);
  let total = ZERO;
  for (const [p, point] of points.entries()) {
    const outputs = outputsAt(point, family);
    for (const [i, target] of (targets[p] as Rational[]).entries()) {
      const error = add(outputs.get(i) ?? ZERO, negative(number(target)));
      total = add(total, multiply(error, error));
    }
  }
  const mean = scale(total, rational(1n, 2n * BigInt(points.length)));
  need(add(mean, negative(loss)).size === 0, `${at}.loss: not the loss of the family`);
}

// ------------------------------------------------------------------------------------------------------------- moment-curve

function momentCurve(evidence: unknown, { widths, layers }: Pattern, { points, targets }: Data, at: string): void {
  const fields = readObject(evidence, at, ["outputs", "inputs", "limit", "curve", "parameters", "through", "added", "unreachable"]);
  const count = layers.length;
  need(count >= 2, `${at}: the pattern has one layer`);
  const outputs = readAscending(fields["outputs"], `${at}.outputs`, widths[count] as number);
  const inputs = readAscending(fields["inputs"], `${at}.inputs`, widths[0] as number);
  const limit = readPoints(fields["limit"], `${at}.limit`, inputs.length, outputs.length);
  checkPoints(fields, { inputs, outputs, limit, points, targets }, at);

  const minor = prune(between({ kind: "layered", widths, layers }, inputs, outputs));
  const d = BigInt(inputs.length);
  let pieces = d;
  for (const layer of minor.layers.slice(1)) pieces *= 1n + d * BigInt(layer.byInput.size);
  need(BigInt(points.length) > pieces, `${at}: more than ${pieces} points are needed`);

  const goal = enlarged(fields["through"], fields["added"], minor, at);
  const wanted = new Map(outputs.flatMap((i, a) => inputs.map((k, b): [string, Polynomial] => [entryName(i, k), number((limit[a] as Rational[])[b] as Rational)])));
  checkUnreachable(fields["unreachable"], { goal: prune(between(goal, inputs, outputs)), outputs, inputs, limit: wanted }, `${at}.unreachable`, 1);
}

/** Only the edges from these inputs and into these outputs. */
function between({ widths, layers }: Layered, inputs: readonly number[], outputs: readonly number[]): Layered {
  const [from, to] = [new Set(inputs), new Set(outputs)];
  const kept = layers.map((layer, l) => layer.filter((output, input) => (l > 0 || from.has(input)) && (l < layers.length - 1 || to.has(output))));
  return { kind: "layered", widths, layers: kept };
}

interface Curve extends Data {
  inputs: readonly number[];
  outputs: readonly number[];
  limit: readonly (readonly Rational[])[];
}

/** The points lie on the curve at different parameters, and the targets of the listed outputs are the limit times the points. */
function checkPoints(fields: Record<string, unknown>, { inputs, outputs, limit, points, targets }: Curve, at: string): void {
  const d = inputs.length;
  const curve = readPoints(fields["curve"], `${at}.curve`, d + 1, d);
  need(invertible(curve.map((polynomial) => polynomial.slice(1))), `${at}.curve: 1 and the polynomials are linearly dependent`);
  const [parameters] = readPoints([fields["parameters"]], `${at}.parameters`, points.length, 1) as [Rational[]];
  need(new Set(parameters.map(({ p, q }) => `${p}/${q}`)).size === points.length, `${at}.parameters: one occurs twice`);
  for (const [n, t] of parameters.entries()) {
    const coordinates = curve.map((polynomial) => polynomial.reduceRight((value, coefficient) => sum(product(value, t), coefficient), NOUGHT));
    const place = new Map(inputs.map((k, b) => [k, coordinates[b] as Rational]));
    for (const [k, x] of (points[n] as Rational[]).entries()) need(equal(x, place.get(k) ?? NOUGHT), `${at}: point ${n} is not on the curve in input ${k}`);
    for (const [a, i] of outputs.entries()) {
      const value = (limit[a] as Rational[]).reduce((total, entry, b) => sum(total, product(entry, coordinates[b] as Rational)), NOUGHT);
      need(equal((targets[n] as Rational[])[i] as Rational, value), `${at}: target ${i} of point ${n} is not the limit times the point`);
    }
  }
}

function invertible(matrix: readonly (readonly Rational[])[]): boolean {
  let rows = matrix;
  for (let c = 0; c < matrix.length; c++) {
    const pivot = rows.find((row) => (row[c] as Rational).p !== 0n);
    if (pivot === undefined) return false;
    rows = rows.filter((row) => row !== pivot).map((row) => {
      const factor = quotient(row[c] as Rational, pivot[c] as Rational);
      return row.map((x, e) => sum(x, product(rational(-factor.p, factor.q), pivot[e] as Rational)));
    });
  }
  return true;
}

/** Adjacent layers of the minor replaced by one with an edge for every two neurons joined by a path, then edges added. */
function enlarged(throughValue: unknown, addedValue: unknown, minor: Layered, at: string): Layered {
  const count = minor.layers.length;
  const through = readAscending(throughValue, `${at}.through`, count + 1);
  need(through[0] === 0 && through[through.length - 1] === count, `${at}.through: not from 0 to ${count}`);
  const widths = through.map((l) => minor.widths[l] as number);
  const layers = through.slice(1).map((end, s) => {
    const start = through[s] as number;
    const joined = new Layer();
    for (const from of (minor.layers[start] as Layer).byInput.keys()) {
      let reached = new Set([from]);
      for (const layer of minor.layers.slice(start, end)) reached = new Set([...reached].flatMap((neuron) => [...layer.outputsOf(neuron)]));
      for (const to of reached) joined.add(to, from);
    }
    return joined;
  });
  for (const [n, item] of readList(addedValue, `${at}.added`).entries()) {
    const [named, out, into] = readList(item, `${at}.added[${n}]`, 3);
    const s = readIndex(named, `${at}.added[${n}][0]`, layers.length + 1, 1);
    const to = readIndex(out, `${at}.added[${n}][1]`, widths[s] as number);
    (layers[s - 1] as Layer).add(to, readIndex(into, `${at}.added[${n}][2]`, widths[s - 1] as number));
  }
  return { kind: "layered", widths, layers };
}

// ------------------------------------------------------------------------------------------------------- second-differences

function secondDifferences(evidence: unknown, { widths, layers }: Pattern, { points, targets }: Data, at: string): void {
  const fields = readObject(evidence, at, ["neuron", "outputs", "other"]);
  need(layers.length === 2, `${at}: the pattern has ${layers.length} layers`);
  const second = prune({ kind: "layered", widths, layers }).layers[1] as Layer;
  const a = readIndex(fields["neuron"], `${at}.neuron`, widths[1] as number);
  const b = readIndex(fields["other"], `${at}.other`, widths[1] as number);
  const [i, j] = readIndices(fields["outputs"], `${at}.outputs`, widths[2] as number, 2) as [number, number];
  need(a !== b, `${at}: the two neurons are the same`);
  need(i !== j, `${at}: the two outputs are the same`);
  need(second.has(i, a) && second.has(j, a), `${at}: neuron ${a} does not feed both outputs`);
  need(second.has(j, b), `${at}: neuron ${b} does not feed output ${j}`);

  const feeding = ascending(new Set([...second.inputsOf(i), ...second.inputsOf(j)]));
  const onlySecond = feeding.filter((h) => !second.has(i, h)).length;
  const kinks = feeding.length - 2;
  const ofSecond = Math.max(onlySecond - 1, 0);
  const ofFirst = kinks - ofSecond;
  need(points.length === 2 * kinks + 5, `${at}: ${2 * kinks + 5} points are needed`);
  const positive = (value: number): number => Math.max(value, 0);
  const kinked = (t: number, from: number, to: number): number => {
    let value = 0;
    for (let e = from; e <= to; e++) value += positive(t - (2 * e + 1));
    return value;
  };
  for (const [m, point] of points.entries()) {
    const t = m - 2;
    need(point.every((x) => equal(x, whole(t))), `${at}: an input of point ${m} is not ${t}`);
    const [atI, atJ] = [i, j].map((output) => (targets[m] as Rational[])[output]) as [Rational, Rational];
    need(equal(atI, whole(positive(t) + kinked(t, 1, ofFirst))), `${at}: target ${i} of point ${m} is another`);
    need(equal(atJ, whole(1 + Math.sign(t) + kinked(t, ofFirst + 1, kinks))), `${at}: target ${j} of point ${m} is another`);
  }
}
