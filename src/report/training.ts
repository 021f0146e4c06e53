/** Training runs as text for people, and their curves as CSV. */
import type { EdgeGrowth, Evidence, Status } from "../training/diagnosis.js";
import type { GrowthComparison } from "../training/compare-growth.js";
import type { Run, Training } from "../training/train.js";
import { aligned } from "./text.js";

export interface TrainedSource {
  readonly source: string;
  readonly training: Training;
  /** Trained on its own counterexample: the growth of the best run beside that of the exact family. */
  readonly comparison?: GrowthComparison;
}

export const TRAININGS_SCHEMA = "wellposed/trainings/1";

/** Edges named as the ones that grow; the rest is counted. */
const MOST_EDGES = 12;
const GROWS = 0.05;

/** One training as `wellposed/training/1`; several, side by side, as `{ schema, trainings: [...] }`. */
export function trainingsAsJson(trained: readonly TrainedSource[]): string {
  const [only] = trained;
  const document = ({ training, comparison }: TrainedSource): object => ({ ...training, ...(comparison === undefined ? {} : { exactFamily: comparison }) });
  if (trained.length === 1) return `${JSON.stringify(document(only!), null, 2)}\n`;
  return `${JSON.stringify({ schema: TRAININGS_SCHEMA, trainings: trained.map((one) => ({ source: one.source, ...document(one) })) }, null, 2)}\n`;
}

/** Loss and norm of every run at every step that was kept. Files count from 1 in the order given, runs too. */
export function curvesAsCsv(trained: readonly TrainedSource[]): string {
  const lines = ["file,run,seed,step,loss,norm"];
  trained.forEach(({ training }, f) =>
    training.runs.forEach((run, r) => run.steps.forEach((step, k) => lines.push(`${f + 1},${r + 1},${run.seed},${step},${run.loss[k]},${run.norm[k]}`))),
  );
  return `${lines.join("\n")}\n`;
}

export function trainingsAsText(trained: readonly TrainedSource[]): string {
  const parts = trained.map(trainingAsText);
  return trained.length === 1 ? parts[0]! : `${parts.join("\n")}\n${sideBySide(trained)}`;
}

function trainingAsText({ source, training, comparison }: TrainedSource): string {
  const { pattern, settings, reference, runs, best } = training;
  const { optimizer, points, steps, seed, weightDecay } = settings;
  const decay = weightDecay === 0 ? "" : `, weight decay ${weightDecay}`;
  const head = `${source}: ${pattern.widths.join("-")}, ${pattern.edges} weights, ${pattern.parameters} parameters; ${points} points; ${optimizer}, up to ${steps} steps, seed ${seed}${decay}`;
  const rows = runs.map((run, r) => [
    r === best ? "*" : "",
    `${r + 1}`,
    `${run.seed}`,
    `${run.steps.at(-1)}`,
    short(run.evidence.relativeLoss),
    short(run.norm.at(-1)!),
    run.status,
    evidenceInWords(run),
  ]);
  const table = aligned([["", "run", "seed", "steps", "rel. loss", "norm", "status", "evidence"], ...rows], new Set([1, 2, 3, 4, 5]));
  return `${head}\nrelative loss: loss over ${short(reference)}, that of the best constant\n\n${table.join("\n")}\n\n${bestInWords(runs[best]!, best)}${comparison === undefined ? "" : comparisonInWords(comparison)}`;
}

/** In one line, what the status rests on. */
export function evidenceInWords({ status, stop, evidence }: Pick<Run, "status" | "stop" | "evidence">): string {
  switch (status) {
    case "diverging":
      return growthInWords(evidence);
    case "converged":
      return `relative gradient ${short(evidence.relativeGradient)}, norm x ${short(evidence.growthAtEnd)} over the last tenth of the steps`;
    case "stalled":
      return stop === "not-finite" ? "left the finite numbers" : `no lower loss found, relative gradient ${short(evidence.relativeGradient)}: a kink, or rounding`;
    case "budget":
      return `${stop === "interrupted" ? "interrupted" : "out of steps"}, relative gradient ${short(evidence.relativeGradient)}`;
  }
}

function growthInWords({ normAgainstLoss, normAgainstSteps, infimum, infimumIs, shownBy }: Evidence): string {
  if (normAgainstLoss !== undefined && shownBy === "loss") {
    const { exponent, interval, decades, growth } = normAgainstLoss;
    const loss = infimum === 0 ? "loss" : `(loss - ${short(infimum)}${infimumIs === "estimated" ? ", fitted" : ""})`;
    const margin = (interval[1] - interval[0]) / 2;
    return `norm ~ ${loss}^${(-exponent).toFixed(3)} (+- ${short(margin)}) over ${decades.toFixed(1)} decades of loss, norm x ${short(growth)}`;
  }
  if (normAgainstSteps === undefined) return "";
  return `norm ~ step^${normAgainstSteps.exponent.toFixed(3)} over the last two decades of steps, norm x ${short(normAgainstSteps.growth)}, loss still falling`;
}

function bestInWords(run: Run, index: number): string {
  const lines = [`best: run ${index + 1}, ${run.status}`];
  if (run.status === "diverging" && run.growth.length > 0) {
    const growing = run.growth.filter(({ exponent }) => exponent !== null && exponent > GROWS).toSorted((a, b) => b.exponent! - a.exponent!);
    const shown = growing.slice(0, MOST_EDGES).map(edgeInWords);
    const more = growing.length > shown.length ? `, and ${growing.length - shown.length} more` : "";
    lines.push(`where it diverges, |weight| ~ (1/loss)^e: ${shown.join(", ")}${more}`);
  }
  return `${lines.join("\n")}\n`;
}

function comparisonInWords({ match, deviation, edges }: GrowthComparison): string {
  const known = edges.length > 0 && Number.isFinite(deviation);
  if (!known) return "exact family: nothing to compare\n";
  const share = `${(100 * deviation).toFixed(1)} % of the largest`;
  return `exact family: the exponents of the products along paths ${match ? "match" : "do not match"} (they differ by at most ${share})\n`;
}

/** Counted from 0, [out, in] as in the masks. */
function edgeInWords({ layer, out, in: input, exponent }: EdgeGrowth): string {
  return `W${layer}[${out},${input}] e = ${exponent!.toFixed(3)}`;
}

const STATUSES: readonly Status[] = ["diverging", "converged", "stalled", "budget"];

function sideBySide(trained: readonly TrainedSource[]): string {
  const rows = trained.map(({ source, training: { runs, best } }) => {
    const run = runs[best]!;
    const counts = STATUSES.map((status) => `${runs.filter((other) => other.status === status).length}`);
    return [source, short(run.evidence.relativeLoss), short(run.norm.at(-1)!), run.status, ...counts];
  });
  const table = aligned([["best run of", "rel. loss", "norm", "status", ...STATUSES], ...rows], new Set([1, 2, 4, 5, 6, 7]));
  return `side by side, same seeds and budget\n\n${table.join("\n")}\n`;
}

function short(value: number): string {
  return value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5) ? value.toExponential(1) : `${Number(value.toPrecision(3))}`;
}
