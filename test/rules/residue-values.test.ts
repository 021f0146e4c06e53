import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PRIME } from "../../src/exact/modular.js";
import { Parametric } from "../../src/exact/parametric.js";
import { FIELD, inverse, minus, negated, plus, times } from "../../src/rules/residue-values.js";

const residue = fc.nat(PRIME - 1);
const naive = (value: bigint): number => Number(((value % BigInt(PRIME)) + BigInt(PRIME)) % BigInt(PRIME));

describe("residues", () => {
  it("are reckoned with modulo the prime", () => {
    fc.assert(
      fc.property(residue, residue, (a, b) => {
        expect(plus(a, b)).toBe(naive(BigInt(a) + BigInt(b)));
        expect(minus(a, b)).toBe(naive(BigInt(a) - BigInt(b)));
        expect(times(a, b)).toBe(naive(BigInt(a) * BigInt(b)));
        expect(plus(a, negated(a))).toBe(0);
        if (a !== 0) expect(times(a, inverse(a))).toBe(1);
      }),
    );
  });

  it("become numbers again where the parameters of an expression cancel", () => {
    const t = Parametric.parameter(FIELD, 0);
    expect(minus(plus(t, 5), t)).toBe(5);
    expect(times(t, 0)).toBe(0);
    expect(times(t, inverse(t))).toBe(1);
  });
});
