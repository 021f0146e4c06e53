import { describe, expect, test } from "vitest";
import { closednessQuestion } from "../../src/solvers/question.js";
import { writeQepcad } from "../../src/solvers/qepcad.js";
import { patternFrom } from "../decide/build.js";
import { onPath, run } from "../support/programs.js";
import { CASES, LU, SCALAR } from "./cases.js";

describe("QEPCAD", () => {
  test("a golden closedness question", () => {
    expect(writeQepcad(closednessQuestion(SCALAR))).toBe(
      [
        "[ Is the set of products closed? TRUE: closed, FALSE: not closed. ]",
        "(a0x0,e,v1x0x0,v2x0x0,w1x0x0,w2x0x0)",
        "0",
        "(A a0x0)(E e)(E v1x0x0)(E v2x0x0)(A w1x0x0)(A w2x0x0)",
        "[ [ e > 0 /\\ [ w2x0x0 w1x0x0 >= a0x0 + e \\/",
        "  w2x0x0 w1x0x0 <= a0x0 - e ] ]",
        "  \\/ [ v2x0x0 v1x0x0 = a0x0 ] ].",
        "finish",
        "",
      ].join("\n"),
    );
  });

  test("an entry with two paths is a sum", () => {
    expect(writeQepcad(closednessQuestion(LU))).toContain("v2x1x0 v1x0x1 + v2x1x1 v1x1x1 = a1x1");
  });

  test.skipIf(!onPath("qepcad")).each(CASES)("qepcad (skipped when not on PATH): $name", ({ question, yes }) => {
    expect(run("qepcad", [], writeQepcad(question))).toMatch(new RegExp(`equivalent quantifier-free formula:\\s+${yes ? "TRUE" : "FALSE"}\\s`));
  });

  test.skipIf(!onPath("qepcad"))("qepcad reads a question with long lines (skipped when not on PATH)", () => {
    const dense = patternFrom(["1111", "1111", "1111"], ["111", "111", "111"]);
    const text = run("qepcad", [], writeQepcad(closednessQuestion(dense)), 2);
    expect(text).toContain("Before Normalization");
    expect(text).not.toMatch(/error/i);
  });
});
