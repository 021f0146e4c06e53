/**
 * A second checker for `wellposed/certificate/1`, written from docs/certificates.md alone. It shares no code with the product:
 * plain sets and maps, one function per rule, in the order of the document. (`degeneration` and the rules over frozen vectors,
 * which need polynomials, have files of their own.)
 */
import { degeneration } from "./degeneration.js";
import { assistedFree, constantRank, everything } from "./frozen.js";
import { type Claim, type Context, type Goal, Layer, type Layered, type Lemma, type Neuron, type TwoLayer, ascending, convert, normalise, prune, reversed, SIDES, transposed, within, DEEPEST } from "./goals.js";
import { type Fields, Refusal, kindOf, need, readAscending, readChoice, readEmpty, readIndex, readIndices, readInteger, readList, readObject } from "./reading.js";

export type Outcome = { ok: true } | { ok: false; reason: string };

export { DEEPEST } from "./goals.js";

/** The largest width of a layer of neurons. */
export const WIDEST = 4194304;

const PRIME = 67108859;

export function checkCertificate(value: unknown): Outcome {
  return outcomeOf(() => certificate(value));
}

/** What became of a check: it throws to refuse. */
export function outcomeOf(check: () => void): Outcome {
  try {
    check();
    return { ok: true };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.message };
    // Out of memory or stack on hostile input: never an acceptance.
    return { ok: false, reason: `internal: ${error instanceof Error ? error.name : "unknown error"}, perhaps too large for this checker` };
  }
}

/** The same from JSON text: only there can a key that occurs twice in one object be seen. */
export function checkCertificateText(text: string): Outcome {
  return checkText(text, checkCertificate);
}

/** Any kind of document from JSON text. */
export function checkText(text: string, check: (value: unknown) => Outcome): Outcome {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: "not JSON" };
  }
  const twice = repeatedKey(text);
  if (twice !== undefined) return { ok: false, reason: `key "${twice.slice(0, 40)}" occurs twice in one object` };
  return check(value);
}

/** A key that occurs twice in one object of a valid JSON text. */
function repeatedKey(text: string): string | undefined {
  const open: Set<string>[] = []; // the keys of each object that is still open; lists have none
  for (const [token, string, colon] of text.matchAll(/("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]/g)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (string !== undefined && colon !== undefined) {
      const key = JSON.parse(string) as string;
      const keys = open[open.length - 1] as Set<string>;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
}

/** A list of residues of integers modulo p. */
function readResidues(value: unknown, at: string, length: number): number[] {
  return readList(value, at, length).map((item, n) => residue(readInteger(item, `${at}[${n}]`)));
}

// ------------------------------------------------------------------------------------------------------------ the document

export interface Pattern {
  widths: number[];
  /** As in the document, not pruned. */
  layers: Layer[];
  /** bias[l - 1]: whether b_l is free. */
  bias: boolean[];
}

function certificate(value: unknown): void {
  const at = "certificate";
  need(typeof value === "object" && value !== null && !Array.isArray(value), `${at}: expected an object, found ${kindOf(value)}`);
  need((value as Fields)["format"] === "wellposed/certificate/1", `${at}.format: not "wellposed/certificate/1"`);
  const fields = readObject(value, at, ["format", "pattern", "property", "closed", "rule", "evidence"]);
  const pattern = readPattern(fields["pattern"], `${at}.pattern`);
  const property = readChoice(fields["property"], `${at}.property`, ["linear", "finite", "cube"]);
  const closed = fields["closed"];
  need(typeof closed === "boolean", `${at}.closed: expected true or false`);
  const goal = prune({ kind: "layered", widths: pattern.widths, layers: pattern.layers });
  const claim: Claim = closed ? "closed" : "not closed";
  if (property === "linear") {
    checkProof({ rule: fields["rule"], evidence: fields["evidence"] }, goal, claim, at, 0);
    return;
  }
  need(pattern.bias.every((free) => free), `${at}: property "${property}" needs free biases in every layer`);
  const rule = fields["rule"];
  need(typeof rule === "string", `${at}.rule: expected a string`);
  const rules = property === "finite" ? finiteRules : cubeRules;
  const found = rules.get(rule);
  need(found !== undefined, `${at}.rule: no such rule for "${property}"`);
  need(found.claim === claim, `${at}: ${rule} does not prove ${claim}`);
  found.check(fields["evidence"], goal, `${at}.evidence`);
}

export function readPattern(value: unknown, at: string): Pattern {
  const fields = readObject(value, at, ["format", "widths", "masks"], ["name", "bias", "about", "tags", "source", "expected"]);
  need(fields["format"] === "wellposed/pattern/1", `${at}.format: not "wellposed/pattern/1"`);
  for (const key of ["name", "about", "source"]) {
    if (Object.hasOwn(fields, key)) need(typeof fields[key] === "string", `${at}.${key}: expected a string`);
  }
  if (Object.hasOwn(fields, "tags")) {
    need(readList(fields["tags"], `${at}.tags`).every((tag) => typeof tag === "string"), `${at}.tags: expected strings`);
  }
  if (Object.hasOwn(fields, "expected")) {
    const expected = readObject(fields["expected"], `${at}.expected`, [], ["linear", "finite", "cube", "why"]);
    for (const [key, answer] of Object.entries(expected)) {
      need(key === "why" ? typeof answer === "string" : answer === null || typeof answer === "boolean", `${at}.expected.${key}: out of range`);
    }
  }
  const widths = readList(fields["widths"], `${at}.widths`).map((width, n) => readIndex(width, `${at}.widths[${n}]`, WIDEST + 1, 1));
  need(widths.length >= 2, `${at}.widths: at least one layer of weights is needed`);
  const masks = readList(fields["masks"], `${at}.masks`, widths.length - 1);
  const layers = masks.map((mask, n) => readMask(mask, `${at}.masks[${n}]`, widths[n + 1] as number, widths[n] as number));
  const bias = Object.hasOwn(fields, "bias") ? fields["bias"] : true;
  if (typeof bias === "boolean") return { widths, layers, bias: masks.map(() => bias) };
  const each = readList(bias, `${at}.bias`, masks.length);
  need(each.every((item) => typeof item === "boolean"), `${at}.bias: expected true or false for each layer`);
  return { widths, layers, bias: each.map((item) => item === true) };
}

function readMask(value: unknown, at: string, outputs: number, inputs: number): Layer {
  const layer = new Layer();
  if (typeof value === "object" && value !== null && Object.hasOwn(value, "bits")) {
    readBits(readObject(value, at, ["bits"])["bits"], `${at}.bits`, outputs, inputs, layer);
    return layer;
  }
  if (!Array.isArray(value)) {
    const { edges } = readObject(value, at, ["edges"]);
    for (const [n, edge] of readList(edges, `${at}.edges`).entries()) {
      const pair = readList(edge, `${at}.edges[${n}]`, 2);
      const output = readIndex(pair[0], `${at}.edges[${n}][0]`, outputs);
      const input = readIndex(pair[1], `${at}.edges[${n}][1]`, inputs);
      need(!layer.has(output, input), `${at}.edges[${n}]: the edge is listed twice`);
      layer.add(output, input);
    }
    return layer;
  }
  for (const [output, row] of readList(value, at, outputs).entries()) {
    need(typeof row === "string" && row.length === inputs, `${at}[${output}]: expected a string of ${inputs} characters`);
    for (let input = 0; input < inputs; input++) {
      const character = row[input];
      need(character === "0" || character === "1", `${at}[${output}]: expected only 0 and 1`);
      if (character === "1") layer.add(output, input);
    }
  }
  return layer;
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function readBits(text: unknown, at: string, outputs: number, inputs: number, layer: Layer): void {
  need(typeof text === "string", `${at}: expected a string, found ${kindOf(text)}`);
  const width = Math.ceil(inputs / 8);
  const length = outputs * width;
  need(text.length === 4 * Math.ceil(length / 3), `${at}: expected base64 of ${length} bytes, found ${text.length} characters`);
  const padding = (3 - (length % 3)) % 3;
  need(text.endsWith("=".repeat(padding)), `${at}: expected ${padding} characters "=" at the end`);
  let bits: number[] = []; // six for each character, the most significant first
  let byte = 0;
  for (let c = 0; c < text.length - padding; c++) {
    const digit = BASE64.indexOf(text.charAt(c));
    need(digit >= 0, `${at}: character ${c} is not one of base64`);
    for (let b = 5; b >= 0; b--) bits.push((digit >> b) & 1);
    if (bits.length < 8) continue;
    for (let b = 0; b < 8; b++) {
      if (bits[7 - b] === 0) continue;
      const input = (byte % width) * 8 + b;
      need(input < inputs, `${at}: a bit of byte ${byte} belongs to no column`);
      layer.add(Math.floor(byte / width), input);
    }
    byte++;
    bits = bits.slice(8);
  }
  need(bits.every((bit) => bit === 0), `${at}: unused bits of the last character are not 0`);
}

// ------------------------------------------------------------------------------------------------------------------ proofs

function checkProof(proof: unknown, given: Goal, claim: Claim, at: string, depth: number, lemmas?: readonly Lemma[]): void {
  need(depth <= DEEPEST, `${at.slice(0, 60)}...: proofs are nested deeper than ${DEEPEST}`);
  const { rule, evidence } = readObject(proof, at, ["rule", "evidence"]);
  need(typeof rule === "string", `${at}.rule: expected a string`);
  const prove = (inner: unknown, goal: Goal, innerClaim: Claim, where: string, named = lemmas): void =>
    checkProof(inner, goal, innerClaim, `${at}.evidence.${where}`, depth + 1, named);
  const place = `${at}.evidence (${rule.slice(0, 40)})`;
  if (rule === "degeneration") {
    need(claim === "not closed", `${place}: the rule does not prove "${claim}"`);
    degeneration({ goal: given, claim, evidence, at: place, depth, lemmas, prove });
    return;
  }
  const layered = layeredRules.get(rule);
  if (layered !== undefined) {
    need(given.kind === "layered", `${place}: a rule on layered goals, but the goal is a two-layer goal`);
    need(layered.claims.includes(claim), `${place}: the rule does not prove "${claim}"`);
    layered.check({ goal: given, claim, evidence, at: place, depth, lemmas, prove });
    return;
  }
  const two = twoLayerRules.get(rule);
  need(two !== undefined, `${at}.rule: no such rule`);
  need(given.kind === "two-layer" || given.layers.length === 2, `${place}: a rule on two-layer goals, but the goal has not two layers`);
  need(two.claims.includes(claim), `${place}: the rule does not prove "${claim}"`);
  two.check({ goal: given.kind === "two-layer" ? given : convert(given), claim, evidence, at: place, depth, lemmas, prove });
}

interface Rule<G extends Goal> {
  claims: readonly Claim[];
  check(context: Context<G>): void;
}

const layeredRules = new Map<string, Rule<Layered>>([
  ["single-layer", { claims: ["closed", "full"], check: singleLayer }],
  ["unique-paths", { claims: ["closed"], check: uniquePaths }],
  ["lu-minor", { claims: ["not closed"], check: luMinor }],
  ["cut-minor", { claims: ["not closed"], check: cutMinor }],
  ["generic-factor", { claims: ["closed", "full"], check: genericFactor }],
  ["generic-pair", { claims: ["closed", "full"], check: genericPair }],
  ["middle-factor", { claims: ["closed", "full"], check: middleFactor }],
  ["star-cover", { claims: ["closed", "full"], check: starCover }],
  ["components", { claims: ["closed", "not closed", "full"], check: components }],
  ["contraction", { claims: ["closed", "not closed", "full"], check: contraction }],
  ["orthonormal-factor", { claims: ["closed"], check: orthonormalFactor }],
  ["added-edge", { claims: ["closed", "not closed", "full"], check: addedEdge }],
  ["minor", { claims: ["not closed"], check: minor }],
]);

const twoLayerRules = new Map<string, Rule<TwoLayer>>([
  ["linear-space", { claims: ["closed", "full"], check: linearSpace }],
  ["one-neuron", { claims: ["closed", "not closed"], check: oneNeuron }],
  ["two-neurons", { claims: ["closed", "not closed"], check: twoNeurons }],
  ["laminar", { claims: ["closed"], check: laminar }],
  ["block-minor", { claims: ["not closed"], check: blockMinor }],
  ["split", { claims: ["closed", "not closed", "full"], check: split }],
  ["cap", { claims: ["closed", "not closed"], check: cap }],
  ["chain-descent", { claims: ["closed", "not closed"], check: chainDescent }],
  ["free", { claims: ["closed", "not closed", "full"], check: free }],
  ["lemmas", { claims: ["closed", "not closed"], check: lemmasFirst }],
  ["use", { claims: ["closed", "not closed"], check: useLemma }],
  ["constant-rank", { claims: ["closed"], check: constantRank }],
  ["assisted-free", { claims: ["closed", "not closed", "full"], check: assistedFree }],
  ["everything", { claims: ["closed", "full"], check: everything }],
]);

// ------------------------------------------------------------------------------------------------- rules on layered goals

/** The neurons of each layer that neuron `start` of layer `layer` reaches: item 0 is layer `layer` itself. */
function reach(goal: Layered, layer: number, start: number): Set<number>[] {
  const found = [new Set([start])];
  for (let l = layer; l < goal.layers.length; l++) {
    const next = new Set<number>();
    for (const neuron of found[found.length - 1] as Set<number>) {
      for (const output of (goal.layers[l] as Layer).outputsOf(neuron)) next.add(output);
    }
    found.push(next);
  }
  return found;
}

/** The same towards the inputs; item 0 is layer `layer`, the last one layer 0. */
function reachBack(goal: Layered, layer: number, start: number): Set<number>[] {
  const found = [new Set([start])];
  for (let l = layer; l > 0; l--) {
    const next = new Set<number>();
    for (const neuron of found[found.length - 1] as Set<number>) {
      for (const input of (goal.layers[l - 1] as Layer).inputsOf(neuron)) next.add(input);
    }
    found.push(next);
  }
  return found;
}

const last = <T>(list: readonly T[]): T => list[list.length - 1] as T;
const firstLayer = (goal: Layered): Layer => goal.layers[0] as Layer;

/** The entries (output, input) of the product with at least one path. */
function support(goal: Layered): Layer {
  const entries = new Layer();
  for (const input of firstLayer(goal).byInput.keys()) for (const output of last(reach(goal, 0, input))) entries.add(output, input);
  return entries;
}

function singleLayer({ goal, evidence, at }: Context<Layered>): void {
  readEmpty(evidence, at);
  need(goal.layers.length === 1, `${at}: the goal has ${goal.layers.length} layers`);
}

function uniquePaths({ goal, evidence, at }: Context<Layered>): void {
  readEmpty(evidence, at);
  for (const input of firstLayer(goal).byInput.keys()) {
    let now: ReadonlySet<number> = new Set([input]);
    for (const [n, layer] of goal.layers.entries()) {
      const next = new Set<number>();
      for (const neuron of now) {
        for (const output of layer.outputsOf(neuron)) {
          need(!next.has(output), `${at}: two paths lead from input ${input} to neuron ${output} of layer ${n + 1}`);
          next.add(output);
        }
      }
      now = next;
    }
  }
}

/** For every layer from `layer` on, the numbers of paths from one neuron, where 2 stands for two or more. */
function countPaths(goal: Layered, layer: number, start: number): Map<number, number>[] {
  const counts = [new Map([[start, 1]])];
  for (let l = layer; l < goal.layers.length; l++) {
    const next = new Map<number, number>();
    for (const [neuron, count] of last(counts)) {
      for (const output of (goal.layers[l] as Layer).outputsOf(neuron)) next.set(output, Math.min(2, (next.get(output) ?? 0) + count));
    }
    counts.push(next);
  }
  return counts;
}

function readPair(value: unknown, at: string, below: number): [number, number] {
  const pair = readIndices(value, at, below, 2) as [number, number];
  need(pair[0] !== pair[1], `${at}: the two are the same`);
  return pair;
}

interface CrossedMinor {
  outputs: [number, number];
  inputs: [number, number];
  h: number;
  x: number;
}

/** The evidence of `lu-minor` and `cut-minor`, with its ranges. */
function readCrossedMinor(evidence: unknown, goal: Layered, at: string): CrossedMinor {
  const fields = readObject(evidence, at, ["outputs", "inputs", "neuron"]);
  const outputs = readPair(fields["outputs"], `${at}.outputs`, last(goal.widths));
  const inputs = readPair(fields["inputs"], `${at}.inputs`, goal.widths[0] as number);
  const neuron = readObject(fields["neuron"], `${at}.neuron`, ["layer", "index"]);
  const h = readIndex(neuron["layer"], `${at}.neuron.layer`, goal.layers.length, 1);
  const x = readIndex(neuron["index"], `${at}.neuron.index`, goal.widths[h] as number);
  return { outputs, inputs, h, x };
}

function luMinor({ goal, evidence, at }: Context<Layered>): void {
  const { outputs: [i, j], inputs: [k, l], h, x } = readCrossedMinor(evidence, goal, at);
  const fromK = countPaths(goal, 0, k);
  const fromL = countPaths(goal, 0, l);
  const count = (from: Map<number, number>[], o: number): number => last(from).get(o) ?? 0;
  need(count(fromK, i) === 1, `${at}: not exactly one path from input ${k} to output ${i}`);
  need(count(fromL, i) === 1, `${at}: not exactly one path from input ${l} to output ${i}`);
  need(count(fromK, j) === 1, `${at}: not exactly one path from input ${k} to output ${j}`);
  need(count(fromL, j) >= 2, `${at}: fewer than two paths from input ${l} to output ${j}`);
  // The paths are unique, so x lies on the path from c to o exactly when c reaches x and x reaches o.
  need(fromK[h]?.has(x) === true && fromL[h]?.has(x) === true, `${at}: an input does not reach the neuron`);
  const after = last(reach(goal, h, x));
  need(after.has(i) && after.has(j), `${at}: the neuron does not reach both outputs`);
}

function cutMinor({ goal, evidence, at }: Context<Layered>): void {
  const { outputs: [i, j], inputs: [k, l], h, x } = readCrossedMinor(evidence, goal, at);
  // The neurons of layer h that lie on some path from the input to the output: a path avoids x when it passes one that is not x.
  const between = (input: number, output: number): number[] => {
    const before = reach(goal, 0, input)[h] as Set<number>;
    const after = reachBack(goal, goal.layers.length, output)[goal.layers.length - h] as Set<number>;
    return [...before].filter((neuron) => after.has(neuron));
  };
  const onlyThrough = (input: number, output: number): boolean => between(input, output).every((neuron) => neuron === x);
  for (const input of [k, l]) for (const output of [i, j]) {
    need(between(input, output).includes(x), `${at}: the neuron is not between input ${input} and output ${output}`);
  }
  need(onlyThrough(k, i), `${at}: a path from input ${k} to output ${i} avoids the neuron`);
  need(onlyThrough(k, j), `${at}: a path from input ${k} to output ${j} avoids the neuron`);
  need(onlyThrough(l, i), `${at}: a path from input ${l} to output ${i} avoids the neuron`);
  need(!onlyThrough(l, j), `${at}: no path from input ${l} to output ${j} avoids the neuron`);
}

function genericFactor({ goal, evidence, at }: Context<Layered>): void {
  if (typeof evidence === "object" && evidence !== null && Object.hasOwn(evidence, "repairs")) {
    nextFit(goal, evidence, at);
    return;
  }
  const fields = readObject(evidence, at, ["free", "paths"]);
  const side = readChoice(fields["free"], `${at}.free`, ["first", "last"]);
  const L = goal.layers.length;
  need(L >= 2, `${at}: the goal has one layer`);
  const ends = side === "first" ? (goal.widths[0] as number) : last(goal.widths);
  const lowest = side === "first" ? 1 : 0; // the layer of a path's first neuron
  for (const [end, list] of readList(fields["paths"], `${at}.paths`, ends).entries()) {
    const place = `${at}.paths[${end}]`;
    const paths = readList(list, place).map((path, n) => {
      const neurons = readList(path, `${place}[${n}]`, L);
      return neurons.map((neuron, step) => readIndex(neuron, `${place}[${n}][${step}]`, goal.widths[lowest + step] as number));
    });
    const wanted = side === "first" ? last(reach(goal, 0, end)).size : last(reachBack(goal, L, end)).size;
    need(paths.length === wanted, `${place}: ${wanted} paths are needed, found ${paths.length}`);
    const used = Array.from({ length: L }, () => new Set<number>());
    for (const [n, path] of paths.entries()) {
      const whole = side === "first" ? [end, ...path] : [...path, end];
      for (let l = 0; l < L; l++) {
        need((goal.layers[l] as Layer).has(whole[l + 1] as number, whole[l] as number), `${place}[${n}]: no edge of W_${l + 1} there`);
      }
      for (const [step, neuron] of path.entries()) {
        const taken = used[step] as Set<number>;
        need(!taken.has(neuron), `${place}[${n}]: neuron ${neuron} of layer ${lowest + step} is used twice`);
        taken.add(neuron);
      }
    }
  }
}

/** The form of `generic-factor` with `repairs`. */
function nextFit(given: Layered, evidence: unknown, at: string): void {
  const fields = readObject(evidence, at, ["free", "repairs"]);
  const side = readChoice(fields["free"], `${at}.free`, ["first", "last"]);
  const L = given.layers.length;
  need(L >= 2, `${at}: the goal has one layer`);
  const { widths, layers } = side === "first" ? given : reversed(given);
  const repairs = new Map<string, number[][]>();
  let before: [number, number] = [-1, 0];
  for (const [n, item] of readList(fields["repairs"], `${at}.repairs`).entries()) {
    const place = `${at}.repairs[${n}]`;
    const triple = readList(item, place, 3);
    const k = readIndex(triple[0], `${place}[0]`, widths[0] as number);
    const l = readIndex(triple[1], `${place}[1]`, L + 1, 2);
    need(k > before[0] || (k === before[0] && l < before[1]), `${place}: inputs do not ascend, or layers not descend`);
    before = [k, l];
    const lists = readList(triple[2], `${place}[2]`).map((list, m) => {
      const where = `${place}[2][${m}]`;
      need(readList(list, where).length >= 2, `${where}: a neuron above and at least one below are needed`);
      return (list as unknown[]).map((neuron, e) => readIndex(neuron, `${where}[${e}]`, widths[e === 0 ? l : l - 1] as number));
    });
    repairs.set(`${k} ${l}`, lists);
  }
  for (let k = 0; k < (widths[0] as number); k++) {
    // X[l]: the neurons of layer l that k reaches; X[0] is k alone.
    const X: Set<number>[] = [new Set([k])];
    for (const layer of layers) X.push(new Set([...(X[X.length - 1] as Set<number>)].flatMap((h) => [...layer.outputsOf(h)])));
    let S = ascending(X[L] as Set<number>);
    for (let l = L; l >= 2; l--) S = matched(S, X[l - 1] as Set<number>, layers[l - 1] as Layer, repairs.get(`${k} ${l}`) ?? [], `${at}.repairs: input ${k}, layer ${l}`);
  }
}

/** The neurons of X that the members of S get, ascending. */
function matched(S: readonly number[], X: ReadonlySet<number>, W: Layer, repairs: readonly number[][], at: string): number[] {
  const has = new Map<number, number>(); // member of S: its neuron
  const hadBy = new Map<number, number>(); // neuron: its member of S
  const take = (i: number, h: number): void => {
    has.set(i, h);
    hadBy.set(h, i);
  };
  const candidates = ascending(X);
  let s = 0;
  for (const i of S) {
    const free = candidates.filter((h) => !hadBy.has(h) && W.has(i, h));
    const h = free.find((candidate) => candidate >= s) ?? free[0];
    if (h === undefined) continue;
    take(i, h);
    s = h + 1;
  }
  for (const [i, ...hs] of repairs) {
    const place = `${at}, output ${i}`;
    need(S.includes(i as number) && !has.has(i as number), `${place}: it must be one that is to have a neuron and has none`);
    let taker = i as number;
    for (const [n, h] of hs.entries()) {
      need(X.has(h), `${place}: the input does not reach neuron ${h}`);
      need(W.has(taker, h), `${place}: neuron ${h} does not feed output ${taker}`);
      const owner = hadBy.get(h);
      need((owner === undefined) === (n === hs.length - 1), `${place}: neuron ${h} is ${owner === undefined ? "free" : "not free"}`);
      take(taker, h);
      if (owner !== undefined) taker = owner;
    }
  }
  need(S.every((i) => has.has(i)), `${at}: an output without a neuron`);
  const taken = ascending(new Set(has.values()));
  need(taken.length === S.length, `${at}: two outputs with one neuron`);
  return taken;
}

function middleFactor({ goal, evidence, at }: Context<Layered>): void {
  const fields = readObject(evidence, at, ["layer", "values"]);
  const L = goal.layers.length;
  need(L >= 2, `${at}: the goal has one layer`);
  const f = readIndex(fields["layer"], `${at}.layer`, L + 1, 1);
  const weights = readWeights(fields["values"], `${at}.values`, goal, [f]);
  const free = goal.layers[f - 1] as Layer;
  const entries = support(goal);
  need(free.size >= entries.size, `${at}: rank ${entries.size} is impossible with ${free.size} unknowns`);
  // before.get(x): the row of neuron x of layer f-1 in the product W_{f-1} ... W_1.
  let before = identity(free.byInput.keys());
  if (f > 1) before = identity(firstLayer(goal).byInput.keys());
  for (let l = 1; l < f; l++) before = multiply(weights[l - 1] as Weights, before);
  // after.get(i): the row of output i in the product W_L ... W_{f+1}.
  let after = identity(free.byOutput.keys());
  for (let l = f + 1; l <= L; l++) after = multiply(weights[l - 1] as Weights, after);
  const unknown = unknownsOf(free);
  const beforeByInput: Rows = new Map(); // the columns of that product
  for (const [x, row] of before) {
    for (const [k, value] of row) {
      const column = beforeByInput.get(k) ?? new Map<number, number>();
      beforeByInput.set(k, column.set(x, value));
    }
  }
  const equations = [...entries.edges()].map(([i, k]) => equationOf(after.get(i), beforeByInput.get(k), unknown));
  need(independent(equations), `${at}: the linear map has rank below ${entries.size} modulo ${PRIME}`);
}

/** For each output of a layer with values the list of (input, value modulo p), ascending. */
type Weights = Map<number, [number, number][]>;

/** One integer for each edge, the edges ordered by output, then by input. */
function readEdgeValues(value: unknown, at: string, layer: Layer): Weights {
  const values = readResidues(value, at, layer.size);
  let next = 0;
  return new Map(ascending(layer.byOutput.keys()).map((output) => [output, ascending(layer.inputsOf(output)).map((input) => [input, values[next++] as number])]));
}

/** The values of every layer of weights; those numbered in `without` have an empty list. */
function readWeights(value: unknown, at: string, goal: Layered, without: readonly number[]): Weights[] {
  return readList(value, at, goal.layers.length).map((list, n) => {
    if (!without.includes(n + 1)) return readEdgeValues(list, `${at}[${n}]`, goal.layers[n] as Layer);
    readList(list, `${at}[${n}]`, 0);
    return new Map();
  });
}

/** The edges (y, x) of a layer numbered, by x and then y. */
function unknownsOf(layer: Layer): Map<number, Map<number, number>> {
  const unknown = new Map<number, Map<number, number>>();
  let unknowns = 0;
  for (const [y, x] of layer.edges()) {
    const edges = unknown.get(x) ?? new Map<number, number>();
    unknown.set(x, edges.set(y, unknowns++));
  }
  return unknown;
}

/** left X right as a linear form in the entries of X. */
function equationOf(left: ReadonlyMap<number, number> | undefined, right: ReadonlyMap<number, number> | undefined, unknown: ReadonlyMap<number, ReadonlyMap<number, number>>): Equation {
  const equation: Equation = new Map();
  if (left === undefined || right === undefined) return equation;
  for (const [x, b] of right) {
    for (const [y, edge] of unknown.get(x) ?? []) {
      const a = left.get(y) ?? 0;
      if (a !== 0 && b !== 0) equation.set(edge, times(a, b));
    }
  }
  return equation;
}

function genericPair({ goal: given, evidence, at }: Context<Layered>): void {
  const fields = readObject(evidence, at, ["free", "layer", "taken", "columns", "values", "kernel"]);
  const side = readChoice(fields["free"], `${at}.free`, ["first", "last"]);
  const goal = side === "first" ? given : reversed(given);
  const L = goal.layers.length;
  need(L >= 2, `${at}: the goal has one layer`);
  const f = readIndex(fields["layer"], `${at}.layer`, L + 1, 2);
  const first = firstLayer(goal);
  const taken = readAscending(fields["taken"], `${at}.taken`, goal.widths[0] as number, "may be empty");
  // fixed.get(k): the column x_k, by neuron of layer 1
  const fixed = new Map<number, Map<number, number>>();
  for (const [n, list] of readList(fields["columns"], `${at}.columns`, taken.length).entries()) {
    const k = taken[n] as number;
    const fed = ascending(first.outputsOf(k));
    const values = readResidues(list, `${at}.columns[${n}]`, fed.length);
    fixed.set(k, new Map(fed.map((h, c) => [h, values[c] as number])));
  }
  const weights = readWeights(fields["values"], `${at}.values`, goal, [1, f]);
  const free = goal.layers[f - 1] as Layer;
  const kernel = readEdgeValues(fields["kernel"], `${at}.kernel`, free);
  let before = identity(first.byOutput.keys()); // W_{f-1} ... W_2, by neuron of layer f-1 and then of layer 1
  for (let l = 2; l < f; l++) before = multiply(weights[l - 1] as Weights, before);
  let after = identity(free.byOutput.keys()); // W_L ... W_{f+1}, by output and then neuron of layer f
  for (let l = f + 1; l <= L; l++) after = multiply(weights[l - 1] as Weights, after);
  let product = multiply(kernel, before); // becomes T(kernel), by output and then neuron of layer 1
  for (let l = f + 1; l <= L; l++) product = multiply(weights[l - 1] as Weights, product);

  const reached = (k: number): Set<number> => last(reach(goal, 0, k));
  const unknown = unknownsOf(free);
  const equations: Equation[] = [];
  for (const [k, column] of fixed) {
    const arriving = new Map([...before].map(([x, row]) => [x, dot(row, column)])); // W_{f-1} ... W_2 x_k
    for (const i of reached(k)) equations.push(equationOf(after.get(i), arriving, unknown));
  }
  need(equations.length <= free.size, `${at}: rank ${equations.length} is impossible with ${free.size} unknowns`);
  need(independent(equations), `${at}: the linear map for the taken inputs has rank below ${equations.length} modulo ${PRIME}`);
  for (const [k, column] of fixed) {
    for (const i of reached(k)) need(dot(product.get(i), column) === 0, `${at}.kernel: it does not vanish modulo ${PRIME} at output ${i}, input ${k}`);
  }
  for (const k of ascending(first.byInput.keys())) {
    if (fixed.has(k)) continue;
    const fed = first.outputsOf(k);
    const rows = [...reached(k)].map((i) => new Map([...(product.get(i) ?? [])].filter(([h, value]) => value !== 0 && fed.has(h))));
    need(independent(rows), `${at}: the submatrix for input ${k} has rank below ${rows.length} modulo ${PRIME}`);
  }
}

/** The scalar product modulo p of two sparse vectors. */
function dot(a: ReadonlyMap<number, number> | undefined, b: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const [x, value] of a ?? []) sum = (sum + value * (b.get(x) ?? 0)) % PRIME;
  return sum;
}

type Rows = Map<number, Map<number, number>>;

function identity(neurons: Iterable<number>): Rows {
  return new Map([...neurons].map((neuron) => [neuron, new Map([[neuron, 1]])]));
}

function multiply(layer: Weights, rows: Rows): Rows {
  const product: Rows = new Map();
  for (const [output, weights] of layer) {
    const sum = new Map<number, number>();
    for (const [input, weight] of weights) {
      if (weight === 0) continue;
      for (const [column, value] of rows.get(input) ?? []) sum.set(column, ((sum.get(column) ?? 0) + weight * value) % PRIME);
    }
    product.set(output, sum);
  }
  return product;
}

function starCover({ goal, evidence, at }: Context<Layered>): void {
  const { stars } = readObject(evidence, at, ["stars"]);
  need(goal.layers.length === 2, `${at}: the goal has ${goal.layers.length} layers`);
  const [first, second] = goal.layers as [Layer, Layer];
  const covered = new Layer();
  for (const [h, star] of readList(stars, `${at}.stars`, goal.widths[1] as number).entries()) {
    const place = `${at}.stars[${h}]`;
    const outputs = second.outputsOf(h);
    const inputs = first.inputsOf(h);
    need((star === null) === (outputs.size === 0), `${place}: null is for the hidden neurons without edges`);
    if (star === null) continue;
    const pair = readList(star, place, 2);
    const side = readChoice(pair[0], `${place}[0]`, ["output", "input"]);
    const centre = readInteger(pair[1], `${place}[1]`);
    if (side === "output") {
      need(outputs.has(centre), `${place}: output ${centre} is not fed by the neuron`);
      for (const input of inputs) covered.add(centre, input);
    } else {
      need(inputs.has(centre), `${place}: input ${centre} does not feed the neuron`);
      for (const output of outputs) covered.add(output, centre);
    }
  }
  for (const [output, input] of support(goal).edges()) need(covered.has(output, input), `${at}: entry (${output}, ${input}) is not covered`);
}

/** Union-find on numbers 0 .. size-1. */
class Groups {
  private readonly parent: number[];
  constructor(size: number) {
    this.parent = Array.from({ length: size }, (_, n) => n);
  }
  find(n: number): number {
    let root = n;
    while (this.parent[root] !== root) root = this.parent[root] as number;
    let walk = n;
    while (walk !== root) {
      const up = this.parent[walk] as number;
      this.parent[walk] = root;
      walk = up;
    }
    return root;
  }
  join(a: number, b: number): void {
    this.parent[this.find(a)] = this.find(b);
  }
}

/** For each layer l of neurons, 1 to L - 1 (item l - 1): hidden neuron with edges -> number of its group, groups in their order. */
function hiddenGroups({ layers }: Layered): Map<number, number>[] {
  const hidden = layers.slice(1);
  // In a pruned goal, a hidden neuron has edges exactly when it feeds something.
  let nodes = 0;
  const nodeOf = hidden.map((layer) => new Map(ascending(layer.byInput.keys()).map((neuron) => [neuron, nodes++])));
  const groups = new Groups(nodes);
  let separate = nodes;
  const join = (a: number, b: number): void => {
    if (groups.find(a) === groups.find(b)) return;
    groups.join(a, b);
    separate--;
  };
  for (const [n, layer] of hidden.slice(0, -1).entries()) {
    const before = nodeOf[n] as Map<number, number>;
    const after = nodeOf[n + 1] as Map<number, number>;
    for (const [output, input] of layer.edges()) join(before.get(input) as number, after.get(output) as number);
  }
  // Of the neurons of layer L - 1 that one input reaches, those that feed a common output are equivalent.
  const lastHidden = last(nodeOf);
  for (const input of (layers[0] as Layer).byInput.keys()) {
    if (separate <= 1) break;
    let reached = new Set([input]);
    for (const layer of layers.slice(0, -1)) {
      const next = new Set<number>();
      for (const neuron of reached) for (const output of layer.outputsOf(neuron)) next.add(output);
      reached = next;
    }
    const feeder = new Map<number, number>(); // output -> the first of these neurons that feeds it
    for (const neuron of reached) {
      const node = lastHidden.get(neuron) as number;
      for (const output of last(layers).outputsOf(neuron)) {
        const other = feeder.get(output);
        if (other === undefined) feeder.set(output, node);
        else join(node, other);
      }
    }
  }
  // Every group has a neuron of layer 1, as every hidden neuron with edges is reached from an input; those nodes come first, ascending.
  const numberOf = new Map<number, number>();
  for (let node = 0; node < (nodeOf[0] as Map<number, number>).size; node++) {
    const root = groups.find(node);
    if (!numberOf.has(root)) numberOf.set(root, numberOf.size);
  }
  return nodeOf.map((ofLayer) => new Map([...ofLayer].map(([neuron, node]) => [neuron, numberOf.get(groups.find(node)) as number])));
}

/**
 * The components of a goal with two or more layers. Every edge has an end in exactly one group, and every path stays in one, so the
 * product is the sum of the components' products; by (ii) no entry has paths of two groups, so that sum is a direct product.
 */
function componentsOf(goal: Layered): Layered[] {
  const groupOf = hiddenGroups(goal);
  const found: Layered[] = [];
  for (const [n, layer] of goal.layers.entries()) {
    for (const [output, input] of layer.edges()) {
      const number = n === 0 ? groupOf[0]?.get(output) : groupOf[n - 1]?.get(input);
      const component = (found[number as number] ??= { kind: "layered", widths: goal.widths, layers: goal.layers.map(() => new Layer()) });
      (component.layers[n] as Layer).add(output, input);
    }
  }
  return found;
}

/** The evidence of `components` and `split`. */
function checkParts(parts: readonly Goal[], { claim, evidence, at, prove }: Pick<Context<Goal>, "claim" | "evidence" | "at" | "prove">): void {
  if (claim === "not closed") {
    const fields = readObject(evidence, at, ["part", "then"]);
    const part = readIndex(fields["part"], `${at}.part`, parts.length);
    prove(fields["then"], parts[part] as Goal, claim, "then");
    return;
  }
  const fields = readObject(evidence, at, ["parts"]);
  const proofs = readList(fields["parts"], `${at}.parts`, parts.length);
  for (const [n, proof] of proofs.entries()) prove(proof, parts[n] as Goal, claim, `parts[${n}]`);
}

function components(context: Context<Layered>): void {
  need(context.goal.layers.length >= 2, `${context.at}: the goal has one layer`);
  const found = componentsOf(context.goal);
  need(found.length > 0, `${context.at}: there is no component`);
  checkParts(found, context);
}

function contraction({ goal, claim, evidence, at, prove }: Context<Layered>): void {
  const fields = readObject(evidence, at, ["layers", "full", "then"]);
  const L = goal.layers.length;
  const [a, b] = readList(fields["layers"], `${at}.layers`, 2).map((item, n) => readIndex(item, `${at}.layers[${n}]`, L + 1, 1)) as [number, number];
  need(a < b, `${at}.layers: not ascending`);
  const inner = prune({ kind: "layered", widths: goal.widths.slice(a - 1, b + 1), layers: goal.layers.slice(a - 1, b) });
  prove(fields["full"], inner, "full", "full");
  const widths = [...goal.widths.slice(0, a), ...goal.widths.slice(b)];
  const layers = [...goal.layers.slice(0, a - 1), support(inner), ...goal.layers.slice(b)];
  prove(fields["then"], prune({ kind: "layered", widths, layers }), claim, "then");
}

function orthonormalFactor({ goal: given, claim, evidence, at, prove }: Context<Layered>): void {
  const fields = readObject(evidence, at, ["factor", "order", "then"]);
  const factor = readChoice(fields["factor"], `${at}.factor`, ["last", "first"]);
  const goal = factor === "last" ? given : reversed(given);
  const L = goal.layers.length;
  need(L >= 2, `${at}: the goal has one layer`);
  const [below, top] = [goal.layers[L - 2] as Layer, goal.layers[L - 1] as Layer];
  const order = readIndices(fields["order"], `${at}.order`, goal.widths[L - 1] as number);
  need(new Set(order).size === order.length, `${at}.order: a neuron occurs twice`);
  need(order.every((h) => top.byInput.has(h)), `${at}.order: a neuron has no edges`);
  need(order.length === top.byInput.size, `${at}.order: a neuron is missing`);
  const surplus = new Set<number>();
  for (const [n, g] of order.entries()) {
    let inside = 0;
    for (const h of order.slice(0, n)) {
      const common = [...top.outputsOf(h)].filter((output) => top.outputsOf(g).has(output)).length;
      if (common === 0) continue;
      need(common === top.outputsOf(h).size, `${at}.order: ${h} before ${g}, but its outputs are not contained`);
      need([...below.inputsOf(g)].every((input) => below.inputsOf(h).has(input)), `${at}.order: ${h} before ${g}, but it lacks an input`);
      if (!surplus.has(h)) inside++;
    }
    if (inside >= top.outputsOf(g).size) surplus.add(g);
  }
  const layers = [...goal.layers.slice(0, -2), below.filter((output) => !surplus.has(output))];
  const rest: Layered = { kind: "layered", widths: goal.widths.slice(0, -1), layers };
  prove(fields["then"], prune(factor === "last" ? rest : reversed(rest)), claim, "then");
}

function addedEdge({ goal, claim, evidence, at, prove }: Context<Layered>): void {
  const fields = readObject(evidence, at, ["layer", "outputs", "inputs", "then"]);
  const l = readIndex(fields["layer"], `${at}.layer`, goal.layers.length, 2);
  const [g1, g2] = readIndices(fields["outputs"], `${at}.outputs`, goal.widths[l] as number, 2) as [number, number];
  const [h1, h2] = readIndices(fields["inputs"], `${at}.inputs`, goal.widths[l - 1] as number, 2) as [number, number];
  need(g1 !== g2 && h1 !== h2, `${at}: a neuron is named twice`);
  const [below, own, above] = goal.layers.slice(l - 2, l + 1) as [Layer, Layer, Layer];
  need(own.has(g1, h1) && own.has(g2, h1) && own.has(g2, h2) && !own.has(g1, h2), `${at}: not a block of three edges`);
  const every = (set: ReadonlySet<number>, but: number, holds: (x: number) => boolean): boolean => [...set].every((x) => x === but || holds(x));
  need(every(above.outputsOf(g1), -1, (o) => above.has(o, g2)), `${at}.outputs: ${g1} feeds more than ${g2}`);
  need(every(below.inputsOf(h2), -1, (i) => below.has(h1, i)), `${at}.inputs: ${h2} is fed by more than ${h1}`);
  need(every(own.inputsOf(g2), h2, (h) => own.has(g1, h)), `${at}.outputs: ${g2} is fed by a third neuron`);
  need(every(own.outputsOf(h1), g1, (g) => own.has(g, h2)), `${at}.inputs: ${h1} feeds a third neuron`);
  need(own.inputsOf(g2).size === 2 || own.outputsOf(h1).size === 2, `${at}: two neurons have edges outside the block`);
  const filled = own.filter(() => true);
  filled.add(g1, h2);
  prove(fields["then"], prune({ ...goal, layers: goal.layers.map((layer, n) => (n === l - 1 ? filled : layer)) }), claim, "then");
}

function minor({ goal, claim, evidence, at, prove }: Context<Layered>): void {
  const fields = readObject(evidence, at, ["outputs", "inputs", "then"]);
  const outputs = new Set(readAscending(fields["outputs"], `${at}.outputs`, last(goal.widths)));
  const inputs = new Set(readAscending(fields["inputs"], `${at}.inputs`, goal.widths[0] as number));
  const layers = [...goal.layers];
  layers[0] = firstLayer(goal).filter((_, input) => inputs.has(input));
  layers[layers.length - 1] = last(layers).filter((output) => outputs.has(output));
  prove(fields["then"], prune({ kind: "layered", widths: goal.widths, layers }), claim, "then");
}

// ----------------------------------------------------------------------------------------------- rules on two-layer goals

function linearSpace({ goal, evidence, at }: Context<TwoLayer>): void {
  readEmpty(evidence, at);
  need(goal.neurons.length === 0, `${at}: the goal has ${goal.neurons.length} neurons`);
}

/** The connected components, with at least one edge, of a neuron's shape, ordered by smallest row. */
function shapeComponents(neuron: Neuron, free: Layer): Neuron[] {
  const rowsLeft = new Set(neuron.rows);
  const columnsLeft = new Set(neuron.columns);
  const found: Neuron[] = [];
  for (const start of neuron.rows) {
    if (!rowsLeft.delete(start)) continue;
    const rows = new Set([start]);
    const columns = new Set<number>();
    // Sets iterate over what is added while they are walked.
    for (const row of rows) {
      for (const column of columnsLeft) {
        if (free.has(row, column)) continue;
        columnsLeft.delete(column);
        columns.add(column);
        for (const other of rowsLeft) {
          if (free.has(other, column)) continue;
          rowsLeft.delete(other);
          rows.add(other);
        }
      }
    }
    if (columns.size > 0) found.push({ rows, columns });
  }
  return found;
}

function oneNeuron({ goal, claim, evidence, at }: Context<TwoLayer>): void {
  need(goal.neurons.length === 1, `${at}: the goal has ${goal.neurons.length} neurons`);
  const neuron = goal.neurons[0] as Neuron;
  const parts = shapeComponents(neuron, goal.free);
  const whole = parts[0];
  need(
    parts.length === 1 && whole !== undefined && whole.rows.size === neuron.rows.size && whole.columns.size === neuron.columns.size,
    `${at}: the shape is not connected or misses a row or a column`,
  );
  if (claim === "closed") {
    readEmpty(evidence, at);
    need(goal.free.size === 0, `${at}: some entries are free`);
    return;
  }
  const fields = readObject(evidence, at, ["outputs", "inputs"]);
  const [i, j] = readPair(fields["outputs"], `${at}.outputs`, goal.m);
  const [k, l] = readPair(fields["inputs"], `${at}.inputs`, goal.n);
  need(neuron.rows.has(i) && neuron.rows.has(j), `${at}.outputs: not rows of the neuron`);
  need(neuron.columns.has(k) && neuron.columns.has(l), `${at}.inputs: not columns of the neuron`);
  need(!goal.free.has(i, k) && !goal.free.has(i, l) && !goal.free.has(j, k), `${at}: one of the first three entries is free`);
  need(goal.free.has(j, l), `${at}: entry (${j}, ${l}) is not free`);
}

type Position = "common" | 0 | 1 | "outside";

function twoNeurons({ goal, claim, evidence, at }: Context<TwoLayer>): void {
  need(goal.neurons.length === 2, `${at}: the goal has ${goal.neurons.length} neurons`);
  need(goal.free.size === 0, `${at}: some entries are free`);
  const [one, two] = goal.neurons as [Neuron, Neuron];
  const position = (a: ReadonlySet<number>, b: ReadonlySet<number>, x: number): Position => {
    if (a.has(x)) return b.has(x) ? "common" : 0;
    return b.has(x) ? 1 : "outside";
  };
  const row = (x: number): Position => position(one.rows, two.rows, x);
  const column = (x: number): Position => position(one.columns, two.columns, x);
  if (claim === "not closed") {
    const fields = readObject(evidence, at, ["outputs", "inputs"]);
    const rows = readIndices(fields["outputs"], `${at}.outputs`, goal.m);
    const columns = readIndices(fields["inputs"], `${at}.inputs`, goal.n);
    const r = rows.map(row);
    const c = columns.map(column);
    const own = (x: Position | undefined): boolean => x === 0 || x === 1;
    const spread = (x: readonly Position[]): boolean => own(x[0]) && own(x[1]) && x[0] !== x[1] && x[2] === "common";
    const formA = r.length === 2 && c.length === 2 && r[0] === "common" && c[0] === "common" && own(r[1]) && r[1] === c[1];
    const formB = r.length === 2 && c.length === 3 && rows[0] !== rows[1] && r[0] === "common" && r[1] === "common" && spread(c);
    const formC = r.length === 3 && c.length === 2 && columns[0] !== columns[1] && c[0] === "common" && c[1] === "common" && spread(r);
    need(formA || formB || formC, `${at}: of none of the forms (a), (b), (c)`);
    return;
  }
  readEmpty(evidence, at);
  const count = (position_: (x: number) => Position, items: Iterable<number>): [number, number, number] => {
    const all = [...new Set(items)].map(position_);
    return [all.filter((x) => x === "common").length, all.filter((x) => x === 0).length, all.filter((x) => x === 1).length];
  };
  const [a0, a1, a2] = count(row, [...one.rows, ...two.rows]);
  const [b0, b1, b2] = count(column, [...one.columns, ...two.columns]);
  const noChoice = a1 * b1 === 0 && a2 * b2 === 0 && !(a0 >= 2 && b1 >= 1 && b2 >= 1) && !(b0 >= 2 && a1 >= 1 && a2 >= 1);
  need(a0 === 0 || b0 === 0 || noChoice, `${at}: one of the forms (a), (b), (c) exists`);
}

const same = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean => a.size === b.size && within(a, b);
const meet = (a: ReadonlySet<number>, b: ReadonlySet<number>): number[] => [...a].filter((x) => b.has(x));

function nestedOrDisjoint(sets: readonly ReadonlySet<number>[]): boolean {
  return sets.every((a, n) => sets.slice(n + 1).every((b) => within(a, b) || within(b, a) || meet(a, b).length === 0));
}

function laminar({ goal, evidence, at }: Context<TwoLayer>): void {
  const { common } = readObject(evidence, at, ["common"]);
  const side = readChoice(common, `${at}.common`, ["rows", "columns"]);
  need(goal.free.size === 0, `${at}: some entries are free`);
  const { neurons } = side === "rows" ? goal : transposed(goal);
  const [first] = neurons;
  need(first !== undefined, `${at}: there is no neuron`);
  need(neurons.every(({ rows }) => same(rows, first.rows)), `${at}: the ${side} are not all equal`);
  need(nestedOrDisjoint(neurons.map(({ columns }) => columns)), `${at}: two neurons cross`);
}

function blockMinor({ goal, evidence, at }: Context<TwoLayer>): void {
  const fields = readObject(evidence, at, ["outputs", "inputs", "neurons", "other"]);
  const readTwo = (key: string, below: number): [number[], number[]] => {
    const [one, two] = readList(fields[key], `${at}.${key}`, 2).map((list, n) => readIndices(list, `${at}.${key}[${n}]`, below));
    return [one as number[], two as number[]];
  };
  const [I, J] = readTwo("outputs", goal.m);
  const [K, L] = readTwo("inputs", goal.n);
  const [V, W] = readTwo("neurons", goal.neurons.length);
  const o = fields["other"] === null ? undefined : readIndex(fields["other"], `${at}.other`, goal.neurons.length);
  const a = I.length;
  const b = J.length;
  need(a >= 1 && b >= 1, `${at}: an empty list`);
  need(L.length === a && V.length === a && K.length === b && W.length === b, `${at}: the lengths of the lists do not agree`);
  need(new Set([...I, ...J]).size === a + b, `${at}.outputs: not ${a + b} different rows`);
  need(new Set([...K, ...L]).size === a + b, `${at}.inputs: not ${a + b} different columns`);
  need(V[0] === W[0], `${at}.neurons: the two lists do not begin with the same neuron`);
  const used = new Set([...V, ...W]);
  need(used.size === a + b - 1, `${at}.neurons: not ${a + b - 1} different neurons`);

  const covers = (k: number | undefined, row: number | undefined, column: number | undefined): boolean => {
    const neuron = goal.neurons[k as number] as Neuron;
    return neuron.rows.has(row as number) && neuron.columns.has(column as number);
  };
  for (let s = 0; s < a; s++) need(covers(V[s], I[s], L[s]), `${at}: neuron ${V[s]} does not cover entry (${I[s]}, ${L[s]})`);
  for (let t = 0; t < b; t++) need(covers(W[t], J[t], K[t]), `${at}: neuron ${W[t]} does not cover entry (${J[t]}, ${K[t]})`);
  const blocks = [[I, K], [I, L], [J, K]] as const;
  for (const [rows, columns] of blocks) {
    for (const row of rows) for (const column of columns) need(!goal.free.has(row, column), `${at}: entry (${row}, ${column}) is free`);
    for (const [k, neuron] of goal.neurons.entries()) {
      const meets = rows.some((row) => neuron.rows.has(row)) && columns.some((column) => neuron.columns.has(column));
      need(used.has(k) || !meets, `${at}: neuron ${k} covers an entry of a block that is not its own`);
    }
  }
  if (o === undefined) {
    need(goal.free.has(J[0] as number, L[0] as number), `${at}: entry (${J[0]}, ${L[0]}) is not free`);
    return;
  }
  need(!used.has(o), `${at}.other: neuron ${o} is one of the two lists`);
  need(covers(o, J[0], L[0]), `${at}.other: neuron ${o} does not cover entry (${J[0]}, ${L[0]})`);
}

function partsOf(goal: TwoLayer): TwoLayer[] {
  const neurons = goal.neurons.flatMap((neuron) => shapeComponents(neuron, goal.free));
  const groups = new Groups(neurons.length);
  for (const [x, a] of neurons.entries()) {
    for (let y = 0; y < x; y++) {
      const b = neurons[y] as Neuron;
      if (groups.find(x) === groups.find(y)) continue;
      const columns = meet(a.columns, b.columns);
      if (columns.length === 0) continue;
      if (meet(a.rows, b.rows).some((row) => columns.some((column) => !goal.free.has(row, column)))) groups.join(x, y);
    }
  }
  const parts = new Map<number, Neuron[]>(); // in the order of the first neurons, as a Map keeps insertion order
  for (const [x, neuron] of neurons.entries()) {
    const root = groups.find(x);
    parts.set(root, [...(parts.get(root) ?? []), neuron]);
  }
  return [...parts.values()].map((part) => normalise(goal.m, goal.n, part, goal.free));
}

function split(context: Context<TwoLayer>): void {
  checkParts(partsOf(context.goal), context);
}

interface RowClass {
  key: string;
  neurons: ReadonlySet<number>;
}

function rowClass(goal: TwoLayer, row: number): RowClass {
  const numbers = [...goal.neurons.keys()].filter((n) => (goal.neurons[n] as Neuron).rows.has(row));
  return { key: numbers.join(","), neurons: new Set(numbers) };
}

/** min(|K|, number of columns that lie in C of some neuron of K). */
function rankBound(goal: TwoLayer, { neurons }: RowClass): number {
  const columns = new Set<number>();
  for (const n of neurons) for (const column of (goal.neurons[n] as Neuron).columns) columns.add(column);
  return Math.min(neurons.size, columns.size);
}

function deleteRows(goal: TwoLayer, deleted: ReadonlySet<number>): TwoLayer {
  const neurons = goal.neurons.map(({ rows, columns }) => ({ rows: new Set([...rows].filter((row) => !deleted.has(row))), columns }));
  return normalise(goal.m, goal.n, neurons, goal.free);
}

/** Rules with a `side` are written for rows; for columns the goal is transposed on the way in and back on the way out. */
function turn(goal: TwoLayer, side: "rows" | "columns"): TwoLayer {
  return side === "rows" ? goal : transposed(goal);
}

function cap({ goal, claim, evidence, at, prove }: Context<TwoLayer>): void {
  const fields = readObject(evidence, at, ["side", "deleted", "then"]);
  const side = readChoice(fields["side"], `${at}.side`, SIDES);
  need(goal.free.size === 0, `${at}: some entries are free`);
  const turned = turn(goal, side);
  const deleted = new Set(readAscending(fields["deleted"], `${at}.deleted`, turned.m));
  const left = new Map<string, number>(); // how many rows of each class are not deleted; rows of the empty class do not matter
  for (const row of new Set(turned.neurons.flatMap(({ rows }) => [...rows]))) {
    if (deleted.has(row)) continue;
    const { key } = rowClass(turned, row);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  for (const row of deleted) {
    const its = rowClass(turned, row);
    need(its.neurons.size > 0, `${at}.deleted: ${row} is in no neuron`);
    const bound = rankBound(turned, its);
    need((left.get(its.key) ?? 0) >= bound, `${at}.deleted: of the ${side} of the class of ${row} fewer than ${bound} are left`);
  }
  prove(fields["then"], turn(deleteRows(turned, deleted), side), claim, "then");
}

function chainDescent({ goal, claim, evidence, at, prove }: Context<TwoLayer>): void {
  const closed = claim === "closed";
  const fields = readObject(evidence, at, closed ? ["side", "chain", "cases"] : ["side", "chain", "deleted", "then"]);
  const side = readChoice(fields["side"], `${at}.side`, SIDES);
  need(goal.free.size === 0, `${at}: some entries are free`);
  const turned = turn(goal, side);
  const chain = new Set(readAscending(fields["chain"], `${at}.chain`, turned.m));
  const classes = new Map([...chain].map((row) => [row, rowClass(turned, row)]));
  const bySize = [...classes.values()].sort((a, b) => a.neurons.size - b.neurons.size);
  need((bySize[0] as RowClass).neurons.size > 0, `${at}.chain: one of it is in no neuron`);
  for (let n = 1; n < bySize.length; n++) {
    // Sorted by size, all are pairwise comparable exactly when each is contained in the next.
    need(within((bySize[n - 1] as RowClass).neurons, (bySize[n] as RowClass).neurons), `${at}.chain: two classes are not comparable`);
  }
  const bound = rankBound(turned, last(bySize));
  need(chain.size > bound, `${at}.chain: more than ${bound} are needed`);
  const descend = (deletedRow: unknown, then: unknown, where: string, proofAt: string): number => {
    const row = readIndex(deletedRow, `${at}.${where}`, turned.m);
    need(chain.has(row), `${at}.${where}: ${row} is not in the chain`);
    prove(then, turn(deleteRows(turned, new Set([row])), side), claim, proofAt);
    return row;
  };
  if (!closed) {
    descend(fields["deleted"], fields["then"], "deleted", "then");
    return;
  }
  const shown = new Set<string>();
  for (const [n, item] of readList(fields["cases"], `${at}.cases`).entries()) {
    const { deleted, then } = readObject(item, `${at}.cases[${n}]`, ["deleted", "then"]);
    const row = descend(deleted, then, `cases[${n}].deleted`, `cases[${n}].then`);
    shown.add((classes.get(row) as RowClass).key);
  }
  for (const [row, its] of classes) need(shown.has(its.key), `${at}.cases: no case for the class of ${row}`);
}

function free({ goal, claim, evidence, at, prove }: Context<TwoLayer>): void {
  const fields = readObject(evidence, at, ["frozen", "then"]);
  const frozen = readList(fields["frozen"], `${at}.frozen`);
  need(frozen.length > 0, `${at}.frozen: the list is empty`);
  const gone = new Set<number>();
  const entries = new Layer();
  const equations = new Map<number, Map<number, Equation>>(); // row, column -> the entry as a linear function of the unknowns
  let unknowns = 0;
  let before = -1;
  for (const [n, item] of frozen.entries()) {
    const place = `${at}.frozen[${n}]`;
    const { neuron: number, side: given, values: list } = readObject(item, place, ["neuron", "side", "values"]);
    const k = readIndex(number, `${place}.neuron`, goal.neurons.length);
    need(k > before, `${at}.frozen: not ascending by neuron`);
    before = k;
    gone.add(k);
    const { rows, columns } = goal.neurons[k] as Neuron;
    const side = readChoice(given, `${place}.side`, SIDES);
    const along = side === "rows" ? rows : columns;
    const across = side === "rows" ? columns : rows;
    const values = readList(list, `${place}.values`, along.size).map((value, v) => residue(readInteger(value, `${place}.values[${v}]`)));
    const valueOf = new Map([...along].map((x, v) => [x, values[v] as number]));
    for (const y of across) {
      const unknown = unknowns++; // the component of the unknown vector at y
      for (const [x, value] of valueOf) {
        const [row, column] = side === "rows" ? [x, y] : [y, x];
        if (goal.free.has(row, column)) continue;
        entries.add(row, column);
        const inRow = equations.get(row) ?? new Map<number, Equation>();
        equations.set(row, inRow);
        const equation = inRow.get(column) ?? new Map<number, number>();
        inRow.set(column, equation);
        if (value !== 0) equation.set(unknown, value);
      }
    }
  }
  need(unknowns >= entries.size, `${at}: rank ${entries.size} is impossible with ${unknowns} unknowns`);
  need(independent([...equations.values()].flatMap((inRow) => [...inRow.values()])), `${at}: the linear map has rank below ${entries.size} modulo ${PRIME}`);
  for (const [row, column] of goal.free.edges()) entries.add(row, column);
  const rest = goal.neurons.filter((_, n) => !gone.has(n));
  prove(fields["then"], normalise(goal.m, goal.n, rest, entries), claim, "then");
}

// ------------------------------------------------------------------------------------------------------------------- ranks

/** A linear form: number of the unknown -> coefficient modulo p, never 0. */
function lemmasFirst({ goal, claim, evidence, at, lemmas, prove }: Context<TwoLayer>): void {
  need(lemmas === undefined, `${at}: inside the evidence of another lemmas`);
  const fields = readObject(evidence, at, ["lemmas", "then"]);
  const list = readList(fields["lemmas"], `${at}.lemmas`);
  need(list.length > 0, `${at}.lemmas: the list is empty`);
  const earlier: Lemma[] = [];
  for (const [s, item] of list.entries()) {
    const own = readObject(item, `${at}.lemmas[${s}]`, ["goal", "closed", "proof"]);
    need(typeof own["closed"] === "boolean", `${at}.lemmas[${s}].closed: expected true or false`);
    const lemma: Lemma = { goal: readGoal(own["goal"], `${at}.lemmas[${s}].goal`), claim: own["closed"] ? "closed" : "not closed" };
    prove(own["proof"], lemma.goal, lemma.claim, `lemmas[${s}].proof`, [...earlier]);
    earlier.push(lemma);
  }
  prove(fields["then"], goal, claim, "then", earlier);
}

function readGoal(value: unknown, at: string): TwoLayer {
  const fields = readObject(value, at, ["rows", "columns", "neurons", "free"]);
  const m = readIndex(fields["rows"], `${at}.rows`, WIDEST + 1, 1);
  const n = readIndex(fields["columns"], `${at}.columns`, WIDEST + 1, 1);
  const neurons = readList(fields["neurons"], `${at}.neurons`).map((item, k) => {
    const [rows, columns] = readList(item, `${at}.neurons[${k}]`, 2);
    return { rows: new Set(readAscending(rows, `${at}.neurons[${k}][0]`, m)), columns: new Set(readAscending(columns, `${at}.neurons[${k}][1]`, n)) };
  });
  const entries = new Layer();
  let before: readonly [number, number] | undefined;
  for (const [e, item] of readList(fields["free"], `${at}.free`).entries()) {
    const pair = readList(item, `${at}.free[${e}]`, 2);
    const [i, j] = [readIndex(pair[0], `${at}.free[${e}][0]`, m), readIndex(pair[1], `${at}.free[${e}][1]`, n)];
    need(before === undefined || i > before[0] || (i === before[0] && j > before[1]), `${at}.free[${e}]: the list is not ascending`);
    entries.add(i, j);
    before = [i, j];
  }
  return normalise(m, n, neurons, entries);
}

function useLemma({ goal, claim, evidence, at, lemmas }: Context<TwoLayer>): void {
  const fields = readObject(evidence, at, ["lemma", "rows", "columns", "transposed"]);
  need(lemmas !== undefined, `${at}: not inside the evidence of lemmas`);
  const lemma = lemmas[readIndex(fields["lemma"], `${at}.lemma`, lemmas.length)] as Lemma;
  need(lemma.claim === claim, `${at}: the lemma states ${lemma.claim}`);
  const turnIt = fields["transposed"];
  need(typeof turnIt === "boolean", `${at}.transposed: expected true or false`);
  const own = turnIt ? transposed(lemma.goal) : lemma.goal;
  const renumbering = (key: "rows" | "columns", below: number): Map<number, number> => {
    const met = ascending(new Set(own.neurons.flatMap((neuron) => [...neuron[key]])));
    const to = readIndices(fields[key], `${at}.${key}`, below, met.length);
    need(new Set(to).size === to.length, `${at}.${key}: a number occurs twice`);
    return new Map(met.map((x, place) => [x, to[place] as number]));
  };
  const rowTo = renumbering("rows", goal.m);
  const columnTo = renumbering("columns", goal.n);
  const name = (rows: Iterable<number>, columns: Iterable<number>): string => `${ascending(rows).join()} x ${ascending(columns).join()}`;
  const carried = (set: ReadonlySet<number>, to: ReadonlyMap<number, number>): number[] => [...set].map((x) => to.get(x) as number);
  const found = own.neurons.map(({ rows, columns }) => name(carried(rows, rowTo), carried(columns, columnTo))).sort();
  const wanted = goal.neurons.map(({ rows, columns }) => name(rows, columns)).sort();
  need(found.join("; ") === wanted.join("; "), `${at}: the lemma has other neurons`);
  need(own.free.size === goal.free.size, `${at}: the lemma has another number of free entries`);
  for (const [i, j] of own.free.edges()) need(goal.free.has(rowTo.get(i) as number, columnTo.get(j) as number), `${at}: the lemma has other free entries`);
}

type Equation = Map<number, number>;

function residue(value: number): number {
  const rest = value % PRIME;
  return rest < 0 ? rest + PRIME : rest;
}

/** Below 2^52 for factors below p < 2^26, so exact in a double. */
function times(a: number, b: number): number {
  return (a * b) % PRIME;
}

function inverse(value: number): number {
  let result = 1;
  let power = value;
  for (let exponent = PRIME - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = times(result, power);
    power = times(power, power);
  }
  return result;
}

/** Whether linear forms are linearly independent modulo p: split into blocks that share no unknown, then eliminate in each. */
function independent(equations: readonly Equation[]): boolean {
  const groups = new Groups(equations.length);
  const owner = new Map<number, number>();
  for (const [n, equation] of equations.entries()) {
    if (equation.size === 0) return false;
    for (const unknown of equation.keys()) {
      const other = owner.get(unknown);
      if (other === undefined) owner.set(unknown, n);
      else groups.join(n, other);
    }
  }
  const blocks = new Map<number, Equation[]>();
  for (const [n, equation] of equations.entries()) {
    const block = blocks.get(groups.find(n));
    if (block === undefined) blocks.set(groups.find(n), [equation]);
    else block.push(equation);
  }
  return [...blocks.values()].every(independentBlock);
}

function independentBlock(equations: readonly Equation[]): boolean {
  const column = new Map<number, number>();
  for (const equation of equations) for (const unknown of equation.keys()) if (!column.has(unknown)) column.set(unknown, column.size);
  const width = column.size;
  if (equations.length > width) return false;
  // pivots[c]: a reduced row that starts in column c with 1, as its columns and its values.
  const pivots: ({ columns: number[]; values: number[] } | undefined)[] = Array.from({ length: width });
  const row = new Float64Array(width);
  for (const equation of equations) {
    row.fill(0);
    for (const [unknown, coefficient] of equation) row[column.get(unknown) as number] = coefficient;
    let lead = -1;
    for (let c = 0; c < width; c++) {
      const factor = row[c] as number;
      if (factor === 0) continue;
      const pivot = pivots[c];
      if (pivot === undefined) {
        // Columns after the first one without a pivot may stay as they are: the row starts here.
        lead = c;
        break;
      }
      const minus = PRIME - factor;
      for (let n = 0; n < pivot.columns.length; n++) {
        const at = pivot.columns[n] as number;
        row[at] = ((row[at] as number) + minus * (pivot.values[n] as number)) % PRIME;
      }
    }
    if (lead < 0) return false;
    const scale = inverse(row[lead] as number);
    const columns: number[] = [];
    const values: number[] = [];
    for (let c = lead; c < width; c++) {
      if (row[c] === 0) continue;
      columns.push(c);
      values.push(times(row[c] as number, scale));
    }
    pivots[lead] = { columns, values };
  }
  return true;
}

// --------------------------------------------------------------------------------------------- rules for finite and cube

interface PropertyRule {
  claim: Claim;
  check(evidence: unknown, goal: Layered, at: string): void;
}

function affine(evidence: unknown, goal: Layered, at: string): void {
  readEmpty(evidence, at);
  need(goal.layers.length === 1, `${at}: the goal has ${goal.layers.length} layers`);
}

function linearCounterpart(evidence: unknown, goal: Layered, at: string): void {
  const { linear } = readObject(evidence, at, ["linear"]);
  checkProof(linear, goal, "not closed", `${at}.linear`, 1);
}

function shallow(goal: Layered, at: string): [Layer, Layer] {
  need(goal.layers.length === 2, `${at}: the goal has ${goal.layers.length} layers`);
  return goal.layers as [Layer, Layer];
}

interface HiddenComponent {
  hidden: Set<number>;
  outputs: Set<number>;
}

/** The connected components, with at least one edge, of the bipartite graph between hidden neurons and outputs. */
function hiddenComponents(second: Layer): HiddenComponent[] {
  const seen = new Set<number>();
  const found: HiddenComponent[] = [];
  for (const start of second.byInput.keys()) {
    if (seen.has(start)) continue;
    const hidden = new Set([start]);
    const outputs = new Set<number>();
    // Sets iterate over what is added while they are walked.
    for (const h of hidden) {
      seen.add(h);
      for (const output of second.outputsOf(h)) {
        if (outputs.has(output)) continue;
        outputs.add(output);
        for (const other of second.inputsOf(output)) hidden.add(other);
      }
    }
    found.push({ hidden, outputs });
  }
  return found;
}

const smallest = (items: ReadonlySet<number>): number => ascending(items)[0] as number;

const complete = (second: Layer, { hidden, outputs }: HiddenComponent): boolean => [...hidden].every((h) => second.outputsOf(h).size === outputs.size);

function starComponents(evidence: unknown, goal: Layered, at: string): void {
  readEmpty(evidence, at);
  const [, second] = shallow(goal, at);
  for (const { hidden, outputs } of hiddenComponents(second)) {
    need(outputs.size === 1 || hidden.size === 1, `${at}: output ${smallest(outputs)} lies in a component with several outputs and several hidden neurons`);
  }
}

function sharedOutput(evidence: unknown, goal: Layered, at: string): void {
  const fields = readObject(evidence, at, ["neuron", "outputs", "other"]);
  const [, second] = shallow(goal, at);
  const a = readIndex(fields["neuron"], `${at}.neuron`, goal.widths[1] as number);
  const b = readIndex(fields["other"], `${at}.other`, goal.widths[1] as number);
  const [i, j] = readPair(fields["outputs"], `${at}.outputs`, goal.widths[2] as number);
  need(a !== b, `${at}: the two neurons are the same`);
  need(second.has(i, a) && second.has(j, a), `${at}: neuron ${a} does not feed both outputs`);
  need(second.has(j, b), `${at}: neuron ${b} does not feed output ${j}`);
}

function laminarComponents(evidence: unknown, goal: Layered, at: string): void {
  readEmpty(evidence, at);
  const [first, second] = shallow(goal, at);
  for (const component of hiddenComponents(second)) {
    if (component.outputs.size === 1) continue;
    const place = `${at}: the component of output ${smallest(component.outputs)}`;
    need(complete(second, component), `${place} is not complete`);
    need(nestedOrDisjoint([...component.hidden].map((h) => first.inputsOf(h))), `${place} has crossing sets of inputs`);
  }
}

function crossingInputs(evidence: unknown, goal: Layered, at: string): void {
  const fields = readObject(evidence, at, ["neurons", "inputs"]);
  const [first, second] = shallow(goal, at);
  const [a, b] = readPair(fields["neurons"], `${at}.neurons`, goal.widths[1] as number);
  const [p, q, r] = readIndices(fields["inputs"], `${at}.inputs`, goal.widths[0] as number, 3) as [number, number, number];
  const component = hiddenComponents(second).find(({ hidden }) => hidden.has(a));
  need(component !== undefined && component.hidden.has(b), `${at}: the neurons are not in one component`);
  need(component.outputs.size >= 2, `${at}: the component has one output`);
  need(complete(second, component), `${at}: the component is not complete`);
  need(first.has(a, p) && !first.has(b, p), `${at}: input ${p} does not feed only the first neuron of the two`);
  need(first.has(b, q) && !first.has(a, q), `${at}: input ${q} does not feed only the second neuron of the two`);
  need(first.has(a, r) && first.has(b, r), `${at}: input ${r} does not feed both`);
}

const finiteRules = new Map<string, PropertyRule>([
  ["single-layer", { claim: "closed", check: affine }],
  ["star-components", { claim: "closed", check: starComponents }],
  ["shared-output", { claim: "not closed", check: sharedOutput }],
  ["linear-counterpart", { claim: "not closed", check: linearCounterpart }],
]);

const cubeRules = new Map<string, PropertyRule>([
  ["single-layer", { claim: "closed", check: affine }],
  ["laminar-components", { claim: "closed", check: laminarComponents }],
  ["crossing-inputs", { claim: "not closed", check: crossingInputs }],
  ["linear-counterpart", { claim: "not closed", check: linearCounterpart }],
]);
