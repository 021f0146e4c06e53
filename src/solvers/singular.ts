/**
 * Singular (Decker, Greuel, Pfister, Schoenemann): is 1 in the ideal of the equations "product = limit" over the rationals? Then no complex weights, so no
 * real ones, reach the limit (Hilbert's Nullstellensatz, the easy direction). 1 not in the ideal says nothing about the reals.
 */
import type { Equation, ReachabilityQuestion } from "./question.js";

/** A script that prints `unreachable` when 1 is in the ideal, and `unknown` otherwise. */
export function writeSingular({ weights, entries }: ReachabilityQuestion): string {
  const legend = weights.map(({ layer, output, input }, w) => `// w(${w + 1}) is the weight of layer ${layer} from input ${input} to output ${output}`);
  return [
    "// Is 1 in the ideal of the equations? unreachable: no weights give these entries. Indices from 0.",
    ...legend,
    `ring r = 0,(w(1..${Math.max(weights.length, 1)})),dp;`,
    `ideal equations = ${entries.length === 0 ? "0" : entries.map(polynomial).join(",\n  ")};`,
    "ideal basis = std(equations);",
    'if (reduce(poly(1), basis) == 0) { print("unreachable"); } else { print("unknown"); }',
    "quit;",
    "",
  ].join("\n");
}

/** Times the denominator of the value, so that all coefficients are integers. */
function polynomial({ paths, value }: Equation): string {
  const factor = value.denominator === 1n ? "" : `${value.denominator}*`;
  return [...paths.map((path) => factor + path.map((w) => `w(${w + 1})`).join("*")), `(${-value.numerator})`].join(" + ");
}
