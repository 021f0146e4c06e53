/**
 * Masks of one bit for each weight. A layer X is stored as
 *
 *   X.bitmask      uint8 [out, ceil(in / 8)]: input j of output i is bit j % 8, the lowest first, of byte [i, j / 8 rounded down]
 *   X.shape        [out, in]
 *   X.compressed   the weights whose bits are set, row by row
 *   X.row_offsets  how many of them come before each row
 *
 * compressed-tensors writes these for its formats `sparse-bitmask` and `sparse-24-bitmask` (the latter without row offsets), where X is the name of the
 * weight without `.weight`; in older files the whole name. The first two alone are enough, in any file with named tensors.
 */
import { badInput, quote } from "../pattern/fault.js";
import { kept, maskOfBits } from "../pattern/mask.js";
import { rowWords } from "../pattern/packed-mask.js";
import { isWeightName } from "./names.js";
import { integersOf, refuseNaN } from "./support.js";
import { type Support, type Tensor, cellCount, isCount, isRowMajor, shapeText } from "./tensor.js";

const BITMASK = /^(?:.*[^._/][._/])?bitmask$/;

/** Sizes of a tensor; nothing that is compressed here has more. */
const MAX_DIMENSIONS = 8;

/**
 * The tensors with those of each bitmask taken together: a mask `X.bitmask` of shape [out, in], and a weight `X.compressed` where there is one.
 * Their cells are read, and held against each other, when their support is asked for.
 * @throws Fault naming the tensor, when the shape is missing or does not fit
 */
export async function unpackBitmasks(tensors: readonly Tensor[]): Promise<readonly Tensor[]> {
  const bitmasks = tensors.filter(({ name, type }) => BITMASK.test(name) && type?.kind === "integer" && type.bytes === 1);
  if (bitmasks.length === 0) return tensors;
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const packed = bitmasks.map((bitmask) => packedLayer(bitmask, byName));
  const parts = new Set(packed.flatMap(({ bitmask, shape, compressed, offsets }) => [bitmask, shape, compressed, offsets]));
  const rest = tensors.filter((tensor) => !parts.has(tensor));
  const dense = new Set(rest.map(({ name }) => name));
  const unpacked: Tensor[] = [];
  for (const layer of packed) unpacked.push(...(await unpack(layer, dense)));
  return [...rest, ...unpacked];
}

interface PackedLayer {
  /** X with the dot behind it. */
  readonly before: string;
  readonly bitmask: Tensor;
  readonly shape: Tensor;
  readonly compressed: Tensor | undefined;
  readonly offsets: Tensor | undefined;
}

function packedLayer(bitmask: Tensor, byName: ReadonlyMap<string, Tensor>): PackedLayer {
  const before = bitmask.name.slice(0, -"bitmask".length);
  const [shape, compressed, offsets] = ["shape", "compressed", "row_offsets"].map((part) => byName.get(before + part));
  if (shape === undefined) throw badInput(`tensor ${quote(bitmask.name)}`, `${before}shape beside it, integers [out, in], to know the columns`, "none");
  return { before, bitmask, shape, compressed, offsets };
}

/** @param dense names of the tensors that are no parts of a bitmask */
async function unpack(layer: PackedLayer, dense: ReadonlySet<string>): Promise<Tensor[]> {
  const { before, bitmask, shape, compressed } = layer;
  const sizes = await sizesIn(shape);
  const bytes = [...sizes.slice(0, -1), Math.ceil(sizes.at(-1)! / 8)];
  if (cellCount(bitmask.shape) !== cellCount(bytes) || (sizes.length === 2 && bitmask.shape[0] !== sizes[0])) {
    throw badInput(`tensor ${quote(bitmask.name)}`, `the shape ${shapeText(bytes)}, for ${shape.name} ${shapeText(sizes)}`, shapeText(bitmask.shape));
  }
  const base = before.slice(0, -1);
  // A vector, of a normalisation: compressed-tensors packs whatever is called weight.
  if (sizes.length < 2) return [{ ...bitmask, name: isWeightName(base) ? base : `${before}weight`, shape: sizes, type: undefined }];
  const support = (): Promise<Support> => supportOfBits(layer, sizes as [number, number]);
  const mask = { ...bitmask, shape: sizes, support };
  // Beside a dense weight the compressed ones say nothing new.
  if (compressed === undefined || dense.has(base) || dense.has(`${before}weight`)) return [mask];
  const checked = async (): Promise<Support> => {
    // NaN means that the file is broken, even where the bits decide. Values of types that are not known here (8-bit floats) are not looked at.
    if (compressed.type !== undefined) await refuseNaN(compressed);
    return { ...(await support()), beyondZeroOne: true };
  };
  return [{ ...compressed, shape: sizes, support: checked }, mask];
}

async function sizesIn(shape: Tensor): Promise<number[]> {
  const count = cellCount(shape.shape)!;
  if (count < 1 || count > MAX_DIMENSIONS) throw badInput(`tensor ${quote(shape.name)}`, `1 to ${MAX_DIMENSIONS} sizes`, `${count}`);
  const sizes = [...(await integersOf(shape))];
  if (cellCount(sizes) === undefined || !sizes.every(isCount)) throw badInput(`tensor ${quote(shape.name)}`, "sizes whose product can be counted", shapeText(sizes));
  return sizes;
}

async function supportOfBits({ bitmask, compressed, offsets }: PackedLayer, [rows, cols]: readonly [number, number]): Promise<Support> {
  const { name } = bitmask;
  const { stream, offset, strides } = bitmask.cells();
  if (!isRowMajor(bitmask.shape, strides)) throw badInput(`tensor ${quote(name)}`, "its bytes row by row", `strides ${shapeText(strides)}`);
  const words = rowWords(cols);
  const bits = new Uint32Array(rows * words);
  const bytes = new Uint8Array(bits.buffer);
  const width = Math.ceil(cols / 8);
  let at = 0;
  for await (const piece of stream.pieces(offset, rows * width)) {
    for (let from = 0; from < piece.length; ) {
      const within = at % width;
      const run = width === 4 * words ? piece.length : Math.min(width - within, piece.length - from);
      bytes.set(piece.subarray(from, from + run), Math.floor(at / width) * 4 * words + within);
      from += run;
      at += run;
    }
  }
  for (let i = 0; cols % 32 !== 0 && i < rows; i++) {
    const beyond = bits[(i + 1) * words - 1]! >>> (cols & 31);
    if (beyond !== 0) {
      throw badInput(`${name}[${i}, ${width - 1}]`, `no bits behind the ${cols} columns (pack them lowest bit first, bitorder="little")`, "some");
    }
  }
  const mask = maskOfBits(rows, cols, bits);
  const values = compressed === undefined ? undefined : cellCount(compressed.shape);
  if (values !== undefined && values !== kept(mask)) throw badInput(`tensor ${quote(compressed!.name)}`, `${kept(mask)} weights, one for each bit of ${name}`, `${values}`);
  if (offsets !== undefined) await checkOffsets(offsets, mask.start, rows, name);
  return { mask, beyondZeroOne: false };
}

async function checkOffsets(offsets: Tensor, start: Int32Array, rows: number, name: string): Promise<void> {
  if (cellCount(offsets.shape) !== rows) throw badInput(`tensor ${quote(offsets.name)}`, `${rows} offsets, one for each row of ${name}`, shapeText(offsets.shape));
  const found = await integersOf(offsets);
  const wrong = found.findIndex((offset, i) => offset !== start[i]);
  if (wrong !== -1) throw badInput(`${offsets.name}[${wrong}]`, `${start[wrong]}, the bits before that row of ${name}`, `${found[wrong]}`);
}
