import { describe, expect, test } from "vitest";
import { type ReachabilityQuestion, reachabilityQuestion } from "../../src/solvers/question.js";
import { writeSingular } from "../../src/solvers/singular.js";
import { writeQuestion } from "../../src/solvers/write.js";
import { onPath, run } from "../support/programs.js";
import { CASES, SCALAR, limitOf } from "./cases.js";

const REACHABILITY = CASES.flatMap(({ name, question, yes }) => (question.kind === "reachability" ? [{ name, question, yes }] : []));
const singular = (question: ReachabilityQuestion): string => run("Singular", ["-q"], writeSingular(question)).trim();

describe("Singular", () => {
  test("a golden script: integer coefficients", () => {
    expect(writeSingular(reachabilityQuestion(SCALAR, limitOf(["-2/3"])))).toBe(
      [
        "// Is 1 in the ideal of the equations? unreachable: no weights give these entries. Indices from 0.",
        "// w(1) is the weight of layer 1 from input 0 to output 0",
        "// w(2) is the weight of layer 2 from input 0 to output 0",
        "ring r = 0,(w(1..2)),dp;",
        "ideal equations = 3*w(2)*w(1) + (2);",
        "ideal basis = std(equations);",
        'if (reduce(poly(1), basis) == 0) { print("unreachable"); } else { print("unknown"); }',
        "quit;",
        "",
      ].join("\n"),
    );
  });

  test("has no closedness question", () => {
    const closedness = CASES.find(({ question }) => question.kind === "closedness")!;
    expect(() => writeQuestion(closedness.question, "singular")).toThrow("--to singular: expected a limit");
  });

  test.skipIf(!onPath("Singular")).each(REACHABILITY)("Singular (skipped when not on PATH): $name", ({ question, yes }) => {
    expect(singular(question)).toBe(yes ? "unknown" : "unreachable");
  });
});
