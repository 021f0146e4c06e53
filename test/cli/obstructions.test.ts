import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check } from "../../src/check/check.js";
import { inFolder, wellposed } from "./terminal.js";

const two = (...more: string[]) => wellposed("obstructions", "--hidden", "2", ...more);

describe("wellposed obstructions", () => {
  test("lists those of width two with limit, family and reason, and counts them: exit code 0, stderr empty", async () => {
    const { code, out, err } = await two();
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("with up to 2 hidden neurons.");
    expect(out).toMatch(/^1\. 2\*2 12\*12$/m);
    expect(out).toMatch(/^2\. 13\*12 23\*12$/m);
    expect(out).toMatch(/^ {3}limit {3}0 1\n {11}1 1$/m);
    expect(out).toMatch(/^ {3}family {2}Let .*eps\^-1.* tends to the limit/m);
    expect(out).toMatch(/^ {3}reason {2}Suppose some weights gave the limit\..*: a contradiction\.$/m);
    expect(out).toMatch(/^ {4}1 {2}2 hidden neurons, 3 outputs, 2 inputs$/m);
    expect(out).toMatch(/^2 minimal obstructions; 32 patterns looked at, 0 open\.$/m);
  });

  test("--format json has the schema of docs/formats.md, with certificates that the checker accepts", async () => {
    const { code, out } = await two("--format", "json");
    const list = JSON.parse(out);
    expect(code).toBe(0);
    expect(Object.keys(list)).toEqual(["schema", "hidden", "outputs", "inputs", "patterns", "counts", "obstructions", "open"]);
    expect(list).toMatchObject({ schema: "wellposed/obstructions/1", hidden: 2, outputs: null, inputs: null, patterns: 32, open: [] });
    expect(list.counts).toEqual([
      { hidden: 2, outputs: 2, inputs: 2, count: 1 },
      { hidden: 2, outputs: 3, inputs: 2, count: 1 },
    ]);
    expect(list.obstructions).toHaveLength(2);
    for (const entry of list.obstructions) {
      expect(Object.keys(entry)).toEqual(["pattern", "hidden", "outputs", "inputs", "limit", "family", "reason", "certificate"]);
      expect(entry.limit).toEqual(entry.certificate.evidence.limit);
      expect(entry.certificate).toMatchObject({ closed: false, property: "linear", rule: "degeneration" });
      expect(check(entry.certificate)).toMatchObject({ ok: true });
    }
  });

  test("--format markdown has a section for each and a table of counts", async () => {
    const { out } = await two("--format", "markdown");
    expect(out).toMatch(/^## 1\. `2\*2 12\*12`$/m);
    expect(out).toMatch(/^\| 2 \| 3 \| 2 \| 1 \|$/m);
    expect(out).toContain("\n```\n0 1\n1 1\n```\n");
  });

  test("--outputs and --inputs leave out what does not fit, transposed or not", async () => {
    const sized = async (outputs: string, inputs: string) => JSON.parse((await two("--outputs", outputs, "--inputs", inputs, "--format", "json")).out);
    const small = await sized("2", "2");
    expect(small.obstructions.map(({ pattern }: { pattern: string }) => pattern)).toEqual(["2*2 12*12"]);
    expect([small.outputs, small.inputs]).toEqual([2, 2]);
    expect((await sized("2", "3")).obstructions).toHaveLength(2);
  });

  test("--out writes the list, which check replays; tampered with, it is refused", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "minimal.json");
      expect(await two("--format", "json", "--out", file)).toEqual({ code: 0, out: "", err: "" });
      expect(readdirSync(folder)).toEqual(["minimal.json"]);
      const replayed = await wellposed("check", file);
      expect(replayed.code).toBe(0);
      expect(replayed.out.trimEnd().split("\n")).toHaveLength(2);
      expect(replayed.out).toContain(`${file}: 2*2 12*12: proved: linear no for 2*2 12*12 2-2-2 (degeneration)`);
      writeFileSync(file, readFileSync(file, "utf8").replace('"closed": false', '"closed": true'));
      expect((await wellposed("check", file)).code).toBe(1);
      writeFileSync(file, '{ "schema": "wellposed/obstructions/1", "obstructions": [{}] }');
      expect((await wellposed("check", file)).err).toContain("expected a list of obstructions with certificates");
    });
  });

  test("what stays open is listed, exit code 2", async () => {
    const { code, out } = await two("--timeout", "1e-9");
    expect(code).toBe(2);
    expect(out).toContain("the list may lack obstructions");
    expect(out).toMatch(/^ {2}12\*12 2\*2: undecided$|^ {2}2\*2 12\*12: undecided$/m);
  });

  test.each([
    ["no number of neurons", []],
    ["a number of neurons that is none", ["--hidden", "two"]],
    ["too many neurons", ["--hidden", "6", "--outputs", "2", "--inputs", "2"]],
    ["four neurons without a size", ["--hidden", "4"]],
    ["outputs without inputs", ["--hidden", "3", "--outputs", "3"]],
    ["inputs without outputs", ["--hidden", "4", "--inputs", "3"]],
    ["a size with too many patterns", ["--hidden", "5", "--outputs", "4", "--inputs", "4"]],
    ["a size that cannot be written", ["--hidden", "2", "--outputs", "36", "--inputs", "2"]],
    ["a format of reports", ["--hidden", "2", "--format", "sarif"]],
    ["a timeout of zero", ["--hidden", "2", "--timeout", "0"]],
    ["an empty --out", ["--hidden", "2", "--out", ""]],
  ])("%s is bad usage: 64, nothing on stdout, one line that says what is expected", async (_, args) => {
    const { code, out, err } = await wellposed("obstructions", ...args);
    expect([code, out]).toEqual([64, ""]);
    expect(err).not.toBe("");
    expect(err).not.toContain("    at ");
  });

  test("a missing folder is 74 and one line", async () => {
    await inFolder(async (folder) => {
      const { code, out, err } = await two("--out", join(folder, "none", "minimal.txt"));
      expect([code, out]).toEqual([74, ""]);
      expect(err).toMatch(/^wellposed: .*expected a file that can be written.*\n$/);
    });
  });
});
