/** Normal forms of frozen vectors against the statement they stand for: the same matrices, modulo R^F (docs/theory.md, Lemma 4.2). */
import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { type FrozenSide, type NormalForm, frozenVariable, frozenVectors, isRedundant, moves, ownSide, pivotChoices, spanning } from "../../src/pattern/normal-form.js";
import type { Rectangles } from "../../src/pattern/rectangles.js";
import { contains, members } from "../../src/pattern/sets.js";
import { allSides, normalForms } from "../../src/rules/normal-forms.js";
import { entries, randomRectangles, rectangles } from "../support/patterns.js";
import { exactRank } from "../support/rational.js";

type Vectors = ReadonlyMap<number, ReadonlyMap<number, Rational>>;
const ZERO = Rational.of(0);
const other = (side: FrozenSide): FrozenSide => (side === "rows" ? "columns" : "rows");

/** Generators of W(theta) outside F, from the definition: w . x for unit vectors x, as vectors over all entries of the matrix. */
function generators(state: Rectangles, forms: readonly NormalForm[], vectors: Vectors): Rational[][] {
  return forms.flatMap(({ neuron, side }) =>
    members(ownSide(state, neuron, other(side))).map((free) =>
      entries(state.m, state.n).map(([i, j]) => {
        const [own, here] = side === "rows" ? [i, j] : [j, i];
        return here === free && !contains(state.free[i]!, j) ? (vectors.get(neuron)?.get(own) ?? ZERO) : ZERO;
      }),
    ),
  );
}

/** The proof of Lemma 4.2 (a), followed step by step; and whether a vector that is not redundant became zero. */
function toPivotForm(state: Rectangles, forms: readonly NormalForm[], given: Vectors): { vectors: Vectors; pivots: Map<number, number>; collapsed: boolean } {
  const vectors = new Map<number, Map<number, Rational>>();
  const pivots = new Map<number, number>();
  let collapsed = false;
  for (const form of forms) {
    const { neuron, side, chain } = form;
    const own = members(ownSide(state, neuron, side));
    const vector = new Map(own.map((place) => [place, given.get(neuron)!.get(place)!]));
    for (const h of chain) {
      const factor = vector.get(pivots.get(h)!)!;
      for (const [place, value] of vectors.get(h)!) vector.set(place, vector.get(place)!.minus(factor.times(value)));
    }
    if (isRedundant(state, form)) {
      for (const value of vector.values()) expect(value.isZero).toBe(true);
      continue;
    }
    let pivot = own.find((place) => !vector.get(place)!.isZero);
    if (pivot === undefined) {
      collapsed = true;
      pivot = own.find((place) => !chain.some((h) => pivots.get(h) === place))!;
      vector.set(pivot, Rational.of(1));
    }
    const scale = vector.get(pivot)!;
    vectors.set(neuron, new Map([...vector].map(([place, value]) => [place, value.dividedBy(scale)])));
    pivots.set(neuron, pivot);
  }
  return { vectors, pivots, collapsed };
}

/** Random goals with random sides and their forms. */
function* cases(seed: number, count: number): Generator<{ state: Rectangles; forms: NormalForm[]; random: Random }> {
  const random = new Random(seed);
  for (let n = 0; n < count; n++) {
    const state = randomRectangles(random, 4, 4, n % 2 === 1);
    const all = [...allSides(state.neurons.map((_, k) => k))];
    const forms = normalForms(state, all[random.below(all.length)]!);
    if (forms !== undefined && forms.length > 0) yield { state, forms, random };
  }
}

describe("normal forms", () => {
  it("contain, for every value of the frozen vectors, one that spans the same matrices modulo R^F, or more if a vector depends on its chain", () => {
    const seen = { same: 0, more: 0, chains: 0, redundant: 0 };
    for (const { state, forms, random } of cases(1, 900)) {
      const numbers = (): Rational => Rational.of([0, 0, 1, -1, 2, 3][random.below(6)]!);
      const given = new Map(forms.map(({ neuron, side }) => [neuron, new Map(members(ownSide(state, neuron, side)).map((place) => [place, numbers()]))]));
      const { vectors, pivots, collapsed } = toPivotForm(state, forms, given);
      const [before, after] = [generators(state, forms, given), generators(state, forms, vectors)];
      const rank = exactRank(after);
      expect(exactRank([...before, ...after])).toBe(rank);
      if (!collapsed) expect(exactRank(before)).toBe(rank);
      seen[collapsed ? "more" : "same"]++;
      if (forms.some(({ chain }) => chain.length > 0)) seen.chains++;
      if (forms.some((form) => isRedundant(state, form))) seen.redundant++;

      // The pivots are one of the choices, and the vectors one of the family that belongs to it.
      const name = (choice: ReadonlyMap<number, number>): string => JSON.stringify([...choice]);
      expect([...pivotChoices(state, forms)].map(name)).toContain(name(pivots));
      const family = frozenVectors(state, forms, pivots);
      expect(family.map(({ neuron }) => neuron)).toEqual([...vectors.keys()]);
      for (const { neuron, values } of family) {
        for (const [place, value] of values) {
          const number = vectors.get(neuron)!.get(place)!;
          if (value.isConstant) expect(number.minus(Rational.of(value.at(() => 0n))).isZero).toBe(true);
          else expect(value.variables).toEqual([frozenVariable(state, neuron, place)]);
        }
      }
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
  });

  it("have as spanning matrix, with numbers for the variables, the generators by the definition", () => {
    for (const { state, forms, random } of cases(2, 150)) {
      const choices = [...pivotChoices(state, forms)];
      const pivots = choices[random.below(choices.length)]!;
      const numbers = new Map<number, bigint>();
      const point = (variable: number): bigint => numbers.get(variable) ?? (numbers.set(variable, BigInt(random.below(5) - 2)), numbers.get(variable)!);
      const family = frozenVectors(state, forms, pivots);
      const vectors = new Map(family.map(({ neuron, values }) => [neuron, new Map([...values].map(([place, value]) => [place, Rational.of(value.at(point))]))]));
      const { matrix, weights } = spanning(state, family);
      const rank = exactRank(matrix.map((row) => row.map((value) => value.at(point))));
      expect(rank).toBe(exactRank(generators(state, forms, vectors)));
      expect(matrix.every((row) => row.length === weights.length)).toBe(true);
    }
  });
});

describe("moves", () => {
  it("go from smaller frozen sides with larger other sides", () => {
    const state = rectangles(3, 3, [["01", "012"], ["012", "01"], ["01", "12"]]);
    expect(moves(state, "rows", 0, 1)).toBe(true);
    expect(moves(state, "rows", 1, 0)).toBe(false);
    expect(moves(state, "rows", 2, 1)).toBe(false);
    expect(moves(state, "columns", 2, 0)).toBe(true);
    expect(moves(state, "columns", 0, 2)).toBe(false);
  });

  it("disregard what lies in F", () => {
    const neurons = [["01", "12"], ["012", "01"]] as const;
    expect(moves(rectangles(3, 3, neurons), "rows", 0, 1)).toBe(false);
    expect(moves(rectangles(3, 3, neurons, ["00", "10"]), "rows", 0, 1)).toBe(true);
    expect(moves(rectangles(3, 3, neurons, ["00"]), "rows", 0, 1)).toBe(false);
    expect(moves(rectangles(3, 3, neurons, ["10", "20"]), "rows", 0, 1)).toBe(false);
  });
});

describe("redundant neurons", () => {
  it("have no pivot and no vector: the doubled neuron of LU", () => {
    const state = rectangles(2, 2, [["01", "01"], ["1", "1"], ["1", "1"]]);
    const forms: NormalForm[] = [0, 1, 2].map((neuron) => ({ neuron, side: "rows", chain: neuron === 2 ? [1] : [] }));
    expect(forms.map((form) => isRedundant(state, form))).toEqual([false, false, true]);
    const choices = [...pivotChoices(state, forms)].map((pivots) => [...pivots]);
    expect(choices).toEqual([[[0, 0], [1, 1]], [[0, 1], [1, 1]]]);
    expect(frozenVectors(state, forms, new Map([[0, 0], [1, 1]])).map(({ neuron }) => neuron)).toEqual([0, 1]);
  });

  it("leave one choice, the empty one, when there are no forms", () => {
    expect([...pivotChoices(rectangles(2, 2, [["01", "01"]]), [])]).toEqual([new Map()]);
  });
});
