/** What `explain` has to say, as data. */
import type { Property } from "../../certificate/proof.js";
import type { Verdict } from "../../decide/decide.js";
import type { Step } from "./derivation.js";
import type { Facts } from "./facts.js";
import type { Obstruction } from "./obstruction.js";
import type { Entry } from "./product.js";

/** One verdict with its proof told in steps; no steps when it is undecided. */
export interface ExplainedVerdict {
  readonly property: Property;
  readonly verdict: Verdict;
  readonly steps: readonly Step[];
}

/** The minor that proves the linear counterpart not closed, as a pattern of its own. */
export interface DecidingPart extends Obstruction {
  /** The hidden neurons between its inputs and outputs, by layer. */
  readonly hidden: readonly { readonly layer: number; readonly neurons: readonly number[] }[];
  /** paths[a][b] leads from inputs[b] to outputs[a]. */
  readonly paths: readonly (readonly bigint[])[];
  /** Its entries row by row; null when they are too many to write out. */
  readonly product: readonly Entry[] | null;
  /** Is it the whole pattern? */
  readonly whole: boolean;
}

export interface Explanation {
  readonly name: string;
  readonly about: string | null;
  readonly widths: readonly number[];
  readonly bias: readonly boolean[];
  readonly facts: Facts;
  readonly verdicts: readonly ExplainedVerdict[];
  readonly decidingPart: DecidingPart | null;
}
