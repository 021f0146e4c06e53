import type { Proof, Side } from "../certificate/proof.js";
import { type Rectangles, hasFreeEntries } from "../pattern/rectangles.js";

/**
 * R7, laminar case [own, docs/theory.md 4.7]: if all neurons have the same rows and their column sets are pairwise nested or disjoint (or
 * rows and columns exchanged), then L is closed. Without free entries only.
 */
export function findLaminar(state: Rectangles): Proof | undefined {
  if (state.neurons.length === 0 || hasFreeEntries(state)) return undefined;
  const same = (sets: readonly bigint[]): boolean => sets.every((set) => set === sets[0]);
  const rows = state.neurons.map((neuron) => neuron.rows);
  const cols = state.neurons.map((neuron) => neuron.cols);
  const found = (common: Side): Proof => ({ rule: "laminar", evidence: { common } });
  if (same(rows) && crossing(cols) === undefined) return found("rows");
  if (same(cols) && crossing(rows) === undefined) return found("columns");
  return undefined;
}

/** Two of the sets, by position, that overlap without being nested; nothing when the sets are laminar. Quadratic. */
export function crossing(sets: readonly bigint[]): [number, number] | undefined {
  for (let b = 0; b < sets.length; b++) {
    for (let a = 0; a < b; a++) {
      const both = sets[a]! & sets[b]!;
      if (both !== 0n && both !== sets[a] && both !== sets[b]) return [a, b];
    }
  }
  return undefined;
}
