/** The summary of a classification as text for a terminal. */
import { PROPERTIES } from "../../certificate/proof.js";
import { summaryAsText } from "../summary.js";
import { aligned } from "../text.js";
import type { Answers, ClassificationSummary } from "./summary.js";

/** Lines that the table by density may have; the rest is counted. */
const MOST_GROUPS = 40;

export function classificationAsText(summary: ClassificationSummary): string {
  return [...PROPERTIES.flatMap((property) => rules(summary, property)), classes(summary), ...densities(summary)].join("\n");
}

function rules({ properties }: ClassificationSummary, property: (typeof PROPERTIES)[number]): string[] {
  const counts = properties[property];
  if (counts === undefined) return [];
  const { time, memory } = counts.ended;
  const causes = [time > 0 ? `${time} by the time limit, which depends on the machine` : "", memory > 0 ? `${memory} by the limit of memory` : ""].filter((cause) => cause !== "");
  return [`${property}\n\n${summaryAsText(counts).trimEnd()}${causes.length === 0 ? "" : `, of them ${causes.join(", ")}`}\n`];
}

function classes({ patterns, failed, classes: { count, largest } }: ClassificationSummary): string {
  const judged = patterns - failed;
  const repeated = judged === count ? "" : `; the largest has ${largest[0]!.patterns}`;
  const broken = failed === 0 ? "" : `\n${failed} of ${patterns} could not be judged: their rows say why`;
  return `${judged} patterns in ${count} classes${repeated}${broken}\n`;
}

function densities({ groups, properties }: ClassificationSummary): string[] {
  if (groups.length === 0) return [];
  const asked = PROPERTIES.filter((property) => properties[property] !== undefined);
  const header = ["widths", "density", "patterns", ...asked.flatMap((property) => [`${property} yes`, "no", "open"])];
  const rows = groups.slice(0, MOST_GROUPS).map(({ widths, density, patterns, verdicts }) => [
    widths.join("-"),
    density.toFixed(4),
    `${patterns}`,
    ...asked.flatMap((property) => shares(verdicts[property]!)),
  ]);
  const more = groups.length > MOST_GROUPS ? [`and ${groups.length - MOST_GROUPS} more groups (--format json has all)`] : [];
  return [`Shares by density, in %\n\n${[...aligned([header, ...rows], new Set(header.map((_, c) => c).slice(1))), ...more].join("\n")}\n`];
}

function shares({ closed, notClosed, undecided }: Answers): string[] {
  const all = closed + notClosed + undecided;
  return [closed, notClosed, undecided].map((count) => (count === 0 ? "" : ((100 * count) / all).toFixed(1)));
}
