import type { Proof } from "../certificate/proof.js";
import { type Mask, transpose } from "../pattern/mask.js";
import { ThinEntries, type ThinLine } from "../pattern/thin-entries.js";
import type { Budget } from "./budget.js";

/** Steps of the search: some seconds. Reached by masks far beyond 4096-11008-4096 only, or made for it; the same on every machine. */
const MAX_STEPS = 2 ** 32;

/** Pairs of an output and a neuron with a private entry that are held: 128 MB. */
const MAX_PRIVATE = 2 ** 24;

/**
 * F1 with D2 [own, docs/theory.md 3.1, 4.6, 4.16]: a selection of two outputs and three inputs, or three and two, in which exactly two hidden neurons are left and they
 * overlap in form (b) or (c). (Form (a) is the LU minor.) Not closed, so the whole is not.
 *
 * Form (b) is outputs i, j, inputs p, q, r and neurons a, b such that on both outputs p is private to a, q to b, and exactly a and b make r. Without an LU minor, private
 * inputs of one neuron on two outputs are the same or have none in common; so the smallest one, p(i, a), says all: i and j are such outputs iff for some input r both have
 * exactly the neurons a and b at r, p(i, a) = p(j, a) and p(i, b) = p(j, b). For each input that is a comparison of numbers, not of outputs. Form (c) is the transpose.
 * Complete for masks without an LU minor, of any size, up to the limits above, which `budget.shorten` hears of; what it finds holds for all.
 *
 * @param first hidden neurons x inputs
 * @param second outputs x hidden neurons; the masks of a two-layer pattern, pruned
 * Cost: the thin entries (pattern/thin-entries.ts) of all outputs twice, of all inputs once. Memory: two numbers for each output and neuron with a private entry.
 */
export function findTwoNeuronMinor(first: Mask, second: Mask, budget: Budget): Proof | undefined {
  const work = new Work(budget);
  const flipped: [Mask, Mask] = [transpose(second), transpose(first)];
  const byOutput = privateOf(first, second, work);
  const b = byOutput && formB(flipped, byOutput, work);
  if (b !== undefined) return minor(b.pair, b.triple);
  const byInput = privateOf(...flipped, work);
  const c = byInput && formB([first, second], byInput, work);
  if (c !== undefined) return minor(c.triple, c.pair);
  if (byOutput === undefined || byInput === undefined || work.isOver) budget.shorten("2x3 minors");
  return undefined;
}

/** Outputs and inputs in the order of their roles; the selection lists them ascending. */
function minor(outputs: number[], inputs: number[]): Proof {
  const ascending = (list: readonly number[]): number[] => list.toSorted((a, b) => a - b);
  const then: Proof = { rule: "two-neurons", evidence: { outputs, inputs } };
  return { rule: "minor", evidence: { outputs: ascending(outputs), inputs: ascending(inputs), then } };
}

/** What both searches may do, counted. */
class Work {
  #steps = 0;
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  get isOver(): boolean {
    return this.#steps > MAX_STEPS;
  }

  /** The outputs with their thin entries, to the end or until the work is over. */
  *lines(first: Mask, second: Mask, most: number): Generator<[number, ThinLine]> {
    const thin = new ThinEntries(first, second, most);
    for (let i = 0; i < thin.outputs && !this.isOver; i++) {
      const before = thin.steps;
      const line = thin.line(i);
      this.#steps += thin.steps - before + 1;
      this.#budget.spend();
      yield [i, line];
    }
  }
}

/** For each output the neurons with a private entry there, ascending, and the smallest input of these entries. */
class PrivateEntries {
  readonly #start: Int32Array;
  #neurons = new Int32Array(1024);
  #inputs = new Int32Array(1024);

  constructor(outputs: number) {
    this.#start = new Int32Array(outputs + 1);
  }

  /** Outputs are entered in order. False when there are too many. */
  enter(output: number, { inputs, length, paths, neurons }: ThinLine, most: number): boolean {
    const smallest = new Map<number, number>();
    for (let t = 0; t < length; t++) {
      if (paths[t] !== 1) continue;
      const [a, p] = [neurons[t * most]!, inputs[t]!];
      smallest.set(a, Math.min(p, smallest.get(a) ?? p));
    }
    const from = this.#start[output]!;
    const to = (this.#start[output + 1] = from + smallest.size);
    if (to > MAX_PRIVATE) return false;
    if (to > this.#neurons.length) {
      this.#neurons = longer(this.#neurons, to);
      this.#inputs = longer(this.#inputs, to);
    }
    [...smallest.keys()].sort((a, b) => a - b).forEach((a, at) => {
      this.#neurons[from + at] = a;
      this.#inputs[from + at] = smallest.get(a)!;
    });
    return true;
  }

  /** The smallest private input of a neuron on an output, or -1. */
  smallest(output: number, neuron: number): number {
    let low = this.#start[output]!;
    const end = this.#start[output + 1]!;
    for (let high = end; low < high; ) {
      const middle = (low + high) >>> 1;
      if (this.#neurons[middle]! < neuron) low = middle + 1;
      else high = middle;
    }
    return low < end && this.#neurons[low] === neuron ? this.#inputs[low]! : -1;
  }
}

function longer(list: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(Math.max(length, 2 * list.length));
  copy.set(list);
  return copy;
}

/** Nothing when the work is over, or they are too many. */
function privateOf(first: Mask, second: Mask, work: Work): PrivateEntries | undefined {
  const found = new PrivateEntries(second.rows);
  for (const [i, line] of work.lines(first, second, 1)) if (!found.enter(i, line, 1)) return undefined;
  return work.isOver ? undefined : found;
}

/** Two outputs and inputs [p, q, r] of form (b), of the transposed masks. */
function formB(flipped: readonly [Mask, Mask], own: PrivateEntries, work: Work): { pair: number[]; triple: number[] } | undefined {
  const [hidden, width] = [flipped[0].rows, flipped[1].rows];
  for (const [r, { inputs: outputs, length, paths, neurons }] of work.lines(...flipped, 2)) {
    // Numbers for the pairs of neurons at this input, and the output first met with a pair and its p and q.
    const pairs = new Map<number, number>();
    const met = new Map<number | string, number>();
    for (let t = 0; t < length; t++) {
      if (paths[t] !== 2) continue;
      const [j, a, b] = [outputs[t]!, neurons[2 * t]!, neurons[2 * t + 1]!];
      const p = own.smallest(j, a);
      const q = p < 0 ? -1 : own.smallest(j, b);
      if (q < 0) continue;
      const pair = a * hidden + b;
      if (!pairs.has(pair)) pairs.set(pair, pairs.size);
      const number = (pairs.get(pair)! * width + p) * width + q;
      const name = number <= Number.MAX_SAFE_INTEGER ? number : `${pair},${p},${q}`;
      const i = met.get(name);
      if (i !== undefined) return { pair: [i, j], triple: [p, q, r] };
      met.set(name, j);
    }
  }
  return undefined;
}
