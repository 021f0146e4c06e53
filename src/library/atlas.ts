/** The atlas: `linear` for every two-layer pattern of a size, one entry for each class, in the order of `enumerate`. */
import type { CertificateJson } from "../certificate/certificate.js";
import type { RuleName } from "../certificate/proof.js";
import { propertyVerdict } from "../decide/decide.js";
import { patternFromNotation } from "../formats/rectangle-notation.js";
import { DEFAULT_TIMEOUT } from "../rules/budget.js";
import { type Size, enumerate } from "./enumerate.js";
import { mapInWorkers } from "./pool.js";

export interface AtlasOptions {
  /** Seconds for each pattern. Default 60. */
  readonly timeout?: number;
  /** Keep the certificates, and the reasons of what is undecided. They are made and checked all the same. Default true. */
  readonly certificates?: boolean;
  /** Worker threads; with one job the calling thread does the work itself. Default 1. The entries do not depend on it. */
  readonly jobs?: number;
  /** Entries at the beginning to leave out, because they are known already. Default 0. */
  readonly skip?: number;
}

/** What the atlas says of one class. */
export interface AtlasEntry {
  /** The representative, in the notation of formats/rectangle-notation.ts. */
  readonly pattern: string;
  /** Is `linear` true, false, or undecided? */
  readonly closed: boolean | null;
  /** The rule at the root of the proof; null when undecided. */
  readonly rule: RuleName | null;
  /** With certificates, for what is undecided: what was tried. */
  readonly why?: string;
  /** With certificates, for what is decided. */
  readonly certificate?: CertificateJson;
}

export type EntryOptions = Required<Pick<AtlasOptions, "timeout" | "certificates">>;

/**
 * Decides one pattern of each class. The entries come in the order of `enumerate` and are the same for any number of jobs, unless
 * the time limit ends a search.
 * @throws Fault of kind `usage` for a size that is not meant
 */
export async function* atlas(size: Size, options: AtlasOptions = {}): AsyncGenerator<AtlasEntry> {
  const { timeout = DEFAULT_TIMEOUT, certificates = true, jobs = 1, skip = 0 } = options;
  const notations = notationsFrom(size, skip);
  const entryOptions: EntryOptions = { timeout, certificates };
  if (jobs > 1) yield* mapInWorkers<string, AtlasEntry>(notations, new URL("./atlas-worker.js", import.meta.url), entryOptions, jobs);
  else for (const notation of notations) yield entryOf(notation, entryOptions);
}

/** The notations of the representatives, without the first ones. */
export function* notationsFrom(size: Size, skip: number): Generator<string> {
  let at = 0;
  for (const { name } of enumerate(size)) if (at++ >= skip) yield name;
}

/** The entry of the pattern with this notation. */
export function entryOf(notation: string, { timeout, certificates }: EntryOptions): AtlasEntry {
  const { closed, rule, why, certificate } = propertyVerdict(patternFromNotation(notation), "linear", { timeout });
  const entry = { pattern: notation, closed, rule };
  if (!certificates) return entry;
  return certificate === null ? { ...entry, why } : { ...entry, certificate };
}
