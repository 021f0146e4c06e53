import { expect, test } from "vitest";
import { Random } from "../../../../src/exact/random.js";
import { Rational } from "../../../../src/exact/rational.js";
import { Fault } from "../../../../src/pattern/fault.js";
import { penalisedIn, project, trainingPoints } from "../../../../src/optima/sparsest/training/points.js";
import { PEAK, randomProblem } from "./problems.js";

test("what is penalised", () => {
  expect(penalisedIn(PEAK)).toEqual({ bias: false, by: "entries" });
  expect(penalisedIn({ ...PEAK, skip: false })).toEqual({ bias: true, by: "neurons" });
  const several = randomProblem(new Random(1), 3, 2);
  expect(penalisedIn(several)).toEqual({ bias: true, by: "entries" });
  expect(penalisedIn({ ...several, countBias: false })).toEqual({ bias: false, by: "entries" });
  expect(penalisedIn({ ...several, count: "neurons" })).toEqual({ bias: true, by: "neurons" });
});

test("rows are the points in the frame, the outputs too", () => {
  const { n, m, rows, outputs, centre, unit, height } = trainingPoints(PEAK);
  expect([n, m, centre[0]]).toEqual([6, 2, 0.5]);
  for (let i = 0; i < n; i++) {
    expect(rows[i * m]! * unit + centre[0]!).toBeCloseTo(PEAK.inputs[i]![0]!.toNumber(), 12);
    expect(rows[i * m + 1]! * unit).toBeCloseTo(1, 12);
    expect(outputs[i]! * height).toBeCloseTo(PEAK.outputs[i]!.toNumber(), 12);
  }
  expect(rows.reduce((sum, entry) => sum + entry * entry, 0) / n).toBeCloseTo(1, 12);
  // A bias that is penalised must not move.
  expect([...trainingPoints(randomProblem(new Random(1), 4, 3)).centre]).toEqual([0, 0, 0]);
});

test("projection takes away all affine functions, also of dependent columns", () => {
  const problem = randomProblem(new Random(2), 6, 2, { skip: true });
  const inputs = problem.inputs.map(([a, b]) => [a!, b!, a!.plus(b!)]);
  const { affine } = trainingPoints({ ...problem, inputs });
  expect(affine).toHaveLength(3);
  const values = Float64Array.from(inputs, ([a, b]) => 3 + 2 * a!.toNumber() - b!.toNumber());
  project(affine, values);
  for (const value of values) expect(value).toBeCloseTo(0, 12);
  const other = Float64Array.from([1, 0, 0, 0, 0, 0]);
  project(affine, other);
  expect(Math.hypot(...other)).toBeGreaterThan(0.1);
});

test("what no double is near to is refused", () => {
  expect(() => trainingPoints({ ...PEAK, inputs: [], outputs: [] })).toThrow(Fault);
  expect(() => trainingPoints({ ...PEAK, outputs: PEAK.outputs.map(() => Rational.of(10n ** 400n)) })).toThrow("range of doubles");
});
