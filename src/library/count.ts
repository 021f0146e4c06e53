/** How many classes `enumerate` yields, without enumerating: Burnside's lemma for permutations of neurons and transposition. */
import { type Size, checkSize } from "./enumerate.js";

/**
 * The number of classes of a size. Own, by Burnside: with f_m(g) the multisets of m sets of neurons that meet all neurons and are
 * fixed by the permutation g, there are N(M, N) = mean of f_M f_N classes without transposition. With it, and m = min(M, N), only
 * patterns within m x m are identified further: N(M, N) - N(m, m) + mean of (f_m(g)^2 + f_m(g^2)) / 2, because (A, B) = (g B, g A)
 * says A = g^2 A and B = g A.
 * @throws Fault of kind `usage` as `enumerate`
 */
export function countClasses(size: Size): bigint {
  checkSize(size);
  const { outputs, inputs, hidden } = size;
  const least = Math.min(outputs, inputs);
  let twice = 0n;
  let all = 0n;
  for (const { cycles, members } of cycleTypes(hidden)) {
    const within = fixedMultisets(cycles, least);
    const squared = fixedMultisets(cycles.flatMap(squareOfCycle), least);
    twice += members * (2n * fixedMultisets(cycles, outputs) * fixedMultisets(cycles, inputs) - within * within + squared);
    all += members;
  }
  return twice / (2n * all);
}

/** The lengths of the cycles in the square of a cycle. */
function squareOfCycle(length: number): number[] {
  return length % 2 === 0 ? [length / 2, length / 2] : [length];
}

/** The cycle types of permutations of n things, with the number of permutations that have them. */
function cycleTypes(n: number): { cycles: number[]; members: bigint }[] {
  const partitions = (rest: number, most: number): number[][] =>
    rest === 0 ? [[]] : range(1, Math.min(rest, most)).flatMap((first) => partitions(rest - first, first).map((others) => [first, ...others]));
  return partitions(n, n).map((cycles) => {
    const repeats = [...new Set(cycles)].map((length) => cycles.filter((other) => other === length).length);
    const centralizer = [...cycles, ...repeats.map(factorial)].reduce((product, x) => product * x, 1);
    return { cycles, members: BigInt(factorial(n) / centralizer) };
  });
}

/** Multisets of `size` sets of neurons, fixed by a permutation with these cycles, whose union is everything: by inclusion and exclusion over unions of cycles. */
function fixedMultisets(cycles: readonly number[], size: number): bigint {
  let sum = 0n;
  for (let chosen = 0; chosen < 1 << cycles.length; chosen++) {
    const kept = cycles.filter((_, c) => (chosen >> c) & 1);
    const left = cycles.length - kept.length;
    sum += (left % 2 === 0 ? 1n : -1n) * multisetsOfOrbits(orbitLengths(kept), size);
  }
  return sum;
}

/** The lengths of the orbits of a permutation with these cycles on all sets of neurons. */
function orbitLengths(cycles: readonly number[]): number[] {
  const next = cycles.flatMap((length, c) => {
    const start = cycles.slice(0, c).reduce((sum, other) => sum + other, 0);
    return range(0, length - 1).map((at) => start + ((at + 1) % length));
  });
  const seen = new Uint8Array(1 << next.length);
  const lengths: number[] = [];
  for (let set = 0; set < seen.length; set++) {
    let length = 0;
    for (let at = set; seen[at] === 0; at = next.reduce((moved, to, from) => moved | (((at >> from) & 1) << to), 0)) {
      seen[at] = 1;
      length++;
    }
    if (length > 0) lengths.push(length);
  }
  return lengths;
}

/** The coefficient of x^size in the product of 1 / (1 - x^length). */
function multisetsOfOrbits(lengths: readonly number[], size: number): bigint {
  const series = Array.from({ length: size + 1 }, (_, power) => (power === 0 ? 1n : 0n));
  for (const length of lengths) for (let power = length; power <= size; power++) series[power]! += series[power - length]!;
  return series[size]!;
}

function factorial(n: number): number {
  return range(1, n).reduce((product, x) => product * x, 1);
}

/** first, ..., last. */
function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
