/**
 * Writes a pattern as an ONNX model: Gemm and Relu in turns, kept weights 1, free biases 0. It carries the pattern; it is no trained network.
 */
import { badInput } from "../pattern/fault.js";
import { type Mask, kept, row } from "../pattern/mask.js";
import type { Pattern } from "../pattern/pattern.js";
import { type Content, concatenation, contentOf, floatCells } from "./content.js";
import { bytesField, integerField, messageField, textField } from "./protobuf-write.js";

/** Sparse initializers came with version 5 of the format; 8 goes with version 17 of the operators. */
const IR_VERSION = 8;
const OPSET = 17;

/** A protocol buffer is shorter than 2 GiB. */
const MAX_MODEL_BYTES = 2 ** 31 - 1;

const FLOAT = 1;
const INT64 = 7;
const INTEGER_ATTRIBUTE = 2;

/** @throws Fault when the model would be longer than a protocol buffer may be */
export function onnxContent(pattern: Pattern): Content {
  const { name, widths, masks, bias } = pattern;
  const last = masks.length - 1;
  const nodes: Content[] = [];
  const initializers: Content[] = [];
  masks.forEach((mask, l) => {
    const layer = `fc${l + 1}`;
    const from = l === 0 ? "input" : `relu${l}`;
    const sum = l === last ? "output" : layer;
    const inputs = [from, `${layer}.weight`, ...(bias[l] ? [`${layer}.bias`] : [])];
    nodes.push(nodeField("Gemm", layer, inputs, sum, integerAttribute("transB", 1)));
    if (l < last) nodes.push(nodeField("Relu", `relu${l + 1}`, [sum], `relu${l + 1}`));
    initializers.push(weightField(`${layer}.weight`, mask));
    if (bias[l]) initializers.push(messageField(5, ...tensor(`${layer}.bias`, FLOAT, [mask.rows], zeros(4 * mask.rows))));
  });
  const model = concatenation([
    integerField(1, IR_VERSION),
    textField(2, "wellposed"),
    messageField(
      7,
      ...nodes,
      textField(2, name === "" ? "pattern" : name),
      ...initializers,
      valueField(11, "input", widths[0]!),
      valueField(12, "output", widths.at(-1)!),
    ),
    messageField(8, integerField(2, OPSET)),
  ]);
  if (model.size > MAX_MODEL_BYTES) throw badInput("", `at most ${MAX_MODEL_BYTES} bytes in an ONNX file`, `${model.size}`);
  return model;
}

function nodeField(operator: string, name: string, inputs: readonly string[], output: string, ...attributes: readonly Content[]): Content {
  return messageField(1, ...inputs.map((input) => textField(1, input)), textField(2, output), textField(3, name), textField(4, operator), ...attributes);
}

function integerAttribute(name: string, value: number): Content {
  return messageField(5, textField(1, name), integerField(3, value), integerField(20, INTEGER_ATTRIBUTE));
}

/** An input or output: a batch of any size, `width` floats for each sample. */
function valueField(number: number, name: string, width: number): Content {
  const shape = messageField(2, messageField(1, textField(2, "batch")), messageField(1, integerField(1, width)));
  return messageField(number, textField(1, name), messageField(2, messageField(1, integerField(1, FLOAT), shape)));
}

/** Dense, or sparse where that is shorter: a stored entry takes 12 bytes, a cell 4. */
function weightField(name: string, mask: Mask): Content {
  const shape = [mask.rows, mask.cols];
  const count = kept(mask);
  if (12 * count >= 4 * mask.rows * mask.cols) return messageField(5, ...tensor(name, FLOAT, shape, floatCells(mask)));
  const values = messageField(1, ...tensor(name, FLOAT, [count], ones(count)));
  const indices = messageField(2, ...tensor(`${name}.indices`, INT64, [count], linearIndices(mask)));
  return messageField(15, values, indices, ...shape.map((size) => integerField(3, size)));
}

function tensor(name: string, type: number, shape: readonly number[], cells: Content): Content[] {
  return [...shape.map((size) => integerField(1, size)), integerField(2, type), textField(8, name), bytesField(9, cells)];
}

function zeros(size: number): Content {
  return contentOf(new Uint8Array(size));
}

function ones(count: number): Content {
  const piece = Float32Array.from({ length: Math.min(count, 2 ** 16) }, () => 1);
  return {
    size: 4 * count,
    *pieces() {
      for (let at = 0; at < count; at += piece.length) yield new Uint8Array(piece.buffer, 0, 4 * Math.min(piece.length, count - at));
    },
  };
}

/** `i * cols + j` of each kept entry, as 64-bit integers, row by row. */
function linearIndices(mask: Mask): Content {
  return {
    size: 8 * kept(mask),
    *pieces() {
      for (let i = 0; i < mask.rows; i++) {
        const columns = row(mask, i);
        const bytes = Buffer.alloc(8 * columns.length);
        columns.forEach((j, e) => {
          const index = i * mask.cols + j;
          bytes.writeUInt32LE(index % 2 ** 32, 8 * e);
          bytes.writeUInt32LE(Math.floor(index / 2 ** 32), 8 * e + 4);
        });
        if (bytes.length > 0) yield bytes;
      }
    },
  };
}
