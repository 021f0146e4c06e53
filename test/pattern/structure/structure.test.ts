import { describe, expect, it, vi } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { type Mask, bitRows, has, kept, maskOf, maskOfBits, transpose } from "../../../src/pattern/mask.js";
import { PackedMask, rowWords } from "../../../src/pattern/packed-mask.js";
import { edgesOf } from "../../../src/pattern/pattern.js";
import { type GroupStructure, type LayerStructure, structureOf } from "../../../src/pattern/structure/structure.js";
import { fullMask } from "../../support/patterns.js";
import { bothForms, packed } from "./masks.js";

const random = new Random(31);

const facts = (mask: Mask): LayerStructure => structureOf([mask]).layers[0]!;

/** Does every group and the remainder hold what the statement says? Counted one by one. */
function expectTrue(mask: Mask, { axis, kind, n, m, groups, failing, tooMany, first, remainder }: GroupStructure): void {
  const lines = axis === "inputs" ? mask : transpose(mask);
  let [all, fails, more] = [0, 0, 0];
  let place;
  for (let i = 0; i < lines.rows; i++) {
    for (let from = 0; from + m <= lines.cols; from += m) {
      let count = 0;
      for (let j = from; j < from + m; j++) if (has(lines, i, j)) count++;
      all++;
      if (count > n) more++;
      if (kind === "exactly" ? count === n : count <= n) continue;
      fails++;
      place ??= { line: i, from, kept: count };
    }
  }
  expect({ groups, failing, tooMany, first }).toEqual({ groups: all, failing: fails, tooMany: more, first: place });
  const length = lines.cols % m;
  const rests = Array.from({ length: lines.rows }, (_, i) => {
    let count = 0;
    for (let j = lines.cols - length; j < lines.cols; j++) if (has(lines, i, j)) count++;
    return count;
  });
  expect(remainder).toEqual(length === 0 ? undefined : { length, fewest: Math.min(...rests), most: Math.max(...rests) });
}

/** n of each m consecutive entries of a row, at random places; what is left at the end at random. */
function nOfM(rows: number, cols: number, n: number, m: number): Mask {
  const cells = Array.from({ length: rows }, () => {
    const line: boolean[] = [];
    while (line.length + m <= cols) {
      const group = Array.from({ length: m }, (_, x) => x < n);
      for (let x = m - 1; x > 0; x--) {
        const y = random.below(x + 1);
        [group[x], group[y]] = [group[y]!, group[x]!];
      }
      line.push(...group);
    }
    while (line.length < cols) line.push(random.below(2) === 0);
    return line;
  });
  return maskOf(rows, cols, (i, j) => cells[i]![j]!);
}

const said = (groups: readonly GroupStructure[]): string[] => groups.map(({ axis, kind, n, m, failing }) => `${axis}: ${kind} ${n}:${m}${failing === 0 ? "" : ` but ${failing}`}`);

describe("N:M structure", () => {
  it("is found with its axis, in its tightest form, with its remainder", () => {
    for (const [n, m] of [[1, 2], [2, 4], [1, 4], [4, 8], [3, 8], [5, 16], [7, 32]] as const) {
      for (const cols of [64, 67, 95]) {
        const mask = nOfM(24, cols, n, m);
        expect(said(facts(mask).groups)).toEqual([`inputs: exactly ${n}:${m}`]);
        expect(said(facts(packed(transpose(mask))).groups)).toEqual([`outputs: exactly ${n}:${m}`]);
        for (const one of facts(mask).groups) expectTrue(mask, one);
        for (const one of facts(transpose(mask)).groups) expectTrue(transpose(mask), one);
      }
    }
  });

  it("is 'at most' where groups hold fewer", () => {
    const exact = nOfM(32, 64, 2, 4);
    const thinned = maskOf(32, 64, (i, j) => has(exact, i, j) && random.below(10) > 0);
    expect(said(facts(thinned).groups)).toEqual(["inputs: at most 2:4"]);
    expectTrue(thinned, facts(thinned).groups[0]!);
  });

  it("near misses name the first group that fails, and how many hold too many", () => {
    const exact = nOfM(64, 64, 2, 4);
    const added = maskOf(64, 64, (i, j) => has(exact, i, j) || (i === 5 && j >= 8 && j < 12));
    expect(said(facts(added).groups)).toEqual(["inputs: exactly 2:4 but 1"]);
    expect(facts(added).groups[0]).toMatchObject({ failing: 1, tooMany: 1, first: { line: 5, from: 8, kept: 4 } });
    expectTrue(added, facts(added).groups[0]!);
    const removed = maskOf(64, 64, (i, j) => has(exact, i, j) && !(i === 63 && j >= 60));
    expect(said(facts(removed).groups)).toEqual(["inputs: exactly 2:4 but 1", "inputs: at most 2:4"]);
    expect(facts(removed).groups[0]).toMatchObject({ tooMany: 0, first: { line: 63, from: 60, kept: 0 } });
    for (const one of facts(removed).groups) expectTrue(removed, one);
    const thinned = maskOf(64, 64, (i, j) => (has(exact, i, j) && (i + j) % 7 > 0) || (i === 5 && j >= 8 && j < 12));
    expect(said(facts(thinned).groups)).toEqual(["inputs: at most 2:4 but 1"]);
    expectTrue(thinned, facts(thinned).groups[0]!);
  });

  it("along both axes at once", () => {
    const both = maskOf(16, 16, (i, j) => (i + j) % 4 < 2);
    expect(said(facts(both).groups)).toEqual(["inputs: exactly 2:4", "outputs: exactly 2:4"]);
  });

  it("is not read into random masks, nor into equal rows", () => {
    let claims = 0;
    for (let n = 0; n < 300; n++) {
      const [mask] = bothForms(random, 1 + random.below(40), 1 + random.below(80), 2 + random.below(20));
      for (const one of facts(mask).groups) expectTrue(mask, one);
      claims += facts(mask).groups.length;
    }
    expect(claims).toBeLessThanOrEqual(1);
    const line = bothForms(random, 1, 24, 2)[0];
    expect(facts(maskOf(500, 24, (_, j) => has(line, 0, j))).groups).toEqual([]);
    // No two of four columns, but that is one accident, not one for each row.
    expect(facts(maskOf(500, 24, (i, j) => i % 7 > 0 && j % 4 === 1 && j !== 5)).groups).toEqual([]);
  });

  it("is not read into masks that are full, empty or too small", () => {
    expect(facts(fullMask(64, 64)).groups).toEqual([]);
    expect(facts(maskOf(64, 64, () => false)).groups).toEqual([]);
    expect(facts(nOfM(2, 8, 2, 4)).groups).toEqual([]);
  });
});

describe("a large packed mask", () => {
  it("has its structure found on bits, without its list of entries", () => {
    const bits = bitRows(nOfM(1024, 1100, 2, 4));
    // Row 700, columns 64 to 67 are all kept.
    bits[700 * rowWords(1100) + 2]! |= 15;
    const mask = maskOfBits(1024, 1100, bits);
    expect(mask).toBeInstanceOf(PackedMask);
    const list = vi.spyOn(mask as PackedMask, "index", "get");
    const { groups } = facts(mask);
    expect(list).not.toHaveBeenCalled();
    expect(mask.index.length).toBe(kept(mask));
    expect(list).toHaveBeenCalledTimes(1);
    list.mockRestore();
    expect(said(groups)).toEqual(["inputs: exactly 2:4 but 1"]);
    expectTrue(mask, groups[0]!);
    const turned = facts(transpose(mask)).groups;
    expect(turned).toEqual(groups.map((one) => ({ ...one, axis: "outputs" })));
  });
});

describe("blocks and whole neurons", () => {
  it("are found", () => {
    const coarse = bothForms(random, 10, 12, 2)[0];
    const blocked = maskOf(37, 96, (i, j) => has(coarse, Math.floor(i / 4), Math.floor(j / 8)));
    expect(facts(blocked)).toMatchObject({ block: { rows: 4, cols: 8 } });
    expect(facts(packed(blocked))).toEqual(facts(blocked));
    const whole = maskOf(20, 30, (i, j) => i % 7 !== 2 && j % 5 !== 1);
    expect(facts(whole)).toMatchObject({ whole: { rows: 17, cols: 24 }, emptyRows: 3, emptyColumns: 6 });
    expect(facts(whole)).not.toHaveProperty("block");
    const columns = maskOf(20, 30, (_, j) => j % 5 !== 1 && j !== 3);
    expect(facts(columns)).toMatchObject({ whole: { rows: 20, cols: 23 } });
    expect(facts(columns)).not.toHaveProperty("block");
  });

  it("are not where one entry is off, or the mask is too small", () => {
    const coarse = bothForms(random, 10, 12, 2)[0];
    const off = maskOf(40, 96, (i, j) => has(coarse, Math.floor(i / 4), Math.floor(j / 8)) !== (i === 17 && j === 50));
    expect(facts(off)).not.toHaveProperty("block");
    expect(facts(maskOf(4, 1, (i) => i < 2))).not.toHaveProperty("block");
    expect(facts(maskOf(2, 3, (_, j) => j > 0))).not.toHaveProperty("whole");
    for (let n = 0; n < 200; n++) {
      const [mask] = bothForms(random, 4 + random.below(20), 4 + random.below(20), 2);
      expect(facts(mask)).not.toHaveProperty("block");
      expect(facts(mask)).not.toHaveProperty("whole");
    }
  });
});

describe("bands and diagonal blocks", () => {
  it("are found", () => {
    const banded = maskOf(50, 50, (i, j) => Math.abs(i - j) <= 1 || j === i + 3);
    expect(facts(banded)).toMatchObject({ band: { from: -1, to: 3 } });
    const triangle = maskOf(40, 40, (i, j) => j <= i && random.below(2) === 0);
    expect(facts(triangle).band).toMatchObject({ to: 0 });
    const diagonal = maskOf(24, 48, (i, j) => Math.floor(i / 6) === Math.floor(j / 12) && random.below(3) > 0);
    expect(facts(diagonal)).toMatchObject({ diagonal: { blocks: 4, size: { rows: 6, cols: 12 } } });
    const uneven = maskOf(20, 20, (i, j) => i < 7 === j < 5 && (i + j) % 5 > 0);
    expect(facts(uneven).diagonal).toEqual({ blocks: 2 });
  });

  it("are not read into random masks", () => {
    for (let n = 0; n < 200; n++) {
      const [mask] = bothForms(random, 3 + random.below(30), 3 + random.below(30), 2 + random.below(30));
      const { band, diagonal } = facts(mask);
      expect(diagonal).toBeUndefined();
      if (band !== undefined) expect(edgesOf(mask).every(([i, j]) => j - i >= band.from && j - i <= band.to)).toBe(true);
    }
  });
});

describe("structureOf", () => {
  it("counts what is kept, live and empty in each layer, whatever the form", () => {
    for (let n = 0; n < 100; n++) {
      const widths = Array.from({ length: 3 }, () => 1 + random.below(40));
      const layers = [bothForms(random, widths[1]!, widths[0]!, 4)[0], bothForms(random, widths[2]!, widths[1]!, 4)[0]];
      const { layers: found } = structureOf(layers);
      found.forEach((one, l) => {
        const mask = layers[l]!;
        const lines = (m: Mask): number => Array.from({ length: m.rows }, (_, i) => m.start[i] === m.start[i + 1]).filter(Boolean).length;
        expect(one).toMatchObject({ layer: l + 1, rows: mask.rows, cols: mask.cols, kept: kept(mask), emptyRows: lines(mask), emptyColumns: lines(transpose(mask)) });
      });
      expect(structureOf(layers.map(packed))).toEqual(structureOf(layers));
    }
  });
});
