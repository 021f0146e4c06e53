import { describe, expect, test } from "vitest";
import { RuleCounts, summaryAsText } from "../../src/report/summary.js";

function counted(): RuleCounts {
  const counts = new RuleCounts();
  for (const [closed, rule] of [[true, "cap"], [false, "lu-minor"], [null, null], [false, "lu-minor"], [false, "cap"], [true, "free"], [true, "components"]] as const) {
    counts.add({ closed, rule });
  }
  return counts;
}

describe("the summary", () => {
  test("counts verdicts by rule, the commonest first, then by name", () => {
    expect(counted().summary()).toEqual({
      patterns: 7,
      closed: 3,
      notClosed: 3,
      undecided: 1,
      rules: [
        { rule: "cap", closed: 1, notClosed: 1 },
        { rule: "lu-minor", closed: 0, notClosed: 2 },
        { rule: "components", closed: 1, notClosed: 0 },
        { rule: "free", closed: 1, notClosed: 0 },
      ],
    });
  });

  test("of nothing is all zeros", () => {
    expect(new RuleCounts().summary()).toEqual({ patterns: 0, closed: 0, notClosed: 0, undecided: 0, rules: [] });
    expect(summaryAsText(new RuleCounts().summary())).toContain("0 patterns");
  });

  test("as text has a line for each rule, zeros left blank, and the totals", () => {
    expect(summaryAsText(counted().summary()).split("\n")).toEqual([
      "rule        closed  not closed",
      "------------------------------",
      "cap              1           1",
      "lu-minor                     2",
      "components       1",
      "free             1",
      "------------------------------",
      "7 patterns       3           3",
      "undecided: 1",
      "",
    ]);
  });
});
