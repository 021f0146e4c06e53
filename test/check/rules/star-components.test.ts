import { DENSE, LU, NO_PATH, type Refused, ruleCases } from "../../support/certificates.js";

const ONE = [["11", "01"]];
const NO_BIAS = { bias: false };
const SOME_BIAS = { bias: [true, false] };
const refused = (name: string, masks: string[][], evidence: unknown, place: string, closed: boolean, pattern = {}): Refused => ({ name, masks, closed, evidence, place, pattern });

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
