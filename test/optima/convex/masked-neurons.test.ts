import { describe, expect, test } from "vitest";
import { maskedNeurons, roomFor } from "../../../src/optima/convex/masked-neurons.js";
import type { ShallowNetwork } from "../../../src/optima/convex/network.js";
import { maskOfRows } from "../../../src/pattern/mask.js";
import { type Pattern, makePattern } from "../../../src/pattern/pattern.js";

/** Hidden neurons by the inputs they see, of three; the output hears those listed. */
const patternOf = (hidden: readonly number[][], heard: readonly number[], bias: [boolean, boolean] = [false, false]): Pattern =>
  makePattern("", [maskOfRows(3, hidden), maskOfRows(hidden.length, [heard])], { bias });

const networkOf = (...rows: number[][]): ShallowNetwork => ({ widths: [3, rows.length, 1], activation: "relu", weights: [rows, [rows.map(() => 1)]], biases: [rows.map(() => 0), [0]], skip: null });

describe("hidden neurons of a mask", () => {
  test("are sorted by what they see; those without output or input are dead", () => {
    const kinds = maskedNeurons(patternOf([[0, 1], [2], [0, 1], [], [0]], [0, 1, 2, 3]));
    expect(kinds).toEqual({ bias: false, supports: [[0, 1], [2]], neurons: [[0, 2], [1]], dead: [3, 4] });
  });

  test("with a free bias live without inputs", () => {
    expect(maskedNeurons(patternOf([[], [0]], [0], [true, false]))).toEqual({ bias: true, supports: [[]], neurons: [[0]], dead: [1] });
  });

  test("are refused where the convex program is another one", () => {
    expect(() => maskedNeurons(patternOf([[0]], [0], [true, true]))).toThrow("no free bias of the output");
    expect(() => maskedNeurons(patternOf([[], []], [0, 1]))).toThrow("a hidden neuron on a path");
    expect(() => maskedNeurons(makePattern("", [maskOfRows(2, [[0]])]))).toThrow("one hidden layer and one output, found 2-1");
    expect(() => maskedNeurons(makePattern("", [maskOfRows(2, [[0]]), maskOfRows(1, [[0], [0]])]))).toThrow("found 2-1-2");
  });
});

describe("room in the mask", () => {
  const kinds = maskedNeurons(patternOf([[0, 1, 2], [0], [1]], [0, 1, 2]));

  test("is found by moving others out of the way", () => {
    expect(roomFor(networkOf([1, 0, 0], [0, 1, 1]), kinds)).toEqual([1, 0]);
    expect(roomFor(networkOf([1, 0, 0], [2, 0, 0], [0, 3, 0]), kinds)?.toSorted()).toEqual([0, 1, 2]);
    expect(roomFor(networkOf(), kinds)).toEqual([]);
  });

  test("is denied where too few hidden neurons see enough", () => {
    expect(roomFor(networkOf([1, 1, 0], [0, 1, 1]), kinds)).toBeUndefined();
    expect(roomFor(networkOf([0, 0, 1], [0, 0, 2]), kinds)).toBeUndefined();
    expect(roomFor(networkOf([1, 0, 0], [1, 0, 0], [1, 0, 0]), kinds)).toBeUndefined();
  });
});
