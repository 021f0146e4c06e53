/** What is known of one pattern after it was judged. Plain data without timings: the same on every machine, as long as no search is ended by the clock. */
import type { CertificateJson } from "../../certificate/certificate.js";
import type { Property, RuleName } from "../../certificate/proof.js";
import type { OutOfBudget } from "../../rules/budget.js";
import type { Job } from "./job.js";

export type Outcome = Judged | Failed;

/** What is said of a pattern that was read. */
export interface Facts {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly widths: readonly number[];
  /** Kept weights over all layers, and their share of all cells. */
  readonly edges: number;
  readonly density: number;
  /** The same for each layer. */
  readonly layers: readonly { readonly edges: number; readonly density: number }[];
  /** One boolean when all layers agree, as in a pattern file. */
  readonly bias: boolean | readonly boolean[];
  /** The class (class.ts). */
  readonly class: string;
}

export interface ShortVerdict {
  readonly closed: boolean | null;
  /** The rule at the root of the proof; null when undecided. */
  readonly rule: RuleName | null;
  /** Only where the search for an undecided one was cut off: `time` depends on the machine, `memory` does not. */
  readonly ended?: OutOfBudget["what"];
}

export type ShortVerdicts = { readonly [P in Property]?: ShortVerdict };
export type Certificates = { readonly [P in Property]?: CertificateJson };

export interface Judged extends Facts {
  /** The verdicts; or, in `as`, the earlier pattern of the same class that they were left to. */
  readonly verdicts?: ShortVerdicts;
  readonly as?: number;
  readonly certificates?: Certificates;
}

/** A pattern without a verdict, and why. */
export interface Failed {
  readonly index: number;
  readonly id: string;
  readonly error: { readonly kind: FailureKind; readonly message: string };
}

/** `input`: it was refused; `io`: it could not be read; `internal`: a defect of this program, or out of memory. */
export type FailureKind = "input" | "io" | "internal";

export function failure({ index, id }: Pick<Job, "index" | "id">, kind: FailureKind, message: string): Failed {
  return { index, id, error: { kind, message } };
}
