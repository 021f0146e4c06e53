/**
 * From the tensors of a checkpoint to the layers of a network.
 *
 * Tensors that belong together by name (a weight, its mask) make a candidate; the 2-D candidates are
 * the layers, in the order `--layers` gives or the only possible one (order.ts). A tensor of shape
 * [out, in] gives its layer the support of its mask, or else its nonzero cells.
 */
import { Fault, badInput, quote } from "../pattern/fault.js";
import { type Mask, kept } from "../pattern/mask.js";
import { rowWords } from "../pattern/packed-mask.js";
import { unpackBitmasks } from "./bitmask.js";
import { MAX_CELLS, MAX_NAME_LENGTH } from "./limits.js";
import { type NameParts, biasNames, foreignKind, isBiasName, isNormName, isWeightName, layerNames, readName } from "./names.js";
import { listTensors, listed, orderLayers } from "./order.js";
import { refuseNaN, supportOf } from "./support.js";
import { type Tensor, cellCount, shapeText } from "./tensor.js";

export interface Layers {
  readonly masks: readonly Mask[];
  readonly bias: readonly boolean[];
  readonly notes: string[];
  /** What the file calls the layers, where it does. */
  readonly names?: readonly string[];
}

/** A weight with its mask; at least one of the two is there. `name` is the name without its role. */
interface Candidate {
  readonly name: string;
  readonly shape: readonly number[];
  readonly factored: boolean;
  weight?: Tensor;
  /** `fc1.weight` beside `fc1.weight_orig`: PyTorch computes it from that and the mask, which must be there. */
  product?: Tensor;
  mask?: Tensor;
}

/**
 * The layers of the network whose tensors these are, from input to output.
 * @param names the layers as `--layers` names them
 * @throws Fault when the layers or their order are not certain, or a tensor is not what its name says
 */
export async function layersOf(tensors: readonly Tensor[], names?: readonly string[]): Promise<Layers> {
  const { candidates, biases, others } = sortByRole(await unpackBitmasks(tensors));
  const layers = names === undefined ? orderedLayers(candidates) : namedLayers(candidates, names);
  const cells = layers.reduce((sum, { shape: [rows, cols] }) => sum + rows! * 32 * rowWords(cols!), 0);
  if (cells > MAX_CELLS) throw badInput("layers", `at most ${MAX_CELLS} cells in all, rows rounded up to multiples of 32`, `${cells}`);

  const how = names === undefined ? (layers.length === 1 ? "the only 2-D tensor" : "by names and shapes") : "as named by --layers";
  const notes = [`layers from input to output, ${how}, each [out, in]: ${listTensors(layers)}`];
  const supports: LayerSupport[] = [];
  for (const layer of layers) {
    const support = await layerSupport(layer);
    notes.push(supportNote(layer, support));
    supports.push(support);
  }
  const noBias = [...biases.values()].every(({ bias: own }) => own === undefined);
  const masksAlone = noBias && supports.every(({ isMask, source }, l) => isMask && (layers[l]!.weight ?? source) === source);
  const bias: boolean[] = [];
  for (const layer of layers) bias.push((await hasFreeBias(layer, biases, notes)) ?? masksAlone);
  notes.push(biasNote(layers, bias, masksAlone));
  const taken = new Set(layers.flatMap(({ name }) => biasNames(name)));
  const looseBiases = [...biases].filter(([name]) => !taken.has(name)).flatMap(([, { bias: own, mask }]) => [own ?? mask!]);
  const left = [...candidates.filter((candidate) => !layers.includes(candidate)), ...looseBiases, ...others];
  const norms = normTensors(left);
  if (norms.length > 0) {
    const what = "what looks like normalisation or activation parameters is not read, and the verdict is for the network without them";
    notes.push(`${what}: ${listTensors(norms)}`);
  }
  const apart = new Set<unknown>(norms);
  const rest = left.filter((tensor) => !apart.has(tensor));
  if (rest.length > 0) notes.push(`not read as layers: ${listTensors(rest)}`);
  return { masks: supports.map(({ mask }) => mask), bias, notes, names: layers.map(({ name }) => name) };
}

interface Roles {
  /** Weights and masks of two and more dimensions. */
  candidates: Candidate[];
  /** Biases and their masks by name without role. */
  biases: Map<string, { bias?: Tensor; mask?: Tensor }>;
  /** What is neither. */
  others: Tensor[];
}

function sortByRole(tensors: readonly Tensor[]): Roles {
  const byName = new Map<string, Candidate>();
  const biases: Roles["biases"] = new Map();
  const others: Tensor[] = [];
  const vectors: { base: string; tensor: Tensor }[] = [];
  for (const tensor of tensors) {
    if (tensor.name.length > MAX_NAME_LENGTH) {
      throw badInput(`tensor ${quote(tensor.name)}`, `a name of at most ${MAX_NAME_LENGTH} characters`, `${tensor.name.length}`);
    }
    const { base, role } = readName(tensor.name);
    if (role === "ignored") others.push(tensor);
    else if (isBiasName(base) && isVector(tensor, base)) {
      const bias = biases.get(base) ?? {};
      bias[role === "mask" ? "mask" : "bias"] = tensor;
      biases.set(base, bias);
    } else if (tensor.shape.length < 2) vectors.push({ base, tensor });
    else addCandidate(byName, tensor, { base, role });
  }
  // A mask called `fc1_mask` or `fc1.mask` belongs to `fc1.weight` where that has none of its own.
  for (const [base, lone] of byName) {
    const owner = lone.weight === undefined ? ownerOf(byName, base) : undefined;
    if (owner === undefined || owner.mask !== undefined) continue;
    checkSameShape(owner.shape, lone.mask!);
    owner.mask = lone.mask!;
    byName.delete(base);
  }
  // Vectors are no layers, but one that shares its name with a matrix does not fit it.
  for (const { base, tensor } of vectors) {
    const candidate = byName.get(base) ?? (readName(tensor.name).role === "mask" ? ownerOf(byName, base) : undefined);
    if (candidate !== undefined) checkSameShape(candidate.shape, tensor);
    others.push(tensor);
  }
  return { candidates: [...byName.values()], biases, others };
}

/** The vectors among the tensors left over that look like a normalisation's or an activation's, with the biases beside them. */
function normTensors<Left extends { name: string; shape: readonly number[] }>(left: readonly Left[]): Left[] {
  const vectors = left
    .filter(({ shape }) => shape.length === 1)
    .map((tensor) => ({ tensor, ...readName(tensor.name) }))
    .filter(({ role }) => role === "weight" || role === "mask");
  const own = vectors.filter(({ base }) => isNormName(base));
  const bases = new Set(own.flatMap(({ base }) => [base, ...biasNames(base)]));
  return vectors.filter(({ base }) => bases.has(base)).map(({ tensor }) => tensor);
}

/** The weight in the module `base`. */
function ownerOf(byName: ReadonlyMap<string, Candidate>, base: string): Candidate | undefined {
  return [".weight", "/weight", "/kernel"].map((ending) => byName.get(base + ending)).find((candidate) => candidate !== undefined);
}

/** A bias has one dimension, or two of which one is 1 where the name is `bias` in full. */
function isVector({ shape }: Tensor, base: string): boolean {
  return shape.length === 1 || (shape.length === 2 && shape.includes(1) && /bias[0-9]*$/i.test(base));
}

function addCandidate(byName: Map<string, Candidate>, tensor: Tensor, { base, role }: NameParts): void {
  // Half a product (weight_g, weight_v) stays apart under its own name: it can never be a layer.
  const name = role === "factored" ? tensor.name : base;
  const candidate = byName.get(name) ?? { name, shape: tensor.shape, factored: role === "factored" };
  checkSameShape(candidate.shape, tensor);
  const part = role === "mask" ? "mask" : "weight";
  const twin = candidate[part];
  if (twin === undefined) candidate[part] = tensor;
  else if (part === "weight" && candidate.product === undefined) candidate.product = tensor;
  else throw badInput(tensor.name, `one ${part} for ${name}`, `${quote(twin.name)} as well`);
  byName.set(name, candidate);
}

function checkSameShape(shape: readonly number[], tensor: Tensor): void {
  if (shapeText(shape) !== shapeText(tensor.shape)) {
    throw badInput(tensor.name, `the shape ${shapeText(shape)} of the tensor it belongs to`, shapeText(tensor.shape));
  }
}

/** Without `--layers` every weight is a layer, so a file with other weights than matrices of plain layers is refused. */
function orderedLayers(candidates: readonly Candidate[]): Candidate[] {
  for (const kind of ["attention", "a recurrent network"] as const) {
    const foreign = candidates.filter(({ name, shape }) => shape.length === 2 && foreignKind(name) === kind);
    if (foreign.length > 0) {
      throw badInput("layers", "weights of plain layers only, or --layers to name those that make a plain MLP", `weights of ${kind}: ${listTensors(foreign)}`);
    }
  }
  const factored = candidates.filter((candidate) => candidate.factored);
  if (factored.length > 0) {
    throw badInput("layers", "plain weights", `weights stored as products (weight normalisation): ${listTensors(factored)}`);
  }
  const others = candidates.filter(({ shape }) => shape.length !== 2);
  if (others.length > 0) {
    throw badInput("layers", "2-D weights only, or --layers to name those that make a plain MLP", `weights of other dimensions (convolutions?): ${listTensors(others)}`);
  }
  if (candidates.length === 0) throw badInput("layers", "at least one 2-D weight or mask", "none");
  return orderLayers(candidates);
}

function namedLayers(candidates: readonly Candidate[], names: readonly string[]): Candidate[] {
  const layers = names.map((name) => {
    const candidate = findLayer(candidates, name);
    if (candidate === undefined) {
      const available = candidates.length === 0 ? "none with two dimensions" : `only ${listTensors(candidates)}`;
      throw badInput(`--layers ${quote(name)}`, "the name of a 2-D tensor in the file", available);
    }
    if (candidate.shape.length !== 2) throw badInput(`--layers ${quote(name)}`, "a 2-D tensor", `shape ${shapeText(candidate.shape)}`);
    if (candidate.factored) throw badInput(`--layers ${quote(name)}`, "a plain weight", "half of a weight stored as a product");
    return candidate;
  });
  layers.forEach((layer, l) => {
    if (layers.indexOf(layer) !== l) throw new Fault("usage", { place: "--layers", expected: "every tensor once", found: `${quote(layer.name)} twice` });
    const below = layers[l - 1];
    if (below !== undefined && below.shape[0] !== layer.shape[1]) {
      const { name, shape } = below;
      throw badInput(`--layers, ${layer.name} ${shapeText(layer.shape)}`, `${shape[0]} inputs, the outputs of ${name} ${shapeText(shape)}`, `${layer.shape[1]}`);
    }
  });
  return layers;
}

/** The candidate a user means by `name`: by its own name, one of its tensors', or the module's. */
export function findLayer<Layer extends { name: string; weight?: Tensor; mask?: Tensor }>(candidates: readonly Layer[], name: string): Layer | undefined {
  return (
    candidates.find((candidate) => candidate.name === name) ??
    candidates.find(({ weight, mask }) => weight?.name === name || mask?.name === name) ??
    candidates.find((candidate) => layerNames(candidate.name).includes(name))
  );
}

interface LayerSupport {
  readonly mask: Mask;
  /** Is the support's source a mask (by name, by type, or integers that are all 0 or 1)? */
  readonly isMask: boolean;
  readonly source: Tensor;
}

async function layerSupport({ name, weight, product, mask }: Candidate): Promise<LayerSupport> {
  if (mask === undefined && product !== undefined) {
    throw badInput(name, `a mask beside ${weight!.name} and ${product.name}, to tell what is kept`, "none");
  }
  if (mask !== undefined) {
    // A NaN in the weight means that the file is broken, even where the mask decides.
    if (weight !== undefined) await refuseNaN(weight);
    return { mask: (await supportOf(mask, true)).mask, isMask: true, source: mask };
  }
  const source = weight!;
  const support = await supportOf(source, false);
  const kind = source.type!.kind;
  const isMask = kind === "boolean" || (kind === "integer" && !support.beyondZeroOne && !isWeightName(name));
  return { mask: support.mask, isMask, source };
}

function supportNote({ name }: Candidate, { mask, isMask, source }: LayerSupport): string {
  const mask01 = source.name === name ? "it is a mask of 0 and 1" : `from the mask ${source.name}`;
  return keptNote(name, mask, isMask ? mask01 : FROM_ZEROS);
}

/** Where a support comes from that no mask tells. */
export const FROM_ZEROS = "from exact zeros (a guess: the file has no mask for it)";

/** How much a layer keeps, and how that is known. */
export function keptNote(name: string, mask: Mask, from: string): string {
  const cells = mask.rows * mask.cols;
  const density = cells === 0 ? 0 : (100 * kept(mask)) / cells;
  return `${name}: ${kept(mask)} of ${cells} weights kept (${density.toFixed(1)} %), ${from}`;
}

/**
 * Are the layer's biases free? `undefined` when the file holds none for it.
 * A bias that does not have one entry per row gives away a weight stored as [in, out].
 */
async function hasFreeBias({ name, shape }: Candidate, biases: Roles["biases"], notes: string[]): Promise<boolean | undefined> {
  const found = biasNames(name)
    .map((biasName) => biases.get(biasName))
    .find((bias) => bias !== undefined);
  if (found === undefined) return undefined;
  for (const tensor of [found.bias, found.mask]) {
    if (tensor !== undefined && cellCount(tensor.shape) !== shape[0]) {
      const found = `shape ${shapeText(tensor.shape)}${cellCount(tensor.shape) === shape[1] ? " (are the weights stored [in, out]?)" : ""}`;
      throw badInput(tensor.name, `${shape[0]} entries, one per output of ${name} ${shapeText(shape)}`, found);
    }
  }
  if (found.mask === undefined) return true;
  const mask = asRow(found.mask);
  const pruned = shape[0]! - kept((await supportOf(mask, true)).mask);
  if (pruned > 0) notes.push(`${mask.name}: ${pruned} of ${shape[0]} biases pruned, so the layer counts as one without free biases`);
  return pruned === 0;
}

/** A vector, or a matrix with one row or column, as one row. */
function asRow(tensor: Tensor): Tensor {
  const size = cellCount(tensor.shape)!;
  const axis = tensor.shape.length === 1 || tensor.shape[0] !== 1 ? 0 : 1;
  return {
    ...tensor,
    shape: [1, size],
    cells: () => {
      const cells = tensor.cells();
      return { ...cells, strides: [0, cells.strides[axis]!] };
    },
  };
}

function biasNote(layers: readonly Candidate[], bias: readonly boolean[], masksAlone: boolean): string {
  if (masksAlone && bias.every(Boolean)) return "biases: assumed free, the file holds masks alone (--bias no for none)";
  return foundBiasNote(layers.map(({ name }) => name), bias);
}

/** Which of the layers have biases in the file. */
export function foundBiasNote(names: readonly string[], bias: readonly boolean[]): string {
  if (bias.every(Boolean)) return "biases: found for every layer";
  const without = names.filter((_, l) => !bias[l]);
  return `biases: no free ones for ${without.length === names.length ? "any layer" : listed(without, ", ")} (--bias yes to assume them)`;
}
