import type { Proof } from "../certificate/proof.js";
import { type Mask, maskOfRows, row, transpose } from "../pattern/mask.js";
import { ThinEntries } from "../pattern/thin-entries.js";
import type { Budget } from "./budget.js";

/** Steps of the search (pattern/thin-entries.ts): some seconds. The same on every machine. */
const MAX_STEPS = 2 ** 31;
/** Private entries that are held: 64 MB. */
const MAX_ENTRIES = 2 ** 23;
/** Pairs of crossing outputs that are tried for one group of twins. */
const MAX_TRIES = 32;

/**
 * F1 with N1'' [own, docs/theory.md 3.1, 4.8, 4.16]: block minors of twins, in masks of any size. Twins are hidden neurons with the same outputs and the same inputs, as the
 * neurons of one block are in block-sparse masks. For a group G of t twins let B_G be the entries that G makes and no other neuron. Where two outputs i, j of B_G cross
 * (some input in both, another, l, in that of i only), inputs K of both, inputs L of i, among them l, outputs I with K and L, and J with K, among them j, are a block minor when
 * |I| = |L| = a, |J| = |K| = b and a + b - 1 = t. With t = 1 it is the LU minor.
 *
 * Incomplete: pairs of outputs that cross are tried one for each input, K and L are the first that fit.
 *
 * @param first hidden neurons x inputs
 * @param second outputs x hidden neurons; the masks of a two-layer pattern, pruned
 * Cost: the thin entries of one path between groups, once; for each group its private entries, and a few times t times the outputs of it.
 */
export function findTwinMinor(first: Mask, second: Mask, budget: Budget): Proof | undefined {
  const outputsOf = transpose(second);
  const groups = twins(first, outputsOf);
  if (groups.every(({ length }) => length === 1)) return undefined;
  const quotient: [Mask, Mask] = [
    maskOfRows(first.cols, groups.map(([h]) => row(first, h!))),
    transpose(maskOfRows(second.rows, groups.map(([h]) => row(outputsOf, h!)))),
  ];
  const owned = privateEntries(...quotient, (g) => groups[g]!.length > 1, budget);
  for (const [g, lines] of owned) {
    budget.spend();
    const minor = crossedBlocks(lines, groups[g]!.length);
    if (minor !== undefined) return proofOf(minor, groups[g]!, first, second);
  }
  return undefined;
}

/** The live hidden neurons in groups with equal inputs and equal outputs, each ascending, in the order of their smallest ones. */
function twins(first: Mask, outputsOf: Mask): number[][] {
  const byHash = new Map<number, number[][]>();
  const groups: number[][] = [];
  for (let h = 0; h < first.rows; h++) {
    const [inputs, outputs] = [row(first, h), row(outputsOf, h)];
    if (inputs.length === 0) continue;
    const hash = hashOf(outputs, hashOf(inputs, 0));
    const alike = byHash.get(hash) ?? [];
    byHash.set(hash, alike);
    const group = alike.find(([other]) => sameList(row(first, other!), inputs) && sameList(row(outputsOf, other!), outputs));
    if (group !== undefined) group.push(h);
    else groups.push(alike[alike.push([h]) - 1]!);
  }
  return groups;
}

function hashOf(list: Int32Array, seed: number): number {
  let hash = seed ^ list.length;
  for (let at = 0; at < list.length; at++) hash = Math.imul(hash ^ list[at]!, 0x01000193) ^ (hash >>> 15);
  return hash;
}

function sameList(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** Outputs with the same private inputs. */
interface Line {
  readonly outputs: number[];
  readonly inputs: readonly number[];
}

/** For each neuron wanted the entries that it alone makes, by output; as many as may be held. */
function privateEntries(first: Mask, second: Mask, wanted: (h: number) => boolean, budget: Budget): Map<number, Line[]> {
  const thin = new ThinEntries(first, second, 1);
  const lines = new Map<number, Map<string, Line>>();
  for (let i = 0, held = 0; i < second.rows && thin.steps < MAX_STEPS && held < MAX_ENTRIES; i++) {
    budget.spend();
    const { inputs, length, neurons } = thin.line(i);
    const byNeuron = new Map<number, number[]>();
    for (let t = 0; t < length; t++) {
      if (!wanted(neurons[t]!)) continue;
      const list = byNeuron.get(neurons[t]!);
      if (list === undefined) byNeuron.set(neurons[t]!, [inputs[t]!]);
      else list.push(inputs[t]!);
    }
    for (const [g, own] of byNeuron) {
      const name = own.sort((a, b) => a - b).join();
      const ofNeuron = lines.get(g) ?? new Map<string, Line>();
      lines.set(g, ofNeuron);
      const line = ofNeuron.get(name);
      if (line !== undefined) line.outputs.push(i);
      else {
        ofNeuron.set(name, { outputs: [i], inputs: own });
        held += own.length;
      }
    }
  }
  return new Map([...lines].map(([g, byName]) => [g, [...byName.values()]]));
}

/** Outputs I, J and inputs K, L; entry (J[0], L[0]) is not private. */
interface Blocks {
  readonly I: readonly number[];
  readonly J: readonly number[];
  readonly K: readonly number[];
  readonly L: readonly number[];
}

/** Blocks of a + b - 1 = `size` among the private entries of one group, where two of its lines cross. */
function crossedBlocks(lines: readonly Line[], size: number): Blocks | undefined {
  const sets = lines.map(({ inputs }) => new Set(inputs));
  const owner = new Map<number, number>();
  let tries = 0;
  for (const [at, { inputs }] of lines.entries()) {
    const met = new Set<number>();
    for (const k of inputs) {
      const other = owner.get(k);
      if (other === undefined) owner.set(k, at);
      else met.add(other);
    }
    for (const other of met) {
      if (tries++ === MAX_TRIES) return undefined;
      const found = blocksAt(at, other, lines, sets, size) ?? blocksAt(other, at, lines, sets, size);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The same with I from line i on and J from line j on. */
function blocksAt(i: number, j: number, lines: readonly Line[], sets: readonly ReadonlySet<number>[], size: number): Blocks | undefined {
  const common = lines[i]!.inputs.filter((k) => sets[j]!.has(k));
  const l = lines[i]!.inputs.find((k) => !sets[j]!.has(k));
  if (l === undefined) return undefined;
  /** Outputs of the line and then of others whose inputs hold all of these. */
  const outputsWith = (line: number, inputs: readonly number[]): number[] => {
    const others = lines.filter((_, at) => at !== line && inputs.every((k) => sets[at]!.has(k)));
    return [lines[line]!, ...others].flatMap(({ outputs }) => outputs);
  };
  for (let a = 1; a <= size; a++) {
    const b = size + 1 - a;
    if (common.length < b) continue;
    const K = common.slice(0, b);
    const L = [l, ...lines[i]!.inputs.filter((k) => k !== l && !K.includes(k))].slice(0, a);
    // Those of line j are needed for J.
    const I = outputsWith(i, [...K, ...L]).slice(0, a);
    const J = outputsWith(j, K).filter((output) => !I.includes(output)).slice(0, b);
    if (L.length === a && I.length === a && J.length === b) return { I, J, K, L };
  }
  return undefined;
}

/** The minor of these blocks: its neurons are numbered among those that it leaves. */
function proofOf({ I, J, K, L }: Blocks, group: readonly number[], first: Mask, second: Mask): Proof {
  const ascending = (list: Iterable<number>): number[] => [...list].sort((a, b) => a - b);
  const [outputs, inputs] = [ascending([...I, ...J]), ascending([...K, ...L])];
  const feeding = new Set(outputs.flatMap((i) => Array.from(row(second, i))));
  const chosen = new Set(inputs);
  const left = ascending(feeding).filter((h) => row(first, h).some((k) => chosen.has(k)));
  const number = new Map(left.map((h, at) => [h, at]));
  const joined = (h: number): boolean => row(second, J[0]!).includes(h) && row(first, h).includes(L[0]!);
  const own = group.map((h) => number.get(h)!);
  const neurons: [number[], number[]] = [own.slice(0, I.length), [own[0]!, ...own.slice(I.length)]];
  const other = number.get(left.find((h) => !group.includes(h) && joined(h))!)!;
  const evidence = { outputs: [[...I], [...J]] as [number[], number[]], inputs: [[...K], [...L]] as [number[], number[]], neurons, other };
  return { rule: "minor", evidence: { outputs, inputs, then: { rule: "block-minor", evidence } } };
}
