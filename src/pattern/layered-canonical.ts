/**
 * Canonical form of layers under permutations of the inputs, of the outputs and of the hidden neurons of each layer: what patterns are told apart by when a library is
 * classified (docs/theory.md 1.2). Dead neurons do not count. Not under transposition: `finite` and `cube` change under it.
 *
 * Two layers with few hidden neurons: a pattern is known from how many outputs and how many inputs there are of each class (the hidden neurons they meet), so the first of
 * these lists over all permutations of the hidden neurons is canonical. Otherwise a canonical labelling of the graph (labelling.ts), equal neurons merged first.
 */
import { createHash } from "node:crypto";
import { comesBefore, permutedClasses } from "./canonical.js";
import { type ColouredGraph, type Work, canonicalLabelling } from "./labelling.js";
import { liveNeurons } from "./live.js";
import { type Mask, kept, maskOfRows, row } from "./mask.js";
import { PackedMask } from "./packed-mask.js";
import type { Pattern } from "./pattern.js";

export interface LayeredForm {
  /**
   * Equal keys: isomorphic once dead neurons are removed. Isomorphic: equal keys, if both are canonical. A short key holds the whole representative, a longer one its SHA-256; a
   * key that is not canonical is the SHA-256 of the masks as they are, and begins with `~`.
   */
  readonly key: string;
  readonly canonical: boolean;
  /**
   * For layers 0 (inputs) to L (outputs): order[l][a] is the neuron of the masks that stands at place a of the representative. Live neurons only. Nothing
   * for a key that is not canonical: the masks represent themselves.
   */
  readonly order?: readonly ArrayLike<number>[];
}

/** Up to this many live hidden neurons between two layers, all their permutations are tried. */
const MAX_PERMUTED = 5;

/** Edges looked at and neurons moved before the search for a canonical labelling gives up: some tenths of a second. */
export const MAX_WORK = 2 ** 26;

/** Characters that a key may have before it is hashed. */
const MAX_KEY = 64;

/** The canonical form of the masks. Whether it is canonical may depend on the order of neurons when it takes about `maxWork` elementary steps. */
export function layeredForm(masks: readonly Mask[], maxWork = MAX_WORK): LayeredForm {
  const size = masks.reduce((sum, mask) => sum + mask.rows + kept(mask), masks[0]!.cols);
  if (size > maxWork / 8) return itself(masks);
  return (masks.length === 2 ? byClasses(masks[0]!, masks[1]!) : undefined) ?? byLabelling(masks, { left: maxWork });
}

/** The form of a pattern: the key tells also which layers have free biases. All three verdicts on two patterns with one key are the same. */
export function patternForm({ masks, bias }: Pick<Pattern, "masks" | "bias">, maxWork = MAX_WORK): LayeredForm {
  const form = layeredForm(masks, maxWork);
  return bias.every(Boolean) ? form : { ...form, key: `${form.key};bias=${bias.map(Number).join("")}` };
}

/** The masks that all patterns with this canonical key share; a layer without live neurons has one without edges. The masks themselves when the form is not canonical. */
export function layeredRepresentative(masks: readonly Mask[], { order }: LayeredForm): readonly Mask[] {
  if (order === undefined) return masks;
  const placeOf = order.map((neurons, l) => {
    const place = new Int32Array(l === 0 ? masks[0]!.cols : masks[l - 1]!.rows).fill(-1);
    for (let a = 0; a < neurons.length; a++) place[neurons[a]!] = a;
    return place;
  });
  return masks.map((mask, l) => {
    const places = placeOf[l]!;
    const lists = Array.from({ length: Math.max(1, order[l + 1]!.length) }, (_, a) => {
      const neuron = order[l + 1]![a];
      return neuron === undefined ? new Int32Array(0) : row(mask, neuron).map((j) => places[j]!).filter((place) => place >= 0).sort();
    });
    return maskOfRows(Math.max(1, order[l]!.length), lists);
  });
}

// Few hidden neurons between two layers.

const DIGITS = "0123456789abcdefghijklmnopqrstuv";

function byClasses(first: Mask, second: Mask): LayeredForm | undefined {
  const hidden = first.rows;
  let fed = 0;
  let live = 0;
  // A neuron is fed by an input and feeds an output. More of them than bits to a word are few of them live, or not for this way.
  if (hidden > 31) return undefined;
  for (let h = 0; h < hidden; h++) if (first.start[h]! < first.start[h + 1]!) fed |= 1 << h;
  for (let e = 0; e < second.index.length; e++) live |= fed & (1 << second.index[e]!);
  const neurons: number[] = [];
  const bit = new Int32Array(hidden);
  for (let h = 0; h < hidden; h++) if ((live >> h) & 1) bit[h] = 1 << (neurons.push(h) - 1);
  const r = neurons.length;
  if (r > MAX_PERMUTED) return undefined;
  const rowClass = new Uint8Array(second.rows);
  const columnClass = new Uint8Array(first.cols);
  for (let i = 0; i < second.rows; i++) for (let e = second.start[i]!; e < second.start[i + 1]!; e++) rowClass[i]! |= bit[second.index[e]!]!;
  for (let h = 0; h < hidden; h++) for (let e = first.start[h]!; e < first.start[h + 1]!; e++) columnClass[first.index[e]!]! |= bit[h]!;
  const rows = countsOf(rowClass, 1 << r);
  const columns = countsOf(columnClass, 1 << r);
  const tables = permutedClasses(r);
  let best = tables[0]!;
  for (let t = 1; t < tables.length; t++) if (comesBefore(rows, columns, tables[t]!, rows, columns, best)) best = tables[t]!;
  const outputs = byPlace(rowClass, best);
  const inputs = byPlace(columnClass, best);
  const order = [inputs.members, neurons.map((_, k) => neurons[31 - Math.clz32(best[1 << k]!)]!), outputs.members];
  return { key: hashed(`${inputs.members.length}-${r}-${outputs.members.length}:${outputs.digits}/${inputs.digits}`), canonical: true, order };
}

function countsOf(classes: Uint8Array, count: number): Int32Array {
  const counts = new Int32Array(count);
  for (let i = 0; i < classes.length; i++) counts[classes[i]!]!++;
  return counts;
}

/** The members that meet a neuron, by the place of their class, then ascending; and the places of their classes as digits. */
function byPlace(classes: Uint8Array, table: Uint8Array): { members: number[]; digits: string } {
  const members: number[] = [];
  let digits = "";
  for (let place = 1; place < table.length; place++) {
    for (let i = 0; i < classes.length; i++) {
      if (classes[i] !== table[place]) continue;
      members.push(i);
      digits += DIGITS[place]!;
    }
  }
  return { members, digits };
}

function hashed(key: string): string {
  if (key.length <= MAX_KEY) return key;
  return `${key.slice(0, key.indexOf(":"))}:${createHash("sha256").update(key).digest("hex")}`;
}

// Anything else.

function byLabelling(masks: readonly Mask[], work: Work): LayeredForm {
  const { graph, merged } = graphOf(masks, liveNeurons(masks));
  const labelled = canonicalLabelling(graph, work);
  if (labelled === undefined) return itself(masks);
  const { vertexAt, words } = labelled;
  const order = Array.from({ length: masks.length + 1 }, (): number[] => []);
  vertexAt.forEach((v) => order[graph.kind[v]!]!.push(...merged[v]!));
  const widths = order.map((neurons) => neurons.length).join("-");
  return { key: `${widths}:${createHash("sha256").update(words).digest("hex")}`, canonical: true, order };
}

/** The live neurons as vertices, those of a layer with the same neighbours as one. */
function graphOf(masks: readonly Mask[], live: readonly Uint8Array[]): { graph: ColouredGraph; merged: readonly number[][] } {
  const offset = [0];
  for (const neurons of live) offset.push(offset.at(-1)! + neurons.length);
  const n = offset.at(-1)!;
  // Neighbours of all neurons, below first, then above; both ascend.
  const start = new Int32Array(n + 1);
  masks.forEach((mask, l) => {
    for (let i = 0; i < mask.rows; i++) {
      if (live[l + 1]![i] === 0) continue;
      for (let e = mask.start[i]!; e < mask.start[i + 1]!; e++) {
        const j = mask.index[e]!;
        if (live[l]![j] === 0) continue;
        start[offset[l + 1]! + i + 1]!++;
        start[offset[l]! + j + 1]!++;
      }
    }
  });
  for (let v = 0; v < n; v++) start[v + 1]! += start[v]!;
  const next = start.slice(0, n);
  const to = new Int32Array(start[n]!);
  masks.forEach((mask, l) => {
    for (let i = 0; i < mask.rows; i++) {
      if (live[l + 1]![i] === 0) continue;
      for (let e = mask.start[i]!; e < mask.start[i + 1]!; e++) {
        const j = mask.index[e]!;
        if (live[l]![j] === 0) continue;
        const [v, u] = [offset[l + 1]! + i, offset[l]! + j];
        to[next[v]!++] = u;
        to[next[u]!++] = v;
      }
    }
  });
  return mergedGraph(offset, live, start, to);
}

function mergedGraph(offset: readonly number[], live: readonly Uint8Array[], start: Int32Array, to: Int32Array): { graph: ColouredGraph; merged: number[][] } {
  const n = start.length - 1;
  const merged: number[][] = [];
  const kind: number[] = [];
  /** The neuron that stands for each vertex, and the vertex of each such neuron. */
  const first: number[] = [];
  const vertexOf = new Int32Array(n).fill(-1);
  live.forEach((neurons, l) => {
    const alike = new Map<number, number[]>();
    for (let i = 0; i < neurons.length; i++) {
      if (neurons[i] === 0) continue;
      const v = offset[l]! + i;
      let hash = 0;
      for (let e = start[v]!; e < start[v + 1]!; e++) hash = Math.imul(hash ^ to[e]!, 0x9e3779b1) + (hash >>> 15);
      const others = alike.get(hash);
      const twin = others?.find((vertex) => sameNeighbours(start, to, first[vertex]!, v));
      if (twin !== undefined) {
        merged[twin]!.push(i);
        continue;
      }
      const vertex = merged.push([i]) - 1;
      kind.push(l);
      first.push(v);
      vertexOf[v] = vertex;
      if (others === undefined) alike.set(hash, [vertex]);
      else others.push(vertex);
    }
  });
  const own = new Int32Array(first.length + 1);
  const between: number[] = [];
  first.forEach((v, vertex) => {
    for (let e = start[v]!; e < start[v + 1]!; e++) if (vertexOf[to[e]!]! >= 0) between.push(vertexOf[to[e]!]!);
    own[vertex + 1] = between.length;
  });
  return { graph: { kind, weight: merged.map(({ length }) => length), start: own, to: Int32Array.from(between) }, merged };
}

function sameNeighbours(start: Int32Array, to: Int32Array, v: number, w: number): boolean {
  if (start[v + 1]! - start[v]! !== start[w + 1]! - start[w]!) return false;
  for (let e = start[v]!, f = start[w]!; e < start[v + 1]!; e++, f++) if (to[e] !== to[f]) return false;
  return true;
}

// No canonical form.

/** Neurons whose inputs are hashed at a time. */
const CHUNK = 2 ** 16;

/** Masks too large, or too symmetric, for a canonical form: a name that only equal masks share. */
function itself(masks: readonly Mask[]): LayeredForm {
  const hash = createHash("sha256");
  for (const mask of masks) {
    hash.update(Int32Array.of(mask.rows, mask.cols)).update(mask.start);
    if (!(mask instanceof PackedMask)) hash.update(mask.index);
    else for (let from = 0; from < mask.rows; from += CHUNK) hash.update(mask.columns(from, Math.min(from + CHUNK, mask.rows)));
  }
  const widths = [masks[0]!.cols, ...masks.map((mask) => mask.rows)].join("-");
  return { key: `~${widths}:${hash.digest("hex")}`, canonical: false };
}
