import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readNpy } from "../../src/formats/npy.js";
import { sourceOfBytes, streamOf } from "../../src/formats/source.js";
import { maskStrings } from "../../src/pattern/mask.js";
import { fixture, keeps, npy, refusal, refusalOf, summary } from "./helpers.js";

const MASKS = readdirSync(new URL("../fixtures/formats/", import.meta.url)).filter((name) => /^mask-.*npy$/.test(name));

const lone = (bytes: Uint8Array) => readNpy(streamOf(sourceOfBytes(bytes)), "x");

describe("npy", () => {
  it.each(MASKS)("reads %s as NumPy wrote it", async (name) => {
    const { widths, masks, bias } = await summary(fixture(name), name);
    expect(widths).toEqual([4, 3]);
    expect(masks).toEqual([maskStrings(keeps(3, 4, 0))]);
    expect(bias).toEqual([true]);
  });

  it("has fixtures for all types", () => {
    expect(MASKS.length).toBe(18);
  });

  it.each([
    ["refused-half.npy", "mask[0, 1]: expected 0 or 1 in a mask, found 0.5"],
    ["refused-nan.npy", "mask[0, 1]: expected 0 or 1 in a mask, found NaN"],
    ["refused-3d.npy", "shape: expected a 2-D mask [out, in], found [2, 2, 2]"],
    ["refused-object.npy", "mask: expected a boolean, integer or floating-point type, found |O"],
    ["refused-complex.npy", "mask: expected a boolean, integer or floating-point type, found <c8"],
    ["refused-record.npy", "header, descr: expected a plain type such as '<f4', found a structured type"],
  ])("refuses %s", async (name, reason) => {
    expect(await refusal(fixture(name), name)).toBe(`${name}: ${reason}`);
  });

  it("refuses a file cut anywhere", async () => {
    const bytes = fixture("mask-float32.npy");
    for (let length = 0; length < bytes.length; length++) await refusal(bytes.subarray(0, length), "cut.npy");
  });

  it("refuses bytes after the cells", async () => {
    expect(await refusal(Buffer.concat([fixture("mask-bool.npy"), Buffer.from([0])]), "long.npy")).toMatch(
      /cells: expected 12 bytes for shape \[3, 4\] of \|b1, found 13/,
    );
  });

  it.each([
    ["", /expected \{'descr'/],
    ["{'descr': '<f4', 'fortran_order': False}", /expected \{'descr'/],
    ["{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", /expected \{'descr'/],
    ["{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}", /expected \{'descr'/],
    ["{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x", /expected \{'descr'/],
    ["{'descr': __import__('os').system('true'), 'fortran_order': False, 'shape': (1,)}", /expected \{'descr'/],
    ["{'descr': '<f4', 'fortran_order': False, 'shape': (1,,2)}", /a tuple of sizes/],
    ["{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 2)}", /expected \{'descr'/],
    ["{'descr': '<f4', 'fortran_order': False, 'shape': (9007199254740991, 3)}", /whose product can be counted/],
    ["{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999)}", /expected 39999200004 bytes/],
  ])("refuses the header %s", async (header, reason) => {
    expect(await refusalOf(() => lone(npy(header)))).toMatch(reason);
  });

  it("reads the sizes of Python 2 and keys in any order", async () => {
    const tensor = await lone(npy("{'shape': (2L, 1L), 'fortran_order': False, \"descr\": '|u1'}", Buffer.from([1, 0])));
    expect(tensor.shape).toEqual([2, 1]);
  });

  it("refuses other versions and huge headers", async () => {
    expect(await refusalOf(() => lone(Buffer.from("\x93NUMPY\x09\x00\x00\x00", "latin1")))).toMatch(/version 1, 2 or 3, found 9/);
    expect(await refusalOf(() => lone(Buffer.from("\x93NUMPY\x02\x00\xff\xff\xff\xff", "latin1")))).toMatch(/at most 65536 bytes, found 4294967295/);
  });

  it("has no names, so --layers is a wrong use", async () => {
    expect(await refusal(fixture("mask-bool.npy"), "m.npy", { layers: ["mask"] }, "usage")).toMatch(/--layers/);
  });
});
