import { describe, expect, it } from "vitest";
import { type GraphNode, patternFromGraph, readLayer } from "../../src/formats/graph.js";
import { maskStrings } from "../../src/pattern/mask.js";
import { faultOf } from "./helpers.js";

/** `graph("a->h h->y", { h: 1 })`: nodes in the order of their first mention. */
function graph(edgeList: string, layers: Record<string, number> = {}, bias: boolean | boolean[] = true) {
  const ids: string[] = [];
  const indexOf = (id: string): number => (ids.includes(id) ? ids.indexOf(id) : ids.push(id) - 1);
  const edges: [number, number][] = [];
  for (const part of edgeList.split(" ").filter(Boolean)) {
    const [from, to] = part.split("->") as [string, string | undefined];
    if (to === undefined) indexOf(from);
    else edges.push([indexOf(from), indexOf(to)]);
  }
  const nodes = ids.map((id): GraphNode => (Object.hasOwn(layers, id) ? { id, layer: layers[id]! } : { id }));
  return patternFromGraph({ name: "g", nodes, edges, bias });
}

describe("patternFromGraph", () => {
  it("infers the layers, neurons in the order of the file", () => {
    const { widths, masks, bias } = graph("x1->h1 x2->h2 x1->h2 h2->y h1->y");
    expect(widths).toEqual([2, 2, 1]);
    expect(masks.map(maskStrings)).toEqual([["10", "11"], ["11"]]);
    expect(bias).toEqual([true, true]);
    expect(graph("x2 x1 x1->h x1->k x2->k h->y k->y").masks.map(maskStrings)).toEqual([["01", "11"], ["11"]]);
  });

  it("takes given layers, also for neurons without edges", () => {
    const { widths, masks } = graph("dead a->h h->y off", { a: 0, h: 1, y: 2, dead: 1, off: 0 });
    expect(widths).toEqual([2, 2, 1]);
    expect(masks.map(maskStrings)).toEqual([["00", "10"], ["01"]]);
  });

  it("infers the rest when some layers are given", () => {
    expect(graph("a->h h->y b->k dead", { dead: 1, k: 1 }).widths).toEqual([2, 3, 1]);
  });

  it("takes one bias flag, or one per layer", () => {
    expect(graph("a->h h->y", {}, false).bias).toEqual([false, false]);
    expect(graph("a->h h->y", {}, [true, false]).bias).toEqual([true, false]);
    expect(faultOf(() => graph("a->h h->y", {}, [true]))).toBe("bias: expected one flag, or 2, found 1");
  });

  it.each([
    ["a skip", "a->h h->y a->y", {}, 'edge "a" -> "y": expected an edge from a layer to the next, found one from layer 0 to layer 2'],
    ["an input that skips", "a->h h->y b->y", {}, 'edge "b" -> "y": expected an edge from a layer to the next, found one from layer 0 to layer 2'],
    ["an edge inside a layer", "a->h h->y", { a: 1, h: 1 }, 'edge "a" -> "h": expected an edge from a layer to the next, found one from layer 1 to layer 1'],
    ["an edge backwards", "a->h h->y", { y: 0 }, 'edge "h" -> "y": expected an edge from a layer to the next, found one from layer 1 to layer 0'],
    ["a cycle", "a->b b->c c->d d->b", {}, 'graph: expected no cycle, found "b" -> "c" -> "d" -> "b"'],
    ["a loop", "a->b b->b", {}, 'graph: expected no cycle, found "b" -> "b"'],
    ["a cycle behind which there is more", "a->b b->a b->c c->d", {}, /no cycle, found "[ab]" -> "[ab]" -> "[ab]"$/],
    ["an edge twice", "a->b a->b", {}, 'edge "a" -> "b": expected every edge once, found it twice'],
    ["a neuron of which nothing is known", "a->b c", {}, 'neuron "c": expected a layer attribute or an edge, to tell its layer, found neither'],
    ["a short component", "a->h h->y b->k", {}, 'neuron "k": expected an output in layer 2, or a layer attribute, found no edge from it, in layer 1'],
    ["a dead end", "a->h h->y a->k", {}, /neuron "k": expected an output in layer 2/],
    ["a gap between given layers", "a b", { a: 0, b: 2 }, "graph: expected a neuron in every layer from 0 to 2, found none in layer 1"],
    ["no inputs", "a->b", { a: 1, b: 2 }, "graph: expected a neuron in every layer from 0 to 2, found none in layer 0"],
    ["no layer of weights", "a b", { a: 0, b: 0 }, "graph: expected neurons in at least two layers, found all in layer 0"],
    ["nothing", "", {}, "graph: expected neurons in at least two layers, found no neuron"],
  ])("refuses %s", (_, edges, layers, reason) => {
    expect(faultOf(() => graph(edges, layers as Record<string, number>))).toMatch(reason);
  });

  it("does not overflow the stack on long graphs", () => {
    const nodes = Array.from({ length: 20_000 }, (_, k) => ({ id: `${k}` }));
    const path = nodes.slice(1).map((_, k) => [k, k + 1] as const);
    expect(faultOf(() => patternFromGraph({ name: "", nodes, edges: path }))).toMatch(/at most 4096 layers, found 19999/);
    const cycle = [...path, [19_999, 0] as const];
    expect(faultOf(() => patternFromGraph({ name: "", nodes, edges: cycle }))).toMatch(/no cycle, found "0" -> "1" -> .* -> \.\.\. -> "0"$/);
  });
});

describe("readLayer", () => {
  it("takes numbers and digits from 0 to the most layers there may be", () => {
    expect([0, 7, "12", 4096].map((value) => readLayer(value, "n"))).toEqual([0, 7, 12, 4096]);
    for (const value of [-1, 0.5, 4097, 1e300, NaN, null, "x", "", "-1", {}, true]) {
      expect(faultOf(() => readLayer(value, "n"))).toMatch(/^n, layer: expected an integer from 0 to 4096/);
    }
  });
});
