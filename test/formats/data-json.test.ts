import { describe, expect, it } from "vitest";
import { dataFromJson } from "../../src/formats/data-json.js";
import { Fault } from "../../src/pattern/fault.js";

const fault = (text: string): Fault => {
  try {
    dataFromJson(text);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error("accepted");
};

describe("dataFromJson", () => {
  it("reads numbers and rationals", () => {
    expect(dataFromJson('{ "X": [["1/4", 2], [-1e-3, "3"]], "Y": [[0], ["-1/3"]] }')).toEqual({
      inputs: Float64Array.of(0.25, 2, -0.001, 3),
      targets: Float64Array.of(0, -1 / 3),
      points: 2,
      widths: [2, 1],
    });
  });

  it("names the place of what is wrong", () => {
    const wrong: [string, string][] = [
      ['{ "X": [[1]], "Y": [[1]], "Z": 1 }', "Z"],
      ['{ "X": [[1]] }', "Y"],
      ['{ "X": [], "Y": [] }', "X"],
      ['{ "X": [[]], "Y": [[1]] }', "X[0]"],
      ['{ "X": [[1, 2], [3]], "Y": [[1], [2]] }', "X[1]"],
      ['{ "X": [[1], ["x"]], "Y": [[1], [2]] }', "X[1][0]"],
      ['{ "X": [[1]], "Y": [["2/4"]] }', "Y[0][0]"],
      ['{ "X": [[1]], "Y": [[null]] }', "Y[0][0]"],
      ['{ "X": [[1]], "Y": [[1e999]] }', "Y[0][0]"],
      ['{ "X": [[1]], "Y": [[1], [2]] }', "Y"],
    ];
    for (const [text, place] of wrong) expect(fault(text).place, text).toBe(place);
    expect(fault("[1]").expected).toContain('"X"');
    expect(fault("{").place).toBe("line 1:2");
  });
});
