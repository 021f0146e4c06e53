import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inFolder, wellposed } from "./terminal.js";

const LU = "patterns/lu/lu-2.json";

describe("wellposed counterexample", () => {
  test("prints data, reasons and thirty rows, exit code 0", async () => {
    const { code, out, err } = await wellposed("counterexample", LU);
    expect(code).toBe(0);
    expect(err).toBe("");
    expect(out).toContain("lu-2: 2-2-2, no optimum on 11 points");
    expect(out).toContain("103/512 eps^4");
    for (let e = 1; e <= 30; e++) expect(out).toMatch(new RegExp(`^  1e-${e} `, "m"));
    expect(out).toMatch(/grows like\s+loss\^-1\/4 \(fitted exponent 0\.2500\)/);
  });

  test("writes five files; check accepts the certificate, and one about the pattern", async () => {
    await inFolder(async (folder) => {
      const out = join(folder, "new", "lu");
      expect((await wellposed("counterexample", LU, "--out", out)).code).toBe(0);
      expect(readdirSync(out).sort()).toEqual(["certificate.json", "dataset.csv", "dataset.json", "family.json", "report.html"]);
      const certificate = join(out, "certificate.json");
      expect(await wellposed("check", certificate)).toEqual({ code: 0, out: `${certificate}: proved: infimum 0, not attained, on 11 points for lu-2 2-2-2 (moment-curve)\n`, err: "" });
      expect((await wellposed("check", certificate, "--pattern", LU)).code).toBe(0);
      expect((await wellposed("check", certificate, "--pattern", "patterns/lu/ul-2.json")).code).toBe(1);
      expect(readFileSync(join(out, "dataset.csv"), "utf8").split("\n")[0]).toBe("x1,x2,y1,y2");
      const family = JSON.parse(readFileSync(join(out, "family.json"), "utf8")) as Record<string, unknown>;
      expect(family).toMatchObject({ schema: "wellposed/family/1", widths: [2, 2, 2], loss: [["103/512", 4]] });
      expect((family["measured"] as { rows: unknown[] }).rows).toHaveLength(30);
    });
  });

  test("check refuses a changed counterexample with 1", async () => {
    await inFolder(async (folder) => {
      await wellposed("counterexample", LU, "--out", folder);
      const file = join(folder, "certificate.json");
      const certificate = JSON.parse(readFileSync(file, "utf8")) as { data: { targets: string[][] } };
      certificate.data.targets[3]![0] = "1";
      writeFileSync(file, JSON.stringify(certificate));
      const { code, out } = await wellposed("check", file);
      expect(code).toBe(1);
      expect(out).toContain("refused: loss: the family has another loss");
    });
  });

  test("the same bytes twice", async () => {
    await inFolder(async (folder) => {
      for (const name of ["a", "b"]) await wellposed("counterexample", "patterns/dense/dense-2-3-2.json", "--property", "finite", "--out", join(folder, name));
      for (const file of readdirSync(join(folder, "a"))) expect(readFileSync(join(folder, "a", file), "utf8")).toBe(readFileSync(join(folder, "b", file), "utf8"));
    });
  });

  test("JSON", async () => {
    const { code, out } = await wellposed("counterexample", "patterns/dense/dense-1-2-2.json", "--property", "finite", "--format", "json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      schema: "wellposed/counterexample-report/1",
      property: "finite",
      closed: false,
      points: 5,
      exact: { float32: true, float64: true },
      measured: { weights: { exact: { numerator: 1, denominator: 4 } } },
      certificate: { format: "wellposed/counterexample/1", rule: "second-differences" },
    });
  });

  test("a property that holds: one line, 0, no file", async () => {
    await inFolder(async (folder) => {
      const out = join(folder, "none");
      const result = await wellposed("counterexample", "patterns/dense/dense-1-2-2.json", "--out", out);
      expect(result.code).toBe(0);
      expect(result.out).toMatch(/^patterns\/dense\/dense-1-2-2\.json: no counterexample: linear is yes: .*\n$/);
      expect(existsSync(out)).toBe(false);
    });
  });

  test("layers without biases: one line, 2", async () => {
    const result = await wellposed("counterexample", "patterns/dead/lu-2-no-bias.json");
    expect(result.code).toBe(2);
    expect(result.out).toMatch(/no counterexample: the construction needs free biases in every layer[^\n]*\n$/);
    const json = await wellposed("counterexample", "patterns/dead/lu-2-no-bias.json", "--format", "json");
    expect(JSON.parse(json.out)).toMatchObject({ closed: null, certificate: null });
  });

  test("refuses a file for a directory, and properties that are none", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "file");
      writeFileSync(file, "kept");
      const { code, err } = await wellposed("counterexample", LU, "--out", file);
      expect(code).toBe(74);
      expect(err.trimEnd().split("\n")).toHaveLength(1);
      expect(readFileSync(file, "utf8")).toBe("kept");
    });
    expect((await wellposed("counterexample", LU, "--property", "cube")).code).toBe(64);
    expect((await wellposed("counterexample", LU, "--out", "")).code).toBe(64);
    expect((await wellposed("counterexample", "no-such-file.json")).code).toBe(74);
  });
});
