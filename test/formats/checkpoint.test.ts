import { describe, expect, it } from "vitest";
import { bool, f32, ones, refusal, safetensors, summary } from "./helpers.js";

const FILE = "net.safetensors";

describe("support of a layer", () => {
  it("is the nonzero cells; -0.0 is zero", async () => {
    const { masks, notes } = await summary(safetensors({ "fc.weight": f32([2, 3], [1, -0, 0, 1e-30, -5, 0]) }), FILE);
    expect(masks).toEqual([["100", "110"]]);
    expect(notes).toContain("fc.weight: 3 of 6 weights kept (50.0 %), from exact zeros (a guess: the file has no mask for it)");
  });

  it.each([
    ["torch.nn.utils.prune", "fc.weight_orig", "fc.weight_mask"],
    ["a mask beside the weight", "fc.weight", "fc.weight_mask"],
    ["parametrizations", "fc.parametrizations.weight.original", "fc.parametrizations.weight.0.mask"],
    ["ASP", "fc.weight", "fc.__weight_mma_mask"],
    ["ASP in Paddle", "linear_0.w_0", "linear_0.w_0.asp_mask"],
    ["ASP in Paddle, with an underscore", "linear_0.w_0", "linear_0.w_0_asp_mask"],
    ["a mask named by the module", "fc.weight", "fc_mask"],
    ["a mask in the module", "fc.weight", "fc.mask"],
  ])("is what the mask says: %s", async (_, weight, mask) => {
    const name = weight.startsWith("fc") ? "fc.weight" : weight;
    const { masks, notes } = await summary(safetensors({ [weight]: f32([2, 2], [0, 0, 1, 1]), [mask]: bool([2, 2], [1, 0, 0, 1]) }), FILE);
    expect(masks).toEqual([["10", "01"]]);
    expect(notes[0]).toBe(`layers from input to output, the only 2-D tensor, each [out, in]: ${name} [2, 2]`);
    expect(notes).toContain(`${name}: 2 of 4 weights kept (50.0 %), from the mask ${mask}`);
  });

  it("is not what the weights that ASP has pruned say", async () => {
    const file = safetensors({ "fc.weight": f32([1, 2]), "fc.__weight_mma_mask": bool([1, 2], [1, 0]), "fc.__weight_mma_pruned_p": f32([1, 2], [0, 3]) });
    const { masks, notes } = await summary(file, FILE);
    expect(masks).toEqual([["10"]]);
    expect(notes.at(-1)).toBe("not read as layers: fc.__weight_mma_pruned_p [1, 2]");
  });

  it("is what a mask alone says", async () => {
    const { masks, bias, notes } = await summary(safetensors({ fc1_mask: f32([1, 2], [0, 1]), fc2_mask: f32([2, 1], [1, 1]) }), FILE);
    expect(masks).toEqual([["01"], ["1", "1"]]);
    expect(bias).toEqual([true, true]);
    expect(notes.at(-1)).toBe("biases: assumed free, the file holds masks alone (--bias no for none)");
  });

  it("refuses a mask that is no mask, does not fit, or comes twice", async () => {
    const weight = { "fc.weight_orig": f32([2, 2]) };
    expect(await refusal(safetensors({ ...weight, "fc.weight_mask": f32([2, 2], [1, 0, 0.5, 1]) }), FILE)).toMatch(/fc\.weight_mask\[1, 0\]: expected 0 or 1 in a mask, found 0\.5/);
    expect(await refusal(safetensors({ ...weight, "fc.weight_mask": f32([2, 2], [1, 0, NaN, 1]) }), FILE)).toMatch(/fc\.weight_mask\[1, 0\]: .* found NaN/);
    expect(await refusal(safetensors({ ...weight, "fc.weight_mask": f32([2, 3]) }), FILE)).toMatch(/fc\.weight_mask: expected the shape \[2, 2\] of the tensor it belongs to, found \[2, 3\]/);
    expect(await refusal(safetensors({ ...weight, "fc.weight_mask": f32([4]) }), FILE)).toMatch(/fc\.weight_mask: expected the shape \[2, 2\] of the tensor it belongs to, found \[4\]/);
    expect(await refusal(safetensors({ ...weight, "fc.mask": f32([4]) }), FILE)).toMatch(/fc\.mask: expected the shape \[2, 2\]/);
    expect(await refusal(safetensors({ ...weight, "fc.weight_mask": f32([2, 2]), "fc.__weight_mma_mask": f32([2, 2]) }), FILE)).toMatch(/expected one mask for fc\.weight/);
  });

  it("refuses NaN in a weight, also beside a mask", async () => {
    expect(await refusal(safetensors({ "fc.weight": f32([1, 2], [1, NaN]) }), FILE)).toMatch(/fc\.weight\[0, 1\]: expected a number, found NaN/);
    expect(await refusal(safetensors({ "fc.weight": f32([1, 2], [1, NaN]), "fc.weight_mask": f32([1, 2]) }), FILE)).toMatch(/found NaN/);
  });

  it("takes the product beside weight_orig only together with the mask", async () => {
    const both = { "fc.weight": f32([1, 2], [0, 1]), "fc.weight_orig": f32([1, 2]) };
    expect((await summary(safetensors({ ...both, "fc.weight_mask": f32([1, 2], [0, 1]) }), FILE)).masks).toEqual([["01"]]);
    expect(await refusal(safetensors(both), FILE)).toMatch(/expected a mask beside fc\.weight and fc\.weight_orig/);
  });

  it("refuses empty layers", async () => {
    expect(await refusal(safetensors({ "fc.weight": f32([0, 3]) }), FILE)).toMatch(/widths\[1\]: expected an integer from 1/);
  });
});

describe("biases", () => {
  const weights = { "fc1.weight": f32([3, 2]), "fc2.weight": f32([1, 3]) };

  it("are free in the layers that have one", async () => {
    const { bias, notes } = await summary(safetensors({ ...weights, "fc1.bias": f32([3]) }), FILE);
    expect(bias).toEqual([true, false]);
    expect(notes.at(-1)).toBe("biases: no free ones for fc2.weight (--bias yes to assume them)");
    expect((await summary(safetensors({ ...weights, "fc1.bias": f32([3], [0, 0, 0]), "fc2.bias": f32([1]) }), FILE)).bias).toEqual([true, true]);
    expect((await summary(safetensors(weights), FILE)).bias).toEqual([false, false]);
  });

  it("count as absent when some are pruned", async () => {
    const { bias, notes } = await summary(
      safetensors({ ...weights, "fc1.bias_orig": f32([3]), "fc1.bias_mask": f32([3], [1, 0, 1]), "fc2.bias_orig": f32([1]), "fc2.bias_mask": f32([1]) }),
      FILE,
    );
    expect(bias).toEqual([false, true]);
    expect(notes).toContain("fc1.bias_mask: 1 of 3 biases pruned, so the layer counts as one without free biases");
    expect(await refusal(safetensors({ ...weights, "fc1.bias_mask": f32([3], [1, 2, 1]) }), FILE)).toMatch(/fc1\.bias_mask\[0, 1\]: expected 0 or 1 in a mask, found 2/);
  });

  it.each([
    ["W1", "b1"],
    ["w1", "b1"],
    ["weight1", "bias1"],
    ["net/dense/kernel", "net/dense/bias"],
    ["fc", "fc.bias"],
    ["fc_w", "fc_b"],
    ["weight", "bias"],
    ["linear_0.w_0", "linear_0.b_0"],
  ])("of %s are found as %s", async (weight, bias) => {
    expect((await summary(safetensors({ [weight]: f32([3, 2]), [bias]: f32([3]) }), FILE)).bias).toEqual([true]);
  });

  it("are assumed beside bias masks too, where no layer has a weight or bias", async () => {
    const masks = { "fc1.weight_mask": f32([3, 2]), "fc2.weight_mask": f32([1, 3]) };
    expect((await summary(safetensors({ ...masks, "fc1.bias_mask": f32([3]) }), FILE)).bias).toEqual([true, true]);
    expect((await summary(safetensors({ ...masks, "fc1.bias_mask": f32([3], [0, 1, 1]) }), FILE)).bias).toEqual([false, true]);
    expect((await summary(safetensors({ ...masks, "fc1.bias": f32([3]) }), FILE)).bias).toEqual([true, false]);
  });

  it("may be rows or columns when they are called so in full", async () => {
    for (const shape of [[1, 3], [3, 1]]) {
      const { widths, bias } = await summary(safetensors({ "fc.weight": f32([3, 2]), "fc.bias": f32(shape), "fc.bias_mask": f32(shape, [1, 1, 0]) }), FILE);
      expect([widths, bias]).toEqual([[2, 3], [false]]);
    }
  });

  it("give away a weight stored as [in, out]", async () => {
    expect(await refusal(safetensors({ "fc.weight": f32([784, 10]), "fc.bias": f32([10]) }), FILE)).toMatch(
      /fc\.bias: expected 784 entries, one per output of fc\.weight \[784, 10\], found shape \[10\] \(are the weights stored \[in, out\]\?\)/,
    );
  });

  it("are as --bias says, and the notes tell", async () => {
    const yes = await summary(safetensors(weights), FILE, { bias: "yes" });
    expect(yes.bias).toEqual([true, true]);
    expect(yes.notes.at(-1)).toBe("biases: taken as free in every layer, as --bias yes says");
    expect((await summary(safetensors({ fc_mask: f32([1, 1]) }), FILE, { bias: "no" })).bias).toEqual([false]);
  });

  it("are assumed with masks by type or by content, not with weights", async () => {
    const integers = { dtype: "U8", shape: [1, 2], bytes: Uint8Array.of(0, 1) };
    expect((await summary(safetensors({ first: bool([1, 2], [0, 1]) }), FILE)).bias).toEqual([true]);
    expect((await summary(safetensors({ first: integers }), FILE)).bias).toEqual([true]);
    expect((await summary(safetensors({ first: { ...integers, bytes: Uint8Array.of(0, 7) } }), FILE)).bias).toEqual([false]);
    expect((await summary(safetensors({ "fc.weight": integers }), FILE)).bias).toEqual([false]);
    expect((await summary(safetensors({ first: f32([1, 2], [0, 1]) }), FILE)).bias).toEqual([false]);
  });
});

describe("what is no layer", () => {
  it("is left out, and the notes say so", async () => {
    const file = safetensors({
      "fc.weight": f32([2, 3]),
      "bn.running_mean": f32([2]),
      "bn.num_batches_tracked": f32([]),
      "optimizer.state.0.exp_avg": f32([2, 3]),
      lost_bias: f32([7]),
      momentum_buffer: f32([2, 3]),
      "fc.weight_exp_avg_sq": f32([2, 3]),
    });
    const { widths, notes } = await summary(file, FILE);
    expect(widths).toEqual([3, 2]);
    expect(notes.at(-1)).toMatch(/^not read as layers: lost_bias \[7\], optimizer.*, momentum_buffer .*, bn\.num_batches_tracked \[\]$/);
  });

  const WITHOUT = "what looks like normalisation or activation parameters is not read, and the verdict is for the network without them: ";

  it.each([
    ["BatchNorm1d", { "1.weight": [3], "1.bias": [3], "1.running_mean": [3], "1.running_var": [3] }, "1.bias [3], 1.weight [3], 1.running_mean [3], 1.running_var [3]"],
    ["BatchNorm1d without parameters", { "1.running_mean": [3], "1.running_var": [3] }, "1.running_mean [3], 1.running_var [3]"],
    ["LayerNorm", { "norm.weight": [3], "norm.bias": [3] }, "norm.bias [3], norm.weight [3]"],
    ["PReLU", { "1.weight": [1] }, "1.weight [1]"],
    ["a pruned LayerNorm", { "1.weight_orig": [3], "1.weight_mask": [3] }, "1.weight_orig [3], 1.weight_mask [3]"],
  ])("is said to be missing from the verdict where it looks like %s", async (_, more, listed) => {
    const layers = { "0.weight": [3, 2], "0.bias": [3], "2.weight": [1, 3], "2.bias": [1] };
    const { widths, bias, notes } = await summary(ones({ ...layers, ...more }), FILE);
    expect([widths, bias, notes.at(-1)]).toEqual([[2, 3, 1], [true, true], WITHOUT + listed]);
    expect((await summary(ones({ ...layers, ...more }), FILE, { layers: ["0", "2"] })).notes).toContain(WITHOUT + listed);
    expect((await summary(ones({ ...layers, lost_bias: [7] }), FILE)).notes.join("\n")).not.toMatch(/normalisation|without them/);
  });

  it("is no normalisation in an optimizer, as half of a product, or as a bias alone", async () => {
    const file = ones({ "0.weight": [3, 2], "0.bias": [3], "optimizer.1.weight": [3], "1.weight_g": [3], "1.bias": [3], scale: [3] });
    expect((await summary(file, FILE)).notes.at(-1)).toBe("not read as layers: 1.bias [3], optimizer.1.weight [3], 1.weight_g [3], scale [3]");
  });

  const PLAIN = "net.safetensors: layers: expected weights of plain layers only, or --layers to name those that make a plain MLP, found ";

  it.each([
    ["nn.MultiheadAttention(4, 2)", { in_proj_weight: [12, 4], in_proj_bias: [12], "out_proj.weight": [4, 4], "out_proj.bias": [4] }, "attention: in_proj_weight [12, 4]", "out_proj"],
    [
      "attention with keys and values of other sizes",
      { "a.q_proj_weight": [4, 4], "a.k_proj_weight": [4, 3], "a.v_proj_weight": [4, 5], "a.out_proj.weight": [4, 4] },
      "attention: a.q_proj_weight [4, 4], a.k_proj_weight [4, 3], a.v_proj_weight [4, 5]",
      "a.out_proj",
    ],
    ["attention with bias_k", { in_proj_weight: [12, 4], bias_k: [1, 1, 4], "out_proj.weight": [4, 4] }, "attention: in_proj_weight [12, 4]", "out_proj"],
    [
      "pruned attention",
      { "a.in_proj_weight_orig": [12, 4], "a.in_proj_weight_mask": [12, 4], "a.out_proj.weight": [4, 4] },
      "attention: a.in_proj_weight [12, 4]",
      "a.out_proj",
    ],
    ["nn.RNN(3, 4)", { weight_ih_l0: [4, 3], weight_hh_l0: [4, 4], bias_ih_l0: [4], bias_hh_l0: [4] }, "a recurrent network: weight_ih_l0 [4, 3], weight_hh_l0 [4, 4]", "weight_ih_l0"],
    [
      "an LSTM in both directions below a plain layer",
      { "lstm.weight_ih_l0_reverse": [16, 3], "lstm.weight_hh_l0_reverse": [16, 4], "fc.weight": [2, 8] },
      "a recurrent network: lstm.weight_ih_l0_reverse [16, 3], lstm.weight_hh_l0_reverse [16, 4]",
      "fc",
    ],
    ["nn.GRUCell(3, 4)", { "cell.weight_ih": [12, 3], "fc.weight": [2, 12] }, "a recurrent network: cell.weight_ih [12, 3]", "fc"],
  ])("is refused where the names are those of %s, unless --layers decides", async (_, shapes, found, layer) => {
    expect(await refusal(ones(shapes as Record<string, number[]>), FILE)).toBe(`${PLAIN}weights of ${found}`);
    expect((await summary(ones(shapes as Record<string, number[]>), FILE, { layers: [layer] })).masks).toHaveLength(1);
  });

  it("is not refused for names that only resemble these", async () => {
    const shapes = { "proj.weight": [4, 3], "in_proj.weight": [5, 4], twin_proj_weights: [5, 5], "weight_ihx.weight": [2, 5] };
    expect((await summary(ones(shapes), FILE, { layers: Object.keys(shapes) })).widths).toEqual([3, 4, 5, 5, 2]);
    for (const name of Object.keys(shapes)) expect((await summary(ones({ [name]: [4, 3], in_proj_weight: [6] }), FILE)).widths).toEqual([3, 4]);
  });

  it("is refused where it is a weight of another kind, unless --layers decides", async () => {
    const file = ones({ "conv.weight": [4, 1, 3, 3], "fc1.weight": [3, 4], "fc2.weight": [2, 3] });
    expect(await refusal(file, FILE)).toMatch(/expected 2-D weights only, .*found weights of other dimensions \(convolutions\?\): conv\.weight \[4, 1, 3, 3\]/);
    expect((await summary(file, FILE, { layers: ["fc1", "fc2"] })).widths).toEqual([4, 3, 2]);
    expect(await refusal(file, FILE, { layers: ["conv"] })).toMatch(/--layers "conv": expected a 2-D tensor, found shape \[4, 1, 3, 3\]/);
    expect(await refusal(ones({ "fc.weight_g": [3, 1], "fc.weight_v": [3, 3] }), FILE)).toMatch(/weights stored as products/);
    expect(await refusal(ones({ "fc.parametrizations.weight.original0": [3, 1], "fc.parametrizations.weight.original1": [3, 3] }), FILE)).toMatch(/products/);
  });

  it("leaves nothing to read", async () => {
    expect(await refusal(ones({ bias: [3] }), FILE)).toMatch(/expected at least one 2-D weight or mask, found none/);
    expect(await refusal(safetensors({}), FILE)).toMatch(/expected at least one 2-D weight or mask, found none/);
  });
});

describe("--layers", () => {
  const file = ones({ "fc1.weight": [3, 2], "fc2.weight_orig": [2, 3], "fc2.weight_mask": [2, 3], encoder: [3, 3] });

  it("names tensors, modules or parts of a pruned weight", async () => {
    for (const layers of [["fc1", "fc2"], ["fc1.weight", "fc2.weight"], ["fc1.weight", "fc2.weight_mask"], ["fc1", "fc2.weight_orig"]]) {
      expect((await summary(file, FILE, { layers })).widths).toEqual([2, 3, 2]);
    }
    const { widths, notes } = await summary(file, FILE, { layers: ["fc2", "fc1", "encoder"] });
    expect(widths).toEqual([3, 2, 3, 3]);
    expect(notes[0]).toBe("layers from input to output, as named by --layers, each [out, in]: fc2.weight [2, 3], fc1.weight [3, 2], encoder [3, 3]");
  });

  it("is refused for names that are not there, and orders that do not chain", async () => {
    expect(await refusal(file, FILE, { layers: ["fc3"] })).toMatch(/--layers "fc3": expected the name of a 2-D tensor in the file, found only fc1\.weight \[3, 2\]/);
    expect(await refusal(file, FILE, { layers: ["fc1", "encoder", "fc1.weight"] }, "usage")).toMatch(/every tensor once, found "fc1\.weight" twice/);
    expect(await refusal(ones({ fc1: [3, 2], fc2: [2, 4] }), FILE, { layers: ["fc1", "fc2"] })).toMatch(
      /--layers, fc2 \[2, 4\]: expected 3 inputs, the outputs of fc1 \[3, 2\], found 4/,
    );
    expect(await refusal(file, FILE, { layers: [] }, "usage")).toMatch(/--layers: expected names separated by commas/);
    expect(await refusal(file, FILE, { layers: ["fc1", ""] }, "usage")).toMatch(/--layers: expected names/);
    expect(await refusal(file, FILE, { bias: "maybe" as "yes" }, "usage")).toMatch(/--bias: expected yes or no, found "maybe"/);
  });
});

describe("notes", () => {
  it("carry no control characters of the file to the terminal", async () => {
    const { notes } = await summary(ones({ "fc\u001b[31m\n": [1, 2] }), FILE);
    expect(notes.join("")).not.toContain("\u001b");
    expect(notes.join("")).not.toContain("\n");
  });
});

describe("bounds", () => {
  it("hold for names", async () => {
    expect(await refusal(ones({ [".".repeat(300)]: [1, 1] }), FILE)).toMatch(/a name of at most 256 characters, found 300/);
  });

  it("hold for the cells of all layers together", async () => {
    // Of a type whose size is not known here, so that the file stays small.
    expect(await refusal(safetensors({ w: { dtype: "F8_E5M2", shape: [2 ** 16, 2 ** 15], bytes: Uint8Array.of(0) } }), FILE)).toMatch(
      /layers: expected at most 2147483647 cells in all, rows rounded up to multiples of 32, found 2147483648/,
    );
  });
});
