import { describe, expect, test } from "vitest";
import { Random } from "../../src/exact/random.js";
import { minimise } from "../../src/optima/linear-program.js";

const row = (values: number[], lower: number, upper: number): { values: number[]; lower: number; upper: number } => ({ values, lower, upper });

describe("minimise", () => {
  test("finds the corner of a linear program", async () => {
    const outcome = await minimise({ cost: [-3, -5], rows: [row([1, 0], -Infinity, 4), row([0, 2], -Infinity, 12), row([3, 2], -Infinity, 18)] });
    expect(outcome).toMatchObject({ status: "optimal", value: -36, bound: -36 });
    expect([...outcome.solution!]).toEqual([2, 6]);
  });

  test("rounds nothing where integers are demanded: the optimum is elsewhere, and its bound is proved", async () => {
    const program = { cost: [-5, -4], rows: [row([6, 4], -Infinity, 24), row([1, 2], -Infinity, 6)] };
    expect((await minimise(program)).value).toBeCloseTo(-21, 9);
    const outcome = await minimise({ ...program, integer: [true, true] });
    expect(outcome.value).toBeCloseTo(-20, 9);
    expect(outcome.bound).toBeCloseTo(-20, 9);
    expect(Array.from(outcome.solution!, Math.round).map(Math.abs)).toEqual([4, 0]);
  });

  test("keeps bounds of unknowns, below 0 too", async () => {
    const outcome = await minimise({ cost: [1, -1], rows: [], lower: [-3, 0], upper: [5, 2] });
    expect([...outcome.solution!]).toEqual([-3, 2]);
  });

  test("tells infeasible and unbounded programs", async () => {
    expect(await minimise({ cost: [1], rows: [row([1], 2, 3)], upper: [1] })).toMatchObject({ status: "infeasible", solution: undefined, bound: Infinity });
    expect((await minimise({ cost: [-1, 0], rows: [row([1, -1], 0, 0)] })).status).toMatch(/unbounded|infeasible/);
    expect((await minimise({ cost: [0, 0], rows: [row([1, 1], 1, 1)], integer: [true, true], upper: [0.5, 0.5] })).status).toBe("infeasible");
  });

  test("takes programs without rows or unknowns", async () => {
    expect(await minimise({ cost: [], rows: [] })).toMatchObject({ status: "optimal", value: 0 });
  });

  test("stops at the limit with the bound so far", async () => {
    // A market split problem: half of every row, by a choice of columns. Branch and bound needs minutes for these.
    const random = new Random(1);
    const values = Array.from({ length: 5 }, () => Array.from({ length: 40 }, () => random.below(100)));
    const slack = (at: number): number[] => values.flatMap((_, k) => (k === at ? [1, -1] : [0, 0]));
    const half = values.map((entries) => Math.floor(entries.reduce((sum, entry) => sum + entry, 0) / 2));
    const outcome = await minimise(
      {
        cost: [...values[0]!.map(() => 0), ...values.flatMap(() => [1, 1])],
        rows: values.map((entries, k) => row([...entries, ...slack(k)], half[k]!, half[k]!)),
        upper: [...values[0]!.map(() => 1), ...values.flatMap(() => [1000, 1000])],
        integer: [...values[0]!.map(() => true), ...values.flatMap(() => [false, false])],
      },
      { timeLimit: 0.2 },
    );
    expect(outcome.status).toBe("limit");
    expect(outcome.bound).toBeLessThanOrEqual(outcome.value ?? Infinity);
  });

  test("refuses lengths that do not fit", async () => {
    await expect(minimise({ cost: [1, 2], rows: [row([1], 0, 1)] })).rejects.toThrow(RangeError);
    await expect(minimise({ cost: [1, 2], rows: [], upper: [1] })).rejects.toThrow(RangeError);
  });
});
