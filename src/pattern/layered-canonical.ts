/**
 * Canonical form of layers under permutations of the inputs, of the outputs and of the hidden neurons of each layer: what patterns are told apart by when a library is
 * classified (docs/theory.md 1.1). Dead neurons do not count. Not under transposition: `finite` and `cube` change under it.
 *
 * Two layers with few hidden neurons: a pattern is known from how many outputs and how many inputs there are of each class (the hidden neurons they meet), so the first of
 * these lists over all permutations of the hidden neurons is canonical. Otherwise a canonical labelling of the graph (labelling.ts), equal neurons merged first.
 */
import { createHash } from "node:crypto";
import { comesBefore, permutedClasses } from "./canonical.js";
import { type ColouredGraph, type Work, canonicalLabelling } from "./labelling.js";
import { pruneDead } from "./live.js";
import { type Mask, kept, maskOfRows, row } from "./mask.js";
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
  const live = new Uint8Array(first.rows);
  for (let i = 0; i < second.rows; i++) for (const h of row(second, i)) if (first.start[h]! < first.start[h + 1]!) live[h] = 1;
  const neurons: number[] = [];
  for (let h = 0; h < live.length; h++) if (live[h] === 1 && neurons.push(h) > MAX_PERMUTED) return undefined;
  const r = neurons.length;
  const rowClass = new Uint8Array(second.rows);
  const columnClass = new Uint8Array(first.cols);
  const bit = new Uint8Array(first.rows);
  for (let k = 0; k < r; k++) {
    bit[neurons[k]!] = 1 << k;
    for (const j of row(first, neurons[k]!)) columnClass[j]! |= 1 << k;
  }
  for (let i = 0; i < second.rows; i++) for (const h of row(second, i)) rowClass[i]! |= bit[h]!;
  const rows = countsOf(rowClass, 1 << r);
  const columns = countsOf(columnClass, 1 << r);
  const tables = permutedClasses(r);
  let best = tables[0]!;
  for (let t = 1; t < tables.length; t++) if (comesBefore(rows, columns, tables[t]!, rows, columns, best)) best = tables[t]!;
  const outputs = byPlace(rowClass, best);
  const inputs = byPlace(columnClass, best);
  const hidden = neurons.map((_, k) => neurons[31 - Math.clz32(best[1 << k]!)]!);
  const key = hashed(`${inputs.members.length}-${r}-${outputs.members.length}:${outputs.digits}/${inputs.digits}`);
  return { key, canonical: true, order: [inputs.members, hidden, outputs.members] };
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
  const { graph, merged } = graphOf(pruneDead(masks));
  const labelled = canonicalLabelling(graph, work);
  if (labelled === undefined) return itself(masks);
  const { vertexAt, words } = labelled;
  const order = Array.from({ length: masks.length + 1 }, (): number[] => []);
  vertexAt.forEach((v) => order[graph.kind[v]!]!.push(...merged[v]!));
  const widths = order.map((neurons) => neurons.length).join("-");
  return { key: `${widths}:${createHash("sha256").update(words).digest("hex")}`, canonical: true, order };
}

/** The neurons with edges as vertices, those of a layer with the same neighbours as one. The masks must be pruned. */
function graphOf(masks: readonly Mask[]): { graph: ColouredGraph; merged: readonly number[][] } {
  const offset = [0, masks[0]!.cols];
  for (const mask of masks) offset.push(offset.at(-1)! + mask.rows);
  const start = new Int32Array(offset.at(-1)! + 1);
  eachEdge(masks, offset, (v, u) => {
    start[v + 1]!++;
    start[u + 1]!++;
  });
  for (let v = 0; v + 1 < start.length; v++) start[v + 1]! += start[v]!;
  const next = start.slice(0, -1);
  const to = new Int32Array(start.at(-1)!);
  // Of every neuron the neighbours below first, then those above, both ascending.
  eachEdge(masks, offset, (v, u) => {
    to[next[v]!++] = u;
    to[next[u]!++] = v;
  });
  return merge(offset, start, to);
}

/** The edges from the first layer to the last, by their upper ends, then by their lower ones; `offset[l]` is the number of the first neuron of layer l. */
function eachEdge(masks: readonly Mask[], offset: readonly number[], look: (upper: number, lower: number) => void): void {
  masks.forEach((mask, l) => {
    for (let i = 0; i < mask.rows; i++) {
      const below = row(mask, i);
      for (let e = 0; e < below.length; e++) look(offset[l + 1]! + i, offset[l]! + below[e]!);
    }
  });
}

function merge(offset: readonly number[], start: Int32Array, to: Int32Array): { graph: ColouredGraph; merged: readonly number[][] } {
  const merged: number[][] = [];
  const kind: number[] = [];
  /** The first neuron that each vertex stands for, and the vertex of each such neuron. */
  const first: number[] = [];
  const vertexOf = new Int32Array(start.length - 1).fill(-1);
  for (let l = 0; l + 1 < offset.length; l++) {
    const alike = new Map<number, number[]>();
    for (let v = offset[l]!; v < offset[l + 1]!; v++) {
      if (start[v] === start[v + 1]) continue;
      let hash = 0;
      for (let e = start[v]!; e < start[v + 1]!; e++) hash = (Math.imul(hash ^ to[e]!, 0x9e3779b1) + (hash >>> 15)) | 0;
      const others = alike.get(hash);
      const twin = others?.find((vertex) => sameNeighbours(start, to, first[vertex]!, v));
      if (twin !== undefined) {
        merged[twin]!.push(v - offset[l]!);
        continue;
      }
      const vertex = merged.push([v - offset[l]!]) - 1;
      kind.push(l);
      first.push(v);
      vertexOf[v] = vertex;
      if (others === undefined) alike.set(hash, [vertex]);
      else others.push(vertex);
    }
  }
  const own = new Int32Array(first.length + 1);
  const between = new Int32Array(to.length);
  let edges = 0;
  first.forEach((v, vertex) => {
    for (let e = start[v]!; e < start[v + 1]!; e++) if (vertexOf[to[e]!]! >= 0) between[edges++] = vertexOf[to[e]!]!;
    own[vertex + 1] = edges;
  });
  return { graph: { kind, weight: merged.map(({ length }) => length), start: own, to: between.slice(0, edges) }, merged };
}

function sameNeighbours(start: Int32Array, to: Int32Array, v: number, w: number): boolean {
  if (start[v + 1]! - start[v]! !== start[w + 1]! - start[w]!) return false;
  for (let e = start[v]!, f = start[w]!; e < start[v + 1]!; e++, f++) if (to[e] !== to[f]) return false;
  return true;
}

// No canonical form.

/** Masks too large, or too symmetric, for a canonical form: a name that only equal masks share. */
function itself(masks: readonly Mask[]): LayeredForm {
  const hash = createHash("sha256");
  for (const mask of masks) {
    hash.update(Int32Array.of(mask.rows, mask.cols)).update(mask.start);
    for (let i = 0; i < mask.rows; i++) if (mask.start[i]! < mask.start[i + 1]!) hash.update(row(mask, i));
  }
  const widths = [masks[0]!.cols, ...masks.map((mask) => mask.rows)].join("-");
  return { key: `~${widths}:${hash.digest("hex")}`, canonical: false };
}
