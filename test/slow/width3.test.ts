/** `npm run prove:width3`, whole: the run behind the completeness theorem (docs/theory.md 4.14) gives the summary that is shipped, byte by byte. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { proveComplete } from "../../src/library/completeness.js";

test("every capped pattern of up to three neurons, and every pattern of four up to 3 x 3", () => {
  const result = proveComplete({ hidden: 4, outputs: 3, inputs: 3 }, { timeout: 600 });
  expect(result).toMatchObject({ open: [], differing: [] });
  expect(`${JSON.stringify(result, undefined, 2)}\n`).toBe(readFileSync("docs/width3.json", "utf8"));
});
