import { expect, test } from "vitest";
import { wordsOf } from "../../src/exact/words.js";

test("words of 64 bits, the sign not counted", () => {
  expect([0n, 1n, -1n, 2n ** 64n - 1n, 1n - 2n ** 64n].map(wordsOf)).toEqual([1, 1, 1, 1, 1]);
  expect([2n ** 64n, -(2n ** 64n), 2n ** 128n - 1n, 2n ** 128n].map(wordsOf)).toEqual([2, 2, 2, 3]);
});
