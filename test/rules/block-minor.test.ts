import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LinearEvidence } from "../../src/certificate/proof.js";
import { maskOf } from "../../src/pattern/mask.js";
import { pathPlanes } from "../../src/pattern/paths.js";
import { pruneDead } from "../../src/pattern/live.js";
import { type Rectangles, rectanglesOf } from "../../src/pattern/rectangles.js";
import { contains } from "../../src/pattern/sets.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { findBlockMinor } from "../../src/rules/block-minor.js";
import { findLuMinor } from "../../src/rules/lu-minor.js";
import { arbitraryMasks, rectangles, show } from "../decide/build.js";

type Evidence = LinearEvidence["block-minor"];
const evidenceOf = (state: Rectangles): Evidence | undefined => findBlockMinor(state, new Budget(60))?.evidence as Evidence | undefined;

const anyTwoLayers = fc.noBias(
  fc.tuple(fc.integer({ min: 3, max: 6 }), fc.integer({ min: 2, max: 6 }), fc.integer({ min: 3, max: 6 })),
).chain((widths) => arbitraryMasks(fc.constant(widths), { min: 3, max: 7 })).map((masks) => pruneDead(masks));

/** The weights of the proof, times 1/eps where that is needed to stay whole: u by row, v by column, for each neuron. */
function degeneration({ outputs: [I, J], inputs: [K, L], neurons: [V, W], other }: Evidence, inverse: bigint) {
  const u = new Map<number, Map<number, bigint>>();
  const v = new Map<number, Map<number, bigint>>();
  V.forEach((neuron, s) => {
    // For s = 0: u = (1 at I, 1/eps at J) and v = (eps at K, 1 at L), all times 1/eps.
    u.set(neuron, new Map(s === 0 ? [[I[0]!, 1n], [J[0]!, inverse]] : [[I[s]!, 1n]]));
    v.set(neuron, new Map(s === 0 ? [[K[0]!, 1n], [L[0]!, inverse]] : [[L[s]!, inverse]]));
  });
  W.slice(1).forEach((neuron, t) => {
    u.set(neuron, new Map([[J[t + 1]!, 1n]]));
    v.set(neuron, new Map([[K[t + 1]!, inverse]]));
  });
  u.set(other!, new Map([[J[0]!, -inverse]]));
  v.set(other!, new Map([[L[0]!, inverse]]));
  return (state: Rectangles, i: number, k: number): bigint =>
    state.neurons.reduce((sum, { rows, cols }, h) => sum + (contains(rows, i) && contains(cols, k) ? (u.get(h)?.get(i) ?? 0n) * (v.get(h)?.get(k) ?? 0n) : 0n), 0n);
}

describe("block minor", () => {
  it("names blocks that too few neurons meet, and a limit of products with full ranks beside a zero block", () => {
    const seen = { small: 0, large: 0 };
    const inverse = 1_000_003n;
    fc.assert(
      fc.property(anyTwoLayers, (masks) => {
        const state = rectanglesOf(masks[0]!, masks[1]!);
        const evidence = evidenceOf(state);
        if (evidence === undefined) return;
        const [[I, J], [K, L]] = [evidence.outputs, evidence.inputs];
        seen[I.length + J.length === 2 ? "small" : "large"]++;
        const meets = (rows: readonly number[], cols: readonly number[]) => (h: number) =>
          rows.some((i) => contains(state.neurons[h]!.rows, i)) && cols.some((k) => contains(state.neurons[h]!.cols, k));
        const few = state.neurons.map((_, h) => h).filter((h) => meets(I, [...K, ...L])(h) || meets(J, K)(h));
        expect(few.length, show(masks)).toBe(I.length + J.length - 1);

        // The product at eps = 1/inverse, times inverse, on the four blocks: eps * inverse in one corner of I x K, else the limit.
        const entry = degeneration(evidence, inverse);
        const block = (rows: readonly number[], cols: readonly number[]): bigint[][] => rows.map((i) => cols.map((k) => entry(state, i, k)));
        const unit = (n: number): bigint[][] => Array.from({ length: n }, (_, x) => Array.from({ length: n }, (__, y) => (x === y ? inverse : 0n)));
        const corner = I.map((_, x) => K.map((__, y) => (x === 0 && y === 0 ? 1n : 0n)));
        const zero = J.map(() => L.map(() => 0n));
        expect([block(I, K), block(I, L), block(J, K), block(J, L)], show(masks)).toEqual([corner, unit(I.length), unit(J.length), zero]);
      }),
      { seed: 1, numRuns: 600 },
    );
    expect(seen.small).toBeGreaterThan(50);
    expect(seen.large).toBeGreaterThan(5);
  });

  it("is found wherever an LU minor is", () => {
    fc.assert(
      fc.property(anyTwoLayers, (masks) => {
        fc.pre(findLuMinor(masks, pathPlanes(masks)) !== undefined);
        expect(evidenceOf(rectanglesOf(masks[0]!, masks[1]!)), show(masks)).toBeDefined();
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it("finds LU with everything but the corner neuron twice", () => {
    // Two equal neurons on rows 0, 1, 2 and columns 0, 1, 2, a third for the corner (2, 2).
    const evidence = evidenceOf(rectangles(3, 3, [[[0, 1, 2], [0, 1, 2]], [[0, 1, 2], [0, 1, 2]], [[2], [2]]]));
    expect(evidence?.outputs[1]).toContain(2);
    expect(evidence?.inputs[1]).toContain(2);
    expect(evidence?.other).toBe(2);
  });

  it("uses a free corner where no other neuron covers it", () => {
    expect(evidenceOf(rectangles(2, 2, [[[0, 1], [0, 1]]], [[1, 1]]))).toEqual({ outputs: [[0], [1]], inputs: [[0], [1]], neurons: [[0], [0]], other: null });
  });

  it.each([
    ["equal rectangles", rectangles(3, 3, [[[0, 1, 2], [0, 1, 2]], [[0, 1, 2], [0, 1, 2]]])],
    ["nested columns under equal rows", rectangles(2, 3, [[[0, 1], [0, 1, 2]], [[0, 1], [0]]])],
    ["a corner that is covered by nothing else", rectangles(2, 2, [[[0, 1], [0, 1]]])],
    ["LU with its first neuron twice, which reaches everything", rectangles(2, 2, [[[0, 1], [0, 1]], [[0, 1], [0, 1]], [[1], [1]]])],
    ["free entries in the three blocks", rectangles(2, 2, [[[0, 1], [0, 1]]], [[0, 0], [1, 1]])],
  ])("is not found in %s", (_, state) => {
    expect(evidenceOf(state)).toBeUndefined();
  });
});

describe("the search for block minors", () => {
  it("looks at the clock", () => {
    const state = rectanglesOf(maskOf(4, 6, () => true), maskOf(6, 4, () => true));
    expect(() => findBlockMinor(state, new Budget(-1))).toThrow(OutOfBudget);
  });
});
