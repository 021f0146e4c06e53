import type { Data, SecondDifferences } from "../../certificate/counterexample.js";
import { Rational } from "../../exact/rational.js";
import { pruneDead } from "../../pattern/live.js";
import { has, row } from "../../pattern/mask.js";
import type { Pattern } from "../../pattern/pattern.js";
import type { Condition } from "../goal.js";
import { STEPS_PER_ITEM, affordMasks } from "../limits.js";

/**
 * T6: the points (t, ..., t), t = -2, ..., 2n + 2, with the targets of docs/theory.md 2.4 on the two outputs: their second differences need a neuron more than there are.
 * Cost: points times inputs, and times n.
 */
export function checkSecondDifferences({ masks }: Pattern, { points, targets }: Data, evidence: SecondDifferences, step: Condition): void {
  const { neuron: a, outputs, other: b } = evidence;
  const [i, j] = outputs;
  step.require(masks.length === 2, "", `a rule for two layers, the pattern has ${masks.length}`);
  affordMasks(masks, step.effort);
  const second = pruneDead(masks)[1]!;
  const feeds = (h: number, output: number): boolean => h < second.cols && output < second.rows && has(second, output, h);
  step.require(i !== j && feeds(a, i) && feeds(a, j), "neuron", "a live hidden neuron that feeds two different outputs expected");
  step.require(b !== a && feeds(b, j), "other", `another live hidden neuron that feeds output ${j} expected`);

  const ofFirst = new Set(row(second, i));
  const ofSecond = row(second, j);
  const both = ofSecond.filter((h) => ofFirst.has(h)).length;
  const [onlyFirst, onlySecond] = [ofFirst.size - both, ofSecond.length - both];
  const more = both + onlyFirst + onlySecond - 2;
  const moreOfSecond = Math.max(onlySecond - 1, 0);
  const count = 2 * more + 5;
  step.require(points.length === count, "", `${count} points expected, found ${points.length}`);
  step.effort.spend(count * (masks[0]!.cols + more) * STEPS_PER_ITEM);
  points.forEach((point, p) => {
    const t = p - 2;
    step.require(
      point.every((x) => x.equals(Rational.of(t))),
      "",
      `every input of point ${p} must be ${t}`,
    );
    const kinks = (from: number, to: number): number => {
      let sum = 0;
      for (let e = from; e <= to; e++) sum += Math.max(0, t - (2 * e + 1));
      return sum;
    };
    const first = Math.max(0, t) + kinks(1, more - moreOfSecond);
    const next = (t < 0 ? 0 : t === 0 ? 1 : 2) + kinks(more - moreOfSecond + 1, more);
    step.require(targets[p]![i]!.equals(Rational.of(first)), "outputs[0]", `${first} expected as its target at point ${p}`);
    step.require(targets[p]![j]!.equals(Rational.of(next)), "outputs[1]", `${next} expected as its target at point ${p}`);
  });
}
