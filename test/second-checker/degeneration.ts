/** The rule `degeneration` (docs/certificates.md, section 3): a limit of products, and a tree that proves it to be no product. */
import { type Context, DEEPEST, type Goal, Layer, type Layered, prune } from "./goals.js";
import {
  type Polynomial, ONE, ZERO, add, coefficientsIn, inverse, monomial, multiply, negative, number, power, readRational, variable, variablesOf,
} from "./polynomial.js";
import { need, readAscending, readIndex, readIndices, readInteger, readList, readObject } from "./reading.js";

/** The most paths of a minor. */
const MOST_PATHS = 100000;
/** The largest matrix whose determinant is computed. */
const LARGEST_MATRIX = 12;
/** The variable that is eps. */
export const EPS = 0;

interface Minor {
  goal: Layered;
  outputs: readonly number[];
  inputs: readonly number[];
  /** By `entry name`; nothing for free entries. */
  limit: ReadonlyMap<string, Polynomial>;
  paths: readonly Path[];
  /** The numbers of the paths of each entry; nothing for entries without paths. */
  at: ReadonlyMap<string, readonly number[]>;
}

interface Path {
  neurons: readonly number[];
  edges: readonly string[];
}

const edgeName = (layer: number, output: number, input: number): string => `${layer},${output},${input}`;
export const entryName = (output: number, input: number): string => `${output},${input}`;

export function degeneration({ goal: given, evidence, at, depth }: Context<Goal>): void {
  const fields = readObject(evidence, at, ["outputs", "inputs", "limit", "weights", "unreachable"]);
  const whole = given.kind === "layered" ? given : masksOf(given);
  const free = given.kind === "layered" ? new Layer() : given.free;
  const count = whole.layers.length;
  need(count >= 2, `${at}: the goal has one layer`);
  const outputs = readAscending(fields["outputs"], `${at}.outputs`, whole.widths[count] as number);
  const inputs = readAscending(fields["inputs"], `${at}.inputs`, whole.widths[0] as number);
  const kept = [...whole.layers];
  const [outputSet, inputSet] = [new Set(outputs), new Set(inputs)];
  kept[0] = (kept[0] as Layer).filter((_, input) => inputSet.has(input));
  kept[count - 1] = (kept[count - 1] as Layer).filter((output) => outputSet.has(output));
  const goal = prune({ kind: "layered", widths: whole.widths, layers: kept });

  const limit = new Map<string, Polynomial>();
  for (const [r, row] of readList(fields["limit"], `${at}.limit`, outputs.length).entries()) {
    for (const [c, item] of readList(row, `${at}.limit[${r}]`, inputs.length).entries()) {
      const [i, k] = [outputs[r] as number, inputs[c] as number];
      const place = `${at}.limit[${r}][${c}]`;
      if (free.has(i, k)) need(item === null, `${place}: the entry is free`);
      else limit.set(entryName(i, k), number(readRational(item, place)));
    }
  }
  checkWeights(fields["weights"], goal, { outputs, inputs, limit }, at);
  checkUnreachable(fields["unreachable"], { goal, outputs, inputs, limit }, `${at}.unreachable`, depth + 1);
}

/** Checks a TREE: it proves that no weights on the edges of the goal, pruned, have a product that equals the limit where that has entries. */
export function checkUnreachable(tree: unknown, minor: Pick<Minor, "goal" | "outputs" | "inputs" | "limit">, at: string, depth: number): void {
  const { goal, inputs } = minor;
  const count = goal.layers.length;
  const paths = pathsOf(goal, inputs, at);
  const byEntry = new Map<string, number[]>();
  for (const [n, { neurons }] of paths.entries()) {
    const name = entryName(neurons[count] as number, neurons[0] as number);
    byEntry.set(name, [...(byEntry.get(name) ?? []), n]);
  }
  checkTree(tree, new State({ ...minor, paths, at: byEntry }), at, depth);
}

/** A two-layer goal as masks; hidden neuron h is neuron number h. */
function masksOf({ m, n, neurons }: Goal & { kind: "two-layer" }): Layered {
  const [first, second] = [new Layer(), new Layer()];
  for (const [h, { rows, columns }] of neurons.entries()) {
    for (const j of columns) first.add(h, j);
    for (const i of rows) second.add(i, h);
  }
  return { kind: "layered", widths: [n, neurons.length, m], layers: [first, second] };
}

function checkWeights(value: unknown, goal: Layered, { outputs, inputs, limit }: Pick<Minor, "outputs" | "inputs" | "limit">, at: string): void {
  // Weights by layer and input of the layer, as Laurent polynomials in eps.
  const weights = readList(value, `${at}.weights`, goal.layers.length).map((list, l) => {
    const byInput = new Map<number, Map<number, Polynomial>>();
    for (const [n, item] of readList(list, `${at}.weights[${l}]`).entries()) {
      const place = `${at}.weights[${l}][${n}]`;
      const [edge, terms] = readList(item, place, 2);
      const [to, from] = readIndices(edge, `${place}[0]`, Number.MAX_SAFE_INTEGER, 2) as [number, number];
      need((goal.layers[l] as Layer).has(to, from), `${place}: not an edge of the minor`);
      const line = byInput.get(from) ?? new Map<number, Polynomial>();
      byInput.set(from, line);
      need(!line.has(to), `${place}: the edge is listed twice`);
      const weight = readTerms(terms, `${place}[1]`);
      need(weight.size > 0, `${place}[1]: no terms`);
      line.set(to, weight);
    }
    return byInput;
  });
  for (const k of inputs) {
    let now: ReadonlyMap<number, Polynomial> = new Map([[k, ONE]]);
    for (const byInput of weights) {
      const next = new Map<number, Polynomial>();
      for (const [from, factor] of now) {
        for (const [to, weight] of byInput.get(from) ?? []) next.set(to, add(next.get(to) ?? ZERO, multiply(factor, weight)));
      }
      now = next;
    }
    for (const i of outputs) {
      const wanted = limit.get(entryName(i, k));
      if (wanted === undefined) continue;
      const rest = add(now.get(i) ?? ZERO, negative(wanted));
      need([...coefficientsIn(rest, EPS).keys()].every((exponent) => exponent > 0), `${at}: entry (${i}, ${k}) does not tend to its limit`);
    }
  }
}

/** Terms `[coefficient, exponent]` as a Laurent polynomial in eps; an empty list is 0. */
export function readTerms(value: unknown, at: string): Polynomial {
  const terms = readList(value, at);
  let before = -Infinity;
  return add(
    ZERO,
    ...terms.map((item, n) => {
      const [given, raised] = readList(item, `${at}[${n}]`, 2);
      const coefficient = readRational(given, `${at}[${n}][0]`);
      need(coefficient.p !== 0n, `${at}[${n}][0]: the coefficient is 0`);
      const exponent = readInteger(raised, `${at}[${n}][1]`);
      need(Math.abs(exponent) <= 1000000, `${at}[${n}][1]: the exponent is out of range`);
      need(exponent > before, `${at}[${n}][1]: the exponents do not ascend`);
      before = exponent;
      return monomial(coefficient, [[EPS, exponent]]);
    }),
  );
}

function pathsOf(goal: Layered, inputs: readonly number[], at: string): Path[] {
  let paths: Path[] = inputs.map((k) => ({ neurons: [k], edges: [] }));
  for (const [l, layer] of goal.layers.entries()) {
    const longer: Path[] = [];
    for (const { neurons, edges } of paths) {
      const from = neurons[l] as number;
      for (const to of layer.outputsOf(from)) {
        need(longer.length < MOST_PATHS, `${at}: too many paths for this checker`);
        longer.push({ neurons: [...neurons, to], edges: [...edges, edgeName(l + 1, to, from)] });
      }
    }
    paths = longer;
  }
  return paths;
}

// ------------------------------------------------------------------------------------------------- what is known in a branch

/** Values are Laurent polynomials whose variable p is the parameter t_p. */
class State {
  readonly zero: Set<string>;
  readonly nonzero: Set<string>;
  /** Number of a path -> its product. */
  readonly known: Map<number, Polynomial>;
  /** parameters[p]: the number of the path whose product t_p is. */
  readonly parameters: number[];
  contradictory: boolean;

  constructor(readonly minor: Minor, from?: State) {
    this.zero = new Set(from?.zero);
    this.nonzero = new Set(from?.nonzero);
    this.known = new Map(from?.known);
    this.parameters = [...(from?.parameters ?? [])];
    this.contradictory = from?.contradictory ?? false;
  }

  marked(edge: string, as: "zero" | "nonzero"): State {
    const next = new State(this.minor, this);
    next[as].add(edge);
    next.conclude();
    return next;
  }

  private allNonzero(path: number): boolean {
    return (this.minor.paths[path] as Path).edges.every((edge) => this.nonzero.has(edge));
  }

  private nonzeroParameter(p: number): boolean {
    return this.allNonzero(this.parameters[p] as number);
  }

  isUnit(value: Polynomial): boolean {
    return value.size === 1 && [...variablesOf(value)].every((p) => this.nonzeroParameter(p));
  }

  /** The product of a path that had none becomes known. */
  learn(path: number, value: Polynomial): void {
    this.known.set(path, value);
    this.conclude();
  }

  name(path: number): void {
    this.parameters.push(path);
    this.learn(path, variable(this.parameters.length - 1));
  }

  /** The value is found to be 0. */
  equation(value: Polynomial, at: string): void {
    need(value.size > 0, `${at}: the equation 0 = 0`);
    if (this.isUnit(value)) {
      this.contradictory = true;
      return;
    }
    for (const p of [...variablesOf(value)].sort((a, b) => b - a)) {
      const parts = coefficientsIn(value, p);
      const slope = parts.get(1);
      if (slope === undefined || !this.isUnit(slope) || [...parts.keys()].some((exponent) => exponent !== 0 && exponent !== 1)) continue;
      const root = negative(multiply(parts.get(0) ?? ZERO, inverse(slope)));
      if (!this.isUnit(root) && [...this.known.values()].some((product) => [...coefficientsIn(product, p).keys()].some((exponent) => exponent < 0))) continue;
      this.substitute(p, root);
      this.conclude();
      return;
    }
    need(false, `${at}: the equation is solved for no parameter`);
  }

  private substitute(p: number, by: Polynomial): void {
    for (const [path, value] of this.known) {
      const parts = [...coefficientsIn(value, p)];
      if (parts.every(([exponent]) => exponent === 0)) continue;
      this.known.set(path, add(...parts.map(([exponent, coefficient]) => multiply(coefficient, power(by, exponent)))));
    }
  }

  /** (C1) to (C4), until nothing new follows or a contradiction is met. */
  private conclude(): void {
    for (let changed = true; changed && !this.contradictory; ) {
      changed = false;
      for (const [path, { edges }] of this.minor.paths.entries()) {
        const dead = edges.some((edge) => this.zero.has(edge));
        const value = this.known.get(path);
        if (value === undefined) {
          if (dead) this.known.set(path, ZERO);
          changed ||= dead;
          continue;
        }
        const unmarked = edges.filter((edge) => !this.nonzero.has(edge));
        if (value.size === 0) {
          if (unmarked.length === 0) this.contradictory = true;
          const [only] = unmarked;
          if (unmarked.length === 1 && !this.zero.has(only as string)) {
            this.zero.add(only as string);
            changed = true;
          }
        } else if (this.isUnit(value)) {
          if (dead) this.contradictory = true;
          for (const edge of unmarked) this.nonzero.add(edge);
          changed ||= unmarked.length > 0;
        } else if (dead && value.size === 1) {
          const open = [...variablesOf(value)].filter((p) => !this.nonzeroParameter(p));
          if (open.length !== 1) continue;
          this.substitute(open[0] as number, ZERO);
          changed = true;
        }
      }
      for (const edge of this.zero) if (this.nonzero.has(edge)) this.contradictory = true;
    }
  }
}

// ------------------------------------------------------------------------------------------------------------------ the tree

function checkTree(tree: unknown, state: State, at: string, depth: number): void {
  need(depth <= DEEPEST, `${at.slice(0, 60)}...: nested deeper than ${DEEPEST}`);
  need(typeof tree === "object" && tree !== null && !Array.isArray(tree), `${at}: expected an object`);
  const kind = ["split", "let", "entry", "conflict", "completion", "determinant", "combination"].find((key) => Object.hasOwn(tree, key));
  need(kind !== undefined, `${at}: no such step`);
  const ends = kind === "conflict" || kind === "determinant" || kind === "combination";
  const fields = readObject(tree, at, kind === "split" ? ["split", "zero", "nonzero"] : ends ? [kind] : [kind, "then"]);
  const place = `${at}.${kind}`;
  if (kind === "split") {
    const edge = readEdge(fields["split"], place, state.minor.goal);
    need(!state.zero.has(edge) && !state.nonzero.has(edge), `${place}: the edge is marked`);
    for (const as of ["zero", "nonzero"] as const) checkTree(fields[as], state.marked(edge, as), `${at}.${as}`, depth + 1);
    return;
  }
  if (kind === "let") {
    state.name(readUnknownPath(fields["let"], place, state));
    checkTree(fields["then"], state, `${at}.then`, depth + 1);
    return;
  }
  if (kind === "combination") {
    need(state.isUnit(combine(fields["combination"], place, state)), `${place}: the sum is not a unit`);
    return;
  }
  if (kind === "entry" || kind === "conflict") useEntry(fields[kind], place, state);
  else useMatrix(fields[kind], place, state);
  need(state.contradictory === ends, ends ? `${place}: no contradiction` : `${place}: a contradiction, but the tree goes on`);
  if (!ends) checkTree(fields["then"], state, `${at}.then`, depth + 1);
}

function readEdge(value: unknown, at: string, goal: Layered): string {
  const [layer, to, from] = readIndices(value, at, Number.MAX_SAFE_INTEGER, 3) as [number, number, number];
  need(layer >= 1 && layer <= goal.layers.length && (goal.layers[layer - 1] as Layer).has(to, from), `${at}: not an edge of the minor`);
  return edgeName(layer, to, from);
}

function readUnknownPath(value: unknown, at: string, { minor, known }: State): number {
  const neurons = readIndices(value, at, Number.MAX_SAFE_INTEGER, minor.goal.widths.length);
  const path = minor.paths.findIndex((other) => other.neurons.every((neuron, l) => neuron === neurons[l]));
  need(path >= 0, `${at}: not a path of the minor`);
  need(!known.has(path), `${at}: the product is known`);
  return path;
}

/** base - the known products of these paths, and the paths without one. */
function remaining(state: State, base: Polynomial, paths: readonly number[]): { rest: Polynomial; unknown: number[] } {
  const known = paths.flatMap((path) => state.known.get(path) ?? []);
  return { rest: add(base, ...known.map(negative)), unknown: paths.filter((path) => !state.known.has(path)) };
}

/** The limit at an entry minus the known products there, and the paths without one. */
function readEntry(value: unknown, at: string, state: State): { rest: Polynomial; unknown: number[] } {
  const { outputs, inputs, limit, at: pathsAt } = state.minor;
  const [i, k] = readIndices(value, at, Number.MAX_SAFE_INTEGER, 2) as [number, number];
  need(outputs.includes(i) && inputs.includes(k), `${at}: the entry is not in the minor`);
  const wanted = limit.get(entryName(i, k));
  need(wanted !== undefined, `${at}: the entry is free`);
  return remaining(state, wanted, pathsAt.get(entryName(i, k)) ?? []);
}

function useEntry(value: unknown, at: string, state: State): void {
  const { rest, unknown } = readEntry(value, at, state);
  need(unknown.length <= 1, `${at}: ${unknown.length} paths have no known product`);
  if (unknown.length === 0) state.equation(rest, at);
  else state.learn(unknown[0] as number, rest);
}

/** Variables for the unknown entries of a matrix; the parameters have smaller numbers. */
const FIRST_UNKNOWN = 2 ** 40;

interface Part {
  rows: readonly number[];
  columns: readonly number[];
  layer: number;
  neurons: ReadonlySet<number>;
}

/** The B of a step. */
function readPart(value: unknown, at: string, { goal, outputs, inputs }: Minor): Part {
  const fields = readObject(value, at, ["outputs", "inputs", "layer", "neurons"]);
  const rows = readAscending(fields["outputs"], `${at}.outputs`, Number.MAX_SAFE_INTEGER);
  const columns = readAscending(fields["inputs"], `${at}.inputs`, Number.MAX_SAFE_INTEGER);
  need(rows.every((i) => outputs.includes(i)), `${at}.outputs: not all are in the minor`);
  need(columns.every((k) => inputs.includes(k)), `${at}.inputs: not all are in the minor`);
  const layer = readIndex(fields["layer"], `${at}.layer`, goal.layers.length, 1);
  const neurons = new Set(readAscending(fields["neurons"], `${at}.neurons`, goal.widths[layer] as number));
  need(columns.length === rows.length, `${at}: the matrix is not square`);
  need(neurons.size < rows.length, `${at}.neurons: the rank is not bounded`);
  need(rows.length <= LARGEST_MATRIX, `${at}: a matrix too large for this checker`);
  return { rows, columns, layer, neurons };
}

/** The sum of factors times equations, once every path has a product. */
function combine(value: unknown, at: string, state: State): Polynomial {
  const { minor } = state;
  for (const path of minor.paths.keys()) {
    if (state.known.has(path)) continue;
    state.parameters.push(path);
    state.known.set(path, variable(state.parameters.length - 1));
  }
  const summands = readList(value, at).map((item, n) => {
    const place = `${at}[${n}]`;
    const isEntry = typeof item === "object" && item !== null && Object.hasOwn(item, "entry");
    const fields = readObject(item, place, [isEntry ? "entry" : "determinant", "factor"]);
    const equation = isEntry ? readEntry(fields["entry"], `${place}.entry`, state).rest : minorOf(readPart(fields["determinant"], `${place}.determinant`, minor), state);
    return multiply(readFactor(fields["factor"], `${place}.factor`, state), equation);
  });
  return add(ZERO, ...summands);
}

/** All products are known: the determinant of what passes through the neurons of the part. */
function minorOf({ rows, columns, layer, neurons }: Part, { minor, known }: State): Polynomial {
  return determinant(
    rows.map((i) =>
      columns.map((k) => {
        const inside = (minor.at.get(entryName(i, k)) ?? []).filter((path) => neurons.has((minor.paths[path] as Path).neurons[layer] as number));
        return add(ZERO, ...inside.map((path) => known.get(path) as Polynomial));
      }),
    ),
  );
}

function readFactor(value: unknown, at: string, { minor, known }: State): Polynomial {
  const terms = readList(value, at).map((term, n) => {
    const [given, powers] = readList(term, `${at}[${n}]`, 2);
    const coefficient = readRational(given, `${at}[${n}][0]`);
    need(coefficient.p !== 0n, `${at}[${n}][0]: the coefficient is 0`);
    return readList(powers, `${at}[${n}][1]`).reduce<Polynomial>((product, item, p) => {
      const place = `${at}[${n}][1][${p}]`;
      const [named, raised] = readList(item, place, 2);
      const neurons = readIndices(named, `${place}[0]`, Number.MAX_SAFE_INTEGER, minor.goal.widths.length);
      const path = minor.paths.findIndex((other) => other.neurons.every((neuron, l) => neuron === neurons[l]));
      need(path >= 0, `${place}[0]: not a path of the minor`);
      const exponent = readInteger(raised, `${place}[1]`);
      need(exponent >= 1 && exponent <= 8, `${place}[1]: the exponent is out of range`);
      return multiply(product, power(known.get(path) as Polynomial, exponent));
    }, number(coefficient));
  });
  return add(ZERO, ...terms);
}

function useMatrix(value: unknown, at: string, state: State): void {
  const { limit, paths, at: pathsAt } = state.minor;
  const { rows, columns, layer, neurons } = readPart(value, at, state.minor);

  const insideOf = new Map<number, number[]>(); // an unknown -> the paths inside
  const nonzero = new Set<number>();
  const matrix = rows.map((i, r) =>
    columns.map((k, c) => {
      const all = pathsAt.get(entryName(i, k)) ?? [];
      const isInside = (path: number): boolean => neurons.has((paths[path] as Path).neurons[layer] as number);
      const inside = all.filter(isInside);
      const within = remaining(state, ZERO, inside);
      if (within.unknown.length === 0) return negative(within.rest);
      const wanted = limit.get(entryName(i, k));
      const outside = remaining(state, wanted ?? ZERO, all.filter((path) => !isInside(path)));
      if (wanted !== undefined && outside.unknown.length === 0) return outside.rest;
      const name = FIRST_UNKNOWN + r * columns.length + c;
      insideOf.set(name, inside);
      const others = inside.filter((path) => state.known.has(path));
      const [only] = within.unknown;
      if (
        within.unknown.length === 1 &&
        others.every((path) => state.known.get(path)?.size === 0) &&
        (paths[only as number] as Path).edges.every((edge) => state.nonzero.has(edge))
      ) nonzero.add(name);
      return variable(name);
    }),
  );
  let left = determinant(matrix);
  need(left.size > 0, `${at}: the determinant is 0`);
  for (const name of nonzero) {
    const parts = coefficientsIn(left, name);
    if (parts.size === 1 && parts.has(1)) left = parts.get(1) as Polynomial;
  }
  const unknowns = [...variablesOf(left)].filter((name) => name >= FIRST_UNKNOWN);
  if (unknowns.length === 0) {
    state.equation(left, at);
    return;
  }
  need(unknowns.length === 1, `${at}: ${unknowns.length} unknowns are left in the determinant`);
  const parts = coefficientsIn(left, unknowns[0] as number);
  const slope = parts.get(1) as Polynomial;
  need(state.isUnit(slope), `${at}: the unknown has a factor that may be 0`);
  const entry = negative(multiply(parts.get(0) ?? ZERO, inverse(slope)));
  const { rest, unknown } = remaining(state, entry, insideOf.get(unknowns[0] as number) as number[]);
  need(unknown.length === 1, `${at}: ${unknown.length} paths inside have no known product`);
  state.learn(unknown[0] as number, rest);
}

/** By rows: the sum over the sets of columns used so far. */
function determinant(matrix: readonly (readonly Polynomial[])[]): Polynomial {
  let minors = new Map<number, Polynomial>([[0, ONE]]); // a set of columns -> the minor of these columns and the rows so far
  for (const row of matrix) {
    const next = new Map<number, Polynomial>();
    for (const [used, minor] of minors) {
      for (const [c, entry] of row.entries()) {
        if (used & (1 << c) || entry.size === 0) continue;
        let behind = 0; // columns used that come after c: so many exchanges
        for (let other = c + 1; other < row.length; other++) if (used & (1 << other)) behind++;
        const summand = multiply(entry, behind % 2 === 0 ? minor : negative(minor));
        next.set(used | (1 << c), add(next.get(used | (1 << c)) ?? ZERO, summand));
      }
    }
    minors = next;
  }
  return minors.get((1 << matrix.length) - 1) ?? ZERO;
}
