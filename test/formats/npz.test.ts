import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readPattern } from "../../src/formats/read.js";
import { maskStrings } from "../../src/pattern/mask.js";
import { inFolder } from "../cli/terminal.js";
import { fixture, keeps, npy, refusal, summary, zip } from "./helpers.js";

const MASKS = [keeps(5, 4, 0), keeps(3, 5, 1)].map(maskStrings);
const F8 = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }";

describe("npz", () => {
  it("reads what NumPy wrote, stored and deflated", async () => {
    const stored = await summary(fixture("weights.npz"), "weights.npz");
    expect(stored.widths).toEqual([4, 5, 3]);
    expect(stored.masks).toEqual(MASKS);
    expect(stored.bias).toEqual([true, true]);
    const deflated = await summary(fixture("weights-deflated.npz"), "weights-deflated.npz");
    expect([deflated.masks, deflated.bias]).toEqual([MASKS, [false, false]]);
  });

  it("reads arrays without names in the order of their numbers, and masks alone with biases", async () => {
    const { masks, bias } = await summary(fixture("masks.npz"), "masks.npz");
    expect([masks, bias]).toEqual([MASKS, [true, true]]);
  });

  it("takes --layers", async () => {
    expect((await summary(fixture("weights.npz"), "w.npz", { layers: ["W2"] })).widths).toEqual([5, 3]);
  });

  it("names the entry in faults", async () => {
    expect(await refusal(zip({ "W.npy": npy(F8) }), "w.npz")).toBe("w.npz: W.npy, cells: expected 8 bytes for shape [1, 1] of <f8, found 0");
    expect(await refusal(zip({ "W.npy": npy(F8, Buffer.alloc(8)), "notes.txt": Buffer.from("x") }), "w.npz")).toBe(
      'w.npz: zip entry "notes.txt": expected an .npy array, found another file',
    );
    expect(await refusal(zip({}), "w.npz")).toMatch(/at least one 2-D weight or mask, found none/);
  });

  it("ignores arrays of text, and refuses them as layers", async () => {
    const label = npy("{'descr': '<U3', 'fortran_order': False, 'shape': (), }", Buffer.alloc(12));
    const table = npy("{'descr': '<U3', 'fortran_order': False, 'shape': (1, 1), }", Buffer.alloc(12));
    expect((await summary(zip({ "W1.npy": npy(F8, Buffer.alloc(8, 1)), "label.npy": label }), "w.npz")).widths).toEqual([1, 1]);
    expect(await refusal(zip({ "W1.npy": table }), "w.npz")).toMatch(/W1: expected a boolean, integer or floating-point type, found <U3/);
  });

  it("reads what lies beyond 4 GiB, in a file that is mostly a hole", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "large.npz");
      const file = openSync(path, "w");
      const wide = 5 * 2 ** 30;
      const front = npy(`{'descr': '|u1', 'fortran_order': False, 'shape': (5, ${2 ** 30}), }`);
      const back = npy(F8, Buffer.from(Float64Array.of(2).buffer));
      const directory: Buffer[] = [];
      let at = 0;
      for (const [name, head, size] of [["a.npy", front, front.length + wide], ["W.npy", back, back.length]] as const) {
        // As NumPy writes it: sizes and offset in the zip64 field, all ones in their places.
        const sizes = Buffer.alloc(28);
        sizes.writeUInt16LE(1, 0);
        sizes.writeUInt16LE(24, 2);
        for (const [k, value] of [size, size, at].entries()) sizes.writeBigUInt64LE(BigInt(value), 4 + 8 * k);
        const fields = Buffer.alloc(26);
        fields.writeUInt16LE(45, 0);
        fields.writeUInt32LE(crc32(head), 10);
        fields.fill(0xff, 14, 22);
        fields.writeUInt16LE(name.length, 22);
        fields.writeUInt16LE(28, 24);
        const local = Buffer.concat([Buffer.from("PK\x03\x04"), fields, Buffer.from(name), sizes]);
        writeSync(file, Buffer.concat([local, head]), 0, local.length + head.length, at);
        const tail = Buffer.alloc(14);
        tail.fill(0xff, 10);
        directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x2d\x00"), fields, tail, Buffer.from(name), sizes]));
        at += local.length + size;
      }
      const end = Buffer.alloc(56 + 20 + 22);
      end.write("PK\x06\x06");
      end.writeBigUInt64LE(44n, 4);
      end.writeBigUInt64LE(2n, 24);
      end.writeBigUInt64LE(2n, 32);
      end.writeBigUInt64LE(BigInt(Buffer.concat(directory).length), 40);
      end.writeBigUInt64LE(BigInt(at), 48);
      end.write("PK\x06\x07", 56);
      end.writeBigUInt64LE(BigInt(at + Buffer.concat(directory).length), 64);
      end.write("PK\x05\x06", 76);
      end.fill(0xff, 84, 96);
      const rest = Buffer.concat([...directory, end]);
      writeSync(file, rest, 0, rest.length, at);
      closeSync(file);
      const { pattern } = await readPattern(path, { layers: ["W"] });
      expect(pattern.widths).toEqual([1, 1]);
      await expect(readPattern(path, { layers: ["a"] })).rejects.toThrow("layers: expected at most 2147483647 cells in all");
    });
  });

  it("streams what is too large to be inflated in one go, up to a fault in the middle", async () => {
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1000, 1000), }";
    const cells = new Float32Array(1_000_000).fill(1, 0, 999_001);
    const large = zip({ "W.npy": npy(header, Buffer.from(cells.buffer)) }, 6);
    expect((await summary(large, "w.npz")).masks[0]!.map((row) => row.indexOf("0"))).toEqual([...Array<number>(999).fill(-1), 1]);
    cells[500_321] = NaN;
    expect(await refusal(zip({ "W.npy": npy(header, Buffer.from(cells.buffer)) }, 6), "w.npz")).toBe("w.npz: W[500, 321]: expected a number, found NaN");
    const broken = Buffer.from(large);
    broken.fill(0xff, 1000, 1010);
    expect(await refusal(broken, "w.npz")).toMatch(/zip entry "W\.npy": expected 4000\d+ bytes of deflated data, found broken data/);
    const wrong = Buffer.from(large);
    wrong.writeUInt32LE(1, wrong.readUInt32LE(wrong.length - 6) + 16);
    expect(await refusal(wrong, "w.npz")).toMatch(/zip entry "W\.npy": expected checksum 00000001/);
  });

  it("refuses a file cut anywhere", async () => {
    const bytes = fixture("weights-deflated.npz");
    for (let length = 0; length < bytes.length; length += 3) await refusal(bytes.subarray(0, length), "cut.npz");
  });
});
