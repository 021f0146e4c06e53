/** How long an integer is in words of 64 bits, at least 1: what the work on it is reckoned by. */
export function wordsOf(integer: bigint): number {
  const size = integer < 0n ? -integer : integer;
  return size >> 64n === 0n ? 1 : Math.ceil(size.toString(16).length / 16);
}
