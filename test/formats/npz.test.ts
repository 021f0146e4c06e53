import { describe, expect, it } from "vitest";
import { maskStrings } from "../../src/pattern/mask.js";
import { fixture, keeps, npy, refusal, summary, zip } from "./helpers.js";

const MASKS = [keeps(5, 4, 0), keeps(3, 5, 1)].map(maskStrings);
const F8 = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }";

describe("npz", () => {
  it("reads what NumPy wrote, stored and deflated", async () => {
    const stored = await summary(fixture("weights.npz"), "weights.npz");
    expect(stored.widths).toEqual([4, 5, 3]);
    expect(stored.masks).toEqual(MASKS);
    expect(stored.bias).toEqual([true, true]);
    const deflated = await summary(fixture("weights-deflated.npz"), "weights-deflated.npz");
    expect([deflated.masks, deflated.bias]).toEqual([MASKS, [false, false]]);
  });

  it("reads arrays without names in the order of their numbers, and masks alone with biases", async () => {
    const { masks, bias } = await summary(fixture("masks.npz"), "masks.npz");
    expect([masks, bias]).toEqual([MASKS, [true, true]]);
  });

  it("takes --layers", async () => {
    expect((await summary(fixture("weights.npz"), "w.npz", { layers: ["W2"] })).widths).toEqual([5, 3]);
  });

  it("names the entry in faults", async () => {
    expect(await refusal(zip({ "W.npy": npy(F8) }), "w.npz")).toBe("w.npz: W.npy, cells: expected 8 bytes for shape [1, 1] of <f8, found 0");
    expect(await refusal(zip({ "W.npy": npy(F8, Buffer.alloc(8)), "notes.txt": Buffer.from("x") }), "w.npz")).toBe(
      'w.npz: zip entry "notes.txt": expected an .npy array, found another file',
    );
    expect(await refusal(zip({}), "w.npz")).toMatch(/at least one 2-D weight or mask, found none/);
  });

  it("ignores arrays of text, and refuses them as layers", async () => {
    const label = npy("{'descr': '<U3', 'fortran_order': False, 'shape': (), }", Buffer.alloc(12));
    const table = npy("{'descr': '<U3', 'fortran_order': False, 'shape': (1, 1), }", Buffer.alloc(12));
    expect((await summary(zip({ "W1.npy": npy(F8, Buffer.alloc(8, 1)), "label.npy": label }), "w.npz")).widths).toEqual([1, 1]);
    expect(await refusal(zip({ "W1.npy": table }), "w.npz")).toMatch(/W1: expected a boolean, integer or floating-point type, found <U3/);
  });

  it("refuses a file cut anywhere", async () => {
    const bytes = fixture("weights-deflated.npz");
    for (let length = 0; length < bytes.length; length += 3) await refusal(bytes.subarray(0, length), "cut.npz");
  });
});
