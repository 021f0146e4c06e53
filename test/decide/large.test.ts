import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import { decide } from "../../src/decide/decide.js";
import { decideLinear } from "../../src/decide/linear.js";
import { Random } from "../../src/exact/random.js";
import { type Mask, has, kept, maskOfBits } from "../../src/pattern/mask.js";
import { PackedMask } from "../../src/pattern/packed-mask.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { pathPlanes } from "../../src/pattern/paths.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { findCutMinor } from "../../src/rules/cut-minor.js";
import { findLuMinor } from "../../src/rules/lu-minor.js";

/** A list of all kept columns is never made of these. */
class NoList extends PackedMask {
  override get index(): never {
    throw new Error("a list of all kept columns was asked for");
  }
}

/** Bits of a layer, random to begin with. */
class Layer {
  readonly #words: number;
  readonly #bits: Uint32Array;

  constructor(
    readonly rows: number,
    readonly cols: number,
    percent: number,
    random: Random,
  ) {
    this.#words = (cols + 31) >>> 5;
    this.#bits = new Uint32Array(rows * this.#words);
    for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) this.set(i, j, random.below(100) < percent);
  }

  set(i: number, j: number, keep: boolean): void {
    const at = i * this.#words + (j >>> 5);
    const bit = 1 << (j & 31);
    this.#bits[at] = keep ? this.#bits[at]! | bit : this.#bits[at]! & ~bit;
  }

  mask(): Mask {
    const mask = maskOfBits(this.rows, this.cols, this.#bits.slice());
    return mask instanceof PackedMask ? new NoList(this.rows, this.cols, this.#bits.slice()) : mask;
  }
}

/** So wide that the masks are packed, and the scans done by the kernel. */
const [INPUTS, HIDDEN, OUTPUTS] = [1030, 1200, 1090];
const [I, J, K, L] = [1071, 13, 33, 1027];

/** Every input reaches every output by two paths or more, but for one LU minor through the last hidden neuron when it is planted. */
function dense(seed: number, planted: boolean): Mask[] {
  const random = new Random(seed);
  const [first, second] = [new Layer(HIDDEN, INPUTS, 30, random), new Layer(OUTPUTS, HIDDEN, 30, random)];
  const coin = (): boolean => random.below(2) === 1;
  for (let h = 0; planted && h < HIDDEN; h++) {
    const kind = random.below(3);
    const ends = kind === 0 ? [coin(), coin(), false, false] : kind === 1 ? [false, false, coin(), coin()] : [false, coin(), false, coin()];
    const [i, j, k, l] = h === HIDDEN - 1 ? [true, true, true, true] : (ends as [boolean, boolean, boolean, boolean]);
    second.set(I, h, i);
    second.set(J, h, j);
    first.set(h, K, k);
    first.set(h, L, l);
  }
  return [first.mask(), second.mask()];
}

/** Path counts between all ends by the plain product, at most two each; rows are outputs. */
function counts([first, second]: readonly Mask[]): Uint8Array[] {
  const rows = Array.from({ length: first!.rows }, (_, h) => Array.from({ length: first!.cols }, (__, k) => k).filter((k) => has(first!, h, k)));
  return Array.from({ length: second!.rows }, (_, i) => {
    const line = new Uint8Array(first!.cols);
    for (let h = 0; h < second!.cols; h++) if (has(second!, i, h)) for (const k of rows[h]!) line[k] = Math.min(2, line[k]! + 1);
    return line;
  });
}

describe("large masks", () => {
  it("have their planted LU minor found, whatever runs the scan, and no list is made of them", () => {
    for (const seed of [1, 2]) {
      const masks = dense(seed, true);
      expect(masks.every((mask) => mask instanceof PackedMask)).toBe(true);
      const pairs = counts(masks);
      expect(pairs.flatMap((line, i) => [...line].flatMap((count, k) => (count < 2 ? [`${i},${k},${count}`] : []))).sort()).toEqual(
        [`${I},${K},1`, `${I},${L},1`, `${J},${K},1`].sort(),
      );
      const ways = [{ vectors: false }, {}, { threads: 3 }];
      const found = ways.map((options) => findLuMinor(masks, pathPlanes(masks, options), options));
      expect(found[0]).toEqual({ rule: "lu-minor", evidence: { outputs: [I, J], inputs: [K, L], neuron: { layer: 1, index: HIDDEN - 1 } } });
      for (const other of found) expect(other).toEqual(found[0]);
      expect(ways.map((options) => findCutMinor(masks, pathPlanes(masks, options), options)?.evidence)).toEqual(found.map((proof) => proof!.evidence));
      const decided = [1, 4].map((threads) => decideLinear(masks, new Budget(60, threads)));
      expect(decided).toEqual([{ closed: false, proof: found[0] }, { closed: false, proof: found[0] }]);
    }
  });

  it("have certificates that are made and checked without a list either", () => {
    const { linear, finite } = decide(makePattern("planted", dense(3, true)));
    expect([linear.rule, finite.rule]).toEqual(["lu-minor", "shared-output"]);
    const value: unknown = JSON.parse(JSON.stringify(linear.certificate));
    expect(check(value).ok).toBe(true);
    const evidence = linear.certificate!.evidence as { outputs: [number, number]; inputs: [number, number]; neuron: { layer: number; index: number } };
    for (const other of [
      { ...evidence, outputs: [J, I] },
      { ...evidence, inputs: [L, K] },
      { ...evidence, outputs: [I, I + 1] },
      { ...evidence, neuron: { layer: 1, index: 5 } },
    ]) {
      expect(check({ ...(value as object), evidence: other }).ok).toBe(false);
    }
  });

  it("are said to have no LU or cut minor, when time ends what comes after", () => {
    const masks = dense(4, false);
    expect(counts(masks).every((line) => line.every((count) => count === 2))).toBe(true);
    let uncrossed = 0;
    // The scan is over at the first look at the clock that fails.
    const budget = new Budget(Infinity);
    const spend = budget.spend.bind(budget);
    budget.spend = () => {
      if (uncrossed > 0) throw new OutOfBudget("time");
      spend();
    };
    expect(() => decideLinear(masks, budget, () => uncrossed++)).toThrow(OutOfBudget);
    expect(uncrossed).toBe(1);
  });

  it("of three layers have their minors found and checked too", () => {
    const random = new Random(8);
    const [first, last] = dense(8, true);
    // A layer in between that leaves the paths as they are: each neuron goes on to one of its own.
    const middle = new Layer(HIDDEN, HIDDEN, 0, random);
    for (let h = 0; h < HIDDEN; h++) middle.set(h, h, true);
    const masks = [first!, middle.mask(), last!];
    const ways = [{ vectors: false }, { threads: 2 }];
    for (const options of ways) {
      const planes = pathPlanes(masks, options);
      expect(findLuMinor(masks, planes, options)?.evidence).toEqual({ outputs: [I, J], inputs: [K, L], neuron: { layer: 2, index: HIDDEN - 1 } });
      expect(findCutMinor(masks, planes, options)?.evidence).toEqual({ outputs: [I, J], inputs: [K, L], neuron: { layer: 2, index: HIDDEN - 1 } });
    }
    const { linear } = decide(makePattern("three layers", masks));
    expect(linear.rule).toBe("lu-minor");
    expect(kept(masks[1]!)).toBe(HIDDEN);
  });
});
