import { describe, expect, test } from "vitest";
import type { CertificateJson } from "../../src/certificate/certificate.js";
import { decide } from "../../src/decide/decide.js";
import { askCommand, solverCommand } from "../../src/solvers/command.js";
import { confirmationScripts } from "../../src/solvers/confirmation.js";
import { patternFrom } from "../decide/build.js";
import { Z3, onPath, run } from "../support/programs.js";

/** Three LU minors, two of them deep; the last in a larger pattern with three paths into the corner. */
const CERTIFICATES = [
  patternFrom(["11", "01"], ["10", "11"]),
  patternFrom(["11", "01"], ["10", "01"], ["10", "11"]),
  patternFrom(["111", "011", "011"], ["100", "111", "111"]),
].map((pattern) => decide(pattern).linear.certificate!);

describe("confirmation of a certificate", () => {
  test("the certificates tried here have an LU minor at the root", () => {
    expect(CERTIFICATES.map(({ rule }) => rule)).toEqual(["lu-minor", "lu-minor", "lu-minor"]);
  });

  test.skipIf(!onPath("Singular"))("Singular finds 1 in the ideal (skipped when not on PATH)", () => {
    for (const certificate of CERTIFICATES) expect(run("Singular", ["-q"], confirmationScripts(certificate).singular).trim()).toBe("unreachable");
  });

  test.skipIf(Z3 === undefined)("z3 finds no weights (skipped without z3 or z3-solver)", async () => {
    for (const certificate of CERTIFICATES) expect(await askCommand(solverCommand(Z3!), confirmationScripts(certificate).smt2, 35)).toBe("unsat");
  });

  test.skipIf(!onPath("Singular") || Z3 === undefined)("a limit that is reached is not confirmed (skipped without Singular or z3)", async () => {
    // Not what the rule says: with the entry (0, 0) nonzero instead of (0, 1), the pivot is there.
    const [lu] = CERTIFICATES;
    const evidence = { outputs: [0, 1], inputs: [0, 1], limit: [["1", "0"], ["1", "0"]], weights: [], unreachable: {} };
    const { singular, smt2 } = confirmationScripts({ ...lu!, rule: "degeneration", evidence } as CertificateJson);
    expect(run("Singular", ["-q"], singular).trim()).toBe("unknown");
    expect(await askCommand(solverCommand(Z3!), smt2, 20)).toBe("sat");
  });

  test("a certificate without a limit is refused", () => {
    const closed = decide(patternFrom(["11"], ["1"])).linear.certificate!;
    expect(() => confirmationScripts(closed)).toThrow("rule: expected lu-minor, cut-minor, two-neurons or degeneration");
  });
});
