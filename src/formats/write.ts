/**
 * All writers of patterns behind one door. What each of them writes, the readers read back: the same masks, and the same free biases where the format can tell.
 */
import { badInput } from "../pattern/fault.js";
import { type Mask, kept } from "../pattern/mask.js";
import { rowWords } from "../pattern/packed-mask.js";
import { type Pattern, edgeCount } from "../pattern/pattern.js";
import { type Content, bitCells, byteCells, contentOf } from "./content.js";
import { writeDot } from "./dot.js";
import { writeGraphlibJson } from "./graphlib-json.js";
import { MAX_CELLS, MAX_DOT_BYTES, MAX_JSON_BYTES } from "./limits.js";
import { writeMatrixMarket } from "./matrix-market-write.js";
import { npyContent } from "./npy-write.js";
import { onnxContent } from "./onnx-write.js";
import type { PatternFormat } from "./pattern-formats.js";
import { writePatternJson } from "./pattern-json.js";
import { safetensorsContent } from "./safetensors-write.js";
import { zipContent } from "./zip-write.js";

export { writeDot, writeGraphlibJson, writePatternJson };

/** The formats that are text throughout, with the most that the readers take, and characters that an edge takes at least. */
const TEXTS = {
  pattern: { write: writePatternJson, most: MAX_JSON_BYTES, perEdge: 6, perCell: 1 / 6, perNeuron: 0 },
  edges: { write: (pattern: Pattern) => writePatternJson(pattern, "edges"), most: MAX_JSON_BYTES, perEdge: 6, perCell: Infinity, perNeuron: 0 },
  graphlib: { write: writeGraphlibJson, most: MAX_JSON_BYTES, perEdge: 24, perCell: Infinity, perNeuron: 16 },
  dot: { write: writeDot, most: MAX_DOT_BYTES, perEdge: 16, perCell: Infinity, perNeuron: 8 },
} as const;

export type TextFormat = keyof typeof TEXTS;

export interface WriteOptions {
  /** Masks as bits in place of bytes, in `npz` and `safetensors`. */
  readonly packed?: boolean;
}

export interface WrittenPattern {
  /** The pieces of each file: of a single one, or of one for each layer where the format holds one layer. To be gone through once. */
  readonly files: readonly Iterable<string | Uint8Array>[];
  readonly isText: boolean;
  /** Can the files tell which layers have free biases? If not, readers take all of them as free. */
  readonly tellsBias: boolean;
}

/**
 * A pattern in a format. Large masks pass by row by row; what a reader would refuse for its size is not written.
 * @throws Fault naming the bound
 */
export function writePattern(pattern: Pattern, format: PatternFormat, { packed = false }: WriteOptions = {}): WrittenPattern {
  const { masks } = pattern;
  const binary = (files: readonly Content[], tellsBias: boolean): WrittenPattern => ({ files: files.map((file) => file.pieces()), isText: false, tellsBias });
  switch (format) {
    case "mtx":
      return { files: masks.map(writeMatrixMarket), isText: true, tellsBias: false };
    case "npy":
      checkCells(masks);
      return binary(masks.map((mask) => npyContent("|b1", [mask.rows, mask.cols], byteCells(mask))), false);
    case "npz": {
      checkCells(masks);
      const types = { BOOL: "|b1", U8: "|u1", I64: "<i8" } as const;
      return binary([zipContent(tensorsOf(pattern, packed).map(({ name, dtype, shape, cells }) => ({ name: `${name}.npy`, content: npyContent(types[dtype], shape, cells) })))], true);
    }
    case "safetensors":
      checkCells(masks);
      return binary([safetensorsContent(tensorsOf(pattern, packed))], true);
    case "onnx":
      checkCells(masks);
      return binary([onnxContent(pattern)], true);
    default:
      return { files: [[writeText(pattern, format)]], isText: true, tellsBias: true };
  }
}

/**
 * A pattern as text.
 * @throws Fault when it is longer than a reader takes
 */
export function writeText(pattern: Pattern, format: TextFormat): string {
  const { write, most, perEdge, perCell, perNeuron } = TEXTS[format];
  const tooLong = (): Error => badInput("", `a pattern that ${format} holds in ${most} bytes of text (npz and safetensors hold large masks)`, `${edgeCount(pattern)} kept weights`);
  const neurons = pattern.widths.reduce((sum, width) => sum + width, 0);
  const least = pattern.masks.reduce((sum, mask) => sum + Math.min(perEdge * kept(mask), perCell * mask.rows * mask.cols), perNeuron * neurons);
  if (least > most) throw tooLong();
  const text = write(pattern);
  if (Buffer.byteLength(text) > most) throw tooLong();
  return text;
}

/** The bound of the readers, counted as they do. */
function checkCells(masks: readonly Mask[]): void {
  const cells = masks.reduce((sum, { rows, cols }) => sum + rows * 32 * rowWords(cols), 0);
  if (cells > MAX_CELLS) throw badInput("layers", `at most ${MAX_CELLS} cells in all (mtx holds larger sparse masks)`, `${cells}`);
}

interface NamedTensor {
  readonly name: string;
  readonly dtype: "BOOL" | "U8" | "I64";
  readonly shape: readonly number[];
  readonly cells: Content;
}

/**
 * The masks of a pattern as tensors `fc1.weight_mask` of booleans, or packed as `fc1.bitmask`, whose rows begin with a byte, and `fc1.shape`. A mask of the biases says
 * of every layer whether they are free: masks of weights alone would be read as a network with biases everywhere.
 */
function tensorsOf({ masks, bias }: Pattern, packed: boolean): NamedTensor[] {
  return masks.flatMap((mask, l): NamedTensor[] => {
    const layer = `fc${l + 1}`;
    const biasMask: NamedTensor = { name: `${layer}.bias_mask`, dtype: "BOOL", shape: [mask.rows], cells: contentOf(new Uint8Array(mask.rows).fill(bias[l] ? 1 : 0)) };
    if (!packed) return [{ name: `${layer}.weight_mask`, dtype: "BOOL", shape: [mask.rows, mask.cols], cells: byteCells(mask) }, biasMask];
    const shape = contentOf(new Uint8Array(BigInt64Array.of(BigInt(mask.rows), BigInt(mask.cols)).buffer));
    return [
      { name: `${layer}.bitmask`, dtype: "U8", shape: [mask.rows, Math.ceil(mask.cols / 8)], cells: bitCells(mask) },
      { name: `${layer}.shape`, dtype: "I64", shape: [2], cells: shape },
      biasMask,
    ];
  });
}
