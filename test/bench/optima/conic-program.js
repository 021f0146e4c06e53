/**
 * The convex program of a ReLU or gated network as a conic program for SCS (O'Donoghue, Chu, Parikh, Boyd 2016): nothing left out, nothing added.
 *
 * minimise (1/2) x' P x + c' x subject to A x + s = b, s in the product of a zero, a nonnegative, second-order and exponential cones.
 * Variables: for every block its vector on the support, then its norm t; the fit e of every point; logistic: three more for every point.
 */
import createSCS from "scs-solver";

/** { data, cone, blocks: [{ gate, sign, at }], fitAt }: what SCS takes, and where the vectors and the fit are among the variables. */
export function conicProgram(program) {
  const { n, d, X, y, weight, lambda, loss, model, supports, gates } = program;
  const columns = [];
  const b = [];
  const c = [];
  const variable = (cost) => {
    columns.push([]);
    c.push(cost);
    return columns.length - 1;
  };
  const row = (right) => b.push(right) - 1;
  const enter = (at, column, value) => value !== 0 && columns[column].push([at, value]);

  const blocks = [];
  for (const [gate, { support }] of gates.entries()) {
    for (const sign of model === "relu" ? [1, -1] : [1]) {
      const at = columns.length;
      for (let k = 0; k < supports[support].length; k++) variable(0);
      blocks.push({ gate, sign, at, norm: variable(lambda) });
    }
  }
  const fitAt = columns.length;
  for (let j = 0; j < n; j++) variable(loss === "squared" ? -weight * y[j] : 0);

  const pointOf = ({ gate, at }, j) => Array.from(supports[gates[gate].support], (k, column) => [at + column, X[j * d + k]]);
  for (let j = 0; j < n; j++) row(0);
  for (let j = 0; j < n; j++) enter(j, fitAt + j, -1);
  for (const block of blocks) for (let j = 0; j < n; j++) if (gates[block.gate].active[j] === 1) for (const [column, x] of pointOf(block, j)) enter(j, column, block.sign * x);

  let nonnegative = 0;
  if (model === "relu") {
    for (const block of blocks) {
      for (let j = 0; j < n; j++) {
        const at = row(0);
        nonnegative++;
        for (const [column, x] of pointOf(block, j)) enter(at, column, gates[block.gate].active[j] === 1 ? -x : x);
      }
    }
  }
  // log(1 + exp(-m)) <= l as p + q <= 1 with p >= exp(-l), q >= exp(-m - l).
  const logistic = loss === "logistic" ? Array.from({ length: n }, () => ({ l: variable(weight), p: variable(0), q: variable(0) })) : [];
  for (const { p, q } of logistic) {
    const at = row(1);
    nonnegative++;
    enter(at, p, 1);
    enter(at, q, 1);
  }
  const secondOrder = blocks.map(({ gate, at, norm }) => {
    enter(row(0), norm, -1);
    const width = supports[gates[gate].support].length;
    for (let k = 0; k < width; k++) enter(row(0), at + k, -1);
    return width + 1;
  });
  for (const [j, { l, p, q }] of logistic.entries()) {
    const first = row(0);
    enter(first, l, 1);
    row(1);
    enter(row(0), p, -1);
    const second = row(0);
    enter(second, l, 1);
    enter(second, fitAt + j, y[j]);
    row(1);
    enter(row(0), q, -1);
  }

  const quadratic = columns.map((_, k) => (loss === "squared" && k >= fitAt && k < fitAt + n ? [[k, weight]] : []));
  const data = { m: b.length, n: columns.length, ...sparse("A", columns), ...sparse("P", quadratic), b, c };
  if (loss === "logistic") for (const key of ["P_x", "P_i", "P_p"]) delete data[key];
  return { data, cone: { z: n, l: nonnegative, q: secondOrder, qsize: secondOrder.length, ep: 2 * logistic.length }, blocks, fitAt };
}

/** SCS on the program: its vectors by gate and sign, its fit, the multipliers of the fit (a point of the dual), its own account. */
export async function solveConic(program, { tolerance, maxIterations = 100_000 }) {
  const { data, cone, blocks, fitAt } = conicProgram(program);
  const SCS = await createSCS();
  const settings = new SCS.ScsSettings();
  SCS.setDefaultSettings(settings);
  Object.assign(settings, { epsAbs: tolerance, epsRel: tolerance, maxIters: maxIterations, verbose: 0 });
  const { n, d, supports, gates } = program;
  const before = process.cpuUsage();
  const { x, y, info, status } = SCS.solve(data, cone, settings);
  const { user, system } = process.cpuUsage(before);
  return {
    blocks: blocks.map(({ gate, sign, at }) => {
      const vector = new Float64Array(d);
      for (const [k, column] of supports[gates[gate].support].entries()) vector[column] = x[at + k];
      return { gate, sign, vector };
    }),
    fit: Float64Array.from({ length: n }, (_, j) => x[fitAt + j]),
    multipliers: Float64Array.from({ length: n }, (_, j) => -y[j]),
    iterations: info.iter,
    objective: info.pobj,
    status,
    rows: data.m,
    variables: data.n,
    cpuMs: (user + system) / 1000,
  };
}

/** Columns of [row, value] in compressed form. */
function sparse(name, columns) {
  const starts = [0];
  for (const column of columns) starts.push(starts.at(-1) + column.length);
  const entries = columns.flatMap((column) => column.toSorted((a, b) => a[0] - b[0]));
  return { [`${name}_x`]: entries.map(([, value]) => value), [`${name}_i`]: entries.map(([at]) => at), [`${name}_p`]: starts };
}
