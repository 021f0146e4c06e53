import { describe, expect, it } from "vitest";
import { rankOver } from "../../../src/exact/echelon.js";
import { ORDERED_RATIONALS } from "../../../src/exact/ordered-field.js";
import { Random } from "../../../src/exact/random.js";
import { Rational } from "../../../src/exact/rational.js";
import { type ColumnGroup, Spans } from "../../../src/optima/sparsest/spans.js";

/** Lists of groups of this cost, ascending, each group at most twice. */
function listsOf(groups: readonly ColumnGroup[], cost: number, from = 0): number[][] {
  if (cost <= 0) return cost === 0 ? [[]] : [];
  const lists = groups.flatMap((group, g) => (g < from ? [] : listsOf(groups, cost - group.cost, g).map((rest) => [g, ...rest])));
  return lists.filter((list) => list.every((g, at) => g !== list[at - 2]));
}

const rank = (columns: readonly (readonly bigint[])[]): number => (columns.length === 0 ? 0 : rankOver(ORDERED_RATIONALS, columns.map((column) => column.map((x) => Rational.of(x)))));

function isInside(target: readonly bigint[], columns: readonly (readonly bigint[])[]): boolean {
  return target.every((x) => x === 0n) || rank([...columns, target]) === rank(columns);
}

const everywhere = { enter: () => true, leave: () => undefined };

describe("choices of columns that may span a vector", () => {
  it("are those that do, in rational numbers", () => {
    const random = new Random(1);
    let [inside, outside] = [0, 0];
    for (let k = 0; k < 60; k++) {
      const n = 2 + random.below(4);
      // Every third problem has entries beyond the primes.
      const size = k % 3 === 0 ? 10n ** 12n : 1n;
      const vector = (): bigint[] => Array.from({ length: n }, () => (random.below(2) === 0 ? 0n : BigInt(random.below(5) - 2) * size + BigInt(random.below(3))));
      const costs = [2, 2, 1, 1, 1].slice(random.below(3));
      const groups = costs.map((cost) => ({ cost, columns: Array.from({ length: cost }, vector) }));
      const free = Array.from({ length: random.below(2) }, vector);
      const target = vector();
      const spans = new Spans({ target, free, groups });
      for (let cost = 0; cost <= 4; cost++) {
        const visited: string[] = [];
        const uses = groups.map(() => 0);
        const outcome = spans.choices(cost, {
          enter: (g) => uses[g]! < 2 && ++uses[g]! > 0,
          leave: (g) => void uses[g]!--,
          visit: (list) => !spans.isOutside(list) && visited.push(list.join()) < 0,
        });
        const lists = listsOf(groups, cost);
        const spanning = lists.filter((list) => isInside(target, [...free, ...list.flatMap((g) => groups[g]!.columns)]));
        expect(visited).toEqual(spanning.map((list) => list.join()));
        expect(outcome.complete).toBe(true);
        expect(outcome.choices).toBe(cost === 0 ? 0 : lists.length);
        inside += spanning.length;
        outside += lists.length - spanning.length;
      }
    }
    expect(inside).toBeGreaterThan(100);
    expect(outside).toBeGreaterThan(1000);
  });

  it("are not left out because of a prime that divides what makes columns independent", () => {
    // 16777213 is the first prime: modulo it, the columns are parallel and the target is beside them.
    const p = 16_777_213n;
    const groups = [{ cost: 1, columns: [[1n, 0n]] }, { cost: 1, columns: [[1n, p]] }];
    const found: string[] = [];
    const spans = new Spans({ target: [0n, 1n], free: [], groups });
    spans.choices(2, { ...everywhere, visit: (list) => !spans.isOutside(list) && found.push(list.join()) < 0 });
    expect(found).toEqual(["0,1"]);
  });

  it("end when the visitor says so", () => {
    const groups = [{ cost: 1, columns: [[1n, 0n]] }, { cost: 1, columns: [[0n, 1n]] }];
    const spans = new Spans({ target: [1n, 0n], free: [], groups });
    expect(spans.choices(1, { ...everywhere, visit: () => true })).toEqual({ complete: false, choices: 1 });
    expect(spans.choices(1, { ...everywhere, visit: () => false })).toEqual({ complete: true, choices: 2 });
  });
});
