import { describe, expect, it } from "vitest";
import { checkProof } from "../../src/check/check.js";
import { propertyVerdict } from "../../src/decide/decide.js";
import { Random } from "../../src/exact/random.js";
import { canonicalForm } from "../../src/pattern/canonical.js";
import { pruneDead } from "../../src/pattern/live.js";
import { type Mask, maskOf } from "../../src/pattern/mask.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { type Rectangles, masksOfRectangles, normal, rectanglesOf, split } from "../../src/pattern/rectangles.js";
import { contains, emptySets, firstN, members } from "../../src/pattern/sets.js";
import { AnchoredSearch } from "../../src/rules/anchored-obstruction.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { anchoredCatalogueSearch, catalogue } from "../../src/rules/catalogue.js";
import type { Obstruction } from "../../src/rules/obstruction.js";
import { range, show } from "../decide/build.js";
import { renumbered, shuffled } from "../support/patterns.js";

const budget = (): Budget => new Budget(60);
/** Those that the search is for. */
const sought = catalogue().filter(({ goal }) => goal.neurons.length >= 3 && split(goal).length === 1);
const three = sought.filter(({ goal }) => goal.neurons.length === 3);

function expectFound(search: AnchoredSearch, masks: readonly Mask[]): void {
  const proof = search.find(masks[0]!, masks[1]!, budget());
  expect(proof).toBeDefined();
  checkProof({ pattern: makePattern("test", masks), property: "linear", closed: false, proof: proof! });
}

/** What surrounds an obstruction: how many lines and neurons in all, how often its neurons have more lines, and how dense the other neurons are. */
interface Surroundings {
  readonly lines: number;
  readonly hidden: number;
  readonly own: number;
  readonly others: number;
}

/** The obstruction, renumbered, among more outputs, inputs and neurons. No other neuron meets both an output and an input of it, except `intruders` that meet them all. */
function planted(random: Random, { goal }: Obstruction, { lines, hidden, own, others }: Surroundings, intruders = 0): Mask[] {
  const { m, n, neurons } = renumbered(random, goal);
  const [outputs, inputs, order] = [shuffled(random, lines), shuffled(random, lines), shuffled(random, hidden)];
  const chance = (share: number): boolean => random.below(10_000) < 10_000 * share;
  // Neuron h at place order[h] has sides 0: of the obstruction, 1: away from its outputs, 2: away from its inputs.
  const sideOf = range(hidden).map(() => random.below(2));
  const meets = (side: "rows" | "cols", count: number, h: number, x: number): boolean => {
    const neuron = neurons[h];
    if (neuron !== undefined) return x < count ? contains(neuron[side], x) : chance(own);
    if (h < neurons.length + intruders) return x < count || chance(others);
    return (x >= count || (sideOf[h] === 0) === (side === "rows")) && chance(others);
  };
  const [rows, columns] = [inverse(outputs), inverse(inputs)];
  return pruneDead([
    maskOf(hidden, lines, (h, k) => meets("cols", n, order[h]!, columns[k]!)),
    maskOf(lines, hidden, (i, h) => meets("rows", m, order[h]!, rows[i]!)),
  ]);
}

function inverse(order: readonly number[]): number[] {
  const places: number[] = [];
  order.forEach((value, at) => (places[value] = at));
  return places;
}

describe("AnchoredSearch finds", () => {
  it("each obstruction of three neurons, and each of four that hangs together, in itself", () => {
    const random = new Random(21);
    for (const obstruction of sought) expectFound(new AnchoredSearch([obstruction]), masksOfRectangles(renumbered(random, obstruction.goal)));
  });

  it.each([
    ["dense neurons", { lines: 60, hidden: 300, own: 0.3, others: 0.3 }],
    ["sparse ones", { lines: 80, hidden: 120, own: 0.01, others: 0.02 }],
    ["sparse ones, some on the lines of the obstruction", { lines: 40, hidden: 80, own: 0.1, others: 0.06 }],
  ])("each of them planted among %s, whichever of the catalogue is met first", (_, surroundings) => {
    const random = new Random(22);
    for (const obstruction of sought) expectFound(anchoredCatalogueSearch(), planted(random, obstruction, surroundings));
  });

  it("an obstruction of the catalogue in a large mask", () => {
    const random = new Random(23);
    for (const obstruction of sought.filter((_, at) => at % 25 === 0)) {
      expectFound(anchoredCatalogueSearch(), planted(random, obstruction, { lines: 512, hidden: 1024, own: 0.002, others: 0.003 }));
      expectFound(anchoredCatalogueSearch(), planted(random, obstruction, { lines: 256, hidden: 512, own: 0.3, others: 0.3 }));
    }
  });

  it("what nothing before it finds: such masks are decided", () => {
    const random = new Random(27);
    for (const obstruction of sought.filter((_, at) => at % 40 === 0)) {
      const masks = planted(random, obstruction, { lines: 128, hidden: 500, own: 0.3, others: 0.3 });
      expect(propertyVerdict(makePattern("test", masks), "linear")).toMatchObject({ closed: false, certificate: {} });
    }
  });

  it("exactly what is there: all selections of random patterns", () => {
    const random = new Random(24);
    const search = new AnchoredSearch(three);
    const keys = new Set(three.map(({ goal }) => canonicalForm(goal)!.key));
    let found = 0;
    for (let drawn = 0; drawn < 150; drawn++) {
      const hidden = 4 + random.below(4);
      const density = 2 + random.below(6);
      const masks = pruneDead([maskOf(hidden, 5, () => random.below(10) < density), maskOf(5, hidden, () => random.below(10) < density)]);
      const isThere = containsOne(rectanglesOf(masks[0]!, masks[1]!), keys);
      if (isThere) found++;
      if (isThere) expectFound(search, masks);
      else expect(search.find(masks[0]!, masks[1]!, budget()), show(masks)).toBeUndefined();
    }
    expect(found).toBeGreaterThan(30);
    expect(found).toBeLessThan(140);
  });
});

/** Does some selection of lines leave three neurons that are one of these? */
function containsOne({ m, n, neurons }: Rectangles, keys: ReadonlySet<string>): boolean {
  for (let rows = 0n; rows < 1n << BigInt(m); rows++) {
    for (let cols = 0n; cols < 1n << BigInt(n); cols++) {
      const left = neurons.map((neuron) => ({ rows: neuron.rows & rows, cols: neuron.cols & cols }));
      const state = compact(normal({ m, n, neurons: left, free: emptySets(m) }));
      if (state.neurons.length === 3 && keys.has(canonicalForm(state)!.key)) return true;
    }
  }
  return false;
}

/** Without lines that meet no neuron. */
function compact({ neurons }: Rectangles): Rectangles {
  const lines = (side: "rows" | "cols"): number[] => members(neurons.reduce((union, neuron) => union | neuron[side], 0n));
  const [rows, cols] = [lines("rows"), lines("cols")];
  const moved = (set: bigint, list: readonly number[]): bigint => list.reduce((bits, x, at) => (contains(set, x) ? bits | (1n << BigInt(at)) : bits), 0n);
  return { m: rows.length, n: cols.length, neurons: neurons.map((own) => ({ rows: moved(own.rows, rows), cols: moved(own.cols, cols) })), free: emptySets(rows.length) };
}

describe("AnchoredSearch finds nothing", () => {
  it("where one neuron more fills the minor", () => {
    const random = new Random(25);
    for (const obstruction of three) {
      const search = new AnchoredSearch([obstruction]);
      const { m, n, neurons } = obstruction.goal;
      const filled = masksOfRectangles({ m, n, neurons: [...neurons, { rows: firstN(m), cols: firstN(n) }], free: emptySets(m) });
      expect(search.find(filled[0], filled[1], budget())).toBeUndefined();
      const surrounded = planted(random, obstruction, { lines: 60, hidden: 300, own: 0.3, others: 0.3 }, 1);
      expect(search.find(surrounded[0]!, surrounded[1]!, budget())).toBeUndefined();
    }
  });

  it("where each product entry has one path, and in dense masks", () => {
    const diagonal = maskOf(50, 50, (i, k) => i === k);
    expect(anchoredCatalogueSearch().find(maskOf(50, 40, () => true), diagonal, budget())).toBeUndefined();
    expect(anchoredCatalogueSearch().find(maskOf(50, 40, () => true), maskOf(40, 50, () => true), budget())).toBeUndefined();
  });

  it("when the time is over", () => {
    const [first, second] = masksOfRectangles(three[0]!.goal);
    expect(() => anchoredCatalogueSearch().find(first, second, new Budget(-1))).toThrow(OutOfBudget);
  });
});

it("says when limits of its own have ended it", () => {
  // Two paths nearly everywhere, and no three neurons that meet as they should: more pairs of neurons than are held.
  const random = new Random(26);
  const layer = (rows: number, cols: number): Mask => maskOf(rows, cols, () => random.below(40) === 0);
  const masks = [layer(3000, 800), layer(800, 3000)] as const;
  const rare = sought.find(({ goal }) => goal.m + goal.n === 8)!;
  const short = new Budget(60);
  new AnchoredSearch([rare]).find(...masks, short);
  expect([...short.shortened]).toEqual(["obstructions"]);
});
