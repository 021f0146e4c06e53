/** Systematic changes of a JSON value, one at a time. */
import type { Json } from "./pool.js";

export interface Mutant {
  /** Where and what was changed, such as `evidence.outputs[0]: 0 -> 1`. */
  readonly change: string;
  readonly value: unknown;
}

/** Words of certificates that may stand in each other's place. */
const WORDS = [
  ["rows", "columns", "row"],
  ["first", "last", "middle"],
  ["output", "input", "hidden"],
];

/**
 * Every mutant of a certificate: numbers moved and broken, rationals too, list members removed, doubled and exchanged, keys removed, renamed and added, booleans
 * flipped, words exchanged, mask cells flipped, rules renamed to all others, properties changed, sub-proofs replaced by others.
 */
export function* mutants(certificate: Json, rules: readonly string[], proofs: readonly unknown[]): Generator<Mutant> {
  yield* at(certificate, "", (part, where) => changes(part, where, rules, proofs));
}

function* changes(part: unknown, where: string, rules: readonly string[], proofs: readonly unknown[]): Generator<[string, unknown]> {
  const key = where.split(".").at(-1)!;
  if (typeof part === "number") {
    for (const other of [part + 1, part - 1, 0, 1, 2, 3, 4, -1, 1e9, 2 ** 53, part + 0.5, `${part}`, null, [part]]) yield [`-> ${JSON.stringify(other)}`, other];
  } else if (typeof part === "boolean") {
    for (const other of [!part, null, 1, "true"]) yield [`-> ${JSON.stringify(other)}`, other];
  } else if (part === null) {
    for (const other of [0, 1, [], {}, false]) yield [`-> ${JSON.stringify(other)}`, other];
  } else if (typeof part === "string") {
    if (key === "rule") for (const other of rules) yield [`-> ${other}`, other];
    if (key === "property") for (const other of ["linear", "finite", "cube"]) yield [`-> ${other}`, other];
    for (const words of WORDS) if (words.includes(part)) for (const other of words) yield [`-> ${other}`, other];
    if (/^[01]+$/.test(part)) {
      for (let c = 0; c < part.length; c++) yield [`cell ${c} flipped`, `${part.slice(0, c)}${part[c] === "0" ? "1" : "0"}${part.slice(c + 1)}`];
    }
    if (/^-?\d+(\/\d+)?$/.test(part) && !key.startsWith("masks")) for (const other of ["0", "1", "-1", "1/2", "2/4", "-0"]) yield [`-> ${other}`, other];
    for (const other of [`${part} `, part.slice(1), "", 0, null, [part]]) yield [`-> ${JSON.stringify(other)}`, other];
  } else if (Array.isArray(part)) {
    for (let e = 0; e < part.length; e++) {
      yield [`member ${e} removed`, part.filter((_, n) => n !== e)];
      yield [`member ${e} doubled`, [...part.slice(0, e), part[e], ...part.slice(e)]];
      for (let f = e + 1; f < part.length; f++) yield [`members ${e} and ${f} exchanged`, part.map((item: unknown, n) => (n === e ? part[f] : n === f ? part[e] : item))];
    }
    for (const other of [[], [...part, 0], [...part, []], { ...part }, "list", null]) yield [`-> ${JSON.stringify(other)}`, other];
  } else if (typeof part === "object") {
    const entries = Object.entries(part);
    for (const [name] of entries) {
      yield [`key ${name} removed`, Object.fromEntries(entries.filter(([other]) => other !== name))];
      yield [`key ${name} renamed`, Object.fromEntries(entries.map(([other, value]) => [other === name ? `${name}s` : other, value]))];
    }
    yield ["a key added", { ...part, extra: 0 }];
    for (const other of [{}, [], null, Object.values(part)]) yield [`-> ${JSON.stringify(other).slice(0, 20)}`, other];
    if ("rule" in part && "evidence" in part) {
      for (const [n, proof] of proofs.entries()) yield [`-> proof ${n}`, where === "" ? { ...part, ...(proof as object) } : proof];
    }
  }
}

/** Applies `change` at every place of a value, the value itself included. */
function* at(value: unknown, where: string, change: (part: unknown, where: string) => Iterable<[string, unknown]>): Generator<Mutant> {
  for (const [name, other] of change(value, where)) yield { change: `${where}: ${name}`, value: other };
  if (Array.isArray(value)) {
    for (const [e, item] of value.entries()) {
      for (const inner of at(item, `${where}[${e}]`, change)) yield { change: inner.change, value: value.map((other: unknown, n) => (n === e ? inner.value : other)) };
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      for (const inner of at(item, where === "" ? key : `${where}.${key}`, change)) yield { change: inner.change, value: { ...value, [key]: inner.value } };
    }
  }
}
