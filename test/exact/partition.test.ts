import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Partition } from "../../src/exact/partition.js";

/** The same by repainting: slow, and nothing to get wrong. */
function painted(n: number, joins: readonly (readonly [number, number])[]): number[][] {
  const colour = Array.from({ length: n }, (_, x) => x);
  for (const [a, b] of joins) {
    const [keep, drop] = [Math.min(colour[a]!, colour[b]!), Math.max(colour[a]!, colour[b]!)];
    colour.forEach((own, x) => own === drop && (colour[x] = keep));
  }
  return [...new Set(colour)].map((own) => [...colour.keys()].filter((x) => colour[x] === own));
}

const N = 12;
const joins = fc.array(fc.tuple(fc.nat(N - 1), fc.nat(N - 1)), { maxLength: 20 });

describe("Partition", () => {
  it("has the parts that repainting gives, named by their smallest members, in whatever order they were joined", () => {
    fc.assert(
      fc.property(joins, (pairs) => {
        const partition = new Partition(N);
        for (const [a, b] of pairs) partition.join(a, b);
        expect(partition.parts()).toEqual(painted(N, pairs));
        for (const part of partition.parts()) for (const x of part) expect(partition.find(x)).toBe(part[0]);
      }),
    );
  });

  it("tells whether two parts became one: so often as their number falls", () => {
    fc.assert(
      fc.property(joins, (pairs) => {
        const partition = new Partition(N);
        const changes = pairs.filter(([a, b]) => partition.join(a, b)).length;
        expect(partition.parts()).toHaveLength(N - changes);
      }),
    );
  });

  it("of nothing has no parts", () => {
    expect(new Partition(0).parts()).toEqual([]);
  });
});
