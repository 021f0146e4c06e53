import { describe, expect, it } from "vitest";
import { pruneDead } from "../../src/pattern/live.js";
import { NONZERO, PathTable, State, ZERO } from "../../src/rules/known-products.js";
import { fullMask, masks } from "../support/patterns.js";

/** LU, 2 x 2: one path but for input 1 to output 1, which has two. */
const lu = PathTable.of({ masks: masks([["11", "01"], ["10", "11"]]), outputs: [0, 1], inputs: [0, 1] })!;
const pathOf = (neurons: readonly number[]): number => lu.paths.findIndex((path) => path.join() === neurons.join());
const edgeOf = (...edge: number[]): number => lu.edges.findIndex((own) => own.join() === edge.join());

describe("PathTable", () => {
  it("lists paths by their neurons and their edges, and by the entries that they add to", () => {
    expect(lu.paths.map((path) => path.join("")).sort()).toEqual(["000", "001", "100", "101", "111"]);
    expect(lu.atEntry.map((paths) => paths.map((p) => lu.paths[p]!.join("")).sort())).toEqual([["000"], ["100"], ["001"], ["101", "111"]]);
    for (const [p, path] of lu.paths.entries()) expect(lu.edgesOf[p]!.map((e) => lu.edges[e])).toEqual([[1, path[1], path[0]], [2, path[2], path[1]]]);
  });

  it("is none where there are too many paths, or neurons in a layer", () => {
    const of = (...widths: number[]): PathTable | undefined =>
      PathTable.of({
        masks: widths.slice(1).map((rows, l) => fullMask(rows, widths[l]!)),
        outputs: Array.from({ length: widths.at(-1)! }, (_, i) => i),
        inputs: Array.from({ length: widths[0]! }, (_, k) => k),
      });
    expect(of(10, 10, 10)).toBeDefined();
    expect(of(10, 11, 10)).toBeUndefined();
    expect(of(1, 31, 1)).toBeUndefined();
  });

  it("of a minor without paths has no products", () => {
    expect(PathTable.of({ masks: pruneDead(masks([["1"], ["0"]])), outputs: [0], inputs: [0] })!.paths).toEqual([]);
  });
});

describe("State", () => {
  it("concludes from a weight that is zero that its products are", () => {
    const state = new State(lu);
    state.mark(edgeOf(1, 0, 0), ZERO);
    expect(state.products[pathOf([0, 0, 0])]).toBe(0);
    expect(state.products[pathOf([0, 0, 1])]).toBe(0);
    expect(state.products[pathOf([1, 0, 0])]).toBeUndefined();
  });

  it("concludes from a product that is not zero that its weights are not, and sees the contradiction", () => {
    const state = new State(lu);
    expect(state.learn({ path: pathOf([1, 0, 0]), value: 1 })).toBe(true);
    expect(state.isNonzero(pathOf([1, 0, 0]))).toBe(true);
    expect(state.learn({ path: pathOf([0, 0, 1]), value: 1 })).toBe(true);
    // All weights of the path from input 0 to output 0 are in these two.
    expect(state.isNonzero(pathOf([0, 0, 0]))).toBe(true);
    expect(state.copy().learn({ path: pathOf([0, 0, 0]), value: 0 })).toBe(false);
    expect(state.marks.filter((mark) => mark === NONZERO)).toHaveLength(4);
  });

  it("solves an equation for a parameter with a unit before it, and calls units contradictions", () => {
    const state = new State(lu);
    state.name(pathOf([1, 1, 1]));
    const t = state.products[pathOf([1, 1, 1])]!;
    expect(state.solve(3)).toBe("contradiction");
    expect(state.solve(0)).toBeUndefined();
    const found = state.solve(t);
    expect(found).toMatchObject({ parameter: 0, value: 0 });
    expect(state.learn(found as { parameter: number; value: number })).toBe(true);
    expect(state.products[pathOf([1, 1, 1])]).toBe(0);
  });

  it("copies do not share what is learnt later", () => {
    const state = new State(lu);
    const copy = state.copy();
    copy.mark(edgeOf(1, 0, 0), ZERO);
    expect(state.products.every((product) => product === undefined)).toBe(true);
  });
});
