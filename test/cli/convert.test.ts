import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PATTERN_FORMATS } from "../../src/formats/pattern-formats.js";
import { readPattern } from "../../src/formats/read.js";
import { maskStrings } from "../../src/pattern/mask.js";
import { inFolder, wellposed } from "./terminal.js";

const LU = "patterns/lu/lu-2.json";
const ONNX = "test/fixtures/formats/torch-gemm.onnx";
const MASKS = [["11", "01"], ["10", "11"]];

const masksOf = async (...files: string[]): Promise<string[][]> => {
  const masks: string[][] = [];
  for (const file of files) masks.push(...(await readPattern(file)).pattern.masks.map(maskStrings));
  return masks;
};

describe("wellposed convert", () => {
  test.each(["pattern", "edges", "graphlib", "dot"])("--to %s writes text to stdout", async (to) => {
    await inFolder(async (folder) => {
      const { code, out, err } = await wellposed("convert", LU, "--to", to);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      const file = join(folder, to === "dot" ? "x.dot" : "x.json");
      writeFileSync(file, out);
      expect(await masksOf(file)).toEqual(MASKS);
    });
  });

  test.each(["npz", "safetensors", "onnx"])("--to %s writes a file, all of it or nothing", async (to) => {
    await inFolder(async (folder) => {
      const file = join(folder, `lu.${to}`);
      expect(await wellposed("convert", LU, "--to", to, "--out", file)).toEqual({ code: 0, out: "", err: "" });
      expect(readdirSync(folder)).toEqual([`lu.${to}`]);
      expect(await masksOf(file)).toEqual(MASKS);
    });
  });

  test.each(["mtx", "npy"])("--to %s numbers the files of several layers, and reads them joined again", async (to) => {
    await inFolder(async (folder) => {
      const files = [1, 2].map((layer) => join(folder, `lu.v2.${layer}.${to}`));
      expect(await wellposed("convert", LU, "--to", to, "--out", join(folder, `lu.v2.${to}`))).toEqual({ code: 0, out: "", err: "" });
      expect(await masksOf(...files)).toEqual(MASKS);
      const { code, out } = await wellposed("convert", ...files, "--to", "pattern");
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ name: "lu.v2", widths: [2, 2, 2], masks: MASKS, bias: true });
    });
  });

  test("a single layer in mtx may go to stdout, and keeps its name in a file", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "one.mtx");
      await wellposed("convert", "rect:1*1 1*2", "--to", "mtx", "--out", join(folder, "two"));
      expect(readdirSync(folder).sort()).toEqual(["two.1", "two.2"]);
      const { code, out } = await wellposed("convert", join(folder, "two.1"), "--to", "mtx");
      expect([code, out]).toEqual([0, "%%MatrixMarket matrix coordinate pattern general\n2 2 2\n1 1\n2 2\n"]);
      await wellposed("convert", join(folder, "two.1"), "--to", "mtx", "--out", file);
      expect(readFileSync(file, "utf8")).toBe(out);
    });
  });

  test("notes go to stderr: what was read, and biases that the format cannot tell", async () => {
    await inFolder(async (folder) => {
      const { code, out, err } = await wellposed("convert", ONNX, "--to", "npy", "--bias", "no", "--out", join(folder, "w.npy"));
      expect([code, out]).toEqual([0, ""]);
      expect(err).toContain(`${ONNX}: layers from input to output, as the graph runs`);
      expect(err.trimEnd().split("\n").at(-1)).toBe("npy does not tell which layers have free biases, and is read as if all had (--bias no for none)");
    });
  });

  test("--bias and --layers are those of reading", async () => {
    const { out } = await wellposed("convert", "test/fixtures/formats/plain.pt", "--layers", "2", "--bias", "no", "--to", "pattern");
    expect(JSON.parse(out)).toMatchObject({ widths: [5, 3], bias: false });
  });

  test.each<[string, number, string, string[]]>([
    ["no format", 64, "required option '--to <format>' not specified", [LU]],
    ["an unknown format", 64, "Allowed choices are pattern, edges", [LU, "--to", "h5", "--out", "OUT"]],
    ["no file for bytes", 64, "--out: expected the name of a file for npz, which is no text, found none", [LU, "--to", "npz"]],
    ["no file for several layers", 64, "--out: expected the name of a file, to be numbered, found 2 layers in mtx, which holds one", [LU, "--to", "mtx"]],
    ["--packed for another format", 64, "--packed: expected npz or safetensors after --to, found onnx", [LU, "--to", "onnx", "--packed", "--out", "OUT"]],
    ["--layers for several files", 64, "--layers: expected a single file, found 2", [LU, LU, "--layers", "a", "--to", "dot", "--out", "OUT"]],
    ["a file that is not there", 74, "no.json: expected a file that can be read", ["no.json", "--to", "dot", "--out", "OUT"]],
    ["a file that is none", 65, "README.md: expected a pattern or graphlib JSON", ["README.md", "--to", "dot", "--out", "OUT"]],
    ["layers that do not chain", 65, "expected 2 inputs, the outputs of patterns/lu/lu-2.json, found 4", [LU, "test/fixtures/formats/mask-bool.npy", "--to", "dot", "--out", "OUT"]],
    ["a folder that is not there", 74, "expected a file that can be written", [LU, "--to", "npz", "--out", "OUT/none/x.npz"]],
  ])("%s is refused, and nothing is written", async (_, code, message, args) => {
    await inFolder(async (folder) => {
      const outcome = await wellposed("convert", ...args.map((arg) => arg.replace("OUT", join(folder, "result"))));
      expect(outcome.code).toBe(code);
      expect(outcome.out).toBe("");
      expect(outcome.err).toContain(message);
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test("no input is written over, not by a numbered name either", async () => {
    await inFolder(async (folder) => {
      const first = join(folder, "net.1.mtx");
      writeFileSync(first, "%%MatrixMarket matrix coordinate pattern general\n2 2 1\n1 1\n");
      for (const [files, out] of [[[first], first], [[first, first], join(folder, "net.mtx")]] as const) {
        const { code, err } = await wellposed("convert", ...files, "--to", "mtx", "--out", out);
        expect(code).toBe(64);
        expect(err).toContain("--out: expected a file that is no input");
      }
      expect(existsSync(join(folder, "net.2.mtx"))).toBe(false);
    });
  });

  test("the help lists every format", async () => {
    const { out } = await wellposed("convert", "--help");
    for (const format of PATTERN_FORMATS) expect(out).toMatch(new RegExp(`^  .*\\b${format}\\b`, "m"));
  });
});
