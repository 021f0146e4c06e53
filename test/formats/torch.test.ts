import { existsSync } from "node:fs";
import { strFromU8, strToU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { maskStrings } from "../../src/pattern/mask.js";
import { fixture, keeps, refusal, summary, zip } from "./helpers.js";

const MASKS = [keeps(5, 4, 0), keeps(3, 5, 1)].map(maskStrings);

/** A one-tensor state dict in PyTorch's layout, with the tensor's view and its storage to choose. */
function archive(view: { offset?: string; sizes?: string; strides?: string; storage?: string; rebuild?: string; more?: string }, data: Uint8Array, extra: Record<string, Uint8Array> = {}) {
  const { offset = "K\x00", sizes = "K\x02K\x03\x86", strides = "K\x03K\x01\x86", storage = "ctorch\nFloatStorage\n", rebuild = "_rebuild_tensor_v2", more = "\x89N" } = view;
  const reference = `(X\x07\x00\x00\x00storage${storage}X\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x06tQ`;
  const pickle = `\x80\x02}X\x01\x00\x00\x00wctorch._utils\n${rebuild}\n(${reference}${offset}${sizes}${strides}${more}tRs.`;
  return zip({ "a/data.pkl": Buffer.from(pickle, "latin1"), "a/data/0": data, ...extra });
}

const SIX = new Uint8Array(Float32Array.of(1, 0, 2, 0, 3, 4).buffer);

describe("PyTorch files", () => {
  it.each(["plain.pt", "checkpoint.pt", "pruned.pt", "parametrized.pt"])("reads %s as PyTorch wrote it", async (name) => {
    const { widths, masks, bias, notes } = await summary(fixture(name), name);
    expect(widths).toEqual([4, 5, 3]);
    expect(masks).toEqual(MASKS);
    expect(bias).toEqual(name === "pruned.pt" ? [true, false] : [true, true]);
    expect(notes[0]).toBe("layers from input to output, by names and shapes, each [out, in]: 0.weight [5, 4], 2.weight [3, 5]");
  });

  it("reads transposed, sliced, expanded and shared tensors", async () => {
    const file = fixture("views.pt");
    const { masks } = await summary(file, "views.pt", { layers: ["transposed", "sliced", "expanded"] });
    expect(masks).toEqual([...MASKS, ["111", "111"]]);
    const whole = (await summary(file, "views.pt", { layers: ["shared"] })).masks[0]!;
    expect(whole).toEqual(maskStrings(keeps(4, 5, 0)));
    expect((await summary(file, "views.pt", { layers: ["shared_rows"] })).masks[0]).toEqual(whole.slice(1, 3));
  });

  it("reads all element types", async () => {
    for (const name of ["float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool"]) {
      expect((await summary(fixture("types.pt"), "types.pt", { layers: [name] })).masks).toEqual([maskStrings(keeps(3, 4, 0))]);
    }
  });

  it("reads a parameter", async () => {
    expect((await summary(fixture("parameter.pt"), "parameter.pt")).masks).toEqual([maskStrings(keeps(3, 4, 0))]);
  });

  it("asks which of several state dicts is meant", async () => {
    const file = fixture("two-state-dicts.pt");
    const asked = 'two.pt: pickle: expected one state dict, or --layers with full names such as "ema.0.weight", found 2: "model", "ema"';
    expect(await refusal(file, "two.pt")).toBe(asked);
    expect(await refusal(file, "two.pt", { layers: ["0", "2"] })).toBe(asked);
    const { masks, bias } = await summary(file, "two.pt", { layers: ["ema.0", "ema.2.weight"] });
    expect([masks, bias]).toEqual([MASKS, [true, true]]);
    expect(await refusal(file, "two.pt", { layers: ["model.0", "ema.2"] })).toMatch(/names that one of the state dicts has/);
  });

  it("names a matrix when it asks, not a bias that comes first", async () => {
    const tensor = (name: string, sizes: string, strides: string): string =>
      `X${String.fromCharCode(name.length)}\x00\x00\x00${name}ctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x06tQK\x00${sizes}${strides}\x89NtRs`;
    const matrix = (name: string): string => tensor(name, "K\x02K\x03\x86", "K\x03K\x01\x86");
    const cube = (name: string): string => tensor(name, "K\x01K\x02K\x03\x87", "K\x06K\x03K\x01\x87");
    const bias = tensor("fc1.bias", "K\x02\x85", "K\x01\x85");
    const two = (first: string, second: string): Buffer =>
      zip({ "a/data.pkl": Buffer.from(`\x80\x02}X\x05\x00\x00\x00model}${first}sX\x03\x00\x00\x00ema}${second}s.`, "latin1"), "a/data/0": SIX });
    const asked = (such: string): string => `x.pt: pickle: expected one state dict, or --layers with full names${such}, found 2: "model", "ema"`;
    const layers = bias + matrix("fc1.weight");
    expect(await refusal(two(layers, layers), "x.pt")).toBe(asked(' such as "ema.fc1.weight"'));
    expect((await summary(two(layers, layers), "x.pt", { layers: ["ema.fc1.weight"] })).masks).toEqual([["101", "011"]]);
    expect(await refusal(two(layers, cube("a") + matrix("b.grad") + matrix("c.weight_v") + matrix("d.weight_mask")), "x.pt")).toBe(asked(' such as "ema.d.weight_mask"'));
    expect(await refusal(two(layers, bias + cube("conv.weight")), "x.pt")).toBe(asked(' such as "model.fc1.weight"'));
    expect(await refusal(two(cube("a"), cube("b")), "x.pt")).toBe(asked(""));
  });

  it("executes nothing", async () => {
    expect(await refusal(fixture("refused-evil.pt"), "evil.pt")).toMatch(/"posix\.system"; nothing was executed/);
    expect(existsSync("/tmp/wellposed-was-here")).toBe(false);
  });

  it.each([
    ["refused-module.pt", /the Python object "torch\.nn\.modules\.container\.Sequential"; nothing was executed/],
    ["refused-legacy.pt", /expected a zip file as torch\.save writes it since PyTorch 1\.6, found an older pickle/],
    ["refused-weight-norm.pt", /weights stored as products \(weight normalisation\): 0\.weight_g \[5, 1\], 0\.weight_v \[5, 4\]/],
    ["refused-convolution.pt", /weights of other dimensions \(convolutions\?\): 0\.weight \[2, 1, 3, 3\]/],
  ])("refuses %s", async (name, reason) => {
    expect(await refusal(fixture(name), name)).toMatch(reason);
  });

  it("reads a state dict in PyTorch's layout, big-endian too", async () => {
    expect((await summary(archive({}, SIX), "x.pt")).masks).toEqual([["101", "011"]]);
    const swapped = Buffer.from(SIX).swap32();
    expect((await summary(archive({}, swapped, { "a/byteorder": strToU8("big") }), "x.pt")).masks).toEqual([["101", "011"]]);
    expect(await refusal(archive({}, SIX, { "a/byteorder": strToU8("middle") }), "x.pt")).toMatch(/byteorder: expected little or big, found "middle"/);
  });

  it("reads the newer form with the type beside an untyped storage", async () => {
    const view = { rebuild: "_rebuild_tensor_v3", storage: "ctorch.storage\nUntypedStorage\n", more: "\x89Nctorch\nfloat32\n" };
    expect((await summary(archive(view, SIX), "x.pt")).masks).toEqual([["101", "011"]]);
    expect(await refusal(archive({ ...view, more: "\x89Nctorch\nfloat8_e4m3fn\n" }, SIX), "x.pt")).toMatch(/floating-point type, found float8_e4m3fn/);
    expect(await refusal(archive({ storage: "ctorch\nComplexFloatStorage\n" }, SIX), "x.pt")).toMatch(/found ComplexFloatStorage/);
  });

  it.each([
    ["a view beyond its storage", { offset: "K\x01" }, /tensor "w": expected cells inside its storage of 6, found one at 6/],
    ["strides beyond its storage", { strides: "K\x04K\x01\x86" }, /found one at 6/],
    ["sizes beyond its storage", { sizes: "M\xff\xffK\x03\x86" }, /found one at 196604/],
    ["a negative offset", { offset: "J\xff\xff\xff\xff" }, /tensor "w", offset: expected a count/],
    ["negative strides", { strides: "K\x03J\xff\xff\xff\xff\x86" }, /strides: expected 2 strides/],
    ["too few strides", { strides: "K\x03\x85" }, /expected 2 strides/],
    ["sizes that are no tuple", { sizes: "K\x02" }, /a tuple of sizes/],
    ["sizes beyond counting", { sizes: "\x8a\x07\xff\xff\xff\xff\xff\xff\x1f\x8a\x07\xff\xff\xff\xff\xff\xff\x1f\x86" }, /product can be counted/],
    ["an expanded tensor of too many cells", { sizes: "J\x00\x00\x10\x00J\x00\x00\x10\x00\x86", strides: "K\x00K\x00\x86" }, /at most 2147483647 cells in all, .* found 1099511627776/],
    ["a storage that is missing", {}, /a storage data\/0 in the archive, found none/],
    ["no storage reference", { storage: "ctorch\nSize\n)R" }, /a storage \("storage", class, key/],
  ])("refuses %s", async (name, view, reason) => {
    const file = archive(view, SIX);
    const files = unzipSync(file);
    if (name.includes("missing")) delete files["a/data/0"];
    expect(await refusal(zip(files), "x.pt")).toMatch(reason);
  });

  it("reads a deflated archive", async () => {
    const files = unzipSync(fixture("plain.pt"));
    expect(strFromU8(files["plain/version"]!)).toBe("3\n");
    expect((await summary(zip(files, 6), "deflated.pt")).masks).toEqual(MASKS);
  });

  it("refuses pickles that hold no state dict", async () => {
    const holding = (code: string): Buffer => zip({ "a/data.pkl": Buffer.from(`\x80\x02${code}.`, "latin1") });
    expect(await refusal(holding("]"), "x.pt")).toMatch(/pickle: expected a dict of tensors/);
    expect(await refusal(holding("}"), "x.pt")).toMatch(/a state dict with 2-D tensors, found none/);
    expect(await refusal(holding("}q\x00X\x01\x00\x00\x00ah\x00s"), "x.pt")).toMatch(/a state dict with 2-D tensors, found none/);
    expect(await refusal(holding(`${"}X\x01\x00\x00\x00a".repeat(5000)}N${"s".repeat(5000)}`), "x.pt")).toMatch(/found none/);
  });

  it("refuses a file cut anywhere", async () => {
    const bytes = fixture("plain.pt");
    for (let length = 0; length < bytes.length; length += 7) await refusal(bytes.subarray(0, length), "cut.pt");
  });
});
