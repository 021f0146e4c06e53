/**
 * GraphViz DOT: one `digraph`, neurons as nodes, kept weights as edges.
 *
 * A node attribute `layer` (or a default set by `node [layer=...]`) is the neuron's layer; the graph
 * attribute `bias` is `true`, `false`, or one of them per layer, separated by commas.
 */
import { badInput, quote } from "../pattern/fault.js";
import { row } from "../pattern/mask.js";
import type { Pattern } from "../pattern/pattern.js";
import { type DotAttributes, type DotEnd, type DotStatement, NO_ATTRIBUTES, parseDot } from "./dot-parse.js";
import { type GraphNode, neuronId, patternFromGraph, readLayer } from "./graph.js";
import { MAX_DOT_EDGES } from "./limits.js";

/**
 * The pattern of a DOT text; `name` is for a graph without one.
 * @throws Fault with line and column, or naming the node or edge
 */
export function patternFromDot(text: string, name: string): Pattern {
  const graph = parseDot(text);
  const builder = new GraphBuilder();
  builder.statements(graph.statements, new Map());
  const { nodes, bias } = builder;
  const edges = graph.strict ? distinct(builder.edges, nodes.length) : builder.edges;
  return patternFromGraph({ name: graph.name ?? name, nodes, edges, ...(bias === undefined ? {} : { bias }) });
}

/** A strict graph has at most one edge from a node to another, however often it is written. */
function distinct(edges: readonly [number, number][], count: number): [number, number][] {
  return [...new Map(edges.map((edge) => [edge[0] * count + edge[1], edge])).values()];
}

/** Attributes in force for new nodes: set by `node [...]`, inherited by subgraphs. */
type Defaults = Map<string, string>;

class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly edges: [number, number][] = [];
  bias: boolean | boolean[] | undefined;
  private readonly indexOf = new Map<string, number>();

  /** Carries the statements out; returns the nodes they mention, for an edge from or to a subgraph. */
  statements(list: readonly DotStatement[], defaults: Defaults): Set<number> {
    const mentioned = new Set<number>();
    for (const statement of list) {
      const { target, attributes } = statement;
      if (target === "node") for (const [key, value] of attributes) defaults.set(key, value);
      if (target === "graph") this.graphAttributes(attributes);
      if (target !== "path") continue;
      // The attributes behind an edge are the edge's.
      const own = statement.ends.length === 1 ? attributes : NO_ATTRIBUTES;
      let before: readonly number[] | undefined;
      for (const end of statement.ends) {
        const nodes = this.end(end, defaults, own);
        for (const index of nodes) mentioned.add(index);
        if (before !== undefined) this.join(before, nodes);
        before = nodes;
      }
    }
    return mentioned;
  }

  /** All edges from one set of nodes to another: a few names in braces may stand for very many. */
  private join(from: readonly number[], to: readonly number[]): void {
    if (this.edges.length + from.length * to.length > MAX_DOT_EDGES) throw badInput("", `at most ${MAX_DOT_EDGES} edges`, "more");
    for (const a of from) for (const b of to) this.edges.push([a, b]);
  }

  private end(end: DotEnd, defaults: Defaults, own: DotAttributes): readonly number[] {
    return typeof end === "string" ? [this.node(end, defaults, own)] : [...this.statements(end, new Map(defaults))];
  }

  /** The index of a node, new or known; an attribute of its own wins over the default at its first mention. */
  private node(id: string, defaults: Defaults, attributes: DotAttributes): number {
    const own = attributes.get("layer");
    let index = this.indexOf.get(id);
    if (index === undefined) {
      index = this.nodes.length;
      this.indexOf.set(id, index);
      const layer = own ?? defaults.get("layer");
      this.nodes.push(layer === undefined ? { id } : { id, layer: readLayer(layer, nodePlace(id)) });
    } else if (own !== undefined) {
      const layer = readLayer(own, nodePlace(id));
      const before = this.nodes[index]!.layer;
      if (before !== undefined && before !== layer) throw badInput(`${nodePlace(id)}, layer`, `${before} as before`, `${layer}`);
      this.nodes[index] = { id, layer };
    }
    return index;
  }

  private graphAttributes(attributes: DotAttributes): void {
    const bias = attributes.get("bias");
    if (bias === undefined) return;
    const flags = bias.split(",").map((flag) => flag.trim());
    if (!flags.every((flag) => flag === "true" || flag === "false")) throw badInput("bias", "true or false, or one per layer", quote(bias));
    this.bias = flags.length === 1 ? flags[0] === "true" : flags.map((flag) => flag === "true");
  }
}

function nodePlace(id: string): string {
  return `node ${quote(id)}`;
}

/** The DOT text of a pattern, drawn from left to right; every neuron has its layer. */
export function writeDot(pattern: Pattern): string {
  const lines = ["  rankdir=LR", `  bias="${pattern.bias.join(",")}"`];
  pattern.widths.forEach((width, layer) => {
    const ids = Array.from({ length: width }, (_, index) => `"${neuronId(layer, index)}"`);
    lines.push(`  subgraph layer${layer} { rank=same; node [layer=${layer}]; ${ids.join("; ")} }`);
  });
  pattern.masks.forEach((mask, l) => {
    for (let i = 0; i < mask.rows; i++) {
      for (const j of row(mask, i)) lines.push(`  "${neuronId(l, j)}" -> "${neuronId(l + 1, i)}"`);
    }
  });
  return `digraph ${dotString(pattern.name)} {\n${lines.join("\n")}\n}\n`;
}

/** A quoted DOT id: DOT escapes the quote only, and a backslash before it would escape the escape. */
function dotString(text: string): string {
  // oxlint-disable-next-line no-control-regex -- line breaks and control characters cannot stand in a DOT id
  return `"${text.replace(/[\u0000-\u001f\u007f\u2028\u2029\\]+/g, " ").replaceAll('"', '\\"')}"`;
}
