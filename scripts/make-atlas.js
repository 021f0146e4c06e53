/**
 * Writes the atlas that is shipped: patterns/atlas/<outputs>x<inputs>-<hidden>.jsonl, the short form without certificates.
 *
 * `npm run atlas` decides every class anew, says what differs from the files that are there, and writes them; `npm run atlas -- --check`
 * writes nothing and ends with 1 when a verdict differs. A verdict that is the opposite of the one on file is never written over it:
 * one of the two is wrong, and it is said which pattern.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { atlas, atlasHeader } from "../dist/index.js";

/** Smaller sizes are contained in these. */
const SIZES = [
  { outputs: 4, inputs: 4, hidden: 1 },
  { outputs: 4, inputs: 4, hidden: 2 },
  { outputs: 4, inputs: 4, hidden: 3 },
  { outputs: 3, inputs: 3, hidden: 4 },
];
const OPTIONS = { timeout: 60, certificates: false };
const FOLDER = new URL("../patterns/atlas/", import.meta.url);

async function main() {
  const onlyCheck = process.argv.includes("--check");
  mkdirSync(FOLDER, { recursive: true });
  for (const size of SIZES) {
    const name = `${size.outputs}x${size.inputs}-${size.hidden}.jsonl`;
    const file = new URL(name, FOLDER);
    const before = entriesOf(file);
    const entries = [];
    for await (const entry of atlas(size, { ...OPTIONS, jobs: availableParallelism() })) entries.push(entry);

    const known = entries.filter(({ pattern }) => before.has(pattern));
    const opposite = known.filter(({ pattern, closed }) => closed !== null && before.get(pattern).closed === !closed);
    const decided = known.filter(({ pattern, closed }) => closed !== null && before.get(pattern).closed === null);
    const lost = known.filter(({ pattern, closed }) => closed === null && before.get(pattern).closed !== null);
    const byOther = known.filter(({ pattern, closed, rule }) => closed === before.get(pattern).closed && rule !== before.get(pattern).rule);
    const undecided = entries.filter(({ closed }) => closed === null);
    process.stdout.write(
      `${name}: ${entries.length} classes, ${undecided.length} undecided; ${entries.length - known.length} new, ${decided.length} newly decided, ` +
        `${lost.length} no longer decided, ${byOther.length} by another rule, ${opposite.length} the opposite of before\n`,
    );
    for (const { pattern } of opposite) process.stderr.write(`${name}: ${pattern}: the opposite of what is on file\n`);
    const same = known.length === entries.length && before.size === entries.length && decided.length + lost.length + opposite.length === 0;
    if (opposite.length > 0 || (onlyCheck && !same)) process.exitCode = 1;
    if (opposite.length > 0 || onlyCheck) continue;
    writeFileSync(file, `${[atlasHeader(size, OPTIONS), ...entries].map((line) => JSON.stringify(line)).join("\n")}\n`);
  }
}

/** The entries on file, by pattern. */
function entriesOf(file) {
  if (!existsSync(file)) return new Map();
  const [, ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
  return new Map(lines.map((line) => JSON.parse(line)).map((entry) => [entry.pattern, entry]));
}

await main();
