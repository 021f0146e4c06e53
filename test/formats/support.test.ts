import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Pieces } from "../../src/formats/source.js";
import { integersOf, refuseNaN, supportOf } from "../../src/formats/support.js";
import { ELEMENT_TYPES, type Tensor } from "../../src/formats/tensor.js";
import { bitRows, maskStrings } from "../../src/pattern/mask.js";
import { refusalOf } from "./helpers.js";

/** Numbers of each type, some of them zero, as JavaScript reads and writes them. */
const TYPES = {
  U8: [Uint8Array, [0, 1, 255]],
  I8: [Int8Array, [0, 1, -1, -128]],
  U16: [Uint16Array, [0, 1, 0x8000]],
  I32: [Int32Array, [0, 1, -1, -(2 ** 31)]],
  U32: [Uint32Array, [0, 1, 2 ** 31]],
  F32: [Float32Array, [0, -0, 1, -1, 1e-45, Infinity, -Infinity, 3.5]],
  F64: [Float64Array, [0, -0, 1, 5e-324, -Infinity, 1 + 2 ** -52]],
} as const;

interface Storage {
  readonly dtype: keyof typeof TYPES;
  readonly values: number[];
  readonly bigEndian: boolean;
  /** Lengths of the pieces in which the storage passes by, repeated. */
  readonly pieces: number[];
}

function tensorOf(storage: Storage, shape: number[], offset: number, strides: number[]): Tensor {
  const type = ELEMENT_TYPES.get(storage.dtype)!;
  const bytes = Buffer.from(TYPES[storage.dtype][0].from(storage.values).buffer);
  if (storage.bigEndian && type.bytes > 1) ({ 2: () => bytes.swap16(), 4: () => bytes.swap32(), 8: () => bytes.swap64() })[type.bytes as 2 | 4 | 8]();
  async function* pieces(from: number, length: number): AsyncGenerator<Uint8Array> {
    if (from + length > bytes.length) throw new Error("read beyond the storage");
    for (let at = from, k = 0; at < from + length; k++) {
      const size = Math.min(storage.pieces[k % storage.pieces.length]!, from + length - at);
      yield bytes.subarray(at, at + size);
      at += size;
    }
  }
  const stream = { size: bytes.length, pieces: pieces as (from: number, length: number) => Pieces };
  return { name: "w", shape, typeName: storage.dtype, type, cells: () => ({ stream, bigEndian: storage.bigEndian, offset, strides }) };
}

/** Rows, columns, in lines of some pitch, or with any steps: rows as in a file, columns as in Fortran, slices, repeats, overlaps. */
const layouts = fc.tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 70 }), fc.nat(3), fc.nat(5), fc.nat(5)).map(([rows, cols, kind, gap, offset]) => {
  const strides = kind === 0 ? [cols + gap, 1] : kind === 1 ? [1, rows + gap] : kind === 2 ? [gap, offset] : [cols * (gap + 1), gap + 1];
  return { rows, cols, offset, strides, length: offset + (rows - 1) * strides[0]! + (cols - 1) * strides[1]! + 1 };
});

const storages = (length: number): fc.Arbitrary<Storage> =>
  fc.constantFrom(...(Object.keys(TYPES) as (keyof typeof TYPES)[])).chain((dtype) =>
    fc.record({
      dtype: fc.constant(dtype),
      values: fc.array(fc.constantFrom<number[]>(...TYPES[dtype][1]), { minLength: length, maxLength: length }),
      bigEndian: fc.boolean(),
      pieces: fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 3 }),
    }),
  );

describe("supportOf", () => {
  it("finds what a look at each cell finds, whatever the type, the strides and the pieces", async () => {
    const cases = layouts.chain((layout) => storages(layout.length).map((storage) => ({ layout, storage })));
    await fc.assert(
      fc.asyncProperty(cases, async ({ layout: { rows, cols, offset, strides }, storage }) => {
        const cell = (i: number, j: number): number => storage.values[offset + i * strides[0]! + j * strides[1]!]!;
        const cells = Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (__, j) => cell(i, j)));
        const tensor = tensorOf(storage, [rows, cols], offset, strides);
        const { mask, beyondZeroOne } = await supportOf(tensor, false);
        expect(maskStrings(mask)).toEqual(cells.map((row) => row.map((value) => (value === 0 ? "0" : "1")).join("")));
        const wrong = cells.flatMap((row, i) => row.flatMap((value, j) => (value === 0 || value === 1 ? [] : [`w[${i}, ${j}]`])));
        expect(beyondZeroOne).toBe(wrong.length > 0);
        await refuseNaN(tensor);
        if (wrong.length === 0) expect(bitRows((await supportOf(tensor, true)).mask)).toEqual(bitRows(mask));
        else expect(wrong).toContain((await refusalOf(() => supportOf(tensor, true))).replace(/:.*/, ""));
      }),
      { numRuns: 400, seed: 5 },
    );
  });

  it("names a NaN where it is, and overlooks those between the lines of a slice", async () => {
    const storage = (at: number): Storage => ({ dtype: "F32", values: Array.from({ length: 4 * 10 }, (_, k) => (k === at ? NaN : 1)), bigEndian: false, pieces: [7] });
    for (let at = 0; at < 40; at++) {
      const [i, j] = [Math.floor(at / 10), at % 10];
      const slice = tensorOf(storage(at), [4, 6], 2, [10, 1]);
      const turned = tensorOf(storage(at), [6, 4], 2, [1, 10]);
      const steps = tensorOf(storage(at), [4, 3], 2, [10, 2]);
      const outside = j < 2 || j >= 8;
      for (const [tensor, place] of [[slice, `w[${i}, ${j - 2}]`], [turned, `w[${j - 2}, ${i}]`]] as const) {
        if (outside) await Promise.all([supportOf(tensor, false), refuseNaN(tensor)]);
        else for (const look of [supportOf(tensor, false), refuseNaN(tensor)]) expect(await refusalOf(() => look)).toBe(`${place}: expected a number, found NaN`);
      }
      if (outside || j % 2 === 1) await supportOf(steps, false);
      else expect(await refusalOf(() => supportOf(steps, false))).toBe(`w[${i}, ${(j - 2) / 2}]: expected a number, found NaN`);
    }
  });

  it("goes through lines that are longer than what is looked at in one go", async () => {
    const length = 2 ** 18 + 3;
    const values = Array.from({ length: 2 * length }, (_, k) => (k % 7 === 0 || k === 2 * length - 1 ? 1 : 0));
    const storage: Storage = { dtype: "U8", values, bigEndian: false, pieces: [100_000] };
    for (const [shape, strides, at] of [[[2, length], [length, 1], (k: number) => [Math.floor(k / length), k % length]], [[length, 2], [1, length], (k: number) => [k % length, Math.floor(k / length)]]] as const) {
      const { mask } = await supportOf(tensorOf(storage, [...shape], 0, [...strides]), true);
      const bits = bitRows(mask);
      const words = Math.ceil(shape[1] / 32);
      values.forEach((value, k) => {
        const [i, j] = at(k) as [number, number];
        if (((bits[i * words + (j >> 5)]! >>> (j & 31)) & 1) !== value) throw new Error(`cell ${i}, ${j}`);
      });
    }
  });

  it("refuses to hold too much for steps and repeats", async () => {
    const tensor = { ...tensorOf({ dtype: "F64", values: [1], bigEndian: false, pieces: [1] }, [2 ** 14, 2 ** 14], 0, [2 ** 15, 2]) };
    expect(await refusalOf(() => supportOf(tensor, false))).toMatch(/w: expected cells without steps or repeats, or at most 1073741824 bytes from the first to the last, found \d+ bytes/);
    const repeated = tensorOf({ dtype: "U8", values: [1], bigEndian: false, pieces: [1] }, [2 ** 14, 2 ** 14], 0, [0, 0]);
    expect(await refusalOf(() => supportOf(repeated, false))).toBe("w: expected at most 134217728 cells where they have steps or repeats, found 268435456");
  });
});

describe("integersOf", () => {
  it("reads what a row of numbers holds", async () => {
    const one = (dtype: keyof typeof TYPES, values: number[], bigEndian = false): Promise<Float64Array> =>
      integersOf(tensorOf({ dtype, values: [9, ...values], bigEndian, pieces: [3] }, [values.length], 1, [1]));
    expect([...(await one("U8", [1, 255]))]).toEqual([1, 255]);
    expect([...(await one("I32", [7, 2 ** 30], true))]).toEqual([7, 2 ** 30]);
    const type = ELEMENT_TYPES.get("U64")!;
    const bytes = new Uint8Array(BigUint64Array.of(5n, 2n ** 40n + 1n).buffer);
    const stream = { size: 16, pieces: (from: number, length: number) => [bytes.subarray(from, from + length)] };
    const cells = () => ({ stream, bigEndian: false, offset: 0, strides: [1, 1] });
    expect([...(await integersOf({ name: "n", shape: [2, 1], typeName: "U64", type, cells }))]).toEqual([5, 2 ** 40 + 1]);
    expect(await refusalOf(() => one("F32", [1]))).toBe('tensor "w": expected integers, found F32');
  });
});
