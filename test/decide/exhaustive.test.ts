import { beforeAll, describe, expect, it } from "vitest";
import { type Verdicts, decide } from "../../src/decide/decide.js";
import { range, twoLayers } from "./build.js";
import { type Neuron, allHiddenLayers, cubeByTheorem, finiteByTheorem, linearByTheorem } from "./theorems.js";

/**
 * Every two-layer pattern with at most 3 outputs, 3 inputs and 2 hidden neurons, dead ones included, against the theorems read word
 * for word in theorems.ts.
 */
interface Case {
  readonly name: string;
  readonly neurons: readonly Neuron[];
  readonly verdicts: Verdicts;
}

const sizes = range(3).flatMap((m) => range(3).flatMap((n) => [1, 2].map((width) => [m + 1, n + 1, width] as const)));
let cases: Case[] = [];

beforeAll(() => {
  cases = sizes.flatMap(([m, n, width]) =>
    allHiddenLayers(m, n, width).map((neurons) => ({
      name: `${m} outputs, ${n} inputs: ${neurons.map(({ rows, cols }) => `{${rows.join()}}*{${cols.join()}}`).join(" ")}`,
      neurons,
      verdicts: decide(twoLayers(m, n, neurons.map(({ rows, cols }) => [rows, cols]))),
    })),
  );
});

/** The names of the cases where `agrees` fails: an empty list is what we want to see. */
const where = (agrees: (one: Case) => boolean): string[] => cases.filter((one) => !agrees(one)).map(({ name }) => name);

describe("every pattern up to 3 x 3 with at most two hidden neurons", () => {
  it("is looked at", () => {
    // 2^(m+n) neurons each: the sums over m, n from 1 to 3 of 2^(m+n) and of its square.
    expect(cases.length).toBe(14 ** 2 + 84 ** 2);
  });

  it("has linear as D2 says", () => {
    expect(where(({ neurons, verdicts }) => verdicts.linear.closed === linearByTheorem(neurons))).toEqual([]);
  });

  it("has finite as T6 says", () => {
    expect(where(({ neurons, verdicts }) => verdicts.finite.closed === finiteByTheorem(neurons))).toEqual([]);
  });

  it("has cube as T7 and the linear counterpart say, undecided only where both are silent", () => {
    expect(where(({ neurons, verdicts }) => verdicts.cube.closed === cubeByTheorem(neurons, linearByTheorem(neurons)))).toEqual([]);
  });

  it("meets all verdicts, cube undecided too", () => {
    const count = (property: keyof Verdicts, closed: boolean | null): number => cases.filter(({ verdicts }) => verdicts[property].closed === closed).length;
    expect(count("linear", null) + count("finite", null)).toBe(0);
    for (const property of ["linear", "finite", "cube"] as const) {
      for (const closed of [true, false]) expect(count(property, closed), property).toBeGreaterThan(100);
    }
    expect(count("cube", null)).toBeGreaterThan(100);
  });
});
