import { describe, expect, it } from "vitest";
import { sourceOfBytes } from "../../src/formats/source.js";
import { type ZipEntry, isZip, readZipDirectory, readZipEntry } from "../../src/formats/zip.js";
import { faultOf, fixture, refusalOf, zip } from "./helpers.js";

const END = 22;
const text = (value: string): Uint8Array => Buffer.from(value);

/** Reads everything; returns the contents by name. */
async function contents(bytes: Uint8Array): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const entry of entriesOf(bytes)) texts[entry.name] = Buffer.from(await readZipEntry(entry, 10_000_000)).toString();
  return texts;
}

function entriesOf(bytes: Uint8Array): ZipEntry[] {
  return readZipDirectory(sourceOfBytes(bytes));
}

/** A copy with `edit` applied. */
function edited(bytes: Buffer, edit: (copy: Buffer, directory: number) => void): Buffer {
  const copy = Buffer.from(bytes);
  edit(copy, bytes.readUInt32LE(bytes.length - END + 16));
  return copy;
}

describe("zip", () => {
  const files = { "a.npy": text("stored or deflated ".repeat(20)), "dir/b": text("b"), empty: text("") };

  it("reads stored and deflated entries", async () => {
    for (const level of [0, 6] as const) {
      expect(await contents(zip(files, level))).toEqual({ "a.npy": "stored or deflated ".repeat(20), "dir/b": "b", empty: "" });
    }
    expect(await contents(zip({}))).toEqual({});
    expect(isZip(zip({}))).toBe(true);
    expect(isZip(text("PK"))).toBe(false);
  });

  it("finds the end record before a comment", async () => {
    const bytes = Buffer.concat([zip({ a: text("x") }), text("a comment")]);
    bytes.writeUInt16LE(9, bytes.length - 9 - 2);
    expect(await contents(bytes)).toEqual({ a: "x" });
  });

  it("reads zip64 archives as PyTorch and NumPy write them", async () => {
    expect(entriesOf(fixture("plain.pt")).map(({ name }) => name)).toContain("plain/data.pkl");
    expect(entriesOf(fixture("weights.npz")).map(({ name }) => name)).toEqual(["W1.npy", "W2.npy", "b1.npy", "b2.npy"]);
  });

  it("stops inflating at the declared size", async () => {
    const bomb = zip({ zeros: new Uint8Array(5_000_000) }, 6);
    const small = edited(bomb, (copy, directory) => copy.writeUInt32LE(10, directory + 24));
    expect(await refusalOf(() => contents(small))).toBe('zip entry "zeros": expected 10 bytes of deflated data, found more');
    const none = edited(bomb, (copy, directory) => copy.writeUInt32LE(0, directory + 24));
    expect(await refusalOf(() => contents(none))).toMatch(/expected 0 bytes/);
    const large = edited(bomb, (copy, directory) => copy.writeUInt32LE(5_000_001, directory + 24));
    expect(await refusalOf(() => contents(large))).toBe('zip entry "zeros": expected 5000001 bytes, found 5000000');
  });

  it("refuses by the declared sizes together, before anything is inflated", async () => {
    const files = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, new Uint8Array(1000)]));
    const large = edited(zip(files, 6), (copy, start) => {
      for (let e = 0; e < 5; e++) copy.writeUInt32LE(0xfffffffe, start + 47 * e + 24);
    });
    expect(faultOf(() => entriesOf(large))).toBe('zip entry "e": expected at most 17179869184 bytes uncompressed in all, found 21474836470 or more');
  });

  it.each<[string, (copy: Buffer, directory: number) => void, RegExp]>([
    ["a wrong checksum", (copy, d) => copy.writeUInt32LE(1, d + 16), /zip entry "a": expected checksum 00000001, found [0-9a-f]{8}$/],
    ["encryption", (copy, d) => copy.writeUInt16LE(1, d + 8), /zip entry "a": expected an entry without encryption/],
    ["another method", (copy, d) => copy.writeUInt16LE(14, d + 10), /method 0 \(stored\) or 8 \(deflated\), found method 14/],
    ["a stored size that is not the length", (copy, d) => copy.writeUInt32LE(7, d + 24), /expected 2 bytes, the length stored, found a declared 7/],
    ["data beyond the directory", (copy, d) => copy.writeUInt32LE(1e6, d + 20), /data that ends before the directory/],
    ["a local header elsewhere", (copy, d) => copy.writeUInt32LE(3, d + 42), /a local header at 3/],
    ["another local name", (copy) => copy.write("z", 30), /the same name in its local header/],
    ["no directory entry", (copy, d) => copy.writeUInt32LE(0, d), /zip directory, entry 0: expected a directory entry/],
    ["a name longer than the directory", (copy, d) => copy.writeUInt16LE(60_000, d + 28), /an entry that ends inside the directory/],
    ["too many entries", (copy) => copy.writeUInt16LE(9, copy.length - END + 10), /entry 2: expected a directory entry/],
    ["too few entries", (copy) => copy.writeUInt16LE(1, copy.length - END + 10), /1 entries and nothing behind them, found 47 bytes more/],
    ["several disks", (copy) => copy.writeUInt16LE(1, copy.length - END + 4), /an archive in one file/],
    ["a directory elsewhere", (copy, d) => copy.writeUInt32LE(d - 1, copy.length - END + 16), /a directory that ends at the end record/],
    ["a zip64 size that is missing", (copy, d) => copy.writeUInt32LE(0xffffffff, d + 24), /a zip64 field with the missing size/],
    ["an overlap", (copy, d) => copy.writeUInt32LE(0, d + 47 + 42), /the same name in its local header|overlap/],
  ])("refuses %s", async (_, edit, reason) => {
    expect(await refusalOf(() => contents(edited(zip({ a: text("xy"), b: text("z") }), edit)))).toMatch(reason);
  });

  it("refuses names twice and entries inside one another", async () => {
    const twin = edited(zip({ a: text("x"), b: text("y") }), (copy, directory) => {
      copy.write("a", 32 + 30);
      copy.write("a", directory + 47 + 46);
    });
    expect(faultOf(() => entriesOf(twin))).toMatch(/every name once, found "a" twice/);
    const inner = zip({ b: text("y") });
    const nested = edited(zip({ a: inner.subarray(0, 32), b: text("y") }), (copy, directory) => copy.writeUInt32LE(31, directory + 47 + 42));
    expect(faultOf(() => entriesOf(nested))).toMatch(/entries that do not overlap, found one inside "a"/);
  });

  it("refuses broken deflate data", async () => {
    const bytes = zip({ a: text("abcabcabcabc".repeat(9)) }, 6);
    expect(await refusalOf(() => contents(edited(bytes, (copy) => copy.fill(0xff, 31, 36))))).toMatch(/broken data/);
  });

  it("refuses a file cut anywhere", async () => {
    const bytes = zip(files, 6);
    for (let length = 4; length < bytes.length; length++) {
      await refusalOf(() => contents(bytes.subarray(0, length)));
    }
  });
});
