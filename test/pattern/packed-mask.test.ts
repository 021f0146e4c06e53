import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { bitRows, has, kept, maskOf, maskOfBits, row, sameMask, transpose } from "../../src/pattern/mask.js";
import { PackedMask, ones } from "../../src/pattern/packed-mask.js";

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
      expect(row(packed, 0)).toEqual(row(made, 0));
      expect(has(packed, rows - 1, cols - 1)).toBe(has(made, rows - 1, cols - 1));
      expect(bitRows(packed)).toBe(packed.bits);
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

  it("counts bits", () => {
    for (let n = 0; n < 100; n++) {
      const word = random.below(2 ** 31) * 2 + random.below(2);
      expect(ones(word | 0)).toBe(word.toString(2).replaceAll("0", "").length);
    }
  });
});
