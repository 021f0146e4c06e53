import { describe, expect, it } from "vitest";
import type { FrozenTree } from "../../src/certificate/proof.js";
import { Branch } from "../../src/exact/elimination.js";
import { PRIME } from "../../src/exact/modular.js";
import { Polynomial } from "../../src/exact/polynomial.js";
import { Random } from "../../src/exact/random.js";
import { frozenVectors, isRedundant, moves, ownSide, pivotChoices, spanning } from "../../src/pattern/normal-form.js";
import { members } from "../../src/pattern/sets.js";
import { BranchPoint } from "../../src/rules/branch-point.js";
import { allSides, normalForms, randomPoint } from "../../src/rules/normal-forms.js";
import { NoTree, Work, eliminate, grow, polynomialJson } from "../../src/rules/rank-tree.js";
import { randomRectangles, rectangles } from "../support/patterns.js";
import { exactRank } from "../support/rational.js";

const x = (variable: number): Polynomial => Polynomial.variable(variable);

/** The leaf of a tree that integers lead to, and how many splits there were. */
function leafAt(tree: FrozenTree, width: number, point: (variable: number) => bigint): { pivots: number; splits: number } {
  if (!("split" in tree)) return { pivots: tree.pivots.length, splits: 0 };
  const value = tree.polynomial.reduce((sum, [coefficient, powers]) => sum + powers.reduce((product, [a, b, e]) => product * point(a * width + b) ** BigInt(e), BigInt(coefficient)), 0n);
  const below = leafAt(value === 0n ? tree.zero : tree.nonzero, width, point);
  return { ...below, splits: below.splits + 1 };
}

describe("eliminate and grow", () => {
  it("tell the rank at every point: as many pivots in the leaf that integers lead to as the matrix has rank there", () => {
    const random = new Random(11);
    const seen = { trees: 0, split: 0 };
    for (let n = 0; n < 400; n++) {
      const state = randomRectangles(random, 3, 3, n % 3 === 0);
      const all = [...allSides(state.neurons.map((_, k) => k))];
      const forms = normalForms(state, all[random.below(all.length)]!)!;
      const choices = [...pivotChoices(state, forms)];
      const space = spanning(state, frozenVectors(state, forms, choices[random.below(choices.length)]!));
      const work = new Work();
      let tree: FrozenTree;
      try {
        tree = grow((branch) => {
          const found = eliminate(space, () => false, branch, work);
          return found === undefined || "split" in found ? found : { leaf: found };
        }, Branch.start, 3);
      } catch (error) {
        if (!(error instanceof NoTree)) throw error;
        continue;
      }
      seen.trees++;
      for (let p = 0; p < 8; p++) {
        const numbers = new Map<number, bigint>();
        const point = (variable: number): bigint => numbers.get(variable) ?? (numbers.set(variable, BigInt(random.below(3) - 1)), numbers.get(variable)!);
        const { pivots, splits } = leafAt(tree, 3, point);
        seen.split += splits > 0 ? 1 : 0;
        expect(pivots).toBe(exactRank(space.matrix.map((row) => row.map((value) => value.at(point)))));
      }
    }
    expect(seen.trees).toBeGreaterThan(200);
    expect(seen.split).toBeGreaterThan(100);
  });

  it("give up when the work is spent or nothing leads on", () => {
    const state = rectangles(2, 2, [["01", "01"]]);
    const space = spanning(state, frozenVectors(state, [{ neuron: 0, side: "rows", chain: [] }], new Map([[0, 0]])));
    expect(() => eliminate(space, () => false, Branch.start, new Work(0))).toThrow(NoTree);
    expect(() => grow(() => undefined, Branch.start, 2)).toThrow(NoTree);
    expect(() => polynomialJson(Polynomial.constant(2n ** 60n), 2)).toThrow(NoTree);
  });
});

describe("normalForms", () => {
  it("take the longest chains that the moves allow, earlier neurons only, and say when one is redundant", () => {
    const state = rectangles(3, 3, [["012", "0"], ["01", "01"], ["0", "012"], ["0", "012"]]);
    const forms = normalForms(state, new Map([0, 1, 2, 3].map((k) => [k, "rows"])))!;
    expect(forms.map(({ neuron, chain }) => [neuron, chain])).toEqual([[2, []], [3, [2]], [1, [2]], [0, [2, 1]]]);
    expect(forms.map((form) => isRedundant(state, form))).toEqual([false, true, false, false]);
  });

  it("are chains of moves, none of them through a redundant neuron", () => {
    const random = new Random(12);
    for (let n = 0; n < 150; n++) {
      const state = randomRectangles(random, 4, 4, n % 2 === 0);
      const all = [...allSides(state.neurons.map((_, k) => k))];
      const forms = normalForms(state, all[random.below(all.length)]!) ?? [];
      forms.forEach(({ neuron, side, chain }, f) => {
        chain.forEach((h, c) => {
          const below = forms.slice(0, f).find((form) => form.neuron === h)!;
          expect(below).toMatchObject({ side, chain: chain.slice(0, c) });
          expect(isRedundant(state, below)).toBe(false);
          expect(moves(state, side, h, neuron)).toBe(true);
        });
      });
    }
  });

  it("have random points of their shape: 1 at a pivot, 0 at those of the chain", () => {
    const state = rectangles(3, 3, [["012", "012"], ["012", "01"]]);
    const forms = normalForms(state, new Map([[0, "rows"], [1, "rows"]]))!;
    const random = new Random(13);
    for (let n = 0; n < 50; n++) {
      const [first, second] = randomPoint(state, forms, random);
      expect(members(ownSide(state, first!.neuron, "rows")).length).toBe(first!.values.length);
      const pivot = first!.values.findIndex((value) => value !== 0);
      expect(first!.values[pivot]).toBe(1);
      expect(second!.values[pivot]).toBe(0);
      expect(second!.values.find((value) => value !== 0)).toBe(1);
    }
  });
});

describe("BranchPoint", () => {
  it("satisfies the equalities of its branch modulo p, also one inside another", () => {
    let branch = Branch.start.without(x(2));
    branch = branch.with(branch.solve(0, x(2).times(x(0)).plus(x(1)).minus(x(3)))!);
    branch = branch.with(branch.solve(1, x(1).minus(x(2)).plus(Polynomial.constant(5n)))!);
    const point = new BranchPoint(branch);
    const residue = (value: number): number => ((value % PRIME) + PRIME) % PRIME;
    expect(residue(point.value(x(2).times(x(0)).plus(x(1)).minus(x(3))))).toBe(0);
    expect(residue(point.value(x(1).minus(x(2)).plus(Polynomial.constant(5n))))).toBe(0);
    expect(residue(point.value(x(2)))).not.toBe(0);
    expect(point.variable(7)).toBe(point.variable(7));
  });
});
