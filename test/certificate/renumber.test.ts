import { describe, expect, it } from "vitest";
import type { LinearEvidence } from "../../src/certificate/proof.js";
import { type Renumbering, renumberDegeneration } from "../../src/certificate/renumber.js";
import { check } from "../../src/check/check.js";
import { Random } from "../../src/exact/random.js";
import { makePattern, patternToJson } from "../../src/pattern/pattern.js";
import { type Rectangles, masksOfRectangles, transposed } from "../../src/pattern/rectangles.js";
import { emptySets, members, setOf } from "../../src/pattern/sets.js";
import { catalogue } from "../../src/rules/catalogue.js";
import { range } from "../decide/build.js";
import { rectangles } from "../support/patterns.js";

type Evidence = LinearEvidence["degeneration"];

const all = catalogue();

function accepted(state: Rectangles, evidence: Evidence): boolean {
  const pattern = patternToJson(makePattern("test", masksOfRectangles(state)));
  const document = { format: "wellposed/certificate/1", pattern, property: "linear", closed: false, rule: "degeneration", evidence };
  return check(JSON.parse(JSON.stringify(document))).ok;
}

/** So many different numbers below `bound`, in random order. */
function places(random: Random, count: number, bound: number): number[] {
  const left = range(bound);
  return range(count).map(() => left.splice(random.below(left.length), 1)[0]!);
}

/** A random renumbering into a larger matrix; as many neurons as there are. */
function draw(random: Random, goal: Rectangles): Renumbering {
  const turned = random.below(2) === 1;
  const [m, n] = turned ? [goal.n, goal.m] : [goal.m, goal.n];
  return { rows: places(random, m, m + 3), columns: places(random, n, n + 3), neurons: places(random, goal.neurons.length, goal.neurons.length), transposed: turned };
}

/** The pattern as the renumbering says, done naively. */
function moved(goal: Rectangles, to: Renumbering): Rectangles {
  const own = to.transposed ? transposed(goal) : goal;
  const neurons = own.neurons.map((neuron) => neuron);
  own.neurons.forEach(({ rows, cols }, k) => {
    neurons[to.neurons[k]!] = { rows: setOf(members(rows).map((i) => to.rows[i]!)), cols: setOf(members(cols).map((j) => to.columns[j]!)) };
  });
  return { m: own.m + 3, n: own.n + 3, neurons, free: emptySets(own.m + 3) };
}

const identity = ({ m, n, neurons }: Rectangles): Renumbering => ({ rows: range(m), columns: range(n), neurons: range(neurons.length), transposed: false });

/** The evidence with one thing changed that its proof needs. */
const TAMPERED: readonly (readonly [string, (evidence: Evidence) => Evidence])[] = [
  ["a row of the limit gone", (e) => ({ ...e, outputs: e.outputs.slice(1), limit: e.limit.slice(1) })],
  ["a limit of zeros", (e) => ({ ...e, limit: e.limit.map((row) => row.map(() => "0")) })],
  ["weights of one layer gone", (e) => ({ ...e, weights: [e.weights[0]!, []] })],
  ["layers exchanged without their edges", (e) => ({ ...e, weights: [e.weights[1]!, e.weights[0]!] })],
  ["a weight doubled", (e) => ({ ...e, weights: [[[e.weights[0]![0]![0], e.weights[0]![0]![1].map(([c, x]) => [`${c}0`, x] as [string, number])], ...e.weights[0]!.slice(1)], e.weights[1]!] })],
  ["rows out of order", (e) => ({ ...e, outputs: e.outputs.toReversed(), limit: e.limit.toReversed() })],
  ["a conflict where there is none", (e) => ({ ...e, unreachable: { conflict: [e.outputs[0]!, e.inputs[0]!] } })],
];

describe("renumberDegeneration", () => {
  it("leaves the evidence as it is under the identity", () => {
    for (const { goal, evidence } of all) expect(renumberDegeneration(evidence, identity(goal))).toEqual(evidence);
  });

  it("carries evidence to every renumbered pattern, transposed too", () => {
    const random = new Random(21);
    let turned = 0;
    for (const { goal, evidence } of all) {
      for (let drawn = 0; drawn < 4; drawn++) {
        const to = draw(random, goal);
        if (to.transposed) turned++;
        expect(accepted(moved(goal, to), renumberDegeneration(evidence, to))).toBe(true);
      }
    }
    expect(turned).toBeGreaterThan(100);
  });

  it("meets every kind of step of a proof that a limit is out of reach", () => {
    const text = JSON.stringify(all.map(({ evidence }) => evidence.unreachable));
    for (const kind of ["split", "let", "entry", "completion", "conflict", "determinant"]) expect(text).toContain(`"${kind}"`);
  });

  it("carries a combination, which the catalogue has none of, transposed too", () => {
    const random = new Random(25);
    const goal = rectangles(2, 2, [["01", "01"], ["1", "1"]]);
    const determinant = { outputs: [0, 1], inputs: [0, 1], layer: 1, neurons: [0] };
    const combined: Evidence = {
      outputs: [0, 1],
      inputs: [0, 1],
      limit: [["0", "1"], ["1", "0"]],
      weights: [[[[0, 0], [["1", 0]]], [[0, 1], [["1", -1]]], [[1, 1], [["1", 0]]]], [[[0, 0], [["1", 1]]], [[1, 0], [["1", 0]]], [[1, 1], [["-1", -1]]]]],
      unreachable: {
        combination: [
          { entry: [0, 0], factor: [["1", [[[1, 0, 1], 1]]]] },
          { entry: [0, 1], factor: [["-1", [[[0, 0, 1], 1]]]] },
          { entry: [1, 0], factor: [["-1", []]] },
          { determinant, factor: [["1", []]] },
        ],
      },
    };
    let stale = 0;
    for (let drawn = 0; drawn < 40; drawn++) {
      const to = draw(random, goal);
      const carried = renumberDegeneration(combined, to);
      expect(accepted(moved(goal, to), carried)).toBe(true);
      expect(renumberDegeneration(combined, { ...to, transposed: !to.transposed })).not.toEqual(carried);
      // With the old numbers in the leaf it holds only where they are the new ones too.
      if (JSON.stringify(carried.unreachable) === JSON.stringify(combined.unreachable)) continue;
      stale++;
      expect(accepted(moved(goal, to), { ...carried, unreachable: combined.unreachable })).toBe(false);
    }
    expect(stale).toBeGreaterThan(20);
  });

  it("gives lists in order, as the certificate asks", () => {
    const random = new Random(22);
    for (const { goal, evidence } of all) {
      const { outputs, inputs } = renumberDegeneration(evidence, draw(random, goal));
      for (const list of [outputs, inputs]) expect(list).toEqual(list.toSorted((a, b) => a - b));
    }
  });

  it("keeps the place of a limit's entry", () => {
    const { goal, evidence } = all[1]!;
    const to: Renumbering = { ...identity(goal), rows: [7, 5, 6] };
    const [a, b, c] = evidence.limit;
    expect(renumberDegeneration(evidence, to)).toMatchObject({ outputs: [5, 6, 7], limit: [b, c, a] });
  });

  it("twice transposed is the same", () => {
    for (const { goal, evidence } of all) {
      const turn: Renumbering = { ...identity(transposed(goal)), transposed: true };
      const back: Renumbering = { ...identity(goal), transposed: true };
      expect(renumberDegeneration(renumberDegeneration(evidence, turn), back)).toEqual(evidence);
    }
  });

  it("does not change what it is given", () => {
    const random = new Random(23);
    for (const { goal, evidence } of all.slice(0, 40)) {
      const before = JSON.stringify(evidence);
      renumberDegeneration(evidence, draw(random, goal));
      expect(JSON.stringify(evidence)).toBe(before);
    }
  });
});

describe("the checker refuses", () => {
  it.each(TAMPERED)("renumbered evidence with %s", (_, tamper) => {
    const random = new Random(24);
    for (const { goal, evidence } of all) {
      const to = draw(random, goal);
      expect(accepted(moved(goal, to), tamper(renumberDegeneration(evidence, to)))).toBe(false);
    }
  });

  it("evidence carried to another pattern than that of the renumbering", () => {
    // LU has no symmetry but transposition with both orders reversed: each other exchange of rows, columns or neurons leads elsewhere.
    const { goal, evidence } = all[0]!;
    const own = identity(goal);
    for (const wrong of [{ ...own, rows: [1, 0] }, { ...own, columns: [1, 0] }, { ...own, neurons: [1, 0] }]) {
      expect(accepted(goal, renumberDegeneration(evidence, wrong))).toBe(false);
      expect(accepted({ ...moved(goal, wrong) }, renumberDegeneration(evidence, wrong))).toBe(true);
    }
    expect(accepted(goal, renumberDegeneration(evidence, { ...own, transposed: true }))).toBe(true);
  });
});
