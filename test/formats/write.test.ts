import fc from "fast-check";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { PATTERN_FORMATS, type PatternFormat, canPack } from "../../src/formats/pattern-formats.js";
import { writeDot, writeGraphlibJson, writePattern, writePatternJson, writeText } from "../../src/formats/write.js";
import { type Mask, kept, maskOf, maskOfBits, maskOfRows, maskStrings, sameMask } from "../../src/pattern/mask.js";
import { PackedMask, rowWords } from "../../src/pattern/packed-mask.js";
import { type Pattern, makePattern } from "../../src/pattern/pattern.js";
import { bytesOf, faultOf, read } from "./helpers.js";
import { decode } from "./onnx-model.js";

/** Patterns of up to four layers, with dead neurons and all. */
const patterns = fc
  .array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 5 })
  .chain((widths) =>
    fc.record({
      name: fc.string({ minLength: 1, maxLength: 8 }),
      masks: fc.tuple(...widths.slice(1).map((rows, l) => fc.array(fc.boolean(), { minLength: rows * widths[l]!, maxLength: rows * widths[l]! }))),
      bias: fc.array(fc.boolean(), { minLength: widths.length - 1, maxLength: widths.length - 1 }),
      widths: fc.constant(widths),
    }),
  )
  .map(({ name, masks, bias, widths }) =>
    makePattern(name, masks.map((cells, l) => maskOf(widths[l + 1]!, widths[l]!, (i, j) => cells[i * widths[l]! + j]!)), { bias }),
  );

async function expectRoundTrip(pattern: Pattern, text: string, fileName: string): Promise<Pattern> {
  const { pattern: back } = await read(text, fileName);
  expect(back.widths).toEqual(pattern.widths);
  expect(back.bias).toEqual(pattern.bias);
  expect(back.masks.map(maskStrings)).toEqual(pattern.masks.map(maskStrings));
  return back;
}

describe("writers", () => {
  it("write what the readers read back", async () => {
    await fc.assert(
      fc.asyncProperty(patterns, async (pattern) => {
        expect((await expectRoundTrip(pattern, writePatternJson(pattern), "x.json")).name).toBe(pattern.name);
        expect((await expectRoundTrip(pattern, writeGraphlibJson(pattern), "x.json")).name).toBe(pattern.name);
        await expectRoundTrip(pattern, writeDot(pattern), "x.dot");
      }),
    );
  });

  it("keep the text fields of a pattern file", async () => {
    const pattern = makePattern("p", [maskOf(1, 2, () => true)], {
      about: "about",
      tags: ["a", "b"],
      source: "here",
      expected: { linear: true, finite: null, why: "because" },
    });
    const { pattern: back } = await read(writePatternJson(pattern), "x.json");
    expect({ ...back, masks: [] }).toEqual({ ...pattern, masks: [] });
  });

  it("write large sparse layers as edges", async () => {
    const pattern = makePattern("sparse", [maskOf(200, 300, (i, j) => i === j)]);
    const text = writePatternJson(pattern);
    expect(text.length).toBeLessThan(5000);
    expect(sameMask((await read(text, "x.json")).pattern.masks[0]!, pattern.masks[0]!)).toBe(true);
  });

  it("write names that DOT cannot hold as far as it can", async () => {
    for (const [name, back] of [['a"b', 'a"b'], ["a\\", "a "], ["a\nb", "a b"], ['\\"', ' "']]) {
      const pattern = makePattern(name!, [maskOf(1, 1, () => true)]);
      expect((await read(writeDot(pattern), "x.dot")).pattern.name).toBe(back);
    }
  });
});

/** What a reader makes of the files of a format: the layers of all of them. */
async function reread(pattern: Pattern, format: PatternFormat, packed: boolean): Promise<Pattern> {
  const extension = { pattern: "json", edges: "json", graphlib: "json" }[format as string] ?? format;
  const { files } = writePattern(pattern, format, { packed });
  const parts: Pattern[] = [];
  for (const file of files) parts.push((await read(bytesOf(file), `x.${extension}`)).pattern);
  return makePattern("x", parts.flatMap(({ masks }) => masks), { bias: parts.flatMap(({ bias }) => bias) });
}

const FORMATS = PATTERN_FORMATS.flatMap((format) => (canPack(format) ? [[format, false] as const, [format, true] as const] : [[format, false] as const]));

function randomMask(rows: number, cols: number, density: number, random: Random): Mask {
  const bits = new Uint32Array(rows * rowWords(cols));
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) if (random.below(1000) < 1000 * density) bits[i * rowWords(cols) + (j >>> 5)]! |= 1 << (j & 31);
  }
  return maskOfBits(rows, cols, bits);
}

describe.each(FORMATS)("%s, packed: %s", (format, packed) => {
  const tells = !["mtx", "npy"].includes(format);

  it("is read back as the same pattern", async () => {
    await fc.assert(
      fc.asyncProperty(patterns, async (pattern) => {
        const back = await reread(pattern, format, packed);
        expect(back.masks.map(maskStrings)).toEqual(pattern.masks.map(maskStrings));
        expect(back.bias).toEqual(tells ? pattern.bias : pattern.bias.map(() => true));
        expect(writePattern(pattern, format, { packed }).tellsBias).toBe(tells);
      }),
      { numRuns: 60 },
    );
  });

  it("takes more layers than ten", async () => {
    const pattern = makePattern("deep", Array.from({ length: 12 }, (_, l) => maskOf(3, 3, (i, j) => (i + j * l) % 3 !== 1)), { bias: Array.from({ length: 12 }, (_, l) => l % 5 !== 0) });
    expect((await reread(pattern, format, packed)).masks.map(maskStrings)).toEqual(pattern.masks.map(maskStrings));
  });

  it.each(["graphlib", "dot"].includes(format) ? [0.01] : [0.5, 0.1, 0.01])("writes large masks, density %s", async (density) => {
    const random = new Random(3);
    const pattern = makePattern("large", [randomMask(1100, 1301, density, random), randomMask(37, 1100, density, random)]);
    const back = await reread(pattern, format, packed);
    expect(pattern.masks[0] instanceof PackedMask).toBe(density > 0.05);
    expect(back.masks.every((mask, l) => sameMask(mask, pattern.masks[l]!))).toBe(true);
  }, 30_000);
});

describe("what is written", () => {
  const pattern = makePattern("p", [maskOfRows(9, [[0, 8], []]), maskOfRows(2, [[1]])], { bias: [true, false] });
  const file = (format: PatternFormat, packed = false): Buffer => bytesOf(writePattern(pattern, format, { packed }).files[0]!);

  it("is the same bytes every time", () => {
    for (const [format, packed] of FORMATS) expect(file(format, packed)).toEqual(file(format, packed));
  });

  it("is lists of edges throughout in edges", () => {
    expect(JSON.parse(file("edges").toString()).masks).toEqual([{ edges: [[0, 0], [0, 8]] }, { edges: [[0, 1]] }]);
  });

  it("is a coordinate pattern in mtx", () => {
    expect(file("mtx").toString()).toBe("%%MatrixMarket matrix coordinate pattern general\n2 9 2\n1 1\n1 9\n");
  });

  it("is aligned and named in safetensors, and an archive that others open in npz", () => {
    const bytes = file("safetensors", true);
    const length = Number(bytes.readBigUInt64LE());
    expect(length % 8).toBe(0);
    const header = JSON.parse(bytes.subarray(8, 8 + length).toString()) as Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;
    expect(Object.keys(header)).toEqual(["fc1.shape", "fc2.shape", "fc1.bitmask", "fc1.bias_mask", "fc2.bitmask", "fc2.bias_mask"]);
    expect(header["fc1.bitmask"]).toEqual({ dtype: "U8", shape: [2, 2], data_offsets: [32, 36] });
    expect([...bytes.subarray(8 + length + 32, 8 + length + 36)]).toEqual([1, 1, 0, 0]);

    const files = unzipSync(file("npz"));
    expect(Object.keys(files)).toEqual(["fc1.weight_mask.npy", "fc1.bias_mask.npy", "fc2.weight_mask.npy", "fc2.bias_mask.npy"]);
    expect([...files["fc1.weight_mask.npy"]!.subarray(128)]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(Buffer.from(files["fc1.bias_mask.npy"]!.subarray(10, 128)).toString().trimEnd()).toBe("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }");
  });

  it("is a model of Gemm and Relu in onnx, with dense or sparse weights, whatever is shorter", () => {
    const { graph } = decode(file("onnx")) as { graph: Record<string, Record<string, unknown>[]> };
    expect(graph["node"]!.map(({ op_type, input, output }) => [op_type, input, output])).toEqual([
      ["Gemm", ["input", "fc1.weight", "fc1.bias"], ["fc1"]],
      ["Relu", ["fc1"], ["relu1"]],
      ["Gemm", ["relu1", "fc2.weight"], ["output"]],
    ]);
    expect(graph["initializer"]!.map(({ name, dims }) => [name, dims])).toEqual([["fc1.bias", [2]], ["fc2.weight", [1, 2]]]);
    const [sparse] = graph["sparse_initializer"] as [{ dims: number[]; values: { raw_data: Buffer }; indices: { raw_data: Buffer } }];
    expect(sparse.dims).toEqual([2, 9]);
    expect(sparse.values.raw_data).toEqual(Buffer.from(Float32Array.of(1, 1).buffer));
    expect(sparse.indices.raw_data).toEqual(Buffer.from(BigInt64Array.of(0n, 8n).buffer));
  });
});

describe("what a reader would refuse for its size", () => {
  const wide = makePattern("wide", [maskOfRows(2 ** 22, Array.from({ length: 2 ** 10 }, () => [5]))]);

  it.each<[PatternFormat, string]>([
    ["npy", "layers: expected at most 2147483647 cells in all (mtx holds larger sparse masks), found 4294967296"],
    ["safetensors", "layers: expected at most 2147483647 cells in all (mtx holds larger sparse masks), found 4294967296"],
    ["onnx", "layers: expected at most 2147483647 cells in all (mtx holds larger sparse masks), found 4294967296"],
    ["dot", "expected a pattern that dot holds in 16777216 bytes of text (npz and safetensors hold large masks), found 1024 kept weights"],
  ])("is not written: %s", (format, message) => {
    expect(faultOf(() => writePattern(wide, format))).toBe(message);
  });

  it("is not written as text, whether that is known beforehand or in the end", () => {
    const dense = makePattern("dense", [maskOfBits(2000, 2048, new Uint32Array(2000 * 64).fill(0xffffffff))]);
    expect(kept(dense.masks[0]!)).toBe(4_096_000);
    for (const format of ["edges", "graphlib", "dot"] as const) expect(faultOf(() => writeText(dense, format))).toMatch(/found 4096000 kept weights$/);
    expect(writeText(dense, "pattern").length).toBeLessThan(2 ** 23);
  });

  it("is written where the format has lists", async () => {
    for (const format of ["mtx", "edges"] as const) {
      const [mask] = (await reread(wide, format, false)).masks;
      expect([mask!.cols, kept(mask!)]).toEqual([2 ** 22, 2 ** 10]);
    }
  });
});
