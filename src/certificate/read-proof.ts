/**
 * Reading proofs from JSON values, strictly: exact keys, integers, known rules. One reader per rule, listed once.
 */
import { badInput, quote, shortLine } from "../pattern/fault.js";
import type { LaurentJson } from "../exact/laurent.js";
import { Rational } from "../exact/rational.js";
import type {
  AnyProof,
  Bottleneck,
  Cases,
  ClearingStep,
  CubeEvidence,
  Edge,
  EverythingLeaf,
  EverythingTree,
  FiniteEvidence,
  FrozenForm,
  FrozenLeaf,
  LemmaJson,
  LinearEvidence,
  Multiple,
  Parts,
  PathPolynomial,
  Proof,
  Property,
  Side,
  SplitPolynomial,
  Unreachable,
  WeightFamily,
} from "./proof.js";

/**
 * Proofs nested deeper than this are refused, long before the engine's stack ends (a level takes some ten frames). Real ones are
 * nested about as deep as the pattern has layers.
 */
const MAX_NESTING = 500;

/** Characters of a rational, and size of an exponent: far above what a search writes. */
const MAX_CHARACTERS = 1000;
const MAX_EXPONENT = 1_000_000;

export type Reader<T> = (value: unknown, place: string, nesting: number) => T;
type Readers<E> = { [R in keyof E]: Reader<E[R]> };

/**
 * A proof of the given property from its JSON value `{ rule, evidence }`.
 * @throws Fault naming the place of the first key, number or rule name that does not belong there
 */
export function proofFromJson(value: unknown, property: Property, place: string): AnyProof {
  switch (property) {
    case "linear":
      return taggedProof(LINEAR, value, place, 0) as AnyProof;
    case "finite":
      return taggedProof(FINITE, value, place, 0) as AnyProof;
    case "cube":
      return taggedProof(CUBE, value, place, 0) as AnyProof;
  }
}

function taggedProof<E>(readers: Readers<E>, value: unknown, place: string, nesting: number): { rule: keyof E; evidence: E[keyof E] } {
  if (nesting > MAX_NESTING) throw badInput(place, `proofs nested at most ${MAX_NESTING} deep`, "a deeper one");
  const { rule, evidence } = exactKeys(value, place, ["rule", "evidence"]);
  if (typeof rule !== "string" || !Object.hasOwn(readers as object, rule)) {
    throw badInput(join(place, "rule"), `one of ${Object.keys(readers as object).join(", ")}`, quote(rule));
  }
  const name = rule as keyof E;
  return { rule: name, evidence: readers[name](evidence, join(place, "evidence"), nesting) };
}

const proof: Reader<Proof> = (value, place, nesting) => taggedProof(LINEAR, value, place, nesting + 1) as Proof;

const nothing: Reader<Record<string, never>> = (value, place) => exactKeys(value, place, []) as Record<string, never>;

const integer: Reader<number> = (value, place) => {
  if (!Number.isSafeInteger(value)) throw badInput(place, "an integer below 2^53", quote(value));
  return value as number;
};

/** An index or a layer number; its upper bound is the checker's business. */
export const index: Reader<number> = (value, place) => {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw badInput(place, "an integer of at least 0", quote(value));
  return value as number;
};

export function list<T>(item: Reader<T>): Reader<T[]> {
  return (value, place, nesting) => {
    if (!Array.isArray(value)) throw badInput(place, "a list", quote(value));
    return value.map((entry: unknown, e) => item(entry, `${place}[${e}]`, nesting));
  };
}

/** One of these words. */
export function choice<const T extends string>(...words: readonly T[]): Reader<T> {
  return (value, place) => {
    const word = words.find((one) => one === value);
    if (word === undefined) throw badInput(place, words.map((one) => quote(one)).join(" or "), quote(value));
    return word;
  };
}

/** A list of indices of this length, said in words. */
function indices<T extends number[]>(length: T["length"], words: string): Reader<T> {
  return (value, place, nesting) => {
    const numbers = list(index)(value, place, nesting);
    if (numbers.length !== length) throw badInput(place, `${words} indices`, `${numbers.length}`);
    return numbers as T;
  };
}

export const pair = indices<[number, number]>(2, "two");
const side: Reader<Side> = choice("rows", "columns");
const end: Reader<"first" | "last"> = choice("first", "last");
const triple = indices<[number, number, number]>(3, "three");
const quadruple = indices<[number, number, number, number]>(4, "four");

/** A pair of lists of indices. */
const lists: Reader<[number[], number[]]> = (value, place, nesting) => {
  const both = list(list(index))(value, place, nesting);
  if (both.length !== 2) throw badInput(place, "two lists", `${both.length}`);
  return both as [number[], number[]];
};

type Shape<T> = { [K in keyof T]: Reader<T[K]> };

/** An object with exactly the keys of `shape`. */
export function record<T>(shape: Shape<T>): Reader<T> {
  const keys = Object.keys(shape) as (keyof T & string)[];
  return (value, place, nesting) => {
    const object = exactKeys(value, place, keys);
    const entries = keys.map((key): [string, unknown] => [key, shape[key](object[key], join(place, key), nesting)]);
    return Object.fromEntries(entries) as T;
  };
}

/** The first reader when the object has `key`, otherwise the second: for evidence with two forms. */
function byKey<A, B>(key: string, withKey: Reader<A>, without: Reader<B>): Reader<A | B> {
  return (value, place, nesting) =>
    typeof value === "object" && value !== null && Object.hasOwn(value, key) ? withKey(value, place, nesting) : without(value, place, nesting);
}

const parts: Reader<Parts> = byKey("parts", record({ parts: list(proof) }), record({ part: index, then: proof }));

const star: Reader<["output", number] | ["input", number] | null> = (value, place) => {
  if (value === null) return null;
  if (!Array.isArray(value) || value.length !== 2 || (value[0] !== "output" && value[0] !== "input")) {
    throw badInput(place, '["output", index], ["input", index] or null', quote(value));
  }
  return [value[0], index(value[1], `${place}[1]`, 0)];
};

export const bool: Reader<boolean> = (value, place) => {
  if (typeof value !== "boolean") throw badInput(place, "true or false", quote(value));
  return value;
};

const lemma: Reader<LemmaJson> = record({
  goal: record({ rows: index, columns: index, neurons: list(lists), free: list(pair) }),
  closed: bool,
  proof,
});

const form: Reader<FrozenForm> = record({ neuron: index, side, chain: list(index) });

const splitPolynomial: Reader<SplitPolynomial> = list((value, place, nesting) => {
  if (!Array.isArray(value) || value.length !== 2) throw badInput(place, "[coefficient, [[neuron, index, exponent], ...]]", quote(value));
  return [integer(value[0], `${place}[0]`, nesting), list(triple)(value[1], `${place}[1]`, nesting)];
});

/** A tree of cases; `leaf` reads its ends. */
function cases<L>(leaf: Reader<L>): Reader<Cases<L>> {
  const tree: Reader<Cases<L>> = (value, place, nesting) => {
    if (nesting > MAX_NESTING) throw badInput(place, `cases nested at most ${MAX_NESTING} deep`, "a deeper one");
    return byKey("split", record({ split: pair, polynomial: splitPolynomial, zero: below, nonzero: below }), leaf)(value, place, nesting);
  };
  const below: Reader<Cases<L>> = (value, place, nesting) => tree(value, place, nesting + 1);
  return tree;
}

const pivots = list(quadruple);

const clearing: Reader<ClearingStep> = (value, place, nesting) =>
  record<ClearingStep>({ clear: record({ side, pivot: pair, target: index }), then: everythingTree })(value, place, nesting + 1);

const everythingTree: Reader<EverythingTree> = cases<EverythingLeaf | ClearingStep>(
  byKey("clear", clearing, record({ frozen: list(record({ side, values: list(splitPolynomial) })), pivots })),
);

const crossedMinor = record({ outputs: pair, inputs: pair, neuron: record({ layer: index, index }) });

/** A rational in its canonical form. */
export const rational: Reader<string> = (value, place) => {
  if (typeof value !== "string" || value.length > MAX_CHARACTERS || Rational.parse(value) === undefined) {
    throw badInput(place, `a rational in lowest terms as a string of at most ${MAX_CHARACTERS} characters`, quote(value));
  }
  return value;
};

/** A list with one reader for each place. */
export function tuple<T extends readonly unknown[]>(...items: { [E in keyof T]: Reader<T[E]> }): Reader<T> {
  return (value, place, nesting) => {
    if (!Array.isArray(value) || value.length !== items.length) throw badInput(place, `a list of ${items.length}`, quote(value));
    return value.map((entry: unknown, e) => items[e]!(entry, `${place}[${e}]`, nesting)) as unknown as T;
  };
}

const coefficient: Reader<string> = (value, place, nesting) => {
  if (value === "0") throw badInput(place, "a coefficient other than 0", quote(value));
  return rational(value, place, nesting);
};

const exponent: Reader<number> = (value, place, nesting) => {
  const number = integer(value, place, nesting);
  if (Math.abs(number) > MAX_EXPONENT) throw badInput(place, `an exponent from -${MAX_EXPONENT} to ${MAX_EXPONENT}`, quote(value));
  return number;
};

/** The terms of a Laurent polynomial; none for 0. */
export const laurentTerms: Reader<LaurentJson> = (value, place, nesting) => {
  const terms = list(tuple<[string, number]>(coefficient, exponent))(value, place, nesting);
  terms.forEach(([, e], t) => {
    if (t > 0 && e <= terms[t - 1]![1]) throw badInput(`${place}[${t}][1]`, "exponents that strictly ascend", `${e}`);
  });
  return terms;
};

/** The terms of one that is not 0. */
export const nonzeroTerms: Reader<LaurentJson> = (value, place, nesting) => {
  const terms = laurentTerms(value, place, nesting);
  if (terms.length === 0) throw badInput(place, "at least one term", "none");
  return terms;
};

const weight: Reader<WeightFamily> = tuple<WeightFamily>(pair, nonzeroTerms);

export const edge: Reader<Edge> = tuple<Edge>(index, index, index);

const bottleneck: Reader<Bottleneck> = record({ outputs: list(index), inputs: list(index), layer: index, neurons: list(index) });

/** Of a product of weights: far above what a search writes. */
const MAX_POWER = 8;

const power: Reader<[number[], number]> = tuple<[number[], number]>(list(index), (value, place) => {
  if (!Number.isSafeInteger(value) || (value as number) < 1 || (value as number) > MAX_POWER) throw badInput(place, `an exponent from 1 to ${MAX_POWER}`, quote(value));
  return value as number;
});

const factor: Reader<PathPolynomial> = list(tuple<PathPolynomial[number]>(coefficient, list(power)));

const multiple: Reader<Multiple> = byKey("entry", record({ entry: pair, factor }), record({ determinant: bottleneck, factor }));

/** Told apart by its first key. */
export const unreachable: Reader<Unreachable> = (value, place, nesting) => {
  if (nesting >= MAX_NESTING) throw badInput(place, `steps nested at most ${MAX_NESTING} deep`, "a deeper one");
  const has = (key: string): boolean => typeof value === "object" && value !== null && Object.hasOwn(value, key);
  const reader: Reader<Unreachable> = has("split")
    ? record({ split: edge, zero: unreachable, nonzero: unreachable })
    : has("let")
      ? record({ let: list(index), then: unreachable })
      : has("entry")
        ? record({ entry: pair, then: unreachable })
        : has("completion")
          ? record({ completion: bottleneck, then: unreachable })
          : has("determinant")
            ? record({ determinant: bottleneck })
            : has("combination")
              ? record({ combination: list(multiple) })
              : record({ conflict: pair });
  return reader(value, place, nesting + 1);
};

const LINEAR: Readers<LinearEvidence> = {
  "single-layer": nothing,
  "unique-paths": nothing,
  "lu-minor": crossedMinor,
  "cut-minor": crossedMinor,
  "generic-factor": byKey(
    "repairs",
    record({ free: end, repairs: list(tuple<[number, number, number[][]]>(index, index, list(list(index)))) }),
    record({ free: end, paths: list(list(list(index))) }),
  ),
  "generic-pair": record({
    free: end,
    layer: index,
    taken: list(index),
    columns: list(list(integer)),
    values: list(list(integer)),
    kernel: list(integer),
  }),
  "middle-factor": record({ layer: index, values: list(list(integer)) }),
  "star-cover": record({ stars: list(star) }),
  components: parts,
  contraction: record({ layers: pair, full: proof, then: proof }),
  "orthonormal-factor": record({ factor: end, order: list(index), then: proof }),
  "added-edge": record({ layer: index, outputs: pair, inputs: pair, then: proof }),
  minor: record({ outputs: list(index), inputs: list(index), then: proof }),
  "linear-space": nothing,
  "one-neuron": byKey("outputs", record({ outputs: pair, inputs: pair }), nothing),
  "two-neurons": byKey("outputs", record({ outputs: list(index), inputs: list(index) }), nothing),
  "block-minor": record({
    outputs: lists,
    inputs: lists,
    neurons: lists,
    other: (value, place, nesting) => (value === null ? null : index(value, place, nesting)),
  }),
  degeneration: record({
    outputs: list(index),
    inputs: list(index),
    limit: list(list((value, place, nesting) => (value === null ? null : rational(value, place, nesting)))),
    weights: list(list(weight)),
    unreachable,
  }),
  laminar: record({ common: side }),
  split: parts,
  cap: record({ side, deleted: list(index), then: proof }),
  "chain-descent": byKey(
    "cases",
    record({ side, chain: list(index), cases: list(record({ deleted: index, then: proof })) }),
    record({ side, chain: list(index), deleted: index, then: proof }),
  ),
  free: record({ frozen: list(record({ neuron: index, side, values: list(integer) })), then: proof }),
  lemmas: record({ lemmas: list(lemma), then: proof }),
  use: record({ lemma: index, rows: list(index), columns: list(index), transposed: bool }),
  "assisted-free": record({
    frozen: list(form),
    freed: list(record({ neuron: index, side })),
    trees: list(cases<FrozenLeaf>(record({ values: list(list(integer)), pivots }))),
    then: proof,
  }),
  "constant-rank": record({ frozen: list(form), dimension: index, trees: list(cases<FrozenLeaf>(record({ pivots }))) }),
  everything: record({ tree: everythingTree }),
};

const counterpart = record({ linear: proof });

const FINITE: Readers<FiniteEvidence> = {
  "single-layer": nothing,
  "star-components": nothing,
  "shared-output": record({ neuron: index, outputs: pair, other: index }),
  "linear-counterpart": counterpart,
};

const CUBE: Readers<CubeEvidence> = {
  "single-layer": nothing,
  "laminar-components": nothing,
  "crossing-inputs": record({ neurons: pair, inputs: triple }),
  "linear-counterpart": counterpart,
};

/**
 * The value as an object with exactly these keys of its own.
 * @throws Fault naming a key that is missing or too many
 */
export function exactKeys(value: unknown, place: string, keys: readonly string[]): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badInput(place, "an object", quote(value));
  for (const key of Object.keys(value)) {
    if (!keys.includes(key)) throw badInput(join(place, shortLine(key)), keys.length === 0 ? "no keys" : `only the keys ${keys.join(", ")}`, "an unknown key");
  }
  for (const key of keys) if (!Object.hasOwn(value, key)) throw badInput(join(place, key), "a value", "nothing");
  return value as Record<string, unknown>;
}

export function join(place: string, key: string): string {
  return place === "" ? key : `${place}.${key}`;
}
