import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPattern } from "../../src/formats/read.js";
import { readSafetensors } from "../../src/formats/safetensors.js";
import { sourceOfBytes } from "../../src/formats/source.js";
import { maskStrings } from "../../src/pattern/mask.js";
import { inFolder } from "../cli/terminal.js";
import { bool, f32, faultOf, framed, refusal, safetensors, summary } from "./helpers.js";

/** [[1, 0], [0, 1], [1, 1]] in every type that holds it. */
const BITS = [1, 0, 0, 1, 1, 1];
const TYPES: Record<string, Uint8Array> = {
  BOOL: Uint8Array.from(BITS),
  U8: Uint8Array.from(BITS),
  I8: new Uint8Array(Int8Array.from(BITS.map((bit) => -bit)).buffer),
  U16: new Uint8Array(Uint16Array.from(BITS.map((bit) => bit << 15)).buffer),
  I16: new Uint8Array(Int16Array.from(BITS).buffer),
  U32: new Uint8Array(Uint32Array.from(BITS).buffer),
  I32: new Uint8Array(Int32Array.from(BITS.map((bit) => -bit)).buffer),
  U64: new Uint8Array(BigUint64Array.from(BITS.map((bit) => BigInt(bit) << 63n)).buffer),
  I64: new Uint8Array(BigInt64Array.from(BITS.map(BigInt)).buffer),
  // Denormals, infinities and the smallest numbers are kept; -0.0 is not.
  F16: new Uint8Array(Uint16Array.from([1, 0x8000, 0, 0x7c00, 0x8001, 0x3c00]).buffer),
  BF16: new Uint8Array(Uint16Array.from([1, 0x8000, 0, 0x7f80, 0x8001, 0x3f80]).buffer),
  F32: new Uint8Array(Float32Array.from([1e-45, -0, 0, -Infinity, 1, 2]).buffer),
  F64: new Uint8Array(Float64Array.from([5e-324, -0, 0, Infinity, -1, 2]).buffer),
};

describe("safetensors", () => {
  it.each(Object.keys(TYPES))("finds the nonzero cells of %s", async (dtype) => {
    const { widths, masks } = await summary(safetensors({ "fc.weight": { dtype, shape: [3, 2], bytes: TYPES[dtype]! } }), "x.safetensors");
    expect(widths).toEqual([2, 3]);
    expect(masks).toEqual([["10", "01", "11"]]);
  });

  it.each([
    ["F16", Uint8Array.from([0x01, 0x7c])],
    ["BF16", Uint8Array.from([0xc0, 0xff])],
    ["F32", new Uint8Array(Float32Array.of(NaN).buffer)],
    ["F64", new Uint8Array(Float64Array.of(NaN).buffer)],
    ["F64", Uint8Array.from([1, 0, 0, 0, 0, 0, 0xf0, 0x7f])],
  ])("refuses NaN in a weight of %s", async (dtype, bytes) => {
    expect(await refusal(safetensors({ w: { dtype, shape: [1, 1], bytes } }), "x.safetensors")).toMatch(/w\[0, 0\]: expected a number, found NaN/);
  });

  it.each([
    ["F16", Uint8Array.from([0, 0x38]), "0.5"],
    ["F16", Uint8Array.from([0, 0xfc]), "-Infinity"],
    ["F16", Uint8Array.from([1, 0]), "5.960464477539063e-8"],
    ["BF16", Uint8Array.from([0, 0x3f]), "0.5"],
    ["F32", new Uint8Array(Float32Array.of(-1).buffer), "-1"],
    ["F64", new Uint8Array(Float64Array.of(1 + 2 ** -52).buffer), "1.0000000000000002"],
    ["U8", Uint8Array.of(2), "2"],
    ["I64", new Uint8Array(BigInt64Array.of(2n ** 32n).buffer), "4294967296"],
    ["BOOL", Uint8Array.of(255), "255"],
  ])("refuses a mask of %s with another number than 0 and 1", async (dtype, bytes, found) => {
    const file = safetensors({ fc_mask: { dtype, shape: [1, 1], bytes } });
    expect(await refusal(file, "x.safetensors")).toBe(`x.safetensors: fc_mask[0, 0]: expected 0 or 1 in a mask, found ${found}`);
  });

  it("reads tensors that are not aligned", async () => {
    const odd = { a_bias: bool([1], [1]), "fc.weight": f32([1, 2], [0, 3]), wide: { dtype: "F64", shape: [1, 1], bytes: TYPES["F64"]!.slice(0, 8) } };
    for (const pad of ["", " ", "  ", "   "]) {
      const file = framed(`${headerOf(odd)}${pad}`, Buffer.concat(Object.values(odd).map(({ bytes }) => bytes)));
      expect((await summary(file, "x.safetensors", { layers: ["fc"] })).masks).toEqual([["01"]]);
      expect((await summary(file, "x.safetensors", { layers: ["wide"] })).masks).toEqual([["1"]]);
    }
  });

  it.each([
    ["no object", "[]", 0, /header: expected an object/],
    ["broken JSON", "{", 0, /header, line 1:2/],
    ["a tensor twice", '{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}', 0, /the key "a" twice/],
    ["metadata that is no text map", '{"__metadata__":{"a":1}}', 0, /__metadata__: expected an object of strings/],
    ["an unknown key", '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":1}}', 1, /the keys dtype, shape and data_offsets only/],
    ["old offsets", '{"a":{"dtype":"U8","shape":[1],"offsets":[0,1]}}', 1, /found "offsets"/],
    ["a negative size", '{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}', 1, /shape: expected a list of sizes/],
    ["a fractional offset", '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1.5]}}', 1, /data_offsets: expected \[begin, end\]/],
    ["a range backwards", '{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}', 1, /begin not after end/],
    ["a range beyond the data", '{"a":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}}', 1, /an end of at most 1, the length of the data, found 9/],
    ["a range of another length", '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,1]}}', 1, /4 bytes for F32 \[1\], found 1/],
    ["sizes beyond counting", '{"a":{"dtype":"U8","shape":[9007199254740991,9007199254740991],"data_offsets":[0,1]}}', 1, /product can be counted/],
    ["an overlap", '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}', 3, /an overlap/],
    ["a hole", '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}', 3, /a hole/],
    ["data at the end that no tensor has", '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 2, /data: expected 1 bytes/],
  ])("refuses %s", (_, header, size, reason) => {
    expect(faultOf(() => readSafetensors(sourceOfBytes(framed(header, Buffer.alloc(size)))))).toMatch(reason);
  });

  it("refuses header lengths beyond the file and the format's bound", async () => {
    const bytes = Buffer.from(safetensors({ w: f32([1, 1]) }));
    bytes.writeBigUInt64LE(10_000n);
    expect(await refusal(bytes, "x.safetensors")).toMatch(/header length: expected at most the \d+ bytes that follow, found 10000/);
    bytes.writeBigUInt64LE(2n ** 63n);
    expect(await refusal(bytes, "x.safetensors")).toMatch(/header length: expected at most 100000000/);
    expect(await refusal(bytes.subarray(0, 5), "x.safetensors")).toMatch(/8 bytes of header length, found a file of 5 bytes/);
    expect(await refusal(framed("{\"\xff\"}").subarray(0, 11), "x.safetensors")).toMatch(/header/);
  });

  it("reads what lies beyond 4 GiB, in a file that is mostly a hole", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "large.safetensors");
      const wide = 5 * 2 ** 30;
      const header = framed(JSON.stringify({ pad: { dtype: "U8", shape: [5, 2 ** 30], data_offsets: [0, wide] }, "fc.weight": { dtype: "F32", shape: [1, 2], data_offsets: [wide, wide + 8] } }));
      const file = openSync(path, "w");
      writeSync(file, header);
      writeSync(file, Buffer.from(Float32Array.of(0, 3).buffer), 0, 8, header.length + wide);
      closeSync(file);
      expect((await readPattern(path, { layers: ["fc"] })).pattern.masks.map(maskStrings)).toEqual([["01"]]);
    });
  });

  it("refuses types it does not know only where they would be a layer", async () => {
    const scale = { dtype: "F8_E4M3", shape: [2], bytes: Uint8Array.of(1, 2) };
    expect((await summary(safetensors({ scale, "fc.weight": f32([1, 2]) }), "x.safetensors")).widths).toEqual([2, 1]);
    expect(await refusal(safetensors({ w: { ...scale, shape: [1, 2] } }), "x.safetensors")).toMatch(/w: expected a boolean, integer or floating-point type, found F8_E4M3/);
  });

  it("takes tensors with names of Object.prototype", async () => {
    expect((await summary(safetensors({ constructor: f32([1, 2]) }), "x.safetensors")).widths).toEqual([2, 1]);
    const header = '{"__proto__":{"dtype":"U8","shape":[1,1],"data_offsets":[0,1]}}';
    expect((await summary(framed(header, Buffer.from([1])), "x.safetensors")).widths).toEqual([1, 1]);
  });

  it("reads an MLP for digits in a few tens of milliseconds", async () => {
    const file = safetensors({ "fc1.weight": f32([300, 784]), "fc2.weight": f32([100, 300]), "fc3.weight": f32([10, 100]) });
    await summary(file, "x.safetensors");
    const start = performance.now();
    await summary(file, "x.safetensors");
    expect(performance.now() - start).toBeLessThan(500); // about 10 ms alone; the machine may be busy
  });
});

function headerOf(tensors: Parameters<typeof safetensors>[0]): string {
  const file = safetensors(tensors);
  return file.subarray(8, 8 + Number(file.readBigUInt64LE())).toString();
}
