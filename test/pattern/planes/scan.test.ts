import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { type Mask, bitRows, maskOf } from "../../../src/pattern/mask.js";
import { PackedMask } from "../../../src/pattern/packed-mask.js";
import { pathPlanes } from "../../../src/pattern/paths.js";
import { CrossingSearch, type Planes, addPaths, addSparsePaths, fullSums, sparsePlanes } from "../../../src/pattern/planes/loops.js";
import { type PlaneMachine, planeMachine } from "../../../src/pattern/planes/machine.js";
import { PLANES_BASE64 } from "../../../src/pattern/planes/planes.wasm.js";
import { firstCrossing, planesAbove } from "../../../src/pattern/planes/scan.js";

const machine = planeMachine()!;
const packed = (mask: Mask): Mask => new PackedMask(mask.rows, mask.cols, bitRows(mask));
const randomMask = (random: Random, rows: number, cols: number, thousandths: number): Mask => maskOf(rows, cols, () => random.below(1000) < thousandths);
const randomPlane = (random: Random, rows: number, cols: number, thousandths: number): Uint32Array => bitRows(randomMask(random, rows, cols, thousandths));

/** Path counts saturated at two, entry by entry. */
function counted(below: Planes, mask: Mask, words: number): { any: Uint32Array; twice: Uint32Array } {
  const sums = { any: new Uint32Array(mask.rows * words), twice: new Uint32Array(mask.rows * words) };
  const bit = (plane: Uint32Array | undefined, at: number): number => (plane === undefined ? 0 : (plane[at >>> 5]! >>> (at & 31)) & 1);
  for (let i = 0; i < mask.rows; i++) {
    for (let k = 0; k < words * 32; k++) {
      let paths = 0;
      for (const h of mask.index.subarray(mask.start[i], mask.start[i + 1])) {
        paths += bit(below.any, h * words * 32 + k) + bit(below.twice, h * words * 32 + k);
      }
      if (paths > 0) sums.any[i * words + (k >>> 5)]! |= 1 << (k & 31);
      if (paths > 1) sums.twice[i * words + (k >>> 5)]! |= 1 << (k & 31);
    }
  }
  return sums;
}

/** [rows, columns below, inputs, how many in a thousand are kept in the mask, how many bits are set below]. */
const SHAPES: [number, number, number, number, number][] = [
  [1, 1, 1, 1000, 1000],
  [3, 5, 33, 400, 300],
  [7, 64, 512, 500, 30],
  [9, 65, 513, 100, 10],
  [20, 200, 127, 900, 600],
  [31, 100, 1000, 300, 5],
  [5, 300, 700, 1000, 20],
  [40, 40, 2049, 50, 50],
  [2, 9001, 70, 20, 1],
  [3, 9001, 520, 600, 1],
];

describe("path planes of one layer", () => {
  it.each(SHAPES)("%i rows over %i rows of %i inputs: kernel, loops and definition give the same bits, of lists and of packed masks", (rows, cols, inputs, kept, set) => {
    for (let seed = 1; seed <= 3; seed++) {
      const random = new Random(seed);
      const words = (inputs + 31) >>> 5;
      const mask = randomMask(random, rows, cols, kept);
      const twice = randomPlane(random, cols, inputs, set / 2);
      const any = randomPlane(random, cols, inputs, set).map((word, at) => word | twice[at]!);
      for (const below of [{ any, twice: undefined }, { any, twice }]) {
        const expected = counted(below, mask, words);
        const loops = { any: new Uint32Array(rows * words), twice: new Uint32Array(rows * words) };
        addPaths(below, fullSums(below, words), mask, loops, words, 0, rows);
        expect(loops).toEqual(expected);
        const sparse = { any: new Uint32Array(rows * words), twice: new Uint32Array(rows * words) };
        addSparsePaths(sparsePlanes(below, words, Infinity)!, mask, sparse, words, 0, rows);
        expect(sparse).toEqual(expected);
        expect(machine.addSparsePaths(sparsePlanes(below, words, Infinity)!, mask, words, {})).toEqual(expected);
        expect(machine.addSparsePaths(sparsePlanes(below, words, Infinity)!, packed(mask), words, {})).toEqual(expected);
        expect(machine.addPaths(below, mask, words, {})).toEqual(expected);
        expect(machine.addPaths(below, packed(mask), words, {})).toEqual(expected);
      }
    }
  });

  it("go path by path where there are few", () => {
    const words = 4;
    const any = Uint32Array.of(0, 0, 5, 0, 0, 0, 0, 0, 1, 0, 0, 2);
    expect(sparsePlanes({ any, twice: undefined }, words, 3)).toBeUndefined();
    const twice = any.map((word) => word & 4);
    const lists = sparsePlanes({ any, twice }, words, 4)!;
    expect([lists.any, lists.twice!].map(({ rows, cols, start, index }) => [rows, cols, [...start], [...index]])).toEqual([
      [3, 128, [0, 2, 2, 4], [64, 66, 0, 97]],
      [3, 128, [0, 1, 1, 1], [66]],
    ]);
    // A layer large enough for either way: both give the same planes.
    const random = new Random(7);
    const mask = randomMask(random, 600, 900, 60);
    for (const set of [1, 40]) {
      const below = { any: randomPlane(random, 900, 2048, set), twice: undefined };
      const told: number[] = [];
      const expected = counted(below, mask, 64);
      for (const options of [{ vectors: true }, { vectors: false }, { threads: 3 }]) expect(planesAbove(below, mask, 64, { ...options, onWords: (n) => told.push(n) })).toEqual(expected);
      expect(told).toHaveLength(3);
      expect(sparsePlanes(below, 64, below.any.length / 8) === undefined).toBe(set === 40);
    }
  });

  it("stop where nothing can be added, and not before", () => {
    const words = 16;
    const [full, half] = [0xffffffff, 0x0000ffff];
    let told = 0;
    const onWords = (n: number): void => void (told = n);
    const below = { any: new Uint32Array(1000 * words).fill(full), twice: undefined };
    const dense = maskOf(10, 1000, () => true);
    machine.addPaths(below, dense, words, { onWords });
    expect(told).toBe(10 * 32 * words);
    // Inputs that feed nothing do not keep the rest waiting.
    machine.addPaths({ any: below.any.map(() => half), twice: undefined }, dense, words, { onWords });
    expect(told).toBe(10 * 32 * words);
    // One that comes last does.
    const late = below.any.map((_, at) => (at >= 998 * words ? full : half));
    const sums = machine.addPaths({ any: late, twice: undefined }, dense, words, { onWords })!;
    expect(told).toBe(10 * 1000 * words);
    expect(sums.twice.every((word) => word === full)).toBe(true);
  });
});

describe("crossed rows", () => {
  const first = (inputs: Uint32Array, outputs: Mask, entries: Uint32Array, words: number): number => {
    const search = new CrossingSearch(inputs, outputs, entries, words);
    return Array.from({ length: outputs.rows }, (_, h) => h).find((h) => search.through(h) !== undefined) ?? -1;
  };

  it.each(SHAPES)("%i neurons, %i outputs, %i inputs: the kernel finds the first neuron that the loops find", (rows, cols, inputs, kept, set) => {
    let found = 0;
    let none = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const random = new Random(seed);
      const words = (inputs + 31) >>> 5;
      const outputs = randomMask(random, rows, cols, kept / seed);
      const entries = randomPlane(random, cols, inputs, set / seed);
      const reached = randomPlane(random, rows, inputs, (20 * set) / seed);
      const expected = first(reached, outputs, entries, words);
      expect(machine.findCrossed(reached, outputs, entries, words, {})).toBe(expected);
      expect(machine.findCrossed(reached, packed(outputs), entries, words, {})).toBe(expected);
      if (expected === -1) none++;
      else found++;
    }
    if (rows > 3) expect([found > 0, none > 0]).toEqual([true, true]);
  });

  it("are the definition's: rows that are disjoint or equal do not cross", () => {
    const words = 40;
    const random = new Random(4);
    const all = new Uint32Array(words).fill(0xffffffff);
    // Rows 0..4, 5..9, ... are equal, and no column is in two of these groups.
    const entries = new Uint32Array(50 * words);
    for (let k = 0; k < words * 32; k++) {
      const group = random.below(12);
      for (let i = 5 * group; i < Math.min(50, 5 * group + 5); i++) entries[i * words + (k >>> 5)]! |= 1 << (k & 31);
    }
    const outputs = maskOf(1, 50, () => true);
    expect(machine.findCrossed(all, outputs, entries, words, {})).toBe(-1);
    expect(new CrossingSearch(all, outputs, entries, words).through(0)).toBeUndefined();
    for (let n = 0; n < 30; n++) {
      const [i, k] = [random.below(50), random.below(words * 32)];
      const changed = entries.slice();
      changed[i * words + (k >>> 5)]! ^= 1 << (k & 31);
      const crossing = new CrossingSearch(all, outputs, changed, words).through(0);
      expect(machine.findCrossed(all, outputs, changed, words, {})).toBe(crossing === undefined ? -1 : 0);
      if (crossing === undefined) continue;
      const has = (row: number, column: number): boolean => ((changed[row * words + (column >>> 5)]! >>> (column & 31)) & 1) === 1;
      const [[a, b], [shared, other]] = [crossing.rows, crossing.columns];
      expect([has(a, shared), has(b, shared), has(a, other), has(b, other)]).toEqual([true, true, true, false]);
    }
  });
});

describe("large scans", () => {
  const random = new Random(9);
  const words = 50;
  const inputs = randomMask(random, 800, 1590, 4);
  const outputs = randomMask(random, 700, 800, 300);
  const ways = [{ vectors: false }, {}, { threads: 2 }, { threads: 5 }];

  it("give the same with and without vectors, whatever the number of threads", () => {
    const planes = ways.map((options) => pathPlanes([inputs, outputs], options));
    for (const other of planes.slice(1)) expect(other).toEqual(planes[0]);
    const once = planes[0]!.any[2]!.map((word, at) => word & ~planes[0]!.twice[2]![at]!);
    const upward = maskOf(800, 700, (h, i) => (outputs.index.subarray(outputs.start[i], outputs.start[i + 1]).includes(h)));
    const crossings = ways.map((options) => firstCrossing(planes[0]!.any[1]!, upward, once, words, options));
    expect(crossings[0]).toBeDefined();
    for (const other of crossings.slice(1)) expect(other).toEqual(crossings[0]);
  });

  it("are ended by what `pause` throws, and leave the machine as it was", () => {
    const below = { any: bitRows(inputs), twice: undefined };
    const stop = new Error("enough");
    const pause = (): never => {
      throw stop;
    };
    for (const options of ways) {
      expect(() => planesAbove(below, outputs, words, { ...options, pause })).toThrow(stop);
      expect(planesAbove(below, outputs, words, options)).toEqual(planesAbove(below, outputs, words, { vectors: false }));
    }
  });

  it("share blocks with threads that have been started", async () => {
    // So much work that a thread is worth its start, on any machine; then until it has come.
    const [many, wide] = [3000, 256];
    const plane = new Uint32Array(many * wide).map(() => 1 << random.below(32));
    const dense = maskOf(6000, many, (i, h) => (i * h) % 7 !== 3);
    const alone = machine.addPaths({ any: plane, twice: undefined }, dense, wide, {})!;
    for (let n = 0; n < 3; n++) {
      const shared = (planeMachine() as PlaneMachine).addPaths({ any: plane, twice: undefined }, dense, wide, { threads: 3 })!;
      expect(shared.any.every((word, at) => word === alone.any[at])).toBe(true);
      expect(shared.twice.every((word, at) => word === alone.twice[at])).toBe(true);
    }
  });
});

describe("the compiled kernel", () => {
  it("is what assembly/planes.ts compiles to", async () => {
    const script = (await import(new URL("../../../scripts/make-kernel.js", import.meta.url).href)) as {
      KERNELS: { name: string; target: string }[];
      kernelModule: (kernel: unknown) => Promise<string>;
    };
    const kernel = script.KERNELS.find(({ name }) => name === "PLANES_BASE64")!;
    const text = await script.kernelModule(kernel);
    expect(text).toBe(readFileSync(new URL(`../../../${kernel.target}`, import.meta.url), "utf8"));
    expect(text).toContain(PLANES_BASE64.slice(0, 100));
  });
});
