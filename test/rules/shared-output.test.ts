import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { has } from "../../src/pattern/mask.js";
import { outputComponents } from "../../src/rules/output-graph.js";
import { decideSharedOutput } from "../../src/rules/shared-output.js";
import { arbitraryMasks, arbitraryWidths, cellsOf, maskFrom, range, show } from "../decide/build.js";
import { finiteByTheorem, outputGroups } from "../decide/theorems.js";

const anyLayer = arbitraryMasks(arbitraryWidths(1, 1, 5), { min: 1, max: 5 });

/** The hidden neurons with the outputs they feed; inputs do not matter here. */
const neuronsOf = (second: ReturnType<typeof maskFrom>) =>
  range(second.cols).map((h) => ({ rows: range(second.rows).filter((i) => has(second, i, h)), cols: [0] }));

describe("shared output", () => {
  it("is closed exactly when every component is a star", () => {
    const seen = { closed: 0, open: 0 };
    fc.assert(
      fc.property(anyLayer, ([second]) => {
        const { closed } = decideSharedOutput(second!);
        seen[closed ? "closed" : "open"]++;
        expect(closed, show([second!])).toBe(finiteByTheorem(neuronsOf(second!)));
      }),
      { seed: 1, numRuns: 400 },
    );
    expect(Math.min(seen.closed, seen.open)).toBeGreaterThan(50);
  });

  it("names a neuron that feeds both outputs and another that feeds the second", () => {
    fc.assert(
      fc.property(anyLayer, ([second]) => {
        const { proof } = decideSharedOutput(second!);
        fc.pre(proof.rule === "shared-output");
        const { neuron, outputs, other } = proof.evidence as { neuron: number; outputs: [number, number]; other: number };
        const [cells] = cellsOf([second!]);
        expect(new Set(outputs).size).toBe(2);
        expect(other).not.toBe(neuron);
        expect([cells![outputs[0]]![neuron], cells![outputs[1]]![neuron], cells![outputs[1]]![other]]).toEqual([true, true, true]);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it.each([
    ["one neuron for all outputs", ["1", "1", "1"]],
    ["one output for all neurons", ["111"]],
    ["stars of both kinds side by side", ["1000", "1000", "0111"]],
    ["no edge at all", ["00", "00"]],
  ])("is closed for %s", (_, rows) => {
    expect(decideSharedOutput(maskFrom(rows))).toEqual({ closed: true, proof: { rule: "star-components", evidence: {} } });
  });

  it("is not closed for two dense neurons and two outputs", () => {
    expect(decideSharedOutput(maskFrom(["11", "11"])).closed).toBe(false);
  });
});

describe("components between hidden neurons and outputs", () => {
  it("are the groups that share outputs, complete when every neuron feeds every output", () => {
    fc.assert(
      fc.property(anyLayer, ([second]) => {
        const found = outputComponents(second!);
        const groups = outputGroups(neuronsOf(second!).filter(({ rows }) => rows.length > 0));
        const outputs = (group: (typeof groups)[number]): number[] => [...new Set(group.flatMap(({ rows }) => rows))].toSorted();
        const name = (list: readonly number[]): string => list.join();
        expect(found.map((component) => name(component.outputs)).toSorted()).toEqual(groups.map((group) => name(outputs(group))).toSorted());
        for (const { hidden, outputs: own, complete } of found) {
          const group = groups.find((candidate) => name(outputs(candidate)) === name(own))!;
          expect(hidden.length).toBe(group.length);
          expect(complete).toBe(group.every(({ rows }) => rows.length === own.length));
        }
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});
