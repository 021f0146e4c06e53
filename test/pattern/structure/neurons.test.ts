import { describe, expect, it } from "vitest";
import { Random } from "../../../src/exact/random.js";
import { liveNeurons, pruneDead } from "../../../src/pattern/live.js";
import { has, kept, maskOf } from "../../../src/pattern/mask.js";
import { connectivity } from "../../../src/pattern/structure/neurons.js";
import { masks, randomMasks } from "../../support/patterns.js";
import { allPaths } from "../../support/paths.js";
import { packed } from "./masks.js";

const random = new Random(29);
const samples = Array.from({ length: 400 }, () => randomMasks(random, 1 + random.below(4), 4));

describe("connectivity", () => {
  it("counts what is dead, not reached, and leads nowhere, as paths say", () => {
    for (const layers of samples) {
      const { neurons } = connectivity(layers);
      const live = liveNeurons(layers);
      neurons.forEach(({ layer, width, dead, unreached, leadNowhere, first }) => {
        const all = Array.from({ length: width }, (_, v) => v);
        const from = layer === 0 ? undefined : allPaths(layers.slice(0, layer));
        const to = layer === layers.length ? undefined : allPaths(layers.slice(layer));
        expect(unreached).toBe(from === undefined ? 0 : all.filter((v) => !from.some((path) => path[layer] === v)).length);
        expect(leadNowhere).toBe(to === undefined ? 0 : all.filter((v) => !to.some((path) => path[0] === v)).length);
        const expected = all.filter((v) => live[layer]![v] === 0);
        expect([dead, first]).toEqual([expected.length, expected.slice(0, 6)]);
      });
    }
  });

  it("counts the edges on paths", () => {
    for (const layers of samples) expect(connectivity(layers).liveEdges).toEqual(pruneDead(layers).map(kept));
  });

  it("names a cut exactly when there is no path, and then layers that stop what gets to them", () => {
    let cut = 0;
    for (const layers of samples) {
      const { cuts } = connectivity(layers);
      expect(cuts.length > 0).toBe(allPaths(layers).length === 0);
      for (const { layer, endsInputs, endsOutputs, empty } of cuts) {
        cut++;
        expect(empty).toBe(kept(layers[layer - 1]!) === 0);
        expect(endsInputs).toBe((layer === 1 || allPaths(layers.slice(0, layer - 1)).length > 0) && allPaths(layers.slice(0, layer)).length === 0);
        expect(endsOutputs).toBe((layer === layers.length || allPaths(layers.slice(layer)).length > 0) && allPaths(layers.slice(layer - 1)).length === 0);
      }
    }
    expect(cut).toBeGreaterThan(50);
  });

  it("names a weight that opens a path", () => {
    for (const layers of samples) {
      for (const { layer, repair } of connectivity(layers).cuts) {
        const toThere = layer === 1 || allPaths(layers.slice(0, layer - 1)).length > 0;
        const fromThere = layer === layers.length || allPaths(layers.slice(layer)).length > 0;
        expect(repair !== undefined).toBe(toThere && fromThere);
        if (repair === undefined) continue;
        const mended = layers.map((mask, l) => (l === layer - 1 ? maskOf(mask.rows, mask.cols, (i, j) => has(mask, i, j) || (i === repair.out && j === repair.in)) : mask));
        expect(allPaths(mended).length).toBeGreaterThan(0);
      }
    }
  });

  it("says the same of packed masks", () => {
    for (const layers of samples) expect(connectivity(layers.map(packed))).toEqual(connectivity(layers));
  });

  it("blames two empty layers, and one whose weights miss each other", () => {
    const empties = connectivity(masks([["11"], ["0"], ["1", "1"], ["00"]]));
    expect(empties.cuts).toEqual([
      { layer: 2, endsInputs: true, endsOutputs: false, empty: true },
      { layer: 4, endsInputs: false, endsOutputs: true, empty: true },
    ]);
    const missed = connectivity(masks([["11", "00"], ["01"]]));
    expect(missed.cuts).toEqual([
      { layer: 1, endsInputs: false, endsOutputs: true, empty: false, repair: { out: 1, in: 0 } },
      { layer: 2, endsInputs: true, endsOutputs: false, empty: false, repair: { out: 0, in: 0 } },
    ]);
  });
});
