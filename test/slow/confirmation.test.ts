/**
 * Every certificate in the library that names a limit out of reach is confirmed by an independent route: 1 in the ideal over the rationals
 * (Singular), or unsat (z3). What neither decides in its time is printed by name and is no confirmation; a contradiction fails.
 */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { CertificateJson } from "../../src/certificate/certificate.js";
import { decide } from "../../src/decide/decide.js";
import { readPattern } from "../../src/formats/read.js";
import { Fault } from "../../src/pattern/fault.js";
import { askCommand, solverCommand } from "../../src/solvers/command.js";
import { confirmationScripts } from "../../src/solvers/confirmation.js";
import { Z3, onPath, run } from "../support/programs.js";

const SECONDS = 20;

async function libraryPatterns(): Promise<{ name: string; certificate: CertificateJson }[]> {
  const files = readdirSync("patterns", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json")).sort();
  const found: { name: string; certificate: CertificateJson }[] = [];
  for (const file of files) {
    const { linear } = decide((await readPattern(`patterns/${file}`)).pattern);
    if (linear.closed === false) found.push({ name: file, certificate: linear.certificate! });
  }
  return found;
}

describe.skipIf(!onPath("Singular") && Z3 === undefined)("certificates that are not closed (skipped without Singular, z3 and z3-solver)", () => {
  test("are confirmed where their rule names a limit", async () => {
    const confirmed = { Singular: 0, z3: 0 };
    const unknown: string[] = [];
    const notAsked: string[] = [];
    for (const { name, certificate } of await libraryPatterns()) {
      let scripts: ReturnType<typeof confirmationScripts>;
      try {
        scripts = confirmationScripts(certificate);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        notAsked.push(`${name} (${error.message})`);
        continue;
      }
      if (onPath("Singular") && run("Singular", ["-q"], scripts.singular, SECONDS).trim() === "unreachable") {
        confirmed.Singular++;
        continue;
      }
      const answer = Z3 === undefined ? "unknown" : await askCommand(solverCommand(Z3), scripts.smt2, SECONDS);
      expect(answer, `${name}: z3 reaches what the certificate says cannot be reached`).not.toBe("sat");
      if (answer === "unsat") confirmed.z3++;
      else unknown.push(`${name} (${answer})`);
    }
    console.log(`confirmed by Singular ${confirmed.Singular}, by z3 ${confirmed.z3}; unknown ${unknown.length}: ${unknown.join(", ") || "none"}`);
    console.log(`not asked, as their rule names no limit or the product is too large: ${notAsked.join("; ") || "none"}`);
    expect(confirmed.Singular + confirmed.z3).toBeGreaterThan(0);
  });
});
