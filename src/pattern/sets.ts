/**
 * Sets of small numbers as bigint bit masks: bit i is set when i is a member. Union is `|`, intersection `&`,
 * difference `& ~`, the empty set `0n`. Chosen over arrays because the rules for two layers are set algebra, and one line
 * of it should read like the statement it stands for.
 */

/** Members from which on a set is written down digit by digit: one by one, each would cost a copy of it. */
const MANY = 64;
const text = new TextDecoder("latin1");

/** The set of the given members. */
export function setOf(members: Iterable<number>): bigint {
  const list = Array.isArray(members) || members instanceof Int32Array ? (members as ArrayLike<number> & Iterable<number>) : [...members];
  let set = 0n;
  if (list.length < MANY) {
    for (const member of list) set |= 1n << BigInt(member);
    return set;
  }
  let most = 0;
  for (const member of list) most = Math.max(most, member);
  const digits = new Uint8Array((most >>> 2) + 1);
  for (const member of list) digits[digits.length - 1 - (member >>> 2)]! |= 1 << (member & 3);
  return BigInt(`0x${text.decode(digits.map((digit) => digit + (digit < 10 ? 48 : 87)))}`);
}

/** {0, ..., n - 1}. */
export function firstN(n: number): bigint {
  return (1n << BigInt(n)) - 1n;
}

/** A list of `n` empty sets. */
export function emptySets(n: number): bigint[] {
  return Array.from({ length: n }, () => 0n);
}

/** The members, ascending. */
export function members(set: bigint): number[] {
  const list: number[] = [];
  const digits = set.toString(16);
  for (let d = digits.length - 1, base = 0; d >= 0; d--, base += 4) {
    let digit = parseInt(digits[d]!, 16);
    for (let bit = 0; digit !== 0; bit++, digit >>= 1) if (digit & 1) list.push(base + bit);
  }
  return list;
}

/** The number of members. */
export function size(set: bigint): number {
  let count = 0;
  for (const digit of set.toString(16)) count += BITS[parseInt(digit, 16)]!;
  return count;
}

const BITS = [0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4];

/** The number of members of all the sets together, each counted as often as it occurs. */
export function totalSize(sets: readonly bigint[]): number {
  return sets.reduce((sum, set) => sum + size(set), 0);
}

export function contains(set: bigint, member: number): boolean {
  return ((set >> BigInt(member)) & 1n) === 1n;
}

/** Is every member of `a` in `b`? */
export function isSubset(a: bigint, b: bigint): boolean {
  return (a & ~b) === 0n;
}

/** The smallest member; `set` must not be empty. */
export function smallest(set: bigint): number {
  let at = 0;
  while ((set & 0xffffffffn) === 0n) {
    set >>= 32n;
    at += 32;
  }
  return at + 31 - Math.clz32(Number(set & -set & 0xffffffffn));
}
