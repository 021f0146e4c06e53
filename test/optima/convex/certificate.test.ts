import { describe, expect, it } from "vitest";
import { optimumCertificateToJson } from "../../../src/certificate/optimum.js";
import { checkOptimum } from "../../../src/check/optimum.js";
import { Random } from "../../../src/exact/random.js";
import { certifyOptimum } from "../../../src/optima/convex/certificate.js";
import { type ProgramRequest, convexProgram } from "../../../src/optima/convex/make-program.js";
import { networkOf, objectiveOf } from "../../../src/optima/convex/network.js";
import type { Solution } from "../../../src/optima/convex/program.js";
import { solve } from "../../../src/optima/convex/solve.js";

function request(seed: number, n: number, d: number, options: Partial<ProgramRequest> = {}): ProgramRequest {
  const random = new Random(seed);
  const inputs = Float64Array.from({ length: n * d }, () => random.normal());
  const targets = Float64Array.from({ length: n }, (_, j) => (options.loss === "logistic" ? (j < 2 ? j : random.below(2)) : random.normal()));
  return { inputs, targets, lambda: 0.02, ...options };
}

function certified(asked: ProgramRequest, change: (solution: Solution) => Pick<Solution, "blocks" | "dual"> = (solution) => solution) {
  const program = convexProgram(asked);
  const solution = solve(program);
  const certificate = certifyOptimum(program, change(solution));
  const [value, dualBound] = [certificate.value.toNumber(), certificate.dualBound.toNumber()];
  return { program, solution, certificate, value, dualBound };
}

describe("certificates of solutions", () => {
  it.each<[string, Partial<ProgramRequest>]>([
    ["squared loss", {}],
    ["the sum of squares", { scaling: "sum" }],
    ["no biases", { bias: false }],
    ["supports", { supports: [[0], [1, 2], [0, 2]] }],
    ["sampled gates", { maxGates: 0, sampledGates: 20 }],
    ["gated neurons", { model: "gated" }],
    ["gated neurons, supports, sampled", { model: "gated", supports: [[0], [1, 2]], maxGates: 0, sampledGates: 20 }],
    ["logistic loss", { loss: "logistic" }],
    ["logistic loss, gated, sum", { loss: "logistic", model: "gated", scaling: "sum" }],
  ])("prove a gap of 1e-9 and less, and are accepted: %s", (_, options) => {
    for (const [seed, lambda] of [[1, 0.3], [2, 0.02], [3, 1e-4]] as const) {
      const { program, certificate, value, dualBound } = certified(request(seed, 7, 3, { lambda, ...options }));
      expect(checkOptimum(JSON.parse(JSON.stringify(optimumCertificateToJson(certificate))))).toMatchObject({ ok: true });
      expect(value - dualBound).toBeLessThanOrEqual(1e-9 * value);
      expect(certificate.complete).toBe(program.complete);
      expect(certificate.supports.reduce((sum, { gates }) => sum + gates.length, 0)).toBe(program.gates.length);
    }
  });

  it("say what the network reaches when it is run in doubles", () => {
    for (const model of ["relu", "gated"] as const) {
      const { program, solution, certificate, value } = certified(request(4, 8, 2, { model }));
      const network = networkOf(program, solution.blocks);
      expect(Math.abs(objectiveOf(network, program).value - value)).toBeLessThan(1e-13 * value);
      expect(certificate.neurons.length).toBe(network.widths[1]);
    }
  });

  it("scale a dual down that is not feasible, and say what is left of its bound", () => {
    const { dualBound, solution } = certified(request(5, 7, 2), ({ blocks, dual }) => ({ blocks, dual: dual.map((x) => 1.001 * x) }));
    expect(dualBound).toBeLessThanOrEqual(solution.value);
    expect(dualBound).toBeGreaterThan(0.99 * solution.value);
  });

  it("of blocks that are no optimum prove what they reach, and no more", () => {
    const { value, dualBound, solution } = certified(request(6, 7, 2), ({ dual }) => ({ blocks: [], dual }));
    expect(value).toBeGreaterThan(1.01 * solution.value);
    expect(Math.abs(dualBound - solution.value)).toBeLessThan(1e-9 * solution.value);
  });

  it("move neurons into the cones of listed gates, where the list is not complete", () => {
    const { program, solution, certificate, value } = certified(request(7, 12, 3, { maxGates: 0, sampledGates: 60, lambda: 0.01 }));
    expect(program.complete).toBe(false);
    const network = networkOf(program, solution.blocks);
    expect(certificate.neurons.some(({ weights }, k) => weights.slice(0, 3).some((x, c) => x.toNumber() !== network.weights[0][k]![c]))).toBe(true);
    expect(Math.abs(value - solution.value)).toBeLessThan(1e-9 * value);
  });

  it("are not made for weights of points that the document cannot say", () => {
    const program = convexProgram(request(8, 5, 1));
    const solution = solve(program);
    expect(() => certifyOptimum({ ...program, weight: 0.3 }, solution)).toThrow("not 0.3");
  });

  it("are not made of gates that are wrong: the checker has the last word", () => {
    const program = convexProgram(request(9, 5, 2));
    const { dual } = solve(program);
    const certify = (gates: typeof program.gates) => () => certifyOptimum({ ...program, gates }, { blocks: [], dual });
    expect(certify(program.gates)).not.toThrow();
    expect(certify(program.gates.slice(1))).toThrow("all activation patterns expected");
    expect(certify([program.gates[0]!, ...program.gates])).toThrow("the same activation pattern");
    const { active, point, support } = program.gates[0]!;
    expect(certify([{ active, point: point.map((x) => -x), support }, ...program.gates.slice(1)])).toThrow("the other flag expected");
  });
});
