/**
 * Two layers of small width: every class of some sizes, and seeded samples of larger ones, decided and checked. Milliseconds for the search and for the checking of each
 * certificate, and the sizes of certificates by the rule at their root.
 */
import { check, enumerate } from "../../dist/index.js";
import { certificateToJson } from "../../dist/certificate/certificate.js";
import { decideLinear } from "../../dist/decide/linear.js";
import { Random } from "../../dist/exact/random.js";
import { patternFromNotation } from "../../dist/formats/rectangle-notation.js";
import { Budget } from "../../dist/rules/budget.js";

const WHOLE = [
  { outputs: 3, inputs: 3, hidden: 3 },
  { outputs: 4, inputs: 4, hidden: 3 },
  { outputs: 3, inputs: 3, hidden: 4 },
];
const SAMPLED = [
  { outputs: 8, inputs: 8, hidden: 3 },
  { outputs: 3, inputs: 4, hidden: 4 },
  { outputs: 4, inputs: 4, hidden: 4 },
];
const SAMPLE = 1000;
/** Seconds for each pattern. */
const LIMIT = 10;

export function smallWidth() {
  const measured = WHOLE.map((size) => measure(size, enumerate(size)));
  return [...measured, ...SAMPLED.map((size) => measure(size, sample(size)))];
}

/** Patterns drawn with a fixed seed: of the classes where they can be listed, otherwise rectangles at random. */
function sample(size) {
  const random = new Random(7);
  if (size.outputs > 4) return Array.from({ length: SAMPLE }, () => randomRectangles(size, random));
  const left = [...enumerate(size)];
  return Array.from({ length: SAMPLE }, () => {
    const at = random.below(left.length);
    const chosen = left[at];
    left[at] = left.at(-1);
    left.pop();
    return chosen;
  });
}

function randomRectangles({ outputs, inputs, hidden }, random) {
  const neurons = Array.from({ length: hidden }, () => [1 + random.below(2 ** outputs - 1), 1 + random.below(2 ** inputs - 1)]);
  const name = neurons.map((sides) => sides.map((set) => [...set.toString(2)].toReversed().flatMap((bit, at) => (bit === "1" ? [at + 1] : [])).join("")).join("*")).join(" ");
  return patternFromNotation(name);
}

function measure(size, patterns) {
  const search = [];
  const checking = [];
  const bytes = new Map();
  const verdicts = { closed: 0, notClosed: 0, undecided: 0 };
  for (const pattern of patterns) {
    const start = performance.now();
    let found;
    try {
      found = decideLinear(pattern.masks, new Budget(LIMIT));
    } catch (error) {
      if (error.name !== "OutOfBudget") throw error;
    }
    search.push(performance.now() - start);
    verdicts[found === undefined ? "undecided" : found.closed ? "closed" : "notClosed"]++;
    if (found === undefined) continue;
    const text = JSON.stringify(certificateToJson({ pattern, property: "linear", ...found }));
    const before = performance.now();
    if (!check(JSON.parse(text)).ok) throw new Error(`a certificate is refused: ${pattern.name}`);
    checking.push(performance.now() - before);
    bytes.set(found.proof.rule, [...(bytes.get(found.proof.rule) ?? []), text.length]);
  }
  const certificates = Object.fromEntries([...bytes].map(([rule, sizes]) => [rule, { count: sizes.length, ...spread(sizes) }]));
  return { ...size, patterns: search.length, ...verdicts, searchMs: spread(search), checkMs: spread(checking), certificateBytes: certificates };
}

function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) => Number((sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toPrecision(3));
  return { median: at(0.5), p99: at(0.99), max: at(1) };
}
