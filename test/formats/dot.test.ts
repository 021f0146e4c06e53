import { describe, expect, it } from "vitest";
import { read, refusal, summary } from "./helpers.js";

async function widths(text: string): Promise<number[]> {
  return (await summary(text, "g.dot")).widths;
}

describe("DOT", () => {
  it("reads chains, groups, ports, comments and attributes", async () => {
    const text = `strict digraph "my net" { // a comment
      rankdir=LR; node [shape=circle]
      x1 -> h1 -> y; /* another -> one */ x2 -> {h1 h2} -> y [color=red, penwidth=2];
      # and a third
      x1:e -> h2:w
    }`;
    const { pattern } = await read(text, "file.dot");
    expect(pattern.name).toBe("my net");
    expect((await summary(text, "g.dot")).masks).toEqual([["11", "11"], ["11"]]);
    expect((await read("digraph { a -> b }", "file.dot")).pattern.name).toBe("file");
  });

  it("merges repeated edges of a strict graph only", async () => {
    expect(await widths("strict digraph { a -> b; a -> b }")).toEqual([1, 1]);
    expect(await refusal("digraph { a -> b; a -> b }", "g.dot")).toBe('g.dot: edge "a" -> "b": expected every edge once, found it twice');
  });

  it("joins every node of a group to every node of the next", async () => {
    expect((await summary("digraph { {a; b} -> subgraph s {c d e} -> {f} }", "g.dot")).masks).toEqual([["11", "11", "11"], ["111"]]);
    expect((await summary("digraph { a -> {b -> c} }", "g.dot").catch((error: Error) => error.message))).toMatch(/edge "a" -> "c": .* from layer 0 to layer 2/);
  });

  it("takes layers from nodes, defaults and subgraphs", async () => {
    expect(await widths("digraph { off [layer=0]; dead [layer=\"1\"]; a -> h -> y }")).toEqual([2, 2, 1]);
    expect(await widths("digraph { subgraph in { node [layer=0]; a; b } subgraph mid { node [layer=1] h; dead } h -> y; a -> h }")).toEqual([2, 2, 1]);
    expect(await widths("digraph { a -> h -> y; dead; dead [layer=1] }")).toEqual([1, 2, 1]);
    expect(await refusal("digraph { a [layer=0]; a -> b; a [layer=1] }", "g.dot")).toBe('g.dot: node "a", layer: expected 0 as before, found 1');
    expect(await refusal("digraph { a [layer=first]; a -> b }", "g.dot")).toMatch(/node "a", layer: expected an integer from 0 to 4096, found "first"/);
  });

  it("takes bias flags from the graph", async () => {
    expect((await summary("digraph { bias=false; a -> h -> y }", "g.dot")).bias).toEqual([false, false]);
    expect((await summary('digraph { graph [bias="true, false"]; a -> h -> y }', "g.dot")).bias).toEqual([true, false]);
    expect(await refusal("digraph { bias=2; a -> b }", "g.dot")).toBe("g.dot: bias: expected true or false, or one per layer, found 2");
  });

  it("takes any names", async () => {
    expect(await widths('digraph { __proto__ -> constructor -> "a \\" b" -> "" -> 1.5 -> -2 -> été }')).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it("is known by its content and by its extensions", async () => {
    expect((await summary("/* x */ // y\n# z\ndigraph { a -> b }", "no-extension")).widths).toEqual([1, 1]);
    expect((await summary("digraph { a -> b }", "g.gv")).widths).toEqual([1, 1]);
  });

  it.each([
    ["an undirected graph", "graph { a -- b }", /line 1:11: expected the edges of a directed graph \(->\), found "--"/],
    ["an undirected graph without edges", "graph { a }", /expected a directed graph \(digraph\), found an undirected one/],
    ["an undirected edge", "digraph {\n a -> b;\n b -- c }", /line 3:4: expected the edges of a directed graph/],
    ["two graphs", "digraph { a -> b } digraph { a -> b }", /expected one graph, found 2/],
    ["a broken statement", "digraph {\n a -> ;\n}", /line 2:7: expected a DOT statement, found ";"/],
    ["a graph without end", "digraph { a -> b", /line 1:17: expected a DOT statement, found the end of the text/],
    ["a string without end", 'digraph { a -> "b }', /line 1:16: expected the end of a string or comment/],
    ["a comment without end", "digraph { a -> b /* }", /line 1:18: expected the end of a string or comment/],
    ["HTML", "digraph { a -> <b> }", /expected no HTML text/],
    ["numbers that DOT tells apart and the parser does not", "digraph { 1 -> 1.0 }", /quotes around a number in an unusual form, found "1.0"/],
    ["deep nesting", `digraph ${"{".repeat(40)} a -> b ${"}".repeat(40)}`, /at most 4 nested braces/],
    ["a cycle", "digraph { a -> b -> c -> a }", /no cycle, found "a" -> "b" -> "c" -> "a"/],
    ["an edge twice", "digraph { a -> {b b c}; a -> c }", /edge "a" -> "c": expected every edge once/],
    ["nothing", "digraph {}", /found no neuron/],
    ["bytes that are no text", "digraph { \xff }", /expected/],
  ])("refuses %s", async (_, text, reason) => {
    expect(await refusal(Buffer.from(text, text.includes("\xff") ? "latin1" : "utf8"), "g.dot")).toMatch(reason);
  });

  it("refuses long chains and large products without a crash", async () => {
    const chain = Array.from({ length: 50_000 }, (_, k) => `n${k}`).join(" -> ");
    expect(await refusal(`digraph { ${chain} }`, "g.dot")).toMatch(/shorter chains|at most 4096 layers/);
    const group = Array.from({ length: 3000 }, (_, k) => `n${k}`).join(" ");
    expect(await refusal(`digraph { {${group}} -> {${group.replaceAll("n", "m")}} }`, "g.dot")).toMatch(/at most 4194304 edges/);
    expect(await refusal(`digraph { a [${"x=1,".repeat(20_000)}] }`, "g.dot")).toMatch(/shorter chains|neuron "a"/);
    expect(await refusal(`digraph { "${'\\"'.repeat(500_000)} }`, "g.dot")).toMatch(/end of a string/);
    expect(await refusal(`digraph { ${"/*".repeat(500_000)} }`, "g.dot")).toMatch(/end of a string or comment/);
  });
});
