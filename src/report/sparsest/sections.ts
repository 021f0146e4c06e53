/** The report of a sparsest network in blocks. HTML and Markdown set the same. */
import type { AllInterpolants, FunctionOfOneInput, Sparsest } from "../../optima/sparsest.js";
import { capital } from "../explain/phrases.js";
import { short } from "../optimum/words.js";
import type { Attachment, ChartSeries, Figure, ReportBlock } from "../pattern-report/blocks.js";
import { sparsestAsJson } from "./json.js";
import { countInWords, factsOf, networkRows, number, numeric, placesInWords, problemInWords, trainingInWords } from "./words.js";

/** Rows of a table; the rest is in the JSON inside. */
const MOST_ROWS = 400;
/** Counts beyond which they are drawn on a log axis. */
const LONG_AXIS = 200;
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
    ...(result.training === null || result.training.runs.length === 0 ? [] : trainingSection(result, result.training)),
    ...networkSection(result),
    ...proofSection(result),
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

function networkSection(result: Sparsest): ReportBlock[] {
  const { head, rows, isWide } = networkRows(result, MOST_ROWS);
  const left = result.neurons > MOST_ROWS ? `, the first ${MOST_ROWS} of ${result.neurons} neurons` : "";
  return [
    { kind: "heading", text: "Network" },
    { kind: "listing", caption: `Weights${isWide ? " that are not 0" : ""}${left}; long fractions are rounded here, and exact in the files`, head, rows, names: isWide ? 2 : 1 },
  ];
}

/** Sparsity and loss of each run, with what is known from below and from above. */
function trainingSection(result: Sparsest, training: NonNullable<Sparsest["training"]>): ReportBlock[] {
  const { runs, best } = training;
  const { count, lowerBound, inputs, points } = result;
  const last = runs.reduce((most, { epochs }) => Math.max(most, epochs), 1);
  const chosen = best ?? 0;
  const polished = runs[chosen]!.count;
  const curve = ({ trace }: (typeof runs)[number]): readonly number[] => (count === "neurons" ? trace.active : trace.nonzeros);
  const along = (run: (typeof runs)[number], values: readonly number[]): [number, number][] => run.trace.epochs.map((epoch, k): [number, number] => [epoch, isLong ? Math.max(1, values[k]!) : values[k]!]);
  // From thousands down to a few: on a linear axis the end is not to be seen.
  const isLong = Math.max(...runs.flatMap(curve)) > LONG_AXIS;
  const level = (name: string, style: ChartSeries["style"], value: number): ChartSeries => ({ name, style, form: "line", points: isLong && value < 1 ? [] : [[0, value], [last, value]] });
  const others = runs.filter((_, r) => r !== chosen);
  // Nakhleh and Nowak: at most N - 2 knots, at most N neurons.
  const published = count === "neurons" ? (inputs === 1 ? Math.max(0, points - 2) : points) : undefined;
  const sparsity: ChartSeries[] = [
    ...others.map((run, k): ChartSeries => ({ name: k === 0 ? "other runs" : "", style: "run", form: "steps", points: along(run, curve(run)) })),
    { name: `run of seed ${runs[chosen]!.seed}`, style: "best", form: "steps", points: along(runs[chosen]!, curve(runs[chosen]!)) },
    level(`proved lower bound, ${lowerBound}`, "exact", lowerBound),
    ...(published === undefined ? [] : [level(`published bound of l^p minimisers, ${published}`, "other", published)]),
    { name: `after polishing, ${polished ?? "none"}`, style: "exact", form: "points", points: polished === undefined || (isLong && polished < 1) ? [] : [[last, polished]] },
  ];
  const loss = ({ trace }: (typeof runs)[number]): [number, number][] => trace.epochs.map((epoch, k): [number, number] => [epoch, trace.loss[k]!]).filter(([, value]) => value > 0);
  return [
    { kind: "heading", text: "Training" },
    { kind: "paragraph", text: `${capital(trainingInWords(training, result.method))}. Weights are then merged, set to exact zeros and solved for anew, so that the network goes through all points without rounding.` },
    {
      kind: "figure",
      title: "Sparsity while training",
      description: `${capital(count)} of the run of seed ${runs[chosen]!.seed}: ${curve(runs[chosen]!).at(0) ?? 0} at the start, ${curve(runs[chosen]!).at(-1) ?? 0} at the end, ${polished ?? "none"} after polishing; at least ${lowerBound} for every network.`,
      caption: `${count === "neurons" ? "Active neurons" : "Nonzero weights and biases of active neurons"}, before polishing.`,
      picture: { kind: "chart", x: { label: "epoch", isLog: false, isCount: true }, y: isLong ? { label: count, isLog: true } : { label: count, isLog: false, isCount: true }, series: sparsity },
    },
    {
      kind: "figure",
      title: "Loss while training",
      description: `The mean square of what is missing, halved, falls to ${short(runs[chosen]!.loss)}.`,
      caption: "Of the same run.",
      picture: { kind: "chart", x: { label: "epoch", isLog: false, isCount: true }, y: { label: "loss", isLog: true }, series: [{ name: "loss", style: "best", form: "line", points: loss(runs[chosen]!) }] },
    },
    { kind: "listing", caption: "Runs", head: ["seed", "epochs", "loss", "active neurons", "after merging", "after polishing"], rows: runs.map(({ seed, epochs, loss: end, active, merged, count: polished }) => [`${seed}`, `${epochs}`, short(end), `${active}`, `${merged}`, polished === undefined ? "none" : `${polished}`]), names: 1 },
  ];
}

const RULES: Readonly<Record<Sparsest["certificate"]["lowerBound"]["rule"], string>> = {
  none: "follows from the targets alone",
  witnesses: "follows from points at which the slope turns, far enough apart that each needs a knot of its own",
  "dual-vectors": "follows from vectors of the dual, each of which demands a neuron in one of some blocks",
  enumeration: "is seen by going through all networks with fewer",
};

function proofSection({ certificate, lowerBound, count }: Sparsest): ReportBlock[] {
  const bound = lowerBound === 0 ? "" : ` That none has fewer than ${lowerBound} ${count} ${RULES[certificate.lowerBound.rule]}.`;
  return [
    { kind: "heading", text: "Proof" },
    { kind: "paragraph", text: `The network goes through all points in rational arithmetic.${bound} The checker looks at it again, by its own code:` },
    { kind: "command", lines: ["wellposed check certificate.json"] },
  ];
}

function filesOf(result: Sparsest): Attachment[] {
  return [
    { name: "sparsest.json", type: "application/json", what: "everything here and the certificate", content: sparsestAsJson(result) },
    { name: "certificate.json", type: "application/json", what: "the certificate alone, for wellposed check", content: `${JSON.stringify(result.certificate)}\n` },
    { name: "network.json", type: "application/json", what: "the network in doubles", content: `${JSON.stringify(result.network, null, 1)}\n` },
  ];
}
