/**
 * The cases of the readers' fuzz test: for every format, valid inputs and a way to break them.
 *
 * Case `index` of `seed` is always the same, whatever ran before it, so that a failure can be replayed.
 */
import { readFileSync, readdirSync } from "node:fs";
import { unzipSync, zipSync } from "fflate";
import { mutateBytes, mutateText, randomSource } from "./mutate.js";

const FIXTURES = new URL("../../test/fixtures/formats/", import.meta.url);

function fixtures(ending) {
  return readdirSync(FIXTURES)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => readFileSync(new URL(name, FIXTURES)));
}

const PATTERNS = [
  '{"format":"wellposed/pattern/1","name":"lu","widths":[2,2,2],"masks":[["11","01"],["10","11"]],"bias":true}',
  '{"format":"wellposed/pattern/1","name":"e","widths":[3,2,1],"masks":[{"edges":[[0,0],[1,2]]},["11"]],"bias":[true,false],"about":"x","tags":["t"],"source":"s","expected":{"linear":null,"why":"w"}}',
];
const GRAPHS = [
  '{"options":{"directed":true,"multigraph":false,"compound":false},"value":{"name":"g","bias":[true,false]},"nodes":[{"v":"a","value":{"layer":0}},{"v":"h"},{"v":"y"}],"edges":[{"v":"a","w":"h"},{"v":"h","w":"y"}]}',
  '{"nodes":[{"v":"a"},{"v":"b"},{"v":"c"},{"v":"d"},{"v":"e"}],"edges":[{"v":"a","w":"c"},{"v":"b","w":"c"},{"v":"c","w":"d"},{"v":"c","w":"e"}]}',
];
const DOTS = [
  "digraph g { bias=true; x1 -> h1 -> y; x2 -> { h1 h2 } -> y [weight=2]; }",
  'strict digraph "a b" {\n  // inputs\n  subgraph layer0 { rank=same; node [layer=0]; "n:0:0"; "n:0:1" }\n  node [layer=1] h; /* hidden */\n  node [layer=2] y;\n  "n:0:0":e -> h -> y\n  # end\n}\n',
];

function safetensors(tensors, metadata) {
  const header = metadata === undefined ? {} : { __metadata__: metadata };
  const parts = [];
  let at = 0;
  for (const [name, dtype, shape, bytes] of tensors) {
    header[name] = { dtype, shape, data_offsets: [at, at + bytes.length] };
    parts.push(bytes);
    at += bytes.length;
  }
  return framed(JSON.stringify(header), Buffer.concat(parts));
}

function framed(header, data) {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

const SAFETENSORS = [
  safetensors(
    [
      ["fc1.weight", "F32", [3, 2], Buffer.from(new Float32Array([1, 0, 2, 3, -0, 4]).buffer)],
      ["fc1.bias", "F32", [3], Buffer.alloc(12)],
      ["fc2.weight", "F64", [2, 3], Buffer.from(new Float64Array([1, 0, 2, 0, 5, 6]).buffer)],
    ],
    { format: "pt" },
  ),
  safetensors([
    ["encoder_mask", "BOOL", [2, 4], Buffer.from([1, 0, 1, 1, 0, 1, 1, 0])],
    ["head_mask", "I64", [1, 2], Buffer.from(new BigInt64Array([1n, 0n]).buffer)],
  ]),
  safetensors([
    ["fc1.bitmask", "U8", [2, 2], Buffer.from([5, 2, 0, 1])],
    ["fc1.compressed", "F16", [4], Buffer.alloc(8)],
    ["fc1.row_offsets", "I64", [2], Buffer.from(new BigInt64Array([0n, 3n]).buffer)],
    ["fc1.shape", "I64", [2], Buffer.from(new BigInt64Array([2n, 11n]).buffer)],
    ["fc2.weight.bitmask", "U8", [1, 1], Buffer.from([3])],
    ["fc2.weight.shape", "I32", [2, 1], Buffer.from(new Int32Array([1, 2]).buffer)],
  ]),
];

/** A checkpoint in two files, with the index that names them. */
const SHARDS = {
  "model-00001-of-00002.safetensors": safetensors([
    ["fc1.weight", "F32", [3, 2], Buffer.from(new Float32Array([1, 0, 2, 3, -0, 4]).buffer)],
    ["fc1.bias", "BF16", [3], Buffer.alloc(6)],
  ]),
  "model-00002-of-00002.safetensors": safetensors([["fc2.weight", "F64", [1, 3], Buffer.from(new Float64Array([1, 0, 2]).buffer)]], { format: "pt" }),
};
const INDEX =
  '{"metadata":{"total_size":54},"weight_map":{"fc1.bias":"model-00001-of-00002.safetensors","fc1.weight":"model-00001-of-00002.safetensors","fc2.weight":"model-00002-of-00002.safetensors"}}';

/** An array that is larger than what is inflated in one go. */
const LARGE_NPZ = (() => {
  const header = Buffer.from("{'descr': '|u1', 'fortran_order': False, 'shape': (1100, 1100), }");
  const head = Buffer.concat([Buffer.from("\x93NUMPY\x01\x00", "latin1"), Buffer.from([header.length, 0]), header]);
  return Buffer.from(zipSync({ "mask.npy": Buffer.concat([head, Buffer.alloc(1100 * 1100, 1)]) }, { level: 6 }));
})();

/** A header of safetensors broken as text, with its length made to fit again. */
function mutateHeader(bytes, random) {
  const length = Number(bytes.readBigUInt64LE());
  return framed(mutateText(bytes.subarray(8, 8 + length).toString(), random), bytes.subarray(8 + length));
}

/** One entry of a zip broken and packed again, so that lengths and checksums are right around it. */
function mutateEntry(bytes, random, others) {
  const files = unzipSync(bytes);
  const names = Object.keys(files);
  const name = random.pick(random.chance(50) ? names.filter((each) => /pkl$|npy$/.test(each)) : names);
  files[name] = mutateBytes(files[name], random, others);
  return Buffer.from(zipSync(files, { level: random.chance(50) ? 0 : 6 }));
}

/** The fields of a protocol buffer as [tag, value]; undefined for bytes that are none. */
function fieldsOf(bytes) {
  const fields = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; at < bytes.length && shift < 2 ** 50; shift *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
    at = Infinity;
    return 0;
  };
  while (at < bytes.length) {
    const tag = varint();
    const wire = tag % 8;
    const start = at;
    const size = wire === 0 ? (varint(), at - start) : wire === 1 ? 8 : wire === 5 ? 4 : wire === 2 ? varint() : Infinity;
    const from = wire === 2 ? at : start;
    if (tag < 8 || from + size > bytes.length) return undefined;
    fields.push([tag, bytes.subarray(from, from + size)]);
    at = from + size;
  }
  return at === bytes.length ? fields : undefined;
}

function message(fields) {
  const varint = (value) => (value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]);
  return Buffer.concat(fields.flatMap(([tag, value]) => [Buffer.from(tag % 8 === 2 ? [...varint(tag), ...varint(value.length)] : varint(tag)), value]));
}

/** One field somewhere in a protocol buffer broken, doubled, moved or left out, with the lengths around it right. */
function mutateMessage(bytes, random, others) {
  const fields = fieldsOf(bytes);
  if (fields === undefined || fields.length === 0) return mutateBytes(bytes, random, others);
  const at = random.below(fields.length);
  const [tag, value] = fields[at];
  const inner = tag % 8 === 2 && value.length > 0;
  if (inner && random.chance(75)) fields[at] = [tag, mutateMessage(value, random, others)];
  else {
    switch (random.below(6)) {
      case 0:
        fields.splice(at, 1);
        break;
      case 1:
        fields.splice(random.below(fields.length), 0, fields[at]);
        break;
      case 2:
        fields.splice(random.below(fields.length), 0, ...fields.splice(at, 1));
        break;
      case 3:
        fields[at] = [8 * random.pick([1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 14, 15, 20, 22]) + (tag % 8), value];
        break;
      default:
        // Of a number all bytes keep their upper bit: the varint stays as long as it was.
        fields[at] = [tag, inner ? mutateBytes(value, random, others) : Buffer.from(value.map((byte) => (byte & 128) | random.below(128)))];
    }
  }
  return message(fields);
}

const text = (values) => values.map((value) => Buffer.from(value));
const asText = (bytes, random) => Buffer.from(mutateText(bytes.toString(), random));

/** Per format: a file name, valid inputs, and mutations that know the structure. */
const FORMAT_TABLE = {
  pattern: { file: "case.json", seeds: text(PATTERNS), inner: asText },
  graphlib: { file: "case.json", seeds: text(GRAPHS), inner: asText },
  dot: { file: "case.dot", seeds: text(DOTS), inner: asText },
  npy: { file: "case.npy", seeds: fixtures(".npy"), inner: mutateBytes },
  npz: { file: "case.npz", seeds: [...fixtures(".npz"), LARGE_NPZ], inner: mutateEntry },
  safetensors: { file: "case.safetensors", seeds: SAFETENSORS, inner: mutateHeader },
  shards: { file: "model.safetensors.index.json", seeds: text([INDEX]), inner: asText, shards: SHARDS },
  torch: { file: "case.pt", seeds: fixtures(".pt").filter((bytes) => bytes[0] === 0x50), inner: mutateEntry },
  onnx: { file: "case.onnx", seeds: fixtures(".onnx"), inner: mutateMessage },
  mtx: { file: "case.mtx", seeds: fixtures(".mtx"), inner: asText },
};

export const FORMATS = Object.keys(FORMAT_TABLE);

/** Case number `index` for a format. */
export function caseOf(format, seed, index) {
  const { file, seeds, inner, shards } = FORMAT_TABLE[format];
  const random = randomSource(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  const bytes = random.pick(seeds);
  if (shards !== undefined && random.chance(50)) return { bytes, fileName: file, beside: besideOf(brokenShard(shards, random)) };
  const mutated = random.chance(60) ? inner(bytes, random, seeds) : mutateBytes(bytes, random, seeds);
  return { bytes: mutated, fileName: random.chance(90) ? file : "case", ...(shards && { beside: besideOf(shards) }) };
}

/** The shards, one of them broken. */
function brokenShard(shards, random) {
  const name = random.pick(Object.keys(shards));
  const others = Object.values(shards);
  const broken = random.chance(60) ? mutateHeader(shards[name], random) : mutateBytes(shards[name], random, others);
  return { ...shards, [name]: broken };
}

/** Files by their names; any other is empty. */
function besideOf(shards) {
  return (name) => {
    const bytes = Object.hasOwn(shards, name) ? shards[name] : Buffer.alloc(0);
    return { size: bytes.length, read: (from, length) => bytes.subarray(from, from + length) };
  };
}

/**
 * Reads a case; anything but a pattern or a one-line refusal of kind `input` is a failure.
 * @returns "read" or "refused"
 */
export async function runCase(patternFromBytes, { bytes, fileName, beside }) {
  try {
    const { pattern } = await patternFromBytes(bytes, fileName, {}, beside);
    if (pattern.masks.length !== pattern.widths.length - 1) throw new Error("masks and widths disagree");
    return "read";
  } catch (error) {
    if (error?.name !== "Fault" || error.kind !== "input" || /\n/.test(error.message)) throw error;
    return "refused";
  }
}
