/** z3 agrees with us where it answers at once. Larger patterns: `npm run test:slow`. */
import { describe, expect, test } from "vitest";
import { enumerate } from "../../src/library/enumerate.js";
import { Z3 } from "../support/programs.js";
import { DEEP, LU } from "./cases.js";
import { compareProducts, compareVerdicts } from "./differential.js";

describe.skipIf(Z3 === undefined)("z3 (skipped without z3 or z3-solver)", () => {
  test("has our verdict on the classes up to 2 x 2 with two neurons", async () => {
    const { agreed, open } = await compareVerdicts([{ outputs: 2, inputs: 2, hidden: 2 }], Z3!, 3);
    console.log(`closedness: ${agreed} agree, open: ${open.join(", ") || "none"}`);
    // Each takes z3 a tenth of a second; on a busy machine some may stay open.
    expect(agreed).toBeGreaterThan(0);
  });

  test("reaches products of our weights", async () => {
    const patterns = [LU, DEEP, ...[...enumerate({ outputs: 2, inputs: 2, hidden: 2 })].slice(-1)];
    const { agreed } = await compareProducts(patterns, Z3!, 5, 1);
    expect(agreed).toBeGreaterThan(0);
  });
});
