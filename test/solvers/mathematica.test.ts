import { describe, expect, test } from "vitest";
import { writeMathematica } from "../../src/solvers/mathematica.js";
import { closednessQuestion, reachabilityQuestion } from "../../src/solvers/question.js";
import { CASES, LU, SCALAR, limitOf } from "./cases.js";

describe("the Wolfram Language", () => {
  test("a golden closedness question", () => {
    expect(writeMathematica(closednessQuestion(SCALAR))).toBe(
      [
        "(* Is the set of products closed? True: closed, False: not closed. *)",
        "Resolve[ForAll[{a0x0}, Implies[",
        "  ForAll[{eps}, eps > 0, Exists[{w1x0x0, w2x0x0},",
        "    -eps < w2x0x0*w1x0x0 - a0x0 < eps]],",
        "  Exists[{w1x0x0, w2x0x0},",
        "    w2x0x0*w1x0x0 == a0x0]]], Reals]",
        "",
      ].join("\n"),
    );
  });

  test("a golden reachability question", () => {
    expect(writeMathematica(reachabilityQuestion(LU, limitOf([null, "-1/2"], [null, "0"])))).toBe(
      [
        "(* Is there a product with these entries? True: reachable, False: not reachable. *)",
        "Resolve[Exists[{w1x0x1, w1x1x1, w2x0x0, w2x1x0, w2x1x1},",
        "    w2x0x0*w1x0x1 == -1/2 &&",
        "    w2x1x0*w1x0x1 + w2x1x1*w1x1x1 == 0], Reals]",
        "",
      ].join("\n"),
    );
  });

  test.each(CASES)("brackets are in pairs, names are letters and digits, no list of variables is empty: $name", ({ question }) => {
    const text = writeMathematica(question).replace(/\(\*.*\*\)/, "");
    const open: string[] = [];
    for (const char of text) {
      if (char === "[" || char === "{") open.push(char);
      if (char === "]") expect(open.pop()).toBe("[");
      if (char === "}") expect(open.pop()).toBe("{");
    }
    expect(open).toEqual([]);
    expect(text).not.toMatch(/_|\{\}/);
  });
});
