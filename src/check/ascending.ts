/** Is the list strictly increasing, not empty, and below `bound`? The form demanded of every list of indices that stands for a set. */
export function isAscending(list: readonly number[], bound: number): boolean {
  return list.length > 0 && list.every((value, e) => value < bound && (e === 0 || list[e - 1]! < value));
}
