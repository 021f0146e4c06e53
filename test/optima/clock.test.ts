import { expect, test } from "vitest";
import { Clock, OutOfTime } from "../../src/optima/clock.js";

test("a clock tells what is left, and ends", () => {
  const long = new Clock(1000);
  expect(long.isOver).toBe(false);
  expect(long.left).toBeGreaterThan(900);
  expect(() => long.pause()).not.toThrow();
  const over = new Clock(-1);
  expect([over.isOver, over.left]).toEqual([true, 1e-3]);
  expect(() => over.pause()).toThrow(OutOfTime);
});
