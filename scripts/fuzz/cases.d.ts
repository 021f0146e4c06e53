import type { patternFromBytes } from "../../src/formats/read.js";

export interface FuzzCase {
  readonly bytes: Buffer;
  readonly fileName: string;
}

export declare const FORMATS: readonly string[];
export declare function caseOf(format: string, seed: number, index: number): FuzzCase;
export declare function runCase(read: typeof patternFromBytes, fuzzCase: FuzzCase): Promise<"read" | "refused">;
