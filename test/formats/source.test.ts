import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { partOf, piecesOf, sourceOfBytes, withFile } from "../../src/formats/source.js";

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

  it("refuses what is no file, and a file that becomes shorter", async () => {
    await expect(withFile(folder, async () => {})).rejects.toThrow("a directory");
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
