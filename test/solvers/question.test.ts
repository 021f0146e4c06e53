import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Rational } from "../../src/exact/rational.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { type Entry, type Weight, closednessQuestion, reachabilityQuestion } from "../../src/solvers/question.js";
import { arbitraryMasks, arbitraryWidths, pathsBetween, patternFrom, range } from "../decide/build.js";

const LU = patternFrom(["11", "01"], ["10", "11"]);
const { zero, one } = Rational;

/** The paths of an entry as neurons, inputs first: `0-1-0`. */
function neuronsOf({ paths, output }: Entry, weights: readonly Weight[]): string[] {
  return paths.map((path) => [output, ...path.map((w) => weights[w]!.input)].toReversed().join("-")).sort();
}

describe("the closedness question", () => {
  test("has each entry with a path once, its paths and weights those of the pattern, at every depth", () => {
    fc.assert(
      fc.property(arbitraryMasks(arbitraryWidths(1, 4, 4)), (masks) => {
        const { entries, weights } = closednessQuestion(makePattern("test", masks));
        const between = pathsBetween(masks);
        const expected = range(masks.at(-1)!.rows).flatMap((output) =>
          range(masks[0]!.cols).flatMap((input) => {
            const paths = between(output, input).map((path) => path.join("-")).sort();
            return paths.length === 0 ? [] : [{ output, input, paths }];
          }),
        );
        expect(entries.map((entry) => ({ output: entry.output, input: entry.input, paths: neuronsOf(entry, weights) }))).toEqual(expected);
        // A path takes one weight of each layer, last layer first, each starting where the one above ends.
        for (const { paths, output, input } of entries) {
          for (const path of paths) {
            const steps = path.map((w) => weights[w]!);
            expect(steps.map(({ layer }) => layer)).toEqual(range(masks.length).map((l) => masks.length - l));
            expect(steps[0]!.output).toBe(output);
            expect(steps.at(-1)!.input).toBe(input);
            steps.slice(1).forEach((step, s) => expect(step.output).toBe(steps[s]!.input));
          }
        }
        expect(new Set(entries.flatMap(({ paths }) => paths.flat())).size).toBe(weights.length);
      }),
      { seed: 7 },
    );
  });

  test("leaves dead neurons out", () => {
    const { weights, entries } = closednessQuestion(patternFrom(["1", "1"], ["10"]));
    expect(weights).toEqual([
      { layer: 1, output: 0, input: 0 },
      { layer: 2, output: 0, input: 0 },
    ]);
    expect(entries).toEqual([{ output: 0, input: 0, paths: [[1, 0]] }]);
  });

  test("refuses a product that is too large, before it is written out", () => {
    const wide = Array.from({ length: 40 }, () => "1".repeat(40));
    expect(() => closednessQuestion(patternFrom(wide, wide, wide, wide, wide))).toThrow("the product: expected at most 500000 factors when written out, found 20480000000");
    expect(closednessQuestion(patternFrom(wide, wide)).entries).toHaveLength(1600);
  });
});

describe("the reachability question", () => {
  test("keeps the asked outputs and inputs in the order of the limit", () => {
    const { entries, weights } = reachabilityQuestion(LU, { outputs: [1], inputs: [1, 0], values: [[one, zero]] });
    expect(entries.map(({ output, input, value }) => [output, input, value.toString()])).toEqual([
      [1, 1, "1"],
      [1, 0, "0"],
    ]);
    expect(weights.filter(({ layer, output }) => layer === 2 && output === 0)).toEqual([]);
  });

  test("a null is not asked; an entry without a path is dropped for 0 and kept as a contradiction for 1", () => {
    const diagonal = patternFrom(["10", "01"], ["10", "01"]);
    const ask = (values: (Rational | null)[][]) => reachabilityQuestion(diagonal, { outputs: [0, 1], inputs: [0, 1], values }).entries;
    expect(ask([[one, zero], [null, null]]).map(({ output, input, paths }) => [output, input, paths.length])).toEqual([[0, 0, 1]]);
    expect(ask([[one, one], [null, null]]).map(({ output, input, paths }) => [output, input, paths.length])).toEqual([
      [0, 0, 1],
      [0, 1, 0],
    ]);
  });
});
