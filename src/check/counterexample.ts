/**
 * Checks a counterexample (docs/certificates.md, section 9): the loss of the family is the given function of eps and tends to 0, and no
 * weights have the loss 0. So the infimum over all weights is 0 and not attained.
 */
import { type Counterexample, counterexampleFromJson } from "../certificate/counterexample.js";
import { checkFamily } from "./counterexample/family.js";
import { checkMomentCurve } from "./counterexample/moment-curve.js";
import { checkSecondDifferences } from "./counterexample/second-differences.js";
import { type Condition, Refusal } from "./goal.js";
import { Effort, affordMasks } from "./limits.js";
import { type Refused, refused } from "./refused.js";

export type CounterexampleResult = { readonly ok: true; readonly counterexample: Counterexample } | Refused;

/**
 * Checks a counterexample given as a JSON value. `ok` means: on its data the squared error of the network has the infimum 0, which no weights
 * reach. Otherwise `place` names what does not hold. Never throws for a value that JSON text can give.
 */
export function checkCounterexample(value: unknown): CounterexampleResult {
  try {
    const counterexample = counterexampleFromJson(value);
    replay(counterexample);
    return { ok: true, counterexample };
  } catch (error) {
    return refused(error);
  }
}

/** @throws Refusal, TooLarge */
function replay({ pattern, data, family, loss, impossible }: Counterexample): void {
  const effort = new Effort();
  affordMasks(pattern.masks, effort);
  const at = (place: string): Condition => ({
    effort,
    require(holds, key, reason) {
      if (!holds) throw new Refusal([place, key].filter((part) => part !== "").join("."), reason);
    },
  });
  const [inputs, outputs] = [pattern.widths[0]!, pattern.widths.at(-1)!];
  const { points, targets } = data;
  const step: Condition = at("data");
  step.require(points.length >= 1 && targets.length === points.length, "", "points, and a target for each, expected");
  points.forEach((point, p) => step.require(point.length === inputs, `points[${p}]`, `${inputs} numbers expected`));
  targets.forEach((target, p) => step.require(target.length === outputs, `targets[${p}]`, `${outputs} numbers expected`));

  checkFamily(pattern, data, family, loss, at(""));
  if (impossible.rule === "moment-curve") checkMomentCurve(pattern, data, impossible.evidence, at("evidence"));
  else checkSecondDifferences(pattern, data, impossible.evidence, at("evidence"));
}
