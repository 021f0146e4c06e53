import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { blockAt, ConeProjection, placeOf } from "../../../src/optima/convex/cone.js";
import { convexProgram } from "../../../src/optima/convex/make-program.js";
import type { ConvexProgram } from "../../../src/optima/convex/program.js";
import { randomProgram } from "./programs.js";

const randomNu = (n: number, seed: number): Float64Array => {
  const random = new Random(seed);
  return Float64Array.from({ length: n }, () => (random.below(2001) - 1000) / 300);
};

const product = (program: ConvexProgram, j: number, vector: Float64Array): number => vector.reduce((sum, value, k) => sum + value * program.X[j * program.d + k]!, 0);

/** c = sign X' D nu on the gate's support. */
function correlation(program: ConvexProgram, gate: number, sign: number, nu: Float64Array): Float64Array {
  const { n, d, X, gates, supports } = program;
  const c = new Float64Array(d);
  for (const k of supports[gates[gate]!.support]!) for (let j = 0; j < n; j++) if (gates[gate]!.active[j] === 1) c[k]! += sign * nu[j]! * X[j * d + k]!;
  return c;
}

/** Moreau: P = c + G' rho, P in the cone, rho >= 0, and rho_j = 0 where row j of G P is positive. These say that P is the projection. */
function expectProjection(program: ConvexProgram, cone: ConeProjection, gate: number, sign: 1 | -1, nu: Float64Array): void {
  const { n, d, X, gates } = program;
  const { active } = gates[gate]!;
  const c = correlation(program, gate, sign, nu);
  const scale = Math.hypot(...c) + 1e-300;
  const { vector, norm, multipliers } = cone.project(gate, sign, nu);
  expect(Math.abs(norm - Math.hypot(...vector))).toBeLessThan(1e-13 * scale);
  const rest = Float64Array.from(c, (value, k) => value - vector[k]!);
  let worst = 0;
  for (let j = 0; j < n; j++) {
    const side = active[j] === 1 ? 1 : -1;
    const length = Math.hypot(...X.subarray(j * d, (j + 1) * d)) || 1;
    const slack = (side * product(program, j, vector)) / length / scale;
    worst = Math.max(worst, -slack, -multipliers[j]!, multipliers[j]! > 0 ? Math.abs(slack) : 0);
    for (const k of program.supports[gates[gate]!.support]!) rest[k]! += side * multipliers[j]! * X[j * d + k]!;
  }
  expect(worst).toBeLessThan(1e-13);
  for (const k of program.supports[gates[gate]!.support]!) expect(Math.abs(rest[k]!)).toBeLessThan(1e-12 * scale);
}

function expectAll(program: ConvexProgram, nu: Float64Array): void {
  const cone = new ConeProjection(program);
  const norms = cone.norms(nu);
  for (let place = 0; place < norms.length; place++) {
    const { gate, sign } = blockAt(program, place);
    expect(placeOf(program, gate, sign)).toBe(place);
    expectProjection(program, cone, gate, sign, nu);
    expect(Math.abs(cone.project(gate, sign, nu).norm - norms[place]!)).toBeLessThan(1e-13 * (1 + norms[place]!));
  }
}

describe("projections onto the cones", () => {
  it("meet Moreau's conditions, cold and from the tight rows of another nu", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 1e6 }), fc.boolean(), (n, inputs, seed, bias) => {
        const program = randomProgram(seed, n, inputs, 1, { bias });
        expectAll(program, randomNu(n, seed));
        const cone = new ConeProjection(program);
        cone.norms(randomNu(n, seed + 1));
        for (let gate = 0; gate < program.gates.length; gate += 3) expectProjection(program, cone, gate, -1, randomNu(n, seed + 2));
      }),
      { seed: 1, numRuns: 12 },
    );
  });

  it("do not cycle among repeated, parallel, opposite and zero rows", () => {
    const rows = [[1, 2, 0], [1, 2, 0], [0.1, 0.2, 0], [-3, -6, 0], [0, 0, 0], [1 / 3, 1 / 3, 1 / 3], [0.1, 0.1, 0.1], [2, 1, -1], [0, 1, 1], [1, 1, 0]];
    const program = convexProgram({ inputs: Float64Array.from(rows.flat()), targets: new Float64Array(rows.length), lambda: 1, bias: false });
    for (let seed = 1; seed <= 20; seed++) expectAll(program, randomNu(rows.length, seed));
  });

  it("stay on the support of a mask", () => {
    const program = randomProgram(3, 8, 3, 1, { supports: [[0, 1], [2]] });
    expectAll(program, randomNu(8, 4));
    const cone = new ConeProjection(program);
    for (let gate = 0; gate < program.gates.length; gate++) {
      const columns = new Set(program.supports[program.gates[gate]!.support]!);
      for (const [k, value] of cone.project(gate, 1, randomNu(8, 5)).vector.entries()) if (!columns.has(k)) expect(value).toBe(0);
    }
  });

  it("are the identity in the gated program", () => {
    const program = randomProgram(3, 8, 2, 1, { model: "gated" });
    const nu = randomNu(8, 6);
    const cone = new ConeProjection(program);
    expect(cone.norms(nu).length).toBe(program.gates.length);
    for (let gate = 0; gate < program.gates.length; gate++) {
      const { vector, multipliers } = cone.project(gate, 1, nu);
      for (const [k, value] of correlation(program, gate, 1, nu).entries()) expect(vector[k]).toBeCloseTo(value, 13);
      expect(multipliers.every((rho) => rho === 0)).toBe(true);
    }
  });

  it("with a bound: norms above it are exact, the others between the norm and the bound", () => {
    const program = randomProgram(11, 10, 2, 1);
    const nu = randomNu(10, 7);
    const exact = new ConeProjection(program).norms(nu);
    const bound = exact.toSorted()[exact.length >> 1]!;
    const rough = new ConeProjection(program).norms(nu, bound);
    for (let place = 0; place < exact.length; place++) {
      if (exact[place]! > bound) expect(Math.abs(rough[place]! - exact[place]!)).toBeLessThan(1e-13);
      else {
        expect(rough[place]).toBeLessThanOrEqual(bound);
        expect(rough[place]).toBeGreaterThanOrEqual(exact[place]! - 1e-13);
      }
    }
  });
});

describe("faces", () => {
  it("the tangent directions are orthonormal, orthogonal to the projection and to the tight rows, and all such", () => {
    const program = randomProgram(21, 7, 3, 1);
    const { d, X } = program;
    const cone = new ConeProjection(program);
    const nu = randomNu(7, 8);
    const basis = new Float64Array(d * d);
    let seen = 0;
    for (let gate = 0; gate < program.gates.length; gate++) {
      const { vector, norm, multipliers } = cone.project(gate, 1, nu);
      if (norm === 0) continue;
      const count = cone.tangent(gate, basis);
      const tight = [...multipliers.keys()].filter((j) => multipliers[j]! > 0);
      expect(count).toBe(d - 1 - tight.length);
      for (let b = 0; b < count; b++) {
        const row = basis.subarray(b * d, (b + 1) * d);
        expect(Math.abs(vector.reduce((sum, value, k) => sum + value * row[k]!, 0))).toBeLessThan(1e-13 * norm);
        for (const j of tight) expect(Math.abs(row.reduce((sum, value, k) => sum + value * X[j * d + k]!, 0))).toBeLessThan(1e-12);
        for (let other = 0; other <= b; other++) expect(row.reduce((sum, value, k) => sum + value * basis[other * d + k]!, 0)).toBeCloseTo(other === b ? 1 : 0, 13);
      }
      seen += count;
    }
    expect(seen).toBeGreaterThan(0);
  });

  it("reach ends where the first row would be crossed", () => {
    const program = convexProgram({ inputs: Float64Array.of(1, 0, 0, 1), targets: new Float64Array(2), lambda: 1, bias: false });
    const gate = program.gates.findIndex(({ active }) => active[0] === 1 && active[1] === 1);
    const cone = new ConeProjection(program);
    expect(cone.reach(gate, Float64Array.of(0.6, 0.8), Float64Array.of(-1.2, -1))).toBeCloseTo(0.5, 14);
    expect(cone.reach(gate, Float64Array.of(0.6, 0.8), Float64Array.of(1, 1))).toBe(1);
    expect([...cone.projectVector(gate, Float64Array.of(-1, 2))]).toEqual([0, 2]);
  });
});
