import type { Log, Result as SarifResult } from "sarif";
import { describe, expect, test } from "vitest";
import type { Report, Result } from "../../src/report/result.js";
import { reportAsSarif } from "../../src/report/sarif.js";
import { RULES } from "../../src/report/findings/rules.js";
import { masks } from "../support/patterns.js";
import { resultOf } from "./results.js";

const quiet = masks([["11", "01"], ["10", "11"]]);
const dead = masks([["110", "000", "010"], ["110", "000"]]);
const empty = masks([["11", "01"], ["00"]]);

const report = (results: readonly Result[], errors?: Report["errors"]): Report => ({ schema: "wellposed/report/1", results, ...(errors === undefined ? {} : { errors }) });
const logOf = (results: readonly Result[], errors?: Report["errors"], root?: string): Log => JSON.parse(reportAsSarif(report(results, errors), "linear", root)) as Log;
const listed = (log: Log): SarifResult[] => log.runs[0]!.results!;

/** What SARIF 2.1.0 and GitHub demand of a log. */
function expectValid(log: Log): void {
  expect(Object.keys(log).sort()).toEqual(["$schema", "runs", "version"]);
  expect(log.version).toBe("2.1.0");
  expect(log.runs).toHaveLength(1);
  const [run] = log.runs;
  const rules = run!.tool.driver.rules!;
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const { shortDescription, defaultConfiguration, properties } of rules) {
    expect(shortDescription!.text).not.toBe("");
    expect(["none", "note", "warning", "error"]).toContain(defaultConfiguration!.level);
    expect(properties!.tags!.length).toBeLessThanOrEqual(10);
  }
  expect(run!.results!.length).toBeLessThanOrEqual(25_000);
  // One expectation for all: logs may hold thousands of results.
  const wrong = run!.results!.filter((result) => {
    const { artifactLocation, region } = result.locations![0]!.physicalLocation!;
    const fingerprints = Object.values(result.partialFingerprints!);
    return !(
      rules[result.ruleIndex!]!.id === result.ruleId &&
      result.message.text !== "" &&
      // A level belongs to failures only.
      (result.kind === "fail" ? ["note", "warning", "error"].includes(result.level!) : result.kind === "open" && result.level === "none") &&
      result.locations!.length === 1 &&
      /^[^\\ ]+$/.test(artifactLocation!.uri!) &&
      region!.startLine === 1 &&
      fingerprints.length === 1 &&
      /^[0-9a-f]{32}$/.test(fingerprints[0]!)
    );
  });
  expect(wrong).toEqual([]);
}

describe("SARIF", () => {
  test("has a result for each problem, none for what is in order, and counts that", () => {
    const log = logOf([resultOf("a.json", "a", quiet, false), resultOf("b.json", "b", dead, true), resultOf("c.json", "c", empty, null), resultOf("d.json", "d", quiet, true)]);
    expectValid(log);
    expect(listed(log).map(({ ruleId, level }) => `${ruleId} ${level}`)).toEqual(["linear-no warning", "WP003 warning", "WP002 note", "WP001 note", "linear-undecided none", "WP012 error"]);
    expect(log.runs[0]!.properties).toEqual({ patterns: 4, "linear-yes": 2, facts: 0 });
  });

  test("knows every rule, those of verdicts first", () => {
    const rules = logOf([]).runs[0]!.tool.driver.rules!;
    expect(rules.map(({ id }) => id)).toEqual(["linear-no", "linear-undecided", "linear-yes", ...RULES.map(({ id }) => id)]);
    expect(rules.at(-1)!.fullDescription!.text).toBe(RULES.at(-1)!.help);
  });

  test("fingerprints are all different, and stay when numbers change, the folder, or the order", () => {
    const fingerprints = (results: readonly Result[]): string[] => listed(logOf(results)).flatMap(({ partialFingerprints }) => Object.values(partialFingerprints!));
    const all = fingerprints([resultOf("a.json", "a", dead, false), resultOf("b.json", "a", dead, false)]);
    expect(new Set(all).size).toBe(8);
    expect(fingerprints([resultOf("./b.json", "a", dead, false), resultOf("a.json", "a", dead, false)]).toSorted()).toEqual(all.toSorted());
    const fewer = fingerprints([resultOf("a.json", "a", masks([["100", "000", "010"], ["110", "000"]]), true)]);
    for (const one of fewer) expect(all).toContain(one);
  });

  test("paths are relative to the root; what lies outside, or is no file, has a name too", () => {
    const uris = listed(logOf(["masks/a b.json", "/elsewhere/c.json", "rect:12*12 2*2"].map((source) => resultOf(source, source, quiet, false)))).map(
      ({ locations }) => locations![0]!.physicalLocation!.artifactLocation!,
    );
    expect(uris).toEqual([{ uri: "masks/a%20b.json", uriBaseId: "%SRCROOT%" }, { uri: "file:///elsewhere/c.json" }, { uri: "rect%3A12*12%202*2", uriBaseId: "%SRCROOT%" }]);
  });

  test("refused files are notifications, and the run is not called a success", () => {
    const { invocations } = logOf([], [{ source: "x.json", message: "x.json: expected a, found b" }]).runs[0]!;
    expect(invocations![0]).toMatchObject({ executionSuccessful: false, toolExecutionNotifications: [{ level: "error", message: { text: "x.json: expected a, found b" } }] });
  });

  test("more results than GitHub shows come the worst first; more than a run may have are counted by rule", () => {
    const one = resultOf("", "", dead, false);
    const many = Array.from({ length: 6_300 }, (_, n) => ({ ...one, source: `${n}.json`, pattern: { ...one.pattern, name: `${n}` } }));
    const some = logOf([...many.slice(0, 1_600), resultOf("e.json", "e", empty, true)]);
    expectValid(some);
    expect(listed(some)).toHaveLength(6_401);
    expect(listed(some)[0]!.ruleId).toBe("WP012");
    expect(some.runs[0]!.invocations![0]!.toolExecutionNotifications!.map(({ message }) => message.text)).toEqual(["GitHub shows 5000 of 6401 results, the worst first."]);
    const log = logOf(many);
    expectValid(log);
    expect(listed(log)).toHaveLength(25_000);
    expect(listed(log).filter(({ level }) => level === "warning")).toHaveLength(12_600);
    expect(log.runs[0]!.invocations![0]!.toolExecutionNotifications!.map(({ message }) => message.text)).toEqual([
      "200 of 25200 results are left out, more than a run may have: 100 of WP001, 100 of WP002.",
      "GitHub shows 5000 of 25000 results, the worst first.",
    ]);
  });
});
