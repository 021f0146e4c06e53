/** The adapter to nerdamer: what it renders, and that a product that is not the product is noticed. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Matrix, multiply } from "../../src/exact/matrix.js";
import { Polynomial } from "../../src/exact/polynomial.js";
import { type SymbolicMatrix, SymbolicMismatch, type VariableNames, crossCheckProduct, renderPolynomials } from "../../src/exact/symbolic.js";

const names: VariableNames = { text: (variable) => `w[${variable}]`, tex: (variable) => `w^{(1)}_{${variable}}` };
const x = (variable: number): Polynomial => Polynomial.variable(variable);
const c = (value: bigint): Polynomial => Polynomial.constant(value);
const sum = (...terms: Polynomial[]): Polynomial => terms.reduce((a, b) => a.plus(b), Polynomial.zero);

const matrixOf = (factor: SymbolicMatrix): Matrix<Polynomial> => factor.map((row) => row.map((variable) => (variable === null ? Polynomial.zero : x(variable))));
const productOf = (factors: readonly SymbolicMatrix[]): Matrix<Polynomial> => factors.map(matrixOf).reduce((left, right) => multiply(left, right, Polynomial.zero));

describe("renderPolynomials", () => {
  const render = async (polynomial: Polynomial): Promise<{ text: string; tex: string }> => (await renderPolynomials([polynomial], names))[0]!;

  it("writes sums of products with the names people see", async () => {
    expect(await render(sum(x(0).times(x(3)), x(1).times(x(12))))).toEqual({
      text: "w[0]*w[3] + w[1]*w[12]",
      tex: "w^{(1)}_{0}\\,w^{(1)}_{3} + w^{(1)}_{1}\\,w^{(1)}_{12}",
    });
  });

  it("writes coefficients, powers, signs and the zero polynomial", async () => {
    const minus = sum(c(-3n).times(x(1)).times(x(0)).times(x(0)), x(2), c(-1n));
    const { text, tex } = await render(minus);
    // Which term comes first is nerdamer's choice.
    expect(text.replaceAll(" ", "").split(/(?=[+-])/).map((term) => term.replace(/^\+/, "")).sort()).toEqual(["-1", "-3*w[0]^2*w[1]", "w[2]"]);
    expect(text).toMatch(/^\S+ [+-] \S+ [+-] \S+$/);
    expect(tex).toContain("{w^{(1)}_{0}}^{2}");
    expect(await render(Polynomial.zero)).toEqual({ text: "0", tex: "0" });
    expect(await render(c(1n))).toEqual({ text: "1", tex: "1" });
  });

  it("keeps every digit of large coefficients, in TeX too", async () => {
    const digits = "123456789012345678901234567890123";
    const { text, tex } = await render(c(BigInt(digits)).times(x(5)));
    expect(text).toBe(`${digits}*w[5]`);
    expect(tex).toBe(`${digits}\\,w^{(1)}_{5}`);
  });

  it("survives any polynomial: what is rendered is read back inside and compared", async () => {
    const term = fc.tuple(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.array(fc.nat(40), { maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(fc.array(term, { maxLength: 5 }), async (terms) => {
        const polynomial = sum(...terms.map(([value, variables]) => variables.reduce((product, variable) => product.times(x(variable)), c(value))));
        const { text } = await render(polynomial);
        // Read as a program: the same value at a point.
        const value = text.split(/ (?=[+-] )/).reduce((total, part) => {
          const negative = part.startsWith("-");
          const factors = part.replace(/^[+-] ?/, "").split("*");
          const product = factors.reduce((all, factor) => {
            const [, variable, power = "1"] = /^w\[(\d+)\](?:\^(\d+))?$/.exec(factor) ?? [];
            return all * (variable === undefined ? BigInt(factor) : BigInt(Number(variable) + 2) ** BigInt(power));
          }, 1n);
          return total + (negative ? -product : product);
        }, 0n);
        expect(value).toBe(polynomial.at((variable) => BigInt(variable + 2)));
      }),
      { numRuns: 40 },
    );
  });

  it("is not confused by names that are constants or indices in nerdamer", async () => {
    const treacherous: VariableNames = { text: (variable) => ["e", "i", "pi", "w[1]"][variable]!, tex: () => "x" };
    const [rendered] = await renderPolynomials([sum(x(0), x(1), x(2), x(3).times(x(0)))], treacherous);
    expect(rendered!.text.split(" + ").sort()).toEqual(["e", "e*w[1]", "i", "pi"].sort());
  });
});

describe("crossCheckProduct", () => {
  const second: SymbolicMatrix = [
    [0, null],
    [1, 2],
  ];
  const first: SymbolicMatrix = [
    [3, 4],
    [null, 5],
  ];

  it("accepts the product", async () => {
    await expect(crossCheckProduct([second, first], productOf([second, first]))).resolves.toBeUndefined();
  });

  it("accepts one factor, one entry, and zero products", async () => {
    await crossCheckProduct([first], productOf([first]));
    await crossCheckProduct([[[0]], [[1]]], productOf([[[0]], [[1]]]));
    await crossCheckProduct([[[0, null]], [[null], [1]]], productOf([[[0, null]], [[null], [1]]]));
  });

  it("accepts products of three factors, of any shape and support", async () => {
    const factor = (rows: number, cols: number, from: number): fc.Arbitrary<SymbolicMatrix> =>
      fc
        .array(fc.array(fc.boolean(), { minLength: cols, maxLength: cols }), { minLength: rows, maxLength: rows })
        .map((kept) => kept.map((row, i) => row.map((yes, j) => (yes ? from + i * cols + j : null))));
    const shape = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }));
    const factors = shape.chain(([m, h, g, n]) => fc.tuple(factor(m, h, 0), factor(h, g, 20), factor(g, n, 40)));
    await fc.assert(
      fc.asyncProperty(factors, async (list) => {
        await crossCheckProduct(list, productOf(list));
      }),
      { numRuns: 25 },
    );
  });

  it("notices a wrong entry, a missing term, a wrong coefficient and a wrong shape", async () => {
    const right = productOf([second, first]);
    const withEntry = (i: number, k: number, entry: Polynomial): Matrix<Polynomial> =>
      right.map((row, r) => row.map((old, s) => (r === i && s === k ? entry : old)));
    const wrong: [Matrix<Polynomial>, RegExp][] = [
      [withEntry(0, 0, x(0).times(x(4))), /entry \(0, 0\)/],
      [withEntry(1, 1, x(1).times(x(4))), /entry \(1, 1\)/],
      [withEntry(1, 0, c(2n).times(x(1)).times(x(3))), /entry \(1, 0\)/],
      [right.slice(0, 1), /rows/],
      [right.map((row) => row.slice(0, 1)), /row 0/],
    ];
    for (const [product, message] of wrong) {
      const attempt = crossCheckProduct([second, first], product);
      await expect(attempt).rejects.toThrow(SymbolicMismatch);
      await expect(attempt).rejects.toThrow(message);
    }
  });

  it("leaves nothing behind in nerdamer", async () => {
    await crossCheckProduct([second, first], productOf([second, first]));
    await renderPolynomials([x(0)], names);
    const { default: nerdamer } = (await import("nerdamer")) as unknown as { default: { numExpressions(): number } };
    expect(nerdamer.numExpressions()).toBe(0);
  });
});
