/** The wording of a report, block by block: HTML and Markdown set the same blocks. */
import { PROPERTIES } from "../../certificate/proof.js";
import { datasetCsv, datasetJson } from "../../counterexample/dataset.js";
import type { Verdict } from "../../decide/decide.js";
import { DEFAULT_TIMEOUT } from "../../rules/budget.js";
import { exactness, growthSentence } from "../counterexample.js";
import type { Block } from "../explain/document.js";
import { documentOf } from "../explain/document.js";
import { counted, named } from "../explain/phrases.js";
import { evidenceInWords } from "../training.js";
import { meaning } from "../words.js";
import type { Answer, Attachment, Listing, ReportBlock } from "./blocks.js";
import { GROWS, familyFigure, growthFigures, minorFigures, networkFigures, sameMinor, short, signed, trainingFigures } from "./figures.js";
import type { PatternReport, ReportedCounterexample, ReportedTraining } from "./pattern-report.js";
import { REPORT_DEFAULTS } from "./settings.js";

/** Rows of the data that are shown; the files have all. */
const MAX_POINTS = 60;
const MAX_COLUMNS = 24;
const MAX_RUNS = 12;
const MAX_FINDINGS = 40;
const MAX_EDGES = 60;
/** Bytes of the files that a page carries. */
const MAX_ATTACHMENT = 6_000_000;

/** @param name of the report's files, without extension */
export function sectionsOf(report: PatternReport, name: string): ReportBlock[] {
  const { explanation, counterexample, withoutCounterexample, training } = report;
  const blocks = documentOf(explanation);
  // The title, words of the author, and the table of verdicts come first.
  const start = blocks.findIndex(({ kind }) => kind === "heading");
  const isFront = ({ kind }: Block): boolean => kind === "title" || kind === "quote";
  const front = blocks.slice(0, start);
  const figures = networkFigures(report);
  // Masks that are drawn are not written out too.
  const isDrawn = figures.some(({ picture }) => picture.kind === "mask");
  const rest = blocks.slice(start).filter(({ kind }) => !isDrawn || kind !== "matrices");
  return [
    ...front.filter(isFront),
    answerOf(report),
    { kind: "heading", text: "Verdicts" },
    ...front.filter((block) => !isFront(block)),
    ...figures,
    ...findingsSection(report),
    ...rest,
    ...(counterexample === null ? [] : counterexampleSections(report, counterexample)),
    ...(withoutCounterexample === null ? [] : without(withoutCounterexample)),
    ...(counterexample === null || training === null ? [] : trainingSections(report, counterexample, training)),
    ...(counterexample === null ? [] : dataSections(counterexample)),
    ...reproduce(report, name),
  ];
}

/** Facts without a level come last, as in every report. Nothing where there is nothing to say. */
function findingsSection({ inspection: { findings } }: PatternReport): ReportBlock[] {
  if (findings.length === 0) return [];
  const shown = findings.slice(0, MAX_FINDINGS);
  const more = findings.length > shown.length ? `: the first ${shown.length} of ${findings.length}, the others are in the JSON report` : "";
  return [
    { kind: "heading", text: "The masks" },
    {
      kind: "listing",
      caption: `Findings about the masks themselves, whatever the verdicts${more}`,
      head: ["rule", "level", "finding"],
      rows: shown.map(({ rule, level, message }) => [rule, level === "none" ? "fact" : level, message]),
      names: 3,
    },
  ];
}

const verdictsOf = ({ explanation }: PatternReport): Record<string, Verdict> => Object.fromEntries(explanation.verdicts.map(({ property, verdict }) => [property, verdict]));

/** The answer to "has my training problem an optimum?", as far as it is known. */
function answerOf(report: PatternReport): Answer {
  const { finite, linear } = verdictsOf(report) as Record<"finite" | "linear", Verdict>;
  // What pruning has done comes first: with linear no, finite is no as well.
  if (linear.closed === false && finite.closed === false) return { kind: "answer", closed: false, text: meaning("linear", linear) };
  if (finite.closed !== null) return { kind: "answer", closed: finite.closed, text: meaning("finite", finite) };
  if (linear.closed === false) return { kind: "answer", closed: null, text: `Whether every training problem has an optimum is not decided. ${report.pattern.bias.every(Boolean) ? meaning("linear", linear) : "The set of products is not closed."}` };
  if (linear.closed === true) return { kind: "answer", closed: null, text: `Whether every training problem has an optimum is not decided. ${meaning("linear", linear)}` };
  return { kind: "answer", closed: null, text: "Whether every training problem has an optimum is not decided, and neither is whether the set of products is closed." };
}

function counterexampleSections(report: PatternReport, found: ReportedCounterexample): ReportBlock[] {
  const { told } = found;
  const { measured, points, exact } = told;
  const head = ["eps", "loss", "norm of weights", "norm of all parameters", "largest weight"];
  return [
    { kind: "heading", text: "A training set without an optimum" },
    paragraph(`On ${counted(points, "point")} the infimum of the squared loss is 0, and no weights reach it: proved, and replayed by the checker.`),
    ...other(report, found),
    ...[...told.told.data, exactness(exact)].map(paragraph),
    ...minorFigures(report),
    { kind: "heading", text: "Why no weights fit it" },
    ...told.told.notAttained.map(paragraph),
    { kind: "heading", text: "Weights that fit it ever better" },
    ...told.told.infimum.map(paragraph),
    familyFigure(found),
    paragraph(growthSentence(measured)),
    {
      kind: "listing",
      caption: "The family, measured in decimals",
      head,
      rows: measured.rows.map((row) => [row.eps, row.loss, row.weightNorm, row.parameterNorm, row.largestWeight]),
      names: 0,
    },
  ];
}

/** Said where the data are about another part than the one shown before. */
function other({ explanation: { decidingPart } }: PatternReport, { minor }: ReportedCounterexample): ReportBlock[] {
  if (minor === null || decidingPart === null || sameMinor(minor, decidingPart)) return [];
  return [paragraph(`The data are about ${named("output", minor.outputs)} and ${named("input", minor.inputs)}, another part than the one that decides above.`)];
}

function without(why: string): ReportBlock[] {
  return [{ kind: "heading", text: "A training set without an optimum" }, paragraph(`None is shown: ${why}.`)];
}

function paragraph(text: string): Block {
  return { kind: "paragraph", text };
}

function trainingSections(report: PatternReport, found: ReportedCounterexample, training: ReportedTraining): ReportBlock[] {
  const { result, fewerSteps } = training;
  const { settings, runs, best, reference } = result;
  const run = runs[best]!;
  const shown = runs.slice(0, MAX_RUNS);
  const fewer = fewerSteps ? ` These are fewer than the usual ${REPORT_DEFAULTS.steps}, as the network is large; --steps of wellposed report sets the number.` : "";
  return [
    { kind: "heading", text: "Training on it" },
    paragraph(
      `${counted(runs.length, "run")} with ${OPTIMIZERS[settings.optimizer]}, up to ${counted(settings.steps, "step")} each, from seed ${settings.seed} on.${fewer} ` +
        "The loss is half the mean of the squared errors; the relative loss is measured by that of the best constant output, " +
        `${short(reference)}. Finitely many steps prove nothing: what follows is observed, what stands above is proved.`,
    ),
    paragraph(`The best run, seed ${run.seed}, is ${STATUSES[run.status]}: ${evidenceInWords(run).replace("+-", "\u00B1").replace("norm x ", "norm times ")}.`),
    ...(run.evidence.infimum > 0 ? [paragraph(`Its loss does not tend to the infimum 0 but to about ${short(run.evidence.infimum)}, fitted: powers of the loss are powers of what is above that.`)] : []),
    ...trainingFigures(training, found),
    {
      kind: "listing",
      caption: runs.length > shown.length ? `The first ${shown.length} of ${runs.length} runs` : "The runs",
      head: ["seed", "status", "steps", "loss", "relative loss", "norm"],
      rows: shown.map((other) => [`${other.seed}`, other.status, `${other.steps.at(-1)}`, short(other.loss.at(-1)!), short(other.evidence.relativeLoss), short(other.norm.at(-1)!)]),
      names: 2,
    },
    ...growthSections(report, training),
  ];
}

const OPTIMIZERS = { lm: "Levenberg-Marquardt", lbfgs: "L-BFGS", adam: "Adam", gd: "gradient descent" } as const;

const STATUSES = {
  diverging: "diverging",
  converged: "converged",
  stalled: "stalled",
  budget: "still on its way",
} as const;

function growthSections(report: PatternReport, { result, comparison }: ReportedTraining): ReportBlock[] {
  const run = result.runs[result.best]!;
  if (run.growth.length === 0) return [{ kind: "heading", text: "Edge growth" }, paragraph("The loss of the best run falls by less than two decades over its tail: there is nothing to fit.")];
  const compared = new Map(comparison?.edges.map((edge) => [`${edge.layer},${edge.out},${edge.in}`, edge]));
  const sorted = run.growth.toSorted((a, b) => (b.exponent ?? -Infinity) - (a.exponent ?? -Infinity) || a.layer - b.layer || a.out - b.out || a.in - b.in);
  const shown = sorted.length <= MAX_EDGES ? run.growth : sorted.slice(0, MAX_EDGES);
  const growing = run.growth.filter(({ exponent }) => exponent !== null && exponent > GROWS).length;
  const verdict =
    comparison === null
      ? "The run is not said to diverge, so its exponents are not compared with those of the exact family."
      : `${comparison.match ? "They match" : "They do not match"} those of the exact family: the largest difference along paths is ${short(comparison.deviation)} of the largest exponent` +
        `${comparison.match ? "" : " (a run may take another way than this family, or to another loss than the infimum)"}.`;
  return [
    { kind: "heading", text: "Edge growth" },
    paragraph(
      `Fitted over the tail of the best run: |weight| grows like the exponent's power of 1/loss. ${growing} of ${run.growth.length} weights grow. ` +
        "Rescaling a hidden neuron changes single exponents and not the network, so runs are compared by the largest sum of exponents along a path through each edge, which does not change. " +
        verdict,
    ),
    ...growthFigures(report, run),
    {
      kind: "listing",
      caption: shown.length < run.growth.length ? `The ${shown.length} weights of ${run.growth.length} that grow fastest` : "The weights",
      head: ["weight", "exponent", "standard error", ...(comparison === null ? [] : ["along paths", "exact, along paths"])],
      rows: shown.map(({ layer, out, in: input, exponent, standardError }) => {
        const edge = compared.get(`${layer},${out},${input}`);
        return [
          `w${layer}[${out},${input}]`,
          exponent === null ? "no fit" : signed(exponent),
          standardError === null ? "" : short(standardError),
          ...(comparison === null ? [] : [edge === undefined ? "" : signed(edge.fitted), edge === undefined ? "" : signed(edge.exact)]),
        ];
      }),
      names: 1,
    },
  ];
}

/** The data as a table: columns that are 0 throughout are left out. */
function dataSections({ data: { points, targets } }: ReportedCounterexample): ReportBlock[] {
  const columns = [
    ...points[0]!.map((_, k) => ({ name: `x${k + 1}`, values: points.map((point) => point[k]!) })),
    ...targets[0]!.map((_, i) => ({ name: `y${i + 1}`, values: targets.map((target) => target[i]!) })),
  ];
  const nonzero = columns.filter(({ values }) => values.some((value) => !value.isZero));
  const shown = nonzero.slice(0, MAX_COLUMNS);
  const rows = points.slice(0, MAX_POINTS);
  const left = columns.length - nonzero.length;
  const notes = [
    "Columns are numbered from 1, as in dataset.csv: x1 is input 0, y1 is output 0.",
    ...(left > 0 ? [`${counted(left, "column")} of zeros ${left === 1 ? "is" : "are"} left out.`] : []),
    ...(nonzero.length > shown.length ? [`${nonzero.length - shown.length} more columns are in the file.`] : []),
    ...(points.length > rows.length ? [`The first ${rows.length} of ${points.length} points are shown; the file has all.`] : []),
  ];
  const listing: Listing = {
    kind: "listing",
    caption: "Inputs x and targets y, exact",
    head: ["point", ...shown.map(({ name }) => name)],
    rows: rows.map((_, p) => [`${p + 1}`, ...shown.map(({ values }) => `${values[p]!}`)]),
    names: 0,
  };
  return [{ kind: "heading", text: "The data" }, paragraph(notes.join(" ")), listing];
}

function reproduce(report: PatternReport, name: string): ReportBlock[] {
  const { source, settings, counterexample, version } = report;
  const own =
    settings.command === "counterexample"
      ? [`--property ${settings.property ?? "linear"}`]
      : [
          `--seed ${settings.seed}`,
          ...(settings.training ? [...(settings.steps === null ? [] : [`--steps ${settings.steps}`]), `--restarts ${settings.restarts}`] : ["--no-training"]),
        ];
  const options = [
    "--out report",
    ...own,
    ...(settings.timeout === undefined || settings.timeout === DEFAULT_TIMEOUT ? [] : [`--timeout ${settings.timeout}`]),
    ...(settings.layers === undefined ? [] : [`--layers ${quoted(settings.layers.join(","))}`]),
    ...(settings.bias === undefined ? [] : [`--bias ${settings.bias}`]),
  ];
  const files = attachments(report, name);
  const certificates = files.kept.filter(({ type, name: file }) => type === "application/json" && file.endsWith("certificate.json"));
  return [
    { kind: "heading", text: "How to reproduce and check" },
    paragraph(`With wellposed ${version} this makes the same report, byte for byte:`),
    { kind: "command", lines: [`wellposed ${settings.command} ${quoted(source)} ${options.join(" ")}`] },
    ...(certificates.length === 0
      ? [paragraph("Nothing is proved, so there is no certificate.")]
      : [
          paragraph("The certificates below are replayed by a checker that is small and shares no code with the search:"),
          { kind: "command", lines: [`wellposed check ${certificates.map(({ name: file }) => quoted(file)).join(" ")}`] } as const,
        ]),
    ...(files.kept.length === 0 ? [] : [paragraph("Files, inside this report:"), { kind: "attachments", files: files.kept } as const]),
    ...(files.left.length === 0 ? [] : [paragraph(`Too large to be carried along: ${files.left.join(", ")}; wellposed ${counterexample === null ? "verify" : "counterexample"} writes what belongs to it.`)]),
  ];
}

function attachments(report: PatternReport, name: string): { kept: Attachment[]; left: string[] } {
  const verdicts = verdictsOf(report);
  const json = (part: string, what: string, value: unknown): Attachment => ({ name: `${name}.${part}.json`, type: "application/json", what, content: `${JSON.stringify(value)}\n` });
  const all: Attachment[] = [
    ...PROPERTIES.flatMap((property) => {
      const { closed, certificate } = verdicts[property]!;
      return certificate === null ? [] : [json(`${property}.certificate`, `proof of "${property}: ${closed === true ? "yes" : "no"}"`, certificate)];
    }),
    ...(report.counterexample === null ? [] : counterexampleFiles(report.counterexample, name, json)),
  ];
  const fits = ({ content }: Attachment): boolean => content.length <= MAX_ATTACHMENT;
  return { kept: all.filter(fits), left: all.filter((file) => !fits(file)).map((file) => file.name) };
}

function counterexampleFiles({ told, data }: ReportedCounterexample, name: string, json: (part: string, what: string, value: unknown) => Attachment): Attachment[] {
  return [
    json("counterexample.certificate", "proof that the infimum 0 is approached and not reached", told.certificate),
    { name: `${name}.dataset.csv`, type: "text/csv", what: "the data as decimals", content: datasetCsv(data) },
    { name: `${name}.dataset.json`, type: "application/json", what: "the data, exact", content: datasetJson(data) },
  ];
}

/** A word of a command line, for a POSIX shell. */
export function quoted(word: string): string {
  return /^[\w./:@%+,=-]+$/.test(word) && !word.startsWith("-") ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
