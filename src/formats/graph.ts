/**
 * A layered graph, neurons as nodes and kept weights as edges, to a pattern; shared by graphlib JSON and DOT.
 *
 * Every edge goes from a layer l to l + 1. A neuron without a `layer` attribute gets its layer from the
 * edges: without incoming edges it is an input (layer 0), else it stands one above the highest neuron
 * that feeds it; without outgoing edges it is an output, so it must come out in the last layer. A dead
 * hidden neuron looks like an input or an output, so it needs the attribute. In a layer the neurons
 * stand in the order of the file.
 */
import { badInput, quote } from "../pattern/fault.js";
import { maskOfEdges } from "../pattern/mask.js";
import { MAX_LAYERS, type Pattern, makePattern } from "../pattern/pattern.js";
import { MAX_LISTED } from "./limits.js";

export interface GraphNode {
  readonly id: string;
  /** As the file gives it. */
  readonly layer?: number;
}

export interface LayeredGraph {
  readonly name: string;
  readonly nodes: readonly GraphNode[];
  /** [from, to] as indices into `nodes`. */
  readonly edges: readonly (readonly [number, number])[];
  /** One flag per layer, or one for all; free when absent. */
  readonly bias?: boolean | readonly boolean[];
}

/**
 * The pattern of a layered graph.
 * @throws Fault naming the neuron or the edge, for cycles, edges that skip a layer, repeated edges and
 *   neurons whose layer is not certain
 */
export function patternFromGraph({ name, nodes, edges, bias = true }: LayeredGraph): Pattern {
  checkEdgesDiffer(nodes, edges);
  const layer = assignLayers(nodes, edges);
  const widths = new Int32Array(layer.reduce((highest, l) => Math.max(highest, l), 0) + 1);
  const position = layer.map((l) => widths[l]!++);
  if (widths.length < 2) throw badInput("graph", "neurons in at least two layers", nodes.length === 0 ? "no neuron" : "all in layer 0");
  const gap = widths.indexOf(0);
  if (gap !== -1) throw badInput("graph", `a neuron in every layer from 0 to ${widths.length - 1}`, `none in layer ${gap}`);

  const perLayer: [number, number][][] = Array.from({ length: widths.length - 1 }, () => []);
  for (const [from, to] of edges) perLayer[layer[from]!]!.push([position[to]!, position[from]!]);
  const masks = perLayer.map((list, l) => maskOfEdges(widths[l + 1]!, widths[l]!, list));
  const flags = typeof bias === "boolean" ? masks.map(() => bias) : bias;
  if (flags.length !== masks.length) throw badInput("bias", `one flag, or ${masks.length}`, `${flags.length}`);
  return makePattern(name, masks, { bias: flags });
}

function checkEdgesDiffer(nodes: readonly GraphNode[], edges: LayeredGraph["edges"]): void {
  const seen = new Set<number>();
  for (const [from, to] of edges) {
    const key = from * nodes.length + to;
    if (seen.has(key)) throw badInput(edgeText(nodes, from, to), "every edge once", "it twice");
    seen.add(key);
  }
}

/** The layer of every neuron, in one pass from the inputs on (Kahn's algorithm). */
function assignLayers(nodes: readonly GraphNode[], edges: LayeredGraph["edges"]): Int32Array {
  const { start, target } = outgoing(nodes.length, edges);
  const waiting = new Int32Array(nodes.length);
  for (const v of target) waiting[v]!++;
  const isInput = waiting.map((count) => (count === 0 ? 1 : 0));
  const layer = new Int32Array(nodes.length);
  const ready: number[] = [];
  for (let v = 0; v < nodes.length; v++) if (isInput[v]) ready.push(v);
  for (let r = 0; r < ready.length; r++) {
    const v = ready[r]!;
    layer[v] = nodes[v]!.layer ?? layer[v]!;
    for (let e = start[v]!; e < start[v + 1]!; e++) {
      const w = target[e]!;
      layer[w] = Math.max(layer[w]!, layer[v]! + 1);
      if (--waiting[w]! === 0) ready.push(w);
    }
  }
  if (ready.length < nodes.length) throw badInput("graph", "no cycle", cycleText(nodes, edges, waiting));

  for (const [from, to] of edges) {
    if (layer[to] !== layer[from]! + 1) {
      throw badInput(edgeText(nodes, from, to), "an edge from a layer to the next", `one from layer ${layer[from]} to layer ${layer[to]}`);
    }
  }
  const last = layer.reduce((highest, l) => Math.max(highest, l), 0);
  nodes.forEach((node, v) => {
    if (node.layer !== undefined || start[v] !== start[v + 1]) return;
    const place = `neuron ${quote(node.id)}`;
    if (isInput[v]) throw badInput(place, "a layer attribute or an edge, to tell its layer", "neither");
    if (layer[v] !== last) throw badInput(place, `an output in layer ${last}, or a layer attribute`, `no edge from it, in layer ${layer[v]}`);
  });
  return layer;
}

/** The edges by their first node, as compressed rows. */
function outgoing(count: number, edges: LayeredGraph["edges"]): { start: Int32Array; target: Int32Array } {
  const start = new Int32Array(count + 1);
  for (const [from] of edges) start[from + 1]!++;
  for (let v = 0; v < count; v++) start[v + 1]! += start[v]!;
  const next = start.slice(0, count);
  const target = new Int32Array(edges.length);
  for (const [from, to] of edges) target[next[from]!++] = to;
  return { start, target };
}

/** A cycle among the nodes that never became ready: each of them has a predecessor that did not either. */
function cycleText(nodes: readonly GraphNode[], edges: LayeredGraph["edges"], waiting: Int32Array): string {
  const before = new Map<number, number>();
  for (const [from, to] of edges) if (waiting[from]! > 0 && waiting[to]! > 0) before.set(to, from);
  const seen = new Set<number>();
  let v = waiting.findIndex((count) => count > 0);
  for (; !seen.has(v); v = before.get(v)!) seen.add(v);
  const cycle = [v];
  for (let u = before.get(v)!; u !== v; u = before.get(u)!) cycle.push(u);
  const names = [v, ...cycle.slice(1).reverse(), v].map((u) => quote(nodes[u]!.id));
  if (names.length > MAX_LISTED) names.splice(MAX_LISTED - 1, names.length - MAX_LISTED, "...");
  return names.join(" -> ");
}

function edgeText(nodes: readonly GraphNode[], from: number, to: number): string {
  return `edge ${quote(nodes[from]!.id)} -> ${quote(nodes[to]!.id)}`;
}

/**
 * A `layer` attribute: a number, or its digits as text.
 * @throws Fault for anything else
 */
export function readLayer(value: unknown, place: string): number {
  const layer = typeof value === "string" && /^[0-9]{1,6}$/.test(value) ? Number(value) : value;
  if (typeof layer === "number" && Number.isInteger(layer) && layer >= 0 && layer <= MAX_LAYERS) return layer;
  throw badInput(`${place}, layer`, `an integer from 0 to ${MAX_LAYERS}`, quote(value));
}

/** The ids under which the writers put a pattern's neurons, layer by layer. */
export function neuronId(layer: number, index: number): string {
  return `n:${layer}:${index}`;
}
