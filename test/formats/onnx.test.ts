import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { readPattern } from "../../src/formats/read.js";
import { maskStrings } from "../../src/pattern/mask.js";
import { fixture, keeps, read, refusal, refusalOf, summary } from "./helpers.js";
import { type Message, encode, graphOf, model, node, oneLayer, tensor } from "./onnx-model.js";

const MASKS = [keeps(5, 4, 0), keeps(3, 5, 1)].map(maskStrings);
const folder = mkdtempSync(join(tmpdir(), "wellposed-onnx-"));
afterAll(() => rmSync(folder, { recursive: true }));

const NAMES = "layers from input to output, as the graph runs, each [out, in]:";
const GUESS = "from exact zeros (a guess: the file has no mask for it)";

describe("models of real exporters", () => {
  it.each<[string, string[], boolean]>([
    ["torch-gemm", ["0.weight", "3.weight"], true],
    ["torch-flatten-dynamic", ["1.weight", "4.weight"], true],
    ["torch-view", ["1.weight", "4.weight"], true],
    ["torch-matmul", ["onnx::MatMul_8", "onnx::MatMul_9"], false],
    ["torch-not-folded", ["0.weight", "3.weight"], false],
    ["torch-inputs", ["0.weight", "3.weight"], true],
    ["keras-raw", ["dense/kernel", "head/kernel"], true],
    ["keras-typed", ["dense/kernel", "head/kernel"], true],
  ])("are read: %s", async (name, [first, second], bias) => {
    expect(await summary(fixture(`${name}.onnx`), `${name}.onnx`)).toEqual({
      widths: [4, 5, 3],
      masks: MASKS,
      bias: [bias, bias],
      notes: [
        `${NAMES} ${first} [5, 4], ${second} [3, 5]`,
        `${first}: 15 of 20 weights kept (75.0 %), ${GUESS}`,
        `${second}: 12 of 15 weights kept (80.0 %), ${GUESS}`,
        bias ? "biases: found for every layer" : "biases: no free ones for any layer (--bias yes to assume them)",
      ],
    });
  });

  it.each(["keras-sparse", "keras-coordinates"])("are read with sparse initializers: %s", async (name) => {
    const { masks, notes } = await summary(fixture(`${name}.onnx`), `${name}.onnx`);
    expect(masks).toEqual(MASKS);
    expect(notes[1]).toBe("dense/kernel: 15 of 20 weights kept (75.0 %), from the positions in a sparse tensor");
  });

  it("are read with their data in a file beside them, from a path only", async () => {
    for (const name of ["keras-outside.onnx", "keras-outside.data"]) writeFileSync(join(folder, name), fixture(name));
    const { pattern } = await readPattern(join(folder, "keras-outside.onnx"));
    expect(pattern.masks.map(maskStrings)).toEqual(MASKS);
    expect(await refusal(fixture("keras-outside.onnx"), "m.onnx")).toBe(
      'm.onnx: tensor "dense/kernel": expected data inside the model, where no folder is known, found external data in "keras-outside.data"',
    );
  });

  it("are refused for what they compute besides", async () => {
    expect(await refusal(fixture("refused-softmax.onnx"), "m.onnx")).toMatch(/^m\.onnx: node "\/3\/Softmax" \(Softmax\): expected a chain of .*, found the operator "Softmax"$/);
    expect(await refusal(fixture("refused-no-relu.onnx"), "m.onnx")).toMatch(/^m\.onnx: node "\/1\/Gemm" \(Gemm\): expected a Relu between it and node "\/0\/Gemm" \(Gemm\) .*, found none$/);
  });

  it("are found by their content, and are no file with layers to be named", async () => {
    expect((await read(fixture("torch-gemm.onnx"), "model")).pattern.name).toBe("model");
    expect(await refusal(fixture("torch-gemm.onnx"), "m.onnx", { layers: ["a"] }, "usage")).toContain("--layers: expected a file with named tensors");
    expect(await refusal("not a model", "m.onnx")).toMatch(/^m\.onnx: byte 0: /);
    expect(await refusal(fixture("torch-gemm.onnx").subarray(0, 300), "m.onnx")).toMatch(/^m\.onnx: byte \d+: expected at most the \d+ bytes left in the model, found a field of \d+$/);
  });

  it("take --bias", async () => {
    expect((await summary(fixture("torch-matmul.onnx"), "m.onnx", { bias: "yes" })).bias).toEqual([true, true]);
  });
});

const W = { name: "w", dims: [2, 3] };
const WANTED = [["101", "010"]];

/** The support of one layer [2, 3] with this tensor as weight. */
async function support(weight: Message): Promise<string[][]> {
  return (await summary(oneLayer(weight), "m.onnx")).masks;
}

describe("dense tensors", () => {
  const half = [0x3c00, 0, 0x8000, 0, 0xbc00, 0];
  const brain = [0x3f80, 0, 0x8000, 0, 0xbf80, 0];
  const halves = [0x3c00, 0x8000, 0xbc00, 0, 0xbc00, 0];
  it.each<[string, Message]>([
    ["float_data", { ...W, data_type: 1, float_data: [1, 0, -2, -0, 3, 0] }],
    ["double_data", { ...W, data_type: 11, double_data: [1, 0, -2, -0, 3, 0] }],
    ["int32_data of I32", { ...W, data_type: 6, int32_data: [1, 0, -2, 0, 2 ** 31 - 1, 0] }],
    ["int32_data of I16", { ...W, data_type: 5, int32_data: [1, 0, -32768, 0, 3, 0] }],
    ["int32_data of U16", { ...W, data_type: 4, int32_data: [1, 0, 65535, 0, 3, 0] }],
    ["int32_data of I8", { ...W, data_type: 3, int32_data: [1, 0, -128, 0, 127, 0] }],
    ["int32_data of U8", { ...W, data_type: 2, int32_data: [1, 0, 255, 0, 3, 0] }],
    ["int32_data of BOOL", { ...W, data_type: 9, int32_data: [1, 0, 1, 0, 1, 0] }],
    ["int32_data of F16", { ...W, data_type: 10, int32_data: [half[0]!, 0x8000, half[4]!, 0, 1, 0] }],
    ["int32_data of BF16", { ...W, data_type: 16, int32_data: [brain[0]!, 0x8000, brain[4]!, 0, 1, 0] }],
    ["int64_data", { ...W, data_type: 7, int64_data: [1, 0, -2, 0, 2 ** 40, 0] }],
    ["uint64_data of U32", { ...W, data_type: 12, uint64_data: [1, 0, 2 ** 32 - 1, 0, 3, 0] }],
    ["uint64_data of U64", { ...W, data_type: 13, uint64_data: [1, 0, 2 ** 50, 0, 3, 0] }],
    ["raw_data of F16", { ...W, data_type: 10, raw_data: Buffer.from(Uint16Array.from(halves).buffer) }],
    ["raw_data of F64", { ...W, data_type: 11, raw_data: Buffer.from(Float64Array.of(1, 0, 1e-300, -0, 3, 0).buffer) }],
  ])("are read from %s", async (_, weight) => {
    expect(await support(weight)).toEqual(WANTED);
    const spec = { ir_version: 8, graph: { name: "g", node: [node("Gemm", ["x", "w"], "y", { transB: { i: 1 } })], initializer: [weight], input: [{ name: "x" }], output: [{ name: "y" }] } };
    expect((await summary(encode("ModelProto", spec, false), "m.onnx")).masks).toEqual(WANTED);
  });

  it("are read over many pieces", async () => {
    const [rows, cols] = [300, 500];
    const values = Array.from({ length: rows * cols }, (_, k) => ((k * 7919) % 5 === 0 ? 300 + k : 0));
    const weight = { name: "w", dims: [rows, cols], data_type: 7, int64_data: values };
    const { pattern } = await read(oneLayer(weight), "m.onnx");
    expect(maskStrings(pattern.masks[0]!)).toEqual(Array.from({ length: rows }, (_, i) => values.slice(i * cols, (i + 1) * cols).map((value) => (value === 0 ? "0" : "1")).join("")));
  });

  it.each<[string, Message, string]>([
    ["too few raw bytes", tensor("w", [2, 3], [1, 2]), 'tensor "w", raw_data: expected 24 bytes for F32 [2, 3], found 8'],
    ["too many raw bytes", tensor("w", [1, 1], [1, 2]), 'tensor "w", raw_data: expected 4 bytes for F32 [1, 1], found 8'],
    ["too few typed numbers", { ...W, data_type: 6, int32_data: [1, 2, 3] }, 'tensor "w": expected 6 numbers in int32_data for I32 [2, 3], found 3'],
    ["too few floats", { ...W, data_type: 1, float_data: [1, 2, 3] }, 'tensor "w": expected 6 numbers in float_data for F32 [2, 3], found 3'],
    ["too many typed numbers", { name: "w", dims: [1, 1], data_type: 7, int64_data: [1, 2] }, 'tensor "w": expected 1 numbers in int64_data for I64 [1, 1], found more'],
    ["no numbers at all", { ...W, dims: [1000, 1000], data_type: 6 }, 'tensor "w": expected 1000000 numbers in int32_data for I32 [1000, 1000], found less'],
    ["numbers beyond their type", { ...W, data_type: 3, int32_data: [1, 0, 128, 0, 3, 0] }, 'tensor "w": expected numbers of type I8 in int32_data, found 128'],
    ["negative bits", { ...W, data_type: 10, int32_data: [1, 0, -1, 0, 3, 0] }, 'tensor "w": expected numbers of type F16 in int32_data, found -1'],
    ["a field of another type", { ...W, data_type: 1, double_data: [1, 0, 1, 0, 1, 0] }, 'tensor "w": expected its data in raw_data, or float_data for F32, found double_data'],
    ["two fields", { ...tensor("w", [1, 1]), float_data: [1] }, 'tensor "w": expected its data in one field, found float_data and raw_data'],
    ["NaN", tensor("w", [2, 2], [1, 2, NaN, 4]), "w[1, 0]: expected a number, found NaN"],
    ["complex numbers", { ...W, data_type: 14, float_data: [1, 2] }, 'tensor "w": expected a boolean, integer or floating-point type, found complex 64'],
    ["a type of the future", { ...W, data_type: 99, raw_data: Buffer.alloc(6) }, 'tensor "w": expected a boolean, integer or floating-point type, found type 99'],
    ["no type", { ...W, raw_data: Buffer.alloc(24) }, 'tensor "w": expected a boolean, integer or floating-point type, found type 0'],
    ["three axes", tensor("w", [1, 2, 3]), 'node "Gemm y" (Gemm), weight "w": expected a matrix, found shape [1, 2, 3]'],
    ["no inputs", tensor("w", [2, 0]), "widths[0]: expected an integer from 1 to 4194304, found 0"],
    ["more cells than can be", { name: "w", dims: [2 ** 22, 2 ** 22], data_type: 1 }, "layers: expected at most 2147483647 cells in all, rows rounded up to multiples of 32, found 17592186044416"],
  ])("are refused with %s", async (_, weight, message) => {
    expect(await refusal(oneLayer(weight), "m.onnx")).toBe(`m.onnx: ${message}`);
  });

  it("are refused with sizes that are none, and in pieces", async () => {
    expect(await refusal(oneLayer({ name: "w", dims: [-1, 3], data_type: 1 }), "m.onnx")).toMatch(/byte \d+: expected sizes of a tensor, found -1$/);
    expect(await refusal(oneLayer({ name: "w", dims: Array(65).fill(1), data_type: 1 }), "m.onnx")).toMatch(/expected at most 64 of sizes of a tensor, found more$/);
    expect(await refusal(oneLayer({ ...tensor("w", [2, 3]), segment: { begin: 0 } }), "m.onnx")).toMatch(/expected a tensor in one piece, found a segment of one$/);
  });
});

describe("external data", () => {
  const outside = (entries: Record<string, string>, more: Message = {}): Buffer =>
    oneLayer({ ...W, data_type: 1, data_location: 1, external_data: Object.entries(entries).map(([key, value]) => ({ key, value })), ...more });
  const data = Buffer.concat([Buffer.alloc(8), Buffer.from(Float32Array.of(1, 0, 2, 0, 3, 0).buffer), Buffer.alloc(4)]);
  const readOutside = (bytes: Buffer) => {
    const path = join(folder, "m.onnx");
    writeFileSync(path, bytes);
    return readPattern(path);
  };
  writeFileSync(join(folder, "d.bin"), data);
  writeFileSync(join(folder, "short.bin"), data.subarray(0, 12));
  mkdirSync(join(folder, "inner"));

  it("lie at an offset, with a length or without", async () => {
    for (const entries of [{ location: "d.bin", offset: "8", length: "24" }, { location: "d.bin", offset: "8", checksum: "?" }]) {
      expect((await readOutside(outside(entries))).pattern.masks.map(maskStrings)).toEqual(WANTED);
    }
  });

  it.each<[string, Record<string, string>, Message, string]>([
    ["another folder", { location: "../d.bin" }, {}, "tensor \"w\", external_data: expected the name of a file in the model's folder, found \"../d.bin\""],
    ["a folder below", { location: "inner/d.bin" }, {}, "tensor \"w\", external_data: expected the name of a file in the model's folder, found \"inner/d.bin\""],
    ["an absolute path", { location: "/etc/passwd" }, {}, "tensor \"w\", external_data: expected the name of a file in the model's folder, found \"/etc/passwd\""],
    ["the folder above", { location: ".." }, {}, "tensor \"w\", external_data: expected the name of a file in the model's folder, found \"..\""],
    ["no location", { offset: "0" }, {}, 'tensor "w", external_data: expected a location, found none'],
    ["no file", { location: "none.bin" }, {}, "none.bin: expected a file that can be read, found no such file or folder"],
    ["a directory", { location: "inner" }, {}, "inner: expected a file, found a directory"],
    ["a negative offset", { location: "d.bin", offset: "-8" }, {}, 'tensor "w", external_data, offset: expected a number of bytes, found "-8"'],
    ["another length", { location: "d.bin", length: "20" }, {}, 'tensor "w", external_data, length: expected 24 bytes for F32 [2, 3], found 20'],
    ["a file that ends before", { location: "short.bin" }, {}, 'tensor "w": expected 24 bytes for F32 [2, 3] from byte 0 of short.bin, found a file of 12'],
    ["data inside as well", { location: "d.bin" }, { float_data: [1] }, 'tensor "w": expected data in "d.bin" only, found float_data as well'],
    ["an unknown location", { location: "d.bin" }, { data_location: 2 }, "expected data_location 0 (in the file) or 1 (in another), found 2"],
  ])("are refused with %s", async (_, entries, more, message) => {
    const fault = await refusalOf(() => readOutside(outside(entries, more)));
    expect(fault.slice(-message.length)).toBe(message);
  });

  it("are refused with a key twice", async () => {
    const twice = ["a", "b"].map((value) => ({ key: "location", value }));
    expect(await refusalOf(() => readOutside(oneLayer({ ...W, data_type: 1, data_location: 1, external_data: twice })))).toMatch(/expected every key of external_data once, found "location" twice$/);
  });
});

describe("sparse tensors", () => {
  const sparse = (indices: Message, more: Message = {}, values = tensor("w", [3])): Buffer =>
    model({ nodes: [node("Gemm", ["x", "w"], "y", { transB: { i: 1 } })], sparse: [{ values, indices: { name: "i", data_type: 7, dims: [3], ...indices }, dims: [2, 3], ...more }] });
  const linear = { int64_data: [0, 2, 4] };

  it("keep what is stored, also a zero, at linear positions or coordinates", async () => {
    expect((await summary(sparse(linear), "m.onnx")).masks).toEqual(WANTED);
    expect((await summary(sparse({ int64_data: [0, 0, 0, 2, 1, 1], dims: [3, 2] }), "m.onnx")).masks).toEqual(WANTED);
    expect((await summary(sparse(linear, {}, tensor("w", [3], [1, 0, 2])), "m.onnx")).masks).toEqual(WANTED);
  });

  it("are transposed where the layer multiplies from the right", async () => {
    const nodes = [node("MatMul", ["x", "w"], "y")];
    const indices = { name: "i", data_type: 7, dims: [3], int64_data: [0, 3, 4] };
    expect((await summary(model({ nodes, sparse: [{ values: tensor("w", [3]), indices, dims: [3, 2] }] }), "m.onnx")).masks).toEqual(WANTED);
  });

  it("may be constants of the graph", async () => {
    const value = { values: tensor("v", [3]), indices: { data_type: 7, dims: [3], ...linear }, dims: [2, 3] };
    const nodes = [node("Constant", [], "w", { sparse_value: { sparse_tensor: value } }), node("Gemm", ["x", "w"], "y", { transB: { i: 1 } })];
    expect((await summary(model({ nodes }), "m.onnx")).masks).toEqual(WANTED);
  });

  it.each<[string, Message, Message, Message | undefined, string]>([
    ["a position twice", { int64_data: [0, 2, 2] }, {}, undefined, "w, indices[2]: expected positions that ascend, found [0, 2] behind [0, 2]"],
    ["positions that descend", { int64_data: [0, 4, 2] }, {}, undefined, "w, indices[2]: expected positions that ascend, found [0, 2] behind [1, 1]"],
    ["a position beyond the shape", { int64_data: [0, 2, 6] }, {}, undefined, "w, indices[2]: expected a position in [2, 3], found 6"],
    ["a negative position", { int64_data: [-1, 2, 3] }, {}, undefined, "w, indices[0]: expected a position in [2, 3], found -1"],
    ["a coordinate beyond the shape", { int64_data: [0, 0, 0, 3, 1, 1], dims: [3, 2] }, {}, undefined, "w, indices[1]: expected a position in [2, 3], found 0, 3"],
    ["another number of positions", { int64_data: [0, 2], dims: [2] }, {}, undefined, "w, indices: expected shape [3] or [3, 2], found [2]"],
    ["positions of another type", { data_type: 6, int32_data: [0, 2, 4] }, {}, undefined, "w, indices: expected type I64, found I32"],
    ["values in a matrix", linear, {}, tensor("w", [3, 1]), "w: expected values in a vector, found shape [3, 1]"],
    ["NaN", linear, {}, tensor("w", [3], [1, NaN, 2]), "w[0, 1]: expected a number, found NaN"],
    ["three axes", linear, { dims: [1, 2, 3] }, undefined, 'node "Gemm y" (Gemm), weight "w": expected a matrix, found shape [1, 2, 3]'],
    ["a width beyond all bounds", linear, { dims: [2 ** 40, 3] }, undefined, "outputs: expected a number from 1 to 4194304, found 1099511627776"],
  ])("are refused with %s", async (_, indices, more, values, message) => {
    expect(await refusal(sparse(indices, more, values), "m.onnx")).toBe(`m.onnx: ${message}`);
  });

  it("are refused without values, or with them twice", async () => {
    const nodes = [node("Gemm", ["x", "w"], "y")];
    expect(await refusal(model({ nodes, sparse: [{ dims: [2, 3] }] }), "m.onnx")).toMatch(/expected values and indices of a sparse tensor, found one without$/);
  });
});

/** A way to store the weight of a layer and to multiply with it. */
interface Stored {
  readonly rows: number;
  readonly kept: readonly boolean[];
  readonly multiply: "Gemm" | "Gemm transB" | "MatMul" | "MatMul Transpose";
  readonly store: "raw" | "float" | "double" | "half" | "linear" | "coordinates";
  readonly constant: boolean;
  readonly bias: "none" | "inside" | "Add";
  readonly around: boolean;
}

const stored = (rows: number, cols: number): fc.Arbitrary<Stored> =>
  fc.record({
    rows: fc.constant(rows),
    kept: fc.array(fc.boolean(), { minLength: rows * cols, maxLength: rows * cols }),
    multiply: fc.constantFrom("Gemm", "Gemm transB", "MatMul", "MatMul Transpose"),
    store: fc.constantFrom("raw", "float", "double", "half", "linear", "coordinates"),
    constant: fc.boolean(),
    bias: fc.constantFrom("none", "inside", "Add"),
    around: fc.boolean(),
  });

const networks = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 5 }).chain((widths) => fc.tuple(fc.constant(widths[0]!), fc.tuple(...widths.slice(1).map((rows, l) => stored(rows, widths[l]!)))));

/** The same network with every layer written in its own way. */
function written(inputs: number, layers: readonly Stored[]): { bytes: Buffer; unpacked: Buffer } {
  const nodes: Message[] = [];
  const initializers: Message[] = [];
  const sparse: Message[] = [];
  let value = "x";
  let count = 0;
  const then = (operator: string, more: string[] = [], attributes: Record<string, Message> = {}): void => void nodes.push(node(operator, [value, ...more], (value = `v${count++}`), attributes));
  let cols = inputs;
  layers.forEach(({ rows, kept, multiply, store, constant, bias, around }, l) => {
    if (l > 0) then("Relu");
    if (around) then("Identity");
    const [height, width] = multiply.endsWith("transB") || multiply.endsWith("Transpose") ? [rows, cols] : [cols, rows];
    const across = height !== rows || multiply === "Gemm" || multiply === "MatMul";
    const cells = Array.from({ length: height * width }, (_, k) => {
      const [i, j] = [Math.floor(k / width), k % width];
      return kept[across ? j * cols + i : i * cols + j]! ? k + 1 : 0;
    });
    const positions = cells.flatMap((cell, k) => (cell === 0 ? [] : [k]));
    const name = `w${l}`;
    const [dims, sparseCount] = [[height, width], positions.length];
    const forms: Record<Stored["store"], Message> = {
      raw: tensor(name, dims, cells),
      float: { name, dims, data_type: 1, float_data: cells },
      double: { name, dims, data_type: 11, double_data: cells },
      half: { name, dims, data_type: 10, int32_data: cells },
      linear: { values: tensor(name, [sparseCount], positions.map(() => -1)), indices: { dims: [sparseCount], data_type: 7, int64_data: positions }, dims },
      coordinates: {
        values: tensor(name, [sparseCount], positions.map(() => 2)),
        indices: { dims: [sparseCount, 2], data_type: 7, raw_data: Buffer.from(BigInt64Array.from(positions.flatMap((k) => [BigInt(Math.floor(k / width)), BigInt(k % width)])).buffer) },
        dims,
      },
    };
    const form = forms[store];
    const isSparse = store === "linear" || store === "coordinates";
    if (constant) nodes.push(node("Constant", [], name, isSparse ? { sparse_value: { sparse_tensor: form } } : { value: { t: form } }));
    else (isSparse ? sparse : initializers).push(form);
    if (bias !== "none") initializers.push(tensor(`b${l}`, [rows]));
    const isGemm = multiply.startsWith("Gemm");
    if (isGemm) then("Gemm", bias === "inside" ? [name, `b${l}`] : [name], multiply === "Gemm" ? {} : { transB: { i: 1 } });
    else {
      if (multiply === "MatMul Transpose") nodes.push(node("Transpose", [name], `${name}t`));
      then("MatMul", [multiply === "MatMul Transpose" ? `${name}t` : name]);
    }
    if (bias === "Add" || (bias === "inside" && !isGemm)) then("Add", [`b${l}`]);
    cols = rows;
  });
  const message = { ir_version: 8, graph: graphOf({ nodes, initializers, sparse, output: [value] }), opset_import: [{ version: 15 }] };
  return { bytes: encode("ModelProto", message), unpacked: encode("ModelProto", message, false) };
}

describe("a network", () => {
  it("is the same, in whatever way it is written", async () => {
    await fc.assert(
      fc.asyncProperty(networks, async ([inputs, layers]) => {
        const { bytes, unpacked } = written(inputs, layers);
        for (const file of [bytes, unpacked]) {
          const { widths, masks, bias } = await summary(file, "m.onnx");
          expect(widths).toEqual([inputs, ...layers.map(({ rows }) => rows)]);
          expect(masks.map((mask) => mask.join(""))).toEqual(layers.map(({ kept }) => kept.map((keep) => (keep ? "1" : "0")).join("")));
          expect(bias).toEqual(layers.map((layer) => layer.bias !== "none"));
        }
      }),
      { numRuns: 150 },
    );
  });
});
