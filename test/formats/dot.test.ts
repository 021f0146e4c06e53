import dotparser from "dotparser";
import { describe, expect, it } from "vitest";
import { parseDot } from "../../src/formats/dot-parse.js";
import { writeDot } from "../../src/formats/write.js";
import { makePattern } from "../../src/pattern/pattern.js";
import { keeps, read, refusal, summary } from "./helpers.js";

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
    expect(await widths("digraph { NODE [layer=1]; h; dead; Node [layer=2]; y; a [layer=0]; a -> h -> y }")).toEqual([1, 2, 1]);
    expect(await widths("digraph { a -> h -> y; dead; dead [layer=1] }")).toEqual([1, 2, 1]);
    expect(await refusal("digraph { a [layer=0]; a -> b; a [layer=1] }", "g.dot")).toBe('g.dot: node "a", layer: expected 0 as before, found 1');
    expect(await refusal("digraph { a [layer=first]; a -> b }", "g.dot")).toMatch(/node "a", layer: expected an integer from 0 to 4096, found "first"/);
  });

  it("takes bias flags from the graph", async () => {
    expect((await summary("digraph { bias=false; a -> h -> y }", "g.dot")).bias).toEqual([false, false]);
    expect((await summary('digraph { graph [bias="true, false"]; a -> h -> y }', "g.dot")).bias).toEqual([true, false]);
    expect(await refusal("digraph { bias=2; a -> b }", "g.dot")).toBe('g.dot: bias: expected true or false, or one per layer, found "2"');
  });

  it("takes any names", async () => {
    expect(await widths('digraph { __proto__ -> constructor -> "a \\" b" -> "" -> 1.5 -> -2 -> été }')).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it("is known by its content and by its extensions", async () => {
    expect((await summary("/* x */ // y\n# z\ndigraph { a -> b }", "no-extension")).widths).toEqual([1, 1]);
    expect((await summary("digraph { a -> b }", "g.gv")).widths).toEqual([1, 1]);
  });

  it.each([
    ["an undirected graph", "graph { a -- b }", /line 1:1: expected a directed graph \(digraph\), found "graph"/],
    ["an undirected edge", "digraph {\n a -> b;\n b -- c }", /line 3:4: expected the edges of a directed graph \(->\), found "--"/],
    ["two graphs", "digraph { a -> b } digraph { a -> b }", /line 1:20: expected one graph and nothing behind it, found "digraph"/],
    ["a broken statement", "digraph {\n a -> ;\n}", /line 2:7: expected a name, a number or a string in quotes, found ";"/],
    ["a graph without end", "digraph { a -> b", /line 1:17: expected a name, a number or a string in quotes, found the end of the text/],
    ["no braces", "digraph a -> b", /line 1:11: expected "\{", found "->"/],
    ["a string without end", 'digraph { a -> "b }', /line 1:16: expected the end of a string, found the end of the text/],
    ["a comment without end", "digraph { a -> b /* }", /line 1:18: expected the end of a comment, found the end of the text/],
    ["HTML", "digraph { a -> <b> }", /line 1:16: expected a DOT token \(without HTML text\), found "<b> }"/],
    ["a number grown together with a name", "digraph { 1a -> b }", /line 1:11: expected a DOT token/],
    ["a keyword as a node", "digraph { a -> node }", /line 1:16: expected a name, a number or a string in quotes, found "node"/],
    ["an attribute list without brackets", "digraph { node a }", /line 1:16: expected "\[", found "a"/],
    ["a sum of names", 'digraph { "a" + b -> c }', /line 1:17: expected a string in quotes, found "b"/],
    ["deep nesting", `digraph ${"{".repeat(1e6)} a -> b ${"}".repeat(40)}`, /line 1:109: expected at most 100 nested braces/],
    ["a cycle", "digraph { a -> b -> c -> a }", /no cycle, found "a" -> "b" -> "c" -> "a"/],
    ["an edge twice", "digraph { a -> {b b c}; a -> c }", /edge "a" -> "c": expected every edge once/],
    ["nothing", "digraph {}", /found no neuron/],
    ["bytes that are no text", "digraph { \xff }", /expected/],
  ])("refuses %s", async (_, text, reason) => {
    expect(await refusal(Buffer.from(text, text.includes("\xff") ? "latin1" : "utf8"), "g.dot")).toMatch(reason);
  });

  it("is linear in the text, whatever it nests or leaves open", async () => {
    const chain = Array.from({ length: 50_000 }, (_, k) => `n${k}`).join(" -> ");
    expect(await refusal(`digraph { ${chain} }`, "g.dot")).toMatch(/at most 4096 layers, found 49999/);
    const group = Array.from({ length: 3000 }, (_, k) => `n${k}`).join(" ");
    expect(await refusal(`digraph { {${group}} -> {${group.replaceAll("n", "m")}} }`, "g.dot")).toMatch(/at most 4194304 edges, found more/);
    expect(await refusal(`digraph { a [${"x=1,".repeat(20_000)}] }`, "g.dot")).toMatch(/neuron "a"/);
    expect(await refusal(`digraph { "${'\\"'.repeat(500_000)} }`, "g.dot")).toMatch(/the end of a string/);
    expect(await refusal(`digraph { ${"/* ".repeat(500_000)} }`, "g.dot")).toMatch(/the end of a comment/);
    expect(await widths(`digraph { ${"/* */ # x\n // y\n".repeat(100_000)} a -> b }`)).toEqual([1, 1]);
    expect(await widths(`digraph ${"{".repeat(99)} a -> b; c -> d ${"}".repeat(99)}`)).toEqual([2, 2]);
  });

  it("reads strings as GraphViz does", () => {
    const nodes = (text: string): unknown => parseDot(`digraph { ${text} }`).statements.map((statement) => "ends" in statement && statement.ends[0]);
    expect(nodes('"a\\"b" "a\\\\" "a\\nb" "a\\\nb" "a" + "b" + "c" "->" "node" 1.0 -.5 "two\nlines"')).toEqual([
      'a"b', "a\\\\", "a\\nb", "ab", "abc", "->", "node", "1.0", "-.5", "two\nlines",
    ]);
  });

  it("finds the edges that another parser finds", () => {
    const text = writeDot(makePattern("p", [keeps(5, 4, 0), keeps(3, 5, 1)]));
    const pathsOf = (ends: readonly unknown[]): string => ends.join(" -> ");
    const theirs = dotparser(text)[0]!.children.flatMap((child) => (child.type === "edge_stmt" ? [pathsOf(child.edge_list.map((end) => end.id))] : []));
    const ours = parseDot(text).statements.flatMap((statement) => (statement.target === "path" && statement.ends.length > 1 ? [pathsOf(statement.ends)] : []));
    expect(ours).toEqual(theirs);
    expect(ours.length).toBe(27);
  });
});
