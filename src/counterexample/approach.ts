/**
 * From a proof that the linear counterpart is not closed to a limit that no weights reach, and weights that tend to it.
 *
 * The proof is followed down to its leaf. On the way back every step that changed the goal is undone: what was selected, capped or split keeps its
 * weights, entries that were freed and layers that were taken together get theirs by linear systems. That the limit is out of reach needs less: each step
 * only enlarged what can be reached, so the leaf's proof stays one.
 */
import type { LinearEvidence, Proof, Unreachable } from "../certificate/proof.js";
import { renumberDegeneration } from "../certificate/renumber.js";
import { Laurent } from "../exact/laurent.js";
import { Rational } from "../exact/rational.js";
import { componentRoots, contract, select } from "../pattern/layers.js";
import { pruneDead } from "../pattern/live.js";
import { type Mask, row } from "../pattern/mask.js";
import { type Rectangles, deleteRows, freeNeurons, normal, piecesByPart, piecesOf, rectanglesOf, shapeComponents, transposed } from "../pattern/rectangles.js";
import { setOf } from "../pattern/sets.js";
import { withBlockFilled } from "../pattern/triangular-block.js";
import { completed } from "./completion.js";
import { crossedWeights } from "./crossed-minor.js";
import { withoutEdge } from "./edge-removal.js";
import { factorised } from "./factorisation.js";
import { type Degeneration, blockMinor, oneNeuron, twoNeurons } from "./leaves.js";
import { type LayerWeights, columnOf } from "./product.js";
import { Unsupported } from "./unsupported.js";

/** A limit on a minor of a list of masks. */
export interface Approach {
  readonly outputs: readonly number[];
  readonly inputs: readonly number[];
  /** limit[a][b] belongs to outputs[a] and inputs[b]. */
  readonly limit: readonly (readonly Rational[])[];
  /** Layer by layer: their product tends to the limit on the minor. */
  readonly weights: readonly LayerWeights[];
  /** The layers of neurons that `unreachable` looks at, and the masks between them. */
  readonly through: readonly number[];
  readonly relaxed: readonly Mask[];
  /** Steps that show the limit out of reach on these masks. */
  readonly unreachable: Unreachable;
}

/** Orders of eps that are kept of a series where it takes the place of a quotient: the fewest with which the limit is right. */
const PRECISIONS = [0, 1, 2, 3, 4, 6, 8, 12, 16, 32, 64];

/**
 * The limit that a proof of "not closed" is about.
 * @param masks of the pattern, pruned
 * @throws Unsupported where a step cannot be undone
 */
export function approachOf(masks: readonly Mask[], proof: Proof): Approach {
  switch (proof.rule) {
    case "lu-minor":
    case "cut-minor":
      return crossed(masks, proof.evidence);
    case "minor":
      return approachOf(select(masks, proof.evidence.outputs, proof.evidence.inputs), proof.evidence.then);
    case "components": {
      if (!("part" in proof.evidence)) break;
      const { roots, part } = componentRoots(masks);
      return approachOf(pruneDead(part(roots[proof.evidence.part]!)), proof.evidence.then);
    }
    case "contraction":
      return uncontracted(masks, proof.evidence);
    case "added-edge": {
      const inner = approachOf(withBlockFilled(masks, proof.evidence), proof.evidence.then);
      for (const precision of PRECISIONS) {
        const weights = withoutEdge(inner.weights, proof.evidence, precision);
        if (tendsToLimit({ ...inner, weights })) return { ...inner, weights };
      }
      throw new Unsupported("the weights without an added edge are not found");
    }
    case "degeneration":
      return ofEvidence(masks, proof.evidence);
    default:
      if (masks.length !== 2) break;
      return ofEvidence(masks, twoLayers(masks, proof));
  }
  throw new Unsupported(`for rule ${proof.rule} no diverging weights are known how to be made`);
}

/** Does the product on the minor tend to the limit? */
export function tendsToLimit({ outputs, inputs, limit, weights }: Pick<Approach, "outputs" | "inputs" | "limit" | "weights">): boolean {
  return inputs.every((k, b) => {
    const column = columnOf(weights, k);
    return outputs.every((i, a) => (column.get(i) ?? Laurent.zero).limit()?.equals(limit[a]![b]!) === true);
  });
}

const whole = (masks: readonly Mask[]): number[] => Array.from({ length: masks.length + 1 }, (_, l) => l);

function crossed(masks: readonly Mask[], evidence: LinearEvidence["cut-minor"]): Approach {
  const [i, j] = evidence.outputs;
  const [k, l] = evidence.inputs;
  const [outputs, inputs] = [ascending([i, j]), ascending([k, l])];
  const isOne = (output: number, input: number): boolean => (output === i && input === l) || (output === j && input === k);
  return {
    outputs,
    inputs,
    limit: outputs.map((output) => inputs.map((input) => (isOne(output, input) ? Rational.one : Rational.zero))),
    weights: crossedWeights(masks, evidence),
    through: whole(masks),
    relaxed: masks,
    unreachable: { determinant: { outputs, inputs, layer: evidence.neuron.layer, neurons: [evidence.neuron.index] } },
  };
}

function uncontracted(masks: readonly Mask[], { layers: [a, b], full, then }: LinearEvidence["contraction"]): Approach {
  const inner = approachOf(pruneDead(contract(masks, a, b)), then);
  const own = inner.weights[a - 1]!;
  const outputs = b === masks.length ? inner.outputs : unique(inner.weights[a]!.map(({ input }) => input));
  const inputs = a === 1 ? inner.inputs : unique(inner.weights[a - 2]!.map(({ output }) => output));
  const segment = factorised(pruneDead(masks.slice(a - 1, b)), full, own, outputs, inputs);
  return {
    ...inner,
    weights: [...inner.weights.slice(0, a - 1), ...segment, ...inner.weights.slice(a)],
    through: inner.through.map((layer) => (layer < a ? layer : layer + b - a)),
  };
}

function ofEvidence(masks: readonly Mask[], { outputs, inputs, limit, weights, unreachable }: Degeneration): Approach {
  return {
    outputs,
    inputs,
    limit: limit.map((line) => line.map((value) => Rational.parse(value ?? "0")!)),
    weights: weights.map((layer) => layer.map(([[output, input], terms]) => ({ output, input, weight: Laurent.fromJson(terms)! }))),
    through: whole(masks),
    relaxed: masks,
    unreachable,
  };
}

/** A proof by the rules for rectangles, as evidence about the hidden neurons. */
function twoLayers(masks: readonly Mask[], proof: Proof): Degeneration {
  const [first, second] = masks as [Mask, Mask];
  const state = rectanglesOf(first, second);
  const live = Array.from({ length: first.rows }, (_, h) => h).filter((h) => row(first, h).length > 0);
  return renumbered(rectangles(state, proof), state, live);
}

/** Of a proof about rectangles with free entries: the limit is null there. Neurons are those of the state. */
function rectangles(state: Rectangles, proof: Proof): Degeneration {
  switch (proof.rule) {
    case "degeneration":
      return proof.evidence;
    case "one-neuron":
      if (!("outputs" in proof.evidence)) break;
      return oneNeuron(state, proof.evidence.outputs as [number, number], proof.evidence.inputs as [number, number]);
    case "two-neurons":
      if (!("outputs" in proof.evidence)) break;
      return twoNeurons(state, proof.evidence.outputs as number[], proof.evidence.inputs as number[]);
    case "block-minor":
      return blockMinor(state, proof.evidence);
    case "split": {
      if (!("part" in proof.evidence)) break;
      const part = piecesByPart(piecesOf(state), state.free)[proof.evidence.part]!;
      const owners = state.neurons.flatMap((neuron, k) => shapeComponents(neuron, state.free).map((piece) => ({ piece, k })));
      const used = new Set<number>();
      const owner = part.map(({ rows, cols }) => {
        const at = owners.findIndex(({ piece }, e) => !used.has(e) && piece.rows === rows && piece.cols === cols);
        used.add(at);
        return owners[at]!.k;
      });
      return renumbered(rectangles(normal({ ...state, neurons: part }), proof.evidence.then), state, owner);
    }
    case "cap":
      return withoutLines(state, proof.evidence.side === "rows", proof.evidence.deleted, proof.evidence.then);
    case "chain-descent":
      if (!("deleted" in proof.evidence)) break;
      return withoutLines(state, proof.evidence.side === "rows", [proof.evidence.deleted], proof.evidence.then);
    case "free": {
      const { frozen, then } = proof.evidence;
      const gone = new Set(frozen.map(({ neuron }) => neuron));
      const rest = rectangles(freeNeurons(state, setOf(gone)), then);
      const left = [...state.neurons.keys()].filter((k) => !gone.has(k));
      return completed(state, renumbered(rest, state, left), frozen);
    }
    default:
  }
  throw new Unsupported(`for rule ${proof.rule} no diverging weights are known how to be made`);
}

function withoutLines(state: Rectangles, isRows: boolean, deleted: readonly number[], then: Proof): Degeneration {
  const set = setOf(deleted);
  const smaller = isRows ? deleteRows(state, set) : transposed(deleteRows(transposed(state), set));
  const left = [...state.neurons.keys()].filter((k) => ((isRows ? state.neurons[k]!.rows : state.neurons[k]!.cols) & ~set) !== 0n);
  return renumbered(rectangles(smaller, then), state, left);
}

/** The same about neurons with other numbers: neuron k is neurons[k]. */
function renumbered(evidence: Degeneration, { m, n }: Rectangles, neurons: readonly number[]): Degeneration {
  const same = (length: number): number[] => Array.from({ length }, (_, x) => x);
  return renumberDegeneration(evidence, { rows: same(m), columns: same(n), neurons, transposed: false });
}

function ascending(list: readonly number[]): number[] {
  return list.toSorted((a, b) => a - b);
}

function unique(list: readonly number[]): number[] {
  return ascending([...new Set(list)]);
}
