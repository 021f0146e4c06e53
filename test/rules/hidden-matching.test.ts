import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { FedOutputs } from "../../src/pattern/fed-outputs.js";
import { type Mask, bitRows, has, maskOf, maskOfRows, row } from "../../src/pattern/mask.js";
import { PackedMask, rowWords } from "../../src/pattern/packed-mask.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { HiddenMatching } from "../../src/rules/hidden-matching.js";
import { replayLayer } from "../support/next-fit.js";
import { mask } from "../support/patterns.js";

const bitsOf = (neurons: Iterable<number>, count: number): Uint32Array => {
  const bits = new Uint32Array(rowWords(count));
  for (const h of neurons) bits[h >>> 5]! |= 1 << (h & 31);
  return bits;
};

const outputsFrom = (second: Mask, neurons: readonly number[]): Int32Array =>
  Int32Array.from(Array.from({ length: second.rows }, (_, i) => i).filter((i) => neurons.some((h) => has(second, i, h))));

function repairs(second: Mask, neurons: readonly number[], budget = new Budget(Infinity)): number[][] | undefined {
  return new HiddenMatching(new FedOutputs(second), budget).match(outputsFrom(second, neurons), Int32Array.from(neurons), bitsOf(neurons, second.cols))?.repairs;
}

/** Can each output have a neuron of its own? All choices are tried. */
function isMatched(second: Mask, outputs: readonly number[], neurons: readonly number[]): boolean {
  const [i, ...rest] = outputs;
  if (i === undefined) return true;
  return neurons.some((h) => has(second, i, h) && isMatched(second, rest, neurons.filter((other) => other !== h)));
}

const replay = (second: Mask, neurons: readonly number[], paths: readonly (readonly number[])[]): Map<number, number> => replayLayer(second, [...outputsFrom(second, neurons)], neurons, paths);

const all = (count: number): number[] => Array.from({ length: count }, (_, h) => h);

describe("hidden matching", () => {
  it.each<[string, string[], number[][]]>([
    ["nothing to repair", ["11", "11"], []],
    ["around the end", ["01", "10"], []],
    ["one output that gives way", ["11", "10"], [[1, 0, 1]]],
    ["two that give way", ["110", "011", "100"], [[2, 0, 1, 2]]],
    ["next fit, not first fit", ["010", "101", "001"], [[2, 2, 0]]],
  ])("finds the repairs: %s", (_, strings, expected) => {
    expect(repairs(mask(strings), all(strings[0]!.length))).toEqual(expected);
  });

  it.each<[string, string[], number[]]>([
    ["more outputs than neurons", ["1", "1"], [0]],
    ["two outputs with one neuron among many", ["0100", "0100", "1011"], [0, 1, 2, 3]],
    ["the neuron that is needed outside of the set", ["110", "110", "001"], [0, 2]],
  ])("finds nothing: %s", (_, strings, neurons) => {
    expect(repairs(mask(strings), neurons)).toBeUndefined();
  });

  it("is there exactly when a matching is, and gives each output a neuron of its own", () => {
    const random = new Random(11);
    const seen = { none: 0, plain: 0, repaired: 0, long: 0 };
    for (let n = 0; n < 3000; n++) {
      const [outputs, count] = [1 + random.below(6), 1 + random.below(7)];
      const density = 2 + random.below(6);
      const second = maskOf(outputs, count, () => random.below(10) < density);
      const neurons = all(count).filter(() => random.below(5) > 0);
      const found = repairs(second, neurons);
      const reached = [...outputsFrom(second, neurons)];
      expect(found !== undefined).toBe(isMatched(second, reached, neurons));
      if (found === undefined) seen.none++;
      else {
        seen[found.length === 0 ? "plain" : "repaired"]++;
        if (found.some((path) => path.length > 3)) seen.long++;
        const neuronOf = replay(second, neurons, found);
        expect([...neuronOf.keys()].sort((a, b) => a - b)).toEqual(reached);
        expect(new Set(neuronOf.values()).size).toBe(reached.length);
      }
    }
    expect(Math.min(seen.none, seen.plain, seen.repaired)).toBeGreaterThan(100);
    expect(seen.long).toBeGreaterThan(5);
  });

  it("says the same of bits as of lists, wider than a word, where a matching is hidden", () => {
    const random = new Random(12);
    let repaired = 0;
    for (let n = 0; n < 60; n++) {
      const count = 40 + random.below(60);
      // A matching with neurons in random order, and a few more edges: next fit mostly misses it.
      const order = all(count).sort(() => random.below(3) - 1);
      const second = maskOf(count, count, (i, h) => order[i] === h || random.below(count) < 2);
      const bits = repairs(new PackedMask(count, count, bitRows(second)), all(count));
      expect(bits).toBeDefined();
      const neuronOf = replay(second, all(count), bits!);
      expect(new Set(neuronOf.values()).size).toBe(count);
      if (bits!.length > 0) repaired++;

      // The same in the corner of a layer that is sparse as a whole.
      const wide = maskOfRows(count * 40, all(count).map((i) => row(second, i)));
      expect(repairs(wide, all(count))).toEqual(bits);
    }
    expect(repaired).toBeGreaterThan(40);
  });

  it("can be asked again and again", () => {
    const second = mask(["110", "011", "100"]);
    const matching = new HiddenMatching(new FedOutputs(second), new Budget(Infinity));
    const ask = (neurons: number[]): number[][] | undefined => matching.match(outputsFrom(second, neurons), Int32Array.from(neurons), bitsOf(neurons, 3))?.repairs;
    for (let n = 0; n < 3; n++) {
      expect(ask([0, 1, 2])).toEqual([[2, 0, 1, 2]]);
      expect(ask([0])).toBeUndefined();
      expect(ask([2])).toEqual([]);
    }
  });

  it("stops when the budget is spent, where there is something to repair", () => {
    expect(() => repairs(mask(["11", "10"]), [0, 1], new Budget(-1))).toThrow(OutOfBudget);
  });
});
