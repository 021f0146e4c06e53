import type { Block, ConvexProgram } from "../../../src/optima/convex/program.js";

export interface ConicAnswer {
  blocks: Block[];
  fit: Float64Array;
  multipliers: Float64Array;
  iterations: number;
  objective: number;
  status: number;
  rows: number;
  variables: number;
  cpuMs: number;
}

export function solveConic(program: ConvexProgram, options: { tolerance: number; maxIterations?: number }): Promise<ConicAnswer>;
