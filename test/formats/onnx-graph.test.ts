import { describe, expect, it } from "vitest";
import { read, refusal, summary } from "./helpers.js";
import { type GraphSpec, type Message, encode, graphOf, model, node, tensor } from "./onnx-model.js";

/** Rows [out, in] of two layers 3-2-2, and the same as [in, out]. */
const A = tensor("a", [2, 3], [1, 0, 2, 0, 3, 0]);
const AT = tensor("a", [3, 2], [1, 0, 0, 3, 2, 0]);
const B = tensor("b", [2, 2], [1, 1, 0, 1]);
const BT = tensor("b", [2, 2], [1, 0, 1, 1]);
const C = tensor("c", [2]);
const D = tensor("d", [2]);
const MASKS = [["101", "010"], ["11", "01"]];

const transB = { transB: { i: 1 } };
const gemms = (first: string[] = ["x", "a"], second: string[] = ["r", "b"]): Message[] => [node("Gemm", first, "p", transB), node("Relu", ["p"], "r"), node("Gemm", second, "y", transB)];

async function expectRead(spec: GraphSpec, bias: boolean[]): Promise<void> {
  const { masks, bias: found } = await summary(model(spec), "m.onnx");
  expect({ masks, bias: found }).toEqual({ masks: MASKS, bias });
}

async function refused(spec: GraphSpec): Promise<string> {
  return (await refusal(model(spec), "m.onnx")).replace("m.onnx: ", "");
}

describe("chains", () => {
  it.each<[string, GraphSpec, boolean[]]>([
    ["Gemm with transposed weights", { nodes: gemms(), initializers: [A, B] }, [false, false]],
    ["Gemm with biases", { nodes: gemms(["x", "a", "c"], ["r", "b", "d"]), initializers: [A, B, C, D] }, [true, true]],
    ["Gemm with a bias in a row", { nodes: gemms(["x", "a", "c"]), initializers: [A, B, tensor("c", [1, 2])] }, [true, false]],
    ["Gemm with factors", { nodes: [node("Gemm", ["x", "a", "c"], "p", { ...transB, alpha: { f: -0.5 }, beta: { f: 2 }, transA: { i: 0 } }), ...gemms().slice(1)], initializers: [A, B, C] }, [true, false]],
    ["Gemm with beta 0 and nothing to scale", { nodes: [node("Gemm", ["x", "a", ""], "p", { ...transB, beta: { f: 0 } }), ...gemms().slice(1)], initializers: [A, B] }, [false, false]],
    ["Gemm with weights as they are", { nodes: [node("Gemm", ["x", "a"], "p", { transB: {} }), node("Relu", ["p"], "r"), node("Gemm", ["r", "b"], "y")], initializers: [AT, BT] }, [false, false]],
    ["MatMul", { nodes: [node("MatMul", ["x", "a"], "p"), node("Relu", ["p"], "r"), node("MatMul", ["r", "b"], "y")], initializers: [AT, BT] }, [false, false]],
    [
      "MatMul and Add from both sides",
      {
        nodes: [node("MatMul", ["x", "a"], "p"), node("Add", ["p", "c"], "q"), node("Relu", ["q"], "r"), node("MatMul", ["r", "b"], "s"), node("Add", ["d", "s"], "y")],
        initializers: [AT, BT, C, D],
      },
      [true, true],
    ],
    ["Gemm and Add", { nodes: [node("Gemm", ["x", "a"], "p", transB), node("Add", ["p", "c"], "q"), node("Relu", ["q"], "r"), node("Gemm", ["r", "b"], "y", transB)], initializers: [A, B, C] }, [true, false]],
    [
      "what passes values on",
      {
        nodes: [
          node("Cast", ["x"], "x1", { to: { i: 1 } }),
          node("Reshape", ["x1", "shape"], "x0", { allowzero: { i: 0 } }),
          node("Flatten", ["x0"], "x2", { axis: { i: 1 } }),
          node("Identity", ["x2"], "x3"),
          node("Gemm", ["x3", "a"], "p", transB),
          node("Dropout", ["p", "ratio"], ["q", "unused"]),
          node("Relu", ["q"], "r"),
          node("Dropout", ["r"], ["s", ""]),
          node("Gemm", ["s", "b"], "t", transB),
          node("Identity", ["t"], "y"),
        ],
        initializers: [A, B, tensor("ratio", []), { name: "shape", dims: [2], data_type: 7, int64_data: [-1, 3] }],
      },
      [false, false],
    ],
    [
      "constants made of constants",
      {
        nodes: [
          node("Constant", [], "v", { value: { t: BT } }),
          node("Transpose", ["a"], "at", { perm: { ints: [1, 0] } }),
          node("Transpose", ["at"], "same", { perm: { ints: [0, 1] } }),
          node("Identity", ["same"], "w"),
          node("Cast", ["w"], "z", { to: { i: 11 } }),
          node("Transpose", ["v"], "vt"),
          node("MatMul", ["x", "z"], "p"),
          node("Relu", ["p"], "r"),
          node("Gemm", ["r", "vt"], "y", transB),
        ],
        initializers: [A],
      },
      [false, false],
    ],
    ["initializers among the inputs", { nodes: gemms(), initializers: [A, B], input: ["x", "a", "b"] }, [false, false]],
    ["initializers that nobody uses", { nodes: gemms(), initializers: [A, B, tensor("z", [7, 7])] }, [false, false]],
    ["the domain by its name", { nodes: gemms().map((each) => ({ ...each, domain: "ai.onnx" })), initializers: [A, B] }, [false, false]],
    ["Dropout before version 7, in inference", { nodes: [...gemms().slice(0, 1), node("Dropout", ["p"], "q", { is_test: { i: 1 } }), node("Relu", ["q"], "r"), gemms()[2]!], initializers: [A, B], opset: 6 }, [false, false]],
  ])("are read: %s", async (_, spec, bias) => {
    await expectRead(spec, bias);
  });

  it("give a constant the name under which it was stored, in notes", async () => {
    const nodes = [node("Constant", [], "v", { value: { t: { ...BT, name: "other" } } }), node("Transpose", ["a"], "at"), node("MatMul", ["x", "at"], "p"), node("Relu", ["p"], "r"), node("MatMul", ["r", "v"], "y")];
    const { notes } = await read(model({ nodes, initializers: [A] }), "m.onnx");
    expect(notes[0]).toBe("layers from input to output, as the graph runs, each [out, in]: a [2, 3], v [2, 2]");
    expect(notes[3]).toBe("biases: no free ones for any layer (--bias yes to assume them)");
  });

  it("may have many layers", async () => {
    const nodes: Message[] = [];
    const initializers: Message[] = [];
    for (let l = 0; l < 300; l++) {
      if (l > 0) nodes.push(node("Relu", [`s${l - 1}`], `r${l}`));
      nodes.push(node("Gemm", [l === 0 ? "x" : `r${l}`, `w${l}`], `s${l}`));
      initializers.push(tensor(`w${l}`, [2, 2]));
    }
    expect((await read(model({ nodes, initializers, output: ["s299"] }), "m.onnx")).pattern.masks.length).toBe(300);
  });
});

const relu = node("Relu", ["p"], "r");
const [first, , last] = gemms() as [Message, Message, Message];
const AB = [A, B];

describe("graphs that are no such chain are refused", () => {
  it.each<[string, GraphSpec, string]>([
    ["another operator", { nodes: [node("Sigmoid", ["x"], "y")] }, 'node "Sigmoid y" (Sigmoid): expected a chain of OPERATORS, found the operator "Sigmoid"'],
    ["another domain", { nodes: [node("Gemm", ["x", "a"], "y", {}, { domain: "com.microsoft", name: "" })], initializers: [A] }, 'node 0 (com.microsoft.Gemm): expected a chain of OPERATORS, found the operator "com.microsoft.Gemm"'],
    ["a name that every object has", { nodes: [node("toString", ["x"], "y")] }, 'node "toString y" (toString): expected a chain of OPERATORS, found the operator "toString"'],
    ["another attribute", { nodes: [node("Gemm", ["x", "a"], "y", { activation: { i: 1 } })], initializers: [A] }, 'node "Gemm y" (Gemm): expected no attributes but alpha, beta, transA, transB, broadcast, found "activation"'],
    ["two layers without Relu", { nodes: [first, node("Gemm", ["p", "b"], "y", transB)], initializers: AB }, 'node "Gemm y" (Gemm): expected a Relu between it and node "Gemm p" (Gemm) (without one the two are a single layer whose weights are tied), found none'],
    ["a Relu behind the last layer", { nodes: [first, node("Relu", ["p"], "y")], initializers: AB }, 'node "Relu y" (Relu): expected no Relu behind the last layer (it cuts the outputs off below 0, another problem), found one'],
    ["a Relu of the inputs", { nodes: [node("Relu", ["x"], "y")] }, 'node "Relu y" (Relu): expected a linear layer before it, found the input'],
    ["a Relu of a Relu", { nodes: [first, relu, node("Relu", ["r"], "y")], initializers: AB }, 'node "Relu y" (Relu): expected a linear layer between it and the Relu before, found none'],
    ["no layer", { nodes: [node("Identity", ["x"], "y")] }, "the graph: expected at least one linear layer, found none"],
    ["widths that do not chain", { nodes: gemms(), initializers: [A, tensor("b", [2, 3])] }, 'node "Gemm y" (Gemm), weight "b": expected 2 inputs, the outputs of node "Gemm p" (Gemm), found 3'],
    ["a weight for two layers", { nodes: [node("MatMul", ["x", "b"], "p"), relu, node("Gemm", ["r", "b"], "y")], initializers: [B] }, 'node "Gemm y" (Gemm): expected weights and biases of its own, found "b", also used by node "MatMul p" (MatMul)'],
    ["a bias for two layers", { nodes: gemms(["x", "a", "c"], ["r", "b", "c"]), initializers: [A, B, C] }, 'node "Gemm y" (Gemm): expected weights and biases of its own, found "c", also used by node "Gemm p" (Gemm)'],
    ["a branch", { nodes: [first, relu, last, node("Add", ["y", "r"], "z")], initializers: AB, output: ["z"] }, 'node "Add z" (Add): expected a single chain: every value used by one node only, in the order of the graph, found "r", which is used elsewhere as well (a branch)'],
    ["the chain twice", { nodes: [node("Add", ["x", "x"], "y")] }, 'node "Add y" (Add): expected the chain as one input, found 2 times'],
    ["nodes out of order", { nodes: [relu, first, last], initializers: AB }, 'node "Relu r" (Relu): expected inputs that are given before it, found "p"'],
    ["a value that is not there", { nodes: [node("Gemm", ["x", "none"], "y")] }, 'node "Gemm y" (Gemm): expected inputs that are given before it, found "none"'],
    ["a name for two values", { nodes: [first, node("Relu", ["p"], "x")], initializers: AB }, 'node "Relu x" (Relu): expected every value of the graph under a name of its own, found "x" twice'],
    ["two initializers of one name", { nodes: gemms(), initializers: [A, A, B] }, 'initializer "a": expected every value of the graph under a name of its own, found "a" twice'],
    ["an initializer without a name", { nodes: gemms(), initializers: [tensor("", [1])] }, 'initializer "": expected a name, found none'],
    ["an output in the middle", { nodes: gemms(), initializers: AB, output: ["r"] }, 'the graph: expected its output "r" at the end of the chain, found "y"'],
    ["two inputs", { nodes: gemms(), initializers: AB, input: ["x", "z"] }, 'the graph: expected one input, found 2: "x", "z"'],
    ["no input", { nodes: gemms(), initializers: AB, input: [] }, "the graph: expected one input, found none"],
    ["two outputs", { nodes: gemms(), initializers: AB, output: ["y", "r"] }, 'the graph: expected one output, found 2: "y", "r"'],
    ["no output", { nodes: gemms(), initializers: AB, output: [] }, "the graph: expected one output, found none"],
    ["transA", { nodes: [node("Gemm", ["x", "a"], "y", { transA: { i: 1 } })], initializers: [A] }, 'node "Gemm y" (Gemm), transA: expected 0: a row for each sample, found 1'],
    ["transB that is neither", { nodes: [node("Gemm", ["x", "a"], "y", { transB: { i: 2 } })], initializers: [A] }, 'node "Gemm y" (Gemm), transB: expected 0 or 1, found 2'],
    ["alpha 0", { nodes: [node("Gemm", ["x", "a"], "y", { ...transB, alpha: { f: 0 } })], initializers: [A] }, 'node "Gemm y" (Gemm), alpha: expected a finite number other than 0, found 0'],
    ["alpha infinite", { nodes: [node("Gemm", ["x", "a"], "y", { ...transB, alpha: { f: Infinity } })], initializers: [A] }, 'node "Gemm y" (Gemm), alpha: expected a finite number other than 0, found Infinity'],
    ["beta 0", { nodes: [node("Gemm", ["x", "a", "c"], "y", { ...transB, beta: { f: 0 } })], initializers: [A, C] }, 'node "Gemm y" (Gemm), beta: expected a finite number other than 0, found 0'],
    ["a weight from the left", { nodes: [node("MatMul", ["a", "x"], "y")], initializers: [A] }, 'node "MatMul y" (MatMul): expected the weight as second input, a row for each sample, found it as "first input"'],
    ["a product of constants", { nodes: [node("MatMul", ["a", "b"], "y")], initializers: AB }, 'node "MatMul y" (MatMul): expected the chain as an input, found constants only'],
    ["a weight that is a vector", { nodes: [node("MatMul", ["x", "c"], "y")], initializers: [C] }, 'node "MatMul y" (MatMul), weight "c": expected a matrix, found shape [2]'],
    ["a bias for all outputs", { nodes: gemms(["x", "a", "c"]), initializers: [A, B, tensor("c", [1])] }, 'node "Gemm p" (Gemm), bias "c": expected shape [2], an entry for each output, found [1]'],
    ["a bias that is a number", { nodes: gemms(["x", "a", "c"]), initializers: [A, B, tensor("c", [])] }, 'node "Gemm p" (Gemm), bias "c": expected shape [2], an entry for each output, found []'],
    ["a bias for each sample", { nodes: gemms(["x", "a", "c"]), initializers: [A, B, tensor("c", [5, 2])] }, 'node "Gemm p" (Gemm), bias "c": expected shape [2], an entry for each output, found [5, 2]'],
    ["two biases", { nodes: [...gemms(["x", "a"], ["r", "b", "c"]), node("Add", ["y", "d"], "z")], initializers: [A, B, C, D], output: ["z"] }, 'node "Add z" (Add): expected a bias behind a linear layer that has none yet, found a second one'],
    ["Add behind a Relu", { nodes: [first, relu, node("Add", ["r", "c"], "y")], initializers: [A, C] }, 'node "Add y" (Add): expected a bias behind a linear layer that has none yet, found it behind a Relu'],
    ["Add of the inputs", { nodes: [node("Add", ["x", "c"], "y")], initializers: [C] }, 'node "Add y" (Add): expected a bias behind a linear layer that has none yet, found it behind the input'],
    ["Add along another axis", { nodes: [first, node("Add", ["p", "c"], "y", { axis: { i: 0 }, broadcast: { i: 1 } })], initializers: [A, C] }, 'node "Add y" (Add), axis: expected the last one, found 0'],
    ["Flatten along another axis", { nodes: [node("Flatten", ["x"], "y", { axis: { i: 0 } })] }, 'node "Flatten y" (Flatten), axis: expected 1, found 0'],
    ["Reshape behind a layer", { nodes: [first, node("Reshape", ["p", "c"], "y")], initializers: [A, C] }, 'node "Reshape y" (Reshape): expected it before the first layer, found it behind one'],
    ["a shape that is not constant", { nodes: [node("Shape", ["x"], "s"), node("Reshape", ["x", "s"], "y")] }, 'node "Shape s" (Shape): expected a chain of OPERATORS, found the operator "Shape"'],
    ["the chain as a shape", { nodes: [node("Reshape", ["c", "x"], "y")], initializers: [C] }, 'node "Reshape y" (Reshape): expected the chain as first input, found a constant'],
    ["Flatten behind a layer", { nodes: [first, node("Flatten", ["p"], "y")], initializers: [A] }, 'node "Flatten y" (Flatten): expected it before the first layer, found it behind one'],
    ["Cast to integers", { nodes: [node("Cast", ["x"], "y", { to: { i: 7 } })] }, 'node "Cast y" (Cast), to: expected a floating-point type, found type 7'],
    ["Cast of weights that may become 0", { nodes: [node("Cast", ["a"], "h", { to: { i: 10 } })], initializers: [A] }, 'node "Cast h" (Cast): expected a cast that makes no number 0, found one from F32 to F16'],
    ["Transpose of the chain", { nodes: [node("Transpose", ["x"], "y")] }, 'node "Transpose y" (Transpose): expected it for constants only, found a value of the chain'],
    ["Transpose by no order", { nodes: [node("Transpose", ["a"], "y", { perm: { ints: [0, 0] } })], initializers: [A] }, 'node "Transpose y" (Transpose), perm: expected an order of 2 axes, found [0, 0]'],
    ["Transpose of three axes", { nodes: [node("Transpose", ["z"], "y")], initializers: [tensor("z", [1, 2, 3])] }, 'node "Transpose y" (Transpose): expected the transpose of a matrix, found shape [1, 2, 3]'],
    ["Dropout in training", { nodes: [first, node("Dropout", ["p", "c", "t"], "y")], initializers: [A, C, tensor("t", [])] }, 'node "Dropout y" (Dropout): expected the network in inference, without training_mode, found the input "t"'],
    ["Dropout in training, before version 7", { nodes: [first, node("Dropout", ["p"], "y")], initializers: [A], opset: 6 }, 'node "Dropout y" (Dropout), is_test: expected 1: the network in inference, found 0'],
    ["a Constant without a tensor", { nodes: [node("Constant", [], "c", { value: {} })] }, 'node "Constant c" (Constant): expected a tensor, found none'],
    ["a Constant without a value", { nodes: [node("Constant", [], "c")] }, 'node "Constant c" (Constant): expected value or sparse_value, found none'],
    ["a Gemm without a weight", { nodes: [node("Gemm", ["x"], "y")] }, 'node "Gemm y" (Gemm): expected 2 to 3 inputs, found 1'],
    ["a Relu with two outputs", { nodes: [node("Relu", ["x"], ["y", "z"])] }, 'node "Relu y" (Relu): expected one output, found 2'],
    ["a Relu with many inputs", { nodes: [node("Relu", Array.from({ length: 30 }, (_, k) => `v${k}`), "y")] }, 'node "Relu y" (Relu): expected at most 8 inputs and outputs, found more'],
    ["an attribute that refers to another", { nodes: [node("Gemm", ["x", "a"], "y", { transB: { ref_attr_name: "t" } })], initializers: [A] }, 'node "Gemm y" (Gemm), transB: expected a value, found a reference to another attribute'],
    ["an attribute twice", { nodes: [{ ...node("Gemm", ["x", "a"], "y"), attribute: [{ name: "transB", i: 1 }, { name: "transB", i: 0 }] }], initializers: [A] }, 'node "Gemm y" (Gemm): expected every attribute once, found transB twice'],
  ])("%s", async (_, spec, message) => {
    expect(await refused(spec)).toBe(message.replace("OPERATORS", "Gemm, MatMul, Add, Relu, Identity, Flatten, Reshape, Dropout, Cast, Transpose, Constant"));
  });

  it("a function in the domain of the operators", async () => {
    const graph = graphOf({ nodes: gemms(), initializers: AB });
    expect(await refusal(encode("ModelProto", { ir_version: 8, graph, functions: [{ name: "Relu" }] }), "m.onnx")).toMatch(/expected operators as ONNX defines them, found a function in their domain$/);
    await read(encode("ModelProto", { ir_version: 8, graph, functions: [{ name: "Relu", domain: "mine" }] }), "m.onnx");
  });

  it("no graph, or two", async () => {
    expect(await refusal(encode("ModelProto", { ir_version: 8, producer_name: "t" }), "m.onnx")).toBe("m.onnx: the model: expected a graph, found none");
    const one = model({ nodes: gemms(), initializers: AB });
    expect(await refusal(Buffer.concat([one, one]), "m.onnx")).toMatch(/byte \d+: expected one graph, found two$/);
  });

  it("a long name", async () => {
    expect(await refused({ nodes: [node("Relu", ["x"], "y", {}, { name: "n".repeat(1025) })] })).toMatch(/expected the name of a node of at most 1024 bytes, found 1025$/);
  });
});

describe("as protocol buffers demand", () => {
  it("the last of several values counts where there may be one", async () => {
    const twice = { ...node("Gemm", ["x", "a"], "y"), name: "wrong" };
    const bytes = encode("NodeProto", { ...twice, attribute: [{ name: "transB", i: 0 }] });
    const again = encode("NodeProto", { op_type: "Gemm", name: "right" });
    const graph = encode("GraphProto", { ...graphOf({ nodes: [], initializers: [AT] }) });
    const whole = Buffer.concat([bytes, again]);
    const full = Buffer.concat([graph, Buffer.from([0x0a, whole.length]), whole]);
    expect(full.length).toBeLessThan(16384);
    const file = Buffer.concat([Buffer.from([0x08, 8, 0x3a, (full.length & 127) | 128, full.length >> 7]), full]);
    expect((await summary(file, "m.onnx")).masks).toEqual([MASKS[0]]);
  });

  it("a field has the wire type of its number", async () => {
    expect(await refusal(Buffer.from([0x08, 8, 0x38, 1]), "m.onnx")).toBe("m.onnx: byte 3: expected the graph as bytes with their length, found field 7 as a varint");
    expect(await refusal(Buffer.from([0x08, 8, 0x3a, 2, 0x28, 1]), "m.onnx")).toBe("m.onnx: byte 5: expected an initializer as bytes with their length, found field 5 as a varint");
  });

  it("fields that are not known are stepped over", async () => {
    const bytes = Buffer.concat([model({ nodes: gemms(), initializers: AB }), Buffer.from([0xfa, 0x07, 2, 1, 2, 0xf5, 0x07, 1, 2, 3, 4])]);
    expect((await summary(bytes, "m.onnx")).masks).toEqual(MASKS);
  });
});
