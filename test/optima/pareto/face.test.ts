import { describe, expect, test } from "vitest";
import { type PointAtKinks, faceAt } from "../../../src/optima/pareto/face.js";
import { type Kink, Objective } from "../../../src/optima/pareto/objective.js";
import { densePattern, makeProblem } from "../../../src/optima/pareto/problem.js";

// f = v relu(w x + b) + c; parameters w, b, v, c. At x = 1 the preactivation of w = 2, b = -2 is 0.
const problem = makeProblem(densePattern([1, 1, 1]), { inputs: Float64Array.of(1, 2), targets: Float64Array.of(-1, 2.5) }, { activation: "relu" });
const objective = new Objective(problem);
const kink: Kink = { layer: 0, neuron: 0, point: 0, slope: 0.5 };
const at = (parameters: readonly number[], kinks: readonly Kink[] = [kink], watched: readonly number[] = []): PointAtKinks => ({ parameters: Float64Array.from(parameters), kinks, watched: new Set(watched) });

describe("faces", () => {
  test("bring kinks to 0 by the shortest way, with f2 as it was", () => {
    const { parameters, groups, plane } = faceAt(objective, at([2, -1.999, 1, 0]), "l1");
    expect(parameters[0]! + parameters[1]!).toBeCloseTo(0, 15);
    expect(parameters.reduce((sum, value) => sum + Math.abs(value), 0)).toBeCloseTo(4.999, 12);
    expect(groups).toHaveLength(1);
    expect(plane.kept).toEqual([0, 1]);
  });

  test("slopes are those that leave the least; where none will do, that of the side where the value falls", () => {
    // Residuals: -v 0 - (-1) = 1 at x = 1, and v w + c - 2.5 at x = 2; the derivative by b is v (s r_1 + r_2) / 2 + lambda sign b.
    const lambda = 0.1;
    const { groups, rest, lambda: multiplier } = faceAt(objective, at([2, -2, 1, 0]), { lambda });
    expect(multiplier).toBe(lambda);
    // The best s makes (s r_1 + 2 r_2) / 2 + lambda and (s r_1 + r_2) / 2 - lambda least, with r_1 = 1 and r_2 = -1/2.
    expect(groups[0]!.slope).toBeCloseTo((1 - 2 * lambda + (0.5 + 2 * lambda)) / 2, 12);
    expect(rest).toHaveLength(3);
    expect(faceAt(objective, at([2, -2, 1, 0]), { lambda: 3 }).groups[0]!.slope).toBeGreaterThanOrEqual(0);
  });

  test("what is let go: entries get the sign that is said, kinks the slope of their side, and the plane lets them move", () => {
    const release = { entries: new Map([[3, -1]]), kinks: new Map<number, 0 | 1>([[0, 1]]) };
    const face = faceAt(objective, at([2, -2, 1, 0]), "l1", release);
    expect(face.free).toEqual([0, 1, 2, 3]);
    expect(Array.from(face.signs)).toEqual([1, -1, 1, -1]);
    expect(face.groups).toMatchObject([{ slope: 1, released: true }]);
    expect(face.plane.kept).toEqual([0]);
  });

  test("kinks that are none are kept no longer: far from 0, concave, or at 0 whatever moves", () => {
    // Far: weight and bias would have to change their signs.
    expect(faceAt(objective, at([2, 1, 1, 0]), "l1").kinks).toHaveLength(0);
    // Concave: a target above makes f1 fall on both sides.
    const above = new Objective(makeProblem(densePattern([1, 1, 1]), { inputs: Float64Array.of(1, 2), targets: Float64Array.of(1, 2.5) }, { activation: "relu" }));
    expect(faceAt(above, at([2, -2, 1, 0]), "l1").kinks).toHaveLength(0);
    expect(faceAt(objective, at([2, -2, 1, 0]), "l1").kinks).toHaveLength(1);
    // At 0 whatever moves: the input is 0, and the bias is not free; unless it is watched.
    const still = new Objective(makeProblem(densePattern([1, 1, 1]), { inputs: Float64Array.of(0, 2), targets: Float64Array.of(-1, 2.5) }, { activation: "relu" }));
    expect(faceAt(still, at([1, 0, 1, 0]), "l1").kinks).toHaveLength(0);
    expect(faceAt(still, at([1, 0, 1, 0], [kink], [1]), "l1").kinks).toHaveLength(1);
  });

  test("kinks with the same derivatives are one group", () => {
    const twice = new Objective(makeProblem(densePattern([1, 1, 1]), { inputs: Float64Array.of(1, 1, 2), targets: Float64Array.of(-1, -2, 2.5) }, { activation: "relu" }));
    const { groups, plane } = faceAt(twice, at([2, -2, 1, 0], [kink, { ...kink, point: 1 }]), "l1");
    expect(groups.map(({ kinks }) => kinks)).toEqual([[0, 1]]);
    expect(plane.kept).toHaveLength(2);
  });
});
