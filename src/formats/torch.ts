/**
 * PyTorch's .pt and .pth: a zip with a pickle of the structure (`NAME/data.pkl`) and one entry per
 * storage (`NAME/data/KEY`).
 *
 * A tensor is a view of a storage (offset, sizes, strides); transposed, sliced and expanded tensors and
 * tensors that share a storage are read as they are. All views are checked to lie inside their storage.
 */
import { badInput, quote } from "../pattern/fault.js";
import { findLayer } from "./checkpoint.js";
import { MAX_CHECKPOINT_DEPTH, MAX_HELD_BYTES, MAX_PICKLE_BYTES } from "./limits.js";
import { isBiasName, readName } from "./names.js";
import { listed } from "./order.js";
import { Call, Global, Persistent, readPickle } from "./pickle.js";
import { type Stream, sourceOfBytes, streamOf } from "./source.js";
import { ELEMENT_TYPES, type ElementType, type Tensor, cellCount, isCount, shapeText } from "./tensor.js";
import { type ZipEntry, readZipEntry, streamOfEntry } from "./zip.js";

/** The pickle of a PyTorch archive, if it is one. */
export function torchPickle(entries: readonly ZipEntry[]): ZipEntry | undefined {
  return entries.find(({ name }) => /^(?:[^/]*\/)?data\.pkl$/.test(name));
}

/** Storage classes and dtypes by element type; what is missing has a size of its own and no use here. */
const STORAGES: Readonly<Record<string, string>> = {
  DoubleStorage: "F64",
  FloatStorage: "F32",
  HalfStorage: "F16",
  BFloat16Storage: "BF16",
  LongStorage: "I64",
  IntStorage: "I32",
  ShortStorage: "I16",
  CharStorage: "I8",
  ByteStorage: "U8",
  BoolStorage: "BOOL",
};
const DTYPES: Readonly<Record<string, string>> = {
  float64: "F64",
  float32: "F32",
  float16: "F16",
  bfloat16: "BF16",
  int64: "I64",
  int32: "I32",
  int16: "I16",
  int8: "I8",
  uint8: "U8",
  uint16: "U16",
  uint32: "U32",
  uint64: "U64",
  bool: "BOOL",
};

/** Dicts, tensors, and a few values that training checkpoints hold besides; none of them is ever called. */
const ALLOWED = new Set([
  "collections.OrderedDict",
  "collections.defaultdict",
  "collections.Counter",
  "torch._utils._rebuild_tensor_v2",
  "torch._utils._rebuild_tensor_v3",
  "torch._utils._rebuild_parameter",
  "torch.Size",
  "torch.device",
  "torch.dtype",
  "torch.storage.UntypedStorage",
  "torch.UntypedStorage",
  "numpy.core.multiarray.scalar",
  "numpy._core.multiarray.scalar",
  "numpy.dtype",
  "_codecs.encode",
  "__builtin__.set",
  "builtins.set",
  "__builtin__.dict",
  "builtins.dict",
]);

function isAllowed(name: string): boolean {
  return ALLOWED.has(name) || /^torch\.(?:[A-Z][A-Za-z0-9]*Storage|(?:u?int|float|bfloat|complex)[a-z0-9_]+|bool)$/.test(name);
}

/**
 * The tensors of the state dict in an archive.
 * @param layers the layers as `--layers` names them: they choose among several state dicts
 * @throws Fault naming the pickle's byte, the storage or the tensor
 */
export async function readTorch(entries: readonly ZipEntry[], pickle: ZipEntry, layers?: readonly string[]): Promise<Tensor[]> {
  const folder = pickle.name.slice(0, -"data.pkl".length);
  const files = new Map(entries.map((entry) => [entry.name, entry]));
  const order = files.get(`${folder}byteorder`);
  const byteOrder = order === undefined ? "little" : Buffer.from(await readZipEntry(order, MAX_PICKLE_BYTES)).toString("latin1").trim();
  if (byteOrder !== "little" && byteOrder !== "big") throw badInput("byteorder", "little or big", quote(byteOrder));
  const storages = new Storages(files, folder, byteOrder === "big");
  const dicts = stateDicts(readPickle(await readZipEntry(pickle, MAX_PICKLE_BYTES), isAllowed), storages);
  return chooseDict(dicts, layers).tensors;
}

interface StateDict {
  /** Keys that lead to it, joined by dots; empty for the file's own dict. */
  readonly path: string;
  readonly tensors: Tensor[];
}

/** All dicts that hold tensors of two or more dimensions themselves, outside optimizers. */
function stateDicts(root: unknown, storages: Storages): StateDict[] {
  const lone = tensorCall(root);
  if (lone !== undefined) return [{ path: "", tensors: [storages.tensor("tensor", lone)] }];
  const found: StateDict[] = [];
  const seen = new Set<unknown>();
  const visit = (dict: ReadonlyMap<unknown, unknown>, path: string, depth: number): void => {
    if (seen.has(dict) || depth > MAX_CHECKPOINT_DEPTH) return;
    seen.add(dict);
    const tensors: Tensor[] = [];
    for (const [key, value] of dict) {
      if (typeof key !== "string") continue;
      const call = tensorCall(value);
      const inner = asDict(value);
      if (call !== undefined) tensors.push(storages.tensor(key, call));
      else if (inner !== undefined && !/optim|sched|scaler/i.test(key)) visit(inner, path === "" ? key : `${path}.${key}`, depth + 1);
    }
    if (tensors.some(({ name, shape }) => shape.length >= 2 && readName(name).role !== "ignored")) found.push({ path, tensors });
  };
  const dict = asDict(root);
  if (dict === undefined) throw badInput("pickle", "a dict of tensors", "something else");
  visit(dict, "", 0);
  return found;
}

function chooseDict(dicts: readonly StateDict[], layers: readonly string[] | undefined): StateDict {
  if (dicts.length === 0) throw badInput("pickle", "a state dict with 2-D tensors", "none");
  if (dicts.length === 1) return dicts[0]!;
  // `--layers` may name the tensors with or without the keys that lead to them.
  const candidates =
    layers === undefined
      ? dicts
      : [...dicts, ...dicts.filter(({ path }) => path !== "").map(withPath)].filter(({ tensors }) => holdsAll(tensors, layers));
  if (candidates.length === 1) return candidates[0]!;
  const paths = listed(dicts.map(({ path }) => quote(path)), ", ");
  if (candidates.length === 0) throw badInput("--layers", `names that one of the state dicts has (${paths})`, "none that has them all");
  const example = exampleName(candidates);
  const such = example === undefined ? "" : ` such as ${quote(example)}`;
  throw badInput("pickle", `one state dict, or --layers with full names${such}`, `${candidates.length}: ${paths}`);
}

/** The full name of a tensor that `--layers` may name, of the last dict that has one. */
function exampleName(dicts: readonly StateDict[]): string | undefined {
  const names = dicts.map(({ path, tensors }) => {
    const layer = tensors.find(({ name, shape }) => shape.length === 2 && isLayerName(name));
    return layer === undefined || path === "" ? layer?.name : `${path}.${layer.name}`;
  });
  return names.findLast((name) => name !== undefined);
}

function isLayerName(name: string): boolean {
  const { base, role } = readName(name);
  return (role === "weight" || role === "mask") && !isBiasName(base);
}

function withPath({ path, tensors }: StateDict): StateDict {
  return { path, tensors: tensors.map((tensor) => ({ ...tensor, name: `${path}.${tensor.name}` })) };
}

function holdsAll(tensors: readonly Tensor[], layers: readonly string[]): boolean {
  const named = tensors.map((tensor) => ({ name: readName(tensor.name).base, weight: tensor }));
  return layers.every((layer) => findLayer(named, layer) !== undefined);
}

function asDict(value: unknown): ReadonlyMap<unknown, unknown> | undefined {
  if (value instanceof Map) return value;
  return value instanceof Call && /\.(?:OrderedDict|dict)$/.test(value.callee.name) ? value.items : undefined;
}

/** The call that would rebuild a tensor, if the value is one; a parameter is the tensor in it. */
function tensorCall(value: unknown): Call | undefined {
  if (!(value instanceof Call)) return undefined;
  if (value.callee.name !== "torch._utils._rebuild_parameter") return value.callee.name.startsWith("torch._utils._rebuild_tensor_") ? value : undefined;
  const inner = value.args[0];
  return inner instanceof Call && inner !== value && inner.callee.name !== value.callee.name ? tensorCall(inner) : undefined;
}

interface Storage {
  readonly typeName: string;
  readonly type: ElementType | undefined;
  readonly key: string;
}

/** The archive's storages, found by key. */
class Storages {
  private readonly streams = new Map<string, Stream>();
  /** Bytes of storages that had to be inflated. */
  private held = 0;

  constructor(
    private readonly files: ReadonlyMap<string, ZipEntry>,
    private readonly folder: string,
    private readonly bigEndian: boolean,
  ) {}

  /** `_rebuild_tensor_v2(storage, offset, sizes, strides, ...)`; v3 has the element type as argument 6. */
  tensor(name: string, { callee, args }: Call): Tensor {
    const [reference, offset, shape, strides] = args;
    const place = `tensor ${quote(name)}`;
    const dtype = callee.name.endsWith("_v3") ? args[6] : undefined;
    const storage = readReference(reference, dtype, place);
    const { type, typeName } = storage;
    if (!isCount(offset)) throw badInput(`${place}, offset`, "a count", "something else");
    if (!isCounts(shape)) throw badInput(`${place}, sizes`, "a tuple of sizes", "something else");
    if (!isCounts(strides) || strides.length !== shape.length) throw badInput(`${place}, strides`, `${shape.length} strides`, "something else");
    const count = cellCount(shape);
    if (count === undefined) throw badInput(`${place}, sizes`, "sizes whose product can be counted", shapeText(shape));
    const file = this.files.get(`${this.folder}data/${storage.key}`);
    if (file === undefined) throw badInput(place, `a storage data/${storage.key} in the archive`, "none");
    if (type !== undefined) {
      const last = count === 0 ? -1 : shape.reduce((end, size, axis) => end + (size - 1) * strides[axis]!, offset);
      const length = Math.floor(file.size / type.bytes);
      if (last >= length) throw badInput(place, `cells inside its storage of ${length}`, `one at ${last}`);
    }
    const cells = () => ({ stream: this.stream(file), bigEndian: this.bigEndian, offset, strides });
    return { name, shape, typeName, type, cells };
  }

  /** One stream for all tensors that look at a storage, so that it is checked once; a deflated one is inflated once and held. */
  private stream(file: ZipEntry): Stream {
    let stream = this.streams.get(file.name);
    if (stream === undefined) {
      stream = file.deflated ? this.inflated(file) : streamOfEntry(file);
      this.streams.set(file.name, stream);
    }
    return stream;
  }

  private inflated(file: ZipEntry): Stream {
    this.held += file.size;
    if (this.held > MAX_HELD_BYTES) throw badInput(`zip entry ${quote(file.name)}`, `at most ${MAX_HELD_BYTES} bytes of deflated storages`, `${this.held} or more`);
    let bytes: Promise<Uint8Array> | undefined;
    async function* pieces(from: number, length: number): AsyncGenerator<Uint8Array> {
      bytes ??= readZipEntry(file, MAX_HELD_BYTES);
      yield* streamOf(sourceOfBytes(await bytes)).pieces(from, length);
    }
    return { size: file.size, pieces };
  }
}

/** `("storage", class, key, device, length)`; the length is not trusted, the archive's entry counts. */
function readReference(reference: unknown, dtype: unknown, place: string): Storage {
  const id = reference instanceof Persistent ? reference.id : undefined;
  if (!Array.isArray(id) || id[0] !== "storage" || !(id[1] instanceof Global) || typeof id[2] !== "string") {
    throw badInput(place, 'a storage ("storage", class, key, ...)', "something else");
  }
  const typeName = (dtype instanceof Global ? dtype : id[1]).name.replace(/^.*\./, "");
  const table = dtype instanceof Global ? DTYPES : STORAGES;
  return { typeName, type: Object.hasOwn(table, typeName) ? ELEMENT_TYPES.get(table[typeName]!) : undefined, key: id[2] };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= 64 && value.every(isCount);
}
