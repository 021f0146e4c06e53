/** The report of a regularisation path in blocks. HTML and Markdown set the same. */
import type { RegularisationPath, RegularisationPoint } from "../../optima/regularisation-path.js";
import { capital } from "../explain/phrases.js";
import { short } from "../optimum/words.js";
import type { ChartSeries, Figure, ReportBlock } from "../pattern-report/blocks.js";
import { percent } from "../words.js";
import { pathAsCsv } from "./csv.js";
import { pathAsJson } from "./json.js";
import { factsOf, frontInWords, pointInWords, problemInWords, tableHead, tableRow } from "./words.js";

/** @param mask what the file of the mask is called */
export function pathSections(source: string, path: RegularisationPath, mask?: string): ReportBlock[] {
  const { points, complete, warnings } = path;
  return [
    { kind: "title", text: `Loss against sparsity on ${source}` },
    { kind: "quote", text: problemInWords(path) },
    { kind: "answer", closed: complete ? true : null, word: complete ? "Complete" : "Not complete", text: `${capital(frontInWords(path))}.` },
    ...(warnings.length === 0 ? [] : ([{ kind: "heading", text: "Warnings" }, ...warnings.map((text) => ({ kind: "paragraph", text }) as const)] satisfies ReportBlock[])),
    ...(points.length < 2 ? [] : ([{ kind: "heading", text: "Front" }, ...figuresOf(path)] satisfies ReportBlock[])),
    { kind: "heading", text: "What is known" },
    { kind: "table", head: ["fact", "value"], rows: factsOf(path).map(([name, text]) => [name, text]), numbers: [] },
    ...(mask === undefined ? [] : ([{ kind: "paragraph", text: "The verdicts of the mask, with proofs:" }, { kind: "command", lines: [`wellposed verify ${quoted(mask)}`] }] satisfies ReportBlock[])),
    ...(points.length === 0 ? [] : ([{ kind: "listing", caption: "Points of the front", head: tableHead(path), rows: points.map(tableRow), names: 0 }] satisfies ReportBlock[])),
    { kind: "heading", text: "Files" },
    {
      kind: "attachments",
      files: [
        { name: "path.json", type: "application/json", what: "everything here", content: pathAsJson(path) },
        { name: "front.csv", type: "text/csv", what: "the points of the front, with all digits", content: pathAsCsv(path) },
      ],
    },
  ];
}

function quoted(text: string): string {
  return /^[\w./:@#-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

type Value = (point: RegularisationPoint) => number | null;

function figuresOf(path: RegularisationPath): Figure[] {
  const { points, zeroLoss, settings, knee, chosen } = path;
  const [first, last] = [points[0]!, points.at(-1)!];
  const marks = (value: Value): ChartSeries[] => [
    ...(knee === null ? [] : [{ name: "knee", style: "exact", form: "points", points: placesOf([points[knee]!], value) } as const]),
    ...(chosen === null ? [] : [{ name: `least ${chosen.by} loss`, style: "other", form: "points", points: placesOf([points[chosen.point]!], value) } as const]),
  ];
  const losses = (isLog: boolean): ChartSeries[] => {
    const drawn = (value: Value): [number, number][] => placesOf(points, value).filter(([, loss]) => !isLog || loss > 0);
    return [
      { name: "training", style: "best", form: "line", points: [...(first.l1 > 0 && first.loss < zeroLoss ? [[0, zeroLoss] as const] : []), ...drawn(({ loss }) => loss)] },
      { name: "validation", style: "run", form: "line", points: drawn(({ validation }) => validation?.loss ?? null) },
      { name: "test", style: "exact", form: "line", points: drawn(({ test }) => test?.loss ?? null) },
      ...marks(({ loss }) => (isLog && loss <= 0 ? null : loss)),
    ];
  };
  const x = { label: "l1 norm", isLog: false };
  const parts = [...(settings.rows.validation > 0 ? ["validation"] : []), ...(settings.rows.test > 0 ? ["test"] : [])];
  const beside = parts.length === 0 ? "" : ` Beside it ${parts.join(" and ")} loss at the same points.`;
  const where = knee === null ? "" : ` Round: the knee, ${pointInWords(points[knee]!, knee, path)}.`;
  const best = chosen === null ? "" : ` Square: least ${chosen.by} loss, ${pointInWords(points[chosen.point]!, chosen.point, path)}.`;
  const front: Figure = {
    kind: "figure",
    title: "Loss against the norm",
    description: `The training loss falls from ${short(first.loss)} at norm ${short(first.l1)} to ${short(last.loss)} at norm ${short(last.l1)}.`,
    caption: `Weights with less loss have a larger norm.${beside}${where}${best}`,
    picture: { kind: "chart", x, y: { label: "loss", isLog: false }, series: losses(false) },
  };
  const far: Figure = {
    kind: "figure",
    title: "The same, losses on a log axis",
    description: `Training loss at norms ${sampled(points, ({ l1, loss }) => `${short(l1)}: ${short(loss)}`)}.`,
    caption: "The end with the least loss, which a linear axis does not show.",
    picture: { kind: "chart", x, y: { label: "loss", isLog: true }, series: losses(true) },
  };
  const accuracy: Figure = {
    kind: "figure",
    title: "Accuracy along the front",
    description: `At norms ${sampled(points, ({ l1, accuracy: own, validation, test }) => `${short(l1)}: ${[own, validation?.accuracy ?? null, test?.accuracy ?? null].filter((rate) => rate !== null).map(percent).join(", ")}`)}.`,
    caption: `Share of the rows whose own class has the greatest output, and alone: training${parts.map((name) => `, ${name}`).join("")}.`,
    picture: {
      kind: "chart",
      x,
      y: { label: "accuracy in %", isLog: false },
      series: [
        { name: "training", style: "best", form: "line", points: placesOf(points, ({ accuracy: own }) => own && 100 * own) },
        { name: "validation", style: "run", form: "line", points: placesOf(points, ({ validation }) => validation?.accuracy != null ? 100 * validation.accuracy : null) },
        { name: "test", style: "exact", form: "line", points: placesOf(points, ({ test }) => test?.accuracy != null ? 100 * test.accuracy : null) },
      ],
    },
  };
  const nonzeros: Figure = {
    kind: "figure",
    title: "Parameters that are not 0",
    description: `At norms ${sampled(points, ({ l1, nonzeros: count }) => `${short(l1)}: ${count}`)}, of ${settings.parameters}.`,
    caption: `Of ${settings.parameters}. They need not grow with the norm: another arrangement of the weights may be better at a larger one.`,
    picture: {
      kind: "chart",
      x,
      y: { label: "parameters not 0", isLog: false, isCount: true },
      series: [{ name: "parameters not 0", style: "best", form: "line", points: placesOf(points, ({ nonzeros: count }) => count) }, ...marks(({ nonzeros: count }) => count)],
    },
  };
  return [front, ...(points.some(({ loss }) => loss > 0) ? [far] : []), ...(settings.loss === "cross-entropy" ? [accuracy] : []), nonzeros];
}

function placesOf(points: readonly RegularisationPoint[], value: Value): [number, number][] {
  return points.flatMap((point) => {
    const at = value(point);
    return at === null ? [] : [[point.l1, at] as [number, number]];
  });
}

/** Some of the points in words, about a dozen. */
function sampled(points: readonly RegularisationPoint[], word: (point: RegularisationPoint) => string): string {
  return points.filter((_, k) => k % Math.ceil(points.length / 12) === 0).map(word).join("; ");
}
