/** Outcomes and rows as they are read back: strictly, because files are edited. */
import { PROPERTIES } from "../../certificate/proof.js";
import { parseJson } from "../../formats/json.js";
import { badInput, quote } from "../../pattern/fault.js";
import type { Row } from "./fold.js";
import type { Outcome } from "./outcome.js";

/** @throws Fault of kind `input`, naming the place */
export function outcomeFrom(line: string, place: string): Outcome {
  const object = patternObject(line, place);
  if (object["error"] === undefined && object["verdicts"] === undefined && !isIndex(object["as"])) throw badInput(`${place}: verdicts`, "verdicts, or the index of an earlier pattern", quote(object["as"]));
  return object as unknown as Outcome;
}

/** @throws Fault of kind `input`, naming the place */
export function rowFrom(line: string, place: string): Row {
  const object = patternObject(line, place);
  if (object["error"] === undefined) {
    const { verdicts, sameAs } = object;
    if (verdicts === undefined) throw badInput(`${place}: verdicts`, "an object", "none");
    if (sameAs !== null && !isIndex(sameAs)) throw badInput(`${place}: sameAs`, "null or an index", quote(sameAs));
  }
  return object as unknown as Row;
}

function patternObject(line: string, place: string): Record<string, unknown> {
  const object = objectFrom(parseJson(line, place), place);
  const { index, id, error, name, widths, edges, density, layers, verdicts } = object;
  const at = (key: string): string => `${place}: ${key}`;
  if (!isIndex(index)) throw badInput(at("index"), "an index", quote(index));
  if (typeof id !== "string") throw badInput(at("id"), "a string", quote(id));
  if (error !== undefined) {
    const { kind, message } = objectFrom(error, at("error"));
    if (typeof kind !== "string" || typeof message !== "string") throw badInput(at("error"), "a kind and a message", quote(error));
    return object;
  }
  if (typeof name !== "string") throw badInput(at("name"), "a string", quote(name));
  if (!Array.isArray(widths) || widths.length < 2 || !widths.every(isIndex)) throw badInput(at("widths"), "widths from input to output", quote(widths));
  if (!isIndex(edges)) throw badInput(at("edges"), "a count", quote(edges));
  if (typeof density !== "number") throw badInput(at("density"), "a number", quote(density));
  if (!Array.isArray(layers) || layers.length !== widths.length - 1) throw badInput(at("layers"), "edges and density of every layer", quote(layers));
  for (const [l, layer] of (layers as unknown[]).entries()) {
    const { edges: own, density: share } = objectFrom(layer, at(`layers[${l}]`));
    if (!isIndex(own) || typeof share !== "number") throw badInput(at(`layers[${l}]`), "edges and density", quote(layer));
  }
  if (typeof object["class"] !== "string") throw badInput(at("class"), "a class", quote(object["class"]));
  if (verdicts !== undefined) checkVerdicts(objectFrom(verdicts, at("verdicts")), at("verdicts"));
  return object;
}

function checkVerdicts(verdicts: Record<string, unknown>, place: string): void {
  for (const [property, verdict] of Object.entries(verdicts)) {
    if (!(PROPERTIES as readonly string[]).includes(property)) throw badInput(place, `some of ${PROPERTIES.join(", ")}`, quote(property));
    const { closed, rule } = objectFrom(verdict, `${place}.${property}`);
    const decided = typeof closed === "boolean" && typeof rule === "string";
    if (!decided && !(closed === null && rule === null)) throw badInput(`${place}.${property}`, "true or false and a rule, or null and null", quote(verdict));
  }
}

function objectFrom(value: unknown, place: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badInput(place, "an object", quote(value));
  return value as Record<string, unknown>;
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
