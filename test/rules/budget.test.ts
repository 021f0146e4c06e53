import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";

describe("budget", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("lasts for its seconds and no longer", () => {
    const budget = new Budget(2);
    vi.advanceTimersByTime(1999);
    expect(() => budget.spend()).not.toThrow();
    vi.advanceTimersByTime(2);
    expect(() => budget.spend()).toThrow(OutOfBudget);
  });

  it("without end is never spent", () => {
    const budget = new Budget(Infinity);
    vi.advanceTimersByTime(1e9);
    expect(() => budget.spend()).not.toThrow();
  });
});
