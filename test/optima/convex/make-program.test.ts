import { describe, expect, test } from "vitest";
import { generalPositionCount } from "../../../src/optima/convex/arrangement.js";
import { type ProgramRequest, convexProgram } from "../../../src/optima/convex/make-program.js";
import { Fault } from "../../../src/pattern/fault.js";

/** The corners of the square with XOR labels. */
const XOR: ProgramRequest = { inputs: Float64Array.of(1, 1, 1, -1, -1, 1, -1, -1), targets: Float64Array.of(1, -1, -1, 1), lambda: 0.1 };

/** Points on a curve, in general position. */
const curve = (n: number, d: number): Pick<ProgramRequest, "inputs" | "targets"> => ({
  inputs: Float64Array.from({ length: n * d }, (_, at) => (Math.floor(at / d) + 1) ** ((at % d) + 1)),
  targets: Float64Array.from({ length: n }, (_, j) => j % 3),
});

describe("the convex program of data", () => {
  test("has a last column of ones for the biases, or none", () => {
    const withBias = convexProgram(XOR);
    expect(withBias).toMatchObject({ n: 4, d: 3, bias: true, loss: "squared", weight: 1 / 4, lambda: 0.1, model: "relu", complete: true });
    expect([...withBias.X]).toEqual([1, 1, 1, 1, -1, 1, -1, 1, 1, -1, -1, 1]);
    // Four points in general position with a column of ones, of rank 3: all sign vectors but two of the sixteen, by the one affine dependence.
    expect(withBias.gates).toHaveLength(14);
    const without = convexProgram({ ...XOR, bias: false });
    expect(without).not.toHaveProperty("bias");
    expect([...without.X]).toEqual([...XOR.inputs]);
    // Two lines through the origin.
    expect(without.gates).toHaveLength(4);
  });

  test("counts each point 1 / n or 1", () => {
    expect(convexProgram({ ...XOR, scaling: "sum" }).weight).toBe(1);
    expect(convexProgram({ ...XOR, scaling: "mean" }).weight).toBe(0.25);
  });

  test("takes the larger label as 1", () => {
    expect([...convexProgram({ ...XOR, targets: Float64Array.of(3, 7, 7, 3), loss: "logistic" }).y]).toEqual([-1, 1, 1, -1]);
  });

  test("has as many gates as points in general position have regions, each once, each with a point inside", () => {
    const program = convexProgram({ ...curve(7, 2), lambda: 1 });
    expect(BigInt(program.gates.length)).toBe(generalPositionCount(7, 3));
    expect(new Set(program.gates.map(({ active }) => active.join(""))).size).toBe(program.gates.length);
    for (const { active, point } of program.gates) {
      for (let j = 0; j < 7; j++) expect(point.reduce((sum, u, k) => sum + u * BigInt(program.X[j * 3 + k]!), 0n) > 0n).toBe(active[j] === 1);
    }
  });

  test("with supports has gates for each, 0 outside, the biases with all", () => {
    const program = convexProgram({ ...curve(5, 3), lambda: 1, supports: [[0], [1, 2], []] });
    expect(program.supports.map((support) => [...support])).toEqual([[0, 3], [1, 2, 3], [3]]);
    expect(program.gates.map(({ support }) => support).filter((support) => support === 0)).toHaveLength(10);
    expect(program.gates.filter(({ support }) => support === 2).map(({ active }) => active.join(""))).toEqual(expect.arrayContaining(["11111", "00000"]));
    for (const { support, point } of program.gates) point.forEach((u, k) => expect(u === 0n || program.supports[support]!.includes(k)).toBe(true));
    expect(program.complete).toBe(true);
  });

  test("samples the supports that have more patterns than their share, and says so", () => {
    const request: ProgramRequest = { ...curve(8, 3), lambda: 1, supports: [[0], [0, 1, 2]], maxGates: 60, sampledGates: 20, seed: 5 };
    const program = convexProgram(request);
    expect(program.complete).toBe(false);
    const counts = [0, 1].map((support) => program.gates.filter((gate) => gate.support === support).length);
    expect(counts).toEqual([16, 10]);
    expect(convexProgram(request).gates).toEqual(program.gates);
    expect(convexProgram({ ...request, seed: 6 }).gates).not.toEqual(program.gates);
  });
});

describe("requests are refused", () => {
  const refusals: [string, Partial<ProgramRequest>, string][] = [
    ["without points", { inputs: new Float64Array(0), targets: new Float64Array(0) }, "at least one point"],
    ["with several outputs", { points: 2 }, "one output, found 2 for each point"],
    ["with inputs that do not divide", { inputs: Float64Array.of(1, 2, 3) }, "3 numbers"],
    ["with an input that is not finite", { inputs: Float64Array.of(1, 1, 1, Number.NaN, 1, 1, 1, 1) }, "X[1][1]"],
    ["with a target that is not finite", { targets: Float64Array.of(1, 1, Number.POSITIVE_INFINITY, 1) }, "Y[2][0]"],
    ["with an input whose squares are infinite", { inputs: Float64Array.of(1, 1, 1, 1e300, 1, 1, 1, 1) }, "X[1][1]: expected a largest number of the column from 1e-75 to 1e+75"],
    ["with inputs whose squares are 0", { inputs: Float64Array.of(1e-200, 1, 1e-300, 1, 1e-300, 1, 0, 1) }, "X[0][0]"],
    ["with a target whose square is infinite", { targets: Float64Array.of(1, 1, -1e300, 1) }, "Y[2][0]"],
    ["with targets whose squares are 0", { targets: Float64Array.of(0, 1e-300, 0, 0) }, "Y[1][0]"],
    ["with lambda 0", { lambda: 0 }, "lambda: expected a positive number, found 0"],
    ["with a negative lambda", { lambda: -1 }, "found -1"],
    ["with an infinite lambda", { lambda: Number.POSITIVE_INFINITY }, "found Infinity"],
    ["with three labels", { loss: "logistic", targets: Float64Array.of(0, 1, 2, 0) }, "found 3 values"],
    ["with one label", { loss: "logistic", targets: Float64Array.of(2, 2, 2, 2) }, "found only 2"],
    ["with a support out of order", { supports: [[1, 0]] }, "supports[0]"],
    ["with a support of inputs that are not there", { supports: [[0], [2]] }, "supports[1]: expected inputs from 0 to 1"],
    ["with no samples", { sampledGates: 0 }, "sampledGates"],
    ["with a broken bound", { maxGates: 1.5 }, "maxGates"],
  ];
  test.each(refusals)("%s", (_, change, message) => {
    expect(() => convexProgram({ ...XOR, ...change })).toThrow(Fault);
    expect(() => convexProgram({ ...XOR, ...change })).toThrow(message);
  });
});
