/**
 * Random patterns by name: `random:64-32-10@0.05#17` is the pattern with seed 17 of the family with widths 64, 32, 10 and density 0.05.
 * The same text is the same pattern on every machine and in every version: what follows is a definition, and stays as it is.
 *
 * One generator `Random` (exact/random.ts) with the seed; layers from the inputs on, in each the rows (outputs) in order, in each the columns in order.
 *
 * - `@0.05` or `@5%`, independent entries: an entry is kept when `below(2^32)` is less than round(density * 2^32). So for one seed the
 *   mask grows with the density.
 * - `@0.05exact` or `@5%exact`: every layer keeps exactly round(density * cells) entries, and all choices are equally likely [Knuth, The Art of
 *   Computer Programming 2, 3.4.2, Algorithm S]: with t cells to come and k entries still to be kept, a cell is kept when `below(t)` is less than k.
 * - `@k=12` or `@k=12,6`: the same with the number of entries given, for all layers or for each.
 */
import { Random } from "../exact/random.js";
import { Fault, quote } from "../pattern/fault.js";
import { type Mask, maskOfBits } from "../pattern/mask.js";
import { rowWords } from "../pattern/packed-mask.js";
import { type Pattern, makePattern } from "../pattern/pattern.js";
import { MAX_CELLS } from "./limits.js";

/** What stands before the notation of random patterns. */
export const RANDOM = "random:";

/** Seeds are words of 32 bits. */
const MAX_SEED = 2 ** 32 - 1;

export interface RandomFamily {
  /** The notation without seeds, `random:64-32-10@0.05`. */
  readonly name: string;
  readonly widths: readonly number[];
  /** The density as it is asked for; with numbers of entries, their share of all cells. */
  readonly density: number;
  readonly kept: { readonly below: number } | { readonly count: readonly number[] };
}

/** A family with its seeds, `first` to `last`. */
export interface RandomRange {
  readonly family: RandomFamily;
  readonly first: number;
  readonly last: number;
}

/** The patterns that a notation names. @throws Fault of kind `usage` */
export function randomRange(text: string): RandomRange {
  const [name, seeds, ...more] = text.split("#");
  const range = /^([0-9]{1,10})(?:\.\.([0-9]{1,10}))?$/.exec(seeds ?? "");
  if (range === null || more.length > 0) throw refused("seeds", "# and a seed or a range of seeds, such as #1..1000", seeds ?? "none", text);
  const first = Number(range[1]);
  const last = Number(range[2] ?? range[1]);
  if (last < first || last > MAX_SEED) throw refused("seeds", `first and last of a range, at most ${MAX_SEED}`, seeds!, text);
  return { family: familyFrom(name!, text), first, last };
}

/** The pattern of this seed, with free biases; its name is its notation. */
export function randomPattern({ name, widths, kept }: RandomFamily, seed: number): Pattern {
  const random = new Random(seed);
  const masks = widths.slice(1).map((rows, l) => {
    const cols = widths[l]!;
    if ("below" in kept) return maskBy(rows, cols, () => random.below(2 ** 32) < kept.below);
    let left = kept.count[l]!;
    let cells = rows * cols;
    return maskBy(rows, cols, () => {
      const keep = random.below(cells--) < left;
      if (keep) left--;
      return keep;
    });
  });
  return makePattern(`${name}#${seed}`, masks);
}

function maskBy(rows: number, cols: number, keep: () => boolean): Mask {
  const words = rowWords(cols);
  const bits = new Uint32Array(rows * words);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) if (keep()) bits[i * words + (j >>> 5)]! |= 1 << (j & 31);
  }
  return maskOfBits(rows, cols, bits);
}

function familyFrom(name: string, text: string): RandomFamily {
  const [shape, rule, ...more] = name.slice(RANDOM.length).split("@");
  if (rule === undefined || more.length > 0) throw refused("density", "@ and a density, such as 64-32-10@0.05", rule === undefined ? "none" : rule, text);
  if (!/^[1-9][0-9]{0,6}(?:-[1-9][0-9]{0,6}){1,99}$/.test(shape!)) throw refused("widths", "two to a hundred widths from input to output, such as 64-32-10", shape!, text);
  const widths = shape!.split("-").map(Number);
  const cells = widths.slice(1).map((rows, l) => rows * widths[l]!);
  const all = cells.reduce((sum, count) => sum + count, 0);
  if (all > MAX_CELLS) throw refused("widths", `at most ${MAX_CELLS} cells over all layers`, `${all}`, text);
  const counted = /^k=([0-9]{1,9}(?:,[0-9]{1,9})*)$/.exec(rule);
  if (counted !== null) {
    const given = counted[1]!.split(",").map(Number);
    const count = given.length === 1 ? cells.map(() => given[0]!) : given;
    if (count.length !== cells.length) throw refused("density", `one number of entries, or one for each of ${cells.length} layers`, rule, text);
    const full = count.findIndex((k, l) => k > cells[l]!);
    if (full >= 0) throw refused("density", `at most ${cells[full]} entries in layer ${full + 1}`, `${count[full]}`, text);
    return { name, widths, density: count.reduce((sum, k) => sum + k, 0) / all, kept: { count } };
  }
  const share = /^((?:0|[1-9][0-9]{0,2})(?:\.[0-9]{1,15})?)(%?)(exact)?$/.exec(rule);
  const density = share === null ? Infinity : Number(share[1]) / (share[2] === "%" ? 100 : 1);
  if (density > 1) throw refused("density", "a share from 0 to 1 or 0% to 100%, perhaps followed by exact, or k=COUNT", rule, text);
  const kept = share![3] === undefined ? { below: Math.round(density * 2 ** 32) } : { count: cells.map((count) => Math.round(density * count)) };
  return { name, widths, density, kept };
}

function refused(place: string, expected: string, found: string, text: string): Fault {
  return new Fault("usage", { place, expected, found: quote(found) }, text);
}
