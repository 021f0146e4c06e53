import { describe, expect, test } from "vitest";
import { type Ending, diagnose } from "../../src/training/diagnosis.js";
import { networkOf } from "../../src/training/network.js";
import { Trace } from "../../src/training/trace.js";
import { patternOf } from "./cases.js";

const network = networkOf(patternOf([["1"], ["1"]], [true, false]));
const END: Ending = { stop: "budget", gradientNorm: 1e-3, reference: 1, infimum: 0 };

/** A run by formulas: the loss and the three parameters (weight, bias, weight) at each step. */
function traceOf(steps: number, loss: (step: number) => number, parameters: (step: number) => [number, number, number]): Trace {
  const trace = new Trace();
  const place = (step: number) => ({
    parameters: Float64Array.from(parameters(step)),
    residuals: new Float64Array(1),
    gradient: new Float64Array(3),
    loss: loss(step),
  });
  for (let step = 0; step <= steps; step++) trace.visit(step, place(step));
  trace.end(steps, place(steps));
  return trace;
}

/** The loss falls by a fiftieth of a decade per step, from 1. */
const falling = (step: number): number => 10 ** (-step / 50);

describe("diagnose", () => {
  test("diverging: the norm is a power of the loss; each edge has its own exponent, 0-based, layers from 1", () => {
    const trace = traceOf(500, falling, (s) => [falling(s) ** -0.25, 2, 3 * falling(s) ** 0.125]);
    const { status, evidence, growth, biasGrowth } = diagnose(network, trace, END);
    expect(status).toBe("diverging");
    expect(evidence.normAgainstLoss!.exponent).toBeCloseTo(0.25, 2);
    expect(evidence.normAgainstLoss!.decades).toBeGreaterThan(6);
    expect(growth.map(({ layer, out, in: input }) => [layer, out, input])).toEqual([[1, 0, 0], [2, 0, 0]]);
    expect(growth[0]!.exponent).toBeCloseTo(0.25, 5);
    expect(growth[1]!.exponent).toBeCloseTo(-0.125, 5);
    expect(biasGrowth).toEqual([{ layer: 1, out: 0, exponent: 0, standardError: 0 }]);
  });

  test("measures from the infimum that it is told", () => {
    const trace = traceOf(500, (s) => 5 + falling(s), (s) => [falling(s) ** -0.25, 0, 0]);
    const told = diagnose(network, trace, { ...END, infimum: 5 });
    expect([told.status, told.growth[0]!.exponent?.toFixed(3)]).toEqual(["diverging", "0.250"]);
    const untold = diagnose(network, trace, END);
    expect([untold.growth, untold.biasGrowth]).toEqual([[], []]);
  });

  test("finds the infimum where it is not known: the norm follows a power of the loss above it", () => {
    const trace = traceOf(500, (s) => 5 + falling(s), (s) => [falling(s) ** -0.25, 0, 0]);
    const { status, evidence, growth } = diagnose(network, trace, { ...END, infimum: undefined });
    expect([status, evidence.infimumIs, evidence.infimum.toFixed(6)]).toEqual(["diverging", "estimated", "5.000000"]);
    expect(growth[0]!.exponent).toBeCloseTo(0.25, 1);
    const known = diagnose(network, traceOf(500, falling, (s) => [falling(s) ** -0.25, 0, 0]), { ...END, infimum: undefined });
    expect([known.status, known.evidence.infimumIs, known.evidence.infimum]).toEqual(["diverging", "assumed", 0]);
  });

  test("no infimum is found to make a run diverge whose norm comes to rest, or grows little", () => {
    const rest = traceOf(2000, (s) => 5 + falling(s / 2), (s) => [1 + 30 * (1 - 0.99 ** s), 0, 0]);
    expect(diagnose(network, rest, { ...END, infimum: undefined }).status).toBe("budget");
    const little = traceOf(500, (s) => 5 + falling(s), (s) => [falling(s) ** -0.05, 0, 0]);
    expect(diagnose(network, little, { ...END, infimum: undefined })).toMatchObject({ status: "budget", evidence: { infimumIs: "assumed" } });
  });

  test("not diverging: an exact fit with bounded weights, however far the loss falls", () => {
    const trace = traceOf(1000, falling, (s) => [2 - 1 / (s + 1), 1, 1]);
    expect(diagnose(network, trace, { ...END, gradientNorm: 1e-12, stop: "gradient" }).status).toBe("converged");
  });

  test("not diverging: the norm only doubles before the tail, or grows like a logarithm", () => {
    const early = traceOf(1000, falling, (s) => [Math.min(3, 1 + s / 100), 0, 0]);
    expect(diagnose(network, early, END).status).toBe("budget");
    const slow = traceOf(20_000, (s) => 1 + 1 / (s + 1), (s) => [3 + 0.05 * Math.log(s + 1), 0, 0]);
    expect(diagnose(network, slow, END).status).toBe("budget");
  });

  test("diverging by steps: the infimum is not known, the norm grows by a power of the steps, the loss still falls", () => {
    const loss = (s: number): number => 2 + (s + 1) ** -0.5;
    const growing = traceOf(20_000, loss, (s) => [(s + 1) ** 0.125, 0, 0]);
    const { status, evidence } = diagnose(network, growing, END);
    expect(status).toBe("diverging");
    expect(evidence.normAgainstSteps!.exponent).toBeCloseTo(0.125, 2);
    // Far out, but between steep walls.
    expect(diagnose(network, growing, { ...END, gradientNorm: 5 }).status).toBe("budget");
    // The same growth in too few steps, growth that levels off, a loss that rises.
    expect(diagnose(network, traceOf(900, loss, (s) => [(s + 1) ** 0.125, 0, 0]), END).status).toBe("budget");
    expect(diagnose(network, traceOf(20_000, loss, (s) => [Math.min(s + 1, 1500) ** 0.3, 0, 0]), END).status).toBe("budget");
    // It grew, and then fell back: the end of an excursion, seen under L-BFGS.
    const back = traceOf(20_000, loss, (s) => [s < 19_000 ? (s + 1) ** 0.3 : 19_000 ** 0.3 - (s - 19_000) / 1000, 0, 0]);
    expect(diagnose(network, back, END).status).toBe("budget");
    expect(diagnose(network, traceOf(20_000, (s) => 3 - (s + 1) ** -0.5, (s) => [(s + 1) ** 0.125, 0, 0]), END).status).toBe("budget");
  });

  test("converged only with a small gradient and a norm that rests", () => {
    const rest = traceOf(1000, (s) => 1 + 2 ** -s, () => [1, 1, 1]);
    const verdict = (end: Partial<Ending>, trace = rest) => diagnose(network, trace, { ...END, ...end }).status;
    expect(verdict({ gradientNorm: 1e-9 })).toBe("converged");
    expect(verdict({ gradientNorm: 1e-5 })).toBe("budget");
    expect(verdict({ gradientNorm: 1e-5, stop: "no-progress" })).toBe("stalled");
    expect(verdict({ gradientNorm: 1e-5, stop: "not-finite" })).toBe("stalled");
    expect(verdict({ gradientNorm: 1e-5, stop: "interrupted" })).toBe("budget");
    expect(verdict({ gradientNorm: 1e-9 }, traceOf(100, () => 1, (s) => [1 + s, 0, 0]))).toBe("budget");
  });

  test("of very many edges the fastest are told", () => {
    const wide = networkOf(patternOf([Array.from({ length: 5001 }, () => "1"), ["1".repeat(5001)]], [false, false]));
    const trace = new Trace();
    for (let step = 0; step <= 60; step++) {
      const loss = 10 ** (-step / 10);
      const parameters = Float64Array.from({ length: wide.size }, (_, k) => (k === 7777 ? loss ** -0.25 : 1));
      trace.visit(step, { parameters, residuals: new Float64Array(1), gradient: new Float64Array(1), loss });
    }
    const { growth } = diagnose(wide, trace, END);
    expect(growth).toHaveLength(1000);
    expect(growth[0]).toMatchObject({ layer: 2, out: 0, in: 7777 - 5001 });
    expect(growth[0]!.exponent).toBeCloseTo(0.25, 5);
  });

  test("a run without a step has a status too", () => {
    expect(diagnose(network, traceOf(0, () => 1, () => [1, 1, 1]), { ...END, stop: "no-progress" }).status).toBe("stalled");
    expect(diagnose(network, traceOf(0, () => 0, () => [1, 1, 1]), { ...END, stop: "gradient", gradientNorm: 0 }).status).toBe("converged");
  });
});
