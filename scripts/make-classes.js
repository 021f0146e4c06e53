/**
 * Writes patterns/classes/two-layers.jsonl.gz: what src/library/class-ledger.ts needs a long search for, for all two-layer patterns of three and four hidden neurons up to 4 x 4, each with a proof that the checker
 * has accepted, or, up to 3 x 4, the remark that none was found. Run after a build: npm run classes. About two hours, most of them for 4 x 4 with four neurons; found is the same in every run, but
 * for what the time limit ends.
 */
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { enumerate } from "../dist/index.js";
import { ClassLedger, notationOfClass } from "../dist/library/class-ledger.js";
import { rectanglesOf } from "../dist/pattern/rectangles.js";
import { Budget } from "../dist/rules/budget.js";

/** Seconds for each pattern. What so long a search has not found is noted, and nobody looks for it again; what a short one has not found, a user with more time may find. */
const [LONG, SHORT] = [120, 3];

const SIZES = [
  { outputs: 3, inputs: 3, hidden: 3, timeout: LONG },
  { outputs: 4, inputs: 4, hidden: 3, timeout: LONG },
  { outputs: 3, inputs: 3, hidden: 4, timeout: LONG },
  { outputs: 3, inputs: 4, hidden: 4, timeout: LONG },
  { outputs: 4, inputs: 4, hidden: 4, timeout: SHORT },
];

const lines = [];
const ledger = new ClassLedger({ findings: [], onFound: (finding) => lines.push(JSON.stringify(finding)) });
const open = new Set();
for (const { timeout, ...size } of SIZES) {
  const undecided = new Set();
  for (const pattern of enumerate(size)) {
    const state = rectanglesOf(...pattern.masks);
    if (!ClassLedger.takes(state)) continue;
    try {
      // A pattern may be undecided because another that is left of it is; that one comes before it.
      if (ledger.verdict(state, new Budget(timeout)).closed === null) undecided.add(notationOfClass(state));
    } catch (error) {
      if (error.name !== "OutOfBudget") throw error;
      undecided.add(notationOfClass(state));
    }
  }
  if (timeout === LONG) for (const pattern of undecided) open.add(pattern);
  console.error(`${JSON.stringify(size)}: ${ledger.size} classes, ${lines.length} findings, ${undecided.size} undecided`);
}
for (const pattern of open) lines.push(JSON.stringify({ pattern, closed: null }));
writeFileSync(new URL("../patterns/classes/two-layers.jsonl.gz", import.meta.url), gzipSync(`${lines.join("\n")}\n`, { level: 9 }));
