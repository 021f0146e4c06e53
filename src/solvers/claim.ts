/** What a solver claims of an undecided pattern. A claim has no certificate and never becomes a verdict. */
import type { Claim } from "../decide/decide.js";
import type { Pattern } from "../pattern/pattern.js";
import { DEFAULT_TIMEOUT } from "../rules/budget.js";
import { askCommand, solverCommand } from "./command.js";
import { closednessQuestion } from "./question.js";
import { writeSmt2 } from "./smt2.js";

export interface AskOptions {
  /** Seconds until the solver is stopped. Default 60. */
  readonly timeout?: number;
}

/**
 * Asks a solver whether L is closed: the sentence of `closednessQuestion`, negated, in SMT-LIB.
 * @param solver `z3` for the package z3-solver, or a command (see `solverCommand`)
 * @throws Fault of kind `input` when the question is too large to be written, `usage` or `io` when the solver is missing or fails
 */
export async function askClosedness(pattern: Pattern, solver: string, options: AskOptions = {}): Promise<Claim> {
  const command = solverCommand(solver);
  const answer = await askCommand(command, writeSmt2(closednessQuestion(pattern)), options.timeout ?? DEFAULT_TIMEOUT);
  return { solver, closed: answer === "unsat" ? true : answer === "sat" ? false : null };
}
