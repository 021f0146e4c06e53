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
  /** All paths, each as its neurons from input to output. */
  const pathsOf = (layers: ReturnType<typeof pruneDead>): number[][] =>
    layers.reduce<number[][]>(
      (paths, mask) => paths.flatMap((path) => edgesOf(mask).flatMap(([i, j]) => (j === path[path.length - 1] ? [[...path, i]] : []))),
      Array.from({ length: layers[0]!.cols }, (_, k) => [k]),
    );

  /** Classes of paths, two joined when they share a hidden neuron or both ends; merged until nothing changes. Edges by class. */
  const naive = (layers: ReturnType<typeof pruneDead>): string[][] => {
    const classes = pathsOf(layers).map((path) => [path]);
    const joined = (a: number[], b: number[]): boolean =>
      (a[0] === b[0] && a[a.length - 1] === b[b.length - 1]) || a.slice(1, -1).some((v, l) => v === b[l + 1]);
    for (let changed = true; changed; ) {
      changed = false;
      for (let x = 0; x < classes.length; x++) {
        for (let y = classes.length - 1; y > x; y--) {
          if (!classes[x]!.some((a) => classes[y]!.some((b) => joined(a, b)))) continue;
          classes[x]!.push(...classes.splice(y, 1)[0]!);
          changed = true;
        }
      }
    }
    const least = (paths: number[][]): number => Math.min(...paths.map((path) => path[1]!));
    classes.sort((a, b) => least(a) - least(b));
    return classes.map((paths) => [...new Set(paths.flatMap((path) => path.slice(1).map((i, l) => `${l}:${i},${path[l]}`)))].sort());
  };

  it("are the classes of paths that share no hidden neuron and no entry of the product, by smallest hidden neuron", () => {
    const numbers = new Set<number>();
    const sparse = Array.from({ length: 300 }, () => [4, 4, 4].slice(random.below(2)).map((n) => maskOf(n, n, () => random.below(4) === 0)));
    for (const layers of [...samples.filter((sample) => sample.length > 1), ...sparse].map((sample) => pruneDead(sample))) {
      const parts = components(layers);
      numbers.add(parts.length);
      const found = parts.map((part) => part.flatMap((mask, l) => edgesOf(mask).map(([i, j]) => `${l}:${i},${j}`)).sort());
      expect(found).toEqual(naive(layers));
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

  it("may share inputs, or outputs, but no entry", () => {
    expect(components(masks([["1", "1"], ["10", "01"]]))).toHaveLength(2);
    expect(components(masks([["10", "01"], ["11"]]))).toHaveLength(2);
    expect(components(masks([["1", "1"], ["11"]]))).toHaveLength(1);
  });

  it("are joined by a hidden neuron even when no output is shared", () => {
    expect(components(masks([["11"], ["1", "1"]]))).toHaveLength(1);
  });
});
