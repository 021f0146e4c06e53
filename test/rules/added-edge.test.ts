import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Mask, has, kept } from "../../src/pattern/mask.js";
import { edgesOf } from "../../src/pattern/pattern.js";
import { findAddedEdge } from "../../src/rules/added-edge.js";
import { arbitraryPruned, masksFrom, show } from "../decide/build.js";

/** All products of matrices with these supports over the field of p elements, by name. F4 is proved by moves that exist over every field. */
function productsOver(p: number, masks: readonly Mask[]): Set<string> {
  let products = new Map<string, number[][]>([["", identity(masks[0]!.cols)]]);
  for (const mask of masks) {
    const edges = edgesOf(mask);
    const next = new Map<string, number[][]>();
    for (let n = 0; n < p ** edges.length; n++) {
      const factor = Array.from({ length: mask.rows }, () => Array.from({ length: mask.cols }, () => 0));
      edges.forEach(([i, j], e) => (factor[i]![j] = Math.floor(n / p ** e) % p));
      for (const below of products.values()) {
        const product = factor.map((line) => Array.from({ length: masks[0]!.cols }, (_, k) => line.reduce((sum, w, h) => sum + w * below[h]![k]!, 0) % p));
        next.set(product.join(";"), product);
      }
    }
    products = next;
  }
  return new Set(products.keys());
}

function identity(n: number): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
}

const BLOCK = masksFrom(["11", "01"], ["10", "11"], ["01", "11"]);

describe("findAddedEdge", () => {
  it("fills a block between nested neurons", () => {
    const found = findAddedEdge(BLOCK)!;
    expect(found.evidence).toEqual({ layer: 2, outputs: [0, 1], inputs: [0, 1] });
    expect(found.masks.map(kept)).toEqual([3, 4, 3]);
  });

  it.each([
    ["outputs nested the other way", masksFrom(["11", "01"], ["10", "11"], ["10", "11"])],
    ["inputs nested the other way", masksFrom(["10", "11"], ["10", "11"], ["01", "11"])],
    ["a dense layer", masksFrom(["11", "01"], ["11", "11"], ["01", "11"])],
    ["two layers", masksFrom(["11", "01"], ["10", "11"])],
  ])("finds nothing in %s", (_, masks) => {
    expect(findAddedEdge(masks)).toBeUndefined();
  });

  it("leaves out no block for which the set of products would be smaller: there it is, over three elements", () => {
    const other = masksFrom(["11", "01"], ["10", "11"], ["10", "11"]);
    const filled = other.map((mask, l) => (l === 1 ? masksFrom(["11", "11"])[0]! : mask));
    expect(productsOver(3, filled).size).toBeGreaterThan(productsOver(3, other).size);
  });

  it("does not change the set of products, over two and three elements", () => {
    const seen = { found: 0, outside: 0 };
    fc.assert(
      fc.property(arbitraryPruned(3, 4, 3), (masks) => {
        const found = findAddedEdge(masks);
        const edges = masks.map(kept);
        if (found === undefined || Math.max(...edges) > 7) return;
        seen.found++;
        const { layer, outputs, inputs } = found.evidence;
        const own = masks[layer - 1]!;
        if (edgesOf(own).some(([i, j]) => outputs.includes(i) !== inputs.includes(j))) seen.outside++;
        expect(has(found.masks[layer - 1]!, outputs[0], inputs[1]), show(masks)).toBe(true);
        for (const p of Math.max(...edges) > 4 ? [2] : [2, 3]) expect(productsOver(p, found.masks), show(masks)).toEqual(productsOver(p, masks));
      }),
      { seed: 1, numRuns: 3000 },
    );
    expect(seen.found).toBeGreaterThan(30);
    expect(seen.outside).toBeGreaterThan(3);
  });
});
