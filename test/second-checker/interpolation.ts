/** `wellposed/interpolation/1` (docs/certificates.md, section 10): on given points the outputs that the network can have are a linear space. */
import { readPoints } from "./counterexample.js";
import { type Layer } from "./goals.js";
import { type Rational, product, quotient, rational, readRational, sum } from "./polynomial.js";
import { need, readIndex, readIndices, readList, readObject } from "./reading.js";
import { type Outcome, type Pattern, checkText, outcomeOf, readPattern } from "./second-checker.js";

export function checkInterpolation(value: unknown): Outcome {
  return outcomeOf(() => interpolation(value));
}

export function checkInterpolationText(text: string): Outcome {
  return checkText(text, checkInterpolation);
}

const NOUGHT = rational(0n);
const UNIT = rational(1n);

/** Values by neuron; neurons left out are 0. */
type Values = ReadonlyMap<number, Rational>;

interface HiddenLayer {
  weights: ReadonlyMap<number, readonly (readonly [from: number, weight: Rational])[]>;
  biases: Values;
}

function interpolation(value: unknown): void {
  const at = "interpolation";
  const fields = readObject(value, at, ["format", "pattern", "points", "hidden"]);
  need(fields["format"] === "wellposed/interpolation/1", `${at}.format: not "wellposed/interpolation/1"`);
  const pattern = readPattern(fields["pattern"], `${at}.pattern`);
  const points = readPoints(fields["points"], `${at}.points`, pattern.widths[0] as number);
  need(points.length > 0, `${at}.points: the list is empty`);
  const hidden = readList(fields["hidden"], `${at}.hidden`, pattern.layers.length - 1).map((item, l) => readHidden(item, pattern, l, `${at}.hidden[${l}]`));
  const features = points.map((point) => lastHidden(point, hidden));

  const last = pattern.layers[pattern.layers.length - 1] as Layer;
  const constant = pattern.bias[pattern.layers.length - 1] === true;
  // Outputs without edges have the column 1 or none, and one row: nothing to check.
  for (const [i, feeding] of last.byOutput) {
    const reaching = [...inputsReaching(pattern, i)];
    const rows = new Map<string, Rational[]>();
    for (const [p, point] of points.entries()) {
      const name = reaching.map((k) => `${(point[k] as Rational).p}/${(point[k] as Rational).q}`).join();
      const row = [...feeding].map((h) => (features[p] as Values).get(h) ?? NOUGHT);
      if (!rows.has(name)) rows.set(name, constant ? [...row, UNIT] : row);
    }
    need(independent([...rows.values()]), `${at}: the features of output ${i} have rank below ${rows.size}`);
  }
}

function readHidden(value: unknown, { widths, layers, bias }: Pattern, l: number, at: string): HiddenLayer {
  const fields = readObject(value, at, ["weights", "biases"]);
  const weights = new Map<number, [number, Rational][]>();
  let before: readonly [number, number] = [-1, -1];
  for (const [n, item] of readList(fields["weights"], `${at}.weights`).entries()) {
    const place = `${at}.weights[${n}]`;
    const [edge, given] = readList(item, place, 2);
    const [to, from] = readIndices(edge, `${place}[0]`, Number.MAX_SAFE_INTEGER, 2) as [number, number];
    need((layers[l] as Layer).has(to, from), `${place}: not an edge of the pattern`);
    need(to > before[0] || (to === before[0] && from > before[1]), `${place}: the edges do not ascend`);
    before = [to, from];
    const weight = readRational(given, `${place}[1]`);
    need(weight.q === 1n, `${place}[1]: not an integer`);
    const row = weights.get(to) ?? [];
    weights.set(to, row);
    row.push([from, weight]);
  }
  const biases = new Map<number, Rational>();
  let last = -1;
  for (const [n, item] of readList(fields["biases"], `${at}.biases`).entries()) {
    const place = `${at}.biases[${n}]`;
    need(bias[l] === true, `${place}: the layer has no biases`);
    const [named, given] = readList(item, place, 2);
    const neuron = readIndex(named, `${place}[0]`, widths[l + 1] as number);
    need(neuron > last, `${place}: the neurons do not ascend`);
    last = neuron;
    biases.set(neuron, readRational(given, `${place}[1]`));
  }
  return { weights, biases };
}

/** The values of layer L-1. */
function lastHidden(point: readonly Rational[], hidden: readonly HiddenLayer[]): Values {
  let now: Values = new Map(point.entries());
  for (const { weights, biases } of hidden) {
    const next = new Map<number, Rational>();
    for (const neuron of new Set([...weights.keys(), ...biases.keys()])) {
      const value = (weights.get(neuron) ?? []).reduce((total, [from, weight]) => sum(total, product(weight, now.get(from) ?? NOUGHT)), biases.get(neuron) ?? NOUGHT);
      if (value.p > 0n) next.set(neuron, value);
    }
    now = next;
  }
  return now;
}

function inputsReaching({ layers }: Pattern, output: number): ReadonlySet<number> {
  let reached = new Set([output]);
  for (const layer of [...layers].reverse()) reached = new Set([...reached].flatMap((neuron) => [...layer.inputsOf(neuron)]));
  return reached;
}

/** Whether the rows are linearly independent over the rational numbers. */
function independent(rows: readonly (readonly Rational[])[]): boolean {
  let left = [...rows];
  while (left.length > 0) {
    const [pivot, ...others] = left as [readonly Rational[], ...(readonly Rational[])[]];
    const lead = pivot.findIndex(({ p }) => p !== 0n);
    if (lead < 0) return false;
    left = others.map((row) => {
      const factor = quotient(row[lead] as Rational, pivot[lead] as Rational);
      if (factor.p === 0n) return row;
      return row.map((x, c) => sum(x, product(rational(-factor.p, factor.q), pivot[c] as Rational)));
    });
  }
  return true;
}
