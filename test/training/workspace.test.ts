import { describe, expect, test } from "vitest";
import { Evaluator } from "../../src/training/network.js";
import { Workspace } from "../../src/training/workspace.js";
import { randomCase } from "./cases.js";

describe("a workspace", () => {
  test.each([true, false])("gives arrays that do not overlap, none at an address with a meaning (vectors: %s)", (vectors) => {
    const workspace = new Workspace(3 + 2 + 4, vectors);
    const first = workspace.numbers(3);
    const second = workspace.integers(Int32Array.of(1, 2, 3));
    const third = workspace.numbers(4);
    first.fill(7);
    third.fill(9);
    expect([...second]).toEqual([1, 2, 3]);
    expect([...first]).toEqual([7, 7, 7]);
    expect(first.byteOffset).toBeGreaterThanOrEqual(16);
    expect([first, third].every((array) => array.byteOffset % 8 === 0)).toBe(true);
  });

  test("that was made too small says so", () => {
    expect(() => new Workspace(2, false).numbers(3)).toThrow(RangeError);
  });

  test("has the kernel in WebAssembly, and its twin when asked for", () => {
    expect(new Workspace(0).kernel.sums.toString()).toContain("[native code]");
    expect(new Workspace(0, false).kernel.sums.toString()).not.toContain("[native code]");
  });

  test("can be had by many evaluators at a time", () => {
    const { network, data, parameters } = randomCase([2, 2, 2], 1, 11, 1);
    const outputs = Array.from({ length: 400 }, () => {
      const output = new Float64Array(22);
      new Evaluator(network, data.inputs).forward(parameters, output);
      return [...output].join();
    });
    expect(outputs.every((output) => output === outputs[0])).toBe(true);
  });
});
