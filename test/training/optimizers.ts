import { expect } from "vitest";
import type { Objective } from "../../src/training/loss.js";
import type { Optimizer } from "../../src/training/optimizer.js";

/** Takes steps until there is none or the budget ends; every one must lower the loss, and leave a place that is up to date. */
export function descend(objective: Objective, optimizer: Optimizer, steps: number): number {
  let taken = 0;
  for (; taken < steps; taken++) {
    const before = optimizer.place.loss;
    if (!optimizer.step()) {
      expect(optimizer.place.loss).toBe(before);
      break;
    }
    expect(optimizer.place.loss).toBeLessThanOrEqual(before);
  }
  const fresh = objective.place(optimizer.place.parameters.slice());
  expect(optimizer.place.loss).toBe(fresh.loss);
  expect([...optimizer.place.gradient]).toEqual([...fresh.gradient]);
  return taken;
}
