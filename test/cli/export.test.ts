import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decide } from "../../src/decide/decide.js";
import { readPattern } from "../../src/formats/read.js";
import { inFolder, wellposed } from "./terminal.js";

const LU = "patterns/lu/lu-2.json";

describe("wellposed export", () => {
  test.each([
    ["pattern", '"format": "wellposed/pattern/1"'],
    ["graphlib", '"directed"'],
    ["dot", "digraph"],
    ["smt2", "(set-logic NRA)"],
    ["qepcad", "finish"],
    ["mathematica", "Resolve[ForAll["],
    ["latex", "\\begin{gather*}"],
  ])("--to %s writes it to stdout", async (to, part) => {
    const { code, out, err } = await wellposed("export", LU, "--to", to);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(part);
  });

  test.each([
    ["smt2", "(set-logic QF_NRA)"],
    ["qepcad", "Is there a product with these entries?"],
    ["mathematica", "Resolve[Exists["],
    ["latex", "\\begin{pmatrix} 0 & 1 \\\\ 1 & 0 \\end{pmatrix}"],
    ["singular", "ring r = 0"],
  ])("--to %s --limit asks whether a limit is reachable: a matrix or a certificate, the same question", async (to, part) => {
    await inFolder(async (folder) => {
      const [matrix, certificate] = [join(folder, "limit.json"), join(folder, "certificate.json")];
      writeFileSync(matrix, '[["0", "1"], ["1", "0"]]');
      writeFileSync(certificate, JSON.stringify(decide((await readPattern(LU)).pattern).linear.certificate));
      const { code, out } = await wellposed("export", LU, "--to", to, "--limit", matrix);
      expect(code).toBe(0);
      expect(out).toContain(part);
      expect(await wellposed("export", LU, "--to", to, "--limit", certificate)).toEqual({ code: 0, out, err: "" });
    });
  });

  test("--out writes a file", async () => {
    await inFolder(async (folder) => {
      expect(await wellposed("export", LU, "--to", "smt2", "--out", join(folder, "lu.smt2"))).toEqual({ code: 0, out: "", err: "" });
      expect(readdirSync(folder)).toEqual(["lu.smt2"]);
    });
  });

  test.each<[string, number, string, string[]]>([
    ["a file that is not there", 74, "no.json: expected a file that can be read", ["no.json", "--to", "smt2"]],
    ["a limit that is not there", 74, "no.json: expected a file that can be read", [LU, "--to", "smt2", "--limit", "no.json"]],
    ["a limit that is no JSON", 65, "README.md: line 1:1: expected a JSON value", [LU, "--to", "smt2", "--limit", "README.md"]],
    ["a limit that is a pattern", 65, "lu-2.json: format: expected", [LU, "--to", "smt2", "--limit", LU]],
    ["a limit for a format of patterns", 64, "--limit: expected a solver's language after --to, found dot", [LU, "--to", "dot", "--limit", LU]],
    ["Singular without a limit", 64, "--to singular: expected a limit (--limit FILE)", [LU, "--to", "singular"]],
    ["a product that is too large", 65, "dense.json: the product: expected at most 500000 factors", ["dense.json", "--to", "smt2"]],
  ])("%s is one line", async (_, code, message, args) => {
    await inFolder(async (folder) => {
      const dense = join(folder, "dense.json");
      const rows = Array.from({ length: 70 }, () => "1".repeat(70));
      writeFileSync(dense, JSON.stringify({ format: "wellposed/pattern/1", widths: [70, 70, 70], masks: [rows, rows] }));
      const outcome = await wellposed("export", ...args.map((arg) => (arg === "dense.json" ? dense : arg)), "--out", join(folder, "result"));
      expect(outcome.code).toBe(code);
      expect(outcome.out).toBe("");
      expect(outcome.err).toContain(message);
      expect(outcome.err.trimEnd().split("\n")).toHaveLength(1);
      expect(readdirSync(folder)).toEqual(["dense.json"]);
    });
  });

  test("the result is not written over the limit", async () => {
    await inFolder(async (folder) => {
      const limit = join(folder, "limit.json");
      writeFileSync(limit, '[["0", "1"], ["1", "0"]]');
      const { code, err } = await wellposed("export", LU, "--to", "smt2", "--limit", limit, "--out", limit);
      expect(code).toBe(64);
      expect(err).toContain("--out: expected a file that is no input");
    });
  });
});
