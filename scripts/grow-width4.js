/**
 * The run of docs/theory.md 4.15: grows the closed patterns of up to four hidden neurons line by line, from nothing, each proof checked, and writes docs/width4.json after every level and every
 * second look at what it left open, so that an interrupted run leaves the levels before.
 *
 *   npm run grow:width4 -- [--lines N] [--timeout SECONDS] [--proofs FILE] [--out FILE]
 *
 * With --proofs the proofs that take long to find are kept, one to a line, and read again by the next run, which checks them and goes on where this one was interrupted.
 * What is undecided depends on the time for each candidate, nothing else does.
 */
import { GrowthSummary, verdictsOfSize } from "../dist/library/growth.js";
import { OrderIdeal } from "../dist/library/order-ideal.js";
import { startProgress } from "../dist/cli/progress.js";
import { deliver, processTerminal } from "../dist/cli/terminal.js";
import { appendFileSync, existsSync, readFileSync, truncateSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const HIDDEN = 4;
/** The sizes of which all patterns are counted, as soon as there are levels enough. */
const SIZES = [[3, 3], [3, 4], [4, 4]];

const { values } = parseArgs({ options: { lines: { type: "string", default: "7" }, timeout: { type: "string", default: "60" }, proofs: { type: "string" }, out: { type: "string" } } });
const [lines, timeout] = [Number(values.lines), Number(values.timeout)];
if (!Number.isInteger(lines) || lines < 2 || !(timeout > 0)) {
  console.error("--lines: an integer from 2 on; --timeout: seconds");
  process.exit(2);
}
const out = values.out ?? fileURLToPath(new URL("../docs/width4.json", import.meta.url));

const start = performance.now();
const summary = new GrowthSummary(HIDDEN);
const seconds = () => ((performance.now() - start) / 1000).toFixed(0);
let candidates = 0;
const onLevel = (level, count) => {
  candidates = count;
  console.log(`${level} lines: ${count} candidates (${seconds()} s)`);
};
const ideal = new OrderIdeal(HIDDEN, { timeout, onLevel, earlier: earlierProofs(values.proofs), ...(values.proofs !== undefined && { onSearched }) });
while (ideal.lines < lines && !ideal.hasEnded) {
  const level = ideal.grow();
  // The first is decided before there is a bar; from then on it is known how many there are.
  let next = level.next();
  const progress = await startProgress(processTerminal.watched ? candidates : 0, processTerminal, "candidates");
  for (; !next.done; next = level.next()) {
    summary.add(next.value);
    if (next.value.outcome === "undecided") console.log(`  undecided: ${summary.widths[next.value.pattern.neurons.length - 1].open.at(-1)} (${seconds()} s)`);
    progress.step(`${next.value.pattern.neurons.length} neurons, ${ideal.lines + 1} lines`);
  }
  progress.done();
  report();
  await write();
  let changed = false;
  for (const decided of ideal.reconsider()) {
    summary.replace(decided);
    changed = true;
  }
  if (changed) {
    console.log("  after a second look:");
    report();
    await write();
  }
}

/** A line that an interrupted run has begun is cut off. */
function earlierProofs(file) {
  if (file === undefined || !existsSync(file)) return new Map();
  const text = readFileSync(file, "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
  return new Map(whole.split("\n").slice(0, -1).map((line) => JSON.parse(line)).map(({ pattern, ...searched }) => [pattern, searched]));
}

function onSearched(pattern, searched) {
  appendFileSync(values.proofs, `${JSON.stringify({ pattern, ...searched })}\n`);
}

function report() {
  for (const { neurons, levels } of summary.widths) {
    const counts = levels[ideal.lines];
    if (counts === undefined) continue;
    const { descent, closed, obstructions, undecided } = counts;
    console.log(`  ${neurons} neurons: ${counts.candidates} candidates, ${descent} closed by descent, ${closed} closed, ${obstructions} obstructions, ${undecided} undecided`);
  }
  console.log(`  ${ideal.checked} statements checked (${seconds()} s)`);
}

async function write() {
  const sizes = SIZES.filter(([outputs, inputs]) => outputs + inputs <= ideal.lines).map(([outputs, inputs]) => verdictsOfSize(ideal, { outputs, inputs, hidden: HIDDEN }));
  const result = { hidden: HIDDEN, lines: ideal.lines, seconds: timeout, ended: ideal.hasEnded, statements: ideal.checked, widths: summary.widths, sizes };
  await deliver(`${JSON.stringify(result, undefined, 1)}\n`, out, processTerminal);
}
