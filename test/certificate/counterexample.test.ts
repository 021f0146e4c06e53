import { describe, expect, test } from "vitest";
import { counterexampleFromJson, counterexampleToJson } from "../../src/certificate/counterexample.js";
import { Fault } from "../../src/pattern/fault.js";
import { DENSE122, LU2, made, patternOf } from "../support/counterexamples.js";

const documents = [made(patternOf(LU2)).certificate, made(patternOf(DENSE122), "finite").certificate];

function place(value: unknown): string {
  try {
    counterexampleFromJson(value);
  } catch (error) {
    if (error instanceof Fault) return error.place;
    throw error;
  }
  return "read";
}

describe("counterexampleFromJson", () => {
  test("reads what counterexampleToJson writes", () => {
    for (const document of documents) expect(counterexampleToJson(counterexampleFromJson(JSON.parse(JSON.stringify(document))))).toEqual(document);
  });

  test("refuses other formats, rules, keys and numbers, and says where", () => {
    const [lu] = documents;
    expect(place({ ...lu, format: "wellposed/counterexample/2" })).toBe("format");
    expect(place({ ...lu, rule: "lu-minor" })).toBe("rule");
    expect(place({ ...lu, more: 0 })).toBe("more");
    expect(place({ ...lu, loss: [["0", 1]] })).toBe("loss[0][0]");
    expect(place({ ...lu, loss: [["1", 1], ["1", 1]] })).toBe("loss[1][1]");
    expect(place({ ...lu, data: { points: [[1]], targets: [] } })).toBe("data.points[0][0]");
    expect(place({ ...lu, data: { points: [["2/4"]], targets: [] } })).toBe("data.points[0][0]");
    expect(place({ ...lu, family: { weights: [[[[0, 0], []]]], biases: [] } })).toBe("family.weights[0][0][1]");
    expect(place({ ...lu, family: { weights: [], biases: [[[-1, [["1", 0]]]]] } })).toBe("family.biases[0][0][0]");
    expect(place({ ...lu, evidence: { ...(lu!.evidence as object), through: "all" } })).toBe("evidence.through");
    expect(place([])).toBe("");
  });
});
