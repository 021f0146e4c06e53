import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LinearEvidence } from "../../src/certificate/proof.js";
import { type Mask, maskOf } from "../../src/pattern/mask.js";
import { pruneDead } from "../../src/pattern/live.js";
import { pathPlanes } from "../../src/pattern/paths.js";
import { findCutMinor, findLuMinor } from "../../src/rules/lu-minor.js";
import { arbitraryMasks, arbitraryPruned, masksFrom, orderedPairs, pathsBetween, range, show } from "../decide/build.js";

type Minor = LinearEvidence["lu-minor"];
type Paths = (output: number, input: number) => number[][];

/** N1 word for word, paths as lists. */
function isLuMinor(paths: Paths, { outputs: [i, j], inputs: [k, l], neuron }: Minor): boolean {
  const three = [paths(i, k), paths(i, l), paths(j, k)];
  return (
    i !== j &&
    k !== l &&
    three.every((some) => some.length === 1 && some[0]![neuron.layer] === neuron.index) &&
    paths(j, l).length >= 2
  );
}

/** N1' word for word. */
function isCutMinor(paths: Paths, { outputs: [i, j], inputs: [k, l], neuron }: Minor): boolean {
  const through = (path: number[]): boolean => path[neuron.layer] === neuron.index;
  const three = [paths(i, k), paths(i, l), paths(j, k)];
  return i !== j && k !== l && three.every((some) => some.length > 0 && some.every(through)) && paths(j, l).some((path) => !through(path));
}

function candidates(masks: readonly Mask[]): Minor[] {
  const neurons = masks.slice(1).flatMap((mask, l) => range(mask.cols).map((index) => ({ layer: l + 1, index })));
  return orderedPairs(masks.at(-1)!.rows).flatMap((outputs) =>
    orderedPairs(masks[0]!.cols).flatMap((inputs) => neurons.map((neuron) => ({ outputs, inputs, neuron }))),
  );
}

const CASES = [
  { name: "LU minor", rule: "lu-minor", find: findLuMinor, holds: isLuMinor },
  { name: "cut minor", rule: "cut-minor", find: findCutMinor, holds: isCutMinor },
] as const;

describe.each(CASES)("$name", ({ rule, find, holds }) => {
  const search = (masks: readonly Mask[]) => find(masks, pathPlanes(masks));

  it.each([2, 3, 4])("is found in depth %i exactly when the definition has one, and is one", (depth) => {
    let found = 0;
    const widths = fc.array(fc.integer({ min: 2, max: 4 }), { minLength: depth + 1, maxLength: depth + 1 });
    fc.assert(
      fc.property(arbitraryMasks(widths, { min: 2, max: 6 }), (dead) => {
        const masks = pruneDead(dead);
        const paths = pathsBetween(masks);
        const proof = search(masks);
        expect(proof !== undefined, show(masks)).toBe(candidates(masks).some((minor) => holds(paths, minor)));
        if (proof === undefined) return;
        found++;
        expect(proof.rule).toBe(rule);
        expect(holds(paths, proof.evidence as Minor), `${show(masks)} ${JSON.stringify(proof.evidence)}`).toBe(true);
      }),
      { seed: depth, numRuns: 1000 },
    );
    expect(found).toBeGreaterThan(20);
  });

  it("is found at the seams between words of 32 inputs", () => {
    for (const [k, l] of [[0, 1], [30, 31], [31, 32], [32, 31], [0, 39], [39, 32]] as const) {
      // Hidden neuron 0 sees k and l, neuron 1 sees l only; output 0 has the first, output 1 both: LU.
      const masks = [maskOf(2, 40, (h, input) => input === l || (h === 0 && input === k)), maskOf(2, 2, (i, h) => h === 0 || i === 1)];
      const proof = search(masks);
      expect(proof?.evidence).toEqual({ outputs: [0, 1], inputs: [k, l], neuron: { layer: 1, index: 0 } });
    }
  });

  it("is not found where nothing lies on a path at all", () => {
    expect(search(masksFrom(["00", "00"], ["00", "00"]))).toBeUndefined();
  });

  it.each([
    ["a dense pattern", masksFrom(["11", "11"], ["11", "11"])],
    ["one hidden neuron", masksFrom(["111"], ["1", "1", "1"])],
    ["a butterfly", masksFrom(["1010", "0101", "1010", "0101"], ["1100", "1100", "0011", "0011"])],
  ])("is not found in %s", (_, masks) => {
    expect(search(masks)).toBeUndefined();
  });
});

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
