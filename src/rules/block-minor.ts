import type { LinearEvidence, Proof } from "../certificate/proof.js";
import { type Rectangles, rowClasses, transposed } from "../pattern/rectangles.js";
import { contains, members, setOf, smallest } from "../pattern/sets.js";
import type { Budget } from "./budget.js";

/** Choices of (neuron, i, j, k, l) looked at, and tests of single entries over all of them: together about a second. */
const MAX_CHOICES = 100_000;
const MAX_TESTS = 4_000_000;

type Evidence = LinearEvidence["block-minor"];

/**
 * N1'' block minor [own, docs/theory.md 4.8]: outputs I, J and inputs K, L with |I| = |L| = a, |J| = |K| = b, such that only a + b - 1
 * neurons meet the blocks I x K, I x L, J x K. Then A_IK = 0, A_IL and A_JK of full ranks a and b is impossible (Sylvester), but it is a
 * limit when these neurons can be matched to the diagonals of A_IL and A_JK, one of them to both, and the entry (J, L) of that one is
 * covered by another neuron or free.
 * With a = b = 1 it is the LU minor. It finds block versions of it: groups of neurons with equal or nested rectangles.
 *
 * Anchored at the neuron in both diagonals; the neurons that meet the blocks must then be given a place one by one, greedily. Incomplete.
 */
export function findBlockMinor(state: Rectangles, budget: Budget): Proof | undefined {
  const search = new BlockMinorSearch(state);
  let left = MAX_CHOICES;
  for (const [v, { rows, cols }] of state.neurons.entries()) {
    const outputs = search.representatives(members(rows), "row");
    const inputs = search.representatives(members(cols), "column");
    for (const i of outputs) {
      for (const k of inputs) {
        budget.spend();
        if (contains(state.free[i]!, k)) continue;
        for (const l of inputs) {
          if (l === k || contains(state.free[i]!, l)) continue;
          for (const j of outputs) {
            if (j === i || contains(state.free[j]!, k)) continue;
            if (left-- === 0 || search.testsLeft < 0) return undefined;
            const evidence = search.complete(v, i, j, k, l);
            if (evidence !== undefined) return { rule: "block-minor", evidence };
          }
        }
      }
    }
  }
  return undefined;
}

class BlockMinorSearch {
  readonly #free: readonly bigint[];
  readonly #neurons: Rectangles["neurons"];
  /** The neurons that meet a row; that meet a column. */
  readonly #ofRow: bigint[];
  readonly #ofColumn: bigint[];
  readonly #freeOfColumn: readonly bigint[];
  testsLeft = MAX_TESTS;

  constructor(state: Rectangles) {
    this.#free = state.free;
    this.#neurons = state.neurons;
    this.#ofRow = rowClasses(state);
    const flipped = transposed(state);
    this.#ofColumn = rowClasses(flipped);
    this.#freeOfColumn = flipped.free;
  }

  /** One of each kind of row (column): those of equal class and equal free entries are interchangeable. */
  representatives(list: readonly number[], kind: "row" | "column"): number[] {
    const [classes, free] = kind === "row" ? [this.#ofRow, this.#free] : [this.#ofColumn, this.#freeOfColumn];
    const seen = new Set<string>();
    return list.filter((x) => {
      const name = `${classes[x]}|${free[x]}`;
      return !seen.has(name) && seen.add(name) !== undefined;
    });
  }

  /** The minor with v at (i, l), (j, k) and (i, k), completed with all neurons that meet its blocks; nothing if one finds no place. */
  complete(v: number, i: number, j: number, k: number, l: number): Evidence | undefined {
    const [rowI, rowJ, colK, colL] = [this.#ofRow[i]!, this.#ofRow[j]!, this.#ofColumn[k]!, this.#ofColumn[l]!];
    const own = (rowI & (colK | colL)) | (rowJ & colK);
    if ((own & ~((rowI & colL) | (rowJ & colK))) !== 0n) return undefined;
    const others = rowJ & colL & ~own;
    const isFree = contains(this.#free[j]!, l);
    if (others === 0n && !isFree) return undefined;

    const minor: Minor = { I: [i], J: [j], K: [k], L: [l], first: [v], second: [v] };
    for (const w of members(own & ~(1n << BigInt(v)))) {
      if (!this.#place(w, own, minor, "first") && !this.#place(w, own, minor, "second")) return undefined;
    }
    const { I, J, K, L, first, second } = minor;
    return { outputs: [I, J], inputs: [K, L], neurons: [first, second], other: isFree ? null : smallest(others) };
  }

  /**
   * Gives neuron w an output and an input of its own, unused so far, so that still no neuron outside `own` meets I x K, I x L, J x K and no
   * entry of these is free. In the first place the output joins I and the input L, in the second J and K.
   */
  #place(w: number, own: bigint, { I, J, K, L, first, second }: Minor, place: "first" | "second"): boolean {
    const clear = (row: number, col: number): boolean =>
      this.testsLeft-- > 0 && (this.#ofRow[row]! & this.#ofColumn[col]! & ~own) === 0n && !contains(this.#free[row]!, col);
    const { rows, cols } = this.#neurons[w]!;
    const columnsLeft = members(cols & ~setOf([...K, ...L]));
    for (const row of members(rows & ~setOf([...I, ...J]))) {
      if (!(place === "first" ? [...K, ...L] : K).every((col) => clear(row, col))) continue;
      const facing = place === "first" ? [...I, row] : [...I, ...J, row];
      const col = columnsLeft.find((candidate) => facing.every((other) => clear(other, candidate)));
      if (col === undefined) continue;
      (place === "first" ? I : J).push(row);
      (place === "first" ? L : K).push(col);
      (place === "first" ? first : second).push(w);
      return true;
    }
    return false;
  }
}

/** A block minor under construction: I, J outputs, K, L inputs, and the neurons on the diagonals of I x L and of J x K. */
interface Minor {
  readonly I: number[];
  readonly J: number[];
  readonly K: number[];
  readonly L: number[];
  readonly first: number[];
  readonly second: number[];
}
