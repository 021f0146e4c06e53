/** The minimal obstructions up to a number of neurons, computed from nothing, each with a certificate (docs/theory.md, 4.14). */
import { type CertificateJson, certificateFromJson, certificateToJson } from "../certificate/certificate.js";
import { checkProof } from "../check/check.js";
import { notationOf } from "../formats/rectangle-notation.js";
import { Fault } from "../pattern/fault.js";
import { type Pattern, makePattern } from "../pattern/pattern.js";
import { type Rectangles, masksOfRectangles } from "../pattern/rectangles.js";
import { DEFAULT_TIMEOUT } from "../rules/budget.js";
import { COMPLETE_WIDTH } from "../rules/catalogue.js";
import type { Obstruction } from "../rules/obstruction.js";
import { countClasses } from "./count.js";
import { checkSize } from "./enumerate.js";
import { type Scope, Survey, type Surveyed, survey, surveyCount } from "./obstructions.js";

/** Which obstructions: up to so many neurons. Without `outputs` and `inputs`, which go together, those of all sizes: for at most three neurons. */
export interface ObstructionScope {
  readonly hidden: number;
  readonly outputs?: number;
  readonly inputs?: number;
}

export interface ObstructionOptions {
  /** Seconds for each pattern. Default 60. */
  readonly timeout?: number;
  /** Told of each pattern when it has its verdict. */
  readonly onPattern?: (surveyed: Surveyed) => void;
}

/** One minimal obstruction. */
export interface CertifiedObstruction extends Obstruction {
  /** In the notation of formats/rectangle-notation.ts. */
  readonly notation: string;
  /** That the pattern is not closed; accepted by the checker. */
  readonly certificate: CertificateJson;
}

export interface ObstructionList {
  readonly scope: ObstructionScope;
  /** How many patterns were looked at. */
  readonly patterns: number;
  /** In the order in which they were found: fewer neurons first, then fewer outputs and inputs together. */
  readonly obstructions: readonly CertifiedObstruction[];
  /** Patterns without a verdict, or not shown to be minimal. If there are any, the list may lack obstructions, and those after them may contain one of these. */
  readonly open: readonly { readonly notation: string; readonly verdict: string }[];
}

/** All permutations of the neurons are run through, for each obstruction. */
const MAX_HIDDEN = 5;
/** More patterns than this nobody waits for, and they are held in memory to be sorted. */
const MAX_PATTERNS = 300_000;

/**
 * Surveys all patterns of the scope, each decided from those before it, with proofs that the checker accepts. A pattern is one for all that are the same up to
 * the order of outputs, inputs and hidden neurons and up to transposition. Nothing is taken from the catalogue that is shipped.
 * @throws Fault of kind `usage` for a scope that is not meant; Refusal when a proof found is not accepted: a defect of the search
 */
export function minimalObstructions(scope: ObstructionScope, { timeout = DEFAULT_TIMEOUT, onPattern }: ObstructionOptions = {}): ObstructionList {
  checkScope(scope);
  const into = new Survey({ timeout });
  const open: { notation: string; verdict: string }[] = [];
  let patterns = 0;
  for (const surveyed of survey(scopeOf(scope), into)) {
    patterns++;
    const { pattern, verdict } = surveyed;
    if (verdict !== "closed" && verdict !== "contains an obstruction" && verdict !== "obstruction") open.push({ notation: patternOf(pattern).name, verdict });
    onPattern?.(surveyed);
  }
  return { scope, patterns, obstructions: into.obstructions.map(certified), open };
}

/** How many patterns `minimalObstructions` looks at. @throws Fault of kind `usage` as it does */
export function countPatterns(scope: ObstructionScope): number {
  checkScope(scope);
  return surveyCount(scopeOf(scope));
}

/** The obstruction with its pattern in short notation, and its proof as a document. @throws Refusal when the checker does not accept it */
export function certified(obstruction: Obstruction): CertifiedObstruction {
  const pattern = patternOf(obstruction.goal);
  const certificate = certificateToJson({ pattern, property: "linear", closed: false, proof: { rule: "degeneration", evidence: obstruction.evidence } });
  checkProof(certificateFromJson(JSON.parse(JSON.stringify(certificate))));
  return { ...obstruction, notation: pattern.name, certificate };
}

/** With its notation as name, and free biases. */
function patternOf(goal: Rectangles): Pattern {
  const pattern = makePattern("", masksOfRectangles(goal));
  return { ...pattern, name: notationOf(pattern) };
}

/** What to survey: a size holds for all numbers of neurons. */
function scopeOf({ hidden, outputs, inputs }: ObstructionScope): Scope {
  return outputs === undefined || inputs === undefined ? { hidden, outputs: 0, inputs: 0 } : { hidden, outputs, inputs, sized: true };
}

function isSized(scope: ObstructionScope): scope is Required<ObstructionScope> {
  return scope.outputs !== undefined && scope.inputs !== undefined;
}

function checkScope(scope: ObstructionScope): void {
  const { hidden, outputs, inputs } = scope;
  const refuse = (place: string, expected: string, found: string): never => {
    throw new Fault("usage", { place, expected, found });
  };
  if (!Number.isInteger(hidden) || hidden < 1 || hidden > MAX_HIDDEN) refuse("--hidden", `an integer from 1 to ${MAX_HIDDEN}`, `${hidden}`);
  if (isSized(scope)) {
    checkSize(scope);
    const count = hidden > COMPLETE_WIDTH ? countClasses(scope) : 0n;
    if (count > MAX_PATTERNS) refuse("--hidden", `a size of at most ${MAX_PATTERNS} patterns`, `${count}`);
    return;
  }
  const missing = outputs === undefined ? "--outputs" : "--inputs";
  if ((outputs === undefined) !== (inputs === undefined)) refuse(missing, "--outputs and --inputs together, or neither", "one of them");
  if (hidden > COMPLETE_WIDTH) refuse(missing, `--outputs and --inputs for more than ${COMPLETE_WIDTH} hidden neurons`, "none");
}
