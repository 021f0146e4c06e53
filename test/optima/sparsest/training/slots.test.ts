import { expect, test } from "vitest";
import type { HiddenLayer } from "../../../../src/optima/sparsest/training/hidden-layer.js";
import { allowedEntries, assignedSlots } from "../../../../src/optima/sparsest/training/slots.js";

const SUPPORTS = [
  { inputs: [0, 1], bias: true },
  { inputs: [0], bias: true },
  { inputs: [1], bias: false },
];

const layerOf = (weights: readonly (readonly number[])[]): HiddenLayer => ({
  size: weights.length,
  v: new Float64Array(weights.length).fill(1),
  w: Float64Array.from(weights.flat()),
  allowed: new Uint8Array(3 * weights.length),
  slots: new Int32Array(weights.length),
});

test("a mask's flags", () => {
  expect([...allowedEntries(SUPPORTS, 0, 2)]).toEqual([1, 1, 1, 1, 0, 1, 0, 1, 0]);
  expect([...allowedEntries(undefined, 2, 1)]).toEqual([1, 1, 1, 1]);
});

test("neurons go to slots of their own, and give way", () => {
  // The first one takes slot 0, and leaves it to the second, which fits nowhere else.
  const placed = assignedSlots(layerOf([[1, 0, 1], [1, 1, 1], [0, 2, 0]]), SUPPORTS)!;
  expect([...placed.slots]).toEqual([1, 0, 2]);
  expect([...placed.allowed]).toEqual([1, 0, 1, 1, 1, 1, 0, 1, 0]);
  expect(assignedSlots(layerOf([[1, 1, 0], [1, 1, 1]]), SUPPORTS)).toBeUndefined();
  expect(assignedSlots(layerOf([[0, 0, 1], [0, 1, 1], [1, 0, 0]]), SUPPORTS)).toBeUndefined();
  expect(assignedSlots(layerOf([]), SUPPORTS)!.size).toBe(0);
});
