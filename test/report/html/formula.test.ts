import { describe, expect, test } from "vitest";
import { equation, formula, matrix, sentence } from "../../../src/report/html/formula.js";
import { Html, html } from "../../../src/report/html/escape.js";

const inner = (text: string): string => /^<math><mrow>(.*)<\/mrow><\/math>$/s.exec(formula(text).text)![1]!;

describe("formulas as MathML", () => {
  test("entries, weights, biases and factors have their indices", () => {
    expect(inner("A[0,k]")).toBe('<msub><mi>A</mi><mrow><mn>0</mn><mo separator="true">,</mo><mi>k</mi></mrow></msub>');
    expect(inner("w2[10,3]")).toBe('<msubsup><mi>w</mi><mrow><mn>10</mn><mo separator="true">,</mo><mn>3</mn></mrow><mtext>(2)</mtext></msubsup>');
    expect(inner("b1[4]")).toBe("<msubsup><mi>b</mi><mrow><mn>4</mn></mrow><mtext>(1)</mtext></msubsup>");
    expect(inner("W_2 W_1")).toBe("<msub><mi>W</mi><mn>2</mn></msub><msub><mi>W</mi><mn>1</mn></msub>");
  });

  test("powers belong to what is before them, fractions stand above each other", () => {
    expect(inner("eps^-1")).toBe('<msup><mi>ε</mi><mrow><mo form="prefix">\u2212</mo><mn>1</mn></mrow></msup>');
    expect(inner("103/512 eps^4")).toBe("<mfrac><mn>103</mn><mn>512</mn></mfrac><msup><mi>ε</mi><mn>4</mn></msup>");
    expect(inner("loss^(-1/4)")).toBe('<msup><mtext>loss</mtext><mrow><mo form="prefix">\u2212</mo><mn>1/4</mn></mrow></msup>');
  });

  test("a minus is a sign after an equals sign, and an operator after a term", () => {
    expect(inner("b2[0] = -1")).toContain('<mo>=</mo><mo form="prefix">\u2212</mo><mn>1</mn>');
    expect(inner("1 - eps")).toBe('<mn>1</mn><mo form="infix">\u2212</mo><mi>ε</mi>');
  });

  test("a long sum is one formula for each term", () => {
    const { text } = equation("A[0,0]", "w2[0,0]*w1[0,0] + w2[0,1]*w1[1,0] - eps");
    expect(text.match(/<math>/g)).toHaveLength(4);
    expect(text).toContain('<math><mrow><mo form="infix">+</mo><mspace');
    expect(text).not.toContain("*");
  });

  test("a matrix has a row for each row", () => {
    expect(matrix("W_1", [["*", "0"], ["1/2", "*"]]).text.match(/<mtr>/g)).toHaveLength(2);
  });

  test("nothing in a formula becomes markup", () => {
    expect(formula('A[0,1]<script>"').text).not.toContain("<script>");
    expect(formula("<x>&").text).toContain("<mtext>&lt;</mtext>");
  });

  test("words of a sentence stay words", () => {
    const text = (words: string): string => html`${sentence(words)}`.text;
    expect(sentence("Output 1 and neuron 0.")).toEqual([new Html("Output 1 and neuron 0.")]);
    expect(text("x -> A x + c, 2 * 3")).toBe("x \u2192 A x + c, 2 \u00d7 3");
    expect(text("it is eps.")).toBe("it is <math><mrow><mi>ε</mi></mrow></math>.");
  });
});
