/** z3 against our own verdicts, shared by the short run and the long one. */
import { expect } from "vitest";
import { decide } from "../../src/decide/decide.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { type Size, enumerate } from "../../src/library/enumerate.js";
import { type Pattern, edgesOf } from "../../src/pattern/pattern.js";
import { askCommand, solverCommand } from "../../src/solvers/command.js";
import { type Limit, closednessQuestion, reachabilityQuestion } from "../../src/solvers/question.js";
import { writeSmt2 } from "../../src/solvers/smt2.js";
import { range } from "../decide/build.js";

export interface Tally {
  agreed: number;
  /** What z3 or we left open, by name. */
  open: string[];
}

/** Asks whether L is closed for every class of the sizes; every answer must be our verdict. */
export async function compareVerdicts(sizes: readonly Size[], solver: string, seconds: number): Promise<Tally> {
  const tally: Tally = { agreed: 0, open: [] };
  const asked = new Set<string>();
  for (const pattern of sizes.flatMap((size) => [...enumerate(size)])) {
    if (asked.has(pattern.name)) continue;
    asked.add(pattern.name);
    const ours = decide(pattern).linear.closed;
    const theirs = await askCommand(solverCommand(solver), writeSmt2(closednessQuestion(pattern)), seconds);
    if (ours === null || theirs === "unknown" || theirs === "timeout") tally.open.push(`${pattern.name} (${theirs}, we ${ours})`);
    else {
      expect(theirs, pattern.name).toBe(ours ? "unsat" : "sat");
      tally.agreed++;
    }
  }
  return tally;
}

/** Asks for products of weights that we chose: z3 must not call one unreachable. */
export async function compareProducts(patterns: readonly Pattern[], solver: string, seconds: number, seed: number): Promise<Tally> {
  const tally: Tally = { agreed: 0, open: [] };
  const random = new Random(seed);
  for (const pattern of patterns) {
    const theirs = await askCommand(solverCommand(solver), writeSmt2(reachabilityQuestion(pattern, productOf(pattern, random))), seconds);
    if (theirs === "unknown" || theirs === "timeout") tally.open.push(`${pattern.name} (${theirs})`);
    else {
      expect(theirs, pattern.name).toBe("sat");
      tally.agreed++;
    }
  }
  return tally;
}

/** W_L ... W_1 for weights from -2 to 2 on the supports, zero among them. */
function productOf({ masks, widths }: Pattern, random: Random): Limit {
  let product = range(widths[0]!).map((k) => range(widths[0]!).map((j) => (j === k ? Rational.one : Rational.zero)));
  for (const mask of masks) {
    const next = range(mask.rows).map(() => range(widths[0]!).map(() => Rational.zero));
    for (const [i, j] of edgesOf(mask)) {
      const weight = Rational.of(random.below(5) - 2);
      next[i] = next[i]!.map((sum, k) => sum.plus(weight.times(product[j]![k]!)));
    }
    product = next;
  }
  return { outputs: range(product.length), inputs: range(widths[0]!), values: product };
}
