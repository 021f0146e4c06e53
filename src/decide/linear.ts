/**
 * The verdict `linear`: is L = { W_L ... W_1 : supp W_l in I_l } closed? Which rules, in which order.
 */
import type { Proof } from "../certificate/proof.js";
import { renumberDegeneration } from "../certificate/renumber.js";
import { type Mask, kept, row } from "../pattern/mask.js";
import { type Island, islandsOf } from "../pattern/islands.js";
import { components, contract } from "../pattern/layers.js";
import { pruneDead } from "../pattern/live.js";
import { type PathPlanes, pathPlanes, planeWords } from "../pattern/paths.js";
import { type Rectangles, rectanglesOf } from "../pattern/rectangles.js";
import { findAddedEdge } from "../rules/added-edge.js";
import type { Budget } from "../rules/budget.js";
import { FEW_NEURONS, anchoredCatalogueSearch } from "../rules/catalogue.js";
import { findContraction, findFull } from "../rules/contraction.js";
import type { CrossedProof } from "../rules/crossed-minor.js";
import { findCutMinor } from "../rules/cut-minor.js";
import type { Found } from "../rules/found.js";
import { findLuMinor } from "../rules/lu-minor.js";
import { findMiddleFactor } from "../rules/middle-factor.js";
import { orthonormalFactors } from "../rules/orthonormal-factor.js";
import { findTwinMinor } from "../rules/twin-minor.js";
import { findTwoNeuronMinor } from "../rules/two-neuron-minor.js";
import { UNIQUE_PATHS, findUniquePaths } from "../rules/unique-paths.js";
import { findMinor } from "./minors.js";
import { decideParts, decideTwoLayer } from "./two-layer.js";

/**
 * Rectangles beyond which the two-layer search is not started: its bookkeeping is quadratic in the neurons, and so many overlapping
 * rectangles are out of its reach anyway.
 */
const MAX_NEURONS = 400;

/** Kept weights beyond which neither rectangles nor small minors are looked through: their tables would outgrow the pattern. */
const MAX_EDGES = 2 ** 22;

/**
 * Decides a pattern of any depth, or returns nothing: undecided by these rules within this budget.
 *
 * Complete for: depth one; unique paths; patterns with an LU or cut minor; two layers with at most two live hidden neurons, or with a
 * selection of 2 x 3 or 3 x 2 that leaves two neurons and is not closed; three layers with at most two live neurons in each hidden one (D3, docs/theory.md 3.9;
 * the minors of very wide ends are not all looked through).
 * The scan for LU and cut minors comes right after C1, so that also where time ends everything else it is known whether there is one.
 * @param onUncrossed called when the scan has come to its end: the pattern has no LU minor and no cut minor
 * @throws OutOfBudget
 */
export function decideLinear(masks: readonly Mask[], budget: Budget, onUncrossed?: () => void): Found | undefined {
  return decide(pruneDead(masks), budget, { crossed: true, minors: true }, onUncrossed);
}

/** What is still worth looking for in a goal derived from another. */
interface Look {
  /** LU and cut minors. A selection or a part keeps all paths between its ends, so it has none that the whole had not; a contraction may. */
  readonly crossed: boolean;
  /** Small minors of any kind: not inside such a minor. */
  readonly minors: boolean;
}

function decide(masks: readonly Mask[], budget: Budget, look: Look, onUncrossed?: () => void): Found | undefined {
  if (masks.length === 1) return { closed: true, proof: { rule: "single-layer", evidence: {} } };
  const atOnce = decideAtOnce(masks, budget, look.crossed, onUncrossed);
  if (atOnce !== undefined) return atOnce;

  budget.spend();
  const parts = components(masks);
  if (parts.length > 1) return decideParts(parts, (part) => decide(part, budget, { ...look, crossed: false }), "components");

  const edges = masks.reduce((sum, mask) => sum + kept(mask), 0);
  if (masks.length > 2) {
    const contraction = findContraction(masks, budget);
    if (contraction !== undefined) {
      const { layers, full: segment } = contraction;
      const rest = decide(contract(masks, ...layers), budget, { ...look, crossed: true });
      return rest && { closed: rest.closed, proof: { rule: "contraction", evidence: { layers, full: segment, then: rest.proof } } };
    }
    const middle = findMiddleFactor(masks);
    if (middle !== undefined) return { closed: true, proof: middle };
    const orthonormal = findOrthonormal(masks, budget);
    if (orthonormal !== undefined) return { closed: true, proof: orthonormal };
    const added = findAddedEdge(masks);
    const rest = added && decide(added.masks, budget, { crossed: true, minors: false });
    if (rest !== undefined) return { closed: rest.closed, proof: { rule: "added-edge", evidence: { ...added!.evidence, then: rest.proof } } };
  } else {
    const pair = look.minors ? findTwoNeuronMinor(masks[0]!, masks[1]!, budget) : undefined;
    if (pair !== undefined) return { closed: false, proof: pair };
    const minor = look.minors && masks[0]!.rows > FEW_NEURONS ? findLargeMinor(masks[0]!, masks[1]!, budget) : undefined;
    if (minor !== undefined) return { closed: false, proof: minor };
    const state = edges <= MAX_EDGES ? rectanglesOf(masks[0]!, masks[1]!) : undefined;
    const found = state !== undefined && state.neurons.length <= MAX_NEURONS ? decideTwoLayer(state, budget) : undefined;
    if (found !== undefined) return { closed: found.closed, proof: aboutLayers(found.proof, masks[0]!, state!) };
  }
  if (!look.minors || edges > MAX_EDGES) return undefined;
  return findMinor(masks, (some) => decide(some, budget, { crossed: false, minors: false }), decideTwoLayer, budget);
}

/** What small patterns leave to the two-layer search, which has more ways. */
function findLargeMinor(first: Mask, second: Mask, budget: Budget): Proof | undefined {
  return findTwinMinor(first, second, budget) ?? anchoredCatalogueSearch().find(first, second, budget);
}

/** In two layers every cut minor is an LU minor. */
function findCrossed(masks: readonly Mask[], planes: PathPlanes, { scan }: Budget): CrossedProof | undefined {
  return findLuMinor(masks, planes, scan) ?? (masks.length > 2 ? findCutMinor(masks, planes, scan) : undefined);
}

/** Words of path planes below which a network is not taken to pieces first. */
const FEW_WORDS = 2 ** 12;

/**
 * What takes no search: at most one path everywhere, an LU or cut minor, or one of the factors reaches everything. Nothing when it is none of these. Path planes
 * are made for one connected piece of a large network after the other, so that they are no wider than it.
 * @param masks pruned, two layers or more
 * @param crossed may there be an LU or cut minor?
 * @param onUncrossed called when it is known that there is none
 * @throws OutOfBudget
 */
export function decideAtOnce(masks: readonly Mask[], budget: Budget, crossed = true, onUncrossed?: () => void): Found | undefined {
  let unique = true;
  const islands: readonly Island[] = planeWords(masks) < FEW_WORDS ? [{ masks }] : islandsOf(masks);
  for (const island of islands) {
    budget.spend();
    budget.reserve(planeWords(island.masks));
    const planes = pathPlanes(island.masks, budget.scan);
    if (findUniquePaths(planes) !== undefined) continue;
    unique = false;
    if (!crossed) break;
    const minor = findCrossed(island.masks, planes, budget);
    if (minor !== undefined) return { closed: false, proof: inTheWhole(minor, island) };
  }
  if (unique) return { closed: true, proof: UNIQUE_PATHS };
  onUncrossed?.();
  const full = findFull(masks, budget);
  return full && { closed: true, proof: full };
}

/** A minor of a piece with the numbers of the whole network. */
function inTheWhole(proof: CrossedProof, { numbers }: Island): CrossedProof {
  if (numbers === undefined) return proof;
  const { rule, evidence } = proof;
  const { outputs, inputs, neuron } = evidence;
  const at = (layer: number, index: number): number => numbers[layer]![index]!;
  const last = numbers.length - 1;
  return {
    rule,
    evidence: {
      outputs: [at(last, outputs[0]), at(last, outputs[1])],
      inputs: [at(0, inputs[0]), at(0, inputs[1])],
      neuron: { layer: neuron.layer, index: at(neuron.layer, neuron.index) },
    },
  };
}

/**
 * A proof about rectangles as one about the layers that they come from. Two-layer rules convert their goal themselves; `degeneration`, a rule for both kinds, does not:
 * there dead hidden neurons keep their numbers.
 */
export function aboutLayers(proof: Proof, first: Mask, state: Rectangles): Proof {
  if (proof.rule !== "degeneration") return proof;
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, x) => x);
  const live = numbers(first.rows).filter((h) => row(first, h).length > 0);
  const evidence = renumberDegeneration(proof.evidence, { rows: numbers(state.m), columns: numbers(state.n), neurons: live, transposed: false });
  return { rule: "degeneration", evidence };
}

/** Closed, because what is left without an orthonormal factor is. */
function findOrthonormal(masks: readonly Mask[], budget: Budget): Proof | undefined {
  for (const { evidence, rest } of orthonormalFactors(masks)) {
    const found = decide(rest, budget, { crossed: true, minors: false });
    if (found?.closed === true) return { rule: "orthonormal-factor", evidence: { ...evidence, then: found.proof } };
  }
  return undefined;
}
