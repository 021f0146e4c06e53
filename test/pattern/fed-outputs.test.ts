import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { FedOutputs } from "../../src/pattern/fed-outputs.js";
import { type Mask, has, maskOf } from "../../src/pattern/mask.js";
import { rowWords } from "../../src/pattern/packed-mask.js";

const range = (count: number): number[] => Array.from({ length: count }, (_, x) => x);

function bitsOf(neurons: readonly number[], count: number): Uint32Array {
  const bits = new Uint32Array(rowWords(count));
  for (const h of neurons) bits[h >>> 5]! |= 1 << (h & 31);
  return bits;
}

const slow = (second: Mask, neurons: readonly number[]): number[] => range(second.rows).filter((i) => neurons.some((h) => has(second, i, h)));

describe("outputs fed by a set of neurons", () => {
  it.each([1, 4, 20, 60, 400])("are those with an edge from it, at densities of 1 in %i", (cells) => {
    const random = new Random(cells);
    for (let n = 0; n < 40; n++) {
      const second = maskOf(1 + random.below(150), 1 + random.below(300), () => random.below(cells) === 0);
      const fed = new FedOutputs(second);
      for (let again = 0; again < 5; again++) {
        const neurons = range(second.cols).filter(() => random.below(3) === 0);
        const [list, bits] = [Int32Array.from(neurons), bitsOf(neurons, second.cols)];
        const found = slow(second, neurons);
        expect([...fed.of(list, bits)!]).toEqual(found);
        expect(fed.steps > 0 || found.length === 0).toBe(true);
        expect(fed.of(list, bits, found.length)).toHaveLength(found.length);
        if (found.length > 0) expect(fed.of(list, bits, found.length - 1)).toBeUndefined();
      }
    }
  });

  it("are found without a look at all neurons where the layer is dense but for an output or two", () => {
    // Output 0 is fed by the last neuron only.
    const second = maskOf(64, 4096, (i, h) => (i > 0 ? (i + h) % 2 === 0 : h === 4095));
    const neurons = range(4095);
    const fed = new FedOutputs(second);
    expect([...fed.of(Int32Array.from(neurons), bitsOf(neurons, 4096))!]).toEqual(range(64).slice(1));
    expect(fed.steps).toBeLessThan(1000);
  });
});
