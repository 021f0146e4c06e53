import { expect, test } from "vitest";
import { nextNoted } from "../../../../src/optima/sparsest/training/trace.js";

test("notes are dense at first, then by twentieths", () => {
  const noted = [0];
  while (noted.at(-1)! < 100_000) noted.push(nextNoted(noted.at(-1)!));
  expect(noted.slice(0, 40)).toEqual(Array.from({ length: 40 }, (_, k) => k));
  expect(noted.length).toBeLessThan(300);
});
