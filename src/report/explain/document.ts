/**
 * An explanation as a short document of blocks. The wording is here, once; text, Markdown and LaTeX only differ in how they set a block.
 *
 * In sentences, `A[0,1]` (an entry of the product), `W_2 W_1` and `eps` stand for formulas, which LaTeX sets as such.
 */
import type { Rendered } from "../../exact/symbolic.js";
import type { Property } from "../../certificate/proof.js";
import type { DecidingPart, ExplainedVerdict, Explanation } from "./explanation.js";
import { THEOREMS, type Theorem } from "../theorems.js";
import { answer, meaning } from "../words.js";
import type { Step } from "./derivation.js";
import type { Facts, LayerFacts, PairCounts } from "./facts.js";
import { capital, enumerated, named, productName } from "./phrases.js";
import type { Entry } from "./product.js";

export interface Table {
  readonly kind: "table";
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of numbers, set to the right. */
  readonly numbers: readonly number[];
}

/** A matrix with a caption, such as a mask or a limit. */
export interface Matrix {
  readonly caption: string;
  readonly rows: readonly (readonly string[])[];
}

export interface Equation {
  readonly left: Rendered;
  readonly right: Rendered;
}

export type Block =
  | { readonly kind: "title"; readonly text: string }
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  /** Words that come from the pattern's author: never read as formulas. */
  | { readonly kind: "quote"; readonly text: string }
  | Table
  | { readonly kind: "matrices"; readonly matrices: readonly Matrix[] }
  | { readonly kind: "equations"; readonly equations: readonly Equation[] }
  | { readonly kind: "steps"; readonly steps: readonly Step[] }
  | { readonly kind: "theorem"; readonly theorem: Theorem };

export function documentOf(explanation: Explanation): Block[] {
  const { decidingPart, verdicts } = explanation;
  const linear = verdicts.find(({ property }) => property === "linear")!;
  const stated = new Set<string>();
  return [
    { kind: "title", text: printable(explanation.name) || explanation.widths.join("-") },
    ...(explanation.about === null ? [] : [{ kind: "quote", text: printable(explanation.about) } as const]),
    summary(explanation),
    ...structure(explanation),
    ...product(explanation),
    ...verdict(linear, explanation, stated),
    ...(decidingPart === null ? [] : deciding(decidingPart, explanation)),
    ...verdicts.filter((other) => other !== linear).flatMap((other) => verdict(other, explanation, stated)),
  ];
}

/** Words that come from a file, without anything that could act on a terminal or break a line. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

const ASKS: Readonly<Record<Property, string>> = {
  linear: "Is the set of products closed?",
  finite: "Does every training problem have an optimum?",
  cube: "Is the set of functions on a cube closed?",
};

function summary({ verdicts }: Explanation): Table {
  return {
    kind: "table",
    head: ["property", "question", "answer", "theorem"],
    rows: verdicts.map(({ property, verdict: { closed }, steps }) => [property, ASKS[property], answer(closed), theoremOf(steps)]),
    numbers: [],
  };
}

/** The theorems of the steps that decide: one for a "no", one for each branch of a "yes". */
function theoremOf(steps: readonly Step[]): string {
  const names = steps.flatMap(({ rule, decides }) => (rule === null || !decides ? [] : [THEOREMS[rule].name]));
  const [first = "", ...others] = new Set(names);
  return others.length === 0 ? first : `${first}, and ${others.length} more`;
}

function structure({ widths, bias, facts }: Explanation): Block[] {
  const layers: Table = {
    kind: "table",
    head: ["layer", "outputs", "inputs", "kept", "of", "on paths"],
    rows: facts.layers.map(({ layer, outputs, inputs, kept, onPaths }) => [layer, outputs, inputs, kept, outputs * inputs, onPaths].map(String)),
    numbers: [0, 1, 2, 3, 4, 5],
  };
  const drawn = facts.layers.flatMap((layer) => drawnMask(layer));
  const fixed = bias.flatMap((free, l) => (free ? [] : [l + 1]));
  const biases = fixed.length === 0 ? "All biases are free." : `${named("Layer", fixed)} ${fixed.length === 1 ? "has" : "have"} no free bias.`;
  return [
    { kind: "heading", text: "Structure" },
    { kind: "paragraph", text: `Widths ${widths.join("-")}, inputs first. ${biases} Inputs, outputs and neurons count from 0, layers from 1.` },
    layers,
    ...(drawn.length === facts.layers.length ? [{ kind: "matrices", matrices: drawn } as const] : []),
    { kind: "paragraph", text: deadSentence(facts) },
    ...paths(facts),
  ];
}

function drawnMask({ layer, mask }: LayerFacts): Matrix[] {
  return mask === null ? [] : [{ caption: `W_${layer}`, rows: mask.map((line) => [...line].map((cell) => (cell === "1" ? "*" : "0"))) }];
}

function deadSentence({ neurons }: Facts): string {
  const last = neurons.length - 1;
  const dead = neurons.filter((layer) => layer.dead > 0);
  if (dead.length === 0) return "Every neuron is live: each lies on a path from an input to an output.";
  const parts = dead.map(({ layer, neurons: all, dead: count, deadNeurons }) => {
    const some = count > deadNeurons.length ? [...deadNeurons.slice(0, 6), `${count - 6} more`] : deadNeurons;
    const word = layer === 0 ? "input" : layer === last ? "output" : "neuron";
    return `${named(word, some)}${word === "neuron" ? ` of layer ${layer}` : ""} (${count} of ${all})`;
  });
  return `Dead, on no path from an input to an output: ${parts.join("; ")}. They do not matter and are left out from here on.`;
}

function paths({ pairs, paths: table }: Facts): Block[] {
  const blocks: Block[] = [];
  if (pairs !== null) blocks.push({ kind: "paragraph", text: pairSentence(pairs) });
  if (table !== null && table.length * table[0]!.length > 1) {
    blocks.push(pathTable(table, [...table.keys()], [...table[0]!.keys()]));
  }
  return blocks;
}

function pairSentence({ none, one, several }: PairCounts): string {
  const kinds: [number, string][] = [
    [none, "no path"],
    [one, "exactly one path"],
    [several, "two paths or more"],
  ];
  const parts = kinds.flatMap(([count, paths]) => (count === 0 ? [] : [`${count} ${count === 1 ? "has" : "have"} ${paths}`]));
  const pairs = none + one + several;
  return `${pairs === 1 ? "Of the only pair" : `Of the ${pairs} pairs`} of an output and an input, ${enumerated(parts)}.`;
}

function pathTable(counts: readonly (readonly bigint[])[], outputs: readonly number[], inputs: readonly number[]): Table {
  return {
    kind: "table",
    head: ["paths", ...inputs.map((input) => `input ${input}`)],
    rows: counts.map((line, a) => [`output ${outputs[a]}`, ...line.map(String)]),
    numbers: inputs.map((_, b) => b + 1),
  };
}

function product({ widths, facts, decidingPart }: Explanation): Block[] {
  const depth = widths.length - 1;
  const heading: Block = { kind: "heading", text: `The linear counterpart A = ${productName(depth)}` };
  const set = "L is the set of all matrices A that weights on this support give.";
  if (facts.product === null) {
    const shown = decidingPart === null ? "." : "; only the part that decides is shown, below.";
    return [heading, { kind: "paragraph", text: `${set} The product is too large to be written out${shown}` }];
  }
  const sums =
    depth === 1 ? "With one layer A is the weight matrix itself." : "A[i,k] sums, over the paths from input k to output i, the products of the weights on the path.";
  return [heading, { kind: "paragraph", text: `${set} ${sums} w1[0,1] is the weight of layer 1 into neuron 0 from neuron 1.` }, equations(facts.product)];
}

function equations(entries: readonly Entry[]): Block {
  return {
    kind: "equations",
    equations: entries.map(({ output, input, text, tex }) => ({ left: { text: `A[${output},${input}]`, tex: `A_{${output},${input}}` }, right: { text, tex } })),
  };
}

/** @param stated the theorems stated so far: each is stated where it is first used */
function verdict({ property, verdict: found, steps }: ExplainedVerdict, { bias }: Explanation, stated: Set<string>): Block[] {
  const heading: Block = { kind: "heading", text: `${property}: ${answer(found.closed)}` };
  if (found.closed === null) return [heading, { kind: "paragraph", text: found.why }];
  return [
    heading,
    { kind: "paragraph", text: plainly(property, found, bias) },
    { kind: "steps", steps },
    ...theorems(steps, stated),
  ];
}

/** What the verdict says of the mathematics, then to whoever trains the network. */
function plainly(property: Property, found: ExplainedVerdict["verdict"], bias: readonly boolean[]): string {
  if (property !== "linear") return meaning(property, found);
  if (found.closed === true) return `Every matrix that products on this support approach is such a product itself. ${meaning(property, found)}`;
  const limit = "Some matrix is a limit of products on this support and no such product itself; on the way to it weights grow without bound.";
  // T2, which carries the defect over to training, is proved for free biases.
  return bias.every(Boolean) ? `${limit} ${meaning(property, found)}` : limit;
}

/** The theorems that the steps rest on, with what they say and where they are proved. */
function theorems(steps: readonly Step[], stated: Set<string>): Block[] {
  return steps.flatMap(({ rule }): Block[] => {
    if (rule === null || stated.has(THEOREMS[rule].words)) return [];
    stated.add(THEOREMS[rule].words);
    return [{ kind: "theorem", theorem: THEOREMS[rule] }];
  });
}

function deciding(part: DecidingPart, { facts }: Explanation): Block[] {
  const { outputs, inputs, hidden, limit } = part;
  const between = hidden.map(({ layer, neurons }) => `${named("neuron", neurons)} of layer ${layer}`);
  const where = part.whole ? " Here this is the whole pattern." : facts.product === null ? "" : " Its entries stand above.";
  return [
    { kind: "heading", text: "The part that decides" },
    {
      kind: "paragraph",
      text: `${capital(named("output", outputs))} and ${named("input", inputs)}, with ${enumerated(between)} between them.${where}`,
    },
    ...(facts.product === null ? entriesOf(part) : []),
    { kind: "paragraph", text: "The limit that is approached and not reached (all other entries of A are 0):" },
    {
      kind: "table",
      head: ["limit", ...inputs.map((input) => `input ${input}`)],
      rows: limit.map((line, a) => [`output ${outputs[a]}`, ...line.map(String)]),
      numbers: inputs.map((_, b) => b + 1),
    },
    { kind: "paragraph", text: `Not reached: ${part.unreachable}` },
    { kind: "paragraph", text: `Approached: ${part.approach}` },
  ];
}

function entriesOf({ product: entries, paths: counts, outputs, inputs }: DecidingPart): Block[] {
  if (entries !== null) return [{ kind: "paragraph", text: "Its entries are:" }, equations(entries)];
  return [{ kind: "paragraph", text: "Its entries are too long to be written out; their numbers of paths:" }, pathTable(counts, outputs, inputs)];
}
