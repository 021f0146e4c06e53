/** The report of an optimum, or of a path of optima, in blocks. HTML and Markdown set the same. */
import { evaluate } from "../../optima/convex/network.js";
import type { Path } from "../../optima/convex/path.js";
import type { Check } from "../../optima/checks.js";
import type { Optimum, OptimumPath } from "../../optima/optimum.js";
import type { OptimalNetwork } from "../../optima/set-of-optima.js";
import type { Attachment, ChartPicture, ChartSeries, Figure, Listing, ReportBlock } from "../pattern-report/blocks.js";
import { optimumAsJson } from "./json.js";
import { PATH_HEAD, digits, kinkRows, lambdaInWords, movesInWords, neuronHead, neuronRows, neuronsInWords, optimumInWords, pathInWords, pathRows, patternsInWords, problemInWords, relativeGap, setInWords, short } from "./words.js";

/** Rows of a table; the rest is in the JSON inside. */
const MOST_ROWS = 400;
/** Places at which a function of one input is drawn. */
const PLACES = 240;

type Column = readonly [head: string, cell: (at: number) => string];

export function optimumSections(source: string, result: Optimum): ReportBlock[] {
  const { certified, optimalSet, beyond, sensitivities, path } = result;
  return [
    { kind: "title", text: `Optimum on ${source}` },
    { kind: "quote", text: `${problemInWords(result)}, lambda ${lambdaInWords(result)}` },
    { kind: "answer", closed: certified ? true : null, word: certified ? "Certified" : "Not certified", text: capital(`the optimum is ${optimumInWords(result)}.`) },
    ...fitSection(result),
    ...dualSection(source, result),
    ...neuronSection(result),
    ...(optimalSet === null ? [] : setSection(result, optimalSet)),
    ...(beyond === null ? [] : beyondSection(beyond)),
    ...(path === null ? [] : pathSection(path, result.lambda)),
    ...(sensitivities === null ? [] : sensitivitySection(result, sensitivities)),
    { kind: "heading", text: "What this holds for" },
    { kind: "paragraph", text: result.equivalence.why },
    { kind: "paragraph", text: [result.existence.why, result.existence.withoutDecay?.why ?? ""].join(" ").trim() },
    ...checkSection(result.checks, result.left),
    { kind: "heading", text: "Files" },
    { kind: "attachments", files: filesOf(result) },
  ];
}

export function pathSections(source: string, result: OptimumPath): ReportBlock[] {
  const { certified, path, checks } = result;
  return [
    { kind: "title", text: `Path of optima on ${source}` },
    { kind: "quote", text: `${problemInWords(result)}; activation patterns: ${patternsInWords(result)}` },
    { kind: "answer", closed: certified ? true : null, word: certified ? "Certified" : "Not certified", text: capital(`${pathInWords(path)}.`) },
    ...pathSection(path, undefined),
    ...checkSection(checks, []),
    { kind: "heading", text: "Files" },
    { kind: "attachments", files: [{ name: "path.json", type: "application/json", what: "everything here, with the network at every point", content: optimumAsJson(result) }] },
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function listing(caption: string, count: number, columns: readonly Column[], names = 1): Listing {
  const rows = Array.from({ length: Math.min(count, MOST_ROWS) }, (_, at) => columns.map(([, cell]) => cell(at)));
  return { kind: "listing", caption: count > MOST_ROWS ? `${caption}, the first ${MOST_ROWS} of ${count}` : caption, head: columns.map(([head]) => head), rows, names };
}

function fitSection(result: Optimum): ReportBlock[] {
  const { fit, targets, dual, loss, inputs } = result;
  const worst = fit.reduce((most, value, j) => Math.max(most, Math.abs(value - targets[j]!)), 0);
  const all = [...fit, ...targets];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const scatter: ChartPicture = {
    kind: "chart",
    x: { label: loss === "logistic" ? "label" : "target", isLog: false },
    y: { label: "fit", isLog: false },
    series: [
      { name: "fit = target", style: "run", form: "line", points: [[low, low], [high, high]] },
      { name: "points", style: "exact", form: "points", points: fit.map((value, j) => [targets[j]!, value] as const) },
    ],
  };
  const figures: Figure[] = [
    {
      kind: "figure",
      title: "Fit against targets",
      description: `A point for each of the ${fit.length} data points; the fit is off its target by at most ${short(worst)}.`,
      caption: "The fit is the same for all optima. Points on the line are fitted exactly; weight decay holds the others back.",
      picture: scatter,
    },
    ...(inputs === 1 ? [functionFigure(result)] : []),
  ];
  return [
    { kind: "heading", text: "Fit" },
    ...figures,
    listing("Points, with the dual's weight of each", fit.length, [
      ["point", (j) => `${j}`],
      ["target", (j) => short(targets[j]!)],
      ["fit", (j) => short(fit[j]!)],
      ["fit - target", (j) => short(fit[j]! - targets[j]!)],
      ["dual", (j) => short(dual[j]!)],
    ]),
  ];
}

/** Of one input: the network as a function, and the points. */
function functionFigure({ pruned: { network }, data, targets }: Optimum): Figure {
  const places = data.map(([x]) => x!);
  const [least, most] = [Math.min(...places), Math.max(...places)];
  const margin = (most - least || 1) / 10;
  const xs = Float64Array.from({ length: PLACES + 1 }, (_, k) => least - margin + (k * (most - least + 2 * margin)) / PLACES);
  const ys = evaluate(network, xs);
  return {
    kind: "figure",
    title: "The network",
    description: `The output of the pruned network over its input from ${short(least - margin)} to ${short(most + margin)}, and the targets at the data.`,
    caption: "The function that the irreducible network computes. Other optima agree on the data, and may differ in between.",
    picture: {
      kind: "chart",
      x: { label: "input", isLog: false },
      y: { label: "output", isLog: false },
      series: [
        { name: "network", style: "best", form: "line", points: Array.from(xs, (x, k) => [x, ys[k]!] as const) },
        { name: "targets", style: "exact", form: "points", points: targets.map((y, j) => [places[j]!, y] as const) },
      ],
    },
  };
}

function dualSection(source: string, result: Optimum): ReportBlock[] {
  const { value, dualBound, gap, lambda, sumOfNorms, certificate, complete, model, patterns } = result;
  const rows = [
    ["loss", digits(value - lambda * sumOfNorms)],
    ["penalty, lambda times the sum of norms", digits(lambda * sumOfNorms)],
    ["optimum, their sum", digits(value)],
    ["dual bound", digits(dualBound)],
    ["gap", `${short(gap)}, relative ${relativeGap(result)}`],
    ["activation patterns", patternsInWords(result)],
  ];
  const constraint = model === "gated" ? "the norm of X^T D nu is at most lambda for each of them" : "the projection of s X^T D nu onto the cone of the pattern is at most lambda long for each of them and each sign s";
  const proof = `The dual's point nu is feasible: over ${patterns} activation patterns D, ${constraint}. So ${complete ? "no network" : "no network with these activation patterns"} has an objective below the dual bound.`;
  return [
    { kind: "heading", text: "Dual certificate" },
    { kind: "table", head: ["quantity", "number"], rows, numbers: [1] },
    { kind: "paragraph", text: proof },
    ...(certificate === null
      ? []
      : ([
          { kind: "paragraph", text: "The certificate has network, point of the dual, multipliers and activation patterns as rational numbers. The checker counts the patterns and computes both bounds again, without rounding:" },
          { kind: "command", lines: [`wellposed optimum ${quoted(source)} --lambda ${result.lambda}${model === "gated" ? " --gated" : ""} --out optimum`, "wellposed check optimum/certificate.json"] },
        ] satisfies ReportBlock[])),
  ];
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function neuronSection(result: Optimum): ReportBlock[] {
  const { network, pruned, fewest, bias } = result;
  const table = (caption: string, rows: string[][]): Listing => ({ kind: "listing", caption, head: neuronHead(result), rows: rows.slice(0, MOST_ROWS), names: 1 });
  const smaller = fewest !== null && fewest.network.widths[1] < pruned.neurons ? [table("The network of fewest neurons", neuronRows(fewest.network, bias))] : [];
  return [
    { kind: "heading", text: "Neurons" },
    { kind: "paragraph", text: `${capital(neuronsInWords(result))}. An irreducible network has neurons whose outputs on the data are linearly independent: none can be left out by moving its weight to others.` },
    ...(network.widths[1] === pruned.neurons ? [] : [table("As found: input weights and output weight", neuronRows(network, bias))]),
    table(network.widths[1] === pruned.neurons ? "Input weights and output weight, before and after pruning" : "After pruning, with the same outputs and objective", neuronRows(pruned.network, bias)),
    ...smaller,
  ];
}

function setSection(result: Optimum, set: NonNullable<Optimum["optimalSet"]>): ReportBlock[] {
  const { l1, squares, vertices, neurons } = set;
  const facts = [
    ["dimension", `${set.dimension}`],
    ["dimension in blocks of the program", `${set.dimensionInBlocks}`],
    ["unique, up to order and splitting of neurons", set.unique ? "yes" : "no"],
    ["neurons that reach equality", `${neurons.length}`],
    ["of these, with weight in some optimum", `${neurons.filter(({ possible }) => possible).length}`],
    ["rank of their outputs", `${set.rank}`],
    ["vertices (irreducible networks)", vertices === null ? (set.verticesMissing ?? "not listed") : `${vertices.length}`],
    ["numbers", set.exact ? "rational, proved" : `float64, to ${short(set.tolerance)} of lambda: ${set.inexactBecause ?? ""}`],
  ];
  const members: [string, OptimalNetwork][] = [
    ["smallest l1 norm", l1.smallest],
    ["largest l1 norm", l1.largest],
    ["smallest l2 norm", squares.smallest],
    ...(squares.largest === null ? [] : [["largest l2 norm", squares.largest] as [string, OptimalNetwork]]),
  ];
  const weights = neurons.map(({ sign }, k): Column => [`${sign > 0 ? "+" : "-"}${k}`, (at) => short(members[at]![1].weights[k]!)]);
  const blocks: ReportBlock[] = [
    { kind: "heading", text: "All optima" },
    { kind: "paragraph", text: `The optimal set is ${setInWords(set, result)}. ${set.symmetries}` },
    { kind: "table", head: ["fact", "value"], rows: facts, numbers: [] },
  ];
  if (neurons.length === 0) return blocks;
  blocks.push(
    listing("Neurons that optima may have, as unit vectors", neurons.length, [
      ["neuron", (k) => `${k}`],
      ["sign", (k) => (neurons[k]!.sign > 0 ? "+" : "-")],
      ...neurons[0]!.direction.map((_, i): Column => [result.bias && i === result.inputs ? "bias" : `x${i + 1}`, (k) => short(neurons[k]!.direction[i]!)]),
      ["blocks", (k) => `${neurons[k]!.blocks}`],
    ]),
  );
  if (set.unique) return blocks;
  const shown = neurons.length <= 16 ? weights : [];
  blocks.push(
    listing(`Extreme optima${shown.length === 0 ? "" : ", with the weight of each neuron"}`, members.length, [["member", (at) => members[at]![0]], ["neurons", (at) => `${members[at]![1].neurons}`], ["l1", (at) => short(members[at]![1].l1)], ["l2", (at) => short(Math.sqrt(members[at]![1].squares))], ...shown]),
  );
  if (vertices !== null) {
    const columns = shown.length === 0 ? [] : neurons.map(({ sign }, k): Column => [`${sign > 0 ? "+" : "-"}${k}`, (at) => short(vertices[at]!.weights[k]!)]);
    blocks.push(listing("Irreducible networks, with the weight of each neuron", vertices.length, [["vertex", (at) => `${at}`], ["neurons", (at) => `${vertices[at]!.neurons}`], ["l1", (at) => short(vertices[at]!.l1)], ["l2", (at) => short(Math.sqrt(vertices[at]!.squares))], ...columns]));
  }
  return blocks;
}

function beyondSection(stages: NonNullable<Optimum["beyond"]>): ReportBlock[] {
  const ways = [
    ["least squares", "best", "leastSquares"],
    ["by magnitude", "exact", "magnitude"],
    ["by magnitude, output weights fitted again", "other", "magnitudeRefitted"],
  ] as const;
  const series = ways.map(([name, style, key]): ChartSeries => ({ name, style, form: "line", points: stages.map((stage) => [stage.neurons, stage[key].loss] as const) }));
  return [
    { kind: "heading", text: "Pruning beyond the optimal set" },
    {
      kind: "paragraph",
      text: "From the irreducible network on, each neuron that goes costs. Least squares removes the one whose loss the others make up for best; magnitude removes the one of least norm. Output weights are fitted without a penalty, so that the training loss may fall at first.",
    },
    {
      kind: "figure",
      title: "Training loss while neurons go",
      description: ways.map(([name, , key]) => `${capital(name)}: ${stages.map((stage) => `${stage.neurons} neurons ${short(stage[key].loss)}`).join(", ")}.`).join(" "),
      caption: "Every network is run on the data.",
      picture: { kind: "chart", x: { label: "neurons", isLog: false, isCount: true }, y: { label: "training loss", isLog: false }, series },
    },
    listing("Training loss", stages.length, [["neurons", (at) => `${stages[at]!.neurons}`], ...ways.map(([name, , key]): Column => [name, (at) => short(stages[at]![key].loss)])]),
  ];
}

function pathSection(path: Path, lambda: number | undefined): ReportBlock[] {
  const { points } = path;
  const heading: ReportBlock = { kind: "heading", text: "Path" };
  if (points.length === 0) return [heading, { kind: "paragraph", text: `${capital(pathInWords(path))}.` }];
  const [first, last] = [points[0]!, points.at(-1)!];
  const here = lambda === undefined || lambda > first.lambda || lambda < last.lambda ? [] : [lambda];
  const highest = Math.max(...points.map(({ neurons }) => neurons), 1);
  const values = points.filter(({ value }) => value > 0);
  const [least, most] = [Math.min(...values.map(({ value }) => value)), Math.max(...values.map(({ value }) => value))];
  const kinks = kinkRows(path);
  const marker = (low: number, high: number): ChartSeries[] => here.map((at) => ({ name: "this lambda", style: "run" as const, form: "line" as const, points: [[at, low], [at, high]] as const }));
  return [
    heading,
    { kind: "paragraph", text: `From lambda_max, where the network becomes 0, to a thousandth of it: ${pathInWords(path)}.` },
    {
      kind: "figure",
      title: "Optimum along lambda",
      description: `The optimum falls from ${short(first.value)} at lambda ${short(first.lambda)} to ${short(last.value)} at ${short(last.lambda)}, the loss in it from ${short(first.loss)} to ${short(last.loss)}.`,
      caption: "The optimum is a concave function of lambda, and its slope is the sum of norms.",
      picture: {
        kind: "chart",
        x: { label: "lambda", isLog: true },
        y: { label: "optimum, loss", isLog: true },
        series: [
          { name: "optimum", style: "best", form: "line", points: values.map((point) => [point.lambda, point.value] as const) },
          { name: "training loss in it", style: "exact", form: "line", points: points.filter(({ loss }) => loss > 0).map((point) => [point.lambda, point.loss] as const) },
          ...marker(least, most),
        ],
      },
    },
    {
      kind: "figure",
      title: "Neurons along lambda",
      description: `The irreducible network has ${points.map(({ lambda: at, neurons }) => `${neurons} at ${short(at)}`).filter((_, k) => k % Math.ceil(points.length / 12) === 0).join(", ")}.`,
      caption: "Neurons of the irreducible network found. Squares: points at which the optimal network is not unique.",
      picture: {
        kind: "chart",
        x: { label: "lambda", isLog: true },
        y: { label: "neurons", isLog: false, isCount: true },
        series: [
          { name: "neurons", style: "best", form: "steps", points: points.map((point) => [point.lambda, point.neurons] as const) },
          { name: "not unique", style: "other", form: "points", points: points.filter(({ unique }) => !unique).map((point) => [point.lambda, point.neurons] as const) },
          ...marker(0, highest),
        ],
      },
    },
    { kind: "listing", caption: "Points in equal ratios of lambda", head: [...PATH_HEAD], rows: pathRows(path), names: 0 },
    ...(kinks.length === 0 ? [] : ([{ kind: "listing", caption: "Changes, lambda falling: neurons that optima may have, by the sign of the output weight and, for each point, active (+), at the kink (0) or not (-)", head: ["lambda", "enter", "leave", "weights"], rows: kinks.slice(0, MOST_ROWS), names: 4 }] satisfies ReportBlock[])),
  ];
}

function sensitivitySection(result: Optimum, { byLambda, byTargets, kinks }: NonNullable<Optimum["sensitivities"]>): ReportBlock[] {
  const { points: n } = result;
  const most = (at: number): string => {
    const row = Array.from({ length: n }, (_, k) => Math.abs(byTargets!.fit[at * n + k]!)).map((value, k) => (k === at ? 0 : value));
    return short(Math.max(...row, 0));
  };
  return [
    { kind: "heading", text: "Sensitivities" },
    { kind: "paragraph", text: `${capital(movesInWords(result))}.${kinks.length === 0 ? " The optimum is differentiable here." : " At a kink a neuron is about to enter, or a point to leave the hyperplane that it lies on."}` },
    listing("Derivatives of the fit", n, [
      ["point", (j) => `${j}`],
      ["by lambda", (j) => short(byLambda.fit[j]!)],
      ...(byTargets === null ? [] : ([["by its own target", (j) => short(byTargets.fit[j * n + j]!)], ["by another target, at most", most]] satisfies Column[])),
    ]),
    listing("Derivatives of the pruned network by lambda", byLambda.neurons.length, [
      ["neuron", (k) => `${k}`],
      ...neuronHead(result).slice(1, -1).map((name, i): Column => [name, (k) => short(byLambda.neurons[k]!.weights[i]!)]),
      ["output", (k) => short(byLambda.neurons[k]!.output[0]!)],
    ]),
  ];
}

function checkSection(checks: readonly Check[], left: Optimum["left"]): ReportBlock[] {
  const rows = checks.map(({ name, ok, what, value, tolerance }) => [name, what, short(value), short(tolerance), ok ? "passed" : "FAILED"]);
  return [
    { kind: "heading", text: "Checks" },
    { kind: "table", head: ["check", "what is at most the tolerance", "value", "tolerance", ""], rows, numbers: [2, 3] },
    ...(left.length === 0 ? [] : ([{ kind: "paragraph", text: `Left out: ${left.map(({ part, why }) => `${part} (${why})`).join("; ")}.` }] satisfies ReportBlock[])),
  ];
}

function filesOf(result: Optimum): Attachment[] {
  const network = JSON.stringify((result.fewest ?? result.pruned).network, null, 1);
  return [
    { name: "optimum.json", type: "application/json", what: "everything here and the certificate", content: optimumAsJson(result) },
    ...(result.certificate === null ? [] : [{ name: "certificate.json", type: "application/json" as const, what: "the certificate alone, for wellposed check", content: `${JSON.stringify(result.certificate)}\n` }]),
    { name: "network.json", type: "application/json", what: "the smallest network known", content: `${network}\n` },
  ];
}
