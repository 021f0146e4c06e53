/** Certificates for tests, and a table-driven way to say which ones a rule accepts and where it refuses the others. */
import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.js";
import { checkCertificate } from "../second-checker/second-checker.js";
import { type MaskStrings, patternJson } from "./patterns.js";

export interface ProofJson {
  rule: string;
  evidence: unknown;
}

export const proof = (rule: string, evidence: unknown = {}): ProofJson => ({ rule, evidence });

export interface Case {
  /** What the case shows, in words. */
  readonly name: string;
  readonly masks: MaskStrings;
  readonly closed: boolean;
  readonly evidence: unknown;
  readonly property?: "linear" | "finite" | "cube";
  /** Replaces parts of the pattern, such as `bias`. */
  readonly pattern?: Record<string, unknown>;
}

/** A refused case: `place` is where in the certificate the refusal must point. */
export type Refused = Case & { readonly place: string; readonly reason?: RegExp };

export function certificate(property: string, closed: boolean, masks: MaskStrings, { rule, evidence }: ProofJson): Record<string, unknown> {
  return { format: "wellposed/certificate/1", pattern: patternJson(masks), property, closed, rule, evidence };
}

/**
 * Tests one rule on its cases. Both checkers are asked: the product's and the one written from the document alone.
 * Asks for at least as many refusals as acceptances, so that no rule is tried in fair weather only.
 */
export function ruleCases(
  rule: string,
  property: "linear" | "finite" | "cube",
  accepted: readonly Case[],
  refused: readonly Refused[],
): void {
  const json = (item: Case): Record<string, unknown> => {
    const made = certificate(item.property ?? property, item.closed, item.masks, proof(rule, item.evidence));
    return item.pattern === undefined ? made : { ...made, pattern: { ...(made["pattern"] as object), ...item.pattern } };
  };
  describe.skipIf(accepted.length === 0)(`${rule} accepts`, () => {
    it.each(accepted.map((item) => [item.name, item] as const))("%s", (_, item) => {
      expect(check(json(item))).toMatchObject({ ok: true });
      expect(checkCertificate(json(item))).toEqual({ ok: true });
    });
  });
  describe(`${rule} refuses`, () => {
    it.each(refused.map((item) => [item.name, item] as const))("%s", (_, item) => {
      const result = check(json(item));
      expect(result).toMatchObject({ ok: false, place: item.place });
      if (item.reason !== undefined) expect(result).toMatchObject({ reason: expect.stringMatching(item.reason) });
      expect(checkCertificate(json(item))).toMatchObject({ ok: false });
    });
  });
  it(`${rule} has at least as many refused cases as accepted ones`, () => {
    expect(refused.length).toBeGreaterThanOrEqual(accepted.length);
  });
}

/** LU of a 2 x 2 matrix, rectangles 01*01 and 1*1: the smallest pattern that is not closed. */
export const LU: MaskStrings = [["11", "01"], ["10", "11"]];
export const LU_MINOR = { outputs: [0, 1], inputs: [0, 1], neuron: { layer: 1, index: 0 } };
/** Two hidden neurons and everything between two inputs and two outputs. */
export const DENSE: MaskStrings = [["11", "11"], ["11", "11"]];
/** Two paths that share nothing. */
export const PARALLEL: MaskStrings = [["10", "01"], ["10", "01"]];
/** No edge lies on a path. */
export const NO_PATH: MaskStrings = [["11", "00"], ["01", "01"]];
