import { row, transpose } from "../pattern/mask.js";
import type { LayeredGoal, Step } from "./goal.js";

export interface OutputComponent {
  readonly hidden: readonly number[];
  readonly outputs: readonly number[];
}

/**
 * For two pruned layers: the connected components, with at least one edge, of the graph between hidden neurons and outputs.
 * Linear in the edges of the second layer.
 */
export function outputComponents(goal: LayeredGoal, step: Step): OutputComponent[] {
  step.require(goal.masks.length === 2, "", `two layers expected, the pattern has ${goal.masks.length}`);
  const second = goal.masks[1]!;
  const feeds = transpose(second);
  const seenHidden = new Uint8Array(second.cols);
  const seenOutput = new Uint8Array(second.rows);
  const found: OutputComponent[] = [];
  for (let start = 0; start < second.cols; start++) {
    if (seenHidden[start] === 1 || row(feeds, start).length === 0) continue;
    const hidden = [start];
    const outputs: number[] = [];
    seenHidden[start] = 1;
    for (const h of hidden) {
      for (const i of row(feeds, h)) {
        if (seenOutput[i] === 1) continue;
        seenOutput[i] = 1;
        outputs.push(i);
        for (const other of row(second, i)) {
          if (seenHidden[other] === 1) continue;
          seenHidden[other] = 1;
          hidden.push(other);
        }
      }
    }
    found.push({ hidden, outputs });
  }
  return found;
}

/** Does every hidden neuron of the component feed every output of it? */
export function isComplete(goal: LayeredGoal, component: OutputComponent): boolean {
  return component.outputs.every((i) => row(goal.masks[1]!, i).length === component.hidden.length);
}
