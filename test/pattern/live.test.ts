import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { liveNeurons, pruneDead } from "../../src/pattern/live.js";
import { edgesOf } from "../../src/pattern/pattern.js";
import { maskStrings, sameMask } from "../../src/pattern/mask.js";
import { masks, randomMasks } from "../support/patterns.js";
import { allPaths } from "../support/paths.js";

const random = new Random(23);
const samples = Array.from({ length: 400 }, () => randomMasks(random, 1 + random.below(4), 4));

describe("liveNeurons", () => {
  it("marks exactly the neurons on some path from an input to an output", () => {
    for (const layers of samples) {
      const paths = allPaths(layers);
      liveNeurons(layers).forEach((live, l) => {
        expect([...live]).toEqual(Array.from(live, (_, v) => (paths.some((path) => path[l] === v) ? 1 : 0)));
      });
    }
  });
});

describe("pruneDead", () => {
  it("keeps exactly the edges on some path from an input to an output", () => {
    for (const layers of samples) {
      const paths = allPaths(layers);
      pruneDead(layers).forEach((mask, l) => {
        const used = new Set(paths.map((path) => `${path[l + 1]},${path[l]}`));
        expect(new Set(edgesOf(mask).map((edge) => edge.join()))).toEqual(used);
      });
    }
  });

  it("meets deaths among the samples", () => {
    expect(samples.filter((layers) => pruneDead(layers).some((mask, l) => !sameMask(mask, layers[l]!))).length).toBeGreaterThan(100);
  });

  it("keeps the shapes and the numbers of the neurons", () => {
    for (const layers of samples) {
      expect(pruneDead(layers).map(({ rows, cols }) => [rows, cols])).toEqual(layers.map(({ rows, cols }) => [rows, cols]));
    }
  });

  it("changes nothing the second time", () => {
    for (const layers of samples) {
      const once = pruneDead(layers);
      expect(pruneDead(once).every((mask, l) => sameMask(mask, once[l]!))).toBe(true);
    }
  });

  it("follows a death through all layers, both ways", () => {
    // Neuron 1 of layer 1 has no input; what only it feeds dies too. Neuron 2 of layer 1 feeds only neuron 2 of layer 2, which feeds nothing.
    const pruned = pruneDead(masks([["11", "00", "11"], ["100", "010", "001"], ["110"]]));
    expect(pruned.map(maskStrings)).toEqual([["11", "00", "00"], ["100", "000", "000"], ["100"]]);
  });

  it("leaves nothing of a pattern without any path", () => {
    const pruned = pruneDead(masks([["11", "00"], ["01"]]));
    expect(pruned.map(maskStrings)).toEqual([["00", "00"], ["00"]]);
  });
});
