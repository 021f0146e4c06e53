/**
 * F3 backwards: weights that depend on eps, found for the support of a product of layers, as a product of weights of these layers (docs/theory.md 3.5, 3.6).
 */
import type { FamilyWeight } from "../certificate/counterexample.js";
import type { Proof } from "../certificate/proof.js";
import { Laurent } from "../exact/laurent.js";
import { Random } from "../exact/random.js";
import { Rational } from "../exact/rational.js";
import { contract, productSupport, select } from "../pattern/layers.js";
import { type Mask, row } from "../pattern/mask.js";
import { edgesOf } from "../pattern/pattern.js";
import { rectanglesOf } from "../pattern/rectangles.js";
import { composed } from "./completion.js";
import { type Equation, solve } from "./linear-system.js";
import { type LayerWeights, columnOf, onPaths, weightIfAny } from "./product.js";
import { Unsupported } from "./unsupported.js";

/** Choices of the fixed factors tried for each factor that is left open. */
const ATTEMPTS = 40;

/**
 * Layers whose product is `wanted` on `outputs` x `inputs`; elsewhere it may be anything.
 * @param full the proof that every matrix on the support of the product is one
 * @throws Unsupported
 */
export function factorised(masks: readonly Mask[], full: Proof, wanted: LayerWeights, outputs: readonly number[], inputs: readonly number[]): LayerWeights[] {
  const minor = select(masks, outputs, inputs);
  if (minor.length === 1) return [wanted];
  if (full.rule === "star-cover") return starCover(minor, full.evidence.stars, wanted, outputs, inputs);
  const one = withOneOpen(minor, wanted, outputs, inputs);
  if (one !== undefined) return one;
  if (full.rule === "contraction") {
    const [a, b] = full.evidence.layers;
    const coarse = factorised(contract(minor, a, b), full.evidence.then, wanted, outputs, inputs);
    const above = a === b ? outputs : [...new Set((coarse[a] ?? []).map(({ input }) => input))];
    const below = [...new Set((coarse[a - 2] ?? []).map(({ output }) => output))];
    const inner = factorised(minor.slice(a - 1, b), full.evidence.full, coarse[a - 1]!, b === minor.length ? outputs : above, a === 1 ? inputs : below);
    return [...coarse.slice(0, a - 1), ...inner, ...coarse.slice(a)];
  }
  if (masks.length === 2 && full.rule === "free") {
    const value = new Map(wanted.map(({ output, input, weight }) => [`${output},${input}`, weight]));
    const live = Array.from({ length: masks[0]!.rows }, (_, h) => h).filter((h) => row(masks[0]!, h).length > 0);
    const [below, above] = composed(rectanglesOf(masks[0]!, masks[1]!), full, (i, k) => value.get(`${i},${k}`) ?? Laurent.zero, outputs, inputs);
    return [below.map((edge) => ({ ...edge, output: live[edge.output]! })), above.map((edge) => ({ ...edge, input: live[edge.input]! }))];
  }
  throw new Unsupported(`layers that were taken together by rule ${full.rule} are not taken apart yet`);
}

/** Two layers: a star gives each of its entries to one weight, the others of its neuron being 1 at its centre and 0 elsewhere. */
function starCover(
  [first, second]: readonly Mask[],
  stars: readonly (readonly ["output" | "input", number] | null)[],
  wanted: LayerWeights,
  outputs: readonly number[],
  inputs: readonly number[],
): LayerWeights[] {
  const value = new Map(wanted.map(({ output, input, weight }) => [`${output},${input}`, weight]));
  const isOutput = new Set(outputs);
  const isInput = new Set(inputs);
  const [below, above]: [FamilyWeight[], FamilyWeight[]] = [[], []];
  const feeds = edgesOf(second!);
  const fedBy = edgesOf(first!);
  const taken = new Set<string>();
  const take = (i: number, k: number): Laurent => {
    const name = `${i},${k}`;
    const weight = taken.has(name) ? Laurent.zero : (value.get(name) ?? Laurent.zero);
    taken.add(name);
    return weight;
  };
  stars.forEach((star, h) => {
    if (star === null) return;
    const [kind, centre] = star;
    const own: FamilyWeight[] =
      kind === "output"
        ? fedBy.filter(([v, k]) => v === h && isInput.has(k) && isOutput.has(centre)).flatMap(([, k]) => weightIfAny(h, k, take(centre, k)))
        : feeds.filter(([i, v]) => v === h && isOutput.has(i) && isInput.has(centre)).flatMap(([i]) => weightIfAny(i, h, take(i, centre)));
    if (own.length === 0) return;
    (kind === "output" ? below : above).push(...own);
    (kind === "output" ? above : below).push(kind === "output" ? { output: centre, input: h, weight: Laurent.one } : { output: h, input: centre, weight: Laurent.one });
  });
  return [below, above];
}

/** All factors but one at small integers, if some such choice leaves a linear system of full rank. */
function withOneOpen(minor: readonly Mask[], wanted: LayerWeights, outputs: readonly number[], inputs: readonly number[]): LayerWeights[] | undefined {
  const support = productSupport(minor);
  const isOutput = new Set(outputs);
  const isInput = new Set(inputs);
  const entries = edgesOf(support).filter(([i, k]) => isOutput.has(i) && isInput.has(k));
  const value = new Map(wanted.map(({ output, input, weight }) => [`${output},${input}`, weight]));
  const right = entries.map(([i, k]) => value.get(`${i},${k}`) ?? Laurent.zero);
  const edges = minor.map(edgesOf);
  const random = new Random(1);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    // First few weights other than 0, all 1; then more of them, and larger.
    const [chance, bound] = attempt < ATTEMPTS / 2 ? [50, 1] : attempt < (ATTEMPTS * 3) / 4 ? [80, 3] : [100, 99];
    for (let open = 0; open < minor.length; open++) {
      if (edges[open]!.length < entries.length) continue;
      const layers = edges.map((own, l): LayerWeights =>
        l === open ? [] : own.flatMap(([output, input]) => (random.below(100) < chance ? [{ output, input, weight: integer(1 + random.below(bound)) }] : [])),
      );
      const found = opened(layers, edges[open]!, open, entries, right);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function opened(layers: readonly LayerWeights[], own: readonly (readonly [number, number])[], open: number, entries: readonly [number, number][], right: readonly Laurent[]): LayerWeights[] | undefined {
  const below = layers.slice(0, open);
  const above = layers.slice(open + 1).map((layer) => layer.map(({ output, input, weight }) => ({ output: input, input: output, weight }))).reverse();
  const fromInput = new Map([...new Set(entries.map(([, k]) => k))].map((k) => [k, columnOf(below, k)]));
  const fromOutput = new Map([...new Set(entries.map(([i]) => i))].map((i) => [i, columnOf(above, i)]));
  const equations = entries.map(([i, k]): Equation => {
    const terms = own.flatMap(([output, input], column) => {
      const [b, a] = [fromOutput.get(i)!.get(output), fromInput.get(k)!.get(input)];
      return a === undefined || b === undefined ? [] : [{ column, value: a.coefficient(0).times(b.coefficient(0)) }];
    });
    return { columns: terms.map(({ column }) => column), values: terms.map((term) => term.value) };
  });
  const solution = solve(equations, right, own.length);
  if (solution === undefined) return undefined;
  const solved = own.flatMap(([output, input], e) => weightIfAny(output, input, solution[e]!));
  return onPaths(
    layers.map((layer, l) => (l === open ? solved : layer)),
    new Set(entries.map(([i]) => i)),
    new Set(entries.map(([, k]) => k)),
  );
}

function integer(value: number): Laurent {
  return Laurent.constant(Rational.of(value));
}
