import type { LinearEvidence, WeightFamily } from "../../certificate/proof.js";
import { Laurent } from "../../exact/laurent.js";
import { Rational } from "../../exact/rational.js";
import { select } from "../../pattern/layers.js";
import { type Mask, has } from "../../pattern/mask.js";
import { type Rectangles, masksOfRectangles } from "../../pattern/rectangles.js";
import { contains, size } from "../../pattern/sets.js";
import { isAscending } from "../ascending.js";
import type { Goal, Step } from "../goal.js";
import { type Effort, affordLaurent, affordMasks } from "../limits.js";
import { checkUnreachable } from "../unreachable.js";

/**
 * A limit and a proof that it is not reached: weights that depend on eps bring the minor to `limit` as eps tends to 0, and `unreachable` shows
 * that no weights have that product. Cost: that of the product of Laurent polynomials, and of the steps of the proof times the paths.
 */
export function checkDegeneration(goal: Goal, evidence: LinearEvidence["degeneration"], step: Step): void {
  step.proves("not closed");
  if (goal.kind === "two-layer") affordEdges(goal.state, step.effort);
  const masks = goal.kind === "layered" ? goal.masks : masksOfRectangles(goal.state);
  const { outputs, inputs, weights } = evidence;
  const [rows, cols] = [masks[masks.length - 1]!.rows, masks[0]!.cols];
  step.require(masks.length >= 2, "", "two layers or more expected");
  step.require(isAscending(outputs, rows), "outputs", `ascending outputs below ${rows} expected, at least one`);
  step.require(isAscending(inputs, cols), "inputs", `ascending inputs below ${cols} expected, at least one`);

  step.require(evidence.limit.length === outputs.length, "limit", `${outputs.length} rows expected, ${evidence.limit.length} found`);
  const limit = evidence.limit.map((line, a) => {
    step.require(line.length === inputs.length, `limit[${a}]`, `${inputs.length} entries expected, ${line.length} found`);
    return line.map((text, b) => {
      const isFree = goal.kind === "two-layer" && contains(goal.state.free[outputs[a]!]!, inputs[b]!);
      step.require((text === null) === isFree, `limit[${a}][${b}]`, isFree ? "null expected for a free entry" : "a number expected: the entry is not free");
      return text === null ? null : Rational.parse(text)!;
    });
  });

  affordMasks(masks, step.effort);
  const minor = select(masks, outputs, inputs);
  step.require(weights.length === minor.length, "weights", `${minor.length} layers expected, ${weights.length} found`);
  const families = minor.map((mask, l) => familyOf(mask, weights[l]!, `weights[${l}]`, step));
  inputs.forEach((k, b) => {
    const column = columnOf(families, k, step.effort);
    outputs.forEach((i, a) => {
      const wanted = limit[a]![b]!;
      if (wanted === null) return;
      const reached = (column.get(i) ?? Laurent.zero).limit();
      step.require(reached?.equals(wanted) === true, `limit[${a}][${b}]`, `the weights lead to ${reached === undefined ? "a pole" : "another number"}`);
    });
  });
  checkUnreachable({ masks: minor, outputs, inputs, limit }, evidence.unreachable, "unreachable", step);
}

/** A layer's weights as [output, polynomial] by input. */
type Family = ReadonlyMap<number, readonly (readonly [output: number, weight: Laurent])[]>;

function familyOf(mask: Mask, weights: readonly WeightFamily[], key: string, step: Step): Family {
  const family = new Map<number, [number, Laurent][]>();
  const seen = new Set<string>();
  weights.forEach(([[out, input], terms], e) => {
    step.require(out < mask.rows && input < mask.cols && has(mask, out, input), `${key}[${e}]`, "an edge on a path of the minor expected");
    step.require(!seen.has(`${out},${input}`), `${key}[${e}]`, "the edge occurs twice");
    seen.add(`${out},${input}`);
    const own = family.get(input) ?? [];
    family.set(input, own);
    own.push([out, Laurent.fromJson(terms)!]);
  });
  return family;
}

/** What input k gives to each output. */
function columnOf(families: readonly Family[], k: number, effort: Effort): ReadonlyMap<number, Laurent> {
  let column = new Map([[k, Laurent.one]]);
  for (const family of families) {
    const next = new Map<number, Laurent>();
    for (const [v, value] of column) {
      for (const [out, weight] of family.get(v) ?? []) {
        affordLaurent(value, weight, effort);
        const [sum, term] = [next.get(out) ?? Laurent.zero, value.times(weight)];
        affordLaurent(sum, term, effort);
        next.set(out, sum.plus(term));
      }
    }
    column = next;
  }
  return column;
}

/** What `masksOfRectangles` takes: every member of every side. */
function affordEdges({ m, n, neurons }: Rectangles, effort: Effort): void {
  const items = neurons.reduce((sum, { rows, cols }) => sum + size(rows) + size(cols), m + n);
  effort.spend(8 * items);
  effort.hold(16 * items);
}
