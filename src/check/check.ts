/**
 * The trusted checker: does a certificate prove its claim? (docs/certificates.md)
 *
 * It reads the pattern from the certificate and recomputes every condition of every step. It shares the pattern model and
 * the exact arithmetic with the search, nothing else, and it never searches: every choice is in the evidence.
 */
import { type Certificate, certificateFromJson } from "../certificate/certificate.js";
import type { CubeEvidence, FiniteEvidence, LinearEvidence, LinearRule, Proof } from "../certificate/proof.js";
import { allBiasesFree } from "../pattern/pattern.js";
import { rectanglesOf } from "../pattern/rectangles.js";
import { type Claim, type Goal, type LayeredGoal, type Lemma, Refusal, type Step, type TwoLayerGoal, layered, twoLayer } from "./goal.js";
import { Effort, TooLarge, affordGoal, affordMasks, affordRectangles, affordWords } from "./limits.js";
import { type Refused, refused } from "./refused.js";
import { checkAddedEdge } from "./rules/added-edge.js";
import { checkAssistedFree } from "./rules/assisted-free.js";
import { checkBlockMinor } from "./rules/block-minor.js";
import { checkCap } from "./rules/cap.js";
import { checkChainDescent } from "./rules/chain-descent.js";
import { checkComponents } from "./rules/components.js";
import { checkConstantRank } from "./rules/constant-rank.js";
import { checkContraction } from "./rules/contraction.js";
import { checkCrossingInputs } from "./rules/crossing-inputs.js";
import { checkCutMinor } from "./rules/cut-minor.js";
import { checkDegeneration } from "./rules/degeneration.js";
import { checkEverything } from "./rules/everything.js";
import { checkFree } from "./rules/free.js";
import { checkGenericFactor } from "./rules/generic-factor.js";
import { checkGenericPair } from "./rules/generic-pair.js";
import { checkLaminar } from "./rules/laminar.js";
import { checkLaminarComponents } from "./rules/laminar-components.js";
import { checkLemmas } from "./rules/lemmas.js";
import { checkLinearCounterpart } from "./rules/linear-counterpart.js";
import { checkLinearSpace } from "./rules/linear-space.js";
import { checkLuMinor } from "./rules/lu-minor.js";
import { checkMiddleFactor } from "./rules/middle-factor.js";
import { checkMinor } from "./rules/minor.js";
import { checkOneNeuron } from "./rules/one-neuron.js";
import { checkOrthonormalFactor } from "./rules/orthonormal-factor.js";
import { checkSharedOutput } from "./rules/shared-output.js";
import { checkSingleLayer } from "./rules/single-layer.js";
import { checkSplit } from "./rules/split.js";
import { checkStarComponents } from "./rules/star-components.js";
import { checkStarCover } from "./rules/star-cover.js";
import { checkTwoNeurons } from "./rules/two-neurons.js";
import { checkUniquePaths } from "./rules/unique-paths.js";
import { checkUse } from "./rules/use.js";

type Rule<G, E> = (goal: G, evidence: E, step: Step) => void;
type Rules<G, E> = { readonly [R in keyof E]: Rule<G, E[R]> };

/** The rules for two-layer goals, each in its own file. */
const TWO_LAYER = {
  "linear-space": checkLinearSpace,
  "one-neuron": checkOneNeuron,
  "two-neurons": checkTwoNeurons,
  "block-minor": checkBlockMinor,
  laminar: checkLaminar,
  split: checkSplit,
  cap: checkCap,
  "chain-descent": checkChainDescent,
  free: checkFree,
  lemmas: checkLemmas,
  use: checkUse,
  "assisted-free": checkAssistedFree,
  "constant-rank": checkConstantRank,
  everything: checkEverything,
} satisfies Partial<Rules<TwoLayerGoal, LinearEvidence>>;

/** The rules for goals of either kind, as they stand. */
const EITHER = {
  degeneration: checkDegeneration,
} satisfies Partial<Rules<Goal, LinearEvidence>>;

/** The rules for layered goals: all the others. */
const LAYERED: Rules<LayeredGoal, Omit<LinearEvidence, keyof typeof TWO_LAYER | keyof typeof EITHER>> = {
  "single-layer": checkSingleLayer,
  "unique-paths": checkUniquePaths,
  "lu-minor": checkLuMinor,
  "cut-minor": checkCutMinor,
  "generic-factor": checkGenericFactor,
  "generic-pair": checkGenericPair,
  "middle-factor": checkMiddleFactor,
  "star-cover": checkStarCover,
  components: checkComponents,
  contraction: checkContraction,
  "added-edge": checkAddedEdge,
  "orthonormal-factor": checkOrthonormalFactor,
  minor: checkMinor,
};

/** The rules that make no lists of packed masks, or say so themselves. */
const WORD_BY_WORD: ReadonlySet<LinearRule> = new Set(["lu-minor", "cut-minor", "generic-factor"]);

const FINITE: Rules<LayeredGoal, FiniteEvidence> = {
  "single-layer": checkSingleLayer,
  "star-components": checkStarComponents,
  "shared-output": checkSharedOutput,
  "linear-counterpart": checkLinearCounterpart,
};

const CUBE: Rules<LayeredGoal, CubeEvidence> = {
  "single-layer": checkSingleLayer,
  "laminar-components": checkLaminarComponents,
  "crossing-inputs": checkCrossingInputs,
  "linear-counterpart": checkLinearCounterpart,
};

export type CheckResult = { readonly ok: true; readonly certificate: Certificate } | Refused;

/**
 * Checks a certificate given as a JSON value. `ok` means: the claim is proved. Otherwise `place` names the first step that
 * fails, or the place where the document is not a certificate at all. Never throws for a value that JSON text can give.
 */
export function check(value: unknown): CheckResult {
  try {
    const certificate = certificateFromJson(value);
    checkProof(certificate);
    return { ok: true, certificate };
  } catch (error) {
    return refused(error);
  }
}

/** Checks a certificate already read. @throws Refusal at the first step that fails */
export function checkProof({ pattern, property, closed, proof }: Certificate): void {
  const effort = new Effort();
  const goal = layered(pattern.masks);
  const claim = closed ? "closed" : "not closed";
  if (property === "linear") {
    prove(goal, proof as Proof, claim, "", effort, undefined);
    return;
  }
  if (!allBiasesFree(pattern)) throw new Refusal("pattern.bias", `${property} is proved for networks with free biases in every layer only`);
  const rules: Readonly<Record<string, Rule<LayeredGoal, never>>> = property === "finite" ? FINITE : CUBE;
  const step = makeStep("evidence", claim, effort, undefined);
  applyRule(() => rules[proof.rule]!(goal, proof.evidence as never, step), step);
}

/** Checks a proof about one goal that may use lemmas proved elsewhere. @throws Refusal at the first step that fails */
export function checkGoal(goal: Goal, proof: Proof, claim: Claim, lemmas: readonly Lemma[]): void {
  prove(goal, proof, claim, "", new Effort(), lemmas);
}

/** Checks one node of a proof and, through its rule, everything below it. */
function prove(goal: Goal, proof: Proof, claim: Claim, place: string, effort: Effort, lemmas: readonly Lemma[] | undefined): void {
  const step: Step = makeStep(place === "" ? "evidence" : `${place}.evidence`, claim, effort, lemmas);
  // The reader has matched rule and evidence; the compiler cannot follow that through a table.
  const { rule, evidence } = proof as { rule: LinearRule; evidence: never };
  applyRule(() => {
    if (goal.kind === "layered") (WORD_BY_WORD.has(rule) ? affordWords : affordMasks)(goal.masks, effort);
    else affordGoal(goal.state, effort);
    if (rule in TWO_LAYER) {
      TWO_LAYER[rule as keyof typeof TWO_LAYER](asTwoLayer(goal, step), evidence, step);
      return;
    }
    if (rule in EITHER) {
      EITHER[rule as keyof typeof EITHER](goal, evidence, step);
      return;
    }
    step.require(goal.kind === "layered", "", `${rule} is a rule for layers, the goal is two layers with free entries`);
    LAYERED[rule as keyof typeof LAYERED](goal, evidence, step);
  }, step);
}

/** Runs a rule; what is too large for it is refused at its place, and what it held is given back. */
function applyRule(work: () => void, step: Step): void {
  try {
    step.effort.within(work);
  } catch (error) {
    step.require(!(error instanceof TooLarge), "", (error as Error).message);
    throw error;
  }
}

function asTwoLayer(goal: Goal, step: Step): TwoLayerGoal {
  if (goal.kind === "two-layer") return goal;
  const [first, second, ...rest] = goal.masks;
  step.require(second !== undefined && rest.length === 0, "", `a rule for two layers, the goal has ${goal.masks.length}`);
  affordRectangles(first!, second, step.effort);
  return twoLayer(rectanglesOf(first!, second));
}

function makeStep(place: string, claim: Claim, effort: Effort, lemmas: readonly Lemma[] | undefined): Step {
  const below = (key: string): string => (key === "" ? place : `${place}.${key}`);
  const step: Step = {
    effort,
    lemmas,
    require(holds, key, reason) {
      if (!holds) throw new Refusal(below(key), reason);
    },
    proves(...claims) {
      step.require(claims.includes(claim), "", `this rule proves ${claims.join(" or ")}, claimed is ${claim}`);
    },
    prove(goal, proof, key, other, known) {
      prove(goal, proof, other ?? claim, below(key), effort, known ?? lemmas);
    },
  };
  return step;
}
