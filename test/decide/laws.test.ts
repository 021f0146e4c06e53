import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Verdicts, decide } from "../../src/decide/decide.js";
import { aboutLayers, decideLinear } from "../../src/decide/linear.js";
import { decideTwoLayer } from "../../src/decide/two-layer.js";
import { checkProof } from "../../src/check/check.js";
import type { Proof } from "../../src/certificate/proof.js";
import { contract, select } from "../../src/pattern/layers.js";
import { pruneDead } from "../../src/pattern/live.js";
import type { Mask } from "../../src/pattern/mask.js";
import { pathPlanes } from "../../src/pattern/paths.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { rectanglesOf } from "../../src/pattern/rectangles.js";
import { Budget } from "../../src/rules/budget.js";
import { findBlockMinor } from "../../src/rules/block-minor.js";
import { findCap } from "../../src/rules/cap.js";
import { chainDescents } from "../../src/rules/chain-descent.js";
import { findFull } from "../../src/rules/contraction.js";
import { freeSteps } from "../../src/rules/free.js";
import { findGenericFactor } from "../../src/rules/generic-factor.js";
import { findGenericPair } from "../../src/rules/generic-pair.js";
import { findLaminar } from "../../src/rules/laminar.js";
import { findCutMinor } from "../../src/rules/cut-minor.js";
import { findLuMinor } from "../../src/rules/lu-minor.js";
import { findMiddleFactor } from "../../src/rules/middle-factor.js";
import { findStarCover } from "../../src/rules/star-cover.js";
import { decideTwoNeurons } from "../../src/rules/two-neurons.js";
import { findUniquePaths } from "../../src/rules/unique-paths.js";
import { arbitraryMasks, arbitraryPruned, arbitraryRectangles, arbitraryWidths, range, show } from "./build.js";
import { LAWS, anyChoices, brokenImplications, contradict, isComplete } from "./laws.js";

const budget = new Budget(Infinity);
const anyMasks = arbitraryMasks(arbitraryWidths(1, 4, 4), { min: 2, max: 9 });
const judged = new Map<string, Verdicts>();
/** The laws are tried on the same patterns, each of which is decided once. Those that stay open can take long to do so: no verdict here needs more than a second. */
function judge(masks: readonly Mask[]): Verdicts {
  const name = show(masks);
  const verdicts = judged.get(name) ?? decide(makePattern("test", masks), { timeout: 1 });
  judged.set(name, verdicts);
  return verdicts;
}

describe.each(LAWS)("$name", ({ keeps, change }) => {
  it(`keeps ${keeps.join(", ")}`, () => {
    fc.assert(
      fc.property(anyMasks, anyChoices, (masks, choose) => {
        const changed = change(masks, choose);
        const [before, after] = [judge(masks), judge(changed)];
        for (const property of keeps) {
          expect(contradict(before[property].closed, after[property].closed), `${property} of ${show(masks)} and ${show(changed)}`).toBe(false);
        }
        if (isComplete(pruneDead(masks)) && masks.length === changed.length) {
          expect([before.linear.closed, after.linear.closed], show(masks)).not.toContain(null);
          for (const property of keeps) expect(after[property].closed, `${property} of ${show(masks)} and ${show(changed)}`).toBe(before[property].closed);
        }
      }),
      { seed: 1, numRuns: 250 },
    );
  });
});

describe("selections of outputs and inputs", () => {
  it("are closed wherever the whole is", () => {
    let met = 0;
    fc.assert(
      fc.property(anyMasks, anyChoices, (masks, choose) => {
        fc.pre(judge(masks).linear.closed === true);
        for (let n = 0; n < 4; n++) {
          const outputs = range(masks.at(-1)!.rows).filter(() => choose(3) > 0);
          const inputs = range(masks[0]!.cols).filter(() => choose(3) > 0);
          const part = decideLinear(select(masks, outputs, inputs), budget);
          if (part !== undefined) met++;
          expect(part?.closed, `${show(masks)} kept to outputs ${outputs.join()} and inputs ${inputs.join()}`).not.toBe(false);
        }
      }),
      { seed: 2, numRuns: 250 },
    );
    expect(met).toBeGreaterThan(500);
  });
});

describe("the three verdicts of one pattern", () => {
  it.each([1, 2, 3, 4])("never break what they owe each other in depth %i", (depth) => {
    fc.assert(
      fc.property(arbitraryMasks(arbitraryWidths(depth, depth, 4), { min: 2, max: 9 }), (masks) => {
        expect(brokenImplications(depth, judge(masks)), show(masks)).toEqual([]);
      }),
      { seed: depth, numRuns: depth === 2 ? 800 : 300 },
    );
  });
});

/** Every rule that can speak about a whole pattern by itself. */
const RULES: Record<string, (masks: readonly Mask[]) => { closed: boolean; proof: Proof } | undefined> = {
  "unique-paths": (masks) => claim(true, findUniquePaths(pathPlanes(masks))),
  "lu-minor": (masks) => claim(false, findLuMinor(masks, pathPlanes(masks))),
  "cut-minor": (masks) => claim(false, findCutMinor(masks, pathPlanes(masks))),
  "generic-factor": (masks) => claim(true, findGenericFactor(masks, budget)),
  "generic-pair": (masks) => claim(true, findGenericPair(masks, budget)),
  "block-minor": (masks) => (masks.length === 2 ? claim(false, findBlockMinor(rectanglesOf(masks[0]!, masks[1]!), new Budget(60))) : undefined),
  "middle-factor": (masks) => claim(true, findMiddleFactor(masks)),
  full: (masks) => claim(true, findFull(masks, budget)),
  "star-cover": (masks) => (masks.length === 2 ? claim(true, findStarCover(masks)) : undefined),
  laminar: (masks) => (masks.length === 2 ? claim(true, findLaminar(rectanglesOf(masks[0]!, masks[1]!))) : undefined),
  "two-neurons": (masks) => {
    const state = masks.length === 2 ? rectanglesOf(masks[0]!, masks[1]!) : undefined;
    return state?.neurons.length === 2 ? decideTwoNeurons(state) : undefined;
  },
  "two-layer search": (masks) => {
    if (masks.length !== 2) return undefined;
    const state = rectanglesOf(masks[0]!, masks[1]!);
    const found = decideTwoLayer(state, budget);
    return found && { closed: found.closed, proof: aboutLayers(found.proof, masks[0]!, state) };
  },
  "whole search": (masks) => decideLinear(masks, budget),
};

function claim(closed: boolean, proof: Proof | undefined): { closed: boolean; proof: Proof } | undefined {
  return proof && { closed, proof };
}

describe("rules run one by one", () => {
  const spoke = new Map<string, number>();

  it("never contradict each other, and the checker accepts what each of them says", () => {
    // Rules for two layers speak about half the patterns only: these are given more runs.
    const masks = fc.oneof(arbitraryPruned(2, 2, 4), arbitraryPruned(2, 4, 4));
    fc.assert(
      fc.property(masks, (pruned) => {
        fc.pre(pruned.every((mask) => mask.index.length > 0));
        const said = Object.entries(RULES).flatMap(([name, rule]) => {
          const found = rule(pruned);
          if (found === undefined) return [];
          spoke.set(name, (spoke.get(name) ?? 0) + 1);
          checkProof({ pattern: makePattern("test", pruned), property: "linear", ...found });
          return [{ name, closed: found.closed }];
        });
        expect(new Set(said.map(({ closed }) => closed)).size, `${show(pruned)} ${JSON.stringify(said)}`).toBeLessThan(2);
      }),
      { seed: 3, numRuns: 800 },
    );
  });

  it.each(Object.keys(RULES))("let %s speak now and then", (name) => {
    expect(spoke.get(name) ?? 0).toBeGreaterThan(3);
  });
});

describe("steps that keep the truth", () => {
  it("free, cap and chain descent lead to the same verdict, whichever is taken", () => {
    let several = 0;
    fc.assert(
      fc.property(arbitraryRectangles(4, 4), (state) => {
        const verdicts = [...freeSteps(state, budget)].map((step) => decideTwoLayer(step.state, budget)?.closed);
        const cap = findCap(state);
        if (cap !== undefined) verdicts.push(decideTwoLayer(cap.state, budget)?.closed);
        for (const { cases } of chainDescents(state)) {
          const parts = cases.map(({ state: left }) => decideTwoLayer(left, budget)?.closed);
          verdicts.push(parts.includes(false) ? false : parts.includes(undefined) ? undefined : true);
        }
        const known = verdicts.filter((closed) => closed !== undefined);
        if (known.length > 1) several++;
        expect(new Set(known).size, JSON.stringify(state, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value))).toBeLessThan(2);
      }),
      { seed: 4, numRuns: 250 },
    );
    expect(several).toBeGreaterThan(50);
  });

  it("every contraction of a full segment leads to the same verdict", () => {
    let several = 0;
    fc.assert(
      fc.property(arbitraryPruned(3, 4, 4), (masks) => {
        const verdicts = range(masks.length - 1).flatMap((first) =>
          range(masks.length - first - 1).flatMap((more) => {
            const last = first + more + 1;
            if (last - first + 1 === masks.length) return [];
            if (findFull(pruneDead(masks.slice(first, last + 1)), budget) === undefined) return [];
            const left = decideLinear(contract(masks, first + 1, last + 1), budget);
            return left === undefined ? [] : [left.closed];
          }),
        );
        if (verdicts.length > 1) several++;
        expect(new Set(verdicts).size, show(masks)).toBeLessThan(2);
      }),
      { seed: 5, numRuns: 300 },
    );
    expect(several).toBeGreaterThan(50);
  });
});
