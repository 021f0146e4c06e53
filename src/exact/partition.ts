/**
 * A partition of 0, ..., n - 1 that gets coarser (union-find with path halving). A part is named by its smallest member, so the names do not depend on the
 * order of joining.
 */
export class Partition {
  readonly #parent: Int32Array;

  /** Every member in a part of its own. */
  constructor(n: number) {
    this.#parent = Int32Array.from({ length: n }, (_, x) => x);
  }

  /** The smallest member of the part of x. */
  find(x: number): number {
    const parent = this.#parent;
    while (parent[x] !== x) x = parent[x] = parent[parent[x]!]!;
    return x;
  }

  /** Makes one part of the parts of a and b. Were they different? */
  join(a: number, b: number): boolean {
    const [x, y] = [this.find(a), this.find(b)];
    this.#parent[Math.max(x, y)] = Math.min(x, y);
    return x !== y;
  }

  /** The members of each part, ascending; parts by their smallest members. */
  parts(): number[][] {
    const parts = new Map<number, number[]>();
    for (let x = 0; x < this.#parent.length; x++) {
      const root = this.find(x);
      const members = parts.get(root);
      if (members === undefined) parts.set(root, [x]);
      else members.push(x);
    }
    return [...parts.values()];
  }
}
