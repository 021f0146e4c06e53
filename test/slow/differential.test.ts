/** z3 against our verdicts, with 20 s for each question. Every answer must agree; what stays open is printed. */
import { describe, expect, test } from "vitest";
import { enumerate } from "../../src/library/enumerate.js";
import { compareProducts, compareVerdicts } from "../solvers/differential.js";
import { Z3 } from "../support/programs.js";

const SECONDS = 20;

describe.skipIf(Z3 === undefined)("z3 (skipped without z3 or z3-solver)", () => {
  test.each([
    { outputs: 2, inputs: 3, hidden: 1 },
    { outputs: 2, inputs: 2, hidden: 2 },
    { outputs: 2, inputs: 3, hidden: 2 },
    { outputs: 2, inputs: 2, hidden: 3 },
    { outputs: 3, inputs: 3, hidden: 2 },
  ])("has our verdict where it has one: up to $outputs x $inputs, $hidden hidden neurons", async (size) => {
    const { agreed, open } = await compareVerdicts([size], Z3!, SECONDS);
    console.log(`closedness up to ${size.outputs} x ${size.inputs} with ${size.hidden}: ${agreed} agree, ${open.length} open: ${open.join(", ") || "none"}`);
    expect(agreed).toBeGreaterThan(0);
  });

  test("reaches products of our weights", async () => {
    const patterns = [2, 3].flatMap((hidden) => [...enumerate({ outputs: 3, inputs: 3, hidden })]).filter((_, at) => at % 8 === 0);
    const { agreed, open } = await compareProducts(patterns, Z3!, SECONDS, 2);
    console.log(`products: ${agreed} agree, ${open.length} open: ${open.join(", ") || "none"}`);
    expect(agreed).toBeGreaterThan(0);
  });
});
