import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { type Mask, has, maskOf } from "../../../src/pattern/mask.js";
import { edgesOf } from "../../../src/pattern/pattern.js";
import { band, diagonalBlocks, rowEnds } from "../../../src/pattern/structure/diagonal.js";
import { bothForms, packed } from "./masks.js";

const random = new Random(6);
const samples = Array.from({ length: 200 }, () => {
  const [rows, cols, slack] = [1 + random.below(12), 1 + random.below(12), random.below(4)];
  const noise = bothForms(random, rows, cols, 2)[0];
  return maskOf(rows, cols, (i, j) => Math.abs(i - j) <= slack && has(noise, i, j));
});

/** Masks made of equal diagonal blocks. */
const regularSamples = Array.from({ length: 100 }, () => {
  const [blocks, height, width] = [2 + random.below(4), 1 + random.below(3), 1 + random.below(3)];
  const noise = bothForms(random, blocks * height, blocks * width, 2)[0];
  return maskOf(blocks * height, blocks * width, (i, j) => Math.floor(i / height) === Math.floor(j / width) && has(noise, i, j));
});

const blocksOf = (mask: Mask): ReturnType<typeof diagonalBlocks> => diagonalBlocks(mask, rowEnds(mask));

/** The number of ways to cut rows and columns in two so that nothing is kept outside the two diagonal blocks, counting those that split the entries differently. */
function splits(mask: Mask): number {
  const edges = edgesOf(mask);
  const seen = new Set<number>();
  for (let i = 0; i <= mask.rows; i++) {
    for (let j = 0; j <= mask.cols; j++) {
      if (edges.every(([row, col]) => row < i === col < j)) seen.add(edges.filter(([row]) => row < i).length);
    }
  }
  seen.delete(0);
  seen.delete(edges.length);
  return seen.size;
}

describe("rowEnds", () => {
  it("are the first and last kept columns, in both forms", () => {
    for (let n = 0; n < 50; n++) {
      for (const mask of bothForms(random, 1 + random.below(6), 1 + random.below(90), 1 + random.below(30))) {
        const { first, last } = rowEnds(mask);
        for (let i = 0; i < mask.rows; i++) {
          const columns = Array.from({ length: mask.cols }, (_, j) => j).filter((j) => has(mask, i, j));
          expect([first[i], last[i]]).toEqual(columns.length === 0 ? [-1, -1] : [columns[0], columns.at(-1)]);
        }
      }
    }
  });
});

describe("band", () => {
  it("is the narrowest, with its cells", () => {
    for (const mask of samples) {
      const offsets = edgesOf(mask).map(([i, j]) => j - i);
      const found = band(mask, rowEnds(mask));
      expect(found === undefined).toBe(offsets.length === 0);
      if (found === undefined) continue;
      expect([found.from, found.to]).toEqual([Math.min(...offsets), Math.max(...offsets)]);
      let cells = 0;
      for (let i = 0; i < mask.rows; i++) for (let j = 0; j < mask.cols; j++) if (j - i >= found.from && j - i <= found.to) cells++;
      expect(found.cells).toBe(cells);
    }
  });
});

describe("diagonalBlocks", () => {
  it("finds blocks exactly where the mask can be cut, all of them when sizes differ", () => {
    let irregular = 0;
    for (const mask of samples) {
      const found = blocksOf(mask);
      expect(found === undefined).toBe(splits(mask) === 0);
      expect(diagonalBlocks(packed(mask), rowEnds(packed(mask)))).toEqual(found);
      if (found === undefined || found.size !== undefined) continue;
      irregular++;
      expect(found.blocks).toBe(splits(mask) + 1);
    }
    expect(irregular).toBeGreaterThan(20);
  });

  it("prefers equal blocks, as many as hold everything", () => {
    let regular = 0;
    for (const mask of [...samples, ...regularSamples]) {
      const found = blocksOf(mask);
      const holds = (blocks: number): boolean => edgesOf(mask).every(([i, j]) => Math.floor((i * blocks) / mask.rows) === Math.floor((j * blocks) / mask.cols));
      const sizes = Array.from({ length: Math.min(mask.rows, mask.cols) }, (_, b) => b + 1).filter((b) => mask.rows % b === 0 && mask.cols % b === 0 && holds(b));
      if (found === undefined) continue;
      const most = Math.max(...sizes);
      expect(found.size !== undefined).toBe(most >= 2);
      if (found.size === undefined) continue;
      regular++;
      expect(found).toEqual({ blocks: most, size: { rows: mask.rows / most, cols: mask.cols / most }, cells: (mask.rows * mask.cols) / most });
    }
    expect(regular).toBeGreaterThan(50);
  });
});
