/** What is checked of an optimum before it is handed out, each check with the number that it looked at. Networks are run on the data; nothing of the convex form is believed. */
import { type Objective, type ShallowNetwork, objectiveOf } from "./convex/network.js";
import type { ConvexProgram, Solution } from "./convex/program.js";

export interface Check {
  /** A short name, unique among the checks of a result. */
  readonly name: string;
  readonly ok: boolean;
  /** What has to be at most `tolerance`, in words. */
  readonly what: string;
  readonly value: number;
  readonly tolerance: number;
}

/** Relative to the optimum: what the objective of a network may be off by. */
export const OBJECTIVE_TOLERANCE = 1e-9;
/** Relative to the largest target: what the outputs of a network may be off by. */
export const FIT_TOLERANCE = 1e-8;
/** Relative to the optimum: by how much float64 may put a network below the bound. */
const ROUNDING = 1e-12;

export function check(name: string, what: string, value: number, tolerance: number): Check {
  return { name, ok: value <= tolerance, what, value, tolerance };
}

/** The gap between the program's point and the dual's, relative to the value. */
export function gapCheck({ value, dualBound }: Pick<Solution, "value" | "dualBound">, tolerance: number): Check {
  return check("gap", "duality gap over the optimum", value === 0 ? 0 : (value - dualBound) / value, tolerance);
}

/** The network run on the data: its objective is the optimum and not below the bound, its outputs are the fit. */
export function networkChecks(name: string, network: ShallowNetwork, program: ConvexProgram, { value, dualBound, fit }: Pick<Solution, "value" | "dualBound" | "fit">): { objective: Objective; checks: Check[] } {
  const objective = objectiveOf(network, program);
  const size = Math.max(Number.MIN_VALUE, value);
  const largest = program.y.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
  const off = objective.outputs.reduce((most, output, j) => Math.max(most, Math.abs(output - fit[j]!)), 0);
  const checks = [
    check(`${name}: objective`, "distance of the network's objective, run on the data, from the optimum, over the optimum", Math.abs(objective.value - value) / size, OBJECTIVE_TOLERANCE),
    check(`${name}: outputs`, "largest distance of the network's outputs from the fit, over the largest target", largest === 0 ? off : off / largest, FIT_TOLERANCE),
    check(`${name}: bound`, "by how much the network's objective is below the dual bound, over the optimum", Math.max(0, dualBound - objective.value) / size, ROUNDING),
  ];
  return { objective, checks };
}
