import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readPattern } from "../../src/formats/read.js";
import { Fault, unreadable } from "../../src/pattern/fault.js";
import { fixture, read, refusal, summary } from "./helpers.js";

const LU = '{"format":"wellposed/pattern/1","name":"lu-2","widths":[2,2,2],"masks":[["11","01"],["10","11"]]}';
const folder = mkdtempSync(join(tmpdir(), "wellposed-read-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("readPattern", () => {
  it("reads a file from disk", async () => {
    const { pattern, notes } = await readPattern(file("a.json", LU));
    expect([pattern.name, pattern.widths, notes]).toEqual(["lu-2", [2, 2, 2], []]);
  });

  it("names the file in faults of its content", async () => {
    const path = file("b.json", "{");
    await expect(readPattern(path)).rejects.toThrow(`${path}: line 1:2: expected a key in double quotes, found the end of the text`);
  });

  it("says in one line why a file cannot be read", async () => {
    symlinkSync("loop.json", join(folder, "loop.json"));
    for (const [path, found] of [
      [join(folder, "none.json"), "no such file or folder"],
      [folder, "a directory"],
      [join(file("c.json", LU), "below"), "no such file or folder"],
      [join(folder, "loop.json"), "links that lead in a circle"],
      [join(folder, "x".repeat(300)), "a name that is too long"],
      [join(folder, "nul\0byte"), expect.stringMatching(/^The argument 'path' must be .* without null bytes/)],
    ] as const) {
      const error: unknown = await readPattern(path).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(Fault);
      expect((error as Fault).kind).toBe("io");
      expect((error as Fault).found).toEqual(found);
      expect((error as Fault).file).toBe(path);
    }
    // As from `readFile` where `stat` was not asked first.
    const error: unknown = await readFile(folder).catch((reason: unknown) => reason);
    expect(unreadable(error, "x.json").message).toBe("x.json: expected a file that can be read, found a directory");
  });
});

describe("pattern files", () => {
  it("have their own name, or the file's", async () => {
    expect((await read(LU, "x.json")).pattern.name).toBe("lu-2");
    expect((await read(LU.replace('"name":"lu-2",', ""), "dir/some.file.json")).pattern.name).toBe("some.file");
    expect((await read(fixture("mask-bool.npy"), "dir/m.npy")).pattern.name).toBe("m");
    expect((await read(LU.replace('"name":"lu-2",', ""), ".hidden")).pattern.name).toBe(".hidden");
  });

  it("keep or override their biases", async () => {
    const without = LU.replace('"widths"', '"bias":[true,false],"widths"');
    expect((await summary(without, "x.json")).bias).toEqual([true, false]);
    const { bias, notes } = await summary(without, "x.json", { bias: "yes" });
    expect([bias, notes]).toEqual([[true, true], ["biases: taken as free in every layer, as --bias yes says"]]);
  });

  it("take no --layers", async () => {
    expect(await refusal(LU, "x.json", { layers: ["a"] }, "usage")).toBe(
      "--layers: expected a file with named tensors (.npz, .safetensors, .pt), found x.json",
    );
  });

  it.each([
    ["ragged rows", LU.replace('"01"', '"0"'), "masks[0][1]: expected 2 characters, found 1"],
    ["cells that are not 0 or 1", LU.replace('"01"', '"02"'), 'masks[0][1], character 1: expected 0 or 1, found "2"'],
    ["widths that do not fit", LU.replace("[2,2,2]", "[2,3,2]"), "masks[0]: expected 3 rows, found 2"],
    ["another version", LU.replace("pattern/1", "pattern/2"), 'format: expected "wellposed/pattern/1", found "wellposed/pattern/2"'],
    ["a certificate", '{"format":"wellposed/certificate/1"}', 'format: expected "wellposed/pattern/1", found "wellposed/certificate/1"'],
    ["a misspelt key", LU.replace('"masks"', '"mask"'), "mask: expected one of the keys format, name, widths, masks, bias, about, tags, source, expected, found an unknown key"],
    ["a key twice", LU.replace('"name"', '"widths":[1,1],"name"'), 'line 1:62: expected every key once, found the key "widths" twice'],
    ["a __proto__ key", LU.replace('"name"', '"__proto__":{},"name"'), "__proto__: expected one of the keys format, name, widths, masks, bias, about, tags, source, expected, found an unknown key"],
    ["a list", "[]", "expected a wellposed/pattern/1 object, found []"],
    ["a list so deep that printing it could overflow the stack", `${"[".repeat(3000)}${"]".repeat(3000)}`, `expected a wellposed/pattern/1 object, found a list of 1`],
  ])("refuse %s", async (_, text, reason) => {
    expect(await refusal(text, "x.json")).toBe(`x.json: ${reason}`);
  });
});

describe("the format", () => {
  it("is found by content, whatever the extension", async () => {
    for (const name of ["x.npy", "x.json", "x.dot", "x", "x.SAFETENSORS", "x.pt"]) {
      expect((await summary(LU, name)).widths).toEqual([2, 2, 2]);
      expect((await summary(` \n\t${LU}`, name)).widths).toEqual([2, 2, 2]);
      expect((await summary(fixture("mask-bool.npy"), name)).widths).toEqual([4, 3]);
      expect((await summary(fixture("masks.npz"), name)).widths).toEqual([4, 5, 3]);
      expect((await summary(fixture("plain.pt"), name)).widths).toEqual([4, 5, 3]);
      expect((await summary("digraph { a -> b }", name)).widths).toEqual([1, 1]);
    }
    expect((await summary(`\ufeff${LU}`, "bom.json")).widths).toEqual([2, 2, 2]);
  });

  it("follows the extension where the content is broken", async () => {
    expect(await refusal("garbage!", "x.npy")).toBe('x.npy: byte 0: expected the magic \\x93NUMPY, found "garbag"');
    expect(await refusal("garbage!", "x.npz")).toBe("x.npz: end of the file: expected a zip end record, found none (a truncated file?)");
    expect(await refusal("garbage!", "x.PT")).toMatch(/expected a zip end record/);
    expect(await refusal("garbage!", "x.safetensors")).toMatch(/header length: expected at most 100000000/);
    expect(await refusal("garbage!", "x.json")).toBe('x.json: line 1:1: expected a JSON value, found "garbage!"');
    expect(await refusal("garbage!", "x.gv")).toMatch(/x\.gv: line 1:1: expected digraph, found "garbage"/);
  });

  it("is said to be unknown otherwise", async () => {
    const known = "expected a pattern or graphlib JSON, DOT, .npy, .npz, .safetensors, PyTorch .pt, ONNX or Matrix Market file";
    expect(await refusal("", "x.json")).toBe(`x.json: ${known}, found an empty file`);
    expect(await refusal("", "x")).toBe(`x: ${known}, found an empty file`);
    expect(await refusal("\x89HDF\r\n\x1a\n", "x.h5")).toMatch(/found content that begins with .*HDF.* and the extension "h5"$/);
    expect(await refusal("hello", "README")).toBe(`README: ${known}, found content that begins with "hello" and the extension ""`);
  });

  it("needs text to be UTF-8", async () => {
    expect(await refusal(Buffer.from('{"a": "\xff"}', "latin1"), "x.json")).toBe("x.json: expected UTF-8 text, found other bytes");
  });
});
