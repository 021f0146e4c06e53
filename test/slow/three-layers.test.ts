/** All three-layer patterns with hidden layers of width at most two and up to five inputs and outputs: decided, checked, and as D3 says. */
import { expect, test } from "vitest";
import { survey } from "../support/three-layer-survey.js";
import { threeLayerPatterns } from "../support/three-layers.js";

test("three layers of hidden width two are decided with up to five inputs and outputs", () => {
  expect(survey(threeLayerPatterns(4))).toEqual({ closed: 508, notClosed: 272 });
  expect(survey(threeLayerPatterns(5))).toEqual({ closed: 1175, notClosed: 980 });
});
