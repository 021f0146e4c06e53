import { describe, expect, it } from "vitest";
import { orderLayers } from "../../src/formats/order.js";
import { faultOf } from "./helpers.js";

type Shapes = Record<string, [rows: number, cols: number]>;

function layersOf(shapes: Shapes) {
  return Object.entries(shapes).map(([name, shape]) => ({ name, shape }));
}

/** The order found, the same for every order in the file. */
function order(shapes: Shapes): string[] {
  const layers = layersOf(shapes);
  const names = orderLayers(layers).map(({ name }) => name);
  expect(orderLayers(layers.toReversed()).map(({ name }) => name)).toEqual(names);
  return names;
}

function refused(shapes: Shapes): string {
  expect(faultOf(() => orderLayers(layersOf(shapes).toReversed()))).toMatch(/exactly one order that chains, or --layers/);
  return faultOf(() => orderLayers(layersOf(shapes)));
}

describe("orderLayers", () => {
  it("takes names that differ by numbers in natural order, square layers too", () => {
    expect(order({ "fc10.weight": [4, 4], "fc2.weight": [4, 4], "fc1.weight": [4, 4] })).toEqual(["fc1.weight", "fc2.weight", "fc10.weight"]);
    expect(order({ "layers.10.weight": [2, 3], "layers.2.weight": [3, 5] })).toEqual(["layers.2.weight", "layers.10.weight"]);
    expect(order({ "b2.l1": [4, 4], "b1.l10": [4, 4], "b1.l9": [4, 4] })).toEqual(["b1.l9", "b1.l10", "b2.l1"]);
    expect(order({ W_2_1: [4, 4], W_1_10: [4, 4], W_1_9: [4, 4] })).toEqual(["W_1_9", "W_1_10", "W_2_1"]);
    expect(order({ arr_0: [5, 4], arr_1: [3, 5] })).toEqual(["arr_0", "arr_1"]);
  });

  it("compares numbers that are longer than a double", () => {
    expect(order({ "90071992547409930": [2, 2], "90071992547409929": [2, 2] })).toEqual(["90071992547409929", "90071992547409930"]);
  });

  it("refuses a numbered order that does not chain, even where another would", () => {
    expect(refused({ fc1: [8, 4], fc2: [2, 8], fc3: [5, 5] })).toMatch(/the numbered order does not chain$/);
    expect(refused({ fc2: [8, 4], fc1: [2, 8] })).toMatch(/fc1 \[2, 8\], fc2 \[8, 4\]: the numbered order does not chain/);
  });

  it("says so when the tensors are stored [in, out]", () => {
    expect(refused({ "0.kernel": [784, 300], "1.kernel": [300, 100], "2.kernel": [100, 10] })).toMatch(/stored \[in, out\]: transpose them/);
  });

  it("places other names by shapes when one order chains", () => {
    expect(order({ decoder: [16, 4], encoder: [4, 8], head: [2, 16] })).toEqual(["encoder", "decoder", "head"]);
    expect(order({ "output.weight": [3, 64], "hidden1.weight": [64, 64], "hidden2.weight": [64, 64], "input.weight": [64, 10] })).toEqual([
      "input.weight",
      "hidden1.weight",
      "hidden2.weight",
      "output.weight",
    ]);
    expect(order({ fc2: [2, 8], mid: [8, 6], fc1: [6, 4] })).toEqual(["fc1", "mid", "fc2"]);
  });

  it("refuses an autoencoder that chains both ways, naming both", () => {
    expect(refused({ encoder: [8, 16], decoder: [16, 8] })).toMatch(
      /encoder \[8, 16\], decoder \[16, 8\]: encoder -> decoder; or decoder -> encoder$/,
    );
  });

  it("refuses square layers with unrelated names, and numbered ones among which another fits in", () => {
    expect(refused({ up: [4, 4], down: [4, 4] })).toMatch(/up -> down; or down -> up/);
    expect(refused({ fc1: [4, 2], fc2: [4, 4], proj: [4, 4] })).toMatch(/fc1 -> fc2 -> proj; or fc1 -> proj -> fc2/);
  });

  it("refuses names and shapes of which no order chains", () => {
    expect(refused({ a: [2, 3], b: [5, 7] })).toMatch(/a \[2, 3\], b \[5, 7\]: no order chains$/);
    expect(refused({ fc1: [4, 2], fc2: [3, 4], embedding: [100, 16] })).toMatch(/no order chains$/);
  });

  it("keeps the layers of a module together and places the modules by shapes", () => {
    const autoencoder: Shapes = { "decoder.0.weight": [6, 4], "decoder.2.weight": [9, 6], "encoder.0.weight": [5, 3], "encoder.2.weight": [4, 5] };
    expect(order(autoencoder)).toEqual(["encoder.0.weight", "encoder.2.weight", "decoder.0.weight", "decoder.2.weight"]);
    // Equal widths inside leave the modules' order to their ends.
    expect(order({ "dec.0": [8, 8], "dec.2": [3, 8], "enc.0": [8, 16], "enc.2": [8, 8] })).toEqual(["enc.0", "enc.2", "dec.0", "dec.2"]);
    expect(refused({ "dec.0": [8, 4], "dec.2": [16, 8], "enc.0": [8, 16], "enc.2": [4, 8] })).toMatch(
      /dec\.0 -> dec\.2 -> enc\.0 -> enc\.2; or enc\.0 -> enc\.2 -> dec\.0 -> dec\.2/,
    );
  });

  it("runs numbered modules one after the other, whatever they hold", () => {
    const shapes: Shapes = { "blocks.0.fc": [8, 4], "blocks.1.fc": [8, 8], "blocks.0.proj": [8, 8], "blocks.1.proj": [2, 8] };
    // Module 0 must be done before module 1: fc0, fc1, proj0, proj1 would chain as well, and misread the network.
    expect(order(shapes)).toEqual(["blocks.0.fc", "blocks.0.proj", "blocks.1.fc", "blocks.1.proj"]);
  });

  it("refuses numbers written in two ways when nothing else decides", () => {
    expect(refused({ fc1: [4, 4], fc01: [4, 4] })).toMatch(/more than one/);
    expect(order({ fc1: [4, 2], fc01: [3, 4], fc2: [7, 3] })).toEqual(["fc1", "fc01", "fc2"]);
  });

  it("gives up on a search that is too long", () => {
    const shapes: Shapes = Object.fromEntries(Array.from({ length: 40 }, (_, k) => [`${String.fromCharCode(97 + (k % 26))}${k < 26 ? "" : "x"}`, [4, 4]]));
    expect(refused({ ...shapes, odd: [5, 7] })).toMatch(/too many orders to try|no order chains/);
  });

  it("reads a network with very many layers, and no more than a pattern may have", () => {
    const deep = (depth: number): Shapes => Object.fromEntries(Array.from({ length: depth }, (_, k) => [`fc${k}`, [4, 4]]));
    expect(order(deep(1500))[1499]).toBe("fc1499");
    expect(faultOf(() => orderLayers(layersOf(deep(5000))))).toMatch(/at most 4096, found 5000/);
  });

  it("cuts long listings, so that the orders fit on the line", () => {
    const long: Shapes = Object.fromEntries(Array.from({ length: 10 }, (_, k) => [`transformer.${"abcdefghij"[k]}.projection.weight`, [64, 64]]));
    expect(refused(long)).toMatch(/projection\.weight \[64, 64\], 6 more: transformer\.a.* -> 8 more; or transformer\.a.* -> 8 more$/);
    const shapes: Shapes = Object.fromEntries(Array.from({ length: 30 }, (_, k) => [`fc${k}`, [k + 2, 1]]));
    expect(refused(shapes)).toMatch(/fc11 \[13, 1\], 18 more: the numbered order/);
  });
});
