/** A sparsest network as text for people. */
import type { Sparsest } from "../../optima/sparsest.js";
import { aligned, labelled } from "../text.js";
import { factsOf, number, problemInWords } from "./words.js";

/** Rows of a table in text; the whole is in JSON. */
const MOST_ROWS = 24;

export function sparsestAsText(source: string, result: Sparsest): string {
  const parts = [`${source}: ${problemInWords(result)}`, ...factsOf(result).flatMap(([name, text]) => labelled(name, text)), ""];
  parts.push(...networkTable(result), result.exact ? "proved" : "NOT proved");
  return `${parts.join("\n")}\n`;
}

/** Inputs with a weight, bias and output weight of each neuron. */
function networkTable({ exactNetwork: { neurons, skip }, inputs }: Sparsest): string[] {
  const wide = inputs > 8;
  const head = ["neuron", ...(wide ? ["weights"] : Array.from({ length: inputs }, (_, i) => `x${i + 1}`)), "bias", "output"];
  const weightsOf = (weights: readonly string[]): string[] =>
    wide ? [weights.flatMap((weight, i) => (weight === "0" ? [] : [`x${i + 1} ${number(weight)}`])).join(", ") || "none"] : weights.map(number);
  const rows = neurons.slice(0, MOST_ROWS).map(({ weights, bias, output }, k) => [`${k}`, ...weightsOf(weights), number(bias), number(output)]);
  const affine = skip === null ? [] : [["affine", ...weightsOf(skip.weights), number(skip.bias), ""]];
  const lines = aligned([head, ...rows, ...affine], wide ? new Set() : new Set(head.keys())).map((line) => `  ${line}`.trimEnd());
  return [...lines, ...(neurons.length > MOST_ROWS ? [`  and ${neurons.length - MOST_ROWS} more neurons, in --format json`] : []), ""];
}
