import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { maskOf, row } from "../../src/pattern/mask.js";
import { pathPlanes, reachedOutputs } from "../../src/pattern/paths.js";
import { randomMasks } from "../support/patterns.js";
import { countPaths } from "../support/paths.js";

const random = new Random(24);
const samples = Array.from({ length: 150 }, () => randomMasks(random, 1 + random.below(4), 4));
/** Inputs across the ends of 32-bit words. */
const wide = [31, 32, 33, 65].map((inputs) => [
  maskOf(3, inputs, () => random.below(2) === 0),
  maskOf(3, 3, () => random.below(2) === 0),
]);

describe("pathPlanes", () => {
  it("says of every input and neuron whether there is a path, and whether there are two, as counting by recursion does", () => {
    const met = new Set<number>();
    for (const layers of [...samples, ...wide]) {
      const { words, any, twice } = pathPlanes(layers);
      const bit = (plane: Uint32Array, v: number, k: number): boolean => ((plane[v * words + (k >>> 5)]! >>> (k & 31)) & 1) === 1;
      for (let l = 1; l <= layers.length; l++) {
        const neurons = l === 0 ? layers[0]!.cols : layers[l - 1]!.rows;
        for (let v = 0; v < neurons; v++) {
          for (let k = 0; k < layers[0]!.cols; k++) {
            const count = countPaths(layers, k, v, 0, l);
            met.add(Math.min(count, 3));
            expect([bit(any[l]!, v, k), bit(twice[l]!, v, k)]).toEqual([count >= 1, count >= 2]);
          }
        }
      }
    }
    expect([...met].sort()).toEqual([0, 1, 2, 3]);
  });

  it("sets no bits beyond the inputs", () => {
    for (const layers of wide) {
      const inputs = layers[0]!.cols;
      const { words, any } = pathPlanes(layers);
      for (const plane of any) {
        plane.forEach((word, at) => {
          const left = inputs - (at % words) * 32;
          if (left < 32) expect(word >>> left).toBe(0);
        });
      }
    }
  });
});

describe("reachedOutputs", () => {
  it("lists, for every neuron of a layer, the outputs to which some path leads", () => {
    for (const layers of samples) {
      const reach = reachedOutputs(layers);
      for (let l = 1; l < layers.length; l++) {
        const outputs = Array.from({ length: layers.at(-1)!.rows }, (_, i) => i);
        for (let v = 0; v < layers[l]!.cols; v++) expect([...row(reach[l]!, v)]).toEqual(outputs.filter((i) => countPaths(layers, v, i, l) > 0));
      }
    }
  });

  it("orders the outputs by number, beyond ten too", () => {
    const reach = reachedOutputs([maskOf(1, 1, () => true), maskOf(12, 1, () => true)]);
    expect([...row(reach[1]!, 0)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });
});
