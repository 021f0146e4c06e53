import { describe, expect, it } from "vitest";
import { decide } from "../../src/decide/decide.js";
import { check } from "../../src/check/check.js";
import { Random } from "../../src/exact/random.js";
import { islandsOf } from "../../src/pattern/islands.js";
import { pruneDead } from "../../src/pattern/live.js";
import { type Mask, bitRows, maskOf, maskOfEdges, row, sameMask } from "../../src/pattern/mask.js";
import { PackedMask } from "../../src/pattern/packed-mask.js";
import { edgesOf, makePattern } from "../../src/pattern/pattern.js";

const random = new Random(31);

/** Some random networks side by side, the neurons of each layer in random order. */
function archipelago(depth: number): Mask[] {
  const parts = Array.from({ length: 1 + random.below(4) }, () => {
    const widths = Array.from({ length: depth + 1 }, () => 1 + random.below(5));
    return Array.from({ length: depth }, (_, l) => maskOf(widths[l + 1]!, widths[l]!, () => random.below(3) > 0));
  });
  const widths = Array.from({ length: depth + 1 }, (_, l) => parts.reduce((sum, masks) => sum + (l === 0 ? masks[0]!.cols : masks[l - 1]!.rows), 0));
  const order = widths.map((width) => shuffled(width));
  const before = widths.map(() => 0);
  const edges: [number, number][][] = Array.from({ length: depth }, () => []);
  for (const masks of parts) {
    masks.forEach((mask, l) => {
      for (let i = 0; i < mask.rows; i++) for (const j of row(mask, i)) edges[l]!.push([order[l + 1]![before[l + 1]! + i]!, order[l]![before[l]! + j]!]);
    });
    masks.forEach((mask, l) => (before[l]! += mask.cols));
    before[depth]! += masks[depth - 1]!.rows;
  }
  return pruneDead(edges.map((list, l) => maskOfEdges(widths[l + 1]!, widths[l]!, list)));
}

function shuffled(size: number): number[] {
  const list = Array.from({ length: size }, (_, x) => x);
  for (let x = size - 1; x > 0; x--) {
    const other = random.below(x + 1);
    [list[x], list[other]] = [list[other]!, list[x]!];
  }
  return list;
}

/** The pieces by walking along edges: for each the names of its neurons, `layer:number`. */
function pieces(masks: readonly Mask[]): Set<string> {
  const beside = new Map<string, string[]>();
  const join = (a: string, b: string): void => void beside.set(a, [...(beside.get(a) ?? []), b]);
  masks.forEach((mask, l) => {
    for (const [i, j] of edgesOf(mask)) {
      join(`${l + 1}:${i}`, `${l}:${j}`);
      join(`${l}:${j}`, `${l + 1}:${i}`);
    }
  });
  const found = new Set<string>();
  for (const start of beside.keys()) {
    const seen = new Set([start]);
    for (const name of seen) for (const other of beside.get(name)!) seen.add(other);
    found.add([...seen].sort().join(" "));
  }
  return found;
}

describe("the connected pieces of a network", () => {
  it("are those found by walking, and hold all edges, for lists and for bits", () => {
    for (let n = 0; n < 300; n++) {
      const masks = archipelago(1 + random.below(3));
      const packed = masks.map((mask) => new PackedMask(mask.rows, mask.cols, bitRows(mask)));
      for (const form of [masks, packed]) {
        const islands = islandsOf(form);
        if (islands.length === 1) {
          expect(islands).toEqual([{ masks: form }]);
          expect(pieces(masks).size).toBe(1);
          continue;
        }
        const back = masks.map((mask, l) => {
          const edges = islands.flatMap(({ masks: own, numbers }) => edgesOf(own[l]!).map(([i, j]): [number, number] => [numbers![l + 1]![i]!, numbers![l]![j]!]));
          return maskOfEdges(mask.rows, mask.cols, edges);
        });
        back.forEach((mask, l) => expect(sameMask(mask, masks[l]!)).toBe(true));
        const names = islands.map(({ numbers }) => numbers!.flatMap((own, l) => Array.from(own, (x) => `${l}:${x}`)).sort().join(" "));
        expect(new Set(names)).toEqual(pieces(masks));
        expect(islands).toHaveLength(names.length);
      }
    }
  });

  it("of a network in one piece is that network, with the masks as they are", () => {
    const masks = [maskOf(3, 4, () => true), maskOf(2, 3, (i, j) => i === 0 || j > 0)];
    const [only, ...more] = islandsOf(masks);
    expect(more).toEqual([]);
    expect(only!.masks).toBe(masks);
    expect(islandsOf([maskOf(2, 2, () => false), maskOf(2, 2, () => false)])).toEqual([]);
  });
});

describe("a wide network of many small pieces", () => {
  const PIECES = 40_000;
  /** Pieces of width two side by side: all of unique paths, or one of them an LU minor. */
  const wide = (lu: number | undefined): Mask[] => {
    const [first, second]: [number, number][][] = [[], []];
    for (let p = 0; p < PIECES; p++) {
      const [a, b] = [2 * p, 2 * p + 1];
      first!.push([a, a], [a, b], [b, b]);
      second!.push(...(p === lu ? ([[a, a], [b, a], [b, b]] as [number, number][]) : ([[a, a], [b, a]] as [number, number][])));
    }
    return [first!, second!].map((edges) => maskOfEdges(2 * PIECES, 2 * PIECES, edges));
  };

  it("is decided, where one table of bits for all of it would be too large", () => {
    const closed = decide(makePattern("unique", wide(undefined))).linear;
    expect(closed).toMatchObject({ closed: true, rule: "unique-paths" });
    const open = decide(makePattern("lu", wide(777))).linear;
    expect(open).toMatchObject({ closed: false, rule: "lu-minor" });
    expect(check(open.certificate).ok).toBe(true);
  });
});
