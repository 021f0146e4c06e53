import { Graph, json } from "graphlib";
import { describe, expect, it } from "vitest";
import { writeGraphlibJson } from "../../src/formats/write.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { keeps, refusal, summary } from "./helpers.js";

const file = (graph: unknown): string => JSON.stringify(graph);
const PATH = { nodes: [{ v: "a" }, { v: "h" }, { v: "y" }], edges: [{ v: "a", w: "h" }, { v: "h", w: "y" }] };

describe("graphlib JSON", () => {
  it("reads what graphlib writes", async () => {
    const graph = new Graph({ directed: true });
    graph.setGraph({ name: "ours" });
    graph.setNode("dead", { layer: 1 });
    for (const [v, w] of [["a", "h"], ["b", "h"], ["h", "y"]] as const) graph.setEdge(v, w);
    const { widths, masks, notes } = await summary(file(json.write(graph)), "g.json");
    expect(widths).toEqual([2, 2, 1]);
    expect(masks).toEqual([["00", "11"], ["01"]]);
    expect(notes).toEqual(["neurons per layer, from the graph: 2, 2, 1"]);
  });

  it("is read back by graphlib", () => {
    const pattern = makePattern("p", [keeps(5, 4, 0), keeps(3, 5, 1)]);
    const graph = json.read(JSON.parse(writeGraphlibJson(pattern)));
    expect(graph.nodeCount()).toBe(12);
    expect(graph.edgeCount()).toBe(27);
    expect(graph.hasEdge("n:0:1", "n:1:0")).toBe(true);
    expect(graph.isDirected()).toBe(true);
  });

  it("takes its bias flags from the graph's value", async () => {
    expect((await summary(file({ ...PATH, value: { bias: [true, false] } }), "g.json")).bias).toEqual([true, false]);
    expect(await refusal(file({ ...PATH, value: { bias: "no" } }), "g.json")).toBe('g.json: value.bias: expected a boolean or a list of booleans, found "no"');
  });

  it("takes nodes with names of Object.prototype, and pollutes nothing", async () => {
    const text = '{"nodes":[{"v":"__proto__","value":{"__proto__":{"layer":5}}},{"v":"constructor"},{"v":"toString"}],"edges":[{"v":"__proto__","w":"constructor"},{"v":"constructor","w":"toString"}],"__proto__":{"x":1}}';
    expect((await summary(text, "g.json")).widths).toEqual([1, 1, 1]);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  it.each([
    ["an undirected graph", { ...PATH, options: { directed: false } }, "options.directed: expected a directed graph, found false"],
    ["nodes that are no list", { ...PATH, nodes: {} }, "nodes: expected a list, found {}"],
    ["edges that are no list", { ...PATH, edges: null }, "edges: expected a list, found null"],
    ["a node that is no object", { ...PATH, nodes: ["a"] }, 'nodes[0]: expected an object, found "a"'],
    ["a node without name", { ...PATH, nodes: [{}] }, "nodes[0].v: expected a string, found undefined"],
    ["a node twice", { ...PATH, nodes: [{ v: "a" }, { v: "a" }] }, 'nodes[1].v: expected every node once, found "a" twice'],
    ["an edge to nowhere", { ...PATH, edges: [{ v: "a", w: "z" }] }, 'edges[0].w: expected the id of a node listed in nodes, found "z"'],
    ["an edge without end", { ...PATH, edges: [{ v: "a" }] }, "edges[0].w: expected the id of a node listed in nodes, found undefined"],
    ["a layer that is no number", { ...PATH, nodes: [{ v: "a", value: { layer: null } }] }, "nodes[0].value, layer: expected an integer from 0 to 4096, found null"],
    ["parallel edges of a multigraph", { ...PATH, edges: [{ v: "a", w: "h", name: "1" }, { v: "a", w: "h", name: "2" }] }, 'edge "a" -> "h": expected every edge once, found it twice'],
    ["a cycle", { ...PATH, edges: [...PATH.edges, { v: "y", w: "a" }] }, 'graph: expected no cycle, found "a" -> "h" -> "y" -> "a"'],
  ])("refuses %s", async (_, graph, reason) => {
    expect(await refusal(file(graph), "g.json")).toBe(`g.json: ${reason}`);
  });
});
