/**
 * Every certificate of the pattern library and of the classes of the atlas that names a limit out of reach is confirmed by an independent route: 1 in the ideal over the rationals
 * (Singular), or unsat (z3). Where the certificate's rule names no limit, it is the one that the proof comes down to. What neither decides in its time is printed by name and is no confirmation; a contradiction fails.
 */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type CertificateJson, certificateFromJson } from "../../src/certificate/certificate.js";
import type { Proof } from "../../src/certificate/proof.js";
import { approachOf } from "../../src/counterexample/approach.js";
import { Unsupported } from "../../src/counterexample/unsupported.js";
import { decide } from "../../src/decide/decide.js";
import { readPattern } from "../../src/formats/read.js";
import { enumerate } from "../../src/library/enumerate.js";
import { Fault } from "../../src/pattern/fault.js";
import { pruneDead } from "../../src/pattern/live.js";
import type { Pattern } from "../../src/pattern/pattern.js";
import { askCommand, solverCommand } from "../../src/solvers/command.js";
import { confirmationScripts } from "../../src/solvers/confirmation.js";
import { reachabilityQuestion } from "../../src/solvers/question.js";
import { writeSingular } from "../../src/solvers/singular.js";
import { writeSmt2 } from "../../src/solvers/smt2.js";
import { Z3, onPath, run } from "../support/programs.js";

const SECONDS = 20;

type Scripts = ReturnType<typeof confirmationScripts>;

interface Named {
  readonly name: string;
  readonly certificate: CertificateJson;
}

/** The certificates of the patterns that are not closed. */
function notClosed(patterns: Iterable<{ name: string; pattern: Pattern }>): Named[] {
  const found: Named[] = [];
  for (const { name, pattern } of patterns) {
    const { closed, certificate } = decide(pattern).linear;
    if (closed === false) found.push({ name, certificate: certificate! });
  }
  return found;
}

async function library(): Promise<Named[]> {
  const files = readdirSync("patterns", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json")).sort();
  return notClosed(await Promise.all(files.map(async (file) => ({ name: file, pattern: (await readPattern(`patterns/${file}`)).pattern }))));
}

/** Up to `side` outputs and inputs. */
function classes(side: number, hidden: number): Named[] {
  return notClosed(Array.from(enumerate({ outputs: side, inputs: side, hidden }), (pattern) => ({ name: pattern.name, pattern })));
}

/** The question about the limit that the proof comes down to, where the certificate itself names none. */
function approached(certificate: CertificateJson): Scripts | undefined {
  const { pattern, proof } = certificateFromJson(certificate);
  try {
    const { outputs, inputs, limit } = approachOf(pruneDead(pattern.masks), proof as Proof);
    const question = reachabilityQuestion(pattern, { outputs, inputs, values: limit });
    return { singular: writeSingular(question), smt2: writeSmt2(question) };
  } catch (error) {
    if (error instanceof Fault || error instanceof Unsupported) return undefined;
    throw error;
  }
}

function scriptsOf(certificate: CertificateJson): Scripts | undefined {
  try {
    return confirmationScripts(certificate);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

describe.skipIf(!onPath("Singular") && Z3 === undefined)("certificates that are not closed (skipped without Singular, z3 and z3-solver)", () => {
  test.each([
    { of: "the pattern library", list: library },
    { of: "the classes up to 3 x 3 with two neurons", list: () => classes(3, 2) },
    { of: "the classes up to 3 x 3 with three neurons", list: () => classes(3, 3) },
    { of: "the classes up to 3 x 3 with four neurons", list: () => classes(3, 4) },
    { of: "the classes up to 4 x 4 with three neurons", list: () => classes(4, 3) },
  ])("of $of are confirmed where a limit is known", async ({ of, list }) => {
    const confirmed = { Singular: 0, z3: 0 };
    const unknown: string[] = [];
    const notAsked: string[] = [];
    for (const { name, certificate } of await list()) {
      const scripts = scriptsOf(certificate) ?? approached(certificate);
      if (scripts === undefined) {
        notAsked.push(`${name} (${certificate.rule})`);
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
    console.log(`${of}: confirmed by Singular ${confirmed.Singular}, by z3 ${confirmed.z3}; unknown ${unknown.length}: ${unknown.join(", ") || "none"}`);
    console.log(`not asked, as no limit is known or the product is too large, ${notAsked.length}: ${notAsked.join("; ") || "none"}`);
    expect(confirmed.Singular + confirmed.z3).toBeGreaterThan(0);
  });
});
