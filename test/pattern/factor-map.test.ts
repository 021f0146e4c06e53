import { describe, expect, it } from "vitest";
import { PRIME, type SparseRow, residue } from "../../src/exact/modular.js";
import { Random } from "../../src/exact/random.js";
import { type FrozenNeuron, frozenMapRows, middleFactorRows } from "../../src/pattern/factor-map.js";
import { kept } from "../../src/pattern/mask.js";
import { pruneDead } from "../../src/pattern/live.js";
import { edgesOf } from "../../src/pattern/pattern.js";
import { contains, members } from "../../src/pattern/sets.js";
import { entries, masks, randomMasks, randomRectangles, rectangles } from "../support/patterns.js";
import { allPaths } from "../support/paths.js";

const random = new Random(27);
const integer = (): number => random.below(2001) - 1000;

const apply = (row: SparseRow, unknown: (column: number) => number): bigint =>
  row.columns.reduce((sum, column, e) => sum + BigInt(row.values[e]!) * BigInt(unknown(column)), 0n);

describe("frozenMapRows", () => {
  const freeze = (state: ReturnType<typeof randomRectangles>): FrozenNeuron[] =>
    state.neurons.flatMap(({ rows, cols }, neuron) => {
      if (random.below(4) === 0) return [];
      const side = random.below(2) === 0 ? "rows" : "columns";
      return [{ neuron, side, values: members(side === "rows" ? rows : cols).map(integer) }];
    });

  it("maps the unknown vectors to the entries of the sum of u v^T outside F", () => {
    let nonEmpty = 0;
    for (let n = 0; n < 400; n++) {
      const state = randomRectangles(random, 4, 4, true);
      const frozen = freeze(state);
      const width = Math.max(state.m, state.n);
      const unknown = Array.from({ length: frozen.length * width }, integer);
      // u and v of every frozen neuron, in full.
      const factors = frozen.map(({ neuron, side, values }, g) => {
        const { rows, cols } = state.neurons[neuron]!;
        const known = new Map(members(side === "rows" ? rows : cols).map((x, e) => [x, values[e]!]));
        const other = new Map(members(side === "rows" ? cols : rows).map((x) => [x, unknown[g * width + x]!]));
        return side === "rows" ? { u: known, v: other } : { u: other, v: known };
      });
      const wanted = entries(state.m, state.n).filter(
        ([i, j]) => !contains(state.free[i]!, j) && factors.some(({ u, v }) => u.has(i) && v.has(j)),
      );
      const product = wanted.map(([i, j]) => factors.reduce((sum, { u, v }) => sum + BigInt(u.get(i) ?? 0) * BigInt(v.get(j) ?? 0), 0n));
      expect(frozenMapRows(state, frozen).map((row) => apply(row, (column) => unknown[column]!))).toEqual(product);
      if (wanted.length > 0) nonEmpty++;
    }
    expect(nonEmpty).toBeGreaterThan(200);
  });

  it("uses no column twice in one row", () => {
    for (let n = 0; n < 100; n++) {
      const state = randomRectangles(random, 4, 4, true);
      for (const { columns } of frozenMapRows(state, freeze(state))) expect(new Set(columns).size).toBe(columns.length);
    }
  });

  it("has no rows when everything is free", () => {
    const state = rectangles(1, 1, [["0", "0"]], ["00"]);
    expect(frozenMapRows(state, [{ neuron: 0, side: "rows", values: [1] }])).toEqual([]);
  });
});

describe("middleFactorRows", () => {
  it("maps the free factor to the entries of the product modulo p, one row for each entry with a path", () => {
    const layersFree = new Set<string>();
    for (let n = 0; n < 300; n++) {
      const layers = pruneDead(randomMasks(random, 2 + random.below(3), 4));
      const free = 1 + random.below(layers.length);
      layersFree.add(`${free}/${layers.length}`);
      const weights = layers.map((mask) => Array.from({ length: kept(mask) }, integer));
      const paths = allPaths(layers);
      const weightOf = layers.map((mask, l) => new Map(edgesOf(mask).map(([i, j], e) => [`${i},${j}`, weights[l]![e]!])));
      const entry = (i: number, k: number): bigint =>
        paths
          .filter((path) => path[0] === k && path.at(-1) === i)
          .reduce((sum, path) => sum + layers.reduce((product, _, l) => product * BigInt(weightOf[l]!.get(`${path[l + 1]},${path[l]}`)!), 1n), 0n);
      const wanted = entries(layers.at(-1)!.rows, layers[0]!.cols).filter(([i, k]) => paths.some((path) => path[0] === k && path.at(-1) === i));
      const rows = middleFactorRows(layers, free, weights.map((list, l) => (l === free - 1 ? [] : list)));
      const p = BigInt(PRIME);
      const modulo = (value: bigint): bigint => ((value % p) + p) % p;
      expect(rows.map((row) => modulo(apply(row, (e) => weights[free - 1]![e]!)))).toEqual(wanted.map(([i, k]) => modulo(entry(i, k))));
    }
    expect(layersFree.size).toBe(9);
  });

  it("keeps a row for an entry whose coefficients cancel to zero", () => {
    // Input 0 reaches hidden 0 twice with weights 1 and -1: the entry has paths, the map does not reach it.
    const layers = masks([["1", "1"], ["11"], ["1"]]);
    expect(middleFactorRows(layers, 3, [[1, 1], [1, -1], []])).toEqual([{ columns: [], values: [] }]);
  });

  it("gives residues for values of any size and sign", () => {
    const layers = masks([["1"], ["1"], ["1"]]);
    const [big, small] = [Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER];
    const [row] = middleFactorRows(layers, 2, [[big], [], [small]]);
    expect(BigInt(row!.values[0]!)).toBe((BigInt(residue(big)) * BigInt(residue(small))) % BigInt(PRIME));
  });
});
