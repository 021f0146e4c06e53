/** A counterexample told: data, why no weights fit it, which weights fit it ever better, and how they grow. */
import { type Counterexample, type CounterexampleJson, type MomentCurve, type SecondDifferences, familyToJson } from "../certificate/counterexample.js";
import type { Exponent } from "../counterexample/balance.js";
import type { CounterexampleOutcome } from "../counterexample/counterexample.js";
import { isExactIn } from "../counterexample/dataset.js";
import type { Measurement } from "../counterexample/measure.js";
import type { Laurent } from "../exact/laurent.js";
import type { Rational } from "../exact/rational.js";
import { select } from "../pattern/layers.js";
import { liveNeurons, pruneDead } from "../pattern/live.js";
import { row } from "../pattern/mask.js";
import { type Pattern, edgeCount } from "../pattern/pattern.js";
import { polynomial, tellFamily, tellUnreachable } from "./explain/degeneration.js";
import { counted, named } from "./explain/phrases.js";
import type { Place } from "./explain/place.js";
import { aligned, wrap } from "./text.js";

export type CounterexampleFormat = "text" | "json";

export const COUNTEREXAMPLE_SCHEMA = "wellposed/counterexample-report/1";

export interface CounterexampleReport {
  readonly schema: typeof COUNTEREXAMPLE_SCHEMA;
  readonly source: string;
  readonly pattern: { readonly name: string; readonly widths: readonly number[]; readonly edges: number };
  readonly property: "linear" | "finite";
  readonly closed: false;
  readonly points: number;
  /** Do numbers of these types hold every coordinate and target exactly? */
  readonly exact: { readonly float32: boolean; readonly float64: boolean };
  readonly told: Told;
  readonly measured: Measurement;
  readonly certificate: CounterexampleJson;
}

/** Each part as sentences. */
export interface Told {
  readonly data: readonly string[];
  readonly notAttained: readonly string[];
  readonly infimum: readonly string[];
}

export function counterexampleReport(
  source: string,
  property: "linear" | "finite",
  counterexample: Counterexample,
  certificate: CounterexampleJson,
  measured: Measurement,
): CounterexampleReport {
  const { pattern, data } = counterexample;
  return {
    schema: COUNTEREXAMPLE_SCHEMA,
    source,
    pattern: { name: pattern.name, widths: pattern.widths, edges: edgeCount(pattern) },
    property,
    closed: false,
    points: data.points.length,
    exact: { float32: isExactIn(24, data), float64: isExactIn(53, data) },
    told: tellCounterexample(counterexample),
    measured,
    certificate,
  };
}

/** The data, why no weights fit it, and which weights come near. */
export function tellCounterexample({ pattern, data, family, loss, impossible }: Counterexample): Told {
  const place = placeOf(pattern, pattern.masks.map((_, l) => l).concat(pattern.masks.length));
  const { weights, biases } = familyToJson(family);
  const offsets = biases.flatMap((layer, l) => layer.map(([neuron, terms]) => `b${l + 1}[${neuron}] = ${polynomial(terms)}`));
  const told = impossible.rule === "moment-curve" ? tellMomentCurve(pattern, data.points.length, impossible.evidence) : tellSecondDifferences(pattern, impossible.evidence);
  return {
    ...told,
    infimum: [
      tellFamily(place, weights),
      offsets.length <= MAX_BIASES ? `Biases ${offsets.join(", ")}; all others 0.` : `${offsets.length} biases, as in the certificate.`,
      `The loss, half the mean of the squared errors, is ${losses(loss)}. It tends to 0 with eps.`,
    ],
  };
}

/** Biases told one by one. */
const MAX_BIASES = 40;
/** Parameters of points told one by one. */
const MAX_PARAMETERS = 16;

function placeOf(pattern: Pattern, through: readonly number[]): Place {
  return { goal: { kind: "layered", masks: pattern.masks }, layers: through, neurons: [], depth: 0, lead: "" };
}

function tellMomentCurve(pattern: Pattern, count: number, evidence: MomentCurve): Pick<Told, "data" | "notAttained"> {
  const { outputs, inputs, limit, parameters, through, unreachable } = evidence;
  const degree = inputs.length;
  const hidden = liveNeurons(select(pattern.masks, outputs, inputs))
    .slice(1, -1)
    .map((live) => live.filter((flag) => flag === 1).length);
  const strings = limit.map((line) => line.map(String));
  const pieces = hidden.map((h) => `(1 + ${degree} * ${h})`).join(" * ");
  const steps = tellUnreachable(placeOf(pattern, through), { outputs: [...outputs], inputs: [...inputs], limit: strings, weights: [], unreachable });
  const listed = parameters.length <= MAX_PARAMETERS ? parameters.join(", ") : `${parameters[0]}, ${parameters[1]}, ..., ${parameters.at(-1)}`;
  return {
    data: [
      `${counted(count, "point")} x(t) with the coordinates ${coordinates(evidence.curve)} in ${named("input", inputs)}, 0 in all others, for t = ${listed}.`,
      `Targets A x in ${named("output", outputs)}, 0 in all others, A = [${strings.map((line) => line.join(" ")).join("; ")}].`,
    ],
    notAttained: [
      `Along the curve the ${hidden.join(" + ")} hidden neurons between these inputs and outputs change sign so rarely that any network is affine on each of at most ${pieces} pieces; ` +
        `with more than ${degree} * ${pieces} points some piece holds ${degree + 1} of them.`,
      `These ${degree + 1} points are affinely independent, so a network that fits them is x -> A x + c there, and A is a product of weights. But A is not one.`,
      steps,
    ],
  };
}

/** T_1(t), ..., T_d(t) by their coefficients. */
function coordinates(curve: readonly (readonly Rational[])[]): string {
  const shown = curve.map((line) => {
    const terms = line.flatMap((c, e): string[] => (c.isZero ? [] : [e === 0 ? `${c}` : `${c.toString() === "1" ? "" : c.toString() === "-1" ? "-" : `${c} `}t${e === 1 ? "" : `^${e}`}`]));
    return terms.reverse().join(" + ").replaceAll("+ -", "- ");
  });
  return `(${shown.join(", ")})`;
}

function tellSecondDifferences({ masks }: Pattern, { neuron, outputs: [i, j], other }: SecondDifferences): Pick<Told, "data" | "notAttained"> {
  const second = pruneDead(masks)[1]!;
  const neurons = new Set([...row(second, i), ...row(second, j)]).size;
  const last = 2 * neurons - 2;
  return {
    data: [
      `${counted(2 * neurons + 1, "point")} x = (t, ..., t), t = -2, -1, ..., ${last}; targets as in the file, 0 in all outputs but ${i} and ${j}.`,
      `Output ${i} has the kink of s(t) at 0, output ${j} jumps from 0 to 2 with 1 at t = 0; ${neurons - 2} more kinks, one at each odd number from 3 on.`,
    ],
    notAttained: [
      `${counted(neurons, "hidden neuron")} feed output ${i} or ${j}, neuron ${neuron} both, neuron ${other} output ${j}.`,
      `A neuron has one kink along the line, and adds to the second differences at one point or at two neighbouring ones, a multiple of its output weights.`,
      `The kinks from 3 on take ${neurons - 2} neurons, none of which can add anything at -1, 0 or 1. Two are left. The second differences (outputs ${i}, ${j}) are (0, 1) at -1, made by one of the two alone, ` +
        `and (0, -1) at 1, made by the other alone: both have output weights that are multiples of (0, 1). So what they make at 0 is one too. But it has to be (1, 0).`,
    ],
  };
}

function losses(loss: Laurent): string {
  return polynomial(loss.toJson());
}

/** The whole as text or JSON; `written` are the files made. */
export function formatCounterexample(report: CounterexampleReport, format: CounterexampleFormat, written: readonly string[]): string {
  if (format === "json") return `${JSON.stringify({ ...report, ...(written.length === 0 ? {} : { files: written }) }, null, 1)}\n`;
  const { told, measured, exact, pattern, source, points } = report;
  const section = (title: string, sentences: readonly string[]): string[] => [title, ...sentences.flatMap((sentence) => wrap(sentence, "  ")), ""];
  const header = ["eps", "loss", "norm of weights", "of all parameters", "largest weight"];
  const table = aligned([header, ...measured.rows.map((line) => [line.eps, line.loss, line.weightNorm, line.parameterNorm, line.largestWeight])], new Set([1, 2, 3, 4]));
  const lines = [
    `${pattern.name || source}: ${pattern.widths.join("-")}, no optimum on ${counted(points, "point")}: the infimum of the loss is 0, and no weights reach it`,
    "",
    ...section("Data", [...told.data, exactness(exact)]),
    ...section("Not attained", told.notAttained),
    ...section("Infimum 0", told.infimum),
    "Measured, in decimals",
    ...table.map((line) => `  ${line}`),
    "",
    ...wrap(growthSentence(measured), "  "),
    ...(written.length === 0 ? [] : ["", "Written", ...written.map((file) => `  ${file}`)]),
  ];
  return `${lines.join("\n")}\n`;
}

export function exactness({ float32, float64 }: CounterexampleReport["exact"]): string {
  if (float32) return "Single and double precision hold every number exactly.";
  if (float64) return "Double precision holds every number exactly, single precision does not.";
  return "Some numbers are no doubles: dataset.csv has the nearest ones, for which nothing is proved; dataset.json is exact.";
}

export function growthSentence({ weights, parameters, least }: Measurement): string {
  const power = (value: Exponent): string => `loss^-${value.denominator === 1 ? value.numerator : `${value.numerator}/${value.denominator}`}`;
  return (
    `The norm of the weights grows like ${power(weights.exact)} (fitted exponent ${weights.fitted.toFixed(4)}), that of all parameters like ${power(parameters.exact)} ` +
    `(fitted ${parameters.fitted.toFixed(4)}). No rescaling of hidden neurons makes the weights of this family grow slower than ${power(least)}.`
  );
}

/** One line: why there is no counterexample. */
export function formatNone(source: string, property: "linear" | "finite", outcome: CounterexampleOutcome & { counterexample: null }, format: CounterexampleFormat): string {
  const { closed, why } = outcome;
  if (format === "json") return `${JSON.stringify({ schema: COUNTEREXAMPLE_SCHEMA, source, property, closed, why, certificate: null }, null, 1)}\n`;
  return `${source}: no counterexample: ${why}\n`;
}
