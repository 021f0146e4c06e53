/** What the pictures of a report show, and what they say to those who do not see them. */
import { counted, enumerated, named } from "../explain/phrases.js";
import { select } from "../../pattern/layers.js";
import { liveNeurons, pruneDead } from "../../pattern/live.js";
import { type Mask, has, kept, row } from "../../pattern/mask.js";
import { type Pattern, edgeCount, edgesOf } from "../../pattern/pattern.js";
import type { EdgeGrowth } from "../../training/diagnosis.js";
import type { Run } from "../../training/train.js";
import type { EdgeStyle, Figure, Series } from "./blocks.js";
import type { Minor, PatternReport, ReportedCounterexample, ReportedTraining } from "./pattern-report.js";

/** A network that is drawn whole. */
const MAX_NEURONS = 12;
const MAX_LAYERS = 8;
const MAX_EDGES = 120;
/** Cells of a mask picture in each direction. */
const MAX_CELLS = 90;
const LEVELS = 5;
/** Weights that a description lists one by one. */
const MAX_LISTED = 30;
/** Edges that carry their exponent as a label: of more, labels cover each other. */
const MAX_LABELS = 9;
/** An exponent below this is no growth. */
export const GROWS = 0.05;

type Neurons = readonly (readonly number[])[];

/** The network, with what decides; in its place, when it is too large, what decides alone and a picture of each mask. */
export function networkFigures({ pattern, explanation }: PatternReport): Figure[] {
  const live = liveNeurons(pattern.masks);
  const part = explanation.decidingPart;
  const inPart = part === null ? null : partNeurons(pattern, part);
  if (isSmall(pattern.widths, edgeCount(pattern))) {
    const all = pattern.widths.map((width) => Array.from({ length: width }, (_, v) => v));
    return [networkFigure(pattern, all, inPart, live)];
  }
  const masks = maskFigures(pattern, inPart);
  if (inPart === null) return masks;
  const own = select(pattern.masks, part!.outputs, part!.inputs);
  const edges = own.reduce((sum, mask) => sum + kept(mask), 0);
  return isSmall(inPart.map(({ length }) => length), edges) ? [networkFigure({ ...pattern, masks: own }, inPart, inPart, live), ...masks] : masks;
}

/** The part of the network that the data are about, where it is not the one that is shown as deciding. */
export function minorFigures({ pattern, explanation, counterexample }: PatternReport): Figure[] {
  const minor = counterexample?.minor ?? null;
  if (minor === null || sameMinor(minor, explanation.decidingPart)) return [];
  const own = select(pattern.masks, minor.outputs, minor.inputs);
  const neurons = partNeurons(pattern, minor);
  if (!isSmall(neurons.map(({ length }) => length), own.reduce((sum, mask) => sum + kept(mask), 0))) return [];
  const figure = networkFigure({ ...pattern, masks: own }, neurons, neurons, liveNeurons(own));
  return [{ ...figure, title: "The part that the data are about", caption: "Kept weights from the inputs (x) to the outputs (y) that the data use." }];
}

export function sameMinor(a: Minor, b: Minor | null): boolean {
  const list = (numbers: readonly number[]): string => numbers.toSorted((x, y) => x - y).join();
  return b !== null && list(a.outputs) === list(b.outputs) && list(a.inputs) === list(b.inputs);
}

function isSmall(widths: readonly number[], edges: number): boolean {
  return widths.length - 1 <= MAX_LAYERS && Math.max(...widths) <= MAX_NEURONS && edges <= MAX_EDGES;
}

/** The neurons between outputs and inputs, layer by layer, these included. */
function partNeurons({ masks }: Pattern, { outputs, inputs }: Minor): Neurons {
  const live = liveNeurons(select(masks, outputs, inputs));
  return live.map((flags) => [...flags.keys()].filter((v) => flags[v] === 1));
}

function networkFigure({ masks, widths }: Pattern, shown: Neurons, inPart: Neurons | null, live: readonly Uint8Array[]): Figure {
  const isInPart = (layer: number, v: number): boolean => inPart?.[layer]!.includes(v) === true;
  const alive = pruneDead(masks);
  let deciding = 0;
  let dead = 0;
  const edges = masks.flatMap((mask, l) =>
    between(mask, shown[l + 1]!, shown[l]!).map(([i, j]) => {
      const style: EdgeStyle = !has(alive[l]!, i, j) ? "dead" : isInPart(l + 1, i) && isInPart(l, j) ? "deciding" : "kept";
      if (style === "deciding") deciding++;
      if (style === "dead") dead++;
      return { layer: l + 1, out: shown[l + 1]!.indexOf(i), in: shown[l]!.indexOf(j), style };
    }),
  );
  const layers = shown.map((list, layer) => list.map((v) => ({ name: neuronName(layer, shown.length, v), isMarked: isInPart(layer, v) })));
  const isWhole = shown.every((list, layer) => list.length === widths[layer]);
  const size = `${enumerated(shown.map(({ length }) => length))} neurons by layer, inputs first, joined by ${counted(edges.length, "weight")}`;
  const who =
    inPart === null
      ? "No part is highlighted."
      : `Highlighted is the part that decides: ${named("input", inPart[0]!)}, ${named("output", inPart.at(-1)!)} and ${inPart
          .slice(1, -1)
          .map((list, l) => `${named("neuron", list)} of layer ${l + 1}`)
          .join(", ")}, with ${counted(deciding, "weight")}.`;
  const deadWords = dead === 0 ? "" : ` ${counted(dead, "weight")} on no path from an input to an output ${dead === 1 ? "is" : "are"} dotted.`;
  const links = edges.map(({ layer, out, in: input }) => `${layers[layer - 1]![input]!.name} to ${layers[layer]![out]!.name}`);
  const listed = links.length <= MAX_LISTED ? ` Weights: ${links.join(", ")}.` : "";
  const allDead = live.every((flags) => flags.every((flag) => flag === 0));
  return {
    kind: "figure",
    title: isWhole ? "The network" : "The part that decides",
    description: `A layered graph: ${size}. ${who}${deadWords}${listed}`,
    caption:
      (inPart === null
        ? `Kept weights, ${counted(edges.length, "edge")}, from the inputs (x) to the outputs (y).`
        : `Kept weights from the inputs (x) to the outputs (y). Thick lines between filled circles: the part that makes it not closed.`) +
      (allDead ? " No path leads from an input to an output." : dead > 0 ? " Dotted: on no path from an input to an output." : ""),
    picture: { kind: "network", layers, edges },
  };
}

function between(mask: Mask, outputs: readonly number[], inputs: readonly number[]): [number, number][] {
  const wanted = new Set(inputs);
  return outputs.flatMap((i) => [...row(mask, i)].filter((j) => wanted.has(j)).map((j): [number, number] => [i, j]));
}

/** `x0`, `h2`, `h2.0` where there are several hidden layers, `y1`. */
function neuronName(layer: number, layers: number, v: number): string {
  if (layer === 0) return `x${v}`;
  if (layer === layers - 1) return `y${v}`;
  return layers === 3 ? `h${v}` : `h${layer}.${v}`;
}

function maskFigures({ masks }: Pattern, inPart: Neurons | null): Figure[] {
  return masks.map((mask, l): Figure => {
    const step = Math.ceil(Math.max(mask.rows, mask.cols) / MAX_CELLS);
    const share = kept(mask) / (mask.rows * mask.cols);
    const { levels: shades, most } = levels(mask, step);
    const cells =
      step === 1 ? "each weight a cell, filled where it is kept" : `each cell ${step} by ${step} weights, darker the more of them are kept, the darkest ${percent(most)}`;
    const marked = { rows: inPart?.[l + 1] ?? [], cols: inPart?.[l] ?? [] };
    const arrows = inPart === null ? "" : " Triangles point at the rows and columns of the part that decides.";
    return {
      kind: "figure",
      title: `The mask of layer ${l + 1}`,
      description:
        `${counted(mask.rows, "output")} by ${counted(mask.cols, "input")}, ${counted(kept(mask), "weight")} kept, ${percent(share)}.` +
        (inPart === null ? "" : ` The part that decides has ${named("row", marked.rows)} and ${named("column", marked.cols)}.`),
      caption: `${counted(mask.rows, "output")} downwards, ${counted(mask.cols, "input")} to the right, ${cells}; ${percent(share)} kept in all.${arrows}`,
      picture: { kind: "mask", rows: mask.rows, cols: mask.cols, step, levels: shades, marked },
    };
  });
}

/** Shares of kept weights by cell, in fifths of the largest share rounded up, and that share. */
function levels(mask: Mask, step: number): { levels: number[][]; most: number } {
  const counts = Array.from({ length: Math.ceil(mask.rows / step) }, () => Array.from({ length: Math.ceil(mask.cols / step) }, () => 0));
  for (const [i, j] of edgesOf(mask)) counts[Math.floor(i / step)]![Math.floor(j / step)]!++;
  const shares = counts.map((line, a) => line.map((count, b) => count / (Math.min(step, mask.rows - a * step) * Math.min(step, mask.cols - b * step))));
  const most = shares.reduce((largest, line) => Math.max(largest, ...line), 0);
  return { levels: shares.map((line) => line.map((share) => (share === 0 ? 0 : Math.ceil((LEVELS * share) / most - 1e-9)))), most };
}

export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/** Loss and norm of the exact family against eps. */
export function familyFigure({ told: { measured } }: ReportedCounterexample): Figure {
  const { rows, lossOrder, weights } = measured;
  const against = (key: "loss" | "weightNorm"): (readonly [number, number])[] => rows.map((line) => [log10(line.eps), log10(line[key])]);
  const [first, last] = [rows[0]!, rows.at(-1)!];
  return {
    kind: "figure",
    title: "The exact family",
    description:
      `Two straight lines on log axes against eps. From eps = ${first.eps} to ${last.eps} the loss falls from ${first.loss} to ${last.loss}, ` +
      `and the norm of the weights grows from ${first.weightNorm} to ${last.weightNorm}.`,
    caption: `Loss and norm of the weights as eps tends to 0, measured in decimals. The loss falls like eps^${lossOrder}, the norm grows like ${powerOf("loss", -weights.exact.numerator, weights.exact.denominator)}.`,
    picture: {
      kind: "plot",
      x: "eps",
      y: "loss, norm",
      series: [
        { name: "norm of the weights", style: "exact", points: against("weightNorm") },
        { name: "loss", style: "other", points: against("loss") },
      ],
    },
  };
}

/** `loss^(-1/4)`, in words that need no formula. */
function powerOf(name: string, numerator: number, denominator: number): string {
  return denominator === 1 ? `${name}^${numerator}` : `${name}^(${numerator}/${denominator})`;
}

/** Of a positive decimal of any size, as text. */
function log10(text: string): number {
  const [mantissa, exponent = "0"] = text.split("e");
  return Math.log10(Number(mantissa)) + Number(exponent);
}

/** Loss and norm along the training runs, and the norm against the loss beside the exact family. */
export function trainingFigures({ result }: ReportedTraining, { told: { measured } }: ReportedCounterexample): Figure[] {
  const { runs, best } = result;
  const run = runs[best]!;
  const along = (key: "loss" | "norm"): Series[] =>
    runs.map((other, r) => ({
      name: r === best ? `best run, seed ${other.seed}` : "other runs",
      style: r === best ? "best" : "run",
      points: positive(other.steps.map((step, k) => [step, other[key][k]!])),
    }));
  const least = Math.min(...runs.flatMap(({ loss }) => loss.filter((value) => value > 0)));
  const family = measured.rows.map((line): readonly [number, number] => [log10(line.loss), log10(line.parameterNorm)]);
  // As far down as the runs came, and one row more.
  const beyond = family.findIndex(([loss]) => loss < Math.log10(least));
  const shown = beyond < 0 ? family : family.slice(0, Math.max(2, beyond + 1));
  const words = `Best of ${counted(runs.length, "run")}: from loss ${short(run.loss[0]!)} and norm ${short(run.norm[0]!)} to loss ${short(run.loss.at(-1)!)} and norm ${short(run.norm.at(-1)!)} in ${counted(run.steps.at(-1)!, "step")}.`;
  return [
    {
      kind: "figure",
      title: "Loss against steps",
      description: `Curves on log axes. ${words}`,
      caption: "Loss of each run; the thick line ends lowest. The infimum is 0, which no log axis shows.",
      picture: { kind: "plot", x: "step", y: "loss", series: along("loss") },
    },
    {
      kind: "figure",
      title: "Norm against steps",
      description: `Curves on log axes. ${words}`,
      caption: "Euclidean norm of all weights and biases of each run.",
      picture: { kind: "plot", x: "step", y: "norm", series: along("norm") },
    },
    {
      kind: "figure",
      title: "Norm against loss, with the exact family",
      description: `Curves on log axes, falling loss to the left. ${words} The exact family is a straight line, slope ${short(-measured.parameters.exact.numerator / measured.parameters.exact.denominator)}.`,
      caption: `Runs move to the left and up. The dashed line with dots is the exact family, whose norm grows like ${powerOf("loss", -measured.parameters.exact.numerator, measured.parameters.exact.denominator)}: a run that diverges by the same mechanism is parallel to it.`,
      picture: {
        kind: "plot",
        x: "loss",
        y: "norm",
        series: [
          ...runs.map((other, r): Series => ({
            name: r === best ? `best run, seed ${other.seed}` : "other runs",
            style: r === best ? "best" : "run",
            points: positive(other.loss.map((loss, k) => [loss, other.norm[k]!])),
          })),
          { name: "exact family", style: "exact", points: shown },
        ],
      },
    },
  ];
}

/** Logarithms, where there are any. */
function positive(points: readonly (readonly [number, number])[]): [number, number][] {
  return points.flatMap(([x, y]) => (x > 0 && y > 0 && Number.isFinite(x) && Number.isFinite(y) ? [[Math.log10(x), Math.log10(y)] as [number, number]] : []));
}

export function short(value: number): string {
  return value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5) ? value.toExponential(1) : `${Number(value.toPrecision(3))}`;
}

/** Where the best run diverges: the network with edges drawn by how their weights grow; nothing when the network is too large. */
export function growthFigures({ pattern }: PatternReport, run: Run): Figure[] {
  const { growth } = run;
  if (growth.length === 0 || !isSmall(pattern.widths, edgeCount(pattern))) return [];
  const isLabelled = growth.length <= MAX_LABELS;
  const layers = pattern.widths.map((width, layer) =>
    Array.from({ length: width }, (_, v) => ({ name: neuronName(layer, pattern.widths.length, v), isMarked: false })),
  );
  const counts = { grows: 0, steady: 0, falls: 0, unknown: 0 };
  const edges = growth.map((edge) => {
    const style = growthOf(edge);
    counts[style]++;
    return { layer: edge.layer, out: edge.out, in: edge.in, style, ...(isLabelled && edge.exponent !== null ? { label: signed(edge.exponent) } : {}) };
  });
  return [
    {
      kind: "figure",
      title: "Where it diverges",
      description: `The network with its edges drawn by how their weights grow in the best run: ${counts.grows} grow, ${counts.steady} stay, ${counts.falls} shrink${counts.unknown === 0 ? "" : `, ${counts.unknown} without a fit`}. The table has the numbers.`,
      caption: `Best run, seed ${run.seed}: each weight's exponent e in |weight| ~ (1/loss)^e. Thick: grows; thin: bounded; dashed: shrinks${counts.unknown === 0 ? "" : "; dotted: vanishes too often for a fit"}.`,
      picture: { kind: "network", layers, edges },
    },
  ];
}

function growthOf({ exponent }: EdgeGrowth): "grows" | "steady" | "falls" | "unknown" {
  if (exponent === null) return "unknown";
  return exponent > GROWS ? "grows" : exponent < -GROWS ? "falls" : "steady";
}

export function signed(value: number): string {
  const text = value.toFixed(2);
  return Number(text) === 0 ? "0" : value > 0 ? `+${text}` : text;
}
