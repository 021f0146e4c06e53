import { describe, expect, it } from "vitest";
import type { LinearEvidence } from "../../../src/certificate/proof.js";
import { derive } from "../../../src/report/explain/derivation.js";
import { LU } from "../../support/certificates.js";
import { masks } from "../../support/patterns.js";

const EVIDENCE: LinearEvidence["degeneration"] = {
  outputs: [0, 1],
  inputs: [0, 1],
  limit: [["0", "-1/2"], ["1", "0"]],
  weights: [
    [[[0, 0], [["1", 0]]], [[0, 1], [["1", -1]]], [[1, 1], [["1", 0]]]],
    [[[0, 0], [["-1/2", 1]]], [[1, 0], [["1", 0]]], [[1, 1], [["-1", -1], ["2", 1]]]],
  ],
  unreachable: {
    split: [1, 0, 0],
    zero: { conflict: [1, 0] },
    nonzero: { let: [0, 0, 1], then: { entry: [0, 1], then: { determinant: { outputs: [0, 1], inputs: [0, 1], layer: 1, neurons: [0] } } } },
  },
};

describe("a degeneration, told", () => {
  const { steps, obstruction } = derive(masks(LU), { rule: "degeneration", evidence: EVIDENCE }, false);

  it("is one step, with the limit as the obstruction: integers as numbers, fractions as text", () => {
    expect(steps.map(({ rule, decides }) => [rule, decides])).toEqual([["degeneration", true]]);
    expect(obstruction).toMatchObject({ outputs: [0, 1], inputs: [0, 1], limit: [[0, "-1/2"], [1, 0]] });
  });

  it("names the weights as functions of eps", () => {
    expect(obstruction!.approach).toContain("Let w1[0,0] = 1, w1[0,1] = eps^-1, w1[1,1] = 1, w2[0,0] = -1/2 eps, w2[1,0] = 1, w2[1,1] = -eps^-1 + 2 eps, and all other weights 0.");
  });

  it("tells every step of the proof, and the case it belongs to", () => {
    const text = obstruction!.unreachable;
    for (const part of ["Case w1[0,0] = 0: ", "A[1,0] = 1", "Case w1[0,0] not 0: ", "the product w1[0,0] w2[1,0]", "A[0,1] = -1/2", "neuron 0"]) expect(text).toContain(part);
    expect(text.split("contradiction").length - 1).toBe(2);
  });

  it("names the equations of a combination", () => {
    const determinant = { outputs: [0, 1], inputs: [0, 1], layer: 1, neurons: [0] };
    const unreachable: LinearEvidence["degeneration"]["unreachable"] = { combination: [{ entry: [1, 0], factor: [["1", []]] }, { determinant, factor: [["-1", [[[0, 0, 1], 1]]]] }] };
    const text = derive(masks(LU), { rule: "degeneration", evidence: { ...EVIDENCE, unreachable } }, false).obstruction!.unreachable;
    for (const part of ["multiples", "A[1,0] = 1; ", "what neuron 0 gives to outputs 0 and 1 from inputs 0 and 1 has rank 1 at most", "a contradiction"]) expect(text).toContain(part);
  });

  it("says how many steps are left out of a long proof", () => {
    const unreachable = Array.from({ length: 60 }).reduce<LinearEvidence["degeneration"]["unreachable"]>((then) => ({ entry: [0, 1], then }), { conflict: [0, 0] });
    const long = derive(masks(LU), { rule: "degeneration", evidence: { ...EVIDENCE, unreachable } }, false);
    expect(long.obstruction!.unreachable).toContain("22 steps more");
  });
});
