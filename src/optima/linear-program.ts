/**
 * Linear and mixed-integer programs, solved by HiGHS (Huangfu and Hall 2018; WebAssembly, in double precision): arrays in, arrays out.
 *
 * What comes back is the solver's word, to its tolerances. Who needs a proof verifies it.
 */
import type { Highs } from "highs";

/** lower <= values . x <= upper. */
export interface Row {
  readonly values: ArrayLike<number>;
  readonly lower: number;
  readonly upper: number;
}

/** Minimise cost . x subject to the rows, lower <= x <= upper, and integers where they are demanded. */
export interface Program {
  /** One for each unknown. */
  readonly cost: ArrayLike<number>;
  readonly rows: readonly Row[];
  /** 0 for each unknown by default. */
  readonly lower?: ArrayLike<number>;
  /** Infinity by default. */
  readonly upper?: ArrayLike<number>;
  /** Which unknowns are integers; none by default. */
  readonly integer?: ArrayLike<boolean>;
}

export interface ProgramOptions {
  /** Of constraints and of reduced costs; at least 1e-10, which is the default. */
  readonly tolerance?: number;
  /** In seconds; no limit by default. */
  readonly timeLimit?: number;
}

/**
 * optimal: to the tolerances. infeasible, unbounded: as the solver says (`infeasible` too where it cannot tell the two apart). limit: the time ran out; `solution` is the best
 * point found, if any.
 */
export interface Outcome {
  readonly status: "optimal" | "infeasible" | "unbounded" | "limit";
  /** Nothing where no feasible point is known. */
  readonly solution: Float64Array | undefined;
  /** Of the solution. */
  readonly value: number | undefined;
  /** No feasible point is below it, the solver says: for a mixed-integer program its dual bound, otherwise the value of an optimum. */
  readonly bound: number;
}

/** A failure inside of the solver: neither an optimum nor a reason why there is none. */
export class SolverFailure extends Error {
  override readonly name = "SolverFailure";
}

let loading: Promise<Highs> | undefined;

/** @throws SolverFailure when the solver ends with an error, RangeError when lengths do not fit */
export async function minimise(program: Program, { tolerance = 1e-10, timeLimit }: ProgramOptions = {}): Promise<Outcome> {
  // A tenth of a second to load: only for who needs it, and once. Its types describe the CommonJS form, where the loader is one level deeper than in the ES module that is loaded.
  loading ??= import("highs").then(({ default: loaded }) => (loaded as unknown as typeof loaded.default)());
  const highs = await loading;
  const columns = program.cost.length;
  const { rows, integer } = program;
  for (const list of [program.lower, program.upper, integer, ...rows.map(({ values }) => values)]) {
    if (list !== undefined && list.length !== columns) throw new RangeError(`${list.length} numbers for ${columns} unknowns`);
  }
  const starts = new Int32Array(rows.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (const [k, row] of rows.entries()) {
    for (let column = 0; column < columns; column++) {
      if (row.values[column] === 0) continue;
      indices.push(column);
      values.push(row.values[column]!);
    }
    starts[k + 1] = indices.length;
  }
  const { variableType, modelStatus, solutionStatus } = highs.constants;
  const data = {
    numCols: columns,
    numRows: rows.length,
    colCost: Float64Array.from(program.cost),
    colLower: program.lower === undefined ? new Float64Array(columns) : Float64Array.from(program.lower),
    colUpper: program.upper === undefined ? new Float64Array(columns).fill(highs.infinity) : Float64Array.from(program.upper),
    rowLower: rows.map(({ lower }) => lower),
    rowUpper: rows.map(({ upper }) => upper),
    matrix: { format: "csr" as const, numRows: rows.length, numCols: columns, starts, indices, values },
    ...(integer && { integrality: Array.from(integer, (flag) => (flag ? variableType.integer : variableType.continuous)) }),
  };
  const options = {
    output_flag: false,
    random_seed: 0,
    primal_feasibility_tolerance: tolerance,
    dual_feasibility_tolerance: tolerance,
    ...(integer && { mip_feasibility_tolerance: tolerance, mip_rel_gap: 0, mip_abs_gap: 1e-6 }),
    ...(timeLimit !== undefined && { time_limit: timeLimit }),
  };
  return highs.withModel(data, (model): Outcome => {
    model.options.set(options);
    model.run();
    const status = model.getModelStatus();
    const known = model.info.get("primal_solution_status") === solutionStatus.feasible;
    const solution = known ? Float64Array.from(model.getSolution().colValue) : undefined;
    const value = known ? model.getObjectiveValue() : undefined;
    const boundOf = (): number => (integer === undefined ? -Infinity : Number(model.info.get("mip_dual_bound")));
    switch (status) {
      case modelStatus.optimal:
      case modelStatus.empty:
        return { status: "optimal", solution: solution ?? new Float64Array(columns), value: value ?? 0, bound: integer === undefined ? (value ?? 0) : boundOf() };
      case modelStatus.infeasible:
      case modelStatus.unboundedOrInfeasible:
        return { status: "infeasible", solution: undefined, value: undefined, bound: Infinity };
      case modelStatus.unbounded:
        return { status: "unbounded", solution, value, bound: -Infinity };
      case modelStatus.timeLimit:
      case modelStatus.iterationLimit:
        return { status: "limit", solution, value, bound: boundOf() };
      default:
        throw new SolverFailure(`HiGHS ended with model status ${status}`);
    }
  });
}
