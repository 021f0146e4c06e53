/**
 * What a sparsity pattern is, and its form as a JSON value (`wellposed/pattern/1`).
 *
 * Widths N_0 (inputs), N_1, ..., N_L (outputs); `masks[l]` is the support of W_{l+1}, a mask with
 * N_{l+1} rows and N_l columns. `bias[l]` says whether layer l + 1 has free biases.
 */
import { badInput, quote, shortLine } from "./fault.js";
import { bitsLength, maskFromBits, maskToBits } from "./mask-bits.js";
import { type Mask, kept, maskOfBits, maskOfRows, maskStrings, row } from "./mask.js";
import { rowWords } from "./packed-mask.js";

export interface Pattern {
  readonly name: string;
  readonly widths: readonly number[];
  readonly masks: readonly Mask[];
  readonly bias: readonly boolean[];
  readonly about?: string;
  readonly tags?: readonly string[];
  /** Where the pattern comes from: a paper, a library, a construction. */
  readonly source?: string;
  /** What its author claims of it; shown and tested against, never believed. */
  readonly expected?: Expected;
}

/** Claimed verdicts, `null` for "the tool is expected to leave it undecided", with the reason in words. */
export interface Expected {
  readonly linear?: boolean | null;
  readonly finite?: boolean | null;
  readonly cube?: boolean | null;
  readonly why?: string;
}

export const PATTERN_FORMAT = "wellposed/pattern/1";

/** One string of 0 and 1 for each output, the list of the entries, or (mask-bits.ts) all bits as base64. */
export type MaskJson = string[] | { edges: [output: number, input: number][] } | { bits: string };

/** The form of a pattern in a file. `bias` is one boolean when all layers agree. */
export interface PatternJson {
  format: typeof PATTERN_FORMAT;
  name: string;
  widths: number[];
  masks: MaskJson[];
  bias?: boolean | boolean[];
  about?: string;
  tags?: string[];
  source?: string;
  expected?: Expected;
}

/**
 * Neurons a layer may have, and layers a pattern may have. A file of a few bytes can ask for any
 * width by an edge list, and memory grows with the widths: these bounds keep it below 1 GB.
 */
export const MAX_WIDTH = 1 << 22;
export const MAX_LAYERS = 1 << 12;
const MAX_NEURONS = 1 << 24;

/** Number of layers L. */
export function depth(pattern: Pattern): number {
  return pattern.masks.length;
}

/** Kept weights over all layers. */
export function edgeCount(pattern: Pattern): number {
  return pattern.masks.reduce((sum, mask) => sum + kept(mask), 0);
}

/** Are all biases free? Only then do `finite` and `cube` have a verdict. */
export function allBiasesFree(pattern: Pattern): boolean {
  return pattern.bias.every(Boolean);
}

/**
 * The pattern with these masks, widths taken from them; biases free unless said.
 * @throws Fault when the masks do not chain or there are none.
 */
export function makePattern(
  name: string,
  masks: readonly Mask[],
  more: Partial<Pick<Pattern, "bias" | "about" | "tags" | "source" | "expected">> = {},
): Pattern {
  if (masks.length === 0) throw badInput("masks", "at least one layer", "none");
  const widths = [masks[0]!.cols, ...masks.map((mask) => mask.rows)];
  masks.forEach((mask, l) => {
    if (mask.cols !== widths[l]) {
      throw badInput(`masks[${l}]`, `${widths[l]} columns, the rows of the layer below`, `${mask.cols}`);
    }
  });
  checkWidths(widths, "widths");
  const { bias = masks.map(() => true), ...rest } = more;
  return { name, widths, masks, bias, ...rest };
}

function checkWidths(widths: readonly number[], place: string): void {
  if (widths.length - 1 > MAX_LAYERS) throw badInput(place, `at most ${MAX_LAYERS} layers`, `${widths.length - 1}`);
  widths.forEach((width, l) => {
    if (!Number.isInteger(width) || width < 1 || width > MAX_WIDTH) {
      throw badInput(`${place}[${l}]`, `an integer from 1 to ${MAX_WIDTH}`, quote(width));
    }
  });
  const neurons = widths.reduce((sum, width) => sum + width, 0);
  if (neurons > MAX_NEURONS) throw badInput(place, `at most ${MAX_NEURONS} neurons`, `${neurons}`);
}

const KEYS = new Set(["format", "name", "widths", "masks", "bias", "about", "tags", "source", "expected"]);

/**
 * Reads the JSON value of a pattern file. Unknown keys are refused: a misspelt `bias` must not pass.
 * @param place prefix of the places in faults, for a pattern inside another document
 * @throws Fault naming the place, for anything that is not exactly a `wellposed/pattern/1`
 */
export function patternFromJson(value: unknown, place = ""): Pattern {
  const at = (key: string): string => (place === "" ? key : `${place}.${key}`);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badInput(place, `a ${PATTERN_FORMAT} object`, quote(value));
  }
  const object = value as Record<string, unknown>;
  if (object["format"] !== PATTERN_FORMAT) throw badInput(at("format"), quote(PATTERN_FORMAT), quote(object["format"]));
  for (const key of Object.keys(object)) {
    if (!KEYS.has(key)) throw badInput(at(shortLine(key)), `one of the keys ${[...KEYS].join(", ")}`, "an unknown key");
  }
  const { name = "", widths, masks, bias = true, about, tags, source, expected } = object;
  if (typeof name !== "string") throw badInput(at("name"), "a string", quote(name));
  if (about !== undefined && typeof about !== "string") throw badInput(at("about"), "a string", quote(about));
  if (source !== undefined && typeof source !== "string") throw badInput(at("source"), "a string", quote(source));
  if (expected !== undefined) checkExpected(expected, at("expected"));
  if (tags !== undefined && !(Array.isArray(tags) && tags.every((tag) => typeof tag === "string"))) {
    throw badInput(at("tags"), "a list of strings", quote(tags));
  }
  if (!Array.isArray(widths) || widths.length < 2) throw badInput(at("widths"), "a list of at least two widths", quote(widths));
  if (!widths.every((width) => typeof width === "number")) throw badInput(at("widths"), "numbers", quote(widths));
  checkWidths(widths, at("widths"));
  if (!Array.isArray(masks)) throw badInput(at("masks"), "a list of masks", quote(masks));
  if (masks.length !== widths.length - 1) {
    throw badInput(at("masks"), `${widths.length - 1} masks for ${widths.length} widths`, `${masks.length}`);
  }
  const layers = masks.map((mask, l) => maskFromJson(mask, widths[l + 1]!, widths[l]!, at(`masks[${l}]`)));
  const flags = typeof bias === "boolean" ? layers.map(() => bias) : bias;
  if (!Array.isArray(flags) || flags.length !== layers.length || !flags.every((flag) => typeof flag === "boolean")) {
    throw badInput(at("bias"), `a boolean, or ${layers.length} booleans`, quote(bias));
  }
  return {
    name,
    widths: [...widths],
    masks: layers,
    bias: flags,
    ...(about === undefined ? {} : { about }),
    ...(tags === undefined ? {} : { tags: tags as string[] }),
    ...(source === undefined ? {} : { source }),
    ...(expected === undefined ? {} : { expected: expected as Expected }),
  };
}

function checkExpected(value: unknown, place: string): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badInput(place, "an object", quote(value));
  for (const [key, claim] of Object.entries(value)) {
    const allowed =
      key === "why" ? typeof claim === "string" : ["linear", "finite", "cube"].includes(key) && (claim === null || typeof claim === "boolean");
    if (!allowed) throw badInput(`${place}.${shortLine(key)}`, "linear, finite or cube with true, false or null, or why with a string", quote(claim));
  }
}

function maskFromJson(value: unknown, rows: number, cols: number, place: string): Mask {
  if (Array.isArray(value)) return maskFromStrings(value, rows, cols, place);
  if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value);
    if (keys.length === 1 && keys[0] === "edges") {
      return maskFromEdgeList((value as { edges: unknown }).edges, rows, cols, `${place}.edges`);
    }
    if (keys.length === 1 && keys[0] === "bits") return maskFromBits((value as { bits: unknown }).bits, rows, cols, `${place}.bits`);
  }
  throw badInput(place, `${rows} strings of ${cols} characters 0 or 1, { "edges": [[out, in], ...] } or { "bits": "base64" }`, quote(value));
}

function maskFromStrings(value: readonly unknown[], rows: number, cols: number, place: string): Mask {
  if (value.length !== rows) throw badInput(place, `${rows} rows`, `${value.length}`);
  // All lengths first: then there is as much text as the table of bits stands for.
  const lines = value.map((text, i) => {
    if (typeof text !== "string") throw badInput(`${place}[${i}]`, `a string of ${cols} characters 0 or 1`, quote(text));
    if (text.length !== cols) throw badInput(`${place}[${i}]`, `${cols} characters`, `${text.length}`);
    return text;
  });
  const words = rowWords(cols);
  const bits = new Uint32Array(rows * words);
  lines.forEach((text, i) => {
    for (let j = 0; j < cols; j++) {
      const code = text.charCodeAt(j);
      if (code === 49) bits[i * words + (j >>> 5)]! |= 1 << (j & 31);
      else if (code !== 48) throw badInput(`${place}[${i}], character ${j}`, "0 or 1", quote(text[j]));
    }
  });
  return maskOfBits(rows, cols, bits);
}

function maskFromEdgeList(value: unknown, rows: number, cols: number, place: string): Mask {
  if (!Array.isArray(value)) throw badInput(place, "a list of [out, in] pairs", quote(value));
  const lists: number[][] = Array.from({ length: rows }, () => []);
  value.forEach((edge: unknown, e) => {
    if (!Array.isArray(edge) || edge.length !== 2) throw badInput(`${place}[${e}]`, "an [out, in] pair", quote(edge));
    const [i, j] = edge as unknown[];
    if (!isIndex(i, rows)) throw badInput(`${place}[${e}]`, `an output from 0 to ${rows - 1}`, quote(i));
    if (!isIndex(j, cols)) throw badInput(`${place}[${e}]`, `an input from 0 to ${cols - 1}`, quote(j));
    lists[i]!.push(j);
  });
  lists.forEach((list, i) => {
    list.sort((a, b) => a - b);
    const twice = list.find((j, e) => e > 0 && list[e - 1] === j);
    if (twice !== undefined) throw badInput(place, "every edge once", `[${i},${twice}] twice`);
  });
  return maskOfRows(cols, lists);
}

function isIndex(value: unknown, below: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < below;
}

/** The pattern as the JSON value of a pattern file. */
export function patternToJson(pattern: Pattern): PatternJson {
  const same = pattern.bias.every((flag) => flag === pattern.bias[0]);
  return {
    format: PATTERN_FORMAT,
    name: pattern.name,
    widths: [...pattern.widths],
    masks: pattern.masks.map(maskToJson),
    bias: same ? pattern.bias[0]! : [...pattern.bias],
    ...(pattern.about === undefined ? {} : { about: pattern.about }),
    ...(pattern.tags === undefined ? {} : { tags: [...pattern.tags] }),
    ...(pattern.source === undefined ? {} : { source: pattern.source }),
    ...(pattern.expected === undefined ? {} : { expected: pattern.expected }),
  };
}

/** Masks with fewer cells are written so that they can be read by eye. */
const LARGE = 2 ** 22;

/**
 * A mask becomes strings, or an edge list where that is shorter (an edge costs about 10 characters, a cell one). A large one becomes bits, or an edge list where that
 * is less than half as long: a list takes far longer to be read than a text of its length.
 */
function maskToJson(mask: Mask): MaskJson {
  const { rows, cols } = mask;
  if (rows * cols < LARGE) return kept(mask) * 10 < rows * cols ? { edges: edgesOf(mask) } : maskStrings(mask);
  const edgeLength = `[${rows - 1},${cols - 1}],`.length;
  return kept(mask) * edgeLength * 2 < bitsLength(rows, cols) ? { edges: edgesOf(mask) } : { bits: maskToBits(mask) };
}

/** The kept entries as [out, in] pairs, row by row. */
export function edgesOf(mask: Mask): [number, number][] {
  const edges: [number, number][] = [];
  for (let i = 0; i < mask.rows; i++) for (const j of row(mask, i)) edges.push([i, j]);
  return edges;
}
