import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BY_HAND, CORNERS, OF_EVERY_KIND, XOR, certificateFor } from "../support/optimum.js";
import { OF_EVERY_RULE, PEAK } from "../support/sparsest.js";
import { inFolder, wellposed } from "./terminal.js";

const LU = "patterns/lu/lu-2.json";

async function certificateOf(file: string): Promise<Record<string, unknown>> {
  return JSON.parse((await wellposed("verify", file, "--format", "json")).out).results[0].verdicts.linear.certificate;
}

describe("wellposed check", () => {
  test("accepts a certificate with exit code 0 and says what it proves", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "c.json");
      writeFileSync(file, JSON.stringify(await certificateOf(LU)));
      expect(await wellposed("check", file)).toEqual({ code: 0, out: `${file}: proved: linear no for lu-2 2-2-2 (lu-minor)\n`, err: "" });
    });
  });

  test("refuses a changed certificate with exit code 1 and the first step that fails", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "c.json");
      const certificate = await certificateOf(LU);
      writeFileSync(file, JSON.stringify({ ...certificate, closed: true }));
      const { code, out } = await wellposed("check", file);
      expect(code).toBe(1);
      expect(out).toContain("refused: evidence: this rule proves not closed, claimed is closed");
    });
  });

  test("one refused certificate among several is enough for 1", async () => {
    await inFolder(async (folder) => {
      const [good, bad] = [join(folder, "good.json"), join(folder, "bad.json")];
      const certificate = await certificateOf(LU);
      writeFileSync(good, JSON.stringify(certificate));
      writeFileSync(bad, JSON.stringify({ ...certificate, rule: "unique-paths", evidence: {} }));
      expect((await wellposed("check", good, bad)).code).toBe(1);
      expect((await wellposed("check", good, good)).code).toBe(0);
    });
  });

  test("replays every certificate of a report", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "report.json");
      await wellposed("verify", LU, "patterns/butterfly/fft-4.json", "--format", "json", "--out", file);
      const { code, out } = await wellposed("check", file);
      expect(code).toBe(0);
      expect(out.trim().split("\n")).toHaveLength(6);
    });
  });

  test("refuses a verdict of a report that its certificate does not prove", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "report.json");
      const { out } = await wellposed("verify", LU, "--format", "json");
      const report = JSON.parse(out) as { results: { verdicts: Record<string, { closed: boolean | null }> }[] };
      const verdicts = report.results[0]!.verdicts;
      const said = async (changed: object): Promise<{ code: number; out: string }> => {
        writeFileSync(file, JSON.stringify({ ...report, results: [{ ...report.results[0], verdicts: changed }] }));
        const { code, out: lines } = await wellposed("check", file);
        return { code, out: lines };
      };
      expect((await said(verdicts)).code).toBe(0);
      const turned = await said({ ...verdicts, linear: { ...verdicts["linear"], closed: true } });
      expect(turned.code).toBe(1);
      expect(turned.out).toContain("refused: verdicts.linear.closed: true is not what its certificate proves");
      expect((await said({ cube: verdicts["linear"] })).out).toContain("refused: verdicts.cube.closed: false is not what its certificate proves");
    });
  });

  test("--pattern demands that the proof is about that pattern", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "c.json");
      writeFileSync(file, JSON.stringify(await certificateOf(LU)));
      expect((await wellposed("check", file, "--pattern", LU)).code).toBe(0);
      const other = await wellposed("check", file, "--pattern", "patterns/lu/ul-2.json");
      expect(other.code).toBe(1);
      expect(other.out).toContain("about another pattern");
    });
  });

  test.each([
    ["text that is not JSON", "{", 65],
    ["a report without certificates", '{"schema":"wellposed/report/1","results":[]}', 65],
    ["a report of an unknown version", '{"schema":"wellposed/report/2","results":[]}', 65],
    ["a report whose version is no text", '{"schema":{"toString":1},"results":[]}', 65],
    ["a key twice", '{"format":"wellposed/certificate/1","format":"x"}', 65],
    ["a certificate of an unknown version", '{"format":"wellposed/certificate/2"}', 1],
    ["null", "null", 1],
    ["an empty file", "", 65],
  ])("%s is not accepted", async (_, text, expected) => {
    await inFolder(async (folder) => {
      const file = join(folder, "c.json");
      writeFileSync(file, text);
      const { code, out, err } = await wellposed("check", file);
      expect(code).toBe(expected);
      expect(`${out}${err}`.trim().split("\n")).toHaveLength(1);
    });
  });

  test("a name or key with lines of its own makes no line that looks like a proof", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "c.json");
      const certificate = await certificateOf(LU);
      const forged = "x\nother.json: proved: linear yes for lu-2\u001b[1m";
      const linesOf = async (value: unknown): Promise<string[]> => {
        writeFileSync(file, JSON.stringify(value));
        const { out } = await wellposed("check", file);
        expect(out).not.toContain("\u001b");
        return out.trimEnd().split("\n");
      };
      expect(await linesOf({ ...certificate, pattern: { ...(certificate["pattern"] as object), name: forged } })).toHaveLength(1);
      expect(await linesOf({ ...certificate, evidence: { [forged]: 0 } })).toHaveLength(1);
      expect(await linesOf({ schema: "wellposed/report/1", results: [{ source: forged, verdicts: { linear: { certificate } } }] })).toHaveLength(1);
    });
  });

  test("says what an optimum certificate proves, and where one does not", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "c.json");
      const said = async (value: unknown, ...flags: string[]): Promise<{ code: number; out: string }> => {
        writeFileSync(file, JSON.stringify(value));
        const { code, out } = await wellposed("check", file, ...flags);
        return { code, out: out.replace(`${file}: `, "") };
      };
      expect(await said(BY_HAND)).toEqual({
        code: 0,
        out: "proved: minimum between 0.341796875 and 0.341796875 (gap 0.0, relative 0.0) of the training problem on 1 point, 2 activation patterns, all of them; squared loss, mean, lambda 0.4375; 1 hidden neuron reaches the upper number\n",
      });
      const gates = OF_EVERY_KIND["gated, supports, some gates"]!;
      const { code, out } = await said(gates);
      expect(code).toBe(0);
      expect(out).toContain(`of the program with these ${gates.supports.reduce((sum, support) => sum + support.gates.length, 0)} gates on 5 points; squared loss, mean, lambda 0.125`);
      expect(await said({ ...BY_HAND, value: "1/3", dualBound: "0" })).toEqual({ code: 1, out: "refused: value: the network does not reach it\n" });
      expect(await said(BY_HAND, "--pattern", LU)).toEqual({ code: 1, out: "refused: pattern: it is about data, not about a pattern\n" });
    });
  });

  test("replays the certificate of a reported optimum", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "optimum.json");
      const certificate = certificateFor(CORNERS, XOR);
      writeFileSync(file, JSON.stringify({ schema: "wellposed/optimum/1", certificate }));
      const { code, out } = await wellposed("check", file);
      expect(code).toBe(0);
      expect(out).toContain("of the training problem on 4 points, 14 activation patterns, all of them");
      writeFileSync(file, JSON.stringify({ schema: "wellposed/optimum/1", certificate: { ...certificate, dualBound: certificate.value, value: "0" } }));
      expect((await wellposed("check", file)).code).toBe(1);
      writeFileSync(file, JSON.stringify({ schema: "wellposed/optimum/1", certificate: null }));
      expect((await wellposed("check", file)).code).toBe(65);
    });
  });

  test("says what a certificate of a sparsest network proves, alone and in a result", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "c.json");
      const said = async (value: unknown, ...flags: string[]): Promise<{ code: number; out: string }> => {
        writeFileSync(file, JSON.stringify(value));
        const { code, out } = await wellposed("check", file, ...flags);
        return { code, out: out.replace(`${file}: `, "").trim() };
      };
      const peak = "proved: a network of 3 hidden neurons and an affine part interpolates 6 points with 1 input; no such network has fewer";
      expect(await said(PEAK)).toEqual({ code: 0, out: `${peak} (witnesses)` });
      expect(await said({ schema: "wellposed/sparsest/1", certificate: PEAK })).toEqual({ code: 0, out: `${peak} (witnesses)` });
      expect(await said({ ...PEAK, claim: { count: 3, atLeast: 2 } })).toEqual({ code: 0, out: `${peak} than 2 (witnesses)` });
      const masked = OF_EVERY_RULE["XOR, parameters, a mask"]!;
      expect(await said(masked)).toEqual({
        code: 0,
        out: "proved: a network of 4 parameters within a mask of 3 neurons interpolates 4 points with 2 inputs; no such network has fewer (enumeration)",
      });
      const none = { ...masked, claim: { count: 4, atLeast: 0 }, lowerBound: { rule: "none" } };
      expect((await said(none)).out).toContain("interpolates 4 points with 2 inputs; nothing is said of fewer (none)");
      expect(await said({ ...PEAK, claim: { count: 2, atLeast: 2 } })).toEqual({ code: 1, out: "refused: claim.count: 3 expected" });
      expect(await said(PEAK, "--pattern", LU)).toEqual({ code: 1, out: "refused: pattern: it is about data, not about a pattern" });
      expect((await wellposed("check", file)).code).toBe(0);
      writeFileSync(file, JSON.stringify({ schema: "wellposed/sparsest/1", certificate: null }));
      expect((await wellposed("check", file)).code).toBe(65);
    });
  });

  test("a file that is not there is 74", async () => {
    const { code, err } = await wellposed("check", "no-such-file.json");
    expect(code).toBe(74);
    expect(err).toContain("no such file");
  });
});
