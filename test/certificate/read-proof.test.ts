import { describe, expect, it } from "vitest";
import type { Property } from "../../src/certificate/proof.js";
import { exactKeys, proofFromJson } from "../../src/certificate/read-proof.js";
import { check } from "../../src/check/check.js";
import { Fault } from "../../src/pattern/fault.js";
import { LU, certificate, proof } from "../support/certificates.js";

const leaf = proof("linear-space");

/** Well-formed evidence of every rule and form; whether it proves anything is not asked here. */
const WELL_FORMED: [Property, string, unknown][] = [
  ["linear", "single-layer", {}],
  ["linear", "unique-paths", {}],
  ["linear", "lu-minor", { outputs: [0, 1], inputs: [0, 1], neuron: { layer: 1, index: 0 } }],
  ["linear", "cut-minor", { outputs: [0, 1], inputs: [0, 1], neuron: { layer: 1, index: 0 } }],
  ["linear", "generic-factor", { free: "first", paths: [[[0, 1]], []] }],
  ["linear", "generic-factor", { free: "last", repairs: [[0, 2, [[2, 0, 1]]], [1, 3, []]] }],
  ["linear", "generic-pair", { free: "last", layer: 2, taken: [0], columns: [[1, -1]], values: [[], []], kernel: [-3] }],
  ["linear", "middle-factor", { layer: 1, values: [[], [1, -2]] }],
  ["linear", "star-cover", { stars: [["output", 0], ["input", 1], null] }],
  ["linear", "components", { parts: [leaf] }],
  ["linear", "components", { part: 0, then: leaf }],
  ["linear", "contraction", { layers: [1, 2], full: leaf, then: leaf }],
  ["linear", "orthonormal-factor", { factor: "last", order: [1, 0], then: leaf }],
  ["linear", "added-edge", { layer: 2, outputs: [0, 1], inputs: [0, 1], then: leaf }],
  ["linear", "minor", { outputs: [0], inputs: [0], then: leaf }],
  ["linear", "linear-space", {}],
  ["linear", "one-neuron", {}],
  ["linear", "one-neuron", { outputs: [0, 1], inputs: [0, 1] }],
  ["linear", "two-neurons", {}],
  ["linear", "two-neurons", { outputs: [0, 1], inputs: [0, 1, 2] }],
  ["linear", "block-minor", { outputs: [[0], [1]], inputs: [[0], [1]], neurons: [[0], [0]], other: 1 }],
  ["linear", "block-minor", { outputs: [[0], [1]], inputs: [[0], [1]], neurons: [[0], [0]], other: null }],
  ["linear", "degeneration", { outputs: [0], inputs: [0, 1], limit: [["-1/2", "0"]], weights: [[[[0, 0], [["-1/2", -1], ["1", 0]]]], []], unreachable: { conflict: [0, 0] } }],
  ["linear", "degeneration", {
    outputs: [0], inputs: [0], limit: [["0"]], weights: [[], []],
    unreachable: { combination: [{ entry: [0, 0], factor: [["-1/2", [[[0, 1, 0], 8], [[0, 0, 0], 1]]], ["1", []]] }, { determinant: { outputs: [0], inputs: [0], layer: 1, neurons: [] }, factor: [] }] },
  }],
  ["linear", "degeneration", {
    outputs: [0], inputs: [0], limit: [["1"]], weights: [[], []],
    unreachable: { split: [1, 0, 0], zero: { entry: [0, 0], then: { let: [0, 1, 0], then: { conflict: [0, 0] } } }, nonzero: { completion: { outputs: [0], inputs: [0], layer: 1, neurons: [0] }, then: { determinant: { outputs: [0], inputs: [0], layer: 1, neurons: [] } } } },
  }],
  ["linear", "laminar", { common: "rows" }],
  ["linear", "split", { parts: [] }],
  ["linear", "split", { part: 0, then: leaf }],
  ["linear", "cap", { side: "columns", deleted: [0], then: leaf }],
  ["linear", "chain-descent", { side: "rows", chain: [0], cases: [{ deleted: 0, then: leaf }] }],
  ["linear", "chain-descent", { side: "rows", chain: [0], deleted: 0, then: leaf }],
  ["linear", "free", { frozen: [{ neuron: 0, side: "rows", values: [-1] }], then: leaf }],
  ["linear", "lemmas", { lemmas: [{ goal: { rows: 2, columns: 2, neurons: [[[0], [1]]], free: [[0, 1]] }, closed: true, proof: leaf }], then: leaf }],
  ["linear", "use", { lemma: 0, rows: [1, 0], columns: [2], transposed: false }],
  ["finite", "single-layer", {}],
  ["finite", "star-components", {}],
  ["finite", "shared-output", { neuron: 0, outputs: [0, 1], other: 1 }],
  ["finite", "linear-counterpart", { linear: leaf }],
  ["cube", "single-layer", {}],
  ["cube", "laminar-components", {}],
  ["cube", "crossing-inputs", { neurons: [0, 1], inputs: [0, 1, 2] }],
  ["cube", "linear-counterpart", { linear: leaf }],
];

function placeOfFault(value: unknown, property: Property): string {
  try {
    proofFromJson(value, property, "");
  } catch (error) {
    if (error instanceof Fault) return error.place;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** Where a number, a list, a string or a boolean stands in a value: paths of keys. */
function* paths(value: unknown, at: (string | number)[] = []): Generator<{ at: (string | number)[]; value: unknown }> {
  yield { at, value };
  if (Array.isArray(value)) for (const [e, item] of value.entries()) yield* paths(item, [...at, e]);
  else if (typeof value === "object" && value !== null) for (const [key, item] of Object.entries(value)) yield* paths(item, [...at, key]);
}

function replaced(value: unknown, at: readonly (string | number)[], by: unknown): unknown {
  const [key, ...rest] = at;
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((item: unknown, e) => (e === key ? replaced(item, rest, by) : item));
  return Object.fromEntries(Object.entries(value as object).map(([name, item]): [string, unknown] => [name, name === key ? replaced(item, rest, by) : item]));
}

describe.each(WELL_FORMED)("%s %s, evidence %j", (property, rule, evidence) => {
  it("is read as it stands", () => {
    expect(proofFromJson({ rule, evidence }, property, "")).toEqual({ rule, evidence });
  });

  it("is refused with a key too many, in any of its objects", () => {
    for (const { at, value } of paths(evidence)) {
      if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
      const place = placeOfFault({ rule, evidence: replaced(evidence, at, { ...value, extra: 0 }) }, property);
      expect(place).toMatch(/extra$/);
    }
  });

  it("is refused without any one of its keys", () => {
    for (const { at, value } of paths(evidence)) {
      if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
      for (const key of Object.keys(value)) {
        const less = Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
        // The forms without `outputs`, `cases` or `parts` are told apart by these keys: what is left then has a key too many.
        expect(placeOfFault({ rule, evidence: replaced(evidence, at, less) }, property)).toMatch(/^evidence/);
      }
    }
  });

  it("is refused with any number broken, or as a string, or beyond 2^53, or not finite", () => {
    for (const { at, value } of paths(evidence)) {
      if (typeof value !== "number") continue;
      const mayBeNull = at.at(-1) === "other" && rule === "block-minor";
      for (const bad of [value + 0.5, `${value}`, 2 ** 53, -(2 ** 53), Infinity, NaN, [value], true, ...(mayBeNull ? [] : [null])]) {
        expect(placeOfFault({ rule, evidence: replaced(evidence, at, bad) }, property)).toMatch(/^evidence\./);
      }
    }
  });

  it("is refused with a list as an object or a string, and an object as a list", () => {
    for (const { at, value } of paths(evidence)) {
      if (typeof value !== "object" || value === null) continue;
      for (const bad of [Array.isArray(value) ? { ...value } : Object.values(value), "x", 1, null]) {
        // A star may be null.
        if (bad === null && rule === "star-cover") continue;
        expect(placeOfFault({ rule, evidence: replaced(evidence, at, bad) }, property)).toMatch(/^evidence/);
      }
    }
  });
});

describe("indices", () => {
  it("may not be negative", () => {
    expect(placeOfFault(proof("minor", { outputs: [0, -1], inputs: [0], then: leaf }), "linear")).toBe("evidence.outputs[1]");
    expect(placeOfFault(proof("star-cover", { stars: [["input", -1]] }), "linear")).toBe("evidence.stars[0][1]");
  });

  it("may be negative as values of frozen factors only", () => {
    expect(placeOfFault(proof("middle-factor", { layer: -1, values: [] }), "linear")).toBe("evidence.layer");
  });
});

describe("words", () => {
  it.each<[string, unknown, string]>([
    ["generic-factor", { free: "both", paths: [] }, "evidence.free"],
    ["generic-factor", { free: "both", repairs: [] }, "evidence.free"],
    ["laminar", { common: "row" }, "evidence.common"],
    ["cap", { side: "cols", deleted: [0], then: leaf }, "evidence.side"],
    ["star-cover", { stars: [["hidden", 0]] }, "evidence.stars[0]"],
    ["star-cover", { stars: [["output", 0, 0]] }, "evidence.stars[0]"],
    ["star-cover", { stars: [undefined] }, "evidence.stars[0]"],
  ])("of %s must be known: %j", (rule, evidence, place) => {
    expect(placeOfFault({ rule, evidence }, "linear")).toBe(place);
  });
});

describe("lists of fixed length", () => {
  it.each<[Property, string, unknown, string]>([
    ["linear", "lu-minor", { outputs: [0], inputs: [0, 1], neuron: { layer: 1, index: 0 } }, "evidence.outputs"],
    ["linear", "cut-minor", { outputs: [0, 1], inputs: [0, 1, 1], neuron: { layer: 1, index: 0 } }, "evidence.inputs"],
    ["linear", "contraction", { layers: [1, 2, 3], full: leaf, then: leaf }, "evidence.layers"],
    ["cube", "crossing-inputs", { neurons: [0, 1], inputs: [0, 1] }, "evidence.inputs"],
  ])("%s %s with another length: %j", (property, rule, evidence, place) => {
    expect(placeOfFault({ rule, evidence }, property)).toBe(place);
  });
});

describe("sub-proofs", () => {
  it("are read by the rules of linear, also below finite and cube", () => {
    expect(placeOfFault(proof("linear-counterpart", { linear: proof("star-components") }), "finite")).toBe("evidence.linear.rule");
  });

  it("have exactly a rule and its evidence", () => {
    expect(placeOfFault(proof("split", { part: 0, then: { ...leaf, note: 1 } }), "linear")).toBe("evidence.then.note");
  });

  const nested = (times: number): unknown => {
    let inner: unknown = leaf;
    for (let n = 0; n < times; n++) inner = proof("free", { frozen: [], then: inner });
    return inner;
  };

  it("are read 500 deep, and refused deeper", () => {
    expect(proofFromJson(nested(500), "linear", "")).toMatchObject({ rule: "free" });
    expect(() => proofFromJson(nested(501), "linear", "")).toThrow(Fault);
  });

  it("nested 100000 deep are refused, not followed until the stack ends", () => {
    expect(() => proofFromJson(nested(100_000), "linear", "")).toThrow(Fault);
    expect(check({ ...certificate("linear", true, LU, leaf), ...(nested(100_000) as object) })).toMatchObject({ ok: false });
  });

  it.each(["parts", "cases", "full", "lemmas", "linear"])("nested 100000 deep through %s are refused", (key) => {
    const wrap: Record<string, (inner: unknown) => unknown> = {
      parts: (inner) => proof("split", { parts: [inner] }),
      cases: (inner) => proof("chain-descent", { side: "rows", chain: [0], cases: [{ deleted: 0, then: inner }] }),
      full: (inner) => proof("contraction", { layers: [1, 2], full: inner, then: leaf }),
      lemmas: (inner) => proof("lemmas", { lemmas: [{ goal: { rows: 1, columns: 1, neurons: [], free: [] }, closed: true, proof: inner }], then: leaf }),
      linear: (inner) => proof("linear-counterpart", { linear: inner }),
    };
    let inner: unknown = leaf;
    for (let n = 0; n < 100_000; n++) inner = wrap[key]!(inner);
    expect(() => proofFromJson(inner, key === "linear" ? "cube" : "linear", "")).toThrow(Fault);
  });

  it("made of bare lists nested 100000 deep are refused wherever they stand", () => {
    let deep: unknown = [];
    for (let n = 0; n < 100_000; n++) deep = [deep];
    for (const [property, rule, evidence] of WELL_FORMED) {
      for (const { at } of paths(evidence)) expect(placeOfFault({ rule, evidence: replaced(evidence, at, deep) }, property)).toMatch(/^evidence/);
    }
  });
});

describe("exactKeys", () => {
  it("does not count inherited keys", () => {
    const inherited: unknown = Object.create({ rule: "x" });
    expect(() => exactKeys(inherited, "here", ["rule"])).toThrow(expect.objectContaining({ place: "here.rule" }));
  });

  it("gives the object when the keys are exactly these", () => {
    const value = { b: 1, a: 2 };
    expect(exactKeys(value, "", ["a", "b"])).toBe(value);
  });
});
