import { describe, expect, it } from "vitest";
import type { Unreachable } from "../../src/certificate/proof.js";
import { check } from "../../src/check/check.js";
import type { Laurent } from "../../src/exact/laurent.js";
import { Random } from "../../src/exact/random.js";
import { masksOfRectangles } from "../../src/pattern/rectangles.js";
import { contains } from "../../src/pattern/sets.js";
import type { Target } from "../../src/check/unreachable.js";
import { Budget, OutOfBudget } from "../../src/rules/budget.js";
import { limitSpaces } from "../../src/rules/limit-spaces.js";
import { proveUnreachable } from "../../src/rules/unreachable.js";
import { checkCertificate } from "../second-checker/second-checker.js";
import { LU, certificate, proof } from "../support/certificates.js";
import { type RectangleDigits, digitsOf, masks, randomMasks, randomRectangles, rectangleMasks, rectangles } from "../support/patterns.js";
import { productOf, replayed, sizeOf, targetOf } from "../support/unreachable.js";

const prove = (target: Target, states?: number): Unreachable | undefined => proveUnreachable(target, target.limit, new Budget(60), states);
const named = (tree: Unreachable, kind: string): boolean => JSON.stringify(tree).includes(`"${kind}"`);

/** Weights in {-2, ..., 2}, half of them 0. */
const weights = (random: Random) => (): number => (random.below(2) === 0 ? 0 : random.below(5) - 2);

describe("limits known to be out of reach are proved to be", () => {
  const collision = masksOfRectangles(rectangles(2, 3, [["01", "02"], ["01", "12"]]));
  const crossing = masksOfRectangles(rectangles(3, 3, [["01", "01"], ["01", "02"], ["02", "12"]]));
  const cases: [string, Target, number][] = [
    ["the LU minor", targetOf(masks(LU), [[0, 1], [1, 0]]), 3],
    ["the LU minor after a diagonal layer", targetOf([...masks([["10", "01"]]), ...masks(LU)], [[0, 1], [1, 0]]), 3],
    ["the LU minor with its corner free", targetOf(masksOfRectangles(rectangles(2, 2, [["01", "01"]])), [[0, 1], [1, null]]), 3],
    ["form (b) of two neurons", targetOf(collision, [[1, 1, 0], [0, 0, 1]]), 5],
    ["form (b) with fractions", targetOf(collision, [["1/2", "-2/3", 0], [0, 0, "7/5"]]), 5],
    ["rank two with one neuron", targetOf(masks([["11"], ["1", "1"]]), [[1, 2], [3, 4]]), 4],
    ["rank three with two neurons", targetOf(masks([["111", "111"], ["11", "11", "11"]]), [[1, 0, 0], [0, 1, 0], [0, 0, 1]]), 1],
    ["the example of docs/theory.md 4.9, where products need names", targetOf(crossing, [[1, 0, 0], [0, 1, 1], [0, 1, 1]]), 12],
  ];

  it.each(cases)("%s", (_, target, most) => {
    const tree = prove(target)!;
    expect(replayed(target, tree)).toBe("proved");
    expect(sizeOf(tree)).toBeLessThanOrEqual(most);
  });

  it("and the same limits with another number in the place that decides are not", () => {
    for (const target of [
      targetOf(masks(LU), [[1, 1], [1, 0]]),
      targetOf(collision, [[1, 1, 1], [0, 0, 0]]),
      targetOf(masks([["11"], ["1", "1"]]), [[1, 2], [2, 4]]),
      targetOf(crossing, [[0, 0, 0], [0, 1, 1], [0, 1, 1]]),
    ]) {
      expect(prove(target)).toBeUndefined();
    }
  });
});

describe("where the allowance for branching ends, equations are combined", () => {
  const cases: [string, RectangleDigits[], number[][]][] = [
    ["134*23 134*124 123*124 124*23", [["023", "12"], ["023", "013"], ["012", "013"], ["013", "12"]], [[1, 0, 1, -1], [1, -1, 1, 1], [-1, -1, 1, 0], [1, 1, -1, 1]]],
    ["13*23 1234*123 23*14 134*14", [["02", "12"], ["0123", "012"], ["12", "03"], ["023", "03"]], [[1, 1, 1, -1], [1, -1, -1, -1], [-1, 1, 0, -1], [-1, 1, 1, 1]]],
    ["124*12 1234*34 23*14 234*24", [["013", "01"], ["0123", "23"], ["12", "03"], ["123", "13"]], [[0, 0, 1, 0], [1, 1, 1, 1], [-1, -1, 1, 0], [1, 1, 1, 0]]],
  ];

  it.each(cases)("of the limit for %s", (_, neurons, limit) => {
    const target = targetOf(masksOfRectangles(rectangles(4, 4, neurons)), limit);
    expect(prove(target, 1)).toBeUndefined();
    const tree = prove(target, 2)!;
    expect(named(tree, "combination")).toBe(true);
    expect(replayed(target, tree)).toBe("proved");
    expect(prove(target, 2)).toEqual(tree);
    // With more to branch on it is not needed.
    expect(named(prove(target)!, "combination")).toBe(false);
  });

  it("and the proof is refused for another limit", () => {
    for (const [, neurons, limit] of cases) {
      const chain = masksOfRectangles(rectangles(4, 4, neurons));
      const tree = prove(targetOf(chain, limit), 2)!;
      const reached = productOf(chain, weights(new Random(76)));
      expect(replayed(targetOf(chain, reached), tree)).not.toBe("proved");
      const used = JSON.stringify(tree);
      // Each equation of the sum is needed.
      const dropped = JSON.parse(used, (key, value: unknown) => (key === "combination" ? (value as unknown[]).slice(1) : value)) as Unreachable;
      expect(replayed(targetOf(chain, limit), dropped)).not.toBe("proved");
    }
  });
});

describe("a combination found by the search", () => {
  // 3*12 13*134 234*34 1234*2.
  const state = rectangles(4, 4, [["2", "01"], ["02", "023"], ["123", "23"], ["0123", "1"]]);
  const chain = masksOfRectangles(state);
  const digits = [...state.neurons.keys()];

  it("makes a certificate with a limit and weights that tend to it, which both checkers accept", () => {
    const certificates = [...limitSpaces(state, { seed: 1, curves: 150 }, new Budget(60))].flatMap((candidate) => {
      const tree = proveUnreachable({ masks: chain, outputs: [0, 1, 2, 3], inputs: [0, 1, 2, 3] }, candidate.limit, new Budget(60), 2);
      if (tree === undefined || !named(tree, "combination")) return [];
      const limit = candidate.limit.map((line) => line.map((value) => `${value!}`));
      const curves = candidate.weights();
      const family = (edge: [number, number], weight: Laurent): unknown[] => (weight.isZero ? [] : [[edge, weight.toJson()]]);
      const first = digits.flatMap((h) => [...curves[h]!.v].flatMap(([j, weight]) => family([h, j], weight)));
      const second = digits.flatMap((h) => [...curves[h]!.u].flatMap(([i, weight]) => family([i, h], weight)));
      const evidence = { outputs: [0, 1, 2, 3], inputs: [0, 1, 2, 3], limit, weights: [first, second], unreachable: tree };
      return [certificate("linear", false, rectangleMasks(4, 4, state.neurons.map(digitsOf)), proof("degeneration", evidence))];
    });
    expect(certificates.length).toBeGreaterThan(0);
    for (const made of certificates) {
      expect(check(JSON.parse(JSON.stringify(made)))).toMatchObject({ ok: true });
      expect(checkCertificate(JSON.parse(JSON.stringify(made)))).toEqual({ ok: true });
    }
  });
});

describe("products of integer weights are never proved to be out of reach", () => {
  it("in two layers, with free entries in half of the cases", () => {
    const random = new Random(71);
    let full = 0;
    for (let n = 0; n < 8000; n++) {
      const state = randomRectangles(random, 3 + (n % 2), 4, n % 4 < 2);
      const chain = masksOfRectangles(state);
      const product = productOf(chain, weights(random)).map((line, i) => line.map((value, k) => (contains(state.free[i]!, k) ? null : value)));
      if (product.flat().filter((value) => value !== 0).length > 4) full++;
      expect(prove(targetOf(chain, product), 12)).toBeUndefined();
    }
    expect(full).toBeGreaterThan(300);
  });

  it("in three and four layers", () => {
    const random = new Random(72);
    for (let n = 0; n < 3000; n++) {
      const chain = randomMasks(random, 3 + (n % 2), 3);
      expect(prove(targetOf(chain, productOf(chain, weights(random))), 12)).toBeUndefined();
    }
  });
});

describe("what is proved is accepted by the checker", () => {
  const random = new Random(73);
  const proved: { target: Target; tree: Unreachable }[] = [];
  for (let n = 0; n < 3000; n++) {
    const chain = n % 3 === 0 ? randomMasks(random, 3, 3) : masksOfRectangles(randomRectangles(random, 4, 4, n % 3 === 1));
    const product = productOf(chain, () => (random.below(2) === 0 ? 0 : 1));
    const reach = productOf(chain, () => 1);
    const target = targetOf(chain, product.map((line, i) => line.map((value, k) => (reach[i]![k]! > 0 && random.below(4) === 0 ? value + 1 : value))));
    const tree = prove(target, 30);
    if (tree !== undefined) proved.push({ target, tree });
  }

  it("on random limits in two and three layers", () => {
    expect(proved.length).toBeGreaterThan(100);
    expect(proved.map(({ target, tree }) => replayed(target, tree)).filter((answer) => answer !== "proved")).toEqual([]);
  });

  it("with conflicts, determinants and completions among them", () => {
    for (const kind of ["conflict", "determinant", "entry", "completion"]) expect(proved.some(({ tree }) => named(tree, kind)), kind).toBe(true);
  });

  it("and is refused for a product of weights on the same pattern", () => {
    for (const { target, tree } of proved) {
      const product = productOf(target.masks, weights(random));
      expect(replayed(targetOf(target.masks, product), tree)).not.toBe("proved");
    }
  });
});

describe("a search", () => {
  const target = targetOf(masks([["111", "111", "111"], ["111", "111", "111"]]), [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);

  it("ends when the time is over", () => {
    expect(() => proveUnreachable(target, target.limit, new Budget(-1))).toThrow(OutOfBudget);
  });

  it("finds the same proof each time", () => {
    const lu = targetOf(masks(LU), [[0, 1], [1, 0]]);
    expect(prove(lu)).toEqual(prove(lu));
  });

  it("gives nothing for a limit whose denominator is zero modulo its prime", () => {
    expect(prove(targetOf(masks(LU), [[0, "1/67108859"], [1, 0]]))).toBeUndefined();
  });
});
