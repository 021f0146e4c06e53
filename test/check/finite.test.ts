import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import { DENSE, LU, LU_MINOR, NO_PATH, PARALLEL, type Refused, certificate, proof, ruleCases } from "../support/certificates.js";
import { checkCertificate } from "../second-checker/second-checker.js";

const ONE = [["11", "01"]];
const NO_BIAS = { bias: false };
const SOME_BIAS = { bias: [true, false] };
const refused = (name: string, masks: string[][], evidence: unknown, place: string, closed: boolean, pattern?: Record<string, unknown>): Refused => ({
  name,
  masks,
  closed,
  evidence,
  place,
  ...(pattern === undefined ? {} : { pattern }),
});

ruleCases(
  "single-layer",
  "finite",
  [
    { name: "one layer", masks: ONE, closed: true, evidence: {} },
    { name: "one layer without edges", masks: [["0"]], closed: true, evidence: {} },
  ],
  [
    refused("two layers", PARALLEL, {}, "evidence", true),
    refused("the claim not closed", ONE, {}, "evidence", false),
    refused("a layer without biases", ONE, {}, "pattern.bias", true, NO_BIAS),
  ],
);

/** Two stars: hidden 0 feeds outputs 0 and 1; hidden 1 and 2 feed output 2. */
const STARS = [["11", "10", "01"], ["100", "100", "011"]];
/** As before, but neurons that no input reaches, or that feed nothing, join the stars. */
const STARS_WITH_DEAD = [["11", "10", "01", "00"], ["1000", "1001", "0111"]];

ruleCases(
  "star-components",
  "finite",
  [
    { name: "one output", masks: [["11", "01"], ["11"]], closed: true, evidence: {} },
    { name: "one hidden neuron", masks: [["11"], ["1", "1"]], closed: true, evidence: {} },
    { name: "several stars", masks: STARS, closed: true, evidence: {} },
    { name: "stars joined by a dead neuron only: it is removed first", masks: STARS_WITH_DEAD, closed: true, evidence: {} },
    { name: "no path at all", masks: NO_PATH, closed: true, evidence: {} },
  ],
  [
    refused("two neurons that share two outputs", DENSE, {}, "evidence", true),
    refused("a chain of two neurons and two outputs", LU, {}, "evidence", true),
    refused("the dense 1-2-2 network", [["1", "1"], ["11", "11"]], {}, "evidence", true),
    refused("a star beside a component that is none", [["11", "11", "11"], ["100", "011", "001"]], {}, "evidence", true),
    refused("one layer", ONE, {}, "evidence", true),
    refused("three layers", [["1"], ["1"], ["1"]], {}, "evidence", true),
    refused("the claim not closed", STARS, {}, "evidence", false),
    refused("layers without biases", STARS, {}, "pattern.bias", true, NO_BIAS),
    refused("one layer without biases", STARS, {}, "pattern.bias", true, SOME_BIAS),
  ],
);

const share = (neuron: number, outputs: number[], other: number): unknown => ({ neuron, outputs, other });

ruleCases(
  "shared-output",
  "finite",
  [
    { name: "the dense 1-2-2 network", masks: [["1", "1"], ["11", "11"]], closed: false, evidence: share(0, [0, 1], 1) },
    { name: "LU", masks: LU, closed: false, evidence: share(0, [0, 1], 1) },
    { name: "a chain in the other direction", masks: [["11", "11"], ["11", "10"]], closed: false, evidence: share(0, [1, 0], 1) },
  ],
  [
    refused("the neuron that feeds one output in the first place", LU, share(1, [0, 1], 0), "evidence.neuron", false),
    refused("outputs exchanged: the other neuron does not feed the last", LU, share(0, [1, 0], 1), "evidence.other", false),
    refused("one output twice", DENSE, share(0, [1, 1], 1), "evidence.outputs", false),
    refused("one neuron twice", DENSE, share(0, [0, 1], 0), "evidence.other", false),
    refused("an output that does not exist", DENSE, share(0, [0, 2], 1), "evidence.outputs", false),
    refused("a neuron that does not exist", DENSE, share(2, [0, 1], 1), "evidence.other", false),
    refused("another neuron that does not exist", DENSE, share(0, [0, 1], 2), "evidence.other", false),
    refused("another neuron that no input reaches", STARS_WITH_DEAD, share(0, [0, 1], 3), "evidence.other", false),
    refused("a neuron that no input reaches", STARS_WITH_DEAD, share(3, [1, 2], 1), "evidence.neuron", false),
    refused("three layers", [["1"], ["1", "1"], ["11", "11"]], share(0, [0, 1], 1), "evidence", false),
    refused("one layer", ONE, share(0, [0, 1], 1), "evidence", false),
    refused("the claim closed", DENSE, share(0, [0, 1], 1), "evidence", true),
    refused("a layer without biases", DENSE, share(0, [0, 1], 1), "pattern.bias", false, SOME_BIAS),
  ],
);

const counterpart = (linear: unknown): unknown => ({ linear });
const lu = proof("lu-minor", LU_MINOR);
const LATER = [["10", "01"], ...LU];

ruleCases(
  "linear-counterpart",
  "finite",
  [
    { name: "LU", masks: LU, closed: false, evidence: counterpart(lu) },
    { name: "three layers", masks: LATER, closed: false, evidence: counterpart(proof("lu-minor", { ...LU_MINOR, neuron: { layer: 2, index: 0 } })) },
  ],
  [
    refused("the claim closed", LU, counterpart(lu), "evidence", true),
    refused("closed, from a counterpart that is closed", PARALLEL, counterpart(proof("unique-paths")), "evidence", true),
    refused("not closed, from a counterpart that is closed", PARALLEL, counterpart(proof("unique-paths")), "evidence.linear.evidence", false),
    refused("a minor that is not there", DENSE, counterpart(lu), "evidence.linear.evidence", false),
    refused("a rule of finite below it", DENSE, counterpart(proof("shared-output", share(0, [0, 1], 1))), "evidence.linear.rule", false),
    refused("layers without biases", LU, counterpart(lu), "pattern.bias", false, NO_BIAS),
  ],
);

describe("finite and linear are kept apart", () => {
  it.each(["unique-paths", "generic-factor", "laminar", "laminar-components", "crossing-inputs"])("%s is no rule for finite", (rule) => {
    const json = certificate("finite", true, PARALLEL, proof(rule));
    expect(check(json)).toMatchObject({ ok: false, place: "rule" });
    expect(checkCertificate(json)).toMatchObject({ ok: false });
  });

  it("linear does not ask for biases", () => {
    const json = certificate("linear", false, LU, lu);
    expect(check({ ...json, pattern: { ...(json["pattern"] as object), bias: false } })).toMatchObject({ ok: true });
  });
});
