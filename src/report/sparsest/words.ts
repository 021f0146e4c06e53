/** What is said of a sparsest network in every form of its report. */
import type { AllInterpolants, Sparsest } from "../../optima/sparsest.js";
import { counted, enumerated } from "../explain/phrases.js";
import { digits, short } from "../optimum/words.js";

/** "6 points, 1 input; ReLU with a free affine part; neurons are counted". */
export function problemInWords({ points, inputs, skip, count, countBias, supports }: Sparsest): string {
  const what = count === "neurons" ? "neurons" : `parameters (nonzero weights${countBias ? " and biases" : ", biases not counted"})`;
  const mask = supports === null ? "" : `, a mask of ${counted(supports.length, "live hidden neuron")}`;
  return `${counted(points, "point")}, ${counted(inputs, "input")}; one hidden ReLU layer, ${skip ? "a free affine part" : "no affine part"}${mask}; ${what} are counted`;
}

/** What is counted, of the network. */
export function countedOf({ count, neurons, parameters }: Pick<Sparsest, "count" | "neurons" | "parameters">): number {
  return count === "neurons" ? neurons : parameters;
}

export function countInWords(result: Sparsest): string {
  const { count, lowerBound, exact } = result;
  const of = counted(countedOf(result), count.slice(0, -1));
  if (exact) return lowerBound === 0 ? "0: nothing is needed" : `${of}; no network through these points has fewer, proved`;
  return lowerBound === 0 ? `${of}; nothing is proved of fewer` : `${of}; every network through these points has at least ${lowerBound}, proved`;
}

/** A bound beyond the certificate. */
function trustedInWords({ trusted, count }: Sparsest): [string, string][] {
  return trusted === null ? [] : [["trusted", `at least ${trusted.bound} ${count}, on the word of ${trusted.by}`]];
}

export function trainingInWords({ runs, best, stopped, settings }: NonNullable<Sparsest["training"]>, method: Sparsest["method"]): string {
  const ends = { enough: "ended as no network has fewer", settled: "ended after two runs without a gain", restarts: "all runs done", timeout: "ended as the time was over", interrupted: "interrupted" }[stopped];
  const epochs = runs.reduce((sum, run) => sum + run.epochs, 0);
  const given = best === undefined || method !== "reweighted" ? "" : `; the network is that of seed ${runs[best]!.seed}`;
  return `${counted(runs.length, "run")} of ${settings.width} neurons, ${counted(epochs, "epoch")} in all, reweighted l1 for p = ${settings.p}; ${ends}${given}`;
}

/** The bend of a network of one input, or how many neurons and parameters it has. */
export function networkInWords({ knots, slopeChanges, neurons, parameters, countBias, skip, pathNorm, p }: Sparsest): string {
  const size = `${counted(neurons, "neuron")}, ${counted(parameters, "nonzero parameter")}${countBias ? "" : " (biases not counted)"}${skip ? " besides the affine part" : ""}`;
  const bends = knots === undefined || slopeChanges === undefined ? "" : knots.length === 0 ? "; no knots" : `; knots ${listed(knots)}; slope changes ${listed(slopeChanges)}`;
  return `${size}${bends}; l^p path norm ${digits(pathNorm)} for p = ${p}`;
}

const MOST_SHOWN = 8;
const LONGEST = 16;

/** Rationals in a line: long ones as decimals, the rest of many left out. */
function listed(values: readonly string[]): string {
  return enumerated([...values.slice(0, MOST_SHOWN).map(number), ...values.slice(MOST_SHOWN)]);
}

/** An exact number as it is, or about what it is. */
export function number(text: string): string {
  return text.length <= LONGEST ? text : `about ${brief(text)}`;
}

/** For tables, which say that long numbers are rounded. */
export function brief(text: string): string {
  return text.length <= LONGEST ? text : short(numeric(text));
}

/** Inputs up to which each has a column. */
const MOST_COLUMNS = 8;

/** The network's weights, exact but for long numbers: a row for each neuron, and one for the affine part. With many inputs only weights that are not 0. */
export function networkRows({ exactNetwork: { neurons, skip }, inputs }: Sparsest, most: number): { readonly head: string[]; readonly rows: string[][]; readonly isWide: boolean } {
  const isWide = inputs > MOST_COLUMNS;
  const cells = (weights: readonly string[]): string[] => (isWide ? [weights.flatMap((weight, i) => (weight === "0" ? [] : [`x${i + 1} ${brief(weight)}`])).join(", ") || "none"] : weights.map(brief));
  const rows = neurons.slice(0, most).map(({ weights, bias, output }, k) => [`${k}`, ...cells(weights), brief(bias), brief(output)]);
  if (skip !== null) rows.push(["affine part", ...cells(skip.weights), brief(skip.bias), ""]);
  return { head: ["neuron", ...(isWide ? ["weights"] : Array.from({ length: inputs }, (_, i) => `x${i + 1}`)), "bias", "output"], rows, isWide };
}

/** The double next to "p/q". */
export function numeric(text: string): number {
  const [numerator, denominator = "1"] = text.split("/");
  const value = Number(numerator) / Number(denominator);
  return Number.isFinite(value) ? value : longQuotient(numerator!, denominator);
}

/** Of numbers beyond doubles: their first digits. */
function longQuotient(numerator: string, denominator: string): number {
  const cut = Math.max(0, Math.min(numerator.length, denominator.length) - 30);
  return Number(numerator.slice(0, numerator.length - cut)) / Number(denominator.slice(0, denominator.length - cut));
}

/** How many sparsest functions there are, and what of them is free. */
export function structuresInWords({ structures: { count, dimension, unique, bounded } }: AllInterpolants): string {
  if (unique) return "one: the function of this network";
  const kinds = count === "1" ? "one kind" : `${count.length <= LONGEST ? count : `some 10^${count.length - 1}`} kinds`;
  const room = dimension === 0 ? "each of a single function" : `${count === "1" ? "" : "up to "}${counted(dimension, "free number")}${bounded ? "" : ", slopes as large as one likes among them"}`;
  return `${kinds}, ${room}`;
}

/** "at 1/2", "from 0, not included, to 1". */
export function placesInWords({ from, to, fromIncluded, toIncluded }: AllInterpolants["structures"]["knots"][number]["places"][number]): string {
  if (from === to) return `at ${number(from)}`;
  return `from ${number(from)}${fromIncluded ? "" : ", not included,"} to ${number(to)}${toIncluded ? "" : ", not included"}`;
}

/** Of l^p minimisers. */
export function boundsInWords({ bounds: { lipschitz, variation, changes } }: AllInterpolants): string {
  const range = changes === undefined ? "" : `, each between ${number(changes.least)} and ${number(changes.greatest)}`;
  return `every l^p minimiser has Lipschitz constant ${number(lipschitz)} and slope changes that sum to ${typeof variation === "number" ? `about ${short(variation)}` : number(variation)} in size${range}; no function through the points has less of the first two`;
}

export function minimiserInWords({ minimiser, fewestKnots, straight }: AllInterpolants, p: number): string {
  const { knots, pathNorm, sparsest, unique } = minimiser;
  const who = { yes: "the only", no: "one of several", undecided: "to the precision of doubles the" }[unique];
  const size = sparsest ? `${counted(knots.length, "knot")}: a sparsest one` : `${counted(knots.length, "knot")}, ${knots.length - fewestKnots} more than a sparsest one`;
  return `${who} ${unique === "no" ? "minimisers" : "minimiser"} for p = ${p} has ${size}; path norm ${digits(pathNorm)}, of straight lines from point to point ${digits(straight.pathNorm)} with ${counted(straight.knots.length, "knot")}`;
}

export function thresholdInWords({ threshold: { lower, upper } }: AllInterpolants): string {
  if (lower === 1) return "for every p < 1 all minimisers are sparsest ones";
  if (lower === upper) return `all minimisers are sparsest ones for p < ${digits(lower)}, not up to 1`;
  return lower === 0 ? `up to which p minimisers are sparsest ones is not decided below ${digits(upper)}` : `all minimisers are sparsest ones for p < ${digits(lower)}; from ${digits(upper)} on not always`;
}

export function plainInWords({ plain: { lower, upper }, fewestKnots }: AllInterpolants): string {
  return `with a free affine part ${counted(fewestKnots, "neuron")}; without ${lower === upper ? counted(upper, "neuron") : `at least ${lower}, at most ${upper}`}`;
}

export function residualInWords({ residual }: Sparsest): string {
  return residual === 0 ? "0: in doubles too the network goes through all points" : `${short(residual)}: how far its weights, rounded to doubles, put the network off a point at most`;
}

/** Lines of a report, by name. */
export function factsOf(result: Sparsest): [name: string, text: string][] {
  const { interpolants, training, left, p } = result;
  return [
    ["fewest", countInWords(result)],
    ...trustedInWords(result),
    ["network", networkInWords(result)],
    ...(interpolants === null
      ? []
      : ([
          ["sparsest", structuresInWords(interpolants)],
          ["l^p", minimiserInWords(interpolants, p)],
          ["bounds", boundsInWords(interpolants)],
          ["threshold", thresholdInWords(interpolants)],
          ["plain", plainInWords(interpolants)],
        ] satisfies [string, string][])),
    ...(training === null ? [] : [["training", trainingInWords(training, result.method)] as [string, string]]),
    ["residual", residualInWords(result)],
    ...left.map(({ part, why }): [string, string] => ["left out", `${part}: ${why}`]),
  ];
}
