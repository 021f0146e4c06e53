import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { closednessQuestion, reachabilityQuestion } from "../../src/solvers/question.js";
import { writeLatex } from "../../src/solvers/latex.js";
import { inFolder } from "../cli/terminal.js";
import { patternFrom } from "../decide/build.js";
import { onPath } from "../support/programs.js";
import { CASES, LU, limitOf } from "./cases.js";

describe("LaTeX", () => {
  test("shows the factors, the last one first, and the sentence", () => {
    const text = writeLatex(closednessQuestion(LU));
    expect(text).toContain("W_{2} = \\begin{pmatrix} w^{(2)}_{0,0} & 0 \\\\ w^{(2)}_{1,0} & w^{(2)}_{1,1} \\end{pmatrix} \\\\\nW_{1} = ");
    expect(text).toContain("A = \\begin{pmatrix} a_{0,0} & a_{0,1} \\\\ a_{1,0} & a_{1,1} \\end{pmatrix}");
    expect(text).toContain("\\forall \\varepsilon > 0 \\ \\exists w \\in \\mathbb{R}^{6} \\colon \\max_{i,k} \\bigl| (W_{2} W_{1} - A)_{i,k} \\bigr| < \\varepsilon");
  });

  test("shows a limit with an asterisk for what is not asked", () => {
    expect(writeLatex(reachabilityQuestion(LU, limitOf([null, "-1/2"], ["1", "0"])))).toContain(
      "\\bigl(W_{2} W_{1}\\bigr)_{\\{0,1\\},\\{0,1\\}} = \\begin{pmatrix} \\ast & -1/2 \\\\ 1 & 0 \\end{pmatrix}",
    );
  });

  test("refuses matrices that fit no page", () => {
    const wide = `${"0".repeat(10000)}1`;
    expect(() => writeLatex(closednessQuestion(patternFrom([wide], ["1"])))).toThrow("masks: expected at most 10000 cells to be set");
  });

  const wide = closednessQuestion(patternFrom(["111111111111"], ["1"]));
  test.skipIf(!onPath("pdflatex")).each([...CASES, { name: "a matrix of twelve columns", question: wide }])(
    "pdflatex compiles it (skipped when not on PATH): $name",
    async ({ question }) => {
      await inFolder(async (folder) => {
        writeFileSync(join(folder, "question.tex"), writeLatex(question));
        const { status, stdout } = spawnSync("pdflatex", ["-interaction=nonstopmode", "-halt-on-error", "question.tex"], { cwd: folder, encoding: "utf8" });
        expect(status, stdout).toBe(0);
        expect(existsSync(join(folder, "question.pdf"))).toBe(true);
      });
    },
  );
});
