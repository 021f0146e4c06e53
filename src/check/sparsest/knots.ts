/** One input: what interpolating functions need, and what networks give, along the line. */
import type { SparsestCertificate } from "../../certificate/sparsest.js";
import { Rational } from "../../exact/rational.js";
import { wordsOf } from "../../exact/words.js";
import { require } from "../goal.js";
import { type Effort, STEPS_PER_ITEM } from "../limits.js";

/**
 * The least count that the witnesses prove (docs/theory.md 2.10): at each of them the data turn, which forces a knot of the turn's sign strictly between its neighbours, and no two have the same one. A knot is that
 * of a neuron with a weight and, unless it is at 0, with a bias.
 * @throws Refusal when they are no such points, TooLarge
 */
export function provedByWitnesses(certificate: SparsestCertificate, witnesses: readonly number[], effort: Effort): number {
  const { points, targets, count, countBias } = certificate;
  require(points[0]!.length === 1, "lowerBound.rule", "witnesses are for points of one input");
  const order = ascendingPoints(certificate, effort);
  // Of points with the same input any may be named.
  const distinct = order.filter((j, k) => k === 0 || !points[j]![0]!.equals(points[order[k - 1]!]![0]!));
  const places = new Map<string, number>(distinct.map((j, place) => [points[j]![0]!.toString(), place]));
  const x = (place: number): Rational => points[distinct[place]!]![0]!;
  const y = (place: number): Rational => targets[distinct[place]!]!;
  const slope = (place: number): Rational => y(place + 1).minus(y(place)).dividedBy(x(place + 1).minus(x(place)));
  let [before, turnBefore] = [-Infinity, 0];
  let aroundZero = false;
  witnesses.forEach((j, k) => {
    const at = `lowerBound.points[${k}]`;
    require(j < points.length, at, `a point below ${points.length} expected`);
    const place = places.get(points[j]![0]!.toString())!;
    require(place > before, at, "points by ascending input expected");
    require(place > 0 && place < distinct.length - 1, at, "a point between others expected");
    const turn = slope(place).compare(slope(place - 1));
    require(turn !== 0, at, "the data do not turn here");
    require(turn !== turnBefore || place >= before + 2, at, "a neighbour of the witness before it, which turns the same way");
    if (x(place - 1).sign < 0 && x(place + 1).sign > 0) aroundZero = true;
    [before, turnBefore] = [place, turn];
  });
  if (count === "neurons" || !countBias) return witnesses.length;
  return 2 * witnesses.length - (aroundZero ? 1 : 0);
}

/** The numbers of the points by ascending input. */
function ascendingPoints({ points, targets }: SparsestCertificate, effort: Effort): number[] {
  const words = points.reduce((most, [x], j) => Math.max(most, length(x!) + length(targets[j]!)), 1);
  effort.spend(points.length * (Math.log2(points.length + 1) + 64) * (16 * STEPS_PER_ITEM + 4 * words ** 2));
  effort.hold(points.length * 16 * STEPS_PER_ITEM);
  return Array.from(points.keys()).sort((a, b) => points[a]![0]!.compare(points[b]![0]!));
}

function length({ numerator, denominator }: Rational): number {
  return wordsOf(numerator) + wordsOf(denominator);
}

/**
 * What the network gives at the points, in the order of the points. Of those that are active to the right the sum is an affine function that changes at their knots, passed from left to right; likewise
 * to the left. So the work is not that of all pairs, and sums stay as short as the slopes of what is interpolated.
 * @throws TooLarge
 */
export function valuesAlongLine(certificate: SparsestCertificate, effort: Effort): Rational[] {
  const { points, network: { neurons, skip } } = certificate;
  const order = ascendingPoints(certificate, effort);
  const values = points.map(() => Rational.zero);
  const constant = neurons.reduce((sum, { output, weights, bias }) => (weights[0]!.isZero && bias.sign > 0 ? sum.plus(output.times(bias)) : sum), skip?.bias ?? Rational.zero);
  const faces = neurons
    .filter(({ weights }) => !weights[0]!.isZero)
    .map(({ output, weights, bias }) => ({ sign: weights[0]!.sign, knot: bias.dividedBy(weights[0]!).negated(), slope: output.times(weights[0]!), value: output.times(bias) }))
    .sort((a, b) => a.knot.compare(b.knot));
  const longest = faces.reduce((most, { knot, slope, value }) => Math.max(most, length(knot) + length(slope) + length(value)), 1);
  effort.spend(faces.length * (Math.log2(faces.length + 1) + 64) * (16 * STEPS_PER_ITEM + 4 * longest ** 2));
  for (const sign of [1, -1]) {
    const own = faces.filter((face) => face.sign === sign);
    const [knots, places] = sign === 1 ? [own, order] : [own.toReversed(), order.toReversed()];
    let [slope, value, next] = sign === 1 ? [skip?.weights[0] ?? Rational.zero, constant, 0] : [Rational.zero, Rational.zero, 0];
    for (const j of places) {
      const x = points[j]![0]!;
      for (; next < knots.length && knots[next]!.knot.compare(x) * sign < 0; next++) {
        spendOnSum(slope, value, longest, effort);
        slope = slope.plus(knots[next]!.slope);
        value = value.plus(knots[next]!.value);
      }
      spendOnSum(slope, value, length(x), effort);
      values[j] = values[j]!.plus(value.plus(slope.times(x)));
    }
  }
  return values;
}

/** Rationals are brought to lowest terms: Euclid's algorithm takes some forty turns for each word, and each turn goes over all words. */
function spendOnSum(slope: Rational, value: Rational, words: number, effort: Effort): void {
  const all = length(slope) + length(value) + words;
  effort.spend(64 * STEPS_PER_ITEM + 40 * all * (STEPS_PER_ITEM + all));
}
