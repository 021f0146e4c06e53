import type { patternFromBytes } from "../../src/formats/read.js";
import type { Beside } from "../../src/formats/source.js";

export interface FuzzCase {
  readonly bytes: Buffer;
  readonly fileName: string;
  /** The files beside it, for an index of shards. */
  readonly beside?: Beside;
}

export declare const FORMATS: readonly string[];
export declare function caseOf(format: string, seed: number, index: number): FuzzCase;
export declare function runCase(read: typeof patternFromBytes, fuzzCase: FuzzCase): Promise<"read" | "refused">;
