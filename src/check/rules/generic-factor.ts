import type { LinearEvidence } from "../../certificate/proof.js";
import { reachCounts } from "../../pattern/layers.js";
import { type Mask, has, transpose } from "../../pattern/mask.js";
import type { LayeredGoal, Step } from "../goal.js";

/**
 * C3: all factors but the first (or the last) generic, and vertex-disjoint paths enough for the free factor to reach
 * everything. Cost: the length of the evidence, and a traversal of the edges for every 32 outputs (inputs).
 */
export function checkGenericFactor(goal: LayeredGoal, evidence: LinearEvidence["generic-factor"], step: Step): void {
  step.proves("closed", "full");
  step.require(goal.masks.length >= 2, "", "two layers or more expected");
  // "last" is "first" for the transposed chain: layers and paths reversed, rows and columns exchanged.
  if (evidence.free === "first") checkPaths(goal.masks, evidence.paths, step);
  else checkPaths(goal.masks.map(transpose).reverse(), evidence.paths.map((system) => system.map((path) => path.toReversed())), step);
}

function checkPaths(masks: readonly Mask[], systems: readonly number[][][], step: Step): void {
  const ends = masks[0]!.cols;
  step.require(systems.length === ends, "paths", `${ends} path systems expected, ${systems.length} found`);
  const counts = reachCounts(masks, (steps) => step.effort.spend(steps));
  const usedBy = masks.map((mask) => new Int32Array(mask.rows).fill(-1));
  systems.forEach((system, k) => {
    const wanted = counts[k]!;
    step.require(system.length === wanted, `paths[${k}]`, `${wanted} vertex-disjoint paths expected, ${system.length} found`);
    system.forEach((path, p) => {
      const at = `paths[${k}][${p}]`;
      step.require(path.length === masks.length, at, `${masks.length} neurons expected, ${path.length} found`);
      path.forEach((v, l) => {
        const from = l === 0 ? k : path[l - 1]!;
        step.require(v < masks[l]!.rows && has(masks[l]!, v, from), at, `no edge between neurons ${from} and ${v} at step ${l + 1}`);
        step.require(usedBy[l]![v] !== k, at, `neuron ${v} occurs in two paths`);
        usedBy[l]![v] = k;
      });
    });
  });
}
