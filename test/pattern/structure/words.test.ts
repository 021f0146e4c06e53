import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { has, maskOfRows } from "../../../src/pattern/mask.js";
import { eachWord } from "../../../src/pattern/structure/words.js";
import { bothForms } from "./masks.js";

describe("eachWord", () => {
  it("visits each word that is not empty once, in order, with the right bits, in both forms", () => {
    const random = new Random(1);
    for (let n = 0; n < 100; n++) {
      for (const mask of bothForms(random, 1 + random.below(5), 1 + random.below(100), 1 + random.below(40))) {
        const seen: [number, number, number][] = [];
        eachWord(mask, (i, w, word) => void seen.push([i, w, word]));
        const expected: [number, number, number][] = [];
        for (let i = 0; i < mask.rows; i++) {
          for (let w = 0; 32 * w < mask.cols; w++) {
            let word = 0;
            for (let b = 0; b < 32; b++) if (32 * w + b < mask.cols && has(mask, i, 32 * w + b)) word += 2 ** b;
            if (word !== 0) expected.push([i, w, word | 0]);
          }
        }
        expect(seen).toEqual(expected);
      }
    }
  });

  it("ends when told, and is not slowed down by width", () => {
    const wide = maskOfRows(2 ** 22, [[5], [], [2 ** 22 - 1], [7]]);
    const rows: number[] = [];
    eachWord(wide, (i) => rows.push(i) === 2);
    expect(rows).toEqual([0, 2]);
  });
});
