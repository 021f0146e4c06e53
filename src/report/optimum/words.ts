/** What is said of an optimum in every form of its report. */
import type { ShallowNetwork } from "../../optima/convex/network.js";
import type { Path } from "../../optima/convex/path.js";
import type { Optimum, Problem } from "../../optima/optimum.js";
import type { SetOfOptima } from "../../optima/set-of-optima.js";
import { counted } from "../explain/phrases.js";

export const digits = (value: number): string => (value === 0 ? "0" : exponentPlain(value.toPrecision(10)));

/** Few digits, for what is only looked at. */
export const short = (value: number): string => {
  if (value === 0 || !Number.isFinite(value)) return `${value}`;
  return Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6 ? exponentPlain(value.toExponential(2)) : `${Number(value.toPrecision(4))}`;
};

const exponentPlain = (text: string): string => text.replace("e+", "e").replace(/(\.\d*?)0+(?=e|$)/, "$1").replace(/\.(?=e|$)/, "");

/** "4 points, 2 inputs, free biases; ReLU, squared loss (mean)". */
export function problemInWords({ points, inputs, bias, model, loss, scaling }: Problem): string {
  return `${counted(points, "point")}, ${counted(inputs, "input")}, ${bias ? "free biases" : "no biases"}; ${model === "gated" ? "gated ReLU" : "ReLU"}, ${loss} loss (${scaling})`;
}

/** Of sampled patterns: others may need a larger lambda. */
export function lambdaInWords({ lambda, lambdaMax, complete }: Optimum): string {
  if (lambdaMax === 0) return `${digits(lambda)}; lambda_max${complete ? "" : " of these patterns"} is 0: the network without neurons is optimal for every lambda${complete ? "" : " among them"}`;
  const share = `${short((100 * lambda) / lambdaMax)} % of lambda_max ${digits(lambdaMax)}${complete ? "" : " of these patterns"}`;
  return `${digits(lambda)} (${share}${lambda >= lambdaMax ? `, from which on the network without neurons is optimal${complete ? "" : " among them"}` : ""})`;
}

export function patternsInWords({ patterns, complete }: Problem): string {
  return complete ? `${patterns}, all there are` : `${patterns}, sampled: minima are upper bounds`;
}

/** Over the optimum. What is less than float64 can tell is said to be so. */
export function relativeGap({ value, gap }: Pick<Optimum, "value" | "gap">): string {
  const relative = value === 0 ? 0 : gap / value;
  return Math.abs(relative) < ROUNDING ? "below 1e-15" : short(relative);
}

const ROUNDING = 1e-15;

export function optimumInWords(result: Optimum): string {
  const bound = `${result.complete ? "no network" : "no network with these activation patterns"} is below ${digits(result.dualBound)}`;
  return `${digits(result.value)}; ${bound} (relative gap ${relativeGap(result)})`;
}

export function neuronsInWords({ neurons, blocks, pruned, fewest, checks }: Optimum): string {
  // Where a check fails, the network found stands in for the pruned one.
  const failed = checks.some(({ name, ok }) => !ok && name.startsWith("pruned"));
  const of = blocks === neurons ? "" : ` (${blocks} blocks of the program)`;
  const least =
    fewest === null ? "" : fewest.decided ? `; the fewest of any optimum: ${fewest.upper}${RESTS[fewest.rests]}` : `; the fewest of any optimum: between ${fewest.lower} and ${fewest.upper}${RESTS[fewest.rests]}`;
  return `${neurons}${of}, ${failed ? "not pruned: a check failed" : `pruned to ${pruned.neurons}: irreducible`}${least}`;
}

const RESTS = { exact: ", proved in rational numbers", list: ", from the list of all minimal networks", solver: ", by a mixed-integer program" } as const;

/** A sentence or two on the polytope. Of sampled patterns it is not the set of all networks' optima. */
export function setInWords(set: SetOfOptima, { complete }: Pick<Problem, "complete">): string {
  return `${polytopeInWords(set)}${complete ? "" : ", among networks with these activation patterns"}`;
}

function polytopeInWords({ unique, dimension, neurons, vertices, verticesMissing, exact }: SetOfOptima): string {
  const able = neurons.filter(({ possible }) => possible).length;
  const proof = exact ? "exact, in rational numbers" : "to tolerances";
  if (neurons.length === 0) return "the network without neurons is the only optimum";
  if (unique) return `one network, up to order and splitting of neurons (${proof})`;
  const listed = vertices === null ? `vertices not listed: ${verticesMissing ?? ""}` : `${vertices.length} vertices, the irreducible networks`;
  return `a polytope of dimension ${dimension}, ${listed}; ${counted(able, "neuron")} can take part (${proof})`;
}

/** A row for each neuron: direction of its input weights, output weight. */
export function neuronRows({ weights: [rows, [out]], biases: [biases] }: ShallowNetwork, bias: boolean): string[][] {
  return rows.map((row, k) => {
    const weights = [...row, ...(bias ? [biases[k]!] : [])];
    const largest = Math.max(...weights.map(Math.abs));
    // What rounding left of a 0 would only draw the eye.
    return [`${k}`, ...weights.map((weight) => short(Math.abs(weight) < 1e-14 * largest ? 0 : weight)), short(out![k]!)];
  });
}

export function neuronHead({ inputs, bias }: Problem): string[] {
  return ["neuron", ...Array.from({ length: inputs }, (_, i) => `x${i + 1}`), ...(bias ? ["bias"] : []), "output"];
}

export const PATH_HEAD = ["lambda", "of lambda_max", "optimum", "relative gap", "loss", "sum of norms", "neurons", "unique"] as const;

export function pathRows({ points, lambdaMax }: Path): string[][] {
  return points
    .filter(({ refined }) => !refined)
    .map(({ lambda, value, gap, loss, sumOfNorms, neurons, unique }) => [
      short(lambda),
      `${short((100 * lambda) / lambdaMax)} %`,
      digits(value),
      relativeGap({ value, gap }),
      short(loss),
      short(sumOfNorms),
      `${neurons}`,
      unique ? "yes" : "no",
    ]);
}

/** What changes where, lambda falling. */
export function kinkRows({ kinks }: Path): string[][] {
  return kinks.map(({ upper, lower, entering, leaving, jumps }) => [
    short(Math.sqrt(upper * lower)),
    entering.map(({ sign, points }) => `${sign > 0 ? "+" : "-"} [${points}]`).join(", ") || "none",
    leaving.map(({ sign, points }) => `${sign > 0 ? "+" : "-"} [${points}]`).join(", ") || "none",
    jumps === null ? "not unique there" : jumps ? "jump" : "continuous",
  ]);
}

export function pathInWords({ points, kinks, solved, enclosed, complete }: Path): string {
  if (points.length === 0) return "lambda_max is 0, up to rounding: the network without neurons is optimal for every lambda";
  const several = points.filter(({ unique }) => !unique).length;
  const jumps = kinks.filter(({ jumps: isJump }) => isJump === true).length;
  const weights = jumps === 0 ? "the weights jump at none of them" : `the weights jump at ${jumps} of them`;
  const changes = kinks.length === 0 ? "the neurons that optima may have stay the same" : `the neurons that optima may have change at ${enclosed ? "" : "at least "}${counted(kinks.length, "value")} of lambda, ${weights}`;
  return `${several === 0 ? "the optimal network is unique at every point" : `the optimal network is not unique at ${counted(several, "point")}`}; ${changes}; ${counted(solved, "program")} solved${complete ? "" : `; the time was over at lambda ${short(points.at(-1)!.lambda)}`}`;
}

/** What the sensitivities say at one glance. */
export function movesInWords({ sensitivities, lambda }: Optimum): string {
  const { byLambda, kinks, sides } = sensitivities!;
  const steepest = byLambda.fit.reduce((most, slope) => (Math.abs(slope) > Math.abs(most) ? slope : most), 0);
  const where = { both: "in both directions of lambda", above: "as lambda grows only", below: "as lambda falls only", neither: "in neither direction of lambda: a kink" }[sides];
  return `1 % of lambda more or less moves the fit by at most ${short(Math.abs(steepest) * lambda * 0.01)} (slope ${short(steepest)}); valid ${where}${kinks.length === 0 ? "" : `, ${kinks.length} kinks at this lambda`}`;
}
