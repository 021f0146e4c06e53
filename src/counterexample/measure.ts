/**
 * A diverging family measured: the ReLU network is evaluated in decimals at eps = 1e-1, 1e-2, ..., and the growth of its weights against its loss is fitted and
 * compared with the exact one.
 */
import Big from "big.js";
import type { Counterexample, Family } from "../certificate/counterexample.js";
import type { Laurent } from "../exact/laurent.js";
import type { Rational } from "../exact/rational.js";
import { type Exponent, leastGrowth } from "./balance.js";

export interface MeasuredRow {
  readonly eps: string;
  /** Sum of squared errors over all points and outputs, divided by twice the number of points. */
  readonly loss: string;
  /** Euclidean norm of all weights. */
  readonly weightNorm: string;
  /** Euclidean norm of all weights and biases. */
  readonly parameterNorm: string;
  /** The largest absolute value of a weight. */
  readonly largestWeight: string;
}

/** The norm grows like loss^-exponent. */
export interface Growth {
  /** Exact, from the orders of the family in eps. */
  readonly exact: Exponent;
  /** The least squares fit of log(norm) against log(loss) over the rows. */
  readonly fitted: number;
}

export interface Measurement {
  readonly rows: readonly MeasuredRow[];
  /** The loss is of the order eps^lossOrder. */
  readonly lossOrder: number;
  readonly weights: Growth;
  readonly parameters: Growth;
  /** The exponent of the weights that no rescaling of hidden neurons by powers of eps makes smaller. */
  readonly least: Exponent;
}

/** Digits kept beyond those that cancel. */
const SPARE = 40;
/** Shown digits. */
const SHOWN = 6;

/** Above so many products of a point and a weight only these powers are measured: a few seconds. */
const MANY = 4000;
const SOME = [1, 2, 3, 5, 10, 20, 30];
/** And above so many only these. */
const VERY_MANY = 100_000;
const FEW = [1, 10, 30];

/** The family at eps = 1e-1, 1e-2, ..., 1e-30, or at some of these where the data are many. */
export function measure({ family, data, loss }: Counterexample): Measurement {
  const work = data.points.length * family.weights.flat().length;
  const powers = work > VERY_MANY ? FEW : work > MANY ? SOME : Array.from({ length: SOME.at(-1)! }, (_, e) => e + 1);
  const rows: MeasuredRow[] = [];
  const logs: { loss: number; weights: number; parameters: number }[] = [];
  const span = spanOf(family, loss);
  for (const e of powers) {
    const Decimal = Big();
    Decimal.DP = span * e + SPARE;
    const at = new Evaluation(Decimal, family, e);
    const error = at.loss(data.points, data.targets);
    const { weightNorm, parameterNorm, largest } = at.norms();
    rows.push({
      eps: `1e-${e}`,
      loss: error.toExponential(SHOWN),
      weightNorm: weightNorm.toExponential(SHOWN),
      parameterNorm: parameterNorm.toExponential(SHOWN),
      largestWeight: largest.toExponential(SHOWN),
    });
    logs.push({ loss: log10(error), weights: log10(weightNorm), parameters: log10(parameterNorm) });
  }
  const order = loss.valuation;
  const weightOrder = -Math.min(...family.weights.flat().map(({ weight }) => weight.valuation));
  const parameterOrder = Math.max(weightOrder, ...family.biases.flat().map(({ bias }) => -bias.valuation));
  const growth = (top: number, key: "weights" | "parameters"): Growth => ({
    exact: ratio(top, order),
    fitted: -slope(logs.map((row) => row.loss), logs.map((row) => row[key])),
  });
  const { numerator, denominator } = leastGrowth(family.weights);
  return {
    rows,
    lossOrder: order,
    weights: growth(weightOrder, "weights"),
    parameters: growth(parameterOrder, "parameters"),
    least: ratio(numerator, denominator * order),
  };
}

/** Decimal places that one power of ten of eps can cost: the orders of what may cancel. */
function spanOf({ weights, biases }: Family, loss: Laurent): number {
  const reach = (values: readonly Laurent[]): number => values.reduce((most, { terms }) => Math.max(most, ...terms.map(({ exponent }) => Math.abs(exponent))), 0);
  const layers = weights.map((layer, l) => reach([...layer.map(({ weight }) => weight), ...biases[l]!.map(({ bias }) => bias)]));
  return layers.reduce((sum, most) => sum + most, loss.valuation);
}

type Decimals = ReturnType<typeof Big>;

class Evaluation {
  readonly #Decimal: Decimals;
  readonly #weights: { output: number; input: number; weight: Big }[][];
  readonly #biases: { neuron: number; bias: Big }[][];

  /** At eps = 10^-e. */
  constructor(Decimal: Decimals, { weights, biases }: Family, e: number) {
    this.#Decimal = Decimal;
    const value = ({ terms }: Laurent): Big =>
      terms.reduce((sum, { coefficient, exponent }) => sum.plus(this.#decimal(coefficient).times(new Decimal(`1e${-exponent * e}`))), new Decimal(0));
    this.#weights = weights.map((layer) => layer.map(({ output, input, weight }) => ({ output, input, weight: value(weight) })));
    this.#biases = biases.map((layer) => layer.map(({ neuron, bias }) => ({ neuron, bias: value(bias) })));
  }

  #decimal({ numerator, denominator }: Rational): Big {
    const top = new this.#Decimal(numerator.toString());
    return denominator === 1n ? top : top.div(new this.#Decimal(denominator.toString()));
  }

  loss(points: readonly (readonly Rational[])[], targets: readonly (readonly Rational[])[]): Big {
    let sum = new this.#Decimal(0);
    points.forEach((point, p) => {
      const outputs = this.#outputs(point);
      targets[p]!.forEach((target, i) => {
        const output = outputs.get(i);
        if (output === undefined && target.isZero) return;
        const error = (output ?? new this.#Decimal(0)).minus(this.#decimal(target));
        sum = sum.plus(error.times(error));
      });
    });
    return sum.div(2 * points.length);
  }

  /** The forward pass: outputs that are touched by a weight or bias. */
  #outputs(point: readonly Rational[]): ReadonlyMap<number, Big> {
    const Decimal = this.#Decimal;
    let values = new Map(point.flatMap((x, k): [number, Big][] => (x.isZero ? [] : [[k, this.#decimal(x)]])));
    this.#weights.forEach((layer, l) => {
      const next = new Map<number, Big>();
      for (const { output, input, weight } of layer) {
        const value = values.get(input);
        if (value !== undefined) next.set(output, (next.get(output) ?? new Decimal(0)).plus(weight.times(value)));
      }
      for (const { neuron, bias } of this.#biases[l]!) next.set(neuron, (next.get(neuron) ?? new Decimal(0)).plus(bias));
      if (l < this.#weights.length - 1) for (const [neuron, value] of next) if (value.lte(0)) next.delete(neuron);
      values = next;
    });
    return values;
  }

  norms(): { weightNorm: Big; parameterNorm: Big; largest: Big } {
    const weights = this.#weights.flat().map(({ weight }) => weight.abs());
    const squares = (list: readonly Big[]): Big => list.reduce((sum, value) => sum.plus(value.times(value)), new this.#Decimal(0));
    const ofWeights = squares(weights);
    const ofAll = ofWeights.plus(squares(this.#biases.flat().map(({ bias }) => bias)));
    return {
      weightNorm: ofWeights.prec(SPARE).sqrt(),
      parameterNorm: ofAll.prec(SPARE).sqrt(),
      largest: weights.reduce((most, value) => (value.gt(most) ? value : most), new this.#Decimal(0)),
    };
  }
}

/** Of a positive number of any size. */
function log10(value: Big): number {
  const [mantissa, exponent] = value.toExponential(15).split("e") as [string, string];
  return Math.log10(Number(mantissa)) + Number(exponent);
}

/** Of the line that fits the points best. */
function slope(x: readonly number[], y: readonly number[]): number {
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [mx, my] = [mean(x), mean(y)];
  return x.reduce((sum, value, e) => sum + (value - mx) * (y[e]! - my), 0) / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
}

function ratio(numerator: number, denominator: number): Exponent {
  let [a, b] = [Math.abs(numerator), denominator];
  while (b !== 0) [a, b] = [b, a % b];
  return a === 0 ? { numerator: 0, denominator: 1 } : { numerator: numerator / a, denominator: denominator / a };
}
