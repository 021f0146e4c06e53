/** Path counts and entries of the product, against plain recursion over paths. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Mask, maskOf } from "../../../src/pattern/mask.js";
import { pruneDead } from "../../../src/pattern/live.js";
import { countPaths, isSmallProduct, writeProduct } from "../../../src/report/explain/product.js";
import { allPaths, countPaths as countByRecursion } from "../../support/paths.js";
import { masks } from "../../support/patterns.js";

const numbers = (n: number): number[] => [...Array(n).keys()];

const layers: fc.Arbitrary<Mask[]> = fc
  .array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 })
  .chain((widths) =>
    fc.tuple(...widths.slice(1).map((rows, l) => fc.array(fc.boolean(), { minLength: rows * widths[l]!, maxLength: rows * widths[l]! }).map((kept) => maskOf(rows, widths[l]!, (i, j) => kept[i * widths[l]! + j]!)))),
  );

describe("countPaths", () => {
  it("counts like plain recursion", () => {
    fc.assert(
      fc.property(layers, (list) => {
        const [outputs, inputs] = [numbers(list.at(-1)!.rows), numbers(list[0]!.cols)];
        expect(countPaths(list, outputs, inputs)).toEqual(outputs.map((i) => inputs.map((k) => BigInt(countByRecursion(list, k, i)))));
      }),
    );
  });

  it("is exact beyond doubles", () => {
    const dense = maskOf(8, 8, () => true);
    const deep = Array.from({ length: 20 }, () => dense);
    expect(countPaths(deep, [3], [5])).toEqual([[8n ** 19n]]);
  });
});

describe("writeProduct", () => {
  it("has one monomial for each path, the weights along it from the output to the input", async () => {
    await fc.assert(
      fc.asyncProperty(layers, async (list) => {
        const pruned = pruneDead(list);
        const [outputs, inputs] = [numbers(list.at(-1)!.rows), numbers(list[0]!.cols)];
        const entries = await writeProduct(pruned, outputs, inputs);
        const paths = allPaths(list);
        expect(entries.map(({ output, input }) => [output, input])).toEqual(outputs.flatMap((i) => inputs.map((k) => [i, k])));
        for (const { output, input, text } of entries) {
          const along = paths
            .filter((path) => path[0] === input && path.at(-1) === output)
            .map((path) => path.slice(1).map((to, l) => `w${l + 1}[${to},${path[l]}]`).reverse().join("*"));
          expect(text === "0" ? [] : text.split(" + ").sort()).toEqual(along.sort());
        }
      }),
      { numRuns: 40 },
    );
  });

  it("sets TeX with the layer above and the neurons below", async () => {
    const [, entry] = await writeProduct(masks([["11", "01"], ["10", "11"]]), [1], [0, 1]);
    expect(entry!.tex).toBe("w^{(2)}_{1,0}\\,w^{(1)}_{0,1} + w^{(2)}_{1,1}\\,w^{(1)}_{1,1}");
  });
});

describe("isSmallProduct", () => {
  it("bounds monomials, layers, outputs and inputs", () => {
    expect(isSmallProduct([[200n]], 8)).toBe(true);
    expect(isSmallProduct([[200n, 1n]], 2)).toBe(false);
    expect(isSmallProduct([[1n]], 9)).toBe(false);
    expect(isSmallProduct([Array(9).fill(1n)], 2)).toBe(false);
    expect(isSmallProduct(Array(9).fill([1n]), 2)).toBe(false);
  });
});
