/**
 * Writes patterns/classes/two-layers.jsonl.gz: what src/library/class-ledger.ts needs a long search for, for all two-layer patterns of three hidden neurons up to 4 x 4 and of four up to 3 x 4, each with a
 * proof that the checker has accepted, or the remark that none was found. Run after a build: npm run classes. About half an hour; found is the same in every run, but for what the time
 * limit ends.
 */
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { enumerate } from "../dist/index.js";
import { ClassLedger, notationOfClass } from "../dist/library/class-ledger.js";
import { rectanglesOf } from "../dist/pattern/rectangles.js";
import { Budget } from "../dist/rules/budget.js";

const SIZES = [
  { outputs: 3, inputs: 3, hidden: 3 },
  { outputs: 4, inputs: 4, hidden: 3 },
  { outputs: 3, inputs: 3, hidden: 4 },
  { outputs: 3, inputs: 4, hidden: 4 },
];
/** Seconds for each pattern. */
const TIMEOUT = 120;

const lines = [];
const ledger = new ClassLedger({ findings: [], onFound: (finding) => lines.push(JSON.stringify(finding)) });
const open = new Set();
for (const size of SIZES) {
  for (const pattern of enumerate(size)) {
    const state = rectanglesOf(...pattern.masks);
    if (!ClassLedger.takes(state)) continue;
    try {
      // A pattern may be undecided because another that is left of it is; that one comes before it.
      if (ledger.verdict(state, new Budget(TIMEOUT)).closed === null) open.add(notationOfClass(state));
    } catch (error) {
      if (error.name !== "OutOfBudget") throw error;
      open.add(notationOfClass(state));
    }
  }
  console.error(`${JSON.stringify(size)}: ${ledger.size} classes, ${lines.length} findings, ${open.size} open`);
}
for (const pattern of open) lines.push(JSON.stringify({ pattern, closed: null }));
writeFileSync(new URL("../patterns/classes/two-layers.jsonl.gz", import.meta.url), gzipSync(`${lines.join("\n")}\n`, { level: 9 }));
