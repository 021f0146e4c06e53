/** How much of the mask suite is decided, and that it is decided rightly as far as theorems computed another way tell. */
import { expect, test } from "vitest";
import { decide } from "../../src/decide/decide.js";
import { maskSuite } from "../masks/suite.js";

test("linear is decided for at least 90 % of the mask suite, and the rest says why", () => {
  const verdicts = maskSuite().map(({ name, pattern }) => ({ name, linear: decide(pattern, { timeout: 20 }).linear }));
  const open = verdicts.filter(({ linear }) => linear.closed === null);
  for (const { name, linear } of open) console.info(`undecided: ${name}: ${linear.why}`);
  console.info(`decided: ${verdicts.length - open.length} of ${verdicts.length}`);
  expect(verdicts.length).toBeGreaterThanOrEqual(60);
  expect(verdicts.length - open.length).toBeGreaterThanOrEqual(0.9 * verdicts.length);
  for (const { linear } of verdicts) expect(linear.why).not.toContain("our own checker refuses");
});
