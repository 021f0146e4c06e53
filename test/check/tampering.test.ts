import { beforeAll, describe, expect, it } from "vitest";
import type { Certificate } from "../../src/certificate/certificate.js";
import type { Property } from "../../src/certificate/proof.js";
import { check } from "../../src/check/check.js";
import { decide } from "../../src/decide/decide.js";
import { Random } from "../../src/exact/random.js";
import type { Pattern } from "../../src/pattern/pattern.js";
import { patternToJson } from "../../src/pattern/pattern.js";
import { checkCertificate } from "../second-checker/second-checker.js";
import { mutants } from "../support/mutate.js";
import { type Json, found, handMade, rulesIn } from "../support/pool.js";

const RULES: Record<Property, string[]> = {
  linear: [
    "single-layer", "unique-paths", "lu-minor", "cut-minor", "generic-factor", "generic-pair", "middle-factor", "star-cover", "components", "contraction", "orthonormal-factor", "added-edge", "minor",
    "linear-space", "one-neuron", "two-neurons", "block-minor", "laminar", "split", "cap", "chain-descent", "free", "lemmas", "use",
    "degeneration", "constant-rank", "assisted-free", "everything",
  ],
  finite: ["single-layer", "star-components", "shared-output", "linear-counterpart"],
  cube: ["single-layer", "laminar-components", "crossing-inputs", "linear-counterpart"],
};
const ALL_RULES = [...new Set(Object.values(RULES).flat())];

/** Certificates up to so many characters are changed everywhere; of longer ones, with tens of thousands of mutants, so many are looked at. */
const SHORT = 4000;
const MUTANTS = 400;
const random = new Random(52);

const certificates = [...handMade(), ...found(51, 1500, 1)];
const proofs = [...new Map(handMade().map(({ rule, evidence }) => [JSON.stringify([rule, evidence]), { rule, evidence }])).values()];

interface Tally {
  refused: number;
  /** Mutants that prove a true claim: another witness, other generic values, a pattern changed where the proof does not look. */
  valid: number;
}

const tallies = new Map<string, Tally>();
const disagreements: string[] = [];
const contradictions: string[] = [];

/** What decide() says of a pattern within a fifth of a second, remembered: many mutants share theirs. Without a verdict nothing is contradicted. */
const known = new Map<string, ReturnType<typeof decide>>();
function verdictsOf(pattern: Pattern): ReturnType<typeof decide> {
  const name = JSON.stringify({ ...patternToJson(pattern), name: "" });
  const verdicts = known.get(name) ?? decide(pattern, { timeout: 0.2 });
  known.set(name, verdicts);
  return verdicts;
}

function contradicts({ pattern, property, closed }: Certificate): boolean {
  const verdict = verdictsOf(pattern)[property].closed;
  return verdict !== null && verdict !== closed;
}

function tamper(original: Json): void {
  const names = [...rulesIn(original)].map((rule) => (rule === original["rule"] && original["property"] !== "linear" ? `${String(original["property"])} ${rule}` : rule));
  const same = JSON.stringify(original);
  const all = [...mutants(original, ALL_RULES, proofs)];
  const looked = same.length <= SHORT ? all : Array.from({ length: MUTANTS }, () => all[random.below(all.length)]!);
  for (const { change, value } of looked) {
    if (JSON.stringify(value) === same) continue;
    const result = check(value);
    if (result.ok !== checkCertificate(value).ok) disagreements.push(`${same} ${change}: ${result.ok ? "accepted" : "refused"} by the product only`);
    if (result.ok && contradicts(result.certificate)) contradictions.push(`${same} ${change}`);
    for (const name of names) {
      const tally = tallies.get(name) ?? { refused: 0, valid: 0 };
      tallies.set(name, tally);
      tally[result.ok ? "valid" : "refused"]++;
    }
  }
}

beforeAll(() => {
  for (const certificate of certificates) tamper(certificate);
});

describe("valid certificates", () => {
  it("are accepted by both checkers before anything is changed", () => {
    for (const certificate of certificates) {
      expect(check(certificate)).toMatchObject({ ok: true });
      expect(checkCertificate(certificate)).toEqual({ ok: true });
    }
  });

  it("use every rule of every property", () => {
    for (const property of ["linear", "finite", "cube"] as const) {
      const used = certificates.filter((certificate) => certificate["property"] === property).flatMap((certificate) => (property === "linear" ? [...rulesIn(certificate)] : [certificate["rule"]]));
      expect(RULES[property].filter((rule) => !used.includes(rule))).toEqual([]);
    }
  });
});

describe("changed certificates", () => {
  it("are judged alike by both checkers", () => {
    expect(disagreements.slice(0, 5)).toEqual([]);
  });

  it("never pass with a claim that the search, on the changed pattern, proves false", () => {
    expect(contradictions.slice(0, 5)).toEqual([]);
  });

  it.each([...RULES.linear, ...RULES.finite.map((rule) => `finite ${rule}`), ...RULES.cube.map((rule) => `cube ${rule}`)])(
    "of %s: a hundred changes and more are refused, and few are not",
    (name) => {
      const { refused, valid } = tallies.get(name)!;
      expect(refused).toBeGreaterThanOrEqual(100);
      expect(valid).toBeLessThan(refused / 4);
    },
  );
});
