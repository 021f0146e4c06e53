/**
 * `npm run bench:large`: what large masks and long libraries cost, as JSON on stdout. `npm run bench:large -- scan` measures one group of rows only. Everything in a group is measured in this
 * one run on this one machine; compare figures inside a run, not between machines.
 *
 * Each group is a file in test/bench/large/ that exports one function; it returns its rows:
 * - classify: patterns a second from the notation to the table; a run that is killed twenty times, beside one that is not
 * - reading: 90 million weights as float32, in shards, deflated, and as packed bits
 * - scan: the verdict on LU minors of 4096-11008-4096, from the file to the checked certificate; one thread beside two
 * - genericFactor: `linear: yes` by C3, from the file to the checked certificate, and its check
 * - smallMinors: what the searches for small minors find in blocks, windows, butterflies, 1:m and random supports without an LU minor, and their time
 * - smallPatterns: patterns up to 4-4-4 decided a second on one core, without and with certificates
 * - structure: layers, neurons and findings of 4096-11008-4096, from masks in memory
 */
import { classify } from "./large/classify.js";
import { genericFactor } from "./large/generic-factor.js";
import { reading } from "./large/reading.js";
import { scan } from "./large/scan.js";
import { smallMinors } from "./large/small-minors.js";
import { smallPatterns } from "./large/small-patterns.js";
import { structure } from "./large/structure.js";

const GROUPS = { classify, reading, scan, genericFactor, smallMinors, smallPatterns, structure };

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in GROUPS));
if (unknown !== undefined) throw new Error(`no group ${unknown}: ${Object.keys(GROUPS).join(", ")}`);

const result = { node: process.version };
for (const [name, measure] of Object.entries(GROUPS)) if (asked.length === 0 || asked.includes(name)) result[name] = await measure();
console.log(JSON.stringify(result, null, 2));
