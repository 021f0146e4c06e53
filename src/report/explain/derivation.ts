/**
 * A proof told step by step: each rule becomes a sentence with its data, and the step that decides is marked.
 *
 * The proof is walked together with the goal that each of its steps is about (docs/certificates.md, section 2), so that neurons and
 * layers can be named as the reader's pattern numbers them (place.ts). The walk trusts the proof: `decide` has had it checked.
 */
import type { Parts, Proof, RuleName, Side, TwoLayerJson } from "../../certificate/proof.js";
import { type Claim, type Goal, type LayeredGoal, type TwoLayerGoal, layered, twoLayer } from "../../check/goal.js";
import { belowFrame, frameColumns } from "../../pattern/frame.js";
import { type Mask, transpose } from "../../pattern/mask.js";
import { components, contract, select } from "../../pattern/layers.js";
import { type Rectangle, type Rectangles, deleteRows, freeNeurons, shapeComponents, split, transposed } from "../../pattern/rectangles.js";
import { contains, emptySets, setOf } from "../../pattern/sets.js";
import { withBlockFilled } from "../../pattern/triangular-block.js";
import { type Obstruction, obstructionOf } from "./obstruction.js";
import { counted, enumerated, layerSpan, named } from "./phrases.js";
import { type LayeredPlace, type Place, type TwoLayerPlace, asTwoLayer, liveIn, sideWord } from "./place.js";
import { sentence } from "./sentences.js";

export interface Step {
  /** From 1; null for a remark that stands for steps left out. */
  readonly number: number | null;
  /** How many branchings lie above it. */
  readonly depth: number;
  readonly rule: RuleName | null;
  readonly text: string;
  /** Does this step settle the claim, or its branch of it? Not so where it only shows that layers count as one. */
  readonly decides: boolean;
}

export interface Derivation {
  readonly steps: readonly Step[];
  readonly obstruction: Obstruction | null;
}

/** Parts told one by one when a step cuts its goal into more than `MAX_PARTS`. */
const MAX_PARTS = 6;
const TOLD_PARTS = 3;
/** Steps shown from the beginning and, when there are more, from the end. */
const FIRST_STEPS = 24;
const LAST_STEPS = 6;

/** The steps of a proof that `masks` are closed or not closed. */
export function derive(masks: readonly Mask[], proof: Proof, closed: boolean): Derivation {
  const teller = new Teller();
  const goal = layered(masks);
  teller.tell({ goal, layers: [0, ...masks.keys()].map((_, l) => l), neurons: [], depth: 0, lead: "" }, proof, closed ? "closed" : "not closed");
  return { steps: shortened(teller.steps), obstruction: teller.obstruction };
}

/** One step of a proof of another property, which has no goal to walk. */
export function singleStep(rule: RuleName, text: string): Derivation {
  return { steps: [{ number: 1, depth: 0, rule, text, decides: true }], obstruction: null };
}

interface Branch {
  readonly place: Place;
  readonly proof: Proof;
  readonly claim: Claim;
}

class Teller {
  readonly steps: Step[] = [];
  obstruction: Obstruction | null = null;
  #count = 0;

  tell(place: Place, proof: Proof, claim: Claim): void {
    const branches = branchesOf(place, proof, claim);
    const text = place.lead + sentence(place, proof);
    this.steps.push({ number: ++this.#count, depth: place.depth, rule: proof.rule, text, decides: branches.length === 0 && claim !== "full" });
    if (branches.length === 0 && claim === "not closed" && place.lemma !== true) this.obstruction = obstructionOf(place, proof);
    const told = branches.length > MAX_PARTS && proof.rule !== "lemmas" ? branches.slice(0, TOLD_PARTS) : branches;
    for (const branch of told) this.tell(branch.place, branch.proof, branch.claim);
    const left = branches.slice(told.length);
    if (left.length > 0) this.steps.push({ number: null, depth: left[0]!.place.depth, rule: null, text: restOf(left, told.length), decides: false });
  }
}

/** The parts not told: how many are decided by which rule. */
function restOf(branches: readonly Branch[], from: number): string {
  const tally = new Map<string, number>();
  for (const { proof } of branches) tally.set(proof.rule, (tally.get(proof.rule) ?? 0) + 1);
  const rules = [...tally].map(([rule, count]) => `${rule} (${counted(count, "time")})`);
  return `Parts ${from + 1} to ${from + branches.length} are settled in the same way, by ${enumerated(rules)}.`;
}

function shortened(steps: readonly Step[]): Step[] {
  const left = steps.length - FIRST_STEPS - LAST_STEPS;
  if (left <= 1) return [...steps];
  const remark: Step = { number: null, depth: 0, rule: null, text: `(${left} steps of the same kinds are left out here.)`, decides: false };
  return [...steps.slice(0, FIRST_STEPS), remark, ...steps.slice(-LAST_STEPS)];
}

/** The goals that a step leaves, with the proofs of what it claims of them. */
function branchesOf(place: Place, proof: Proof, claim: Claim): Branch[] {
  const then = (goal: Goal, next: Proof, changes: Partial<Place> = {}): Branch => ({ place: { ...place, lead: "", goal, ...changes }, proof: next, claim });
  switch (proof.rule) {
    case "components": {
      const { masks } = (place as LayeredPlace).goal;
      const parts = components(masks).map(layered);
      const name = (part: LayeredGoal): string => `${named("input", liveIn(part.masks, 0))} and ${named("output", liveIn(part.masks, masks.length))}`;
      const lead = (part: LayeredGoal, c: number): string => `Part ${c + 1} of ${parts.length} (${name(part)}): `;
      return partBranches(proof.evidence, parts, (part, c) => ({ goal: part, lead: lead(part, c) }), then, place.depth);
    }
    case "split": {
      const { state, neurons } = asTwoLayer(place);
      const pieces = state.neurons.flatMap((neuron, k) => shapeComponents(neuron, state.free).map((piece) => ({ piece, neuron: neurons[k]! })));
      const parts = split(state).map((part) => ({
        part,
        // Pieces with equal rectangles share their entries, so they lie in one part: comparing rectangles finds each piece's part.
        neurons: pieces.filter(({ piece }) => part.neurons.some((own) => sameRectangle(own, piece))).map(({ neuron }) => neuron),
      }));
      return partBranches(
        proof.evidence,
        parts,
        (part, c) => ({ goal: twoLayer(part.part), neurons: part.neurons, lead: `Part ${c + 1} of ${parts.length}: ` }),
        then,
        place.depth,
      );
    }
    case "contraction": {
      const { masks } = (place as LayeredPlace).goal;
      const [first, last] = proof.evidence.layers;
      const { layers } = place;
      const segment: Place = {
        ...place,
        goal: layered(masks.slice(first - 1, last)),
        layers: layers.slice(first - 1, last + 1),
        depth: place.depth + 1,
        lead: `On ${layerSpan(layers[first - 1]! + 1, layers[last]!)} alone: `,
      };
      return [
        { place: segment, proof: proof.evidence.full, claim: "full" },
        then(layered(contract(masks, first, last)), proof.evidence.then, { layers: [...layers.slice(0, first), ...layers.slice(last)] }),
      ];
    }
    case "orthonormal-factor": {
      const { factor, order, then: next } = proof.evidence;
      const { masks } = (place as LayeredPlace).goal;
      const chain = factor === "last" ? masks : masks.map(transpose).reverse();
      const rest = belowFrame(chain, frameColumns(chain), order);
      const goal = layered(factor === "last" ? rest : rest.map(transpose).reverse());
      return [then(goal, next, { layers: factor === "last" ? place.layers.slice(0, -1) : place.layers.slice(1) })];
    }
    case "added-edge":
      return [then(layered(withBlockFilled((place as LayeredPlace).goal.masks, proof.evidence)), proof.evidence.then)];
    case "minor": {
      const { outputs, inputs, then: next } = proof.evidence;
      return [then(layered(select((place as LayeredPlace).goal.masks, outputs, inputs)), next)];
    }
    case "cap": {
      const rest = without(asTwoLayer(place), proof.evidence.side, proof.evidence.deleted);
      return [then(twoLayer(rest.state), proof.evidence.then, { neurons: rest.neurons })];
    }
    case "chain-descent": {
      const { evidence } = proof;
      const cases = "cases" in evidence ? evidence.cases : [{ deleted: evidence.deleted, then: evidence.then }];
      return cases.map(({ deleted, then: next }) => {
        const rest = without(asTwoLayer(place), evidence.side, [deleted]);
        const branched = cases.length > 1 ? { depth: place.depth + 1, lead: `Without ${sideWord(evidence.side)} ${deleted}: ` } : {};
        return then(twoLayer(rest.state), next, { neurons: rest.neurons, ...branched });
      });
    }
    case "free":
    case "assisted-free": {
      const { state, neurons } = asTwoLayer(place);
      const dropped = proof.rule === "free" ? proof.evidence.frozen : proof.evidence.freed;
      const gone = setOf(dropped.map(({ neuron }) => neuron));
      return [then(twoLayer(freeNeurons(state, gone)), proof.evidence.then, { neurons: neurons.filter((_, k) => !contains(gone, k)) })];
    }
    case "lemmas": {
      const lemmas = proof.evidence.lemmas.map((lemma, s): Branch => {
        const goal = goalOf(lemma.goal);
        const lead = `Lemma ${s} (${named("neuron", lemma.goal.neurons.map((_, k) => k))} of its own): `;
        const neurons = goal.state.neurons.map((_, k) => k);
        return { place: { ...place, goal, neurons, depth: place.depth + 1, lead, lemma: true }, proof: lemma.proof, claim: lemma.closed ? "closed" : "not closed" };
      });
      return [then(place.goal, proof.evidence.then), ...lemmas];
    }
    default:
      return [];
  }
}

/** The goal of a lemma. */
function goalOf({ rows: m, columns: n, neurons, free }: TwoLayerJson): TwoLayerGoal {
  const sets = emptySets(m);
  for (const [i, j] of free) sets[i]! |= 1n << BigInt(j);
  return twoLayer({ m, n, neurons: neurons.map(([rows, columns]) => ({ rows: setOf(rows), cols: setOf(columns) })), free: sets });
}

/** The branches of a step that cuts its goal: all parts, or the one that is not closed. A single part opens no new depth. */
function partBranches<P>(
  evidence: Parts,
  parts: readonly P[],
  describe: (part: P, c: number) => Partial<Place> & { goal: Goal; lead: string },
  then: (goal: Goal, next: Proof, changes: Partial<Place>) => Branch,
  depth: number,
): Branch[] {
  if ("part" in evidence) {
    const { lead: _, ...changes } = describe(parts[evidence.part]!, evidence.part);
    return [then(changes.goal, evidence.then, changes)];
  }
  return evidence.parts.map((proof, c) => {
    const { lead, ...changes } = describe(parts[c]!, c);
    return then(changes.goal, proof, parts.length > 1 ? { ...changes, lead, depth: depth + 1 } : changes);
  });
}

/** The rectangles without some outputs (rows) or inputs (columns). Neurons that lose their last one drop out. */
function without({ state, neurons }: TwoLayerPlace, side: Side, deleted: readonly number[]): { state: Rectangles; neurons: number[] } {
  const gone = setOf(deleted);
  const stays = ({ rows, cols }: Rectangle): boolean => ((side === "rows" ? rows : cols) & ~gone) !== 0n;
  return {
    state: side === "rows" ? deleteRows(state, gone) : transposed(deleteRows(transposed(state), gone)),
    neurons: neurons.filter((_, k) => stays(state.neurons[k]!)),
  };
}

function sameRectangle(a: Rectangle, b: Rectangle): boolean {
  return a.rows === b.rows && a.cols === b.cols;
}
