/**
 * `wellposed/sparsest-certificate/1` (docs/certificates.md, section 12): a network through data, and that none has fewer neurons or parameters. Slowly: activation patterns point by point, blocks and choices
 * by linear programs over weights, without rays.
 */
import { readPoints } from "./counterexample.js";
import { type Rational, product, quotient, rational, readRational, sum } from "./polynomial.js";
import { type Fields, need, readAscending, readChoice, readIndex, readList, readObject } from "./reading.js";
import { type Outcome, checkText, outcomeOf } from "./second-checker.js";

export function checkSparsest(value: unknown): Outcome {
  return outcomeOf(() => sparsest(value));
}

export function checkSparsestText(text: string): Outcome {
  return checkText(text, checkSparsest);
}

const NOUGHT = rational(0n);
const UNIT = rational(1n);
const minus = (a: Rational): Rational => rational(-a.p, a.q);
const total = (numbers: readonly Rational[]): Rational => numbers.reduce(sum, NOUGHT);
const dot = (a: readonly Rational[], b: readonly Rational[]): Rational => total(a.map((x, k) => product(x, b[k] as Rational)));
const signOf = ({ p }: Rational): number => (p > 0n ? 1 : p < 0n ? -1 : 0);
const compare = (a: Rational, b: Rational): number => signOf(sum(a, minus(b)));
const textOf = ({ p, q }: Rational): string => `${p}/${q}`;

interface Problem {
  /** With the column of ones. */
  rows: Rational[][];
  targets: Rational[];
  /** Inputs. */
  d: number;
  skip: boolean;
  neurons: boolean;
  countBias: boolean;
  /** Columns of each entry. */
  mask: number[][] | undefined;
}

const KEYS = ["format", "points", "targets", "skip", "count", "countBias", "supports", "network", "claim", "lowerBound"];

function sparsest(value: unknown): void {
  const at = "sparsest";
  const fields = readObject(value, at, KEYS);
  need(fields["format"] === "wellposed/sparsest-certificate/1", `${at}.format: not "wellposed/sparsest-certificate/1"`);
  const problem = readProblem(fields, at);
  const claim = readObject(fields["claim"], `${at}.claim`, ["count", "atLeast"]);
  const count = readIndex(claim["count"], `${at}.claim.count`, 2 ** 53);
  const atLeast = readIndex(claim["atLeast"], `${at}.claim.atLeast`, 2 ** 53);
  need(atLeast <= count, `${at}.claim.atLeast: above the count`);
  checkNetwork(fields["network"], problem, count, `${at}.network`);
  checkBound(fields["lowerBound"], problem, atLeast, `${at}.lowerBound`);
}

function readFlag(value: unknown, at: string): boolean {
  need(typeof value === "boolean", `${at}: not true or false`);
  return value;
}

function readProblem(fields: Fields, at: string): Problem {
  const listed = readList(fields["points"], `${at}.points`);
  need(listed.length > 0, `${at}.points: the list is empty`);
  const d = readList(listed[0], `${at}.points[0]`).length;
  need(d > 0, `${at}.points[0]: the list is empty`);
  const points = readPoints(listed, `${at}.points`, d);
  const supports = fields["supports"];
  return {
    rows: points.map((point) => [...point, UNIT]),
    targets: readRationals(fields["targets"], `${at}.targets`, points.length),
    d,
    skip: readFlag(fields["skip"], `${at}.skip`),
    neurons: readChoice(fields["count"], `${at}.count`, ["neurons", "parameters"]) === "neurons",
    countBias: readFlag(fields["countBias"], `${at}.countBias`),
    mask: supports === null ? undefined : readList(supports, `${at}.supports`).map((item, s) => readEntry(item, d, `${at}.supports[${s}]`)),
  };
}

function readEntry(value: unknown, d: number, at: string): number[] {
  const fields = readObject(value, at, ["inputs", "bias"]);
  const inputs = readAscending(fields["inputs"], `${at}.inputs`, d, "may be empty");
  return readFlag(fields["bias"], `${at}.bias`) ? [...inputs, d] : inputs;
}

function readRationals(value: unknown, at: string, count: number): Rational[] {
  return readList(value, at, count).map((item, n) => readRational(item, `${at}[${n}]`));
}

// ----------------------------------------------------------------------------------------------------------- the network

function checkNetwork(value: unknown, problem: Problem, count: number, at: string): void {
  const { rows, targets, d, skip, neurons: onlyNeurons, countBias, mask } = problem;
  const fields = readObject(value, at, ["neurons", "skip"]);
  const neurons = readList(fields["neurons"], `${at}.neurons`).map((item, k) => {
    const place = `${at}.neurons[${k}]`;
    const own = readObject(item, place, ["output", "weights", "bias"]);
    const output = readRational(own["output"], `${place}.output`);
    need(output.p !== 0n, `${place}.output: it is 0`);
    const u = [...readRationals(own["weights"], `${place}.weights`, d), readRational(own["bias"], `${place}.bias`)];
    const columns = u.flatMap((x, c) => (x.p === 0n ? [] : [c]));
    need(columns.length > 0, `${place}: weights and bias are 0`);
    return { output, u, columns };
  });
  let affine = rows.map(() => NOUGHT);
  if (fields["skip"] !== null) {
    need(skip, `${at}.skip: there may be none`);
    const own = readObject(fields["skip"], `${at}.skip`, ["weights", "bias"]);
    const a = [...readRationals(own["weights"], `${at}.skip.weights`, d), readRational(own["bias"], `${at}.skip.bias`)];
    affine = rows.map((row) => dot(row, a));
  }
  rows.forEach((row, j) => {
    const inside = neurons.map(({ u }) => dot(row, u));
    const output = sum(affine[j] as Rational, total(neurons.map(({ output: v }, k) => ((inside[k] as Rational).p > 0n ? product(v, inside[k] as Rational) : NOUGHT))));
    need(compare(output, targets[j] as Rational) === 0, `${at}: another value at point ${j}`);
  });
  need(mask === undefined || haveEntries(neurons.map(({ columns }) => columns), mask), `${at}.neurons: not in the mask`);
  const counted = onlyNeurons ? neurons.length : neurons.reduce((all, { columns }) => all + columns.filter((c) => c < d || countBias).length, 0);
  need(counted === count, `${at}: it counts ${counted}`);
}

/** Hall's condition for every set of them: as many entries as members. */
function haveEntries(supports: readonly (readonly number[])[], mask: readonly (readonly number[])[]): boolean {
  need(supports.length <= 16, "too many neurons for this checker");
  const fit = supports.map((columns) => mask.map((entry) => columns.every((c) => entry.includes(c))));
  for (let set = 1; set < 1 << supports.length; set++) {
    const members = fit.filter((_, k) => (set >> k) & 1);
    if (mask.filter((_, r) => members.some((own) => own[r] === true)).length < members.length) return false;
  }
  return true;
}

// ------------------------------------------------------------------------------------------------------------- the bound

function checkBound(value: unknown, problem: Problem, atLeast: number, at: string): void {
  const { rule } = readObject(value, at, ["rule"], ["points", "vectors"]);
  const name = readChoice(rule, `${at}.rule`, ["none", "witnesses", "dual-vectors", "enumeration"]);
  const fields = readObject(value, at, name === "witnesses" ? ["rule", "points"] : name === "dual-vectors" ? ["rule", "vectors"] : ["rule"]);
  const n = problem.rows.length;
  if (name === "none") {
    need(atLeast <= provedByTargets(problem), `${at}: the targets do not prove it`);
  } else if (name === "witnesses") {
    const points = readList(fields["points"], `${at}.points`).map((item, k) => readIndex(item, `${at}.points[${k}]`, n));
    need(atLeast <= provedByWitnesses(problem, points, `${at}.points`), `${at}.points: too few`);
  } else if (name === "dual-vectors") {
    const vectors = readList(fields["vectors"], `${at}.vectors`).map((item, v) => readRationals(item, `${at}.vectors[${v}]`, n));
    for (const [v, nu] of vectors.entries()) {
      need(dot(nu, problem.targets).p > 0n, `${at}.vectors[${v}]: no positive product with the targets`);
      need(free(problem).every((column) => dot(nu, column).p === 0n), `${at}.vectors[${v}]: not orthogonal to what is free`);
    }
    const known = new Map<Block, boolean[]>();
    const blockedBy = (block: Block): boolean[] => {
      if (!known.has(block)) known.set(block, vectors.map((nu) => blocks(nu, block, problem)));
      return known.get(block) as boolean[];
    };
    everyChoice(problem, atLeast - 1, (choice) => need(vectors.some((_, v) => choice.every((block) => blockedBy(block)[v] === true)), `${at}.vectors: some choice is not blocked`));
  } else {
    everyChoice(problem, atLeast - 1, (choice) => need(!isReached(problem, choice), `${at}: a choice reaches the targets`));
  }
}

/** Columns of what is free. */
function free({ rows, d, skip, neurons, countBias, mask }: Problem): Rational[][] {
  const column = (c: number): Rational[] => rows.map((row) => row[c] as Rational);
  if (skip) return Array.from({ length: d + 1 }, (_, c) => column(c));
  return !neurons && !countBias && (mask === undefined || mask.some((entry) => entry.includes(d))) ? [column(d)] : [];
}

function provedByTargets(problem: Problem): number {
  const { rows, targets } = problem;
  const columns = free(problem);
  if (isFeasible(rows.map((_, j) => ({ row: columns.map((column) => column[j] as Rational), value: targets[j] as Rational })), [])) return 0;
  return columns.length === 0 && targets.some(({ p }) => p > 0n) && targets.some(({ p }) => p < 0n) ? 2 : 1;
}

function provedByWitnesses({ rows, targets, d, neurons, countBias }: Problem, points: readonly number[], at: string): number {
  need(d === 1, `${at}: witnesses for one input only`);
  const x = (j: number): Rational => (rows[j] as Rational[])[0] as Rational;
  const sorted: number[] = [];
  for (const j of [...rows.keys()].sort((a, b) => compare(x(a), x(b)))) if (sorted.length === 0 || compare(x(sorted.at(-1) as number), x(j)) !== 0) sorted.push(j);
  const slope = (i: number): Rational => {
    const [a, b] = [sorted[i] as number, sorted[i + 1] as number];
    return quotient(sum(targets[b] as Rational, minus(targets[a] as Rational)), sum(x(b), minus(x(a))));
  };
  let zero = false;
  const found = points.map((j, k) => {
    const i = sorted.findIndex((other) => compare(x(other), x(j)) === 0);
    need(i > 0 && i < sorted.length - 1, `${at}[${k}]: at an end`);
    const turn = compare(slope(i), slope(i - 1));
    need(turn !== 0, `${at}[${k}]: no turn`);
    zero ||= x(sorted[i - 1] as number).p < 0n && x(sorted[i + 1] as number).p > 0n;
    return { i, turn };
  });
  found.slice(1).forEach(({ i, turn }, k) => {
    const before = found[k] as { i: number; turn: number };
    need(i >= before.i + (turn === before.turn ? 2 : 1), `${at}[${k + 1}]: too near to the one before, or not behind it`);
  });
  return neurons || !countBias ? found.length : 2 * found.length - (zero ? 1 : 0);
}

// ---------------------------------------------------------------------------------------------------- blocks and choices

interface Block {
  columns: number[];
  cost: number;
  open: boolean[];
  sign: 1 | -1;
}

function everyChoice(problem: Problem, budget: number, check: (choice: readonly Block[]) => void): void {
  if (budget < 0) return;
  const all = countedSupports(problem).flatMap(({ columns, cost }) =>
    cost > budget ? [] : patterns(problem.rows, columns).flatMap((open) => ([1, -1] as const).map((sign): Block => ({ columns, cost, open, sign }))),
  );
  // What holds for a choice holds for its parts: those that can be extended by a later block are left out.
  const extend = (choice: readonly Block[], from: number, left: number): void => {
    let extended = false;
    for (let b = from; b < all.length; b++) {
      const block = all[b] as Block;
      if (block.cost > left) continue;
      const wider = [...choice, block];
      if (problem.mask !== undefined && !haveEntries(wider.map(({ columns }) => columns), problem.mask)) continue;
      extended = true;
      extend(wider, b + 1, left - block.cost);
    }
    if (!extended) check(choice);
  };
  extend([], 0, budget);
}

function countedSupports({ d, neurons, countBias, mask }: Problem): { columns: number[]; cost: number }[] {
  const found = new Map<string, { columns: number[]; cost: number }>();
  for (const entry of mask ?? [Array.from({ length: d + 1 }, (_, c) => c)]) {
    for (let set = 1; set < 1 << entry.length; set++) {
      const columns = entry.filter((_, k) => (set >> k) & 1);
      const inputs = columns.filter((c) => c < d).length;
      if (neurons && columns.length < entry.length) continue;
      if (!neurons && !countBias && (inputs === 0 || columns.includes(d) !== entry.includes(d))) continue;
      found.set(columns.join(), { columns, cost: neurons ? 1 : countBias ? columns.length : inputs });
    }
  }
  return [...found.values()];
}

const PATTERNS = new Map<string, boolean[][]>();

/** Those that are open somewhere: flags are found one after the other. */
function patterns(rows: readonly (readonly Rational[])[], columns: readonly number[]): boolean[][] {
  const seen = rows.map((row) => columns.map((c) => row[c] as Rational));
  const key = seen.map((row) => row.map(textOf).join()).join(";");
  const known = PATTERNS.get(key);
  if (known !== undefined) return known;
  let found: boolean[][] = [[]];
  const side = (row: readonly Rational[], open: boolean): Row => ({ row: open ? [...row] : row.map(minus), value: UNIT });
  const isZero = seen.map((row) => row.every(({ p }) => p === 0n));
  seen.forEach((_, j) => {
    const extended = found.flatMap((flags) => (isZero[j] === true ? [[...flags, false]] : [[...flags, true], [...flags, false]]));
    found = extended.filter((flags) => isFeasible([], flags.flatMap((open, i) => (isZero[i] === true ? [] : [side(seen[i] as Rational[], open)]))));
  });
  const some = found.filter((flags) => flags.includes(true));
  PATTERNS.set(key, some);
  return some;
}

/** u in the closed cone of the block, from unknown number `start` of `width`. */
function coneOf({ columns, open }: Block, { rows }: Problem, start: number, width: number): Row[] {
  return rows.map((row, j) => {
    const spread = Array.from({ length: width }, () => NOUGHT);
    for (const [k, c] of columns.entries()) spread[start + k] = open[j] === true ? (row[c] as Rational) : minus(row[c] as Rational);
    return { row: spread, value: NOUGHT };
  });
}

/** Is nu f <= 0 for all outputs? Otherwise for some of them it is 1. */
function blocks(nu: readonly Rational[], block: Block, problem: Problem): boolean {
  const { columns, open, sign } = block;
  const row = columns.map((c) => total(problem.rows.map((x, j) => (open[j] === true ? product(product(rational(BigInt(sign)), nu[j] as Rational), x[c] as Rational) : NOUGHT))));
  return !isFeasible([{ row, value: UNIT }], coneOf(block, problem, 0, columns.length));
}

const REACHED = new Map<string, boolean>();

function isReached(problem: Problem, choice: readonly Block[]): boolean {
  const { rows, targets } = problem;
  const columns = free(problem);
  const width = choice.reduce((all, block) => all + block.columns.length, columns.length);
  let start = 0;
  const starts = choice.map((block) => (start += block.columns.length) - block.columns.length);
  const equations = rows.map((x, j): Row => {
    const row = Array.from({ length: width }, () => NOUGHT);
    choice.forEach((block, k) => {
      if (block.open[j] !== true) return;
      for (const [i, c] of block.columns.entries()) row[(starts[k] as number) + i] = product(rational(BigInt(block.sign)), x[c] as Rational);
    });
    columns.forEach((column, k) => (row[start + k] = column[j] as Rational));
    return { row, value: targets[j] as Rational };
  });
  const cones = choice.flatMap((block, k) => coneOf(block, problem, starts[k] as number, width));
  const key = [...equations, ...cones].map(({ row, value }) => [...row, value].map(textOf).join()).join(";");
  if (!REACHED.has(key)) REACHED.set(key, isFeasible(equations, cones));
  return REACHED.get(key) as boolean;
}

// ------------------------------------------------------------------------------------------------------- linear programs

interface Row {
  row: readonly Rational[];
  value: Rational;
}

/** Is there z with row z = value for all equations and row z >= value for all inequalities? The simplex method on a table, z as a difference, with a slack for each inequality and an artificial variable for each row. */
function isFeasible(equations: readonly Row[], inequalities: readonly Row[]): boolean {
  const table = [...equations, ...inequalities].map(({ row, value }, i): Rational[] => {
    const slacks = inequalities.map((_, k) => (equations.length + k === i ? minus(UNIT) : NOUGHT));
    const own = [...row, ...row.map(minus), ...slacks, value];
    return value.p < 0n ? own.map(minus) : own;
  });
  const last = (table[0]?.length ?? 1) - 1;
  const basis = table.map((_, i) => last + 1 + i);
  // How much the sum of the artificial variables falls by each column, and the sum.
  let gains = Array.from({ length: last + 1 }, (_, c) => total(table.map((row) => row[c] as Rational)));
  for (;;) {
    if (gains[last] === undefined || (gains[last] as Rational).p === 0n) return true;
    const entering = gains.findIndex(({ p }, c) => c < last && p > 0n);
    if (entering < 0) return false;
    const rows = table.flatMap((row, i) => ((row[entering] as Rational).p > 0n ? [i] : []));
    const ratio = (i: number): Rational => quotient((table[i] as Rational[])[last] as Rational, (table[i] as Rational[])[entering] as Rational);
    const leaving = rows.reduce((best, i) => (compare(ratio(i), ratio(best)) < 0 || (compare(ratio(i), ratio(best)) === 0 && (basis[i] as number) < (basis[best] as number)) ? i : best));
    const pivot = (table[leaving] as Rational[])[entering] as Rational;
    const own = (table[leaving] as Rational[]).map((x) => quotient(x, pivot));
    const cleared = (row: Rational[]): Rational[] => {
      const factor = minus(row[entering] as Rational);
      return factor.p === 0n ? row : row.map((x, c) => (own[c]?.p === 0n ? x : sum(x, product(factor, own[c] as Rational))));
    };
    gains = cleared(gains);
    table.forEach((row, i) => (table[i] = i === leaving ? own : cleared(row)));
    basis[leaving] = entering;
  }
}
