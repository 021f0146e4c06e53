/** The evidence of rule `degeneration` in words: weights as functions of eps, and why their limit is out of reach. */
import type { Bottleneck, Edge, LinearEvidence, Unreachable, WeightFamily } from "../../certificate/proof.js";
import { capital, counted, named } from "./phrases.js";
import { type Place, asTwoLayer, hidden } from "./place.js";

type Evidence = LinearEvidence["degeneration"];

/** Weights told one by one. */
const MAX_WEIGHTS = 40;
/** Steps of the proof told before "and so on". */
const MAX_STEPS = 40;

/** "Let w1[0,0] = 1, w2[1,0] = - eps^-1, and all other weights 0." */
export function tellFamily(place: Place, weights: Evidence["weights"]): string {
  const numbers = numbersIn(place);
  const told = weights.flatMap((layer, l) => layer.map(([[out, input], terms]) => `${numbers.weight([l + 1, out, input])} = ${polynomial(terms)}`));
  const more = told.length > MAX_WEIGHTS ? [`${told.length - MAX_WEIGHTS} more as in the certificate`] : [];
  return `Let ${[...told.slice(0, MAX_WEIGHTS), ...more].join(", ")}, and all other weights 0.`;
}

/** "1 + 2 eps^-1" for [["2", -1], ["1", 0]]. */
export function polynomial(terms: WeightFamily[1]): string {
  return terms
    .map(([coefficient, exponent]) => {
      if (exponent === 0) return coefficient;
      const power = exponent === 1 ? "eps" : `eps^${exponent}`;
      return coefficient === "1" ? power : coefficient === "-1" ? `-${power}` : `${coefficient} ${power}`;
    })
    .join(" + ")
    .replaceAll("+ -", "- ");
}

/** The steps of the proof, each a sentence; branches of a case are named by their case. */
export function tellUnreachable(place: Place, evidence: Evidence): string {
  const sentences: string[] = [`Suppose some weights gave the limit.`];
  const teller = new Teller(numbersIn(place), evidence, sentences);
  teller.tell(evidence.unreachable, "");
  if (sentences.length <= MAX_STEPS) return sentences.join(" ");
  return [...sentences.slice(0, MAX_STEPS), `And so on: ${counted(sentences.length - MAX_STEPS, "step")} more, as in the certificate.`].join(" ");
}

class Teller {
  readonly #numbers: Numbers;
  readonly #evidence: Evidence;
  readonly #sentences: string[];

  constructor(numbers: Numbers, evidence: Evidence, sentences: string[]) {
    this.#numbers = numbers;
    this.#evidence = evidence;
    this.#sentences = sentences;
  }

  /** `lead` opens the first sentence of a branch. */
  tell(tree: Unreachable, lead: string): void {
    const say = (sentence: string): void => void this.#sentences.push(`${lead}${lead === "" ? capital(sentence) : sentence}.`);
    if ("split" in tree) {
      const weight = this.#numbers.weight(tree.split);
      this.tell(tree.zero, `Case ${weight} = 0: `);
      this.tell(tree.nonzero, `Case ${weight} not 0: `);
    } else if ("let" in tree) {
      const path = tree.let;
      const weights = path.slice(1).map((v, l) => this.#numbers.weight([l + 1, v, path[l]!]));
      say(`give the product ${weights.join(" ")} a name`);
      this.tell(tree.then, "");
    } else if ("entry" in tree) {
      say(`of the products that add up to ${this.#entry(tree.entry)} at most one is not known; this gives that one, or a name in terms of the others`);
      this.tell(tree.then, "");
    } else if ("completion" in tree) {
      say(`${this.#part(tree.completion)}; this gives one more product or name in terms of the others`);
      this.tell(tree.then, "");
    } else if ("conflict" in tree) {
      say(`the products that should add up to ${this.#entry(tree.conflict)} cannot, from what is known of them: a contradiction`);
    } else if ("determinant" in tree) {
      say(`${this.#part(tree.determinant)}; from what is known of its entries it is not: a contradiction`);
    } else {
      const equations = tree.combination.map((multiple) => ("entry" in multiple ? this.#entry(multiple.entry) : this.#part(multiple.determinant)));
      say(`these have multiples, given in the certificate, that add up to "0 is not 0": ${equations.join("; ")}: a contradiction`);
    }
  }

  #entry([output, input]: readonly [number, number]): string {
    const { outputs, inputs, limit } = this.#evidence;
    return `A[${output},${input}] = ${limit[outputs.indexOf(output)]![inputs.indexOf(input)]!}`;
  }

  #part({ outputs, inputs, layer, neurons }: Bottleneck): string {
    const through = this.#numbers.neurons(layer, neurons);
    return (
      `what ${through} ${neurons.length === 1 ? "gives" : "give"} to ${named("output", outputs)} from ${named("input", inputs)} has rank ` +
      `${neurons.length} at most, so its determinant is 0`
    );
  }
}

/** How the numbers of the goal read in the pattern. */
interface Numbers {
  weight(edge: Edge): string;
  neurons(layer: number, neurons: readonly number[]): string;
}

function numbersIn(place: Place): Numbers {
  const last = place.layers.length - 1;
  // Rectangles with free entries number their neurons anew, layers keep theirs.
  const own = place.goal.kind === "two-layer" ? asTwoLayer(place).neurons : undefined;
  const number = (layer: number, v: number): number => (layer === 0 || layer === last || own === undefined ? v : own[v]!);
  return {
    weight: ([layer, out, input]) => {
      const merged = place.layers[layer]! - place.layers[layer - 1]! > 1;
      const [o, i] = [number(layer, out), number(layer - 1, input)];
      return merged ? `entry (${o}, ${i}) of W_${place.layers[layer]} ... W_${place.layers[layer - 1]! + 1}` : `w${place.layers[layer]}[${o},${i}]`;
    },
    neurons: (layer, neurons) => {
      const numbers = neurons.map((v) => number(layer, v));
      return last === 2 ? hidden(place, numbers) : `${named("neuron", numbers)} of layer ${place.layers[layer]}`;
    },
  };
}
