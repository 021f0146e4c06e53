/**
 * GraphViz DOT: one `digraph`, neurons as nodes, kept weights as edges.
 *
 * Read by dotparser, after a scan of the tokens for what it would take too lightly: deep nesting (its
 * time doubles with every level), `--` in a directed graph, and unquoted numbers such as 01 and 1.0, which it
 * takes for 1. A node attribute `layer` (or a default set by `node [layer=...]`) is the neuron's layer;
 * the graph attribute `bias` is `true`, `false`, or one of them per layer, separated by commas.
 */
import type { Attr, Graph, NodeId, Stmt, Subgraph } from "dotparser";
import { Fault, badInput, quote } from "../pattern/fault.js";
import { row } from "../pattern/mask.js";
import type { Pattern } from "../pattern/pattern.js";
import { type GraphNode, neuronId, patternFromGraph, readLayer } from "./graph.js";
import { lineAndColumn } from "./json.js";
import { MAX_DOT_EDGES, MAX_DOT_NESTING } from "./limits.js";

/**
 * The pattern of a DOT text; `name` is for a graph without one.
 * @throws Fault with line and column, or naming the node or edge
 */
export async function patternFromDot(text: string, name: string): Promise<Pattern> {
  scanTokens(text);
  const { default: parse } = await import("dotparser");
  const graphs = parseWith(parse, text);
  if (graphs.length !== 1) throw badInput("", "one graph", `${graphs.length}`);
  const graph = graphs[0]!;
  if (graph.type !== "digraph") throw badInput("", "a directed graph (digraph)", "an undirected one");
  const builder = new GraphBuilder();
  builder.statements(graph.children, new Map());
  const { nodes, bias } = builder;
  const edges = graph.strict === true ? distinct(builder.edges, nodes.length) : builder.edges;
  return patternFromGraph({ name: graph.id === undefined ? name : idText(graph.id, "graph"), nodes, edges, ...(bias === undefined ? {} : { bias }) });
}

/** A strict graph has at most one edge from a node to another, however often it is written. */
function distinct(edges: readonly [number, number][], count: number): [number, number][] {
  return [...new Map(edges.map((edge) => [edge[0] * count + edge[1], edge])).values()];
}

function parseWith(parse: (text: string) => Graph[], text: string): Graph[] {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof RangeError) throw badInput("", "shorter chains and attribute lists", "one that is too long for the parser");
    const { location, found } = error as { location?: { start: { offset: number } }; found?: string | null };
    if (location === undefined) throw error;
    throw badInput(lineAndColumn(text, location.start.offset), "a DOT statement", found == null ? "the end of the text" : quote(found));
  }
}

/** One token that is neither a string nor a comment: an edge, a number, a name, or a single character. */
const TOKEN = /\s+|->|--|-?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?![\w.])|[\w\u0080-\uffff$]+|[^]/y;
const NUMERAL = /^-?[.0-9]+$/;

/** One pass over the tokens; strings and comments are stepped over. */
function scanTokens(text: string): void {
  let depth = 0;
  for (let at = 0; at < text.length; ) {
    const here = at;
    const fault = (expected: string, found: string): Fault => badInput(lineAndColumn(text, here), expected, found);
    if (text[at] === '"' || text[at] === "#" || text.startsWith("//", at) || text.startsWith("/*", at)) {
      at = endOfLiteral(text, at);
      if (at === -1) throw fault("the end of a string or comment", "the end of the text");
      continue;
    }
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)![0];
    at += token.length;
    if (token === "{" && ++depth > MAX_DOT_NESTING) throw fault(`at most ${MAX_DOT_NESTING} nested braces`, "more");
    if (token === "}") depth--;
    if (token === "--") throw fault("the edges of a directed graph (->)", quote(token));
    if (token === "<") throw fault("no HTML text", quote(token));
    if (NUMERAL.test(token) && token !== String(Number(token))) throw fault("quotes around a number in an unusual form", quote(token));
  }
}

/** Where the string or comment that begins at `at` ends, or -1. */
function endOfLiteral(text: string, at: number): number {
  if (text.startsWith("/*", at)) {
    const end = text.indexOf("*/", at + 2);
    return end === -1 ? -1 : end + 2;
  }
  if (text[at] !== '"') {
    const end = text.indexOf("\n", at);
    return end === -1 ? text.length : end;
  }
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === "\\") end++;
    else if (text[end] === '"') return end + 1;
  }
  return -1;
}

/** Attributes in force for new nodes: set by `node [...]`, inherited by subgraphs. */
type Defaults = Map<string, unknown>;

class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly edges: [number, number][] = [];
  bias: boolean | boolean[] | undefined;
  private readonly indexOf = new Map<string, number>();

  /** Carries the statements out; returns the nodes they mention, for an edge from or to a subgraph. */
  statements(list: readonly Stmt[], defaults: Defaults): Set<number> {
    const mentioned = new Set<number>();
    for (const statement of list) {
      switch (statement.type) {
        case "attr_stmt":
          if (statement.target === "node") for (const { id, eq } of statement.attr_list) defaults.set(String(id), eq);
          if (statement.target === "graph") this.graphAttributes(statement.attr_list);
          break;
        case "node_stmt":
          mentioned.add(this.node(statement.node_id, defaults, statement.attr_list));
          break;
        case "subgraph":
          for (const index of this.end(statement, defaults)) mentioned.add(index);
          break;
        case "edge_stmt": {
          const ends = statement.edge_list.map((end) => this.end(end, defaults));
          ends.forEach((to, k) => {
            for (const index of to) mentioned.add(index);
            if (k > 0) this.join(ends[k - 1]!, to);
          });
          break;
        }
        default:
          throw badInput("", "nodes, edges, subgraphs and attributes", quote(statement));
      }
    }
    return mentioned;
  }

  /** All edges from one set of nodes to another: a few names in braces may stand for very many. */
  private join(from: ReadonlySet<number>, to: ReadonlySet<number>): void {
    if (this.edges.length + from.size * to.size > MAX_DOT_EDGES) throw badInput("", `at most ${MAX_DOT_EDGES} edges`, "more");
    for (const a of from) for (const b of to) this.edges.push([a, b]);
  }

  private end(end: NodeId | Subgraph, defaults: Defaults): ReadonlySet<number> {
    return end.type === "subgraph" ? this.statements(end.children, new Map(defaults)) : new Set([this.node(end, defaults, [])]);
  }

  /** The index of a node, new or known; an attribute of its own wins over the default at its first mention. */
  private node({ id }: NodeId, defaults: Defaults, attributes: readonly Attr[]): number {
    const name = idText(id, "node");
    const place = `node ${quote(name)}`;
    const own = attributes.find((attribute) => attribute.id === "layer")?.eq;
    let index = this.indexOf.get(name);
    if (index === undefined) {
      index = this.nodes.length;
      this.indexOf.set(name, index);
      const layer: unknown = own ?? defaults.get("layer");
      this.nodes.push(layer === undefined ? { id: name } : { id: name, layer: readLayer(layer, place) });
    } else if (own !== undefined) {
      const layer = readLayer(own, place);
      const before = this.nodes[index]!.layer;
      if (before !== undefined && before !== layer) throw badInput(`${place}, layer`, `${before} as before`, `${layer}`);
      this.nodes[index] = { id: name, layer };
    }
    return index;
  }

  private graphAttributes(attributes: readonly Attr[]): void {
    for (const { id, eq } of attributes) {
      if (id !== "bias") continue;
      const flags = String(eq).split(",").map((flag) => flag.trim());
      if (!flags.every((flag) => flag === "true" || flag === "false")) throw badInput("bias", "true or false, or one per layer", quote(eq));
      this.bias = flags.length === 1 ? flags[0] === "true" : flags.map((flag) => flag === "true");
    }
  }
}

function idText(id: unknown, place: string): string {
  if (typeof id !== "string" && typeof id !== "number") throw badInput(place, "a name or number", quote(id));
  return String(id);
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
