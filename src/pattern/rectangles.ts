/**
 * Two layers as rectangles (docs/theory.md, section 4).
 *
 * A live hidden neuron k of a two-layer pattern contributes u_k v_k^T, a matrix of rank at most one supported on
 * R_k x C_k: R_k = the outputs it feeds, C_k = the inputs that feed it. L is the sum of these over k. During a derivation
 * some entries become *free*: F is the set of entries where anything is known to be reachable, and the statement in hand is
 * "L + R^F is closed".
 *
 * Normal form, kept by every function here: no neuron has an empty side, and F lies in the union of the rectangles (free
 * entries outside split off as a linear factor).
 */
import { Partition } from "../exact/partition.js";
import { type Mask, maskOfRows, row, transpose } from "./mask.js";
import { emptySets, isSubset, members, setOf, smallest } from "./sets.js";

export interface Rectangle {
  readonly rows: bigint;
  readonly cols: bigint;
}

export interface Rectangles {
  /** Number of outputs (rows) and inputs (columns) of the matrices, including rows and columns that nothing meets. */
  readonly m: number;
  readonly n: number;
  readonly neurons: readonly Rectangle[];
  /** free[i] = the columns j with (i, j) in F. */
  readonly free: readonly bigint[];
}

/** The rectangles of a two-layer pattern, hidden neurons in their order, dead ones left out; F empty. */
export function rectanglesOf(first: Mask, second: Mask): Rectangles {
  const outputs = transpose(second);
  const neurons = Array.from({ length: first.rows }, (_, h) => ({ rows: setOf(row(outputs, h)), cols: setOf(row(first, h)) }));
  return normal({ m: second.rows, n: first.cols, neurons, free: emptySets(second.rows) });
}

/** The masks W_1, W_2 whose hidden neurons are the rectangles, in order. */
export function masksOfRectangles({ m, n, neurons }: Rectangles): [first: Mask, second: Mask] {
  const side = (length: number, sets: readonly bigint[]): Mask => maskOfRows(length, sets.map(members));
  return [side(n, neurons.map(({ cols }) => cols)), transpose(side(m, neurons.map(({ rows }) => rows)))];
}

/** support[i] = the columns of row i that some rectangle covers. */
export function supportRows(state: Pick<Rectangles, "m" | "neurons">): bigint[] {
  const support = emptySets(state.m);
  for (const neuron of state.neurons) for (const i of members(neuron.rows)) support[i]! |= neuron.cols;
  return support;
}

/** open[i] = the columns j for which (i, j) is outside F and in the rectangle of one of the neurons; of all by default. */
export function openRows(state: Rectangles, neurons: readonly Rectangle[] = state.neurons): bigint[] {
  return supportRows({ m: state.m, neurons }).map((columns, i) => columns & ~state.free[i]!);
}

/** The entries (i, j) of a matrix given by the set of columns of each of its rows, row by row. */
export function entriesOfRows(rows: readonly bigint[]): (readonly [number, number])[] {
  return rows.flatMap((columns, i) => members(columns).map((j) => [i, j] as const));
}

/** Drops neurons with an empty side and free entries outside all rectangles. */
export function normal(state: Rectangles): Rectangles {
  const neurons = state.neurons.filter((neuron) => neuron.rows !== 0n && neuron.cols !== 0n);
  if (!hasFreeEntries(state)) return { ...state, neurons };
  const support = supportRows({ m: state.m, neurons });
  return { ...state, neurons, free: state.free.map((set, i) => set & support[i]!) };
}

export function hasFreeEntries(state: Rectangles): boolean {
  return state.free.some((set) => set !== 0n);
}

/** Rows become columns; the same neurons in the same order. L is closed iff its transpose is. */
export function transposed(state: Rectangles): Rectangles {
  const free = emptySets(state.n);
  state.free.forEach((set, i) => {
    for (const j of members(set)) free[j]! |= 1n << BigInt(i);
  });
  return { m: state.n, n: state.m, neurons: state.neurons.map(({ rows, cols }) => ({ rows: cols, cols: rows })), free };
}

/** The class of each row: the set of neurons that meet it. */
export function rowClasses(state: Rectangles): bigint[] {
  const classes = emptySets(state.m);
  state.neurons.forEach((neuron, k) => {
    for (const i of members(neuron.rows)) classes[i]! |= 1n << BigInt(k);
  });
  return classes;
}

/** The columns that meet a neuron of `set`. */
export function columnsMeeting(state: Rectangles, set: bigint): bigint {
  return members(set).reduce((union, k) => union | state.neurons[k]!.cols, 0n);
}

/** The pattern with the given rows deleted. */
export function deleteRows(state: Rectangles, rows: bigint): Rectangles {
  return normal({
    ...state,
    neurons: state.neurons.map((neuron) => ({ rows: neuron.rows & ~rows, cols: neuron.cols })),
    free: hasFreeEntries(state) ? state.free.map((set, i) => ((rows >> BigInt(i)) & 1n ? 0n : set)) : state.free,
  });
}

/** The neurons `gone` deleted and all their entries added to F (the conclusion of rule R4). */
export function freeNeurons(state: Rectangles, gone: bigint): Rectangles {
  const isGone = (k: number): boolean => ((gone >> BigInt(k)) & 1n) === 1n;
  const freed = supportRows({ m: state.m, neurons: state.neurons.filter((_, k) => isGone(k)) });
  return normal({
    ...state,
    neurons: state.neurons.filter((_, k) => !isGone(k)),
    free: state.free.map((set, i) => set | freed[i]!),
  });
}

/**
 * Splits into independent parts. First every neuron is replaced by the connected components of the bipartite graph of its
 * entries outside F, by smallest row; components without an entry vanish. Then two of these belong to the same part when
 * they share an entry outside F. Parts in order of their first neuron.
 */
export function split(state: Rectangles): Rectangles[] {
  return piecesByPart(piecesOf(state), state.free).map((neurons) => normal({ ...state, neurons }));
}

/** Every neuron cut into the components of its shape. `onPass` is told of the rows looked through, before they are. */
export function piecesOf(state: Rectangles, onPass?: (rows: number) => void): Rectangle[] {
  return state.neurons.flatMap((neuron) => shapeComponents(neuron, state.free, onPass));
}

/** The pieces in parts: those linked by common entries outside F, directly or through others. Cost: quadratic in the pieces. */
export function piecesByPart(pieces: readonly Rectangle[], free: readonly bigint[]): Rectangle[][] {
  const linked = new Partition(pieces.length);
  for (let a = 0; a < pieces.length; a++) {
    for (let b = 0; b < a; b++) if (linked.find(a) !== linked.find(b) && shareEntry(pieces[a]!, pieces[b]!, free)) linked.join(a, b);
  }
  return linked.parts().map((part) => part.map((k) => pieces[k]!));
}

/** The connected components of R_k x C_k minus F, as rectangles, by smallest row. */
export function shapeComponents(neuron: Rectangle, free: readonly bigint[], onPass?: (rows: number) => void): Rectangle[] {
  const components: Rectangle[] = [];
  let left = neuron.rows;
  while (left !== 0n) {
    let rows = left & -left;
    let cols = neuron.cols & ~free[smallest(rows)]!;
    left &= ~rows;
    for (let grown = true; grown; ) {
      grown = false;
      const rest = members(left);
      onPass?.(1 + rest.length);
      for (const i of rest) {
        const own = neuron.cols & ~free[i]!;
        if ((own & cols) === 0n) continue;
        rows |= 1n << BigInt(i);
        left &= ~(1n << BigInt(i));
        cols |= own;
        grown = true;
      }
    }
    if (cols !== 0n) components.push({ rows, cols });
  }
  return components;
}

function shareEntry(a: Rectangle, b: Rectangle, free: readonly bigint[]): boolean {
  const cols = a.cols & b.cols;
  return cols !== 0n && members(a.rows & b.rows).some((i) => !isSubset(cols, free[i]!));
}
