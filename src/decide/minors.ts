/**
 * F1 with small minors: all choices of 2 outputs and 2 inputs, 2 and 3, 3 and 2, in order, each decided on its own.
 * A minor that is not closed proves the whole not closed; closed minors prove nothing.
 */
import { type Mask, kept, row, transpose } from "../pattern/mask.js";
import { select } from "../pattern/layers.js";
import { type Rectangles, normal } from "../pattern/rectangles.js";
import type { Budget } from "../rules/budget.js";
import type { Found } from "../rules/found.js";

/** Minors looked at in two layers: microseconds each. */
const MAX_TWO_LAYER = 400_000;
/** In more layers each minor costs some traversals of the edges: so many minors, and so many edges over all of them. */
const MAX_DEEP = 4_000;
const MAX_DEEP_EDGES = 8_000_000;
/** Copies of one class of outputs (inputs) that can matter in a minor with at most three of them. */
const COPIES = 3;

type Decide = (masks: readonly Mask[], budget: Budget) => Found | undefined;
type DecideState = (state: Rectangles, budget: Budget) => Found | undefined;

/**
 * The first minor found not closed, or nothing.
 * @param masks pruned
 * @param decide decides a selected minor; it must not look for minors itself
 * @param decideState the same for two layers given as rectangles
 */
export function findMinor(masks: readonly Mask[], decide: Decide, decideState: DecideState, budget: Budget): Found | undefined {
  const outputs = representatives(masks[masks.length - 1]!);
  const inputs = representatives(transpose(masks[0]!));
  const twoLayers = masks.length === 2;
  const verdicts = twoLayers ? new SignatureTable(masks[0]!, masks[1]!, decideState, budget) : undefined;
  const edges = masks.reduce((sum, mask) => sum + kept(mask), 0);
  let left = twoLayers ? MAX_TWO_LAYER : Math.min(MAX_DEEP, Math.ceil(MAX_DEEP_EDGES / edges));
  for (const [rows, cols] of [
    [2, 2],
    [2, 3],
    [3, 2],
  ] as const) {
    for (const some of subsets(outputs, rows)) {
      budget.spend();
      for (const others of subsets(inputs, cols)) {
        if (left-- === 0) return undefined;
        if (verdicts !== undefined && verdicts.mayBeClosed(some, others)) continue;
        if (!twoLayers) budget.spend();
        const found = decide(select(masks, some, others), budget);
        if (found?.closed !== false) continue;
        return { closed: false, proof: { rule: "minor", evidence: { outputs: some, inputs: others, then: found.proof } } };
      }
    }
  }
  return undefined;
}

/** Rows with an empty class never help, and of equal rows a few suffice. */
function representatives(mask: Mask): number[] {
  const copies = new Map<string, number>();
  return Array.from({ length: mask.rows }, (_, i) => i).filter((i) => {
    const own = row(mask, i);
    if (own.length === 0) return false;
    const name = own.join();
    const count = copies.get(name) ?? 0;
    copies.set(name, count + 1);
    return count < COPIES;
  });
}

function* subsets(list: readonly number[], size: number, from = 0): Generator<number[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let at = from; at + size <= list.length; at++) {
    for (const rest of subsets(list, size - 1, at + 1)) yield [list[at]!, ...rest];
  }
}

/**
 * Verdicts of two-layer minors by signature: how many hidden neurons meet the chosen outputs and inputs in each possible
 * rectangle. Equal rectangles beyond min(outputs, inputs) of them change nothing, so there are few signatures.
 */
class SignatureTable {
  readonly #outputsOf: Mask;
  readonly #first: Mask;
  readonly #second: Mask;
  readonly #verdicts = new Map<string, boolean>();
  readonly #decide: DecideState;
  readonly #budget: Budget;
  /** For each hidden neuron, its inputs among the chosen ones as bits. */
  readonly #columns: Uint8Array;

  constructor(first: Mask, second: Mask, decide: DecideState, budget: Budget) {
    this.#first = transpose(first);
    this.#second = second;
    this.#outputsOf = transpose(second);
    this.#columns = new Uint8Array(this.#outputsOf.rows);
    this.#decide = decide;
    this.#budget = budget;
  }

  /** False only if the minor is known to be not closed. */
  mayBeClosed(outputs: readonly number[], inputs: readonly number[]): boolean {
    const [m, n] = [outputs.length, inputs.length];
    const rows = new Map<number, number>();
    outputs.forEach((i, bit) => {
      for (const h of row(this.#second, i)) rows.set(h, (rows.get(h) ?? 0) | (1 << bit));
    });
    inputs.forEach((k, bit) => {
      for (const h of row(this.#first, k)) this.#columns[h]! |= 1 << bit;
    });
    const counts = new Uint8Array(1 << (m + n));
    for (const [h, own] of rows) {
      const columns = this.#columns[h]!;
      if (columns !== 0) counts[(own << n) | columns] = Math.min(counts[(own << n) | columns]! + 1, Math.min(m, n));
    }
    for (const k of inputs) for (const h of row(this.#first, k)) this.#columns[h] = 0;
    const name = `${m}${counts.join("")}`;
    let closed = this.#verdicts.get(name);
    if (closed === undefined) this.#verdicts.set(name, (closed = this.#decideCounts(m, n, counts)));
    return closed;
  }

  #decideCounts(m: number, n: number, counts: Uint8Array): boolean {
    const neurons = Array.from(counts).flatMap((count, type) =>
      Array.from({ length: count }, () => ({ rows: BigInt(type >> n), cols: BigInt(type & ((1 << n) - 1)) })),
    );
    const state = normal({ m, n, neurons, free: Array.from({ length: m }, () => 0n) });
    return this.#decide(state, this.#budget)?.closed !== false;
  }
}
