/** `wellposed verify --solver`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inFolder, wellposed } from "./terminal.js";

/** Undecided by our rules: more than two layers. */
const OPEN = "patterns/butterfly/kaleidoscope-4.json";
const LU = "patterns/lu/lu-2.json";
const saying = (word: string): string => `"${process.execPath}" -e "console.log('${word}')"`;

describe("wellposed verify --solver", () => {
  test.each([
    ["unsat", true, "Claimed closed by "],
    ["sat", false, "Claimed not closed by "],
    ["unknown", null, " gives no answer."],
  ])("%s is a claim without certificate, never a verdict", async (word, closed, text) => {
    const solver = saying(word);
    const json = await wellposed("verify", OPEN, "--solver", solver, "--format", "json");
    expect(json.code).toBe(2);
    const { linear, finite, cube } = JSON.parse(json.out).results[0].verdicts;
    expect(linear).toMatchObject({ closed: null, rule: null, certificate: null, claimed: { solver, closed } });
    expect(finite).not.toHaveProperty("claimed");
    expect(cube).not.toHaveProperty("claimed");
    for (const format of ["text", "markdown", "sarif"]) {
      const { code, out } = await wellposed("verify", OPEN, "--solver", solver, "--format", format);
      expect(code).toBe(2);
      const flat = out.replace(/\s+/g, " ").replaceAll("\\", "");
      expect(flat).toContain(text);
      if (closed !== null) expect(flat).toContain("no certificate");
    }
  });

  test("a decided pattern is not asked about", async () => {
    const { code, out } = await wellposed("verify", LU, "--solver", "no-such-solver", "--format", "json");
    expect(code).toBe(1);
    expect(out).not.toContain("claimed");
  });

  test.each([
    ["a missing program", "no-such-solver", 64, '--solver: expected a program that can be started, found "no-such-solver"'],
    ["garbage", saying("yes"), 74, 'expected sat, unsat or unknown, found "yes"'],
    ["a failure", `"${process.execPath}" -e "process.exit(5)"`, 74, "found exit code 5"],
    ["nothing", " ", 64, "--solver: expected z3 or a command"],
  ])("%s is one line; the verdicts are kept", async (_, solver, code, message) => {
    const outcome = await wellposed("verify", OPEN, "--solver", solver, "--format", "json");
    expect(outcome.code).toBe(code);
    expect(outcome.err).toContain(message);
    expect(outcome.err.trimEnd().split("\n")).toHaveLength(1);
    const report = JSON.parse(outcome.out);
    expect(report.results[0].verdicts.linear).toMatchObject({ closed: null });
    expect(report.results[0].verdicts.linear).not.toHaveProperty("claimed");
    expect(report.errors).toHaveLength(1);
  });

  test("a question that is too large is not asked, and said so", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "large.json");
      // Undecided because the time is over at once; some 40^4 paths.
      const dense = Array.from({ length: 40 }, () => "1".repeat(40));
      const corner = ["1".repeat(20) + "0".repeat(20), ...dense.slice(1)];
      writeFileSync(file, JSON.stringify({ format: "wellposed/pattern/1", widths: [40, 40, 40, 40], masks: [corner, dense, corner] }));
      const { code, out, err } = await wellposed("verify", file, "--timeout", "0.000001", "--solver", saying("sat"), "--format", "json");
      expect(code).toBe(2);
      expect(err).toContain("the solver is not asked: the product: expected at most 500000 factors");
      expect(JSON.parse(out).results[0].verdicts.linear).not.toHaveProperty("claimed");
    });
  });
});
