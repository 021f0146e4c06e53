import { describe, expect, test } from "vitest";
import { evaluate, networkOf, objectiveOf } from "../../../src/optima/convex/network.js";
import type { Block, ConvexProgram, Gate } from "../../../src/optima/convex/program.js";

const gate = (active: readonly number[], point: readonly bigint[]): Gate => ({ support: 0, active: Uint8Array.from(active), point });

/** Points 1, 2, -1 with a column of biases. */
const program: ConvexProgram = {
  n: 3,
  d: 2,
  bias: true,
  X: Float64Array.of(1, 1, 2, 1, -1, 1),
  y: Float64Array.of(1, -1, 1),
  loss: "squared",
  weight: 1 / 3,
  lambda: 0.5,
  model: "relu",
  supports: [Int32Array.of(0, 1)],
  gates: [gate([1, 1, 0], [1n, 0n]), gate([1, 1, 1], [0n, 1n]), gate([0, 0, 1], [-1n, 0n])],
  complete: true,
};
const blocks: Block[] = [
  { gate: 0, sign: 1, vector: Float64Array.of(3, 4) },
  { gate: 1, sign: -1, vector: Float64Array.of(0, 9) },
];

describe("the network of blocks", () => {
  test("halves each block evenly between its layers, biases apart", () => {
    const network = networkOf(program, blocks);
    expect(network.widths).toEqual([1, 2, 1]);
    expect(network.weights).toEqual([[[3 / Math.sqrt(5)], [0]], [[Math.sqrt(5), -3]]]);
    expect(network.biases).toEqual([[4 / Math.sqrt(5), 3], [0]]);
    expect(network).not.toHaveProperty("gates");
  });

  test("has the objective of the blocks where these are in their cones, and more than the blocks say where they are not", () => {
    const { outputs, loss, halfSquares, value } = objectiveOf(networkOf(program, blocks), program);
    // 3 x + 4 is 7, 10, and 1 at x = -1, where the gate is closed.
    const ran = [7 - 9, 10 - 9, 1 - 9];
    ran.forEach((output, j) => expect(outputs[j]).toBeCloseTo(output, 12));
    expect(halfSquares).toBeCloseTo(5 + 9, 12);
    expect(loss).toBeCloseTo((9 + 4 + 81) / 6, 12);
    expect(value).toBeCloseTo((9 + 4 + 81) / 6 + 7, 12);
  });

  test("makes one neuron of ReLU blocks with one direction and sign, and drops blocks that are 0", () => {
    const split: Block[] = [blocks[0]!, { gate: 1, sign: 1, vector: Float64Array.of(6, 8) }, { gate: 1, sign: -1, vector: Float64Array.of(6, 8) }, { gate: 2, sign: 1, vector: new Float64Array(2) }];
    const network = networkOf(program, split);
    expect(network.widths[1]).toBe(2);
    expect(network.weights[0][0]![0]).toBeCloseTo(9 / Math.sqrt(15), 12);
    expect(network.weights[1][0]![1]).toBeCloseTo(-Math.sqrt(10), 12);
  });

  test("has no hidden neuron when there are no blocks", () => {
    const network = networkOf(program, []);
    expect(network).toEqual({ widths: [1, 0, 1], activation: "relu", weights: [[], [[]]], biases: [[], [0]], skip: null });
    expect([...evaluate(network, Float64Array.of(5, 6))]).toEqual([0, 0]);
  });

  test("of gated ReLU keeps blocks of one direction apart, and opens by its gates", () => {
    const gated: ConvexProgram = { ...program, model: "gated" };
    const network = networkOf(gated, [blocks[0]!, { gate: 2, sign: 1, vector: Float64Array.of(3, 4) }]);
    expect(network.activation).toBe("gated-relu");
    expect(network.gates).toEqual({ weights: [[1], [-1]], biases: [0, 0] });
    const outputs = evaluate(network, Float64Array.of(1, 2, -1));
    [7, 10, 1].forEach((output, j) => expect(outputs[j]).toBeCloseTo(output, 12));
  });

  test("opens by gates whose integers are beyond doubles", () => {
    const huge = 10n ** 400n;
    const gated: ConvexProgram = { ...program, model: "gated", gates: [gate([1, 1, 0], [huge, huge / 2n])] };
    const { gates } = networkOf(gated, [blocks[0]!]);
    expect(gates!.weights[0]![0]).toBe(1);
    expect(gates!.biases[0]).toBeCloseTo(0.5, 12);
  });
});

test("logistic loss does not overflow", () => {
  const logistic: ConvexProgram = { ...program, loss: "logistic", weight: 1 };
  const { loss } = objectiveOf(networkOf(logistic, [{ gate: 1, sign: 1, vector: Float64Array.of(0, 1000) }]), logistic);
  // y = 1, -1, 1 at outputs of 1000.
  expect(loss).toBeCloseTo(1000, 9);
});
