import { expect, test, vi } from "vitest";
import { Random } from "../../../../src/exact/random.js";
import { type HiddenLayer, SquaredLoss, selected } from "../../../../src/optima/sparsest/training/hidden-layer.js";
import { merged, signsOf } from "../../../../src/optima/sparsest/training/merge.js";
import { penaltyOf } from "../../../../src/optima/sparsest/training/path-norm.js";
import { trainingPoints } from "../../../../src/optima/sparsest/training/points.js";
import { blocksOf, sparseVertex } from "../../../../src/optima/sparsest/training/vertex.js";
import type * as LinearProgram from "../../../../src/optima/linear-program.js";
import { PEAK, drawn, randomProblem } from "./problems.js";

const solver = vi.hoisted(() => ({ fails: false }));
vi.mock("../../../../src/optima/linear-program.js", async (original) => {
  const real = await original<typeof LinearProgram>();
  const minimise: typeof real.minimise = (...program) => (solver.fails ? Promise.reject(new real.SolverFailure("HiGHS ended with model status 15")) : real.minimise(...program));
  return { ...real, minimise };
});

const nonzeros = ({ w }: HiddenLayer) => w.filter((entry) => entry !== 0).length;

test("a vertex interpolates within its patterns, with at most as many nonzeros as equations and tight inequalities", async () => {
  for (let seed = 1; seed <= 5; seed++) {
    const { points, layer } = drawn(randomProblem(new Random(seed), 6, 3), 30, seed);
    const blocks = blocksOf(merged(layer, points), points, 0);
    const vertex = (await sparseVertex(points, blocks, { p: 0.5 }))!;
    expect(new SquaredLoss(points).evaluate(vertex)).toBeLessThan(1e-18);
    let tight = 0;
    for (const [k, { active, sign }] of blocks.entries()) {
      expect(Math.sign(vertex.v[k]!) * sign).toBeGreaterThanOrEqual(0);
      const signs = signsOf(vertex, k, points, 1e-8);
      for (const [i, side] of signs.entries()) expect(side * (2 * active[i]! - 1)).toBeGreaterThanOrEqual(0);
      if (vertex.v[k] !== 0) tight += signs.filter((side) => side === 0).length;
    }
    expect(nonzeros(vertex)).toBeLessThanOrEqual(points.n + tight);
  }
});

test("reweighting lowers the penalty beneath that of the l1 minimiser", async () => {
  let gains = 0;
  for (let seed = 1; seed <= 6; seed++) {
    const { points, layer } = drawn(randomProblem(new Random(seed), 6, 4), 12, seed);
    const blocks = blocksOf(merged(layer, points), points, 0);
    const [plain, sparse] = [await sparseVertex(points, blocks, { p: 1 }), await sparseVertex(points, blocks, { p: 0.3 })];
    if (plain === undefined || sparse === undefined) continue;
    const [before, after] = [plain, sparse].map((one) => penaltyOf(one, 0.3, points.penalised));
    if (after! < before! * (1 - 1e-6)) gains++;
  }
  expect(gains).toBeGreaterThan(1);
});

test("only the entries that are not 0 already, if so asked", async () => {
  const { points, layer } = drawn(randomProblem(new Random(2), 5, 4), 10, 2);
  const from = merged(layer, points);
  for (let k = 0; k < from.size; k++) from.w[5 * k + 1] = 0;
  const own = merged(from, points);
  const blocks = blocksOf(own, points, 0);
  expect(blocks).toHaveLength(own.size);
  const vertex = (await sparseVertex(points, blocks, { p: 0.5, sameZeros: true }, own))!;
  expect(own.w.every((entry, e) => entry !== 0 || vertex.w[e] === 0)).toBe(true);
  expect(nonzeros(vertex)).toBeGreaterThan(0);
});

test("blocks: turned beside an affine part, and beyond near points", () => {
  const points = trainingPoints(PEAK);
  const layer: HiddenLayer = { size: 2, v: Float64Array.of(1, -2), w: Float64Array.of(1, 0.5, -1, 0.4), allowed: new Uint8Array(4).fill(1), slots: Int32Array.of(0, 1) };
  // Knots at 0, a point, and 0.9.
  expect(blocksOf(layer, points, 0).map(({ sign, active }) => `${sign} ${active.join("")}`)).toEqual(["1 000111", "-1 000111"]);
  expect(blocksOf(layer, points, 1e-9).map(({ sign, active }) => `${sign} ${active.join("")}`)).toEqual(["1 000111", "1 001111", "-1 000111"]);
  expect(blocksOf(layer, points, 0.1)).toHaveLength(4);
});

test("nothing where the patterns do not interpolate", async () => {
  const { points, layer } = drawn(randomProblem(new Random(1), 8, 1), 3, 1);
  expect(await sparseVertex(points, blocksOf(selected(layer, [0]), points, 0), { p: 0.5 })).toBeUndefined();
});

test("where the solver fails there is no vertex, and nothing is thrown", async () => {
  const { points, layer } = drawn(randomProblem(new Random(1), 6, 3), 30, 1);
  const blocks = blocksOf(merged(layer, points), points, 0);
  solver.fails = true;
  try {
    expect(await sparseVertex(points, blocks, { p: 0.5 })).toBeUndefined();
  } finally {
    solver.fails = false;
  }
  expect(await sparseVertex(points, blocks, { p: 0.5 })).toBeDefined();
});
