/**
 * Products of supported factors as linear maps in one factor, the others fixed at integers: the matrices whose full row rank
 * proves that everything on the support is reached (docs/theory.md, C3 and R4).
 */
import { PRIME, type SparseRow, multiplyMod, residue } from "../exact/modular.js";
import type { Mask } from "./mask.js";
import { type Rectangles, entriesOfRows, openRows } from "./rectangles.js";
import { members } from "./sets.js";

/** A neuron of a two-layer goal with one of its vectors frozen: u (on rows) or v (on columns), values by ascending index. */
export interface FrozenNeuron {
  readonly neuron: number;
  readonly side: "rows" | "columns";
  readonly values: number[];
}

/**
 * Two layers: the map from the unknown vectors of the frozen neurons to the entries of their rectangles outside F.
 * One sparse row per entry (i, j), one column per unknown number: v_k(j) for side `rows`, u_k(i) for side `columns`.
 */
export function frozenMapRows(state: Rectangles, frozen: readonly FrozenNeuron[]): SparseRow[] {
  const width = Math.max(state.m, state.n);
  const sides = frozen.map(({ neuron, side, values }) => {
    const rectangle = state.neurons[neuron]!;
    const fixed = new Map(members(side === "rows" ? rectangle.rows : rectangle.cols).map((x, e) => [x, values[e]!]));
    return { rectangle, side, fixed };
  });
  return entriesOfRows(openRows(state, sides.map(({ rectangle }) => rectangle))).map(([i, j]) => {
    const columns: number[] = [];
    const values: number[] = [];
    sides.forEach(({ rectangle, side, fixed }, g) => {
      if (((rectangle.rows >> BigInt(i)) & (rectangle.cols >> BigInt(j)) & 1n) === 0n) return;
      columns.push(g * width + (side === "rows" ? j : i));
      values.push(fixed.get(side === "rows" ? i : j)!);
    });
    return { columns, values };
  });
}

/**
 * Layers: the map W_f -> product, f = `layer`, on the entries with at least one path; `values[l]` holds the integers of W_{l+1} in
 * the order of its edges. With A = W_{f-1}...W_1 and B = W_L...W_{f+1} the entry (i, k) of B W_f A is the sum over edges (a, b) of
 * layer f of B[i,a] A[b,k] w_ab: one sparse row per entry, one column per edge of layer f. Numbers are residues modulo p.
 */
export function middleFactorRows(masks: readonly Mask[], layer: number, values: readonly (readonly number[])[]): SparseRow[] {
  const free = masks[layer - 1]!;
  const below = productMod(masks.slice(0, layer - 1), values.slice(0, layer - 1), free.cols);
  const above = productMod(masks.slice(layer), values.slice(layer), free.rows);
  const rows: SparseRow[] = [];
  const inputs = masks[0]!.cols;
  const last = masks[masks.length - 1]!;
  const used = [...new Set(masks[0]!.index)].sort((a, b) => a - b);
  for (let i = 0; i < last.rows; i++) {
    if (last.start[i] === last.start[i + 1]) continue;
    for (const k of used) {
      const columns: number[] = [];
      const entries: number[] = [];
      let joined = false;
      for (let a = 0; a < free.rows; a++) {
        const left = above.value[i * free.rows + a]!;
        if (above.path[i * free.rows + a] === 0) continue;
        for (let e = free.start[a]!; e < free.start[a + 1]!; e++) {
          const at = free.index[e]! * inputs + k;
          if (below.path[at] === 0) continue;
          joined = true;
          const product = multiplyMod(left, below.value[at]!);
          if (product === 0) continue;
          columns.push(e);
          entries.push(product);
        }
      }
      if (joined) rows.push({ columns, values: entries });
    }
  }
  return rows;
}

/** A matrix of residues modulo p, row-major, and where it can be nonzero at all: 1 in `path` where a path exists. */
export interface ModularProduct {
  readonly rows: number;
  readonly cols: number;
  readonly value: Float64Array;
  readonly path: Uint8Array;
}

/** The product of factors modulo p, first factor first; `values[l]` in the order of the edges. The identity of size `n` for no factors. */
export function productMod(masks: readonly Mask[], values: readonly (readonly number[])[], n: number): ModularProduct {
  const cols = masks[0]?.cols ?? n;
  let value: Float64Array;
  let path: Uint8Array;
  if (masks.length === 0) {
    value = new Float64Array(n * n);
    path = new Uint8Array(n * n);
    for (let k = 0; k < n; k++) value[k * n + k] = path[k * n + k] = 1;
  } else {
    const first = masks[0]!;
    value = new Float64Array(first.rows * cols);
    path = new Uint8Array(first.rows * cols);
    for (let i = 0; i < first.rows; i++) {
      for (let e = first.start[i]!; e < first.start[i + 1]!; e++) {
        path[i * cols + first.index[e]!] = 1;
        value[i * cols + first.index[e]!] = residue(values[0]![e]!);
      }
    }
  }
  for (let l = 1; l < masks.length; l++) {
    const mask = masks[l]!;
    const nextValue = new Float64Array(mask.rows * cols);
    const nextPath = new Uint8Array(mask.rows * cols);
    for (let i = 0; i < mask.rows; i++) {
      const to = i * cols;
      for (let e = mask.start[i]!; e < mask.start[i + 1]!; e++) {
        const weight = residue(values[l]![e]!);
        const from = mask.index[e]! * cols;
        for (let k = 0; k < cols; k++) {
          if (path[from + k] === 0) continue;
          nextPath[to + k] = 1;
          const sum = nextValue[to + k]! + multiplyMod(weight, value[from + k]!);
          nextValue[to + k] = sum >= PRIME ? sum - PRIME : sum;
        }
      }
    }
    value = nextValue;
    path = nextPath;
  }
  return { rows: masks[masks.length - 1]?.rows ?? n, cols, value, path };
}

/**
 * The map W_f -> (W_L ... W_2 x)[outputs], x a column of W_1, f = `layer` >= 2, all other factors fixed: one sparse row per output, one
 * column per edge of layer f. `below` = W_{f-1} ... W_2, `above` = W_L ... W_{f+1}, modulo p; `x` holds the fixed entries of the column by neuron.
 */
export function columnMapRows(
  free: Mask,
  below: ModularProduct,
  above: ModularProduct,
  x: ReadonlyMap<number, number>,
  outputs: Iterable<number>,
): SparseRow[] {
  const inner = new Float64Array(below.rows);
  for (let b = 0; b < below.rows; b++) {
    for (const [h, value] of x) inner[b] = residue(inner[b]! + multiplyMod(below.value[b * below.cols + h]!, residue(value)));
  }
  return Array.from(outputs, (i) => {
    const columns: number[] = [];
    const values: number[] = [];
    for (let a = 0; a < free.rows; a++) {
      const left = above.value[i * above.cols + a]!;
      if (left === 0) continue;
      for (let e = free.start[a]!; e < free.start[a + 1]!; e++) {
        const product = multiplyMod(left, inner[free.index[e]!]!);
        if (product === 0) continue;
        columns.push(e);
        values.push(product);
      }
    }
    return { columns, values };
  });
}
