import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Effort } from "../../../src/check/limits.js";
import { havePlaces, placesOf } from "../../../src/check/sparsest/mask.js";

/** By trying all. */
function haveByTrying([own, ...others]: readonly (readonly number[])[], taken: readonly number[] = []): boolean {
  return own === undefined || own.some((place) => !taken.includes(place) && haveByTrying(others, [...taken, place]));
}

describe("placesOf", () => {
  const mask = [{ inputs: [0, 1], bias: false }, { inputs: [1], bias: true }, { inputs: [0, 1, 2], bias: true }];

  it("are the supports with all inputs, and with a bias if there is one", () => {
    expect(placesOf([1], false, mask, new Effort())).toEqual([0, 1, 2]);
    expect(placesOf([1], true, mask, new Effort())).toEqual([1, 2]);
    expect(placesOf([0, 1], false, mask, new Effort())).toEqual([0, 2]);
    expect(placesOf([], true, mask, new Effort())).toEqual([1, 2]);
    expect(placesOf([3], false, mask, new Effort())).toEqual([]);
  });
});

describe("havePlaces", () => {
  it("agrees with trying all", () => {
    const lists = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }), { maxLength: 5 });
    fc.assert(fc.property(lists, (places) => havePlaces(places, new Effort()) === haveByTrying(places)), { seed: 1, numRuns: 500 });
  });
});
