/** The report of a sparsest network in blocks. HTML and Markdown set the same. */
import type { AllInterpolants, FunctionOfOneInput, Sparsest } from "../../optima/sparsest.js";
import { capital } from "../explain/phrases.js";
import type { Attachment, ChartSeries, Figure, ReportBlock } from "../pattern-report/blocks.js";
import { sparsestAsJson } from "./json.js";
import { countInWords, factsOf, number, numeric, placesInWords, problemInWords } from "./words.js";

/** Rows of a table; the rest is in the JSON inside. */
const MOST_ROWS = 400;
/** Points of which all are drawn; of more, the first ones. */
const MOST_POINTS = 200;

export function sparsestSections(source: string, result: Sparsest): ReportBlock[] {
  const { exact } = result;
  return [
    { kind: "title", text: `Sparsest network through ${source}` },
    { kind: "quote", text: problemInWords(result) },
    { kind: "answer", closed: exact ? true : null, word: exact ? "Proved" : "Not proved", text: `${capital(countInWords(result))}.` },
    ...(result.interpolants === null ? [] : ([{ kind: "heading", text: "Functions" }, functionFigure(result)] satisfies ReportBlock[])),
    { kind: "heading", text: "What is known" },
    { kind: "table", head: ["fact", "value"], rows: factsOf(result).map(([name, text]) => [name, text]), numbers: [] },
    ...knotListing(result),
    ...networkSection(result),
    ...proofSection(source, result),
    { kind: "heading", text: "Files" },
    { kind: "attachments", files: filesOf(result) },
  ];
}

/** A sparsest function, the l^p minimiser and straight lines, with the data and the knots. */
function functionFigure(result: Sparsest): Figure {
  const { data, slope, knots, slopeChanges, interpolants, p } = result;
  const all = data.inputs.map(([x], j) => [numeric(x!), numeric(data.outputs[j]!)] as const).sort(([a], [b]) => a - b);
  const points = all.slice(0, MOST_POINTS);
  const [first, last] = [points[0]![0], points.at(-1)![0]];
  const margin = all.length > points.length ? 0 : (last - first || 1) / 10;
  const range = [first - margin, last + margin] as const;
  const sparsest: FunctionOfOneInput = { slope: slope!, knots: knots!, slopeChanges: slopeChanges! };
  const { minimiser, straight, structures } = interpolants!;
  const own = bendsOf(sparsest, points[0]!, range);
  const isMinimiser = sameFunction(sparsest, minimiser);
  const series: ChartSeries[] = [
    { name: "straight lines", style: "run", form: "line", points: bendsOf(straight, points[0]!, range) },
    { name: isMinimiser ? `sparsest, and the l^p minimiser for p = ${p}` : "sparsest", style: "best", form: "line", points: own },
    ...(isMinimiser ? [] : [{ name: `l^p minimiser for p = ${p}`, style: "exact", form: "line", points: bendsOf(minimiser, points[0]!, range) } as const]),
    { name: "knots", style: "other", form: "points", points: own.slice(1, -1) },
    { name: "data", style: "exact", form: "points", points },
  ];
  const part = all.length > points.length ? ` The first ${points.length} of ${all.length} points are drawn.` : "";
  return {
    kind: "figure",
    title: "Functions through the points",
    description: `The network's function has ${knots!.length} knots${knots!.length === 0 || knots!.length > 12 ? "" : `, at ${knots!.map((knot) => number(knot)).join(", ")}`}; straight lines from point to point have ${straight.knots.length}.${part}`,
    caption: `Squares are the knots of the sparsest function drawn, circles the data.${structures.unique ? "" : " Grey: where functions of as few knots can have theirs."}${part}`,
    picture: { kind: "chart", x: { label: "input", isLog: false }, y: { label: "output", isLog: false }, series, ...(structures.unique ? {} : { bands: { name: "where knots of sparsest functions can be", ranges: rangesOf(structures.knots, range) } }) },
  };
}

/** Of all knots, together where they overlap, as far as they are drawn. */
function rangesOf(knots: AllInterpolants["structures"]["knots"], [first, last]: readonly [number, number]): [number, number][] {
  const ranges = knots.flatMap(({ places }) => places.map(({ from, to }) => [numeric(from), numeric(to)] as [number, number])).filter(([from, to]) => to >= first && from <= last);
  const joined: [number, number][] = [];
  for (const [from, to] of ranges.sort(([a], [b]) => a - b)) {
    const before = joined.at(-1);
    if (before !== undefined && from <= before[1]) before[1] = Math.max(before[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

function sameFunction(a: FunctionOfOneInput, b: FunctionOfOneInput): boolean {
  return a.slope === b.slope && a.knots.join() === b.knots.join() && a.slopeChanges.join() === b.slopeChanges.join();
}

/** The function at the ends of the range and at the knots inside, from a point that it goes through, left of the knots or not. */
function bendsOf({ slope, knots, slopeChanges }: FunctionOfOneInput, [x0, y0]: readonly [number, number], [from, to]: readonly [number, number]): [number, number][] {
  const bends = knots.map((knot, k) => [numeric(knot), numeric(slopeChanges[k]!)] as const);
  const steepness = numeric(slope);
  const valueAt = (x: number): number => bends.reduce((sum, [knot, change]) => sum + change * (Math.max(0, x - knot) - Math.max(0, x0 - knot)), y0 + steepness * (x - x0));
  return [from, ...bends.map(([knot]) => knot).filter((knot) => knot > from && knot < to), to].map((x) => [x, valueAt(x)]);
}

/** Where each knot of a sparsest function can be. */
function knotListing({ interpolants }: Sparsest): ReportBlock[] {
  if (interpolants === null || interpolants.structures.knots.length === 0) return [];
  const { knots } = interpolants.structures;
  const rows = knots.slice(0, MOST_ROWS).map(({ sign, places }, k) => [`${k + 1}`, sign > 0 ? "up" : "down", places.map(placesInWords).join(" or ")]);
  const left = knots.length > MOST_ROWS ? `, the first ${MOST_ROWS} of ${knots.length}` : "";
  return [{ kind: "listing", caption: `Knots of sparsest functions${left}`, head: ["knot", "turn", "place"], rows, names: 3 }];
}

function networkSection({ exactNetwork: { neurons, skip }, inputs }: Sparsest): ReportBlock[] {
  const columns = Array.from({ length: inputs }, (_, i) => i).filter((i) => inputs <= 12 || neurons.some(({ weights }) => weights[i] !== "0"));
  const head = ["neuron", ...columns.map((i) => `x${i + 1}`), "bias", "output"];
  const cells = (weights: readonly string[], bias: string): string[] => [...columns.map((i) => number(weights[i]!)), number(bias)];
  const rows = neurons.slice(0, MOST_ROWS).map(({ weights, bias, output }, k) => [`${k}`, ...cells(weights, bias), number(output)]);
  if (skip !== null) rows.push(["affine part", ...cells(skip.weights, skip.bias), ""]);
  const left = [...(columns.length < inputs ? ["inputs without a weight are left out"] : []), ...(neurons.length > MOST_ROWS ? [`the first ${MOST_ROWS} of ${neurons.length} neurons`] : [])];
  return [
    { kind: "heading", text: "Network" },
    { kind: "listing", caption: `Weights, exact${left.length === 0 ? "" : `; ${left.join("; ")}`}`, head, rows, names: 1 },
  ];
}

const RULES: Readonly<Record<Sparsest["certificate"]["lowerBound"]["rule"], string>> = {
  none: "the targets alone",
  witnesses: "points at each of which the slope turns, far enough apart that each needs a knot of its own",
  "dual-vectors": "vectors of the dual, each of which demands a neuron in some of the blocks",
  enumeration: "all networks with fewer, gone through",
};

function proofSection(source: string, { certificate, lowerBound, count }: Sparsest): ReportBlock[] {
  return [
    { kind: "heading", text: "Proof" },
    { kind: "paragraph", text: `The network goes through all points in rational arithmetic. That none has fewer than ${lowerBound} ${count} follows from ${RULES[certificate.lowerBound.rule]}. The checker looks at both again, by itself:` },
    { kind: "command", lines: [`wellposed sparsest ${quoted(source)} --out sparsest`, "wellposed check sparsest/certificate.json"] },
  ];
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function filesOf(result: Sparsest): Attachment[] {
  return [
    { name: "sparsest.json", type: "application/json", what: "everything here and the certificate", content: sparsestAsJson(result) },
    { name: "certificate.json", type: "application/json", what: "the certificate alone, for wellposed check", content: `${JSON.stringify(result.certificate)}\n` },
    { name: "network.json", type: "application/json", what: "the network in doubles", content: `${JSON.stringify(result.network, null, 1)}\n` },
  ];
}
