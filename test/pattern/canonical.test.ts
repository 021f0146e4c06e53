import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { canonicalForm, representative } from "../../src/pattern/canonical.js";
import { type Rectangles, hasFreeEntries, supportRows, transposed } from "../../src/pattern/rectangles.js";
import { emptySets, members, setOf } from "../../src/pattern/sets.js";
import { between, image, metBy, sameGoal } from "../../src/pattern/symmetry.js";
import { permutationsOf, range } from "../decide/build.js";
import { randomRectangles, rectangles, renumbered, shuffled } from "../support/patterns.js";

/** Some isomorphic goal: rows and columns that meet nothing added, all permuted, perhaps transposed. */
function disguised(random: Random, state: Rectangles): Rectangles {
  const [m, n] = [state.m + random.below(2), state.n + random.below(2)];
  return renumbered(random, { ...state, m, n, free: [...state.free, ...emptySets(m - state.m)] });
}

/** The least name over all symmetries, tried one by one. */
function bruteForm(state: Rectangles): string {
  const name = (goal: Rectangles): string => {
    const rows = members(metBy(goal).rows);
    const columns = members(metBy(goal).cols);
    let least: string | undefined;
    for (const rowTo of permutationsOf(rows.length)) {
      for (const columnTo of permutationsOf(columns.length)) {
        const row = (set: bigint): number => rows.reduce((sum, i, a) => sum + (((set >> BigInt(i)) & 1n) === 1n ? 1 << rowTo[a]! : 0), 0);
        const column = (set: bigint): number => columns.reduce((sum, j, b) => sum + (((set >> BigInt(j)) & 1n) === 1n ? 1 << columnTo[b]! : 0), 0);
        const free = Array<number>(rows.length).fill(0);
        rows.forEach((i, a) => (free[rowTo[a]!] = column(goal.free[i]!)));
        const neurons = goal.neurons.map((neuron) => `${row(neuron.rows)}x${column(neuron.cols)}`).sort();
        const text = `${rows.length},${columns.length}|${neurons.join(" ")}|${free.join()}`;
        if (least === undefined || text < least) least = text;
      }
    }
    return least!;
  };
  return [name(state), name(transposed(state))].sort()[0]!;
}

/** Equal keys exactly where the brute forms are equal. */
function expectSameClasses(states: Iterable<Rectangles>): number {
  const keyOf = new Map<string, string>();
  const bruteOf = new Map<string, string>();
  for (const state of states) {
    const brute = bruteForm(state);
    const { key } = canonicalForm(state)!;
    expect(keyOf.get(brute) ?? key).toBe(key);
    expect(bruteOf.get(key) ?? brute).toBe(brute);
    keyOf.set(brute, key);
    bruteOf.set(key, brute);
  }
  return keyOf.size;
}

/** All multisets of `r` rectangles in m x n, without free entries. */
function* allGoals(m: number, n: number, r: number): Generator<Rectangles> {
  const all = range((1 << m) - 1).flatMap((rows) => range((1 << n) - 1).map((cols) => ({ rows: BigInt(rows + 1), cols: BigInt(cols + 1) })));
  const visit = function* (least: number, chosen: number[]): Generator<Rectangles> {
    if (chosen.length === r) yield { m, n, neurons: chosen.map((x) => all[x]!), free: range(m).map(() => 0n) };
    else for (let x = least; x < all.length; x++) yield* visit(x, [...chosen, x]);
  };
  yield* visit(0, []);
}

function* withAllFree(states: Iterable<Rectangles>): Generator<Rectangles> {
  for (const state of states) {
    const entries = supportRows(state).flatMap((set, i) => members(set).map((j) => [i, j] as const));
    for (let choice = 0; choice < 1 << entries.length; choice++) {
      const free = range(state.m).map((i) => setOf(entries.filter(([row], e) => row === i && (choice >> e) & 1).map(([, j]) => j)));
      yield { ...state, free };
    }
  }
}

describe("canonicalForm", () => {
  it("tells apart exactly what no symmetry joins: up to three neurons without free entries", () => {
    expect(expectSameClasses(range(4).flatMap((r) => [...allGoals(2, 2, r)]))).toBeGreaterThan(20);
    // The classes of docs/theory.md, section 4, of width 2 and up to 3 x 3.
    expect(expectSameClasses(allGoals(3, 3, 2))).toBe(55);
  });

  it("tells apart exactly what no symmetry joins: up to three neurons and all choices of free entries", () => {
    expect(expectSameClasses(range(4).flatMap((r) => [...withAllFree(allGoals(2, 2, r))]))).toBeGreaterThan(100);
    expect(expectSameClasses(withAllFree(allGoals(2, 3, 1)))).toBeGreaterThan(20);
  });

  it("tells apart exactly what no symmetry joins: six neurons and more", () => {
    const random = new Random(4);
    const set = (): bigint => BigInt(1 + random.below(7));
    const some = Array.from({ length: 1500 }, () => ({ m: 3, n: 3, neurons: Array.from({ length: 6 + random.below(2) }, () => ({ rows: set(), cols: random.below(2) === 0 ? 7n : set() })), free: [0n, 0n, 0n] }));
    expect(expectSameClasses(some.flatMap((state) => [state, disguised(random, state)]))).toBeGreaterThan(1000);
  });

  it("tells apart exactly what no symmetry joins: random free entries", () => {
    const random = new Random(5);
    const some = Array.from({ length: 1500 }, () => randomRectangles(random, 3, 4, true));
    expect(some.filter(hasFreeEntries).length).toBeGreaterThan(500);
    expectSameClasses(some);
  });

  it("is the same for a goal in disguise, and so is the representative", () => {
    const random = new Random(1);
    for (let n = 0; n < 3000; n++) {
      const state = randomRectangles(random, 7, n % 3 === 0 ? 8 : 4, n % 2 === 0);
      const other = disguised(random, state);
      const [form, otherForm] = [canonicalForm(state)!, canonicalForm(other)!];
      expect(otherForm.key).toBe(form.key);
      expect(representative(other, otherForm)).toEqual(representative(state, form));
    }
  });

  it("carries the representative to the goal", () => {
    const random = new Random(2);
    for (let n = 0; n < 2000; n++) {
      const state = randomRectangles(random, 6, n % 3 === 0 ? 7 : 4, n % 2 === 0);
      const form = canonicalForm(state)!;
      const shown = representative(state, form);
      expect(shown.m).toBe(members(metBy(shown).rows).length);
      expect(shown.n).toBe(members(metBy(shown).cols).length);
      expect(sameGoal(image(shown, form.symmetry, state.m, state.n), state)).toBe(true);
    }
  });

  it("carries one goal to another of its class", () => {
    const random = new Random(3);
    for (let n = 0; n < 2000; n++) {
      const state = randomRectangles(random, 6, n % 3 === 0 ? 7 : 4, n % 2 === 0);
      const other = disguised(random, state);
      const symmetry = between(canonicalForm(state)!.symmetry, canonicalForm(other)!.symmetry);
      expect(sameGoal(image(state, symmetry, other.m, other.n), other)).toBe(true);
    }
  });

  it("sees more rows than fit a word", () => {
    const rows = range(40).reverse();
    const state = { ...rectangles(1, 2, []), m: 40, neurons: [{ rows: setOf(rows.slice(3)), cols: 3n }, { rows: 1n << 35n, cols: 1n }], free: range(40).map(() => 0n) };
    const form = canonicalForm(state)!;
    expect(sameGoal(image(representative(state, form), form.symmetry, 40, 2), state)).toBe(true);
  });

  it("finds its way through much symmetry: equal diagonal blocks", () => {
    const blocks = (order: readonly number[]): Rectangles => ({
      m: 24,
      n: 24,
      neurons: order.map((k) => ({ rows: setOf([2 * k, 2 * k + 1]), cols: setOf([2 * k, 2 * k + 1]) })),
      free: range(24).map((i) => 1n << BigInt(i)),
    });
    const random = new Random(6);
    const form = canonicalForm(blocks(range(12)));
    expect(form).toBeDefined();
    for (let n = 0; n < 5; n++) expect(canonicalForm(disguised(random, blocks(shuffled(random, 12))))!.key).toBe(form!.key);
  });

  it("says nothing when it may not work enough, rather than something wrong", () => {
    const random = new Random(7);
    let none = 0;
    for (let n = 0; n < 500; n++) {
      const state = randomRectangles(random, 6, 6, true);
      const form = canonicalForm(state, 250);
      if (form === undefined) none++;
      else expect(form).toEqual(canonicalForm(state));
    }
    expect(none).toBeGreaterThan(10);
    expect(none).toBeLessThan(500);
  });
});
