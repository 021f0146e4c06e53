import { describe, expect, test } from "vitest";
import { partsOf } from "../../../src/report/explain/formulas.js";

const formulas = (sentence: string): string[] => partsOf(sentence).flatMap(({ isFormula, text }) => (isFormula ? [text] : []));

describe("formulas in sentences", () => {
  test.each([
    ["Then A[0,0] = eps, A[0,1] = A[1,0] = 1, and so on.", ["A[0,0] = eps", "A[0,1] = A[1,0] = 1"]],
    ["so that A[1,1] = 1/eps - 1/eps = 0.", ["A[1,1] = 1/eps - 1/eps = 0"]],
    ["Biases b1[0] = eps^-1 + eps, b2[0] = -1 - eps^2; all others 0.", ["b1[0] = eps^-1 + eps", "b2[0] = -1 - eps^2"]],
    ["The loss is 103/512 eps^4 + 2 eps^6. It tends to 0 with eps.", ["103/512 eps^4 + 2 eps^6", "eps"]],
    ["The linear counterpart A = W_5 ... W_1 of it", ["A = W_5 ... W_1"]],
    ["points x(t) with the coordinates (t, 2 t^2 - 1) in inputs 0 and 1", ["(t, 2 t^2 - 1)"]],
    ["The norm grows like loss^-1/4 or loss^(-1/4).", ["loss^-1/4", "loss^(-1/4)"]],
  ])("%s", (sentence, expected) => {
    expect(formulas(sentence)).toEqual(expected);
    expect(partsOf(sentence).map(({ text }) => text).join("")).toBe(sentence);
  });

  test.each(["outputs 0 and 1 have 2 paths", "A is not one", "the steps reach it", "2 * (1 + 2 * 2) pieces", "lepsilon, epsilon", ""])("none in: %s", (sentence) => {
    expect(formulas(sentence)).toEqual([]);
  });
});
