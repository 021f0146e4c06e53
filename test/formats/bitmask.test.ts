import { describe, expect, it } from "vitest";
import { maskStrings } from "../../src/pattern/mask.js";
import { PackedMask } from "../../src/pattern/packed-mask.js";
import { type TensorSpec, bool, f32, fixture, i64, keeps, npy, packed, read, refusal, safetensors, summary, u8, zip } from "./helpers.js";

const FILE = "net.safetensors";
/** 9 and 16 columns: with padding and without. */
const M1 = ["100000001", "011111110", "000000000"];
const M2 = ["1000000000000001"];
const W1 = { "fc1.shape": i64([2], [3, 9]), "fc1.compressed": f32([9]), "fc1.bitmask": packed(M1), "fc1.row_offsets": i64([3], [0, 2, 9]) };
const refused = (tensors: Record<string, TensorSpec>): Promise<string> => refusal(safetensors(tensors), FILE);

describe("bits of compressed-tensors", () => {
  it("are the mask; the file holds weights, so biases that are missing are none", async () => {
    const { widths, masks, bias, notes } = await summary(safetensors(W1), FILE);
    expect([widths, masks, bias]).toEqual([[9, 3], [M1], [false]]);
    expect(notes).toEqual([
      "layers from input to output, the only 2-D tensor, each [out, in]: fc1 [3, 9]",
      "fc1: 9 of 27 weights kept (33.3 %), from the mask fc1.bitmask",
      "biases: no free ones for any layer (--bias yes to assume them)",
    ]);
    expect((await summary(safetensors({ ...W1, "fc1.bias": f32([3]) }), FILE)).bias).toEqual([true]);
    expect((await summary(safetensors(W1), FILE, { layers: ["fc1"] })).masks).toEqual([M1]);
  });

  it.each<[string, Record<string, TensorSpec>]>([
    ["with sizes, values and offsets as columns", { ...W1, "fc1.shape": i64([2, 1], [3, 9]), "fc1.compressed": f32([9, 1]), "fc1.row_offsets": i64([3, 1], [0, 2, 9]) }],
    ["with values of a type that is not known here", { ...W1, "fc1.compressed": { dtype: "F8_E4M3", shape: [9], bytes: new Uint8Array(9).fill(0x7f) } }],
    ["with infinite values", { ...W1, "fc1.compressed": f32([9], Array<number>(9).fill(Infinity)) }],
    ["with the whole name of the weight", Object.fromEntries(Object.entries(W1).map(([name, spec]) => [name.replace("fc1", "fc1.weight"), spec]))],
    ["with 32-bit sizes", { ...W1, "fc1.shape": { dtype: "I32", shape: [2], bytes: new Uint8Array(Int32Array.of(3, 9).buffer) } }],
    ["beside a dense weight of other zeros", { ...W1, "fc1.weight": f32([3, 9], Array<number>(27).fill(0)) }],
  ])("are read %s", async (_, tensors) => {
    expect((await summary(safetensors(tensors), FILE)).masks).toEqual([M1]);
  });

  it("are read in the form 2:4, where values form a matrix and zeros may be kept", async () => {
    const tensors = { "0.shape": i64([2, 1], [2, 8]), "0.compressed": f32([2, 4], [1, 2, 3, 4, 0, 0, 5, 6]), "0.bitmask": packed(["11001010", "00110101"]) };
    expect((await summary(safetensors(tensors), FILE)).masks).toEqual([["11001010", "00110101"]]);
  });

  it("are no layer where they pack a vector", async () => {
    const norm = { "norm.shape": i64([1], [9]), "norm.compressed": f32([9]), "norm.bitmask": u8([2, 1], [255, 1]), "norm.row_offsets": i64([1], [0]), "norm.bias": f32([9]) };
    const { masks, notes } = await summary(safetensors({ ...W1, ...norm }), FILE);
    expect(masks).toEqual([M1]);
    expect(notes.at(-1)).toMatch(/looks like normalisation .*: norm\.bias \[9\], norm\.weight \[9\]$/);
    const conv = { "conv.shape": i64([4], [2, 1, 3, 3]), "conv.compressed": f32([18]), "conv.bitmask": u8([2, 1, 3, 1], Array<number>(6).fill(7)) };
    expect(await refused({ ...W1, ...conv })).toMatch(/weights of other dimensions \(convolutions\?\): conv \[2, 1, 3, 3\]/);
  });

  it.each<[string, Record<string, TensorSpec>, string]>([
    ["no shape", { "fc1.bitmask": packed(M1) }, 'tensor "fc1.bitmask": expected fc1.shape beside it, integers [out, in], to know the columns, found none'],
    ["a shape of other rows", { ...W1, "fc1.shape": i64([2], [4, 9]) }, 'tensor "fc1.bitmask": expected the shape [4, 2], for fc1.shape [4, 9], found [3, 2]'],
    ["a shape of other columns", { ...W1, "fc1.shape": i64([2], [3, 17]) }, 'tensor "fc1.bitmask": expected the shape [3, 3], for fc1.shape [3, 17], found [3, 2]'],
    ["the shape transposed", { ...W1, "fc1.shape": i64([2], [9, 3]) }, 'tensor "fc1.bitmask": expected the shape [9, 1], for fc1.shape [9, 3], found [3, 2]'],
    ["a negative size", { ...W1, "fc1.shape": i64([2], [-1, 9]) }, 'tensor "fc1.shape": expected sizes whose product can be counted, found [18446744073709552000, 9]'],
    ["no sizes", { ...W1, "fc1.shape": i64([0], []) }, 'tensor "fc1.shape": expected 1 to 8 sizes, found 0'],
    ["sizes that are no integers", { ...W1, "fc1.shape": f32([2], [3, 9]) }, 'tensor "fc1.shape": expected integers, found F32'],
    ["the highest bit first", { ...W1, "fc1.bitmask": u8([3, 2], [0x80, 0x80, 0x7f, 0, 0, 0]) }, 'fc1.bitmask[0, 1]: expected no bits behind the 9 columns (pack them lowest bit first, bitorder="little"), found some'],
    ["too few values", { ...W1, "fc1.compressed": f32([8]) }, 'tensor "fc1.compressed": expected 9 weights, one for each bit of fc1.bitmask, found 8'],
    ["a NaN", { ...W1, "fc1.compressed": f32([9], [1, 1, 1, NaN, 1, 1, 1, 1, 1]) }, "fc1.compressed[0, 3]: expected a number, found NaN"],
    ["a wrong offset", { ...W1, "fc1.row_offsets": i64([3], [0, 3, 9]) }, "fc1.row_offsets[1]: expected 2, the bits before that row of fc1.bitmask, found 3"],
    ["too many offsets", { ...W1, "fc1.row_offsets": i64([4], [0, 2, 9, 9]) }, 'tensor "fc1.row_offsets": expected 3 offsets, one for each row of fc1.bitmask, found [4]'],
    ["offsets that are no integers", { ...W1, "fc1.row_offsets": f32([3], [0, 2, 9]) }, 'tensor "fc1.row_offsets": expected integers, found F32'],
    ["a second mask", { ...W1, "fc1.weight": f32([3, 9]), "fc1.weight_mask": f32([3, 9]) }, "fc1.weight [3, 9], fc1 [3, 9]: no order chains"],
    ["a dense weight of another shape", { ...W1, "fc1.weight": f32([3, 8]) }, "fc1.bitmask: expected the shape [3, 8] of the tensor it belongs to, found [3, 9]"],
  ])("are refused with %s", async (_, tensors, reason) => {
    expect(await refused(tensors)).toContain(reason);
  });
});

describe("packed bits in .npz", () => {
  const header = (type: string, shape: string, fortran = "False"): string => `{'descr': '${type}', 'fortran_order': ${fortran}, 'shape': (${shape}), }`;
  const sizes = (...values: number[]): Buffer => npy(header("<i8", `${values.length},`), Buffer.from(BigInt64Array.from(values.map(BigInt)).buffer));
  const bits = (rows: string[], fortran?: string): Buffer => {
    const { shape, bytes } = packed(rows);
    return npy(header("|u1", shape.join(", "), fortran), bytes);
  };

  it("need the bits and the shape alone; nothing else in the file, so biases are assumed", async () => {
    for (const level of [0, 6] as const) {
      for (const dot of [".", "_", "/"]) {
        const names = { [`fc1${dot}bitmask.npy`]: bits(M1), [`fc1${dot}shape.npy`]: sizes(3, 9), [`fc0${dot}bitmask.npy`]: bits(Array<string>(9).fill(M2[0]!)), [`fc0${dot}shape.npy`]: sizes(9, 16) };
        const { widths, masks, bias } = await summary(zip(names, level), "w.npz");
        expect([widths, masks, bias]).toEqual([[16, 9, 3], [Array(9).fill(M2[0]), M1], [true, true]]);
      }
    }
    expect((await summary(zip({ "bitmask.npy": bits(M1), "shape.npy": sizes(3, 9) }), "w.npz")).masks).toEqual([M1]);
  });

  it("are those of numpy.packbits, in big-endian sizes too", async () => {
    const { masks, notes } = await summary(fixture("packed.npz"), "packed.npz");
    expect(masks).toEqual([keeps(5, 11, 0), keeps(3, 5, 1)].map(maskStrings));
    expect(notes[0]).toContain("fc1 [5, 11], fc2 [3, 5]");
  });

  it("are refused in columns, and in a BOOL or a name of its own they are a mask like others", async () => {
    expect(await refusal(zip({ "fc1.bitmask.npy": bits(M1, "True"), "fc1.shape.npy": sizes(3, 9) }), "w.npz")).toMatch(/tensor "fc1\.bitmask": expected its bytes row by row, found strides \[1, 3\]/);
    expect((await summary(safetensors({ "fc1.bitmask": bool([1, 2], [0, 1]) }), FILE)).masks).toEqual([["01"]]);
    expect((await summary(safetensors({ bitmask: bool([1, 2], [0, 1]) }), FILE)).masks).toEqual([["01"]]);
  });

  it("stay bits, whatever the size, from rows that end within a word or with one", async () => {
    for (const cols of [1024, 1030, 1055]) {
      const [rows, width] = [1100, Math.ceil(cols / 8)];
      const bytes = Uint8Array.from({ length: rows * width }, (_, k) => ((k + 1) * 2654435761) >>> 24);
      for (let i = 0; cols % 8 !== 0 && i < rows; i++) bytes[(i + 1) * width - 1]! &= (1 << cols % 8) - 1;
      const { pattern } = await read(safetensors({ bitmask: { dtype: "U8", shape: [rows, width], bytes }, shape: i64([2], [rows, cols]) }), FILE);
      const [mask] = pattern.masks as [PackedMask];
      expect(mask).toBeInstanceOf(PackedMask);
      const rowOf = (i: number): string => Array.from({ length: cols }, (_, j) => (bytes[i * width + (j >> 3)]! >> (j & 7)) & 1).join("");
      for (const i of [0, 1, 517, 1099]) {
        expect(Array.from({ length: cols }, (_, j) => (mask.bits[i * Math.ceil(cols / 32) + (j >> 5)]! >>> (j & 31)) & 1).join("")).toBe(rowOf(i));
      }
    }
  });
});
