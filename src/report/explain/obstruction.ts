/** The leaf of a proof of "not closed": the minor, its limit, and why that is approached but not reached. */
import type { LinearEvidence, Proof } from "../../certificate/proof.js";
import { tellFamily, tellUnreachable } from "./degeneration.js";
import { capital, named } from "./phrases.js";
import { type Chosen, type Place, asTwoLayer, hidden, minorOf, neuronOf, sharing } from "./place.js";

export interface Obstruction {
  readonly outputs: readonly number[];
  readonly inputs: readonly number[];
  /** limit[a][b] belongs to outputs[a] and inputs[b]; a number that is no integer is written p/q. */
  readonly limit: readonly (readonly (number | string)[])[];
  readonly unreachable: string;
  readonly approach: string;
}

/** The minor, limit and reasons of the leaf of a proof of "not closed"; nothing for any other step. */
export function obstructionOf(place: Place, proof: Proof): Obstruction | null {
  const found = leaf(place, proof);
  return found === null ? null : inOrder(found);
}

function leaf(place: Place, proof: Proof): Obstruction | null {
  switch (proof.rule) {
    case "lu-minor":
    case "cut-minor":
      return crossed(minorOf(proof.evidence), neuronOf(place, proof.evidence.neuron), "the paths that pass it by are set");
    case "one-neuron":
      return "outputs" in proof.evidence ? crossed(minorOf(proof.evidence), hidden(place, asTwoLayer(place).neurons), "the other neurons are set") : null;
    case "block-minor":
      return crossedBlocks(place, proof.evidence);
    case "degeneration":
      return degeneration(place, proof.evidence);
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
      `Let input ${k} reach ${neuron} with factor 1 and input ${l} with 1/eps, and let it pass on eps to output ${i} and 1 to output ${j}. ` +
      `Then A[${i},${k}] = eps, A[${i},${l}] = A[${j},${k}] = 1, and ${second} so that A[${j},${l}] = 1/eps - 1/eps = 0. ` +
      `As eps tends to 0 this tends to the limit, while weights grow without bound.`,
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
      `What these neurons send to ${named("output", I)} must have rank ${I.length}, what they take from ${named("input", K)} rank ` +
      `${J.length}, and the product of the two is the block of zeros. That needs ${ranks} neurons, and there are ${I.length + J.length - 1}.`,
    approach:
      `Let every neuron make one of the ones on its own, except ${shared}, which makes two: ` +
      `it takes 1 from input ${k} and 1/eps from input ${l}, and sends eps to output ${i} and 1 to output ${j}. ` +
      `Then A[${i},${k}] = eps, A[${i},${l}] = A[${j},${k}] = 1, and another neuron cancels the 1/eps in A[${j},${l}]. ` +
      `As eps tends to 0 this tends to the limit.`,
  };
}

/** N3: the limit, the family of weights and the reason as the certificate has them. Where an entry is free the limit may as well be 0. */
function degeneration(place: Place, evidence: LinearEvidence["degeneration"]): Obstruction {
  const { outputs, inputs, limit, weights } = evidence;
  return {
    outputs,
    inputs,
    limit: limit.map((line) => line.map((value) => (value === null ? 0 : Number.isSafeInteger(Number(value)) ? Number(value) : value))),
    unreachable: tellUnreachable(place, evidence),
    approach: `${tellFamily(place, weights)} As eps tends to 0 the product tends to the limit, while weights grow without bound.`,
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
      `${capital(line)} ${p} is a multiple of the vector that ${x} ${vector}, ${line} ${q} of the one of ${y}. Both are (1, 0) in the limit, ` +
      `so both vectors are multiples of (1, 0), and so is ${line} ${r}, a sum of multiples of them: it is not (0, 1).`,
    approach:
      `Let the vector of ${x} be (1, 0) and that of ${y} be (1, eps). Then ${line} ${p} = (1, 0), ${line} ${q} = (1, eps), and ${line} ${r} ` +
      `= ((1, eps) - (1, 0))/eps = (0, 1). As eps tends to 0 this tends to the limit, while the weights of ${line} ${r} grow without bound.`,
  };
}

/** The obstruction with its outputs and inputs ascending. */
function inOrder(obstruction: Obstruction): Obstruction {
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
