/**
 * How often are random supports closed? Classifies random patterns of several shapes at many densities, and writes docs/random-supports.json, docs/random-supports.svg and the
 * table in docs/libraries.md: `npm run random-supports`, which builds first. An interrupted run goes on where it was.
 *
 *   --patterns N    patterns of each shape and density, seeds 1 to N (default 200)
 *   --timeout S     seconds for each pattern (default 5)
 *   --jobs N        worker threads (default: all cores)
 *   --work FOLDER   where the run is kept (default: a folder below the system's for temporary files)
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({
  options: {
    patterns: { type: "string", default: "200" },
    timeout: { type: "string", default: "5" },
    jobs: { type: "string", default: `${availableParallelism()}` },
    work: { type: "string", default: join(tmpdir(), "wellposed-random-supports") },
  },
});

/** Densities are close where the answer changes. */
const SHAPES = {
  "4-4-4": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
  "8-8-8": [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
  "16-16-16": [0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.2, 0.4, 0.5, 0.6, 0.8, 1],
  "16-32-16": [0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.2, 0.3, 0.35, 0.4, 0.5, 1],
  "64-32-10": [0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.2, 0.3, 0.35, 0.4, 0.5, 1],
  "8-8-8-8": [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1],
};

const notations = Object.entries(SHAPES).flatMap(([shape, densities]) => densities.map((density) => `random:${shape}@${density}#1..${values.patterns}`));
mkdirSync(values.work, { recursive: true });
const table = join(values.work, `random-supports-${values.patterns}-${values.timeout}.jsonl`);
const picture = join(root, "docs/random-supports.svg");
const run = spawnSync(
  process.execPath,
  [
    join(root, "dist/cli/main.js"),
    "classify",
    ...notations,
    "--property=linear",
    "--no-certificates",
    `--timeout=${values.timeout}`,
    `--jobs=${values.jobs}`,
    `--out=${table}`,
    "--resume",
    "--format=json",
    `--plot=${picture}`,
  ],
  { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 2 ** 28 },
);
if (run.status !== 0) process.exit(run.status ?? 1);

const summary = JSON.parse(run.stdout);
const byRule = rulesByGroup();
const groups = summary.groups.map(({ group, density, patterns, verdicts: { linear } }) => ({ group, density, patterns, ...linear, ...byRule.get(group) }));
writeFileSync(join(root, "docs/random-supports.json"), `${JSON.stringify({ patterns: Number(values.patterns), timeout: Number(values.timeout), groups }, null, 1)}\n`);
const libraries = join(root, "docs/libraries.md");
const text = readFileSync(libraries, "utf8");
const place = /(?<=<!-- random supports: .* -->\n)[^]*?(?=<!-- end -->)/;
if (!place.test(text)) throw new Error("docs/libraries.md has no place for the table");
writeFileSync(libraries, text.replace(place, () => markdown()));

/** For each group: the undecided that the clock ended, and the rules that decide, the commonest first. */
function rulesByGroup() {
  const found = new Map();
  for (const line of readFileSync(table, "utf8").trimEnd().split("\n").slice(1)) {
    const { id, verdicts } = JSON.parse(line);
    const group = id.slice(0, id.indexOf("#"));
    const counts = found.get(group) ?? { ended: 0, rules: {} };
    found.set(group, counts);
    const { rule, ended } = verdicts.linear;
    if (rule !== null) counts.rules[rule] = (counts.rules[rule] ?? 0) + 1;
    else if (ended === "time") counts.ended++;
  }
  for (const counts of found.values()) counts.rules = Object.fromEntries(Object.entries(counts.rules).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
  return found;
}

/** A line for each shape and density; the counts themselves are in the JSON. */
function markdown() {
  const percent = (count, patterns) => (count === 0 ? "" : `${Number(((100 * count) / patterns).toFixed(1))} %`);
  const lines = groups.map(({ group, patterns, closed, notClosed, undecided, rules }, g) => {
    const [shape, density] = group.slice("random:".length).split("@");
    const first = g === 0 || !groups[g - 1].group.startsWith(`random:${shape}@`);
    const common = Object.keys(rules).slice(0, 2).join(", ");
    return `| ${first ? shape : ""} | ${Number((100 * Number(density)).toFixed(2))} % | ${percent(closed, patterns)} | ${percent(notClosed, patterns)} | ${percent(undecided, patterns)} | ${common} |`;
  });
  return `\n${values.patterns} patterns for each line, up to ${values.timeout} s for each pattern.\n\n| shape | density | closed | not closed | undecided | mostly by |\n|---|---:|---:|---:|---:|---|\n${lines.join("\n")}\n\n`;
}
