import { describe, expect, test } from "vitest";
import { solverCommand, askCommand } from "../../src/solvers/command.js";
import { closednessQuestion, reachabilityQuestion } from "../../src/solvers/question.js";
import { writeSmt2 } from "../../src/solvers/smt2.js";
import { Z3, onPath } from "../support/programs.js";
import { CASES, SCALAR, limitOf } from "./cases.js";

describe("SMT-LIB", () => {
  test("a golden closedness question", () => {
    expect(writeSmt2(closednessQuestion(SCALAR))).toBe(
      [
        "; Written by wellposed. w<layer>_<output>_<input> is a weight, a_<output>_<input> an entry of the product; indices from 0.",
        "; Is there a limit of products that is no product? sat: not closed, unsat: closed.",
        "(set-info :smt-lib-version 2.6)",
        "(set-logic NRA)",
        "(declare-fun a_0_0 () Real)",
        "(assert (forall ((eps Real)) (=> (> eps 0.0) (exists ((w1_0_0 Real) (w2_0_0 Real))",
        "  (and (< (- (* w2_0_0 w1_0_0) a_0_0) eps) (< (- a_0_0 (* w2_0_0 w1_0_0)) eps))))))",
        "(assert (not (exists ((w1_0_0 Real) (w2_0_0 Real))",
        "  (= (* w2_0_0 w1_0_0) a_0_0))))",
        "(check-sat)",
        "(exit)",
        "",
      ].join("\n"),
    );
  });

  test("a golden reachability question: literals have no sign", () => {
    const text = writeSmt2(reachabilityQuestion(SCALAR, limitOf(["-2/3"])));
    expect(text).toContain("(set-logic QF_NRA)\n(declare-fun w1_0_0 () Real)\n(declare-fun w2_0_0 () Real)\n(assert (= (* w2_0_0 w1_0_0) (- (/ 2.0 3.0))))\n");
  });

  test.each(CASES)("parentheses are in pairs: $name", ({ question }) => {
    let open = 0;
    for (const char of writeSmt2(question).replace(/;.*/g, "")) {
      open += char === "(" ? 1 : char === ")" ? -1 : 0;
      expect(open).toBeGreaterThanOrEqual(0);
    }
    expect(open).toBe(0);
  });

  // unsat is "closed" and "not reachable".
  const expected = (kind: string, yes: boolean): string => ((kind === "closedness") === yes ? "unsat" : "sat");

  test.skipIf(Z3 === undefined).each(CASES)("z3 (skipped without z3 or z3-solver): $name", async ({ question, yes }) => {
    expect(await askCommand(solverCommand(Z3!), writeSmt2(question), 100)).toBe(expected(question.kind, yes));
  });

  test.skipIf(!onPath("cvc5")).each(CASES)("cvc5 (skipped when not on PATH): $name", async ({ question, yes }) => {
    // cvc5 seldom decides the quantified questions: it must accept them and not say the contrary.
    const answer = await askCommand(["cvc5", "--lang", "smt2", "{}"], writeSmt2(question), question.kind === "closedness" ? 0.5 : 100);
    if (question.kind === "reachability") expect(answer).toBe(expected(question.kind, yes));
    else expect([expected(question.kind, yes), "unknown", "timeout"]).toContain(answer);
  });
});
