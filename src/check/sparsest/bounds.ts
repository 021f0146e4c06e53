/** Lower bounds that hold for any number of inputs: from the targets alone, from dual vectors, by going through all networks with fewer neurons or parameters (docs/theory.md 2.10). */
import type { SparsestCertificate, Support } from "../../certificate/sparsest.js";
import { dot } from "../../exact/integer-vector.js";
import { require } from "../goal.js";
import { integers, stepsOfProduct, wordsOfAll } from "../integers.js";
import { type Effort, STEPS_PER_ITEM } from "../limits.js";
import { type BlockSet, type Blocks, type CountedSupport, blocksOf, unblockedBy } from "./blocks.js";
import { unblockedChoice } from "./choices.js";
import { havePlaces, placesOf } from "./mask.js";
import { separatingVector } from "./separation.js";

/** The data in integers: rows and targets may be scaled, each by a positive number. */
interface Data {
  /** n points with the column of the biases. */
  readonly rows: readonly (readonly bigint[])[];
  readonly targets: readonly bigint[];
  /** What may be added without being counted: columns of n numbers. */
  readonly free: readonly (readonly bigint[])[];
}

/** Of the affine part; or the constants, where a neuron with nothing but a bias counts 0. */
function dataOf(certificate: SparsestCertificate, effort: Effort): Data {
  const { points, targets, skip } = certificate;
  const X = integers(points, "points", effort);
  const rows = X.rows.map((row) => [...row, X.denominator]);
  const columns = rows[0]!.map((_, c) => rows.map((row) => row[c]!));
  const free = skip ? columns : hasFreeConstants(certificate) ? columns.slice(-1) : [];
  effort.hold(2 * rows.length * columns.length * 8 * X.words);
  return { rows, targets: integers([targets], "targets", effort).rows[0]!, free };
}

function hasFreeConstants({ count, countBias, supports }: SparsestCertificate): boolean {
  return count === "parameters" && !countBias && (supports === undefined || supports.some(({ bias }) => bias));
}

/**
 * What the targets alone prove: 1 where they are not reached by what is free; 2 where, besides, nothing is free and they have both signs, as one neuron's outputs have one.
 * @throws TooLarge
 */
export function provedByTargets(certificate: SparsestCertificate, effort: Effort): number {
  const { targets, free } = dataOf(certificate, effort);
  if (free.length === 0) return new Set(targets.filter((y) => y !== 0n).map((y) => y > 0n)).size;
  return separatingVector(targets, bothWays(free), effort) === undefined ? 0 : 1;
}

/**
 * Whether every interpolating network counts `least` or more, by these vectors.
 * @throws Refusal where they do not prove it, TooLarge
 */
export function checkDualVectors(certificate: SparsestCertificate, vectors: SparsestCertificate["points"], least: number, effort: Effort): void {
  const data = dataOf(certificate, effort);
  const n = data.rows.length;
  vectors.forEach((vector, v) => require(vector.length === n, `lowerBound.vectors[${v}]`, `${n} numbers expected`));
  const nus = vectors.map((vector, v) => integers([vector], `lowerBound.vectors[${v}]`, effort).rows[0]!);
  nus.forEach((nu, v) => checkDual(nu, data, `lowerBound.vectors[${v}]`, effort));
  const isProved = everyChoiceIsBlocked(certificate, data, nus, () => undefined, least - 1, effort);
  require(isProved, "lowerBound.vectors", "there are blocks, few enough, such that no vector blocks all of them");
}

/**
 * The same without any given: they are found.
 * @throws Refusal when a network counts less, TooLarge
 */
export function checkByEnumeration(certificate: SparsestCertificate, least: number, effort: Effort): void {
  const data = dataOf(certificate, effort);
  const free = bothWays(data.free);
  const find = (generators: readonly (readonly bigint[])[]): bigint[] | undefined => separatingVector(data.targets, [...free, ...generators], effort);
  require(everyChoiceIsBlocked(certificate, data, [], find, least - 1, effort), "claim.atLeast", "there is a network with fewer");
}

function bothWays(columns: readonly (readonly bigint[])[]): (readonly bigint[])[] {
  return columns.flatMap((column) => [column, column.map((x) => -x)]);
}

/** nu y > 0, and nu is orthogonal to what is free. */
function checkDual(nu: readonly bigint[], { targets, free }: Data, place: string, effort: Effort): void {
  effort.spend(nu.length * (free.length + 1) * stepsOfProduct(wordsOfAll([nu]), wordsOfAll([targets, ...free])));
  require(dot(nu, targets) > 0n, place, "a vector with a positive product with the targets expected");
  require(free.every((column) => dot(nu, column) === 0n), place, "a vector orthogonal to what is not counted expected");
}

/** Is each choice of blocks that counts no more than the budget blocked by one of the vectors, or by one that is found for its generators? */
function everyChoiceIsBlocked(
  certificate: SparsestCertificate,
  data: Data,
  vectors: readonly (readonly bigint[])[],
  find: (generators: readonly (readonly bigint[])[]) => bigint[] | undefined,
  budget: number,
  effort: Effort,
): boolean {
  if (budget < 0) return true;
  const supports = countedSupports(certificate, budget, effort);
  const made = blocksOf(data.rows, supports, effort);
  const unblocked = vectors.map((nu) => unblockedBy(nu, made, effort));
  const findVector = (chosen: readonly number[]): BlockSet | undefined => {
    const nu = find(chosen.flatMap((block) => signedGenerators(made, block)));
    if (nu === undefined) return undefined;
    checkDual(nu, data, "", effort);
    return unblockedBy(nu, made, effort);
  };
  return unblockedChoice({ blocks: made.blocks, budget, fits: fitting(certificate.supports, certificate.points[0]!.length, supports, effort), unblocked, findVector }, effort) === undefined;
}

function signedGenerators({ generators, blocks }: Blocks, block: number): (readonly bigint[])[] {
  const { sign, generators: own } = blocks[block]!;
  return own.map((g) => (sign === 1 ? generators[g]! : generators[g]!.map((x) => -x)));
}

/**
 * For neurons: the different supports of the mask. For parameters: all sets of weights that are counted and within the budget, together with the bias where that is not counted. By ascending cost.
 * @throws TooLarge
 */
function countedSupports({ points, count, countBias, supports }: SparsestCertificate, budget: number, effort: Effort): CountedSupport[] {
  const d = points[0]!.length;
  const found = new Map<string, CountedSupport>();
  const add = (columns: readonly number[], cost: number): void => {
    effort.spend(STEPS_PER_ITEM * (columns.length + 8));
    effort.hold(STEPS_PER_ITEM * (columns.length + 8));
    if (cost <= budget) found.set(columns.join(), { columns, cost });
  };
  for (const { inputs, bias } of supports ?? [{ inputs: Array.from({ length: d }, (_, c) => c), bias: true }]) {
    const fixed = bias ? [d] : [];
    if (count === "neurons") add([...inputs, ...fixed], 1);
    else if (countBias) subsets([...inputs, ...fixed], budget, (columns) => add(columns, columns.length));
    else subsets(inputs, budget, (columns) => add([...columns, ...fixed], columns.length));
  }
  return [...found.values()].sort((a, b) => a.cost - b.cost);
}

/** All subsets of at most so many members, the empty one left out. */
function subsets(members: readonly number[], size: number, use: (subset: readonly number[]) => void, taken: readonly number[] = []): void {
  if (taken.length === size) return;
  members.forEach((member, k) => {
    const subset = [...taken, member];
    use(subset);
    subsets(members.slice(k + 1), size, use, subset);
  });
}

/** Whether neurons with these of the counted supports can be in one network: without a mask always. */
function fitting(mask: readonly Support[] | undefined, d: number, supports: readonly CountedSupport[], effort: Effort): (chosen: readonly number[]) => boolean {
  if (mask === undefined) return () => true;
  const places = supports.map(({ columns }) => placesOf(columns.filter((c) => c < d), columns.includes(d), mask, effort));
  const known = new Map<string, boolean>();
  return (chosen) => {
    const key = [...chosen].sort((a, b) => a - b).join();
    const before = known.get(key);
    if (before !== undefined) return before;
    effort.hold(STEPS_PER_ITEM * (chosen.length + 4));
    const fits = havePlaces(chosen.map((support) => places[support]!), effort);
    known.set(key, fits);
    return fits;
  };
}
