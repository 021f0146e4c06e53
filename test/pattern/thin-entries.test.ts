import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { type Mask, bitRows, has, maskOf } from "../../src/pattern/mask.js";
import { PackedMask } from "../../src/pattern/packed-mask.js";
import { ThinEntries } from "../../src/pattern/thin-entries.js";
import { range } from "../decide/build.js";

/** By the definition. */
function naive(first: Mask, second: Mask, most: number, i: number): [number, number[]][] {
  return range(first.cols).flatMap((k): [number, number[]][] => {
    const neurons = range(first.rows).filter((h) => has(second, i, h) && has(first, h, k));
    return neurons.length >= 1 && neurons.length <= most ? [[k, neurons]] : [];
  });
}

function listed(thin: ThinEntries, most: number, i: number): [number, number[]][] {
  const { inputs, length, paths, neurons } = thin.line(i);
  const entries = range(length).map((t): [number, number[]] => [inputs[t]!, [...neurons.subarray(t * most, t * most + paths[t]!)]]);
  return entries.sort((a, b) => a[0] - b[0]);
}

const random = new Random(31);
const drawn = (rows: number, cols: number, density: number): Mask => maskOf(rows, cols, () => random.below(1000) < 1000 * density);

describe("ThinEntries", () => {
  it.each([
    ["sparse, by lists", 0.01, 0.01],
    ["a first layer by lists, a dense second one", 0.008, 0.6],
    ["a first layer by bits", 0.1, 0.1],
    ["dense, most lines full", 0.5, 0.2],
  ])("are the entries with few paths, and the neurons of these: %s", (_, d1, d2) => {
    for (const cols of [1, 32, 75]) {
      for (let most = 1; most <= 4; most++) {
        const [first, second] = [drawn(60, cols, d1), drawn(8, 60, d2)];
        for (const layer of [first, new PackedMask(60, cols, bitRows(first))]) {
          const thin = new ThinEntries(layer, second, most);
          for (const i of range(8)) expect(listed(thin, most, i)).toEqual(naive(first, second, most, i));
          // A line leaves nothing behind for another.
          expect(listed(thin, most, 0)).toEqual(naive(first, second, most, 0));
          const counts = new Uint8Array(cols);
          thin.line(3, counts);
          expect([...counts]).toEqual(range(cols).map((k) => Math.min(most + 1, range(60).filter((h) => has(second, 3, h) && has(first, h, k)).length)));
        }
      }
    }
  });

  it("of a dense product are none, after few neurons", () => {
    const thin = new ThinEntries(drawn(4000, 320, 0.5), maskOf(1, 4000, () => true), 4);
    expect(thin.line(0).length).toBe(0);
    expect(thin.steps).toBeLessThan(40 * 10);
  });
});
