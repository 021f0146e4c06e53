/** Are the sets pairwise nested or disjoint? */
export function areLaminar(sets: readonly bigint[]): boolean {
  const distinct = [...new Set(sets)];
  return distinct.every((a, x) =>
    distinct.slice(0, x).every((b) => {
      const both = a & b;
      return both === 0n || both === a || both === b;
    }),
  );
}
