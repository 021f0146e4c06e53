import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pruneDead } from "../../src/pattern/live.js";
import { pathPlanes } from "../../src/pattern/paths.js";
import { findCutMinor } from "../../src/rules/cut-minor.js";
import { findLuMinor } from "../../src/rules/lu-minor.js";
import { arbitraryPruned, masksFrom, pathsBetween, show } from "../decide/build.js";
import { type Minor, type Paths, crossedMinorLaws } from "./crossed-minor.js";

/** N1' word for word. */
function isCutMinor(paths: Paths, { outputs: [i, j], inputs: [k, l], neuron }: Minor): boolean {
  const through = (path: number[]): boolean => path[neuron.layer] === neuron.index;
  const three = [paths(i, k), paths(i, l), paths(j, k)];
  return i !== j && k !== l && three.every((some) => some.length > 0 && some.every(through)) && paths(j, l).some((path) => !through(path));
}

crossedMinorLaws("cut-minor", findCutMinor, isCutMinor);

describe("cut minor beyond LU minor", () => {
  it("is found where the paths through the neuron are many", () => {
    // The LU pattern with its first hidden neuron fed through two neurons of a layer below: two paths where LU has one.
    const masks = masksFrom(["11", "11", "01"], ["110", "001"], ["10", "11"]);
    const planes = pathPlanes(masks);
    expect(findLuMinor(masks, planes)).toBeUndefined();
    const proof = findCutMinor(masks, planes);
    expect(proof?.rule).toBe("cut-minor");
    expect(isCutMinor(pathsBetween(masks), proof!.evidence as Minor)).toBe(true);
  });

  it("exists wherever an LU minor exists", () => {
    fc.assert(
      fc.property(arbitraryPruned(2, 4, 4), (masks) => {
        const planes = pathPlanes(masks);
        fc.pre(findLuMinor(masks, planes) !== undefined);
        expect(findCutMinor(masks, planes), show(masks)).toBeDefined();
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it("is not found when the dead edge that would complete it is pruned", () => {
    // Hidden neuron 1 has no input: the second path from input 1 to output 1 does not exist.
    const masks = pruneDead(masksFrom(["11", "00"], ["10", "11"]));
    expect(findCutMinor(masks, pathPlanes(masks))).toBeUndefined();
  });
});
