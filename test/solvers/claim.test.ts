import { describe, expect, test } from "vitest";
import { askClosedness } from "../../src/solvers/claim.js";
import { patternFrom } from "../decide/build.js";
import { Z3 } from "../support/programs.js";
import { LU, SCALAR } from "./cases.js";

const saying = (word: string): string => `"${process.execPath}" -e "console.log('${word}')"`;

describe("a solver's claim", () => {
  test.each([
    ["unsat", true],
    ["sat", false],
    ["unknown", null],
  ])("%s means closed: %s, as the question is negated", async (word, closed) => {
    const solver = saying(word);
    expect(await askClosedness(LU, solver)).toEqual({ solver, closed });
  });

  test("is null when the time is over", async () => {
    const solver = `"${process.execPath}" -e "setTimeout(() => 0, 1e6)"`;
    expect(await askClosedness(LU, solver, { timeout: 0.5 })).toEqual({ solver, closed: null });
  });

  test.skipIf(Z3 === undefined)("z3 is right about lu-2 and a product of two numbers (skipped without z3 or z3-solver)", async () => {
    expect(await askClosedness(LU, Z3!, { timeout: 50 })).toEqual({ solver: Z3, closed: false });
    expect(await askClosedness(SCALAR, Z3!, { timeout: 50 })).toEqual({ solver: Z3, closed: true });
  });

  test("a question that is too large is not asked", async () => {
    const wide = Array.from({ length: 60 }, () => "1".repeat(60));
    await expect(askClosedness(patternFrom(wide, wide, wide), saying("sat"))).rejects.toMatchObject({ kind: "input" });
  });
});
