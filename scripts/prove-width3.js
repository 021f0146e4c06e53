/**
 * The run of docs/theory.md 4.14: decides every capped pattern of up to three hidden neurons from nothing, and every pattern of four up to 3 x 3, each proof
 * checked; compares the minimal obstructions found with the catalogue that is shipped; writes docs/width3.json. About two minutes: npm run prove:width3
 *
 * Ends with 1 when a pattern stays open, a proof is refused, or the obstructions differ from those shipped, and then writes nothing.
 */
import { proveComplete } from "../dist/library/completeness.js";
import { surveyCount } from "../dist/library/obstructions.js";
import { startProgress } from "../dist/cli/progress.js";
import { deliver, processTerminal } from "../dist/cli/terminal.js";
import { fileURLToPath } from "node:url";

const SCOPE = { hidden: 4, outputs: 3, inputs: 3 };
const FILE = fileURLToPath(new URL("../docs/width3.json", import.meta.url));

const start = performance.now();
const progress = await startProgress(processTerminal.watched ? surveyCount(SCOPE) : 0, processTerminal, "patterns");
const result = proveComplete(SCOPE, { timeout: 600, onPattern: ({ pattern }) => progress.step(`${pattern.neurons.length} neurons, ${pattern.m} x ${pattern.n}`) });
progress.done();

for (const { neurons, patterns, closed, containing, obstructions } of result.widths) {
  console.log(`${neurons} hidden neurons: ${patterns} patterns, ${closed} closed, ${containing} contain an obstruction, ${obstructions} minimal obstructions`);
}
console.log(`${result.statements} statements checked in ${((performance.now() - start) / 1000).toFixed(0)} s`);
for (const line of result.open) console.error(`open: ${line}`);
for (const line of result.differing) console.error(`catalogue: ${line}`);
if (result.open.length + result.differing.length > 0) process.exitCode = 1;
else await deliver(`${JSON.stringify(result, undefined, 2)}\n`, FILE, processTerminal);
