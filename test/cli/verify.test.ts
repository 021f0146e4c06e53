import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { check } from "../../src/check/check.js";
import { inFolder, wellposed } from "./terminal.js";

const LU = "patterns/lu/lu-2.json";
const DIGITS = "examples/digits-64-32-10.pt";
const CLOSED = "patterns/butterfly/fft-4.json";

/** Undecided for `cube` only through lack of a theorem: outputs share some hidden neurons, not all. */
const OPEN_CUBE = { format: "wellposed/pattern/1", name: "open", widths: [1, 3, 2], masks: [["1", "1", "1"], ["110", "011"]] };

describe("wellposed verify", () => {
  test("exit code follows the asked property: 0 closed, 1 not closed, 2 undecided", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "open.json");
      writeFileSync(file, JSON.stringify(OPEN_CUBE));
      expect((await wellposed("verify", file)).code).toBe(0);
      expect((await wellposed("verify", file, "--property", "finite")).code).toBe(1);
      expect((await wellposed("verify", file, "--property", "cube")).code).toBe(2);
    });
  });

  test("over several files the worst code counts", async () => {
    expect((await wellposed("verify", CLOSED, CLOSED)).code).toBe(0);
    expect((await wellposed("verify", CLOSED, LU)).code).toBe(1);
    expect((await wellposed("verify", LU, "no-such-file.json")).code).toBe(74);
  });

  test("a refused file costs one line on stderr and its own verdict, not the others'", async () => {
    await inFolder(async (folder) => {
      const bad = join(folder, "bad.json");
      writeFileSync(bad, '{ "format": "wellposed/pattern/1", "widths": [2, 1], "masks": [["12"]] }');
      const { code, out, err } = await wellposed("verify", bad, CLOSED, "--format", "json");
      expect(code).toBe(65);
      expect(err.split("\n").filter((line) => line.startsWith("wellposed:"))).toHaveLength(1);
      expect(err).toMatch(/bad\.json: masks\[0\]\[0\], character 1: expected 0 or 1, found "2"/);
      const report = JSON.parse(out) as { results: unknown[]; errors: { source: string }[] };
      expect(report.results).toHaveLength(1);
      expect(report.errors.map(({ source }) => source)).toEqual([bad]);
    });
  });

  test("json is the report of the contract, and its certificates prove their claims", async () => {
    const { out } = await wellposed("verify", LU, "--format", "json");
    const report = JSON.parse(out);
    expect(report.schema).toBe("wellposed/report/1");
    const [result] = report.results;
    expect(result.source).toBe(LU);
    expect(result.pattern).toEqual({ name: "lu-2", widths: [2, 2, 2], edges: 6 });
    expect(result.elapsedMs).toBeTypeOf("number");
    expect(result.verdicts.linear).toMatchObject({ closed: false, rule: "lu-minor" });
    expect(result.verdicts.linear.certificate.evidence).toEqual({ outputs: [0, 1], inputs: [0, 1], neuron: { layer: 1, index: 0 } });
    for (const verdict of Object.values(result.verdicts) as { certificate: unknown }[]) expect(check(verdict.certificate).ok).toBe(true);
  });

  test("--no-certificates keeps the verdicts and leaves the certificates out", async () => {
    const { out } = await wellposed("verify", LU, "--format", "json", "--no-certificates");
    const [result] = JSON.parse(out).results;
    expect(result.verdicts.linear).toMatchObject({ closed: false, rule: "lu-minor", certificate: null });
  });

  test("finite: no says whether the dense network has the defect too", async () => {
    const { out } = await wellposed("verify", LU, "--format", "json");
    expect(JSON.parse(out).results[0].verdicts.finite.dense).toBe(false);
    expect((await wellposed("verify", LU)).out).toContain("so for the dense network of the same widths");
  });

  test("text shows each verdict with its rule, and a table with totals for several files", async () => {
    const one = (await wellposed("verify", LU)).out;
    expect(one).toMatch(/linear +no +\[lu-minor\]/);
    expect(one).not.toContain("patterns;");
    const two = (await wellposed("verify", LU, CLOSED)).out;
    expect(two).toContain("2 patterns; linear: 1 yes, 1 no, 0 undecided");
    for (const line of two.split("\n")) expect(line.length).toBeLessThanOrEqual(110);
  });

  test("markdown has a row and a section for each pattern, names escaped", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "odd.json");
      writeFileSync(file, JSON.stringify({ ...OPEN_CUBE, name: "a|b <i>*" }));
      const { out } = await wellposed("verify", file, LU, "--format", "markdown");
      expect(out).toContain("| a\\|b \\<i\\>\\* |");
      expect(out).toContain("## lu-2");
    });
  });

  test("sarif is 2.1.0 with stable rule ids, a result for each problem, and refused files as notifications", async () => {
    const { out, code } = await wellposed("verify", LU, CLOSED, "missing.json", "--format", "sarif");
    expect(code).toBe(74);
    const log = JSON.parse(out);
    expect(log.version).toBe("2.1.0");
    const [run] = log.runs;
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id).slice(0, 4)).toEqual(["linear-no", "linear-undecided", "linear-yes", "WP001"]);
    expect(run.results.map(({ ruleId, kind, level }: Record<string, string>) => [ruleId, kind, level])).toEqual([["linear-no", "fail", "warning"]]);
    expect(run.properties).toMatchObject({ patterns: 2, "linear-yes": 1 });
    expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(LU);
    expect(run.invocations[0].executionSuccessful).toBe(false);
    expect(run.invocations[0].toolExecutionNotifications).toHaveLength(1);
  });

  test("json has the layers, neurons and findings of each pattern", async () => {
    const { out } = await wellposed("verify", DIGITS, "--format", "json");
    const [result] = JSON.parse(out).results;
    expect(result.layers).toMatchObject([{ layer: 1, name: "fc1.weight", rows: 32, cols: 64, kept: 182, live: 168, emptyRows: 3, emptyColumns: 18, groups: [] }, { layer: 2, kept: 55, live: 55 }]);
    expect(result.neurons.map(({ layer, width, dead }: Record<string, number>) => [layer, width, dead])).toEqual([[0, 64, 19], [1, 32, 6], [2, 10, 1]]);
    expect(result.findings.map(({ rule, level, layer }: Record<string, unknown>) => [rule, level, layer])).toEqual([["WP003", "warning", null], ["WP002", "note", null], ["WP001", "note", null]]);
  });

  test("text tells findings under the verdicts, and with --structure the layers too", async () => {
    const { out } = await wellposed("verify", DIGITS);
    expect(out).toContain("  warning [WP003] no input reaches 1 of 10 outputs, which can only be constant: output 0\n");
    expect(out).not.toContain("out x in");
    const { out: more } = await wellposed("verify", DIGITS, "--structure");
    expect(more).toContain("  layer           out x in  kept   share  live  empty rows  empty cols  structure\n  1 (fc1.weight)  32 x 64    182  8.89 %   168           3          18\n");
    expect((await wellposed("verify", LU)).out).not.toContain("[WP");
    expect((await wellposed("verify", "patterns/butterfly/fft-16.json", "--structure")).out).toMatch(/  fact +\[WP033\] layer 1 keeps weights only in 8 blocks of 2 x 2 along the diagonal\n/);
  });

  test("--expect N:M makes errors of layers without it, and does not change the exit code", async () => {
    const { out, code } = await wellposed("verify", DIGITS, "--expect", "2:4");
    expect(code).toBe(1);
    expect(out).toMatch(/  error +\[WP022\] layer 1 \(fc1.weight\) is not 2:4 along the inputs: 1 of 512 groups keeps more\s+than 2; the first: output 18, inputs 8 to 11, keeps 3/);
    for (const bad of ["2:3", "4:2", "x"]) {
      const { code: usage, err } = await wellposed("verify", DIGITS, "--expect", bad);
      expect(usage).toBe(64);
      expect(err).toContain("N:M is expected, such as 2:4");
    }
  });

  test("github prints annotations, and appends to the summary and the outputs of the step", async () => {
    await inFolder(async (folder) => {
      const [summary, outputs] = [join(folder, "summary.md"), join(folder, "outputs")];
      writeFileSync(summary, "# Before\n");
      vi.stubEnv("GITHUB_STEP_SUMMARY", summary);
      vi.stubEnv("GITHUB_OUTPUT", outputs);
      const { out, code } = await wellposed("verify", LU, CLOSED, "missing.json", "--format", "github");
      expect(code).toBe(74);
      expect(out).toMatch(/^::error file=missing\.json,title=wellposed%3A file refused::missing\.json: expected/);
      expect(out).toContain(`\n::warning file=${LU},title=wellposed linear-no (lu-minor)::lu-2: 2-2-2, 6 of 8 weights kept (75 %25).`);
      expect(readFileSync(summary, "utf8")).toMatch(/^# Before\n# Closedness verdicts\n/);
      expect(readFileSync(outputs, "utf8")).toContain("linear-yes=1\nlinear-no=1\nlinear-undecided=0\n");
      expect(readFileSync(outputs, "utf8")).toContain("exit-code=74\n");
      vi.stubEnv("GITHUB_STEP_SUMMARY", join(folder, "none", "summary.md"));
      expect((await wellposed("verify", LU, "--format", "github")).code).toBe(74);
      vi.unstubAllEnvs();
    });
  });

  test("other formats leave the files of the step alone", async () => {
    await inFolder(async (folder) => {
      vi.stubEnv("GITHUB_STEP_SUMMARY", join(folder, "summary.md"));
      for (const format of ["text", "json", "markdown", "sarif"]) await wellposed("verify", LU, "--format", format);
      vi.unstubAllEnvs();
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test("--out writes the whole report to the file and nothing to stdout, and leaves no other file", async () => {
    await inFolder(async (folder) => {
      const { out, code } = await wellposed("verify", LU, "--format", "json", "--out", join(folder, "report.json"));
      expect([out, code]).toEqual(["", 1]);
      expect(JSON.parse(readFileSync(join(folder, "report.json"), "utf8")).results).toHaveLength(1);
      expect(readdirSync(folder)).toEqual(["report.json"]);
    });
  });

  test("an --out that cannot be written is 74 and leaves nothing behind", async () => {
    await inFolder(async (folder) => {
      const { code, err } = await wellposed("verify", LU, "--out", join(folder, "none", "report.json"));
      expect(code).toBe(74);
      expect(err).toContain("expected a file that can be written");
      mkdirSync(join(folder, "taken"));
      expect((await wellposed("verify", LU, "--out", join(folder, "taken"))).code).toBe(74);
      expect(readdirSync(folder)).toEqual(["taken"]);
      expect(existsSync(join(folder, "none"))).toBe(false);
    });
  });

  test("--out never overwrites an input, under whatever name", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "mask.json");
      const text = JSON.stringify(OPEN_CUBE);
      writeFileSync(file, text);
      symlinkSync(file, join(folder, "link.json"));
      for (const out of [file, join(folder, ".", "mask.json"), join(folder, "link.json")]) {
        const { code, err } = await wellposed("verify", file, "--out", out);
        expect(code).toBe(64);
        expect(err).toContain("--out: expected a file that is no input");
      }
      expect((await wellposed("export", file, "--to", "dot", "--out", file)).code).toBe(64);
      expect((await wellposed("explain", file, "--out", file)).code).toBe(64);
      expect(readFileSync(file, "utf8")).toBe(text);
    });
  });

  test("--out writes through a link and keeps a file's mode; an empty name is bad usage", async () => {
    await inFolder(async (folder) => {
      const [target, link] = [join(folder, "report.txt"), join(folder, "latest.txt")];
      writeFileSync(target, "old", { mode: 0o600 });
      symlinkSync(target, link);
      expect((await wellposed("verify", LU, "--out", link)).code).toBe(1);
      expect(readFileSync(target, "utf8")).toContain("lu-minor");
      expect(lstatSync(link).isSymbolicLink()).toBe(true);
      expect(statSync(target).mode & 0o777).toBe(0o600);
      expect(readdirSync(folder).sort()).toEqual(["latest.txt", "report.txt"]);
      expect((await wellposed("verify", LU, "--out", "")).code).toBe(64);
    });
  });

  test("patterns of one name are told apart by their files", async () => {
    await inFolder(async (folder) => {
      const files = ["a", "b"].map((name) => join(folder, `${name}.json`));
      for (const file of files) writeFileSync(file, JSON.stringify(OPEN_CUBE));
      for (const format of ["text", "markdown"]) {
        const { out } = await wellposed("verify", ...files, LU, "--format", format);
        for (const name of ["a.json", "b.json", "lu-2"]) expect(out).toContain(name);
      }
    });
  });

  test("a checkpoint says on stderr which tensors were read and how many weights are kept", async () => {
    const { err, out } = await wellposed("verify", "examples/digits-64-32-10.pt");
    expect(err).toContain("fc1");
    expect(err).toMatch(/182 of 2048 weights kept/);
    expect(out).not.toContain("182 of 2048");
  });

  test("--bias no leaves finite and cube undecided, with the reason", async () => {
    const { out } = await wellposed("verify", LU, "--bias", "no", "--format", "json");
    const { linear, finite, cube } = JSON.parse(out).results[0].verdicts;
    expect([linear.closed, finite.closed, cube.closed]).toEqual([false, null, null]);
    expect(finite.why).toContain("free biases");
  });
});
