import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileSource, filesBeside, joined, partOf, passingPieces, piecesOf, sourceOfBytes, streamOf, withFile } from "../../src/formats/source.js";

const folder = mkdtempSync(join(tmpdir(), "wellposed-"));
const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);

describe("a source", () => {
  it("gives the bytes of a file and of memory alike, in pieces and in parts", async () => {
    const path = join(folder, "bytes");
    writeFileSync(path, bytes);
    await withFile(path, async (file) => {
      for (const source of [file, sourceOfBytes(bytes)]) {
        expect(source.size).toBe(1000);
        expect([...source.read(990, 10)]).toEqual([...bytes.subarray(990)]);
        expect([...piecesOf(source, 300)].map(({ length }) => length)).toEqual([300, 300, 300, 100]);
        expect(Buffer.concat([...piecesOf(partOf(source, 100, 500), 7)])).toEqual(Buffer.from(bytes.subarray(100, 600)));
      }
    });
  });

  it("passes by in the same memory, and can be gone through again", async () => {
    const large = Buffer.alloc(2 ** 20 + 7, 1);
    large.fill(2, 2 ** 20);
    const path = join(folder, "large");
    writeFileSync(path, large);
    const source = fileSource(path);
    const pieces = [...passingPieces(source)];
    expect(pieces.map(({ length }) => length)).toEqual([2 ** 20, 7]);
    expect(pieces[1]!.buffer).toBe(pieces[0]!.buffer);
    expect([...pieces[1]!]).toEqual([2, 2, 2, 2, 2, 2, 2]);
    for (const stream of [streamOf(source), streamOf(sourceOfBytes(large))]) {
      for (let again = 0; again < 2; again++) expect(large.subarray(3).equals(await joined(stream.pieces(3, large.length - 3), large.length))).toBe(true);
      expect(await joined(stream.pieces(2 ** 20 - 1, 8), 3)).toEqual(Uint8Array.of(1, 2, 2));
    }
  });

  it("beside a file is found by its name, and refused when it is no longer the same", () => {
    const path = join(folder, "beside");
    writeFileSync(path, bytes);
    const source = filesBeside(join(folder, "any"))("beside");
    expect([...source.read(5, 3)]).toEqual([5, 6, 7]);
    writeFileSync(path, bytes.subarray(1));
    expect(() => source.read(5, 3)).toThrow(`${path}: expected the file that it was when it was first opened, found one that was changed since`);
    expect(() => filesBeside(path)("none")).toThrow("no such file or folder");
    expect(() => filesBeside(path)(".")).toThrow("expected a file, found a directory");
  });

  it("refuses what is no file, and a file that becomes shorter", async () => {
    await expect(withFile(folder, async () => {})).rejects.toThrow("a directory");
    execFileSync("mkfifo", [join(folder, "pipe")]);
    await expect(withFile(join(folder, "pipe"), async () => {})).rejects.toThrow("a pipe or a device");
    await expect(withFile(join(folder, "none"), async () => {})).rejects.toMatchObject({ kind: "io" });
    const path = join(folder, "shrinks");
    writeFileSync(path, bytes);
    const read = withFile(path, async (source) => {
      writeFileSync(path, bytes.subarray(0, 10));
      return source.read(0, 1000);
    });
    await expect(read).rejects.toMatchObject({ kind: "input", place: "byte 10" });
  });
});
