/** Exit codes, as `wellposed --help` lists them. The worst over all inputs is the largest. */
import type { Fault, FaultKind } from "../pattern/fault.js";

export const EXIT = {
  /** For commands that give no verdict: the work is done. */
  done: 0,
  closed: 0,
  notClosed: 1,
  /** `check`: a certificate does not prove its claim. */
  notProved: 1,
  undecided: 2,
  usage: 64,
  badInput: 65,
  internal: 70,
  io: 74,
} as const;

const BY_FAULT: Record<FaultKind, number> = { usage: EXIT.usage, input: EXIT.badInput, io: EXIT.io };

export function exitCodeOf(fault: Fault): number {
  return BY_FAULT[fault.kind];
}

export function exitCodeOfVerdict(closed: boolean | null): number {
  return closed === null ? EXIT.undecided : closed ? EXIT.closed : EXIT.notClosed;
}
