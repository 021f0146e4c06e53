/**
 * A proof told step by step: each rule becomes a sentence with its data, and the step that decides is marked.
 *
 * The proof is walked together with the goal that each of its steps is about (docs/certificates.md, section 2), so that neurons and
 * layers can be named as the reader's pattern numbers them: rules for two layers renumber hidden neurons, and contraction renumbers layers.
 * Outputs and inputs keep their numbers throughout. The walk trusts the proof: `decide` has had it checked.
 */
import type { LinearEvidence, Proof, RuleName, Side } from "../../certificate/proof.js";
import { type Claim, type Goal, type LayeredGoal, layered, twoLayer } from "../../check/goal.js";
import { type Mask, kept } from "../../pattern/mask.js";
import { components, contract, select } from "../../pattern/layers.js";
import { liveNeurons } from "../../pattern/live.js";
import { type Rectangle, type Rectangles, deleteRows, freeNeurons, rectanglesOf, shapeComponents, split, transposed } from "../../pattern/rectangles.js";
import { contains, members, setOf, size } from "../../pattern/sets.js";
import { countPaths } from "./product.js";
import { counted, enumerated, layerSpan, named } from "./phrases.js";

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

/** The leaf of a proof of "not closed": a minor, its limit, and why that is approached but not reached. */
export interface Obstruction {
  readonly outputs: readonly number[];
  readonly inputs: readonly number[];
  /** limit[a][b] belongs to outputs[a] and inputs[b]. */
  readonly limit: readonly (readonly number[])[];
  readonly unreachable: string;
  readonly approach: string;
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

/** Where a step stands, and how its goal's numbers read in the pattern. */
interface Place {
  readonly goal: Goal;
  /** The pattern's number of each neuron layer of the goal; of the one at either end for two layers with free entries. */
  readonly layers: readonly number[];
  /** For two layers with free entries: the hidden neuron that each rectangle is, or is a piece of. */
  readonly neurons: readonly number[];
  readonly depth: number;
  /** Says which branch begins here. */
  readonly lead: string;
}

interface LayeredPlace extends Place {
  readonly goal: LayeredGoal;
}

interface TwoLayerPlace extends Place {
  readonly state: Rectangles;
}

interface Branch {
  readonly place: Place;
  readonly proof: Proof;
  readonly claim: Claim;
}

/** Evidence that may choose outputs and inputs; it does where it proves "not closed". */
interface Chosen {
  readonly outputs?: readonly number[];
  readonly inputs?: readonly number[];
}

class Teller {
  readonly steps: Step[] = [];
  obstruction: Obstruction | null = null;
  #count = 0;

  tell(place: Place, proof: Proof, claim: Claim): void {
    const branches = branchesOf(place, proof, claim);
    const text = place.lead + sentence(place, proof, claim);
    this.steps.push({ number: ++this.#count, depth: place.depth, rule: proof.rule, text, decides: branches.length === 0 && claim !== "full" });
    if (branches.length === 0 && claim === "not closed") this.obstruction = inOrder(obstructionOf(place, proof));
    const told = branches.length > MAX_PARTS ? branches.slice(0, TOLD_PARTS) : branches;
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

/** The place as a place in two layers of rectangles, as docs/certificates.md converts it. */
function asTwoLayer(place: Place): TwoLayerPlace {
  if (place.goal.kind === "two-layer") return { ...place, state: place.goal.state };
  const [first, second] = place.goal.masks as [Mask, Mask];
  const live = liveNeurons(place.goal.masks)[1]!;
  return { ...place, state: rectanglesOf(first, second), neurons: [...live.keys()].filter((h) => live[h] === 1) };
}

/** The goals that a step leaves, with the proofs of what it claims of them. */
function branchesOf(place: Place, proof: Proof, claim: Claim): Branch[] {
  const then = (goal: Goal, next: Proof, changes: Partial<Place> = {}): Branch => ({ place: { ...place, lead: "", goal, ...changes }, proof: next, claim });
  switch (proof.rule) {
    case "components": {
      const { masks } = (place as LayeredPlace).goal;
      const parts = components(masks).map(layered);
      const name = (part: LayeredGoal): string => `${named("input", liveIn(part.masks, 0))} and ${named("output", liveIn(part.masks, masks.length))}`;
      return partBranches(proof.evidence, parts, (part, c) => ({ goal: part, lead: `Component ${c + 1} of ${parts.length} (${name(part)}): ` }), then, place.depth);
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
    case "free": {
      const { state, neurons } = asTwoLayer(place);
      const gone = setOf(proof.evidence.frozen.map(({ neuron }) => neuron));
      return [then(twoLayer(freeNeurons(state, gone)), proof.evidence.then, { neurons: neurons.filter((_, k) => !contains(gone, k)) })];
    }
    default:
      return [];
  }
}

/** The branches of a step that cuts its goal: all parts, or the one that is not closed. A single part opens no new depth. */
function partBranches<P>(
  evidence: { parts: Proof[] } | { part: number; then: Proof },
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

/** What a step does, with its data, as one or two sentences. */
function sentence(place: Place, proof: Proof, claim: Claim): string {
  switch (proof.rule) {
    case "single-layer":
      return claim === "full"
        ? "it is one layer, which holds every matrix on its support."
        : `One layer is left, with ${kept((place as LayeredPlace).goal.masks[0]!)} kept weights: every matrix on its support, a linear space.`;
    case "unique-paths":
      return `${capital(`${merged(place)}no input`)} reaches an output by two paths: every entry of the product is 0 or one product of weights. Such a set is a closed cone.`;
    case "lu-minor": {
      const [i, j, k, l] = minorOf(proof.evidence);
      const { masks } = (place as LayeredPlace).goal;
      const count = countPaths(masks, [j], [l])[0]![0]!;
      return (
        `${capital(`${merged(place)}exactly one path`)} leads from input ${k} to output ${i}, one from input ${l} to output ${i} and one from input ${k} to output ${j}, all through ` +
        `${neuronOf(place, proof.evidence.neuron)}; from input ${l} to output ${j} there are ${counted(count, "path")}.`
      );
    }
    case "cut-minor": {
      const [i, j, k, l] = minorOf(proof.evidence);
      return (
        `Every path from input ${k} to output ${i}, from input ${l} to output ${i} and from input ${k} to output ${j} runs through ` +
        `${neuronOf(place, proof.evidence.neuron)}; from input ${l} to output ${j} some path passes it by.`
      );
    }
    case "generic-factor": {
      const { free, paths } = proof.evidence;
      const total = paths.reduce((sum, own) => sum + own.length, 0);
      const [ends, others] = free === "first" ? ["input", "outputs it reaches"] : ["output", "inputs that reach it"];
      return (
        `Fix all layers but the ${free} at generic weights. From every ${ends} as many disjoint paths go through them as there are ${others} ` +
        `(${counted(total, "path")} in the certificate), so the ${free} layer alone reaches every matrix on the support: a linear space.`
      );
    }
    case "generic-pair": {
      const { free, layer, taken } = proof.evidence;
      // The evidence counts layers from the free end.
      const own = free === "first" ? layer : place.layers.length - layer;
      const end = free === "first" ? "input" : "output";
      const served = taken.length === 0 ? `no ${end}` : named(end, taken);
      return (
        `Fix all layers but the ${free} and ${layerSpan(place.layers[own - 1]! + 1, place.layers[own]!)} at the integers of the certificate. The latter serves ${served}, the ${free} ` +
        `layer every other ${end}; together they reach every matrix on the support: a linear space.`
      );
    }
    case "middle-factor": {
      const { layer } = proof.evidence;
      return (
        `Fix all layers but ${layerSpan(place.layers[layer - 1]! + 1, place.layers[layer]!)} at the integers of the certificate. The product is then linear in the ` +
        `${kept((place as LayeredPlace).goal.masks[layer - 1]!)} weights left, and its rank is the number of entries with a path: every matrix on the support, a linear space.`
      );
    }
    case "star-cover": {
      const stars = proof.evidence.stars.flatMap((star, h) => (star === null ? [] : [`neuron ${h} for ${star[0]} ${star[1]}`]));
      return `Reserve each hidden neuron for one output or one input: ${enumerated(stars)}. The entries this makes free are all entries on the support: a linear space.`;
    }
    case "components": {
      const parts = components((place as LayeredPlace).goal.masks);
      if ("parts" in proof.evidence) return `The kept weights form ${counted(parts.length, "connected component")} without a common weight; each is settled on its own.`;
      const own = parts[proof.evidence.part]!;
      return (
        `The kept weights form ${counted(parts.length, "connected component")} without a common weight. One that is not closed decides: ` +
        `the one of ${named("input", liveIn(own, 0))} and ${named("output", liveIn(own, own.length))}.`
      );
    }
    case "contraction": {
      const [first, last] = proof.evidence.layers;
      const { layers } = place;
      const support = kept(contract((place as LayeredPlace).goal.masks, first, last)[first - 1]!);
      return (
        `${capital(layerSpan(layers[first - 1]! + 1, layers[last]!))} together reach every matrix on their joint support of ${support} entries (shown next), ` +
        `so they count as one layer with free entries there.`
      );
    }
    case "minor":
      return `Keep ${named("output", proof.evidence.outputs)} and ${named("input", proof.evidence.inputs)} only, with what lies between them: if this part is not closed, neither is the whole.`;
    case "linear-space":
      return "No neuron is left: what remains is free in every entry, a linear space.";
    case "one-neuron": {
      const { state, neurons } = asTwoLayer(place);
      const name = capital(hidden(place, neurons));
      if (!("outputs" in proof.evidence)) {
        const { rows, cols } = state.neurons[0]!;
        return `${name} is left alone: the matrices of rank at most one on ${named("output", members(rows))} and ${named("input", members(cols))}, a closed set.`;
      }
      const [i, j, k, l] = minorOf(proof.evidence);
      return `${name} is left alone. It makes the entries A[${i},${k}], A[${i},${l}] and A[${j},${k}], while A[${j},${l}] is free through other neurons: an LU minor.`;
    }
    case "two-neurons":
      return twoNeurons(asTwoLayer(place), proof.evidence);
    case "block-minor": {
      const { outputs, inputs, neurons: chosen } = proof.evidence;
      const { neurons } = asTwoLayer(place);
      const own = [...new Set(chosen.flat())].map((v) => neurons[v]!);
      return (
        `The entries of ${named("output", outputs[0])} with ${named("input", inputs.flat())}, and those of ${named("output", outputs[1])} with ${named("input", inputs[0])}, are made by ` +
        `${hidden(place, own)} alone: ${counted(own.length, "neuron")}, where the limit below needs ${own.length + 1}.`
      );
    }
    case "laminar": {
      const { neurons } = asTwoLayer(place);
      const [common, nested] = proof.evidence.common === "rows" ? ["outputs", "inputs"] : ["inputs", "outputs"];
      return `${capital(hidden(place, neurons))} ${neurons.length === 1 ? "has its" : "have the same"} ${common}, and any two sets of ${nested} are nested or disjoint: a closed set.`;
    }
    case "split":
      return splitting(place, proof.evidence);
    case "cap": {
      const { side, deleted } = proof.evidence;
      const equal = deleted.length === 1 ? "meets" : "meet";
      return `${capital(named(sideWord(side), deleted))} ${equal} the same hidden neurons as others, which are already as many as their rank can be; the answer does not change without ${deleted.length === 1 ? "it" : "them"}.`;
    }
    case "chain-descent": {
      const { evidence } = proof;
      const base = `${capital(named(sideWord(evidence.side), evidence.chain))} meet nested sets of hidden neurons and outnumber the rank they can have.`;
      if ("cases" in evidence) return `${base} The set is closed exactly if it is without any one of them; one of each kind is tried.`;
      return `${base} The set is closed exactly if it is without any one of them; leave out ${sideWord(evidence.side)} ${evidence.deleted}.`;
    }
    case "free": {
      const { neurons, state } = asTwoLayer(place);
      const { frozen } = proof.evidence;
      const rows = frozen.filter(({ side }) => side === "rows").map(({ neuron }) => neurons[neuron]!);
      const cols = frozen.filter(({ side }) => side === "columns").map(({ neuron }) => neurons[neuron]!);
      const held = [
        ...(rows.length > 0 ? [`the outgoing weights of ${hidden(place, rows)}`] : []),
        ...(cols.length > 0 ? [`the incoming weights of ${hidden(place, cols)}`] : []),
      ].join(" and ");
      const left = state.neurons.length - frozen.length;
      return `Hold ${held} at fixed integers: every entry of ${frozen.length === 1 ? "its rectangle" : "their rectangles"} can still be chosen at will. These entries are free from now on; ${left === 0 ? "no neuron is" : left === 1 ? "1 neuron is" : `${left} neurons are`} left.`;
    }
  }
}

function splitting(place: Place, evidence: { parts: Proof[] } | { part: number; then: Proof }): string {
  const { state } = asTwoLayer(place);
  const parts = split(state);
  if (parts.length === 0) return "Every entry is free by now: a linear space.";
  const pieces = parts.reduce((sum, part) => sum + part.neurons.length, 0);
  const cut = pieces === state.neurons.length ? "" : `The free entries cut ${counted(state.neurons.length, "neuron")} into ${counted(pieces, "piece")}. `;
  if (parts.length === 1) return `${cut}${pieces === 1 ? "It is" : "They are"} settled together.`;
  const decides = "part" in evidence ? ` One that is not closed decides: part ${evidence.part + 1}.` : "";
  return `${cut}Neurons that share no entry are independent: ${parts.length} parts.${decides}`;
}

function twoNeurons(place: TwoLayerPlace, { outputs, inputs }: Chosen): string {
  const [x, y] = place.neurons as [number, number];
  const [a, b] = place.state.neurons as [Rectangle, Rectangle];
  const start = `${capital(hidden(place, [x, y]))} are left`;
  if (outputs === undefined || inputs === undefined) {
    const common = `${counted(size(a.rows & b.rows), "output")} and ${counted(size(a.cols & b.cols), "input")}`;
    return `${start}, with ${common} in common; they overlap in none of the three forms that fail, so the set is closed.`;
  }
  const { common, own } = sharing(place, outputs, inputs);
  if (own.length === 1) {
    return `${start}, with output ${outputs[0]} and input ${inputs[0]} in common, and neuron ${own[0]} has output ${outputs[1]} and input ${inputs[1]} to itself: form (a), an LU minor.`;
  }
  const [p, q, r] = inputs.length === 3 ? inputs : outputs;
  const shared = inputs.length === 3 ? "output" : "input";
  const single = inputs.length === 3 ? "input" : "output";
  const form = inputs.length === 3 ? "(b)" : "(c)";
  return `${start}, with ${named(shared, common)} and ${single} ${r} in common; ${single} ${p} belongs to neuron ${own[0]} only, ${single} ${q} to neuron ${own[1]} only: form ${form}.`;
}

/** Who owns what in the forms of D2: the common outputs or inputs, and the pattern's neuron of form (a), or those of p and q in (b) and (c). */
function sharing({ state, neurons }: TwoLayerPlace, outputs: readonly number[], inputs: readonly number[]): { common: readonly number[]; own: number[] } {
  const owner = (set: (rectangle: Rectangle) => bigint, member: number): number => neurons[state.neurons.findIndex((rectangle) => contains(set(rectangle), member))]!;
  if (inputs.length === 3) return { common: outputs, own: [owner(({ cols }) => cols, inputs[0]!), owner(({ cols }) => cols, inputs[1]!)] };
  if (outputs.length === 3) return { common: inputs, own: [owner(({ rows }) => rows, outputs[0]!), owner(({ rows }) => rows, outputs[1]!)] };
  return { common: [outputs[0]!], own: [owner(({ rows }) => rows, outputs[1]!)] };
}

/** The obstruction with its outputs and inputs ascending. */
function inOrder(obstruction: Obstruction | null): Obstruction | null {
  if (obstruction === null) return null;
  const order = (numbers: readonly number[]): number[] => [...numbers.keys()].sort((a, b) => numbers[a]! - numbers[b]!);
  const rows = order(obstruction.outputs);
  const cols = order(obstruction.inputs);
  return {
    ...obstruction,
    outputs: rows.map((a) => obstruction.outputs[a]!),
    inputs: cols.map((b) => obstruction.inputs[b]!),
    limit: rows.map((a) => cols.map((b) => obstruction.limit[a]![b]!)),
  };
}

/** The minor, limit and reasons of the leaf of a proof of "not closed". */
function obstructionOf(place: Place, proof: Proof): Obstruction | null {
  switch (proof.rule) {
    case "lu-minor":
    case "cut-minor":
      return crossed(minorOf(proof.evidence), neuronOf(place, proof.evidence.neuron), "the paths that pass it by are set");
    case "one-neuron":
      return "outputs" in proof.evidence ? crossed(minorOf(proof.evidence), hidden(place, asTwoLayer(place).neurons), "the other neurons are set") : null;
    case "block-minor":
      return crossedBlocks(place, proof.evidence);
    case "two-neurons": {
      const { outputs, inputs }: Chosen = proof.evidence;
      if (outputs === undefined || inputs === undefined) return null;
      const { own } = sharing(asTwoLayer(place), outputs, inputs);
      // Form (a) names the common output and input first; in the minor of N1 they are j and l.
      if (own.length === 1) return crossed([outputs[1]!, outputs[0]!, inputs[1]!, inputs[0]!], hidden(place, own), "the other neuron is set");
      return collision(outputs, inputs, [hidden(place, own.slice(0, 1)), hidden(place, own.slice(1))]);
    }
    default:
      return null;
  }
}

/** N1 and its like: A[i,k] = 0, A[i,l] = A[j,k] = 1, A[j,l] = 0, where one neuron makes the first three. */
function crossed([i, j, k, l]: readonly [number, number, number, number], neuron: string, second: string): Obstruction {
  return {
    outputs: [i, j],
    inputs: [k, l],
    limit: [
      [0, 1],
      [1, 0],
    ],
    unreachable:
      `A[${j},${k}] = 1 needs a nonzero way from input ${k} to ${neuron}, and A[${i},${l}] = 1 a nonzero way from it to output ${i}. ` +
      `A[${i},${k}] is the product of these two, so it is not 0.`,
    approach:
      `Let input ${k} reach ${neuron} with factor 1 and input ${l} with 1/eps, and let it pass on eps to output ${i} and 1 to output ${j}. Then A[${i},${k}] = eps, ` +
      `A[${i},${l}] = A[${j},${k}] = 1, and ${second} so that A[${j},${l}] = 1/eps - 1/eps = 0. As eps tends to 0 this tends to the limit, while weights grow without bound.`,
  };
}

/** N1'': A_IK = 0, A_IL and A_JK the identity, A_JL = 0, with one neuron less than their ranks need. */
function crossedBlocks(place: Place, { outputs, inputs, neurons }: LinearEvidence["block-minor"]): Obstruction {
  const [I, J] = outputs;
  const [K, L] = inputs;
  const [i, j, k, l] = [I[0]!, J[0]!, K[0]!, L[0]!];
  const ones = new Set([...I.map((output, s) => `${output},${L[s]}`), ...J.map((output, t) => `${output},${K[t]}`)]);
  const ranks = `${I.length} + ${J.length}`;
  const shared = hidden(place, [asTwoLayer(place).neurons[neurons[0][0]!]!]);
  return {
    outputs: outputs.flat(),
    inputs: inputs.flat(),
    limit: outputs.flat().map((output) => inputs.flat().map((input) => (ones.has(`${output},${input}`) ? 1 : 0))),
    unreachable:
      `What these neurons send to ${named("output", I)} must have rank ${I.length}, what they take from ${named("input", K)} rank ${J.length}, and the product of the two ` +
      `is the block of zeros. That needs ${ranks} neurons, and there are ${I.length + J.length - 1}.`,
    approach:
      `Let every neuron make one of the ones on its own, except ${shared}, which makes two: it takes 1 from input ${k} and 1/eps from input ${l}, and sends eps to output ${i} and 1 to ` +
      `output ${j}. Then A[${i},${k}] = eps, A[${i},${l}] = A[${j},${k}] = 1, and another neuron cancels the 1/eps in A[${j},${l}]. As eps tends to 0 this tends to the limit.`,
  };
}

/** D2 (b), columns p, q, r = e1, e1, e2, and its transpose (c). */
function collision(outputs: readonly number[], inputs: readonly number[], [x, y]: readonly [string, string]): Obstruction {
  const columns = inputs.length === 3;
  const [p, q, r] = (columns ? inputs : outputs) as [number, number, number];
  const line = columns ? "column" : "row";
  const vector = columns ? `sends to ${named("output", outputs)} (in this order)` : `takes from ${named("input", inputs)} (in this order)`;
  return {
    outputs,
    inputs,
    limit: columns
      ? [
          [1, 1, 0],
          [0, 0, 1],
        ]
      : [
          [1, 0],
          [1, 0],
          [0, 1],
        ],
    unreachable:
      `${capital(line)} ${p} is a multiple of the vector that ${x} ${vector}, ${line} ${q} of the one of ${y}. Both are (1, 0) in the limit, so both vectors are ` +
      `multiples of (1, 0), and so is ${line} ${r}, a sum of multiples of them: it is not (0, 1).`,
    approach:
      `Let the vector of ${x} be (1, 0) and that of ${y} be (1, eps). Then ${line} ${p} = (1, 0), ${line} ${q} = (1, eps), and ${line} ${r} = ((1, eps) - (1, 0))/eps = (0, 1). ` +
      `As eps tends to 0 this tends to the limit, while the weights of ${line} ${r} grow without bound.`,
  };
}

/** i, j, k, l of evidence that names two outputs and two inputs. */
function minorOf({ outputs = [], inputs = [] }: Chosen): [number, number, number, number] {
  return [outputs[0]!, outputs[1]!, inputs[0]!, inputs[1]!];
}

function neuronOf({ layers }: Place, { layer, index }: { layer: number; index: number }): string {
  return `neuron ${index} of layer ${layers[layer]}`;
}

/** Hidden neurons of two layers, with the number of their layer where the pattern has more than one. */
function hidden({ layers }: Place, neurons: readonly number[]): string {
  const name = named("neuron", [...new Set(neurons)]);
  return layers.join() === "0,1,2" ? name : `${name} of layer ${layers[1]}`;
}

/** Says that paths are counted after contraction, where there was one. */
function merged({ layers }: Place): string {
  return layers.every((layer, l) => layer === layers[0]! + l) ? "" : "with merged layers counted as one, ";
}

function liveIn(masks: readonly Mask[], layer: number): number[] {
  const live = liveNeurons(masks)[layer]!;
  return [...live.keys()].filter((v) => live[v] === 1);
}

function sameRectangle(a: Rectangle, b: Rectangle): boolean {
  return a.rows === b.rows && a.cols === b.cols;
}

function sideWord(side: Side): string {
  return side === "rows" ? "output" : "input";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
