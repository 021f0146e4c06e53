import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import { checkCounterexample } from "../../src/check/counterexample.js";
import { checkInterpolation } from "../../src/check/interpolation.js";
import { checkOptimum } from "../../src/check/optimum.js";
import { checkSparsest } from "../../src/check/sparsest.js";
import { Random } from "../../src/exact/random.js";
import { type ProofJson, proof } from "../support/certificates.js";
import { BY_HAND } from "../support/optimum.js";
import { PEAK } from "../support/sparsest.js";

type Edges = readonly (readonly [number, number])[];
const list = <T>(n: number, item: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => item(i));

function certificate(widths: readonly number[], masks: readonly Edges[], { rule, evidence }: ProofJson, property = "linear", closed = true): unknown {
  const pattern = { format: "wellposed/pattern/1", widths, masks: masks.map((edges) => ({ edges })) };
  return { format: "wellposed/certificate/1", pattern, property, closed, rule, evidence };
}

/** The text of a mask whose cells are 1 but for those of the first two rows and columns: there they are as in `corner`, and 0. Columns are a multiple of 8. */
function bits(rows: number, cols: number, corner: readonly [number, number, number, number]): string {
  const bytes = Buffer.alloc((rows * cols) / 8, 0xff);
  bytes.fill(0, 0, cols / 4);
  for (let i = 0; i < rows; i++) bytes[(i * cols) / 8]! &= 0xfc;
  bytes[0]! |= corner[0] + 2 * corner[1];
  bytes[cols / 8]! |= corner[2] + 2 * corner[3];
  return bytes.toString("base64");
}
/** n - h - n: LU in a corner, everything kept beside it, apart from it. */
const luBesideDense = (n: number, h: number, rule: ProofJson): unknown => {
  const pattern = { format: "wellposed/pattern/1", widths: [n, h, n], masks: [{ bits: bits(h, n, [1, 1, 0, 1]) }, { bits: bits(n, h, [1, 0, 1, 1]) }] };
  return { format: "wellposed/certificate/1", pattern, property: "linear", closed: false, ...rule };
};
/** The same, dense in the corner too. */
const denseBlocks = (n: number, h: number, rule: ProofJson): unknown => {
  const pattern = { format: "wellposed/pattern/1", widths: [n, h, n], masks: [{ bits: bits(h, n, [1, 1, 1, 1]) }, { bits: bits(n, h, [1, 1, 1, 1]) }] };
  return { format: "wellposed/certificate/1", pattern, property: "linear", closed: true, ...rule };
};

/** n - n - n, neuron k joined to neuron k only. */
const diagonal = (n: number, rule: ProofJson): unknown => certificate([n, n, n], list(2, () => list(n, (i) => [i, i] as const)), rule);
/** n - r - n, everything kept. */
const narrow = (n: number, r: number, rule: ProofJson, property?: string, closed?: boolean): unknown =>
  certificate([n, r, n], [list(n * r, (e) => [e % r, Math.floor(e / r)] as const), list(n * r, (e) => [Math.floor(e / r), e % r] as const)], rule, property, closed);
/** 2n - 2 - n: every input feeds both neurons, each neuron half of the outputs. */
const forked = (n: number, rule: ProofJson): unknown =>
  certificate([n, 2, n], [list(2 * n, (e) => [e % 2, Math.floor(e / 2)] as const), list(n, (i) => [i, i % 2] as const)], rule);
/** n - 2 - n: two separate stars. */
const twoStars = (n: number, rule: ProofJson): unknown =>
  certificate([n, 2, n], [list(n, (i) => [i % 2, i] as const), list(n, (i) => [i, i % 2] as const)], rule);

const nested = (depth: number): ProofJson =>
  list(depth, () => 0).reduce((then) => proof("minor", { outputs: [0], inputs: [0], then }), proof("cut-minor", { outputs: [0, 1], inputs: [0, 1], neuron: { layer: 1, index: 0 } }));
const ones = (n: number): number[] => list(n, () => 1);

const power = (n: number): unknown => [[1, list(n, () => [0, 0, 1])]];
/** One row of six entries, x - y - ... on (0, 0): where it is zero, x is a sum of five; where it is not, it is to be divided off. */
const sixEntries = (zero: unknown, nonzero: unknown): unknown =>
  certificate([6, 1, 1], [list(6, (k) => [0, k] as const), [[0, 0]]], proof("everything", { tree: { split: [0, 0], polynomial: list(6, (k) => [k === 0 ? 1 : -1, [[0, k, 1]]]), zero, nonzero } }));
const leafWith = (value: unknown): unknown => ({ frozen: [{ side: "rows", values: [value] }], pivots: list(6, (j) => [0, j, 0, j]) });
/** n neurons n x 1 with long numbers in no order: elimination without division doubles their length n times. */
const longNumbers = (n: number): unknown => {
  const random = new Random(1);
  const values = list(n, () => list(n, () => random.below(2 ** 31) * 2 ** 21 + 1));
  const freed = list(n, (neuron) => ({ neuron, side: "rows" }));
  return certificate([1, n, n], [list(n, (h) => [h, 0] as const), list(n * n, (e) => [e % n, Math.floor(e / n)] as const)], proof("assisted-free", { frozen: [], freed, trees: [{ values, pivots: list(n, (i) => [i, 0, i, 0]) }], then: proof("linear-space") }));
};

/** Inputs and outputs 0 to n - 1 and h neurons, all joined; the limit is 0. */
const combined = (n: number, h: number, unreachable: unknown): unknown =>
  narrow(n, h, proof("degeneration", { outputs: list(n, (i) => i), inputs: list(n, (j) => j), limit: list(n, () => list(n, () => "0")), weights: [[], []], unreachable }), "linear", false);
const named = (names: number, then: unknown): unknown => list(names, (k) => [0, k, 0]).reduceRight<unknown>((rest, path) => ({ let: path, then: rest }), then);
/** Of eight products with the sum 0 the last is a sum of seven. */
const highPower = (exponents: number[]): unknown =>
  combined(1, 8, named(7, { entry: [0, 0], then: { combination: [{ entry: [0, 0], factor: [["1", exponents.map((e) => [[0, 7, 0], e])]] }] } }));
/** 1 - w - 1 - w - 1 - 1: w^2 paths, all through one neuron before the last layer. */
const diamonds = (w: number): unknown => {
  const [out, back] = [list(w, (h) => [h, 0] as const), list(w, (h) => [0, h] as const)];
  const unreachable = { conflict: [0, 0] };
  return certificate([1, w, 1, w, 1, 1], [out, back, out, back, [[0, 0]]], proof("degeneration", { outputs: [0], inputs: [0], limit: [["0"]], weights: [[], [], [], [], []], unreachable }), "linear", false);
};
const determinantOf = (size: number, neurons: number): unknown => ({ outputs: list(size, (i) => i), inputs: list(size, (i) => i), layer: 1, neurons: list(neurons, (h) => h) });

describe("certificates that would take more time or memory than they may are refused as too large", () => {
  it.each<[string, () => unknown]>([
    ["unique-paths, every input with a traversal of its own", () => forked(100_000, proof("unique-paths"))],
    ["split of many rectangles", () => diagonal(20_000, proof("split", { parts: [] }))],
    ["rectangles too many for their sets", () => diagonal(100_000, proof("laminar", { common: "rows" }))],
    ["free with many entries", () => narrow(20_000, 2, proof("free", { frozen: [{ neuron: 0, side: "rows", values: ones(20_000) }], then: proof("linear-space") }))],
    ["generic-pair with a wide factor", () => narrow(20_000, 2, proof("generic-pair", { free: "first", layer: 2, taken: [0], columns: [[1, 1]], values: [[], []], kernel: ones(40_000) }))],
    ["middle-factor with more entries than can be listed", () => narrow(20_000, 2, proof("middle-factor", { layer: 1, values: [[], ones(40_000)] }))],
    ["contraction to a mask too large for its table of bits", () => certificate([1 << 18, 1, 1 << 18], [[[0, 0]], [[0, 0]]], proof("contraction", { layers: [1, 2], full: proof("star-cover", { stars: [["output", 0]] }), then: proof("single-layer") }))],
    ["components with many parts", () => diagonal(20_000, proof("components", { parts: list(20_000, () => proof("unique-paths")) }))],
    ["components with many entries", () => twoStars(200_000, proof("components", { parts: [] }))],
    ["star-cover with many pairs", () => narrow(40_000, 2, proof("star-cover", { stars: [["output", 0], ["input", 0]] }))],
    ["generic-factor with a large count of what is reached", () => certificate([1, 300_000, 300_000], [list(300_000, (i) => [i, 0] as const), list(300_000, (i) => [i, i] as const)], proof("generic-factor", { free: "first", paths: [[]] }))],
    ["everything, a high power of a variable that is a sum", () => sixEntries(leafWith(power(400)), leafWith(power(1)))],
    ["everything, a high power that is to be divided by a sum", () => sixEntries(leafWith([[1, []]]), leafWith(power(400)))],
    ["assisted-free, numbers that double their length again and again", () => longNumbers(40)],
    ["constant-rank, a matrix of 3 000 x 3 000 times 3 000", () => narrow(3_000, 1, proof("constant-rank", { frozen: [{ neuron: 0, side: "rows", chain: [] }], dimension: 3_000, trees: [{ pivots: [] }] }))],
    ["degeneration, a high power of a product that is a sum", () => highPower(list(8, () => 8))],
    ["degeneration, a combination of the determinant of a matrix of sums", () => combined(7, 7, { combination: [{ determinant: determinantOf(7, 6), factor: [["1", []]] }] })],
    ["degeneration, a combination that names a hundred thousand products", () => combined(100, 10, { combination: [] })],
    ["degeneration, more paths than can be listed", () => diamonds(1_500)],
    ["generic-factor by matchings, a million inputs through 100 layers", () => certificate([1_000_000, ...ones(100)], [list(1_000_000, (k) => [0, k] as const), ...list(99, () => [[0, 0] as const])], proof("generic-factor", { free: "first", repairs: [] }))],
    ["minors of wide layers, nested", () => certificate([4_194_304, 1, 4_194_304], [[[0, 0]], [[0, 0]]], nested(400), "linear", false)],
  ])("%s", (_, make) => {
    expect(check(make())).toMatchObject({ ok: false, reason: expect.stringContaining("too large to be checked") });
  });
});

describe("large certificates that are cheap to check are not refused for their size", () => {
  it.each<[string, () => unknown]>([
    ["unique-paths on a diagonal of 100 000", () => diagonal(100_000, proof("unique-paths"))],
    ["unique-paths through one neuron between 300 000 inputs and outputs", () => narrow(300_000, 1, proof("unique-paths"))],
    ["unique-paths from 4 million inputs without edges, through 300 layers", () => certificate([4_194_304, ...ones(300)], list(300, () => []), proof("unique-paths"))],
    ["one-neuron between 50 000 inputs and outputs", () => narrow(50_000, 1, proof("one-neuron"))],
    ["generic-factor on a diagonal of 20 000", () => diagonal(20_000, proof("generic-factor", { free: "first", paths: list(20_000, (i) => [[i, i]]) }))],
    ["components of two large stars", () => twoStars(20_000, proof("components", { parts: [proof("unique-paths"), proof("unique-paths")] }))],
    ["cap of 50 000 rows of one class", () => narrow(50_000, 2, proof("cap", { side: "rows", deleted: list(49_990, (i) => i), then: proof("two-neurons") }))],
    // 134 million entries: as lists they would take more memory than there is to take.
    ["lu-minor beside dense layers, 4096-16384-4096", () => luBesideDense(4096, 16_384, proof("lu-minor", { outputs: [0, 1], inputs: [0, 1], neuron: { layer: 1, index: 0 } }))],
    ["generic-factor by matchings of dense layers, 2048-8192-2048", () => denseBlocks(2048, 8192, proof("generic-factor", { free: "last", repairs: [] }))],
    ["generic-factor by matchings of 4 million inputs without edges", () => certificate([4_194_304, 4_194_304, 1], [[[4_194_303, 0]], [[0, 4_194_303]]], proof("generic-factor", { free: "first", repairs: [] }))],
    ["generic-factor by matchings on a diagonal of 20 000", () => diagonal(20_000, proof("generic-factor", { free: "first", repairs: [] }))],
    ["split of 1 000 rectangles", () => diagonal(1_000, proof("split", { parts: list(1_000, () => proof("one-neuron")) }))],
  ])("%s", (_, make) => {
    expect(check(make())).toMatchObject({ ok: true });
  });
});

describe("what looks large and is not is gone through in about a second", () => {
  it("degeneration: 10 000 paths through one neuron", () => {
    expect(check(diamonds(100))).toMatchObject({ ok: false, place: "evidence.unreachable.conflict", reason: "10000 products are not known" });
  });

  it("generic-factor by matchings: 4 million inputs without edges, through 300 layers", () => {
    expect(check(certificate([4_194_304, ...ones(300)], list(300, () => []), proof("generic-factor", { free: "first", repairs: [] })))).toMatchObject({ ok: true });
    // A repair of nothing, where nothing is to be repaired, is still looked at.
    const repaired = (input: number): unknown => certificate([3, 1, 1], [[], []], proof("generic-factor", { free: "first", repairs: [[input, 2, []]] }));
    expect(check(repaired(1))).toMatchObject({ ok: true });
    expect(check(repaired(3))).toMatchObject({ ok: false, place: "evidence.repairs[0]" });
  });

  it("a sparsest network: thousands of blocks, and a claim of thousands of parameters", () => {
    const neuron = (k: number): unknown => ({ output: k % 2 === 0 ? "1" : "-1", weights: list(13, () => "1"), bias: "1" });
    const network = { neurons: list(2_000, neuron), skip: null };
    const document = { ...PEAK, points: [list(13, () => "1")], targets: ["0"], skip: false, count: "parameters", network, claim: { count: 28_000, atLeast: 28_000 }, lowerBound: { rule: "dual-vectors", vectors: [] } };
    expect(checkSparsest(document)).toMatchObject({ ok: false, place: "lowerBound.vectors" });
  });

  it("interpolation: long numbers before thousands of outputs", () => {
    const points = list(100, (p) => list(10, () => `${"7".repeat(990)}${p}`));
    const pattern = { format: "wellposed/pattern/1", widths: [10, 3_000], masks: [list(3_000, () => "1".repeat(10))] };
    expect(checkInterpolation({ format: "wellposed/interpolation/1", pattern, points, hidden: [] })).toMatchObject({ ok: false, reason: "output 0 has 11 features for 100 different points" });
  });
});

describe("documents about data that would take more time or memory than they may are refused as too large", () => {
  const zeros = (n: number): string[] => list(n, () => "0");
  const manyPoints = (n: number): object => ({ ...PEAK, points: list(n, () => ["1"]), targets: list(n, () => "1"), skip: false, network: { neurons: [{ output: "1", weights: ["1"], bias: "0" }], skip: null }, claim: { count: 1, atLeast: 1 } });
  it.each<[string, () => { ok: boolean }]>([
    ["a sparsest network, a linear program of a hundred thousand rows", () => checkSparsest({ ...manyPoints(100_000), lowerBound: { rule: "enumeration" } })],
    ["the same for targets beyond an affine part", () => checkSparsest({ ...manyPoints(20_000), skip: true, lowerBound: { rule: "none" } })],
    ["an optimum, a hundred thousand supports without gates", () => checkOptimum({ ...BY_HAND, points: list(20_000, () => ["1"]), targets: zeros(20_000), dual: zeros(20_000), supports: list(100_000, () => ({ columns: [], gates: [] })), complete: false, neurons: [], value: "1", dualBound: "0" })],
    [
      "a counterexample, many weights at many points that are 0",
      () => {
        const pattern = { format: "wellposed/pattern/1", widths: [1, 20_000, 1], masks: [list(20_000, () => "1"), ["1".repeat(20_000)]] };
        const family = { weights: [[], list(20_000, (h) => [[0, h], [["1", 0]]])], biases: [[], []] };
        const data = { points: list(20_000, () => ["0"]), targets: list(20_000, () => ["0"]) };
        return checkCounterexample({ format: "wellposed/counterexample/1", pattern, data, family, loss: [], rule: "second-differences", evidence: { neuron: 0, outputs: [0, 0], other: 1 } });
      },
    ],
  ])("%s", (_, outcome) => {
    expect(outcome()).toMatchObject({ ok: false, reason: expect.stringContaining("too large to be checked") });
  });
});
