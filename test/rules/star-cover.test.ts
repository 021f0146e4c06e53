import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LinearEvidence } from "../../src/certificate/proof.js";
import type { Mask } from "../../src/pattern/mask.js";
import { findStarCover } from "../../src/rules/star-cover.js";
import { allPaths, arbitraryPruned, cellsOf, masksFrom, show } from "../decide/build.js";

type Star = LinearEvidence["star-cover"]["stars"][number];

const starsOf = (masks: readonly Mask[]): readonly Star[] | undefined =>
  (findStarCover(masks)?.evidence as LinearEvidence["star-cover"] | undefined)?.stars;

/** Is the entry of this path in the row or column that its hidden neuron gives up? */
const covers = (star: Star, [k, , i]: readonly number[]): boolean => star !== null && star[1] === (star[0] === "output" ? i : k);

const entry = (path: readonly number[]): string => `${path[2]},${path[0]}`;

function isCover(masks: readonly Mask[], stars: readonly Star[]): boolean {
  const paths = allPaths(masks);
  const covered = new Set(paths.filter((path) => covers(stars[path[1]!]!, path)).map(entry));
  return paths.every((path) => covered.has(entry(path)));
}

/** All choices of one output or one input for each live hidden neuron. */
function allStars(masks: readonly Mask[]): Star[][] {
  const [first, second] = cellsOf(masks);
  return first!.reduce<Star[][]>((choices, inputs, h) => {
    const outputs: Star[] = second!.flatMap((row, i): Star[] => (row[h] ? [["output", i]] : []));
    const own: Star[] = [...outputs, ...inputs.flatMap((kept, k): Star[] => (kept ? [["input", k]] : []))];
    return choices.flatMap((choice) => (own.length === 0 ? [[...choice, null]] : own.map((star) => [...choice, star])));
  }, [[]]);
}

describe("star cover", () => {
  it("covers every entry when one is found", () => {
    let found = 0;
    fc.assert(
      fc.property(arbitraryPruned(2, 2, 5), (masks) => {
        const stars = starsOf(masks);
        if (stars === undefined) return;
        found++;
        expect(isCover(masks, stars), `${show(masks)} ${JSON.stringify(stars)}`).toBe(true);
      }),
      { seed: 1, numRuns: 300 },
    );
    expect(found).toBeGreaterThan(30);
  });

  it("is not found where no choice of stars covers everything", () => {
    let none = 0;
    fc.assert(
      fc.property(arbitraryPruned(2, 2, 3), (masks) => {
        if (allStars(masks).some((stars) => isCover(masks, stars))) return;
        none++;
        expect(starsOf(masks), show(masks)).toBeUndefined();
      }),
      { seed: 2, numRuns: 300 },
    );
    expect(none).toBeGreaterThan(30);
  });

  it("is found where every neuron has one output or one input", () => {
    const masks = masksFrom(["111", "010", "001"], ["100", "111", "011"]);
    expect(starsOf(masks)).toEqual(undefined);
    const oneSided = masksFrom(["111", "010", "001"], ["100", "011", "010"]);
    expect(starsOf(oneSided)).toEqual([["output", 0], ["input", 1], ["output", 1]]);
  });

  it("gives nothing to a dead neuron", () => {
    expect(starsOf(masksFrom(["11", "00"], ["10"]))).toEqual([["output", 0], null]);
  });

  it("is not found for matrices of rank one", () => {
    expect(starsOf(masksFrom(["11"], ["1", "1"]))).toBeUndefined();
  });
});
