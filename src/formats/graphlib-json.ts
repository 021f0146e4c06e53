/**
 * The JSON of graphlib's `json.write`: `{ options, nodes: [{ v, value }], edges: [{ v, w }], value }`.
 *
 * A node's `value.layer` is its layer; the graph's `value.name` and `value.bias` are the pattern's.
 */
import { badInput, quote } from "../pattern/fault.js";
import { row } from "../pattern/mask.js";
import type { Pattern } from "../pattern/pattern.js";
import { type GraphNode, neuronId, patternFromGraph, readLayer } from "./graph.js";

/** Does a JSON value look like a graph? */
export function isGraphlibJson(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && "nodes" in value && "edges" in value;
}

/**
 * The pattern of a graph's JSON value; `name` is for a graph without one.
 * @throws Fault naming the node or edge
 */
export function patternFromGraphlib(value: unknown, name: string): Pattern {
  const graph = objectAt(value, "");
  const options = graph["options"] === undefined ? {} : objectAt(graph["options"], "options");
  if ((options["directed"] ?? true) !== true) throw badInput("options.directed", "a directed graph", quote(options["directed"]));
  const { nodes, edges } = graph;
  if (!Array.isArray(nodes)) throw badInput("nodes", "a list", quote(nodes));
  if (!Array.isArray(edges)) throw badInput("edges", "a list", quote(edges));

  const indexOf = new Map<string, number>();
  const graphNodes = nodes.map((entry: unknown, k): GraphNode => {
    const node = objectAt(entry, `nodes[${k}]`);
    const id = node["v"];
    if (typeof id !== "string") throw badInput(`nodes[${k}].v`, "a string", quote(id));
    if (indexOf.has(id)) throw badInput(`nodes[${k}].v`, "every node once", `${quote(id)} twice`);
    indexOf.set(id, k);
    const layer = isObject(node["value"]) ? node["value"]["layer"] : undefined;
    return layer === undefined ? { id } : { id, layer: readLayer(layer, `nodes[${k}].value`) };
  });
  const ends = edges.map((entry: unknown, k) => {
    const edge = objectAt(entry, `edges[${k}]`);
    return [endOf(edge["v"], `edges[${k}].v`, indexOf), endOf(edge["w"], `edges[${k}].w`, indexOf)] as const;
  });
  const label = isObject(graph["value"]) ? graph["value"] : {};
  const bias = label["bias"] ?? true;
  if (!isBias(bias)) throw badInput("value.bias", "a boolean or a list of booleans", quote(bias));
  return patternFromGraph({ name: typeof label["name"] === "string" ? label["name"] : name, nodes: graphNodes, edges: ends, bias });
}

function endOf(id: unknown, place: string, indexOf: ReadonlyMap<string, number>): number {
  const index = typeof id === "string" ? indexOf.get(id) : undefined;
  if (index === undefined) throw badInput(place, "the id of a node listed in nodes", quote(id));
  return index;
}

function isBias(value: unknown): value is boolean | boolean[] {
  return typeof value === "boolean" || (Array.isArray(value) && value.every((flag) => typeof flag === "boolean"));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objectAt(value: unknown, place: string): Record<string, unknown> {
  if (!isObject(value)) throw badInput(place, "an object", quote(value));
  return value;
}

/** The text graphlib's `json.read` takes; every neuron has its layer, so those without edges survive. */
export function writeGraphlibJson(pattern: Pattern): string {
  const nodes = pattern.widths.flatMap((width, layer) =>
    Array.from({ length: width }, (_, index) => `    {"v": "${neuronId(layer, index)}", "value": {"layer": ${layer}}}`),
  );
  const edges = pattern.masks.flatMap((mask, l) =>
    Array.from({ length: mask.rows }, (_, i) => i).flatMap((i) =>
      Array.from(row(mask, i), (j) => `    {"v": "${neuronId(l, j)}", "w": "${neuronId(l + 1, i)}"}`),
    ),
  );
  const label = JSON.stringify({ name: pattern.name, bias: pattern.bias });
  const options = `{"directed": true, "multigraph": false, "compound": false}`;
  return `{\n  "options": ${options},\n  "value": ${label},\n  "nodes": [\n${nodes.join(",\n")}\n  ],\n  "edges": [\n${edges.join(",\n")}\n  ]\n}\n`;
}
