/** What a probe found, as text and JSON. */
import type { Existence } from "../decide/existence.js";
import type { Probe, ProbedTarget, Share } from "../training/probe.js";
import { aligned } from "./text.js";

/** The probe, and with given inputs whether an optimum is guaranteed for them. */
export interface ProbeResult {
  readonly source: string;
  readonly probe: Probe;
  readonly existence?: Existence;
}

export function probeAsJson({ source, probe, existence }: ProbeResult): string {
  return `${JSON.stringify({ ...probe, source, ...(existence === undefined ? {} : { existence }) }, undefined, 2)}\n`;
}

export function probeAsText({ source, probe, existence }: ProbeResult): string {
  const { pattern, settings, targets, diverging, bounded, unclear } = probe;
  const { points, inputs, restarts, steps, seed } = settings;
  const lines = [
    `${source}: ${pattern.widths.join("-")}; ${targets.length} random targets on ${points} ${inputs} points, best of ${restarts} runs of up to ${steps} steps each, seed ${seed}`,
    "",
    ...aligned([["weights of the best run", "targets", "share", "95 % interval"], shareRow("diverging", diverging), shareRow("bounded", bounded), ["unclear", `${unclear}`, "", ""]], new Set([1, 2, 3])),
    "",
    inWords(probe),
  ];
  const told = targets.flatMap((target, t) => (target.weights === "diverging" ? [row(target, t)] : []));
  if (told.length > 0) lines.push("", ...aligned([["target", "rel. loss", "norm", "runs that diverge"], ...told.slice(0, MOST_TOLD)], new Set([0, 1, 2])));
  if (told.length > MOST_TOLD) lines.push(`and ${told.length - MOST_TOLD} more`);
  if (existence !== undefined) lines.push("", existence.guaranteed === true ? `For these inputs an optimum exists whatever the targets. ${existence.why}` : `For these inputs: ${existence.why}`);
  return `${lines.join("\n")}\n`;
}

const MOST_TOLD = 10;

function shareRow(name: string, { count, share, interval: [low, high] }: Share): string[] {
  return [name, `${count}`, percent(share), `${percent(low)} to ${percent(high)}`];
}

function row({ relativeLoss, norm, runs }: ProbedTarget, t: number): string[] {
  const all = Object.values(runs).reduce((sum, count) => sum + count, 0);
  return [`${t + 1}`, relativeLoss.toPrecision(3), norm.toPrecision(3), `${runs.diverging} of ${all}`];
}

function inWords({ diverging: { interval }, targets, unclear }: Probe): string {
  const [low, high] = interval.map(percent);
  const rest = unclear === 0 ? "" : ` ${unclear} of ${targets.length} are not counted as diverging, though their weights still grew when the runs ended.`;
  return `The chance to meet diverging weights with such data is between ${low} and ${high} (95 % confidence). An estimate from finitely many steps: for proofs, wellposed verify.${rest}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
