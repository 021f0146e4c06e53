/**
 * Patterns classified a second on one core: canonical form, look-up of the class, verdicts on all three properties, each checked; with certificates written out and checked as well. What one
 * thread of `classify` does, without reading and writing.
 *
 * A row is a stream of random patterns, density drawn evenly for each of them. `upTo`: widths drawn evenly too. Rates are of processor time: others may work on the machine. `second half`: when most classes have
 * been met; `new`: of patterns whose class had not been met.
 */
import { Decider } from "../../../dist/library/decider.js";
import { patternForm } from "../../../dist/pattern/layered-canonical.js";
import { Random } from "../../../dist/exact/random.js";
import { makePattern, maskOf } from "../../../dist/index.js";

/** Seconds for each pattern: what takes longer is few and would be all that is measured. `undecided` says how many these are. */
const [LONGER, SHORTER] = [0.1, 0.02];

const STREAMS = [
  { upTo: [4, 4, 4], densities: [0.2, 0.8], patterns: 20_000, timeout: LONGER },
  { upTo: [4, 4, 4], densities: [0.2, 0.8], patterns: 100_000, timeout: LONGER },
  { upTo: [4, 4, 4], densities: [0.2, 0.8], patterns: 20_000, timeout: SHORTER },
  { upTo: [4, 4, 4], densities: [0.2, 0.8], patterns: 100_000, timeout: SHORTER },
  { widths: [3, 3, 3], densities: [0.2, 0.8], patterns: 20_000, timeout: LONGER },
  { widths: [4, 4, 3], densities: [0.2, 0.8], patterns: 5_000, timeout: LONGER },
  { widths: [4, 4, 4], densities: [0.2, 0.3], patterns: 5_000, timeout: LONGER },
  { widths: [4, 4, 4], densities: [0.5, 0.5], patterns: 300, timeout: LONGER },
];
const FORMS = 20_000;

export function smallPatterns() {
  return { forms: forms(), streams: STREAMS.flatMap((stream) => [false, true].map((certificates) => row(stream, certificates))) };
}

function* drawn({ upTo, widths, densities: [least, most], patterns }) {
  const random = new Random(1);
  for (let n = 0; n < patterns; n++) {
    const density = least + ((most - least) * random.below(1000)) / 1000;
    const own = widths ?? upTo.map((width) => 1 + random.below(width));
    const mask = (l) => maskOf(own[l + 1], own[l], () => random.below(1000) < 1000 * density);
    yield makePattern(`${n}`, [mask(0), mask(1)]);
  }
}

function row(stream, certificates) {
  const decider = new Decider({ timeout: stream.timeout, certificates });
  const known = new Map();
  const patterns = [...drawn(stream)];
  let undecided = 0;
  let half;
  const start = process.cpuUsage();
  for (const [n, pattern] of patterns.entries()) {
    if (n === patterns.length >> 1) half = seconds(start);
    const { key } = patternForm(pattern);
    const verdicts = known.get(key) ?? decider.decide(pattern);
    known.set(key, certificates ? { linear: verdicts.linear } : verdicts);
    if (verdicts.linear.closed === null) undecided++;
  }
  const all = seconds(start);
  const rate = (count, time) => Math.round(count / time);
  return {
    ...stream,
    certificates,
    classes: known.size,
    undecided,
    perSecond: rate(patterns.length, all),
    perSecondInSecondHalf: rate(patterns.length - (patterns.length >> 1), all - half),
    newPerSecond: rate(known.size, all),
  };
}

/** Canonical forms alone, in microseconds. */
function forms() {
  const patterns = [...drawn({ widths: [4, 4, 4], densities: [0.5, 0.5], patterns: FORMS })];
  for (const pattern of patterns.slice(0, 1000)) patternForm(pattern);
  const start = process.cpuUsage();
  for (const pattern of patterns) patternForm(pattern);
  return { widths: [4, 4, 4], microseconds: Number(((seconds(start) * 1e6) / FORMS).toPrecision(3)) };
}

function seconds(since) {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}
