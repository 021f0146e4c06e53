/**
 * The layers of an ONNX graph, which must be one chain from its input to its output: linear layers with a Relu between every two of them.
 *
 * A linear layer is Gemm, or MatMul and perhaps an Add behind it. Flatten and Reshape before the first layer put the input data in rows. Identity, Dropout in inference
 * and Cast between floating-point types pass on what they get. Constant, Identity, Transpose and Cast of constants give constants. Any other operator is refused by name: what it does to the
 * functions the network computes is not known here.
 *
 * The graph is walked over once, in the order of its nodes, which ONNX demands to be topological.
 */
import { badInput, quote } from "../pattern/fault.js";
import { MAX_LAYERS } from "../pattern/pattern.js";
import { MAX_ONNX_NAME, MAX_ONNX_TENSORS } from "./limits.js";
import { type OnnxTensor, type SparseTensor, readSparseTensor, readTensor } from "./onnx-tensor.js";
import { type Field, type Messages, type Place, WIRE, expectWire, integerOf } from "./protobuf.js";
import { shapeText } from "./tensor.js";

/** A tensor known beforehand, as a node sees it; its name is the one it was stored under. */
export interface Constant {
  readonly name: string;
  readonly tensor: OnnxTensor | SparseTensor;
  /** Are rows and columns of the tensor to be exchanged? */
  readonly transposed: boolean;
}

export interface OnnxLayer {
  /** The weight, transposed such that its shape is [out, in]. */
  readonly weight: Constant;
  readonly bias: Constant | undefined;
}

/**
 * The linear layers of a model from input to output.
 * @throws Fault naming the node, or the byte
 */
export function readLayers(messages: Messages): OnnxLayer[] {
  let graph: Place | undefined;
  let opset = 1;
  for (const field of messages.fieldsOf({ from: 0, size: messages.source.size }, "the model")) {
    if (field.number === 7) {
      expectWire(field, WIRE.bytes, "the graph");
      if (graph !== undefined) throw badInput(`byte ${field.from}`, "one graph", "two");
      graph = field;
    } else if (field.number === 8) {
      const { domain, version } = readOpset(messages, field);
      if (isStandard(domain)) opset = version;
    } else if (field.number === 25) refuseStandardFunction(messages, field);
  }
  if (graph === undefined) throw badInput("the model", "a graph", "none");
  return new Chain(messages, graph, opset).layers();
}

function isStandard(domain: string): boolean {
  return domain === "" || domain === "ai.onnx";
}

function readOpset(messages: Messages, place: Field): { domain: string; version: number } {
  expectWire(place, WIRE.bytes, "opset_import");
  let domain = "";
  let version = 0;
  for (const field of messages.fieldsOf(place, "opset_import")) {
    if (field.number === 1) domain = messages.text(field, MAX_ONNX_NAME, "a domain");
    else if (field.number === 2) version = integerOf(field, "a version of operators");
  }
  return { domain, version };
}

/** A model may define functions, and one with the name of an operator takes its place. */
function refuseStandardFunction(messages: Messages, place: Field): void {
  expectWire(place, WIRE.bytes, "a function");
  let domain = "";
  for (const field of messages.fieldsOf(place, "a function")) if (field.number === 10) domain = messages.text(field, MAX_ONNX_NAME, "a domain");
  if (isStandard(domain)) throw badInput(`byte ${place.from}`, "operators as ONNX defines them", "a function in their domain");
}

interface Node {
  /** How faults call it. */
  readonly label: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Place>;
}

/** No operator that is read has more inputs, outputs or attributes. */
const MOST_OF_A_NODE = 8;

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  Gemm: ["alpha", "beta", "transA", "transB", "broadcast"],
  MatMul: [],
  Add: ["broadcast", "axis", "consumed_inputs"],
  Relu: ["consumed_inputs"],
  Identity: [],
  Flatten: ["axis"],
  Reshape: ["allowzero", "shape", "consumed_inputs"],
  Dropout: ["ratio", "seed", "is_test", "consumed_inputs"],
  Cast: ["to", "saturate"],
  Transpose: ["perm"],
  Constant: ["value", "sparse_value"],
};

/** What has come out of the chain so far. */
type Reached = "input" | "product" | "layer" | "relu";

class Chain {
  private readonly constants = new Map<string, Constant>();
  /** Every name that a value of the graph has: each is given once. */
  private readonly names = new Set<string>();
  private readonly done: OnnxLayer[] = [];
  private readonly used = new Map<number, string>();
  private output = "";
  /** The value that the chain has reached, and what it is. */
  private current = "";
  private reached: Reached = "input";
  /** Node of the last layer, and of the last Relu. */
  private lastLayer = "";
  private lastRelu = "";

  constructor(
    private readonly messages: Messages,
    private readonly graph: Place,
    private readonly opset: number,
  ) {}

  layers(): OnnxLayer[] {
    this.readEnds();
    let index = 0;
    for (const field of this.messages.fieldsOf(this.graph, "the graph")) {
      if (field.number === 1) this.step(this.readNode(field, index++));
    }
    if (this.current !== this.output) throw badInput("the graph", `its output ${quote(this.output)} at the end of the chain`, quote(this.current));
    if (this.reached === "input") throw badInput("the graph", "at least one linear layer", "none");
    if (this.reached === "relu") throw badInput(this.lastRelu, "no Relu behind the last layer (it cuts the outputs off below 0, another problem)", "one");
    return this.done;
  }

  /** Everything of the graph but its nodes. */
  private readEnds(): void {
    const { messages } = this;
    const inputs: string[] = [];
    const outputs: string[] = [];
    for (const field of messages.fieldsOf(this.graph, "the graph")) {
      if (field.number === 5 || field.number === 15) {
        expectWire(field, WIRE.bytes, "an initializer");
        const tensor = field.number === 5 ? readTensor(messages, field) : readSparseTensor(messages, field);
        this.name(tensor.name, `initializer ${quote(tensor.name)}`);
        this.constant(tensor.name, { name: tensor.name, tensor, transposed: false });
      } else if (field.number === 11 || field.number === 12) {
        const ends = field.number === 11 ? inputs : outputs;
        if (ends.length === MAX_ONNX_TENSORS) throw badInput("the graph", `at most ${MAX_ONNX_TENSORS} inputs and outputs`, "more");
        ends.push(this.readValueName(field));
      }
    }
    // Until version 3 of the format initializers were inputs too.
    const free = inputs.filter((name) => !this.constants.has(name));
    if (free.length !== 1) throw badInput("the graph", "one input", free.length === 0 ? "none" : `${free.length}: ${free.slice(0, 3).map(quote).join(", ")}`);
    if (outputs.length !== 1) throw badInput("the graph", "one output", outputs.length === 0 ? "none" : `${outputs.length}: ${outputs.slice(0, 3).map(quote).join(", ")}`);
    this.current = free[0]!;
    this.output = outputs[0]!;
    this.name(this.current, "the input");
  }

  private readValueName(place: Field): string {
    expectWire(place, WIRE.bytes, "an input or output");
    let name = "";
    for (const field of this.messages.fieldsOf(place, "an input or output")) if (field.number === 1) name = this.messages.text(field, MAX_ONNX_NAME, "a name");
    return name;
  }

  private name(name: string, place: string): void {
    if (name === "") throw badInput(place, "a name", "none");
    if (this.names.has(name)) throw badInput(place, "every value of the graph under a name of its own", `${quote(name)} twice`);
    this.names.add(name);
  }

  private constant(name: string, constant: Constant): void {
    if (this.constants.size === MAX_ONNX_TENSORS) throw badInput("the graph", `at most ${MAX_ONNX_TENSORS} initializers and constants`, "more");
    this.constants.set(name, constant);
  }

  private readNode(place: Field, index: number): Node {
    const { messages } = this;
    expectWire(place, WIRE.bytes, "a node");
    let name = "";
    let operator = "";
    let domain = "";
    const inputs: string[] = [];
    const outputs: string[] = [];
    const attributes = new Map<string, Place>();
    const fields: Field[] = [];
    // The operator first: that it is not known says more than whatever else is unusual about a node.
    for (const field of messages.fieldsOf(place, "a node")) {
      if (field.number === 3) name = messages.text(field, MAX_ONNX_NAME, "the name of a node");
      else if (field.number === 4) operator = messages.text(field, MAX_ONNX_NAME, "an operator");
      else if (field.number === 7) domain = messages.text(field, MAX_ONNX_NAME, "a domain");
      else if ((field.number === 1 || field.number === 2 || field.number === 5) && fields.length <= 3 * MOST_OF_A_NODE) fields.push(field);
    }
    const full = isStandard(domain) ? operator : `${domain}.${operator}`;
    const label = name === "" ? `node ${index} (${full})` : `node ${quote(name)} (${full})`;
    const known = Object.hasOwn(OPERATORS, full) ? OPERATORS[full]! : undefined;
    if (known === undefined) throw badInput(label, `a chain of ${Object.keys(OPERATORS).join(", ")}`, `the operator ${quote(full)}`);
    for (const field of fields) {
      if (field.number === 5) {
        const attribute = this.readAttributeName(field);
        if (!known.includes(attribute)) throw badInput(label, known.length === 0 ? "no attributes" : `no attributes but ${known.join(", ")}`, quote(attribute));
        if (attributes.has(attribute)) throw badInput(label, "every attribute once", `${attribute} twice`);
        attributes.set(attribute, field);
      } else (field.number === 1 ? inputs : outputs).push(messages.text(field, MAX_ONNX_NAME, "the name of a value"));
    }
    if (fields.length > 3 * MOST_OF_A_NODE || inputs.length > MOST_OF_A_NODE || outputs.length > MOST_OF_A_NODE) {
      throw badInput(label, `at most ${MOST_OF_A_NODE} inputs and outputs`, "more");
    }
    // What may be left out has no name, or stands at the end and is not there.
    while (inputs.at(-1) === "") inputs.pop();
    while (outputs.at(-1) === "") outputs.pop();
    return { label, operator, inputs, outputs, attributes };
  }

  private readAttributeName(place: Field): string {
    expectWire(place, WIRE.bytes, "an attribute");
    let name = "";
    for (const field of this.messages.fieldsOf(place, "an attribute")) if (field.number === 1) name = this.messages.text(field, MAX_ONNX_NAME, "the name of an attribute");
    return name;
  }

  /** Carries out a node: its output is a constant, or the next value of the chain. */
  private step(node: Node): void {
    const { label, inputs, outputs } = node;
    for (const name of outputs) this.name(name, label);
    if (outputs.length !== 1) {
      const mask = node.operator === "Dropout" && outputs.length === 2;
      if (!mask) throw badInput(label, "one output", outputs.length === 0 ? "none" : `${outputs.length}`);
    }
    for (const name of inputs) {
      if (name === this.current || name === "" || this.constants.has(name)) continue;
      if (this.names.has(name)) throw badInput(label, "a single chain: every value used by one node only, in the order of the graph", `${quote(name)}, which is used elsewhere as well (a branch)`);
      throw badInput(label, "inputs that are given before it", quote(name));
    }
    const onChain = inputs.filter((name) => name === this.current).length;
    if (onChain > 1) throw badInput(label, "the chain as one input", `${onChain} times`);
    if (onChain === 0) return this.constant(outputs[0]!, this.constantOf(node));
    this.advance(node);
    this.current = outputs[0]!;
  }

  private advance(node: Node): void {
    const { label, operator, inputs } = node;
    switch (operator) {
      case "Gemm":
        return this.gemm(node);
      case "MatMul":
        return this.matMul(node);
      case "Add":
        return this.add(node);
      case "Relu":
        this.expectInputs(node, 1, 1);
        if (this.reached === "input") throw badInput(label, "a linear layer before it", "the input");
        if (this.reached === "relu") throw badInput(label, "a linear layer between it and the Relu before", "none");
        this.reached = "relu";
        this.lastRelu = label;
        return;
      case "Identity":
        return this.expectInputs(node, 1, 1);
      case "Flatten":
        this.expectInputs(node, 1, 1);
        if (this.integer(node, "axis", 1) !== 1) throw badInput(`${label}, axis`, "1", `${this.integer(node, "axis", 1)}`);
        return this.expectStart(label);
      case "Reshape":
        // The network is what comes behind: a function of rows, whatever they were before.
        this.expectInputs(node, 1, 2);
        if (inputs[0] !== this.current) throw badInput(label, "the chain as first input", "a constant");
        return this.expectStart(label);
      case "Dropout":
        return this.dropout(node);
      case "Cast": {
        this.expectInputs(node, 1, 1);
        const to = this.integer(node, "to", 0);
        if (CAST_NAMES[to] === undefined) throw badInput(`${label}, to`, "a floating-point type", `type ${to}`);
        return;
      }
      default:
        throw badInput(label, "it for constants only", inputs[0] === this.current ? "a value of the chain" : quote(inputs));
    }
  }

  private gemm(node: Node): void {
    const { label, inputs } = node;
    this.expectInputs(node, 2, 3);
    const weight = this.weightOf(node);
    for (const name of ["alpha", "beta"]) {
      const factor = this.float(node, name, 1);
      const unused = name === "beta" && inputs.length < 3;
      if (!unused && (factor === 0 || !Number.isFinite(factor))) throw badInput(`${label}, ${name}`, "a finite number other than 0", `${factor}`);
    }
    if (this.integer(node, "transA", 0) !== 0) throw badInput(`${label}, transA`, "0: a row for each sample", `${this.integer(node, "transA", 0)}`);
    const transB = this.integer(node, "transB", 0);
    if (transB !== 0 && transB !== 1) throw badInput(`${label}, transB`, "0 or 1", `${transB}`);
    this.layer(node, transB === 1 ? weight : flipped(weight));
    if (inputs.length === 3) this.bias(node, this.constants.get(inputs[2]!));
  }

  private matMul(node: Node): void {
    this.expectInputs(node, 2, 2);
    this.layer(node, flipped(this.weightOf(node)));
  }

  private weightOf({ label, inputs }: Node): Constant {
    if (inputs[0] !== this.current) throw badInput(label, "the weight as second input, a row for each sample", `it as ${quote(inputs.indexOf(this.current) === 1 ? "first input" : "no input")}`);
    return this.constants.get(inputs[1]!)!;
  }

  private layer({ label }: Node, weight: Constant): void {
    const shape = shapeOf(weight);
    const place = `${label}, weight ${quote(weight.name)}`;
    if (shape.length !== 2) throw badInput(place, "a matrix", `shape ${shapeText(shape)}`);
    if (this.reached === "product" || this.reached === "layer") {
      throw badInput(label, `a Relu between it and ${this.lastLayer} (without one the two are a single layer whose weights are tied)`, "none");
    }
    const below = this.done.at(-1);
    if (below !== undefined && shapeOf(below.weight)[0] !== shape[1]) {
      throw badInput(place, `${shapeOf(below.weight)[0]} inputs, the outputs of ${this.lastLayer}`, `${shape[1]}`);
    }
    if (this.done.length === MAX_LAYERS) throw badInput("the graph", `at most ${MAX_LAYERS} layers`, "more");
    this.useOnce(weight, label);
    this.done.push({ weight, bias: undefined });
    this.reached = "product";
    this.lastLayer = label;
  }

  /** Weights that two layers share are not free of each other. */
  private useOnce({ name, tensor }: Constant, label: string): void {
    const before = this.used.get(tensor.place.from);
    if (before !== undefined) throw badInput(label, "weights and biases of its own", `${quote(name)}, also used by ${before}`);
    this.used.set(tensor.place.from, label);
  }

  private add(node: Node): void {
    this.expectInputs(node, 2, 2);
    const { label, inputs } = node;
    const axis = this.integer(node, "axis", -1);
    if (axis !== -1 && axis !== 1) throw badInput(`${label}, axis`, "the last one", `${axis}`);
    if (this.reached !== "product") throw badInput(label, "a bias behind a linear layer that has none yet", this.reached === "layer" ? "a second one" : `it behind ${this.reached === "relu" ? "a Relu" : "the input"}`);
    this.bias(node, this.constants.get(inputs[0] === this.current ? inputs[1]! : inputs[0]!));
  }

  private bias({ label }: Node, bias: Constant | undefined): void {
    if (bias === undefined) throw badInput(label, "a constant as bias", "none");
    const { weight } = this.done.at(-1)!;
    const shape = shapeOf(bias);
    const outputs = shapeOf(weight)[0]!;
    const isBias = shape.length >= 1 && shape.at(-1) === outputs && shape.slice(0, -1).every((size) => size === 1);
    if (!isBias) throw badInput(`${label}, bias ${quote(bias.name)}`, `shape [${outputs}], an entry for each output`, shapeText(shape));
    this.useOnce(bias, label);
    this.done[this.done.length - 1] = { weight, bias };
    this.reached = "layer";
  }

  private expectStart(label: string): void {
    if (this.reached !== "input") throw badInput(label, "it before the first layer", "it behind one");
  }

  private dropout(node: Node): void {
    const { label, inputs } = node;
    this.expectInputs(node, 1, 3);
    if (inputs[0] !== this.current) throw badInput(label, "the chain as first input", "a constant");
    // Before version 7 the operator trains unless told otherwise; since version 12 an input says it.
    if (this.opset < 7 && this.integer(node, "is_test", 0) === 0) throw badInput(`${label}, is_test`, "1: the network in inference", "0");
    if (inputs.length === 3) throw badInput(label, "the network in inference, without training_mode", `the input ${quote(inputs[2])}`);
  }

  /** A constant made of constants. */
  private constantOf(node: Node): Constant {
    const { label, operator, inputs } = node;
    if (operator === "Constant") return this.valueOf(node);
    if (operator !== "Identity" && operator !== "Transpose" && operator !== "Cast") throw badInput(label, "the chain as an input", inputs.length === 0 ? "no input" : "constants only");
    this.expectInputs(node, 1, 1);
    const constant = this.constants.get(inputs[0]!)!;
    if (operator === "Identity") return constant;
    const shape = shapeOf(constant);
    if (operator === "Transpose") {
      const perm = this.integers(node, "perm");
      const identity = perm !== undefined && perm.every((axis, k) => axis === k);
      if (perm !== undefined && (perm.length !== shape.length || new Set(perm).size !== perm.length || perm.some((axis) => axis < 0 || axis >= perm.length))) {
        throw badInput(`${label}, perm`, `an order of ${shape.length} axes`, shapeText(perm));
      }
      if (shape.length < 2 || identity) return constant;
      if (shape.length > 2) throw badInput(label, "the transpose of a matrix", `shape ${shapeText(shape)}`);
      return flipped(constant);
    }
    const to = CAST_NAMES[this.integer(node, "to", 0)];
    const tensor = "values" in constant.tensor ? constant.tensor.values : constant.tensor;
    if (to === undefined || !(KEEPS_NONZERO[to] ?? []).includes(tensor.typeName)) {
      throw badInput(label, "a cast that makes no number 0", `one from ${tensor.typeName} to ${to ?? `type ${this.integer(node, "to", 0)}`}`);
    }
    return constant;
  }

  private valueOf({ label, attributes, outputs }: Node): Constant {
    const { messages } = this;
    const dense = attributes.get("value");
    const sparse = attributes.get("sparse_value");
    if ((dense === undefined) === (sparse === undefined)) throw badInput(label, "value or sparse_value", dense === undefined ? "none" : "both");
    const number = dense === undefined ? 22 : 5;
    let place: Place | undefined;
    for (const field of messages.fieldsOf((dense ?? sparse)!, "an attribute")) {
      if (field.number !== number) continue;
      expectWire(field, WIRE.bytes, "a tensor");
      if (place !== undefined) throw badInput(label, "one tensor", "two");
      place = field;
    }
    if (place === undefined) throw badInput(label, "a tensor", "none");
    return { name: outputs[0]!, tensor: dense === undefined ? readSparseTensor(messages, place) : readTensor(messages, place), transposed: false };
  }

  private expectInputs({ label, inputs }: Node, least: number, most: number): void {
    if (inputs.length >= least && inputs.length <= most && !inputs.slice(0, least).includes("")) return;
    throw badInput(label, least === most ? `${least} inputs` : `${least} to ${most} inputs`, `${inputs.filter((name) => name !== "").length}`);
  }

  private *valuesOf(node: Node, name: string, number: number): Generator<Field> {
    const place = node.attributes.get(name);
    if (place === undefined) return;
    for (const field of this.messages.fieldsOf(place, "an attribute")) {
      if (field.number === 21) throw badInput(`${node.label}, ${name}`, "a value", "a reference to another attribute");
      if (field.number === number) yield field;
    }
  }

  /** An integer attribute, `otherwise` where there is none; a value that is left out is 0. */
  private integer(node: Node, name: string, otherwise: number): number {
    let value = node.attributes.has(name) ? 0 : otherwise;
    for (const field of this.valuesOf(node, name, 3)) value = integerOf(field, `${node.label}, ${name}`);
    return value;
  }

  private float(node: Node, name: string, otherwise: number): number {
    let value = node.attributes.has(name) ? 0 : otherwise;
    for (const field of this.valuesOf(node, name, 2)) value = this.messages.float(field, `${node.label}, ${name}`);
    return value;
  }

  private integers(node: Node, name: string): number[] | undefined {
    if (!node.attributes.has(name)) return undefined;
    const values: number[] = [];
    for (const field of this.valuesOf(node, name, 8)) this.messages.integers(field, values, MOST_OF_A_NODE, `${node.label}, ${name}`);
    return values;
  }
}

function flipped(constant: Constant): Constant {
  return { ...constant, transposed: !constant.transposed };
}

/** The shape as a node sees it. */
export function shapeOf({ tensor, transposed }: Constant): readonly number[] {
  return transposed ? tensor.shape.toReversed() : tensor.shape;
}

/** Floating-point types by their numbers. */
const CAST_NAMES: Readonly<Record<number, string>> = { 1: "F32", 10: "F16", 11: "F64", 16: "BF16" };

/** From which types a cast makes no number 0 that was none: the smallest of them is not too small. */
const WHOLE = ["BOOL", "U8", "I8", "U16", "I16", "U32", "I32", "U64", "I64"];
const KEEPS_NONZERO: Readonly<Record<string, readonly string[]>> = {
  F16: [...WHOLE, "F16"],
  BF16: [...WHOLE, "F16", "BF16"],
  F32: [...WHOLE, "F16", "BF16", "F32"],
  F64: [...WHOLE, "F16", "BF16", "F32", "F64"],
};
