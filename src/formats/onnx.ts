/**
 * ONNX: the layers of the network that a model is, with supports from the weights.
 *
 * The graph (onnx-graph.ts) tells layers, their order and their biases; names play no part. Weights pass by as streams and are never held.
 */
import { badInput } from "../pattern/fault.js";
import type { Mask } from "../pattern/mask.js";
import { rowWords } from "../pattern/packed-mask.js";
import { FROM_ZEROS, type Layers, foundBiasNote, keptNote } from "./checkpoint.js";
import { Entries } from "./entries.js";
import { MAX_CELLS } from "./limits.js";
import { type Constant, readLayers, shapeOf } from "./onnx-graph.js";
import { type Model, type OnnxTensor, type SparseTensor, numbersOf } from "./onnx-tensor.js";
import { listTensors } from "./order.js";
import { Messages } from "./protobuf.js";
import type { Beside, Source } from "./source.js";
import { supportOf } from "./support.js";
import { rowMajor, shapeText } from "./tensor.js";

/** Does a message begin with `ir_version`, as serialisers write it, and a field of a model behind it? Text never begins so. */
export function isOnnx(head: Uint8Array): boolean {
  return head[0] === 0x08 && head[1]! > 0 && head[1]! < 0x20 && FIELDS_OF_A_MODEL.has(head[2]!);
}

/** Tags of producer_name, producer_version, domain, model_version, doc_string, graph, opset_import, metadata_props. */
const FIELDS_OF_A_MODEL = new Set([0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42, 0x72]);

/**
 * The layers of a model from input to output.
 * @param beside the files beside the model, where it may keep its data; absent for a model in memory
 * @throws Fault naming the byte, the node or the tensor; of kind `io` when data beside the model cannot be read
 */
export async function readOnnx(source: Source, beside: Beside | undefined): Promise<Layers> {
  const model: Model = { messages: new Messages(source), beside };
  const layers = readLayers(model.messages);
  const cells = layers.reduce((sum, { weight }) => sum + ("values" in weight.tensor ? 0 : roundedCells(shapeOf(weight))), 0);
  if (cells > MAX_CELLS) throw badInput("layers", `at most ${MAX_CELLS} cells in all, rows rounded up to multiples of 32`, `${cells}`);

  const named = layers.map(({ weight }) => ({ name: weight.name, shape: shapeOf(weight) }));
  const notes = [`layers from input to output, as the graph runs, each [out, in]: ${listTensors(named)}`];
  const masks: Mask[] = [];
  for (const { weight } of layers) {
    const isSparse = "values" in weight.tensor;
    const mask = isSparse ? await sparseMask(model, weight, weight.tensor as SparseTensor) : await denseMask(model, weight, weight.tensor as OnnxTensor);
    masks.push(mask);
    notes.push(keptNote(weight.name, mask, isSparse ? "from the positions in a sparse tensor" : FROM_ZEROS));
  }
  const bias = layers.map((layer) => layer.bias !== undefined);
  notes.push(foundBiasNote(named.map(({ name }) => name), bias));
  return { masks, bias, notes, names: named.map(({ name }) => name) };
}

function roundedCells([rows, cols]: readonly number[]): number {
  return rows! * 32 * rowWords(cols!);
}

async function denseMask(model: Model, { name, transposed }: Constant, tensor: OnnxTensor): Promise<Mask> {
  const { shape, type, typeName } = tensor;
  const stream = numbersOf(model, tensor);
  const across = <T>(list: readonly T[]): T[] => (transposed ? list.toReversed() : [...list]);
  const cells = { stream, bigEndian: false, offset: 0, strides: across(rowMajor(shape)) };
  return (await supportOf({ name, shape: across(shape), typeName, type, cells: () => cells }, false)).mask;
}

/** Every stored entry is kept, whatever its value: the positions are the structure. */
async function sparseMask(model: Model, { name, transposed }: Constant, { shape, values, indices }: SparseTensor): Promise<Mask> {
  const [rows, cols] = shape as [number, number];
  const [count] = values.shape;
  if (values.shape.length !== 1) throw badInput(name, "values in a vector", `shape ${shapeText(values.shape)}`);
  if (indices.typeName !== "I64") throw badInput(`${name}, indices`, "type I64", indices.typeName);
  const linear = indices.shape.length === 1;
  if (indices.shape[0] !== count || (!linear && shapeText(indices.shape) !== `[${count}, 2]`)) {
    throw badInput(`${name}, indices`, `shape [${count}] or [${count}, 2]`, shapeText(indices.shape));
  }
  // That a value is NaN means that the file is broken.
  const valueStream = numbersOf(model, values);
  await supportOf({ ...values, name, shape: [1, count!], cells: () => ({ stream: valueStream, bigEndian: false, offset: 0, strides: [count!, 1] }) }, false);

  const stream = numbersOf(model, indices);
  const entries = transposed ? new Entries(cols, rows, count!) : new Entries(rows, cols, count!);
  let e = 0;
  let before = -1;
  for await (const numbers of wholeNumbers(stream.pieces(0, stream.size), linear ? 1 : 2)) {
    for (let k = 0; k < numbers.length; k += linear ? 1 : 2, e++) {
      const i = linear ? Math.floor(numbers[k]! / cols) : numbers[k]!;
      const j = linear ? numbers[k]! % cols : numbers[k + 1]!;
      if (!(i >= 0 && i < rows && j >= 0 && j < cols)) throw badInput(`${name}, indices[${e}]`, `a position in ${shapeText(shape)}`, `${numbers.slice(k, k + (linear ? 1 : 2)).join(", ")}`);
      const position = i * cols + j;
      if (position <= before) throw badInput(`${name}, indices[${e}]`, "positions that ascend", `[${i}, ${j}] behind [${Math.floor(before / cols)}, ${before % cols}]`);
      before = position;
      if (transposed) entries.add(j, i);
      else entries.add(i, j);
    }
  }
  return entries.mask();
}

/** Numbers of 8 bytes from pieces of any length, `together` of them never taken apart. What a number cannot hold is none that could be meant. */
async function* wholeNumbers(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, together: number): AsyncGenerator<Float64Array> {
  let rest: Uint8Array = new Uint8Array(0);
  for await (const piece of pieces) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const whole = Math.floor(bytes.length / (8 * together)) * together;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const numbers = new Float64Array(whole);
    for (let k = 0; k < whole; k++) numbers[k] = view.getInt32(8 * k + 4, true) * 2 ** 32 + view.getUint32(8 * k, true);
    yield numbers;
    rest = Uint8Array.from(bytes.subarray(8 * whole));
  }
}
