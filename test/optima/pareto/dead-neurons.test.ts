import { describe, expect, test } from "vitest";
import { ofDeadNeurons, redrawn } from "../../../src/optima/pareto/dead-neurons.js";
import { Objective } from "../../../src/optima/pareto/objective.js";
import { type ParetoProblem, densePattern, makeProblem } from "../../../src/optima/pareto/problem.js";
import { maskOf } from "../../../src/pattern/mask.js";
import { makePattern } from "../../../src/pattern/pattern.js";

/** 2-3-2: weights to the three neurons at 0 to 5, their biases at 6 to 8, weights from them at 9 to 11 and 12 to 14, biases of the outputs at 15 and 16. */
const problem = makeProblem(densePattern([2, 3, 2]), { inputs: Float64Array.of(1, 2, -1, 0.5, 2, -3), labels: Int32Array.of(0, 1, 0) });
const ones = (): Float64Array => new Float64Array(17).fill(1);
const without = (...zeros: number[]): Float64Array => ones().map((value, k) => (zeros.includes(k) ? 0 : value));
const marked = (of: ParetoProblem, parameters: Float64Array): number[] => [...ofDeadNeurons(of, parameters).entries()].filter(([, dead]) => dead === 1).map(([k]) => k);

describe("dead neurons", () => {
  test("have nothing to them, or nothing from them", () => {
    expect(marked(problem, ones())).toEqual([]);
    expect(marked(problem, without(2, 3, 7))).toEqual([2, 3, 7, 10, 13]);
    expect(marked(problem, without(11, 14))).toEqual([4, 5, 8, 11, 14]);
    expect(marked(problem, without(0, 1, 6, 9, 12))).toEqual([0, 1, 6, 9, 12]);
    // A bias, or one weight of each side, is enough to take part.
    expect(marked(problem, without(2, 3))).toEqual([]);
    expect(marked(problem, without(2, 7, 13))).toEqual([]);
  });

  test("could take part: neurons that the mask cuts off are none", () => {
    const masks = [maskOf(3, 2, (i) => i !== 0), maskOf(2, 3, (_, j) => j !== 1)];
    const cut = makeProblem(makePattern("cut", masks, { bias: [false, false] }), problem.samples);
    expect(marked(cut, new Float64Array(cut.network.size))).toEqual([2, 3, 5, 7]);
  });

  test("do not come back by small steps: their derivatives are 0 but for one side", () => {
    const parameters = without(2, 3, 7, 10, 13).map((value, k) => value * (1 + Math.sin(k)));
    const gradient = new Float64Array(17);
    new Objective(problem).gradient(parameters, gradient);
    for (const k of [2, 3, 7, 10, 13]) expect(gradient[k]).toBe(0);
    expect(gradient[0]).not.toBe(0);
  });

  test("are drawn anew with the norm asked for, the others left as they are", () => {
    const parameters = without(2, 3, 7);
    const drawn = redrawn(problem, parameters, 0.25, 3)!;
    const dead = [2, 3, 7, 10, 13];
    expect(dead.reduce((sum, k) => sum + Math.abs(drawn[k]!), 0)).toBeCloseTo(0.25, 12);
    drawn.forEach((value, k) => expect(dead.includes(k) ? value !== 1 && value !== 0 : value === parameters[k]).toBe(true));
    expect(redrawn(problem, parameters, 0.25, 3)).toEqual(drawn);
    expect(redrawn(problem, parameters, 0.25, 4)).not.toEqual(drawn);
    expect(redrawn(problem, ones(), 0.25, 3)).toBeUndefined();
  });
});
