/**
 * What one certificate may cost the checker. Anyone may have written it: a few hundred bytes can describe sets of many gigabytes, and proofs
 * nest. Every rule says what it is about to spend, from sizes it knows, before it spends it; what is above these limits is
 * refused as too large, which says nothing about the claim.
 */
import type { Laurent } from "../exact/laurent.js";
import type { Parametric } from "../exact/parametric.js";
import type { Rational } from "../exact/rational.js";
import { type Mask, kept } from "../pattern/mask.js";
import { PackedMask } from "../pattern/packed-mask.js";
import type { Rectangles } from "../pattern/rectangles.js";
import { size } from "../pattern/sets.js";

/**
 * Elementary steps for the whole certificate, each about a nanosecond: some seconds. The rules of the search stay below: a rank takes it at most
 * 2^28 multiplications, a goal's path counts 2^30 pairs of an input and a neuron.
 */
const MAX_STEPS = 2 ** 32;

/** For certificates whose proof is a search that the checker does itself: about half a minute. */
export const MAX_SEARCH_STEPS = 2 ** 35;

/** Bytes held at one time, for the goals from the root to the one in hand and for the tables of its rule. */
const MAX_BYTES = 2 ** 29;

/** Entries of a mask that is computed (a product's support): as many as a dense 8192 x 8192 layer, 256 MB. */
export const MAX_ENTRIES = 2 ** 26;

/** Of a parameter in a proof of unreachability; those of real proofs are 1 or 2. */
const MAX_EXPONENT = 2 ** 16;

/** A neuron or edge of a list costs some reads and writes and a share of a call, not one step. */
export const STEPS_PER_ITEM = 16;
/** A neuron reached in a loop of its own: less. With 2^30 of them, as said above, all is spent. */
export const STEPS_PER_VISIT = 4;
/** A small set, a pair of numbers in a list, and what the engine adds to them. */
const BYTES_PER_ITEM = 16;

/** A product of two terms of polynomials, with its share of the sum. */
export const STEPS_PER_TERM = 1024;

/** Pairs of terms in one product of values that a certificate multiplies out. */
const MAX_PAIRS = 2 ** 18;

/** Thrown when a certificate would cost more than it may; the checker turns it into a refusal at the rule that asked. */
export class TooLarge extends Error {}

/** What is left for the certificate in hand. */
export class Effort {
  readonly #maxSteps: number;
  #steps = 0;
  #bytes = 0;

  constructor(maxSteps = MAX_STEPS) {
    this.#maxSteps = maxSteps;
  }

  /** @throws TooLarge when these steps, with all before them, are too many */
  spend(steps: number): void {
    this.#steps += steps;
    if (!(this.#steps <= this.#maxSteps)) throw new TooLarge("too large to be checked: it would take too many steps");
  }

  /** @throws TooLarge when these bytes, with those held already, are too many */
  hold(bytes: number): void {
    this.#bytes += bytes;
    if (!(this.#bytes <= MAX_BYTES)) throw new TooLarge("too large to be checked: it would take too much memory");
  }

  /** Does a piece of work; what it held is given back at its end. */
  within(work: () => void): void {
    const before = this.#bytes;
    work();
    this.#bytes = before;
  }
}

/** Making and looking through masks: an entry or neuron is 4 bytes. */
export function affordMasks(masks: readonly Mask[], effort: Effort): void {
  const items = masks.reduce((sum, mask) => sum + mask.rows + mask.cols + kept(mask), 0);
  effort.spend(items * STEPS_PER_ITEM);
  effort.hold(items * 4);
}

/** The same for what goes over packed masks word by word and makes no lists of them. */
export function affordWords(masks: readonly Mask[], effort: Effort): void {
  const items = masks.reduce((sum, mask) => sum + mask.rows + mask.cols + (mask instanceof PackedMask ? mask.bits.length : kept(mask)), 0);
  effort.spend(items * STEPS_PER_ITEM);
  effort.hold(items * 4);
}

/** The rectangles of two layers: a set is as long as its largest member says, and is made member by member. */
export function affordRectangles(first: Mask, second: Mask, effort: Effort): void {
  let live = 0;
  for (let h = 0; h < first.rows; h++) if (first.start[h]! < first.start[h + 1]!) live++;
  affordSets(live, second.rows + first.cols, effort);
  effort.spend((kept(first) * first.cols + kept(second) * second.rows) / 64);
}

/** Going through all sets of a two-layer goal once, or making another from it. */
export function affordGoal(state: Rectangles, effort: Effort): void {
  affordSets(state.neurons.length, state.m + state.n, effort);
  const freeRows = state.free.filter((set) => set !== 0n).length;
  if (freeRows === 0) return;
  affordSets(freeRows, state.n, effort);
  effort.spend(state.neurons.reduce((sum, { rows }) => sum + size(rows), 0) * (state.n / 64));
}

/** `count` sets of numbers below `bound`: 64 members to a word. */
export function affordSets(count: number, bound: number, effort: Effort): void {
  effort.spend(count * (bound / 64 + STEPS_PER_ITEM) + bound * STEPS_PER_ITEM);
  effort.hold(count * (bound / 8 + BYTES_PER_ITEM) + bound * BYTES_PER_ITEM);
}

/** All pairs of `count` sets compared. */
export function affordPairs(count: number, bound: number, effort: Effort): void {
  effort.spend((count ** 2 / 2) * (bound / 64 + STEPS_PER_ITEM));
}

/** The support of the product of these masks by `reachBits`: a table of bits for each layer, two of them at a time. */
export function affordSupport(masks: readonly Mask[], effort: Effort): void {
  if (masks.length < 2) return;
  const words = Math.ceil(masks[0]!.cols / 32);
  effort.spend(masks.slice(1).reduce((sum, mask) => sum + (kept(mask) + mask.rows) * words, masks[0]!.rows * words));
  const tables = masks.map((mask, l) => 4 * words * (mask.rows + (l === 0 ? 0 : masks[l - 1]!.rows)));
  effort.within(() => effort.hold(Math.max(...tables)));
}

/** The product of factors modulo p by `productMod`: numbers and marks for each layer, two of them at a time. Held to the end of the rule. */
export function affordProduct(masks: readonly Mask[], size: number, effort: Effort): void {
  const cols = masks[0]?.cols ?? size;
  effort.spend(masks.reduce((sum, mask) => sum + (kept(mask) * 4 + mask.rows) * cols, size * cols));
  effort.hold(2 * 9 * cols * masks.reduce((most, mask) => Math.max(most, mask.rows), masks.length === 0 ? size : 0));
}

/**
 * The matrix of frozen neurons by `frozenMapRows`: a number for each entry of each rectangle. To find them, every entry looks at every neuron.
 */
export function affordFrozen(state: Rectangles, frozen: readonly { readonly neuron: number }[], effort: Effort): void {
  const areas = frozen.map(({ neuron }) => [size(state.neurons[neuron]!.rows), size(state.neurons[neuron]!.cols)] as const);
  const numbers = areas.reduce((sum, [rows, cols]) => sum + rows * cols, 0);
  const rows = areas.reduce((sum, [count]) => sum + count, 0);
  effort.spend((rows * state.n) / 64 + numbers * frozen.length * ((state.m + state.n) / 64 + STEPS_PER_ITEM));
  effort.hold(Math.min(rows, state.m) * (state.n / 8) + numbers * 4 * BYTES_PER_ITEM);
}

/** A matrix over the field of p elements and its elimination: dense rows of 8 bytes. */
export function affordMatrix(rows: number, columns: number, effort: Effort): void {
  effort.spend(rows * columns);
  effort.hold(8 * rows * columns);
}

/** A sum or product of two numbers with parameters. Products of products may have exponents that no double holds: far below, it ends. */
export function affordParametric(a: Parametric<Rational>, b: Parametric<Rational>, effort: Effort): void {
  const longest = ({ terms }: Parametric<Rational>): number => terms.reduce((most, { coefficient }) => Math.max(most, words(coefficient)), 0);
  const width = ({ terms }: Parametric<Rational>): number => terms.reduce((most, { exponents }) => Math.max(most, exponents.length), 1);
  const isHigh = ({ terms }: Parametric<Rational>): boolean => terms.some(({ exponents }) => exponents.some((e) => Math.abs(e) > MAX_EXPONENT));
  if (isHigh(a) || isHigh(b)) throw new TooLarge("too large to be checked: a parameter to a very high power");
  const pairs = (a.terms.length + 1) * (b.terms.length + 1);
  // As many products of coefficients may meet in one term as the shorter factor has terms.
  const digits = Math.min(a.terms.length, b.terms.length) * (longest(a) + longest(b));
  effort.spend(pairs * (STEPS_PER_ITEM * (width(a) + width(b)) + digits ** 2));
}

/** The same where the factors may be of any size: all terms are made before equal ones are added up. */
export function affordExpansion(a: Parametric<Rational>, b: Parametric<Rational>, effort: Effort): void {
  const pairs = a.terms.length * b.terms.length;
  if (pairs > MAX_PAIRS) throw new TooLarge(`too large to be checked: a product of polynomials with more than ${MAX_PAIRS} pairs of terms`);
  effort.spend(pairs * STEPS_PER_TERM);
  const width = [a, b].flatMap(({ terms }) => terms).reduce((most, { exponents }) => Math.max(most, exponents.length), 0);
  effort.within(() => effort.hold(pairs * (4 * BYTES_PER_ITEM + 8 * width)));
}

/** A product of two Laurent polynomials, term by term added up; their sum takes less. */
export function affordLaurent(a: Laurent, b: Laurent, effort: Effort): void {
  const longest = ({ terms }: Laurent): number => terms.reduce((most, { coefficient }) => Math.max(most, words(coefficient)), 0);
  const [many, few] = [Math.max(a.terms.length, b.terms.length), Math.min(a.terms.length, b.terms.length)];
  // So many products of two coefficients may meet in one of the result; their denominators multiply.
  const digits = few * (longest(a) + longest(b));
  effort.spend(many * many * few * (STEPS_PER_ITEM + stepsOfRational(digits)));
  effort.hold(many * few * (BYTES_PER_ITEM + 8 * digits));
}

/** The sum of the products of these pairs, one after the other: denominators multiply. */
export function affordDotProduct(a: readonly Rational[], b: readonly Rational[], effort: Effort): void {
  const length = [...a, ...b].reduce((sum, number) => sum + words(number), 0);
  effort.spend(a.length * (STEPS_PER_ITEM + stepsOfRational(length)));
}

/** The value of a polynomial by Horner's rule. */
export function affordValueAt(coefficients: readonly Rational[], t: Rational, effort: Effort): void {
  const length = coefficients.reduce((sum, number) => sum + words(number), (coefficients.length - 1) * words(t));
  effort.spend(coefficients.length * (STEPS_PER_ITEM + stepsOfRational(length)));
}

/** A rational of so many words brought to lowest terms: Euclid's algorithm has more turns the more digits there are, which tells where they are many. */
function stepsOfRational(length: number): number {
  return length ** 2 * Math.max(1, length / 32);
}

/** The length of a rational in words of 32 bits, from above. */
function words({ numerator, denominator }: Rational): number {
  return Math.ceil((numerator.toString(16).length + denominator.toString(16).length) / 8);
}

/** Sets of numbers below `bound` looked through or made member by member: each member is a copy of its set. */
export function affordMembers(count: number, bound: number, effort: Effort): void {
  effort.spend(count * (bound / 64 + STEPS_PER_ITEM));
}
