/** The sentence that goes with a verdict. Indices are 0-based, as in files and certificates. */
import type { Certificate } from "../certificate/certificate.js";
import type { AnyProof, LemmaJson, LinearEvidence, Parts, Proof, Property, Side } from "../certificate/proof.js";
import type { OutOfBudget, Search } from "../rules/budget.js";
import { FEW_NEURONS } from "../rules/catalogue.js";
import { type Pattern, allBiasesFree, depth } from "../pattern/pattern.js";

/** What decides a proved verdict, in one sentence. */
export function whyDecided({ proof, closed }: Certificate): string {
  return `${capital(reason(proof, closed))}.`;
}

/** `lemmas`: those that the proof may use. */
function reason(proof: AnyProof, closed: boolean, lemmas: readonly LemmaJson[] = []): string {
  switch (proof.rule) {
    case "single-layer":
      return "one layer: the implementable maps form a linear space";
    case "unique-paths":
      return "no input reaches an output by two paths (C1)";
    case "lu-minor": {
      const { outputs, inputs, neuron } = proof.evidence;
      return (
        `LU minor (N1): through hidden neuron ${neuron.index} of layer ${neuron.layer}, outputs ${list(outputs)} and inputs ${list(inputs)} ` +
        `have one path each, except that input ${inputs[1]} reaches output ${outputs[1]} by a second one`
      );
    }
    case "cut-minor": {
      const { outputs, inputs, neuron } = proof.evidence;
      return (
        `cut minor (N1'): all paths between outputs ${list(outputs)} and inputs ${list(inputs)} run through hidden neuron ${neuron.index} of ` +
        `layer ${neuron.layer}, except that input ${inputs[1]} also reaches output ${outputs[1]} past it`
      );
    }
    case "generic-factor":
      return `with every factor but the ${proof.evidence.free} generic, the ${proof.evidence.free} one reaches every matrix on the support (C3)`;
    case "generic-pair": {
      const { free, layer, taken } = proof.evidence;
      const [ends, other] = free === "first" ? ["inputs", `layer ${layer}`] : ["outputs", `layer ${layer} counted from the outputs`];
      return `${other} serves ${taken.length} of the ${ends}, the ${free} layer all others, and together they reach every matrix on the support (C3')`;
    }
    case "middle-factor":
      return `with every factor but number ${proof.evidence.layer} generic, that one reaches every matrix on the support (C3)`;
    case "star-cover":
      return "every entry is made free by a hidden neuron that gives up one output or one input (star cover)";
    case "components":
    case "split":
      return within(proof.evidence, closed, lemmas);
    case "contraction": {
      const [first, last] = proof.evidence.layers;
      return `layers ${first} to ${last} act as one layer (F3); with the layers counted anew: ${reason(proof.evidence.then, closed, lemmas)}`;
    }
    case "orthonormal-factor":
      return `the ${proof.evidence.factor} factor can be taken orthonormal (C4), and without it: ${reason(proof.evidence.then, closed, lemmas)}`;
    case "added-edge": {
      const { layer, outputs, inputs, then } = proof.evidence;
      return `with an edge more in layer ${layer}, from ${inputs[1]} to ${outputs[0]}, which changes nothing (F4): ${reason(then, closed, lemmas)}`;
    }
    case "minor":
      return `kept to outputs ${list(proof.evidence.outputs)} and inputs ${list(proof.evidence.inputs)} (F1): ${reason(proof.evidence.then, closed, lemmas)}`;
    case "linear-space":
      return "every entry has become free";
    case "one-neuron":
      return closed
        ? "one hidden neuron is left: the matrices of rank one on a rectangle (R5)"
        : "one hidden neuron is left, and its rectangle lacks an entry that is free: an LU minor (R5)";
    case "two-neurons":
      return twoNeurons(proof.evidence);
    case "block-minor": {
      const { outputs, inputs, neurons } = proof.evidence;
      return (
        `block minor (N1''): on outputs ${list(outputs[0])} | ${list(outputs[1])} and inputs ${list(inputs[0])} | ${list(inputs[1])} only ` +
        `${neurons[0].length + neurons[1].length - 1} hidden neurons make three of the four blocks`
      );
    }
    case "degeneration": {
      const { outputs, inputs } = proof.evidence;
      return `on outputs ${list(outputs)} and inputs ${list(inputs)} products tend to a matrix that is none of them (N3)`;
    }
    case "laminar": {
      const [common, nested] = proof.evidence.common === "rows" ? ["outputs", "inputs"] : ["inputs", "outputs"];
      return `the hidden neurons have the same ${common}, and their sets of ${nested} are nested or disjoint (R7)`;
    }
    case "cap":
      return `without surplus ${sideName(proof.evidence.side)} (R2): ${reason(proof.evidence.then, closed, lemmas)}`;
    case "chain-descent": {
      const { evidence } = proof;
      const then = "cases" in evidence ? evidence.cases[0]?.then : evidence.then;
      return `without one of the ${sideName(evidence.side)} ${list(evidence.chain)} (R3): ${then === undefined ? "closed" : reason(then, closed, lemmas)}`;
    }
    case "free": {
      const count = proof.evidence.frozen.length;
      const who = count === 1 ? "one hidden neuron with one side fixed makes its" : `${count} hidden neurons with one side fixed make their`;
      return `${who} entries free (R4), then: ${reason(proof.evidence.then, closed, lemmas)}`;
    }
    case "lemmas":
      return reason(proof.evidence.then, closed, proof.evidence.lemmas);
    case "use": {
      const used = lemmas[proof.evidence.lemma]!;
      return `the same as another part of the proof, where neurons, outputs and inputs have other numbers: ${reason(used.proof, closed, lemmas)}`;
    }
    case "assisted-free": {
      const { freed, then } = proof.evidence;
      const who = freed.length === 1 ? "one hidden neuron becomes free" : `${freed.length} hidden neurons become free`;
      return `${who} with the help of others, whatever their weights (R6), then: ${reason(then, closed, lemmas)}`;
    }
    case "constant-rank":
      return `with one side of each hidden neuron fixed, the others span a space of dimension ${proof.evidence.dimension}, whatever the fixed values (R7)`;
    case "everything":
      return "every matrix on the support is reached, shown case by case with explicit weights (R8)";
    case "star-components":
      return "every group of hidden neurons and outputs that are joined has one output or one hidden neuron (T6)";
    case "shared-output": {
      const { neuron, outputs, other } = proof.evidence;
      return `hidden neuron ${neuron} feeds outputs ${list(outputs)} and shares output ${outputs[1]} with hidden neuron ${other} (T6)`;
    }
    case "laminar-components":
      return "every group of hidden neurons and outputs that are joined has one output, or is complete with laminar inputs (T7)";
    case "crossing-inputs": {
      const { neurons, inputs } = proof.evidence;
      return `hidden neurons ${list(neurons)} feed the same outputs, share input ${inputs[2]}, and each has an input of its own (T7)`;
    }
    case "linear-counterpart":
      return `the linear counterpart is not closed (T2): ${reason(proof.evidence.linear, false)}`;
  }
}

function within(evidence: Parts, closed: boolean, lemmas: readonly LemmaJson[]): string {
  if ("part" in evidence) return `independent part ${evidence.part} is not closed: ${reason(evidence.then, false, lemmas)}`;
  const [first] = evidence.parts;
  const rules = [...new Set(evidence.parts.map((part) => ruleOf(part, lemmas)))].join(", ");
  if (first === undefined) return "nothing is left to decide";
  return evidence.parts.length === 1 ? reason(first, closed, lemmas) : `${evidence.parts.length} independent parts, each closed (${rules})`;
}

/** The rule that a part begins with; of a lemma used, the rule that its proof begins with. */
function ruleOf(proof: Proof, lemmas: readonly LemmaJson[]): string {
  return proof.rule === "use" ? ruleOf(lemmas[proof.evidence.lemma]!.proof, lemmas) : proof.rule;
}

function twoNeurons(evidence: LinearEvidence["two-neurons"]): string {
  if (!("outputs" in evidence)) return "two hidden neurons are left, and their rectangles overlap in none of the forms that fail (D2)";
  const { outputs, inputs } = evidence as { outputs: number[]; inputs: number[] };
  const form = outputs.length === 3 ? "(c)" : inputs.length === 3 ? "(b)" : "(a)";
  return `two hidden neurons are left, and on outputs ${list(outputs)} and inputs ${list(inputs)} they overlap in form ${form} (D2)`;
}

function sideName(side: Side): string {
  return side === "rows" ? "outputs" : "inputs";
}

function list(numbers: readonly number[]): string {
  return numbers.length <= 6 ? numbers.join(", ") : `${numbers.slice(0, 6).join(", ")} and ${numbers.length - 6} more`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const ENDED: Record<OutOfBudget["what"], string> = {
  time: "the time limit ended the search before its rules were through; a longer --timeout may settle it",
  memory: "the pattern is so wide that the tables of path counts would take more than 256 MB, so the search was not begun",
};

/** The same where the scan over the whole pattern was through. */
const LATER: Record<OutOfBudget["what"], string> = { time: ENDED.time, memory: "a table of the rules that come after would take more than 256 MB, so the search was ended" };

/** What is known of a linear counterpart that is undecided. */
export interface Open {
  /** What the search ran out of, if it did not come to its end. */
  readonly ended?: OutOfBudget["what"];
  /** The scan for LU and cut minors did come to its end: there is none. */
  readonly uncrossed: boolean;
  /** Searches that limits of their own have ended. */
  readonly shortened?: ReadonlySet<Search>;
}

/** What the searches anchored on entries with few paths say about two layers. */
function smallMinors(pattern: Pattern, shortened: ReadonlySet<Search> = new Set()): string {
  const pairs = shortened.has("2x3 minors")
    ? "no minor of two neurons on 2 x 3 or 3 x 2 entries was found before that search reached its limit (D2)"
    : "no minor of two neurons on 2 x 3 or 3 x 2 entries exists (D2)";
  if (pattern.widths[1]! <= FEW_NEURONS) return `${pairs}, `;
  const known = shortened.has("obstructions")
    ? "the search for the known obstructions of three and four neurons reached its limit (4.16)"
    : "none of the known obstructions of three and four neurons in one part exists in it (4.16)";
  return `${pairs}, ${known}, `;
}

/** What was tried for an undecided property, and what would settle it. */
export function whyOpen(pattern: Pattern, property: Property, { ended, uncrossed, shortened }: Open): string {
  if (property !== "linear" && !allBiasesFree(pattern)) {
    const fixed = pattern.bias.flatMap((free, l) => (free ? [] : [l + 1]));
    return `Undecided: ${property} is known only for networks with free biases in every layer, and there are none in layer ${list(fixed)}.`;
  }
  if (property === "linear") {
    if (ended !== undefined) return uncrossed ? `Undecided: ${LATER[ended]}; the scan for LU and cut minors (N1, N1') was complete: there is none.` : `Undecided: ${ENDED[ended]}.`;
    return (
      "Undecided: two paths meet somewhere but no LU or cut minor exists (N1, N1'), no generic factor, pair of factors or star cover was found " +
      `to reach everything (C3, C3', R4), ${depth(pattern) === 2 ? smallMinors(pattern, shortened) : ""}no known obstruction or limit out of reach was found in it (N2, N3), ` +
      "and the reductions to smaller patterns (F1, F3, F4, C4, R2-R8, D2, N1''), within their limits of size, ended open; a proof of either kind for what they leave would settle it."
    );
  }
  const limit = ended === undefined ? "" : `; for that one, ${ENDED[ended]}`;
  if (depth(pattern) > 2) {
    return `Undecided: for two hidden layers or more, ${property} is known only when the linear counterpart is not closed (T2)${limit}.`;
  }
  return (
    `Undecided: some outputs share hidden neurons without sharing all of them, where T7 says nothing, and the linear counterpart is not ` +
    `known to fail${limit}.`
  );
}

/** For a proof that the checker did not accept: a defect of this program, said aloud. */
export function whyRefused(rule: string, refusal: string): string {
  return `Undecided: a proof by ${rule} was found but our own checker refuses it (${refusal}); please report this pattern.`;
}
