/** The laws that the searches for LU minors and for cut minors both obey. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LinearEvidence, Proof } from "../../src/certificate/proof.js";
import { type Mask, maskOf } from "../../src/pattern/mask.js";
import { pruneDead } from "../../src/pattern/live.js";
import { type PathPlanes, pathPlanes } from "../../src/pattern/paths.js";
import { arbitraryMasks, masksFrom, orderedPairs, pathsBetween, range, show } from "../decide/build.js";

export type Minor = LinearEvidence["lu-minor"];
/** The paths from an input to an output, each as the list of its neurons. */
export type Paths = (output: number, input: number) => number[][];
type Find = (masks: readonly Mask[], planes: PathPlanes) => Proof | undefined;
type Holds = (paths: Paths, minor: Minor) => boolean;

function candidates(masks: readonly Mask[]): Minor[] {
  const neurons = masks.slice(1).flatMap((mask, l) => range(mask.cols).map((index) => ({ layer: l + 1, index })));
  return orderedPairs(masks.at(-1)!.rows).flatMap((outputs) =>
    orderedPairs(masks[0]!.cols).flatMap((inputs) => neurons.map((neuron) => ({ outputs, inputs, neuron }))),
  );
}

/** `find` on random and on chosen patterns, against the definition `holds` of the minor. */
export function crossedMinorLaws(rule: "lu-minor" | "cut-minor", find: Find, holds: Holds): void {
  describe(`a ${rule}`, () => {
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
}
