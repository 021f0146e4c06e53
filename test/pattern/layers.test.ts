import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { components, contract, productSupport, select } from "../../src/pattern/layers.js";
import { pruneDead } from "../../src/pattern/live.js";
import { maskOf, maskStrings, sameMask } from "../../src/pattern/mask.js";
import { edgesOf } from "../../src/pattern/pattern.js";
import { entries, masks, randomMasks } from "../support/patterns.js";
import { allPaths, countPaths } from "../support/paths.js";

const random = new Random(25);
const samples = Array.from({ length: 300 }, () => randomMasks(random, 1 + random.below(4), 4));
const some = (n: number): number[] => Array.from({ length: n }, (_, x) => x).filter(() => random.below(2) === 0);

describe("select", () => {
  it("keeps exactly the edges on paths from a kept input to a kept output", () => {
    for (const layers of samples) {
      const [outputs, inputs] = [some(layers.at(-1)!.rows), some(layers[0]!.cols)];
      const paths = allPaths(layers).filter((path) => inputs.includes(path[0]!) && outputs.includes(path.at(-1)!));
      select(layers, outputs, inputs).forEach((mask, l) => {
        expect(new Set(edgesOf(mask).map((edge) => edge.join()))).toEqual(new Set(paths.map((path) => `${path[l + 1]},${path[l]}`)));
      });
    }
  });

  it("cuts both sides of a single layer", () => {
    expect(select(masks([["111", "111", "111"]]), [0, 2], [1]).map(maskStrings)).toEqual([["010", "000", "010"]]);
  });
});

describe("productSupport", () => {
  it("has an entry exactly where some path leads", () => {
    for (const layers of samples) {
      const support = productSupport(layers);
      const expected = maskOf(layers.at(-1)!.rows, layers[0]!.cols, (i, k) => countPaths(layers, k, i) > 0);
      expect(sameMask(support, expected)).toBe(true);
    }
  });

  it.each([31, 32, 33, 64, 65])("is right with %i inputs, across the ends of words", (inputs) => {
    const layers = [maskOf(2, inputs, (h, k) => (k + h) % 3 === 0), maskOf(2, 2, (i, h) => i >= h)];
    expect(sameMask(productSupport(layers), maskOf(2, inputs, (i, k) => countPaths(layers, k, i) > 0))).toBe(true);
  });
});

describe("contract", () => {
  it("puts the support of a product in the place of its layers and leaves the others", () => {
    for (const layers of samples.filter(({ length }) => length >= 2)) {
      const first = 1 + random.below(layers.length - 1);
      const last = first + 1 + random.below(layers.length - first);
      const made = contract(layers, first, last);
      expect(made).toHaveLength(layers.length - (last - first));
      expect(made.slice(0, first - 1)).toEqual(layers.slice(0, first - 1));
      expect(made.slice(first)).toEqual(layers.slice(last));
      const middle = made[first - 1]!;
      expect(entries(middle.rows, middle.cols).every(([i, j]) => edgesOf(middle).some(([a, b]) => a === i && b === j) === countPaths(layers, j, i, first - 1, last) > 0)).toBe(true);
    }
  });
});

describe("components", () => {
  /** Components of edges by relaxing the smallest input number over the graph until nothing changes. */
  const naive = (layers: ReturnType<typeof pruneDead>): Map<string, string[]> => {
    const edges = layers.flatMap((mask, l) => edgesOf(mask).map(([i, j]) => ({ name: `${l}:${i},${j}`, low: `${l}/${j}`, high: `${l + 1}/${i}` })));
    const mark = new Map<string, number>();
    for (const { low, high } of edges) for (const end of [low, high]) mark.set(end, end.startsWith("0/") ? Number(end.slice(2)) : Infinity);
    for (let changed = true; changed; ) {
      changed = false;
      for (const { low, high } of edges) {
        const least = Math.min(mark.get(low)!, mark.get(high)!);
        if (mark.get(low) === least && mark.get(high) === least) continue;
        mark.set(low, least).set(high, least);
        changed = true;
      }
    }
    const found = new Map<string, string[]>();
    for (const { name, low } of edges) found.set(`${mark.get(low)}`, [...(found.get(`${mark.get(low)}`) ?? []), name]);
    return found;
  };

  it("are the connected components of the edges, ordered by smallest input", () => {
    const numbers = new Set<number>();
    const sparse = Array.from({ length: 300 }, () => [4, 4, 4].slice(random.below(3)).map((n) => maskOf(n, n, () => random.below(4) === 0)));
    for (const layers of [...samples, ...sparse].map((sample) => pruneDead(sample))) {
      const parts = components(layers);
      numbers.add(parts.length);
      const expected = [...naive(layers)].sort(([a], [b]) => Number(a) - Number(b)).map(([, names]) => names.sort());
      const found = parts.map((part) => part.flatMap((mask, l) => edgesOf(mask).map(([i, j]) => `${l}:${i},${j}`)).sort());
      expect(found).toEqual(expected);
    }
    expect([...numbers]).toEqual(expect.arrayContaining([0, 1, 2, 3]));
  });

  it("keep the widths of the whole", () => {
    const parts = components(masks([["10", "01"], ["10", "01"]]));
    expect(parts.map((part) => part.map(maskStrings))).toEqual([
      [["10", "00"], ["10", "00"]],
      [["00", "01"], ["00", "01"]],
    ]);
  });

  it("are joined by a hidden neuron even when no output is shared", () => {
    expect(components(masks([["11"], ["1", "1"]]))).toHaveLength(1);
  });
});
