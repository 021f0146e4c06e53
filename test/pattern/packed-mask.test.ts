import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { components, select } from "../../src/pattern/layers.js";
import { liveNeurons, pruneDead } from "../../src/pattern/live.js";
import { type Mask, bitRows, filterMask, has, kept, maskOf, maskOfBits, maskStrings, nextIn, restrictMask, row, sameMask, transpose } from "../../src/pattern/mask.js";
import { PackedMask, bitsOfMarks, ones } from "../../src/pattern/packed-mask.js";

const random = new Random(5);

describe("a packed mask", () => {
  it("is the mask of its bits", () => {
    for (let n = 0; n < 100; n++) {
      const [rows, cols] = [1 + random.below(6), 1 + random.below(100)];
      const made = maskOf(rows, cols, () => random.below(3) === 0);
      const packed = new PackedMask(rows, cols, bitRows(made));
      expect(sameMask(packed, made)).toBe(true);
      expect(kept(packed)).toBe(kept(made));
      expect(sameMask(transpose(packed), transpose(made))).toBe(true);
      for (let i = 0; i < rows; i++) expect(row(packed, i)).toEqual(row(made, i));
      for (const j of [-1, 0, cols - 1, cols, 2 ** 40]) expect(has(packed, rows - 1, j)).toBe(has(made, rows - 1, j));
      expect(has(packed, rows, 0)).toBe(false);
      expect(maskStrings(packed)).toEqual(maskStrings(made));
      expect(bitRows(packed)).toBe(packed.bits);
    }
  });

  it("finds the next column in a set as a mask of lists does", () => {
    for (let n = 0; n < 100; n++) {
      const cols = 1 + random.below(100);
      const made = maskOf(3, cols, () => random.below(3) === 0);
      const set = bitRows(maskOf(1, cols, () => random.below(2) === 0));
      const from = random.below(cols + 1);
      const expected = [...row(made, 1)].find((j) => j >= from && ((set[j >>> 5]! >>> (j & 31)) & 1) === 1) ?? -1;
      expect(nextIn(made, 1, set, from)).toBe(expected);
      expect(nextIn(new PackedMask(3, cols, bitRows(made)), 1, set, from)).toBe(expected);
    }
  });

  it("is made of bits only where that takes less memory", () => {
    const dense = maskOfBits(1024, 1024, new Uint32Array(1024 * 32).fill(0xffffffff));
    expect(dense).toBeInstanceOf(PackedMask);
    const sparse = maskOfBits(1024, 1024, new Uint32Array(1024 * 32).fill(1, 0, 100));
    expect(sparse).not.toBeInstanceOf(PackedMask);
    expect(kept(sparse)).toBe(100);
    const small = maskOfBits(2, 33, Uint32Array.of(5, 1, 0, 0));
    expect(small).toEqual({ rows: 2, cols: 33, start: Int32Array.of(0, 3, 3), index: Int32Array.of(0, 2, 32) });
  });

  it("has rows in the order of the bits of marks", () => {
    for (const width of [1, 31, 32, 33, 100]) {
      const marks = Uint8Array.from({ length: width }, () => random.below(2));
      expect(bitsOfMarks(marks)).toEqual(bitRows(maskOf(1, width, (_, j) => marks[j] === 1)));
    }
  });

  it("counts bits", () => {
    for (let n = 0; n < 100; n++) {
      const word = random.below(2 ** 31) * 2 + random.below(2);
      expect(ones(word | 0)).toBe(word.toString(2).replaceAll("0", "").length);
    }
  });
});

/** A list of all kept columns is never made of these. */
class NoList extends PackedMask {
  override get index(): never {
    throw new Error("a list of all kept columns was asked for");
  }
}

describe("operations on packed masks", () => {
  const packedOf = (mask: Mask): Mask => new NoList(mask.rows, mask.cols, bitRows(mask));
  const samples = Array.from({ length: 150 }, () => {
    const widths = Array.from({ length: 3 + random.below(2) }, () => 1 + random.below(80));
    const sparse = 2 + random.below(80);
    return widths.slice(1).map((rows, l) => maskOf(rows, widths[l]!, () => random.below(sparse) === 0));
  });

  it("give what they give on lists, and make no list", () => {
    for (const lists of samples) {
      const packed = lists.map(packedOf);
      const same = (a: readonly Mask[], b: readonly Mask[]): void => expect(a.map((mask, l) => sameMask(mask, b[l]!))).toEqual(a.map(() => true));
      same(packed.map(transpose), lists.map(transpose));
      expect(liveNeurons(packed)).toEqual(liveNeurons(lists));
      same(pruneDead(packed), pruneDead(lists));
      const [outputs, inputs] = [[0, lists.at(-1)!.rows - 1], [lists[0]!.cols - 1]];
      same(select(packed, outputs, inputs), select(lists, outputs, inputs));
      const odd = (i: number, j: number): boolean => (i + j) % 2 === 1;
      same(packed.map((mask) => filterMask(mask, odd)), lists.map((mask) => filterMask(mask, odd)));
      const marks = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => random.below(2));
      for (const [l, mask] of lists.entries()) {
        const [rows, cols] = [marks(mask.rows), marks(mask.cols)];
        same([restrictMask(packed[l]!, rows, cols)], [restrictMask(mask, rows, cols)]);
      }
      const live = pruneDead(lists);
      const parts = components(live);
      const again = components(live.map(packedOf));
      expect(again).toHaveLength(parts.length);
      parts.forEach((part, n) => same(again[n]!, part));
    }
    expect(samples.filter((lists) => components(pruneDead(lists)).length > 1).length).toBeGreaterThan(20);
  });

  it("keep the mask itself where nothing is dropped", () => {
    const mask = packedOf(maskOf(3, 40, () => true));
    expect(pruneDead([mask])[0]).toBe(mask);
    expect(filterMask(mask, () => true)).toBe(mask);
  });
});
