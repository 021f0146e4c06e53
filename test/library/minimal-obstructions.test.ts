import { describe, expect, test } from "vitest";
import { Fault } from "../../src/pattern/fault.js";
import { canonicalForm } from "../../src/pattern/canonical.js";
import { decide } from "../../src/decide/decide.js";
import { patternFromNotation } from "../../src/formats/rectangle-notation.js";
import { type ObstructionScope, certified, countPatterns, minimalObstructions } from "../../src/library/minimal-obstructions.js";
import { select } from "../../src/pattern/layers.js";
import type { Rectangles } from "../../src/pattern/rectangles.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { catalogue } from "../../src/rules/catalogue.js";

const keys = (goals: readonly Rectangles[]): string[] => goals.map((goal) => canonicalForm(goal)!.key).sort();

function fits({ hidden, outputs, inputs }: ObstructionScope, { m, n, neurons }: Rectangles): boolean {
  if (neurons.length > hidden) return false;
  return outputs === undefined || inputs === undefined || (m <= outputs && n <= inputs) || (n <= outputs && m <= inputs);
}

describe("the minimal obstructions", () => {
  test.each<ObstructionScope>([{ hidden: 1 }, { hidden: 2 }, { hidden: 3, outputs: 3, inputs: 3 }, { hidden: 4, outputs: 2, inputs: 2 }])(
    "computed for %j are those of the catalogue",
    (scope) => {
      let told = 0;
      const { patterns, obstructions, open } = minimalObstructions(scope, { onPattern: () => told++ });
      expect(open).toEqual([]);
      expect(keys(obstructions.map(({ goal }) => goal))).toEqual(keys(catalogue().map(({ goal }) => goal).filter((goal) => fits(scope, goal))));
      expect([told, countPatterns(scope)]).toEqual([patterns, patterns]);
    },
  );

  test("are not closed, and closed without any one output or input", () => {
    for (const { certificate, notation } of minimalObstructions({ hidden: 3, outputs: 3, inputs: 2 }).obstructions) {
      const pattern = patternFromNotation(notation);
      expect(certificate.pattern.masks).toBeDefined();
      expect(decide(pattern).linear.closed).toBe(false);
      const [inputs, , outputs] = pattern.widths.map((width) => Array.from({ length: width }, (_, v) => v));
      const smaller = [
        ...outputs!.map((gone) => [outputs!.filter((i) => i !== gone), inputs!] as const),
        ...inputs!.map((gone) => [outputs!, inputs!.filter((j) => j !== gone)] as const),
      ];
      for (const [rows, columns] of smaller) expect(decide(makePattern("", select(pattern.masks, rows, columns))).linear.closed, notation).toBe(true);
    }
  });

  test("with no time are none, and what is open is said", () => {
    const { obstructions, open } = minimalObstructions({ hidden: 2 }, { timeout: 1e-9 });
    expect(obstructions).toEqual([]);
    expect(open.map(({ notation }) => notation)).toEqual(expect.arrayContaining(["2*2 12*12", "13*12 23*12"]));
  });

  test("refuse a proof about another pattern", () => {
    const [first, second] = catalogue();
    expect(certified(first!).notation).toBe("2*2 12*12");
    expect(() => certified({ goal: second!.goal, evidence: first!.evidence })).toThrow();
  });

  test.each<[ObstructionScope, string]>([
    [{ hidden: 0 }, "--hidden"],
    [{ hidden: 1.5 }, "--hidden"],
    [{ hidden: 4 }, "--outputs"],
    [{ hidden: 2, outputs: 2 }, "--inputs"],
    [{ hidden: 2, outputs: 2, inputs: 0 }, "--inputs"],
    [{ hidden: 5, outputs: 5, inputs: 5 }, "--hidden"],
  ])("%j is refused at %s", (scope, place) => {
    const fault = expect.objectContaining({ kind: "usage", place });
    expect(() => minimalObstructions(scope)).toThrow(fault);
    expect(() => countPatterns(scope)).toThrow(Fault);
  });
});
