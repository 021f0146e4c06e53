import { describe, expect, test } from "vitest";
import { equivalenceOf } from "../../../src/optima/convex/equivalence.js";
import { convexProgram } from "../../../src/optima/convex/make-program.js";
import type { MaskedNeurons } from "../../../src/optima/convex/masked-neurons.js";
import type { ShallowNetwork } from "../../../src/optima/convex/network.js";

const program = convexProgram({ inputs: Float64Array.of(1, 2, 3, 5), targets: Float64Array.of(1, 2), lambda: 1, bias: false });
const sampled = { ...program, complete: false };
const networkOf = (...rows: number[][]): ShallowNetwork => ({ widths: [2, rows.length, 1], activation: "relu", weights: [rows, [rows.map(() => 1)]], biases: [rows.map(() => 0), [0]], skip: null });
const three = networkOf([1, 0], [2, 1], [3, 1]);
const two = networkOf([1, 0], [1, 1]);

describe("without a mask", () => {
  test("the minimum is that of all networks with as many neurons as the smallest found", () => {
    const { kind, neurons, why, room } = equivalenceOf(program, [three, two]);
    expect([kind, neurons, room]).toEqual(["equality", 2, undefined]);
    expect(why).toContain("every ReLU network with at least 2 hidden neurons");
    expect(equivalenceOf({ ...program, model: "gated" }, [networkOf([1, 0])]).why).toContain("every gated ReLU network with at least 1 hidden neuron, its gates chosen:");
  });

  test("with sampled gates it is an upper bound, and is called that", () => {
    expect(equivalenceOf(sampled, [three])).toMatchObject({ kind: "upper-bound", neurons: 3, why: expect.stringMatching(/^Upper bound, sampled/) });
  });
});

describe("with a mask", () => {
  const mask = (...neurons: number[][]): MaskedNeurons => ({ bias: false, supports: [[0], [0, 1]].slice(0, neurons.length), neurons, dead: [] });

  test("room for one of the networks proves equality, and says where its neurons go", () => {
    expect(equivalenceOf(program, [three, two], mask([4], [7]))).toMatchObject({ kind: "equality", neurons: 2, room: [4, 7] });
    expect(equivalenceOf(program, [two, three], mask([4], [7, 8]))).toMatchObject({ kind: "equality", room: [4, 7] });
    // Two neurons of the large support have room for the small one's too.
    expect(equivalenceOf(program, [two], mask([], [7, 8]))).toMatchObject({ kind: "equality", room: [8, 7] });
  });

  test("without room it is a lower bound", () => {
    expect(equivalenceOf(program, [two, three], mask([4, 5, 6]))).toMatchObject({ kind: "lower-bound", neurons: 2 });
    expect(equivalenceOf(program, [two], mask([], [7]))).not.toHaveProperty("room");
  });

  test("with sampled gates it is an upper bound with room, and nothing without", () => {
    expect(equivalenceOf(sampled, [two], mask([4], [7]))).toMatchObject({ kind: "upper-bound", room: [4, 7] });
    expect(equivalenceOf(sampled, [two], mask([4, 5]))).toMatchObject({ kind: "open" });
  });
});
