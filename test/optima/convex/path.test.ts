import { describe, expect, test } from "vitest";
import { convexProgram } from "../../../src/optima/convex/make-program.js";
import { optimalSet } from "../../../src/optima/convex/optimal-set.js";
import { type Path, type PathNeuron, type PathPoint, path } from "../../../src/optima/convex/path.js";
import type { ConvexProgram } from "../../../src/optima/convex/program.js";
import { lambdaMax, solve } from "../../../src/optima/convex/solve.js";
import { randomProgram } from "./programs.js";

const PROGRAMS: readonly (readonly [string, ConvexProgram])[] = [
  ["ReLU", randomProgram(1, 5, 2, 1)],
  ["ReLU without biases", randomProgram(4, 6, 2, 1, { bias: false })],
  ["ReLU, logistic", randomProgram(2, 6, 1, 1, { loss: "logistic" })],
  ["ReLU, neurons that see one input of two", randomProgram(3, 6, 2, 1, { supports: [[0], [1]] })],
  ["ReLU, the sum of squares", randomProgram(5, 6, 1, 1, { scaling: "sum" })],
  ["gated", randomProgram(12, 6, 1, 1, { model: "gated" })],
  ["gated, logistic", randomProgram(6, 7, 1, 1, { model: "gated", loss: "logistic" })],
];

const pairs = (points: readonly PathPoint[]): [PathPoint, PathPoint][] => points.slice(1).map((point, k) => [points[k]!, point]);
const at = (program: ConvexProgram, lambda: number): ConvexProgram => ({ ...program, lambda });
const names = (neurons: readonly PathNeuron[]): string[] => neurons.map(({ sign, support, points }) => `${sign} ${support} ${points}`).toSorted();

describe.each(PROGRAMS)("the path: %s", (_, program) => {
  const found: Path = path(program, { points: 12 });
  const scale = found.points[0]!.value;

  test("begins at lambdaMax with the zero network and ends at a thousandth of it, in equal ratios", () => {
    expect(found.lambdaMax).toBe(lambdaMax(program));
    expect(found.points[0]).toMatchObject({ lambda: found.lambdaMax, neurons: 0, sumOfNorms: 0, refined: false });
    const grid = found.points.filter(({ refined }) => !refined);
    expect(grid).toHaveLength(12);
    grid.forEach(({ lambda }, k) => expect(lambda / found.lambdaMax).toBeCloseTo(1000 ** (-k / 11), 12));
    for (const [before, after] of pairs(found.points)) expect(after.lambda).toBeLessThan(before.lambda);
  });

  test("has small gaps, and the laws of its curves: as lambda falls the value falls concavely with the sum of norms as its slope, the sum of norms grows, the loss falls", () => {
    for (const { gap, value } of found.points) expect(gap).toBeLessThanOrEqual(1e-11 * value);
    const slack = 1e-8 * scale;
    for (const [before, after] of pairs(found.points)) {
      expect(after.sumOfNorms).toBeGreaterThanOrEqual(before.sumOfNorms * (1 - 1e-7));
      expect(after.loss).toBeLessThanOrEqual(before.loss + slack);
      const [fall, step] = [before.value - after.value, before.lambda - after.lambda];
      expect(fall).toBeGreaterThanOrEqual(before.sumOfNorms * step - slack);
      expect(fall).toBeLessThanOrEqual(after.sumOfNorms * step + slack);
    }
  });

  test("has networks of the stated sizes that are the points' fits", () => {
    for (const { lambda, blocks, neurons, sumOfNorms, loss, value } of found.points) {
      expect(blocks).toHaveLength(neurons);
      expect(neurons).toBeLessThanOrEqual(program.n);
      expect(blocks.reduce((sum, { vector }) => sum + Math.hypot(...vector), 0)).toBeCloseTo(sumOfNorms, 8);
      expect(loss + lambda * sumOfNorms).toBeCloseTo(value, 12);
    }
  });

  test("tells the changes of the equicorrelation set from point to point", () => {
    let present: string[] = [];
    for (const { entering, leaving, equicorrelation } of found.points) {
      const gone = new Set(names(leaving));
      expect([...gone].filter((name) => !present.includes(name))).toEqual([]);
      present = [...present.filter((name) => !gone.has(name)), ...names(entering)].toSorted();
      expect(names(equicorrelation)).toEqual(present);
    }
  });

  test("encloses its kinks: outside of the interval the set is what it was at its ends, at the weights too, and there is no jump", () => {
    expect(found.enclosed).toBe(true);
    expect(found.kinks.length).toBeGreaterThan(1);
    for (const [k, { upper, lower, entering, leaving, jumps, distance }] of found.kinks.entries()) {
      expect(upper / lower).toBeLessThanOrEqual(1 + 1e-6);
      expect(upper).toBeGreaterThan(lower);
      expect(entering.length + leaving.length).toBeGreaterThan(0);
      const ends = found.points.filter(({ lambda }) => lambda === upper || lambda === lower);
      expect(ends).toHaveLength(2);
      expect(jumps).toBe(ends.every(({ unique }) => unique) ? false : null);
      if (distance !== null) expect(distance).toBeLessThan(1e-3);
      // Far enough from the interval to see, near enough not to reach the next one.
      const room = Math.min(1e-3, ...[found.kinks[k - 1]?.lower, found.kinks[k + 1]?.upper].map((other) => (other === undefined ? 1 : Math.abs(Math.log(other / upper)) / 3)));
      if (room < 1e-5 || entering.length !== 1 || leaving.length > 0) continue;
      const [neuron] = entering;
      const weightOf = (lambda: number): number =>
        solve(at(program, lambda), { tolerance: 1e-12 })
          .blocks.filter(({ sign, gate, vector }) => sign === neuron!.sign && program.gates[gate]!.support === neuron!.support && Math.hypot(...vector.map((entry, i) => entry / Math.hypot(...vector) - neuron!.direction[i]!)) < 0.05)
          .reduce((sum, { vector }) => sum + Math.hypot(...vector), 0);
      expect(weightOf(upper * (1 + room))).toBeLessThan(1e-9);
      expect(weightOf(lower * (1 - room))).toBeGreaterThan(0);
    }
  });
});

describe("path", () => {
  test("of one point and one neuron: soft thresholding, (lambda^2 / 2, 2 - lambda), without kinks", () => {
    const { points, kinks, lambdaMax: greatest, enclosed, solved } = path(convexProgram({ inputs: Float64Array.of(1), targets: Float64Array.of(2), bias: false, lambda: 1 }), { points: 5, smallestRatio: 0.01 });
    expect([greatest, kinks, enclosed, solved]).toEqual([2, [], true, 4]);
    for (const { lambda, loss, sumOfNorms, unique } of points) {
      expect(loss).toBeCloseTo(lambda ** 2 / 2, 12);
      expect(sumOfNorms).toBeCloseTo(2 - lambda, 12);
      expect(unique).toBe(true);
    }
  });

  test("of targets 0 has no points", () => {
    expect(path(randomProgram(1, 4, 1, 1, { targets: new Float64Array(4) }))).toEqual({ lambdaMax: 0, points: [], kinks: [], enclosed: true, complete: true, solved: 0 });
  });

  test("says like the optimal set whether the network is unique", async () => {
    for (const [, program] of [PROGRAMS[0]!, PROGRAMS[5]!, ["", randomProgram(8, 6, 3, 1, { model: "gated" })] as const, ["", randomProgram(9, 7, 1, 1)] as const]) {
      for (const { lambda, unique } of path(program, { points: 8, refinements: 0 }).points.slice(1)) {
        const there = at(program, lambda);
        expect((await optimalSet(there, solve(there, { tolerance: 1e-12 }), { inexact: true, mostNeurons: 0 })).unique).toBe(unique);
      }
    }
  });

  test("where other networks have the same fit, says so, and compares no weights", () => {
    const { points, kinks } = path(randomProgram(8, 6, 3, 1, { model: "gated" }), { points: 10 });
    const several = points.filter(({ unique }) => !unique);
    expect(several.length).toBeGreaterThan(5);
    expect(points[1]!.unique).toBe(true);
    expect(kinks.filter(({ jumps, distance }) => jumps === null && distance === null).length).toBeGreaterThan(0);
  });

  test("with few refinements or none says that kinks are not enclosed; wide intervals show how far weights move", () => {
    const program = PROGRAMS[0]![1];
    for (const refinements of [0, 3]) {
      const { enclosed, solved } = path(program, { points: 12, refinements });
      expect([enclosed, solved]).toEqual([false, 11 + refinements]);
    }
    const { kinks } = path(program, { points: 5, kinkTolerance: 0.5 });
    expect(kinks.some(({ jumps }) => jumps === true)).toBe(true);
    for (const { distance, jumps } of kinks) expect(jumps).toBe(distance! > 1e-3);
  });

  test("tells its progress, and can be ended, with what there is or without", () => {
    const seen: number[] = [];
    const { solved } = path(PROGRAMS[0]![1], { points: 4, refinements: 0, onProgress: (progress) => seen.push(progress.solved) });
    expect(seen).toEqual([1, 2, 3]);
    expect(solved).toBe(3);
    const stop = (): never => {
      throw new Error("stopped");
    };
    expect(() => path(PROGRAMS[0]![1], { stop })).toThrow("stopped");
    const whole = path(PROGRAMS[0]![1], { points: 8 });
    let last = 0;
    const part = path(PROGRAMS[0]![1], { points: 8, onProgress: (progress) => (last = progress.solved), stop: () => last >= 40 });
    expect([part.complete, part.enclosed, part.solved, whole.complete]).toEqual([false, false, 40, true]);
    expect(part.points.length).toBeGreaterThan(2);
    expect(part.points.length).toBeLessThan(whole.points.length);
    expect(part.points.map(({ lambda }) => lambda)).toEqual(whole.points.map(({ lambda }) => lambda).filter((lambda) => part.points.some((point) => point.lambda === lambda)));
  });

  test.each([{ points: 1 }, { points: 2.5 }, { smallestRatio: 0 }, { smallestRatio: 1 }, { kinkTolerance: 0 }, { refinements: -1 }, { refinements: 0.5 }])("refuses %o", (options) => {
    expect(() => path(PROGRAMS[0]![1], options)).toThrow(RangeError);
  });
});
