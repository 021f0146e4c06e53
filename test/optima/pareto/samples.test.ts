import { describe, expect, test } from "vitest";
import { dataFromCsv } from "../../../src/formats/data-csv.js";
import { lossFor, outputsFor, partsOf, rowsOf, samplesOf, standardisedBy } from "../../../src/optima/pareto/samples.js";

const classes = dataFromCsv("x1,x2,y1\n1,5,0\n2,5,2\n3,5,1\n6,5,2\n");
const oneHot = dataFromCsv("x1,y1,y2\n1,0,1\n2,1,0\n");
const numbers = dataFromCsv("x1,y1\n1,0.5\n2,-1\n");

test("the loss and the outputs that targets call for", () => {
  expect([classes, oneHot, numbers].map((table) => lossFor(table))).toEqual(["cross-entropy", "cross-entropy", "squared"]);
  expect([lossFor(classes, 1), lossFor(classes, 3), lossFor(oneHot, 1)]).toEqual(["squared", "cross-entropy", "cross-entropy"]);
  // No row of class 1; one class only.
  expect([lossFor(dataFromCsv("x1,y1\n1,0\n2,2\n")), lossFor(dataFromCsv("x1,y1\n1,0\n2,0\n"))]).toEqual(["squared", "squared"]);
  expect([outputsFor(classes, "cross-entropy"), outputsFor(classes, "squared"), outputsFor(oneHot, "cross-entropy"), outputsFor(oneHot, "squared")]).toEqual([3, 1, 2, 2]);
});

test("classes from a column and from one-hot rows; anything else is refused with its place", () => {
  expect(samplesOf(classes, "cross-entropy").labels).toEqual(Int32Array.of(0, 2, 1, 2));
  expect(samplesOf(oneHot, "cross-entropy").labels).toEqual(Int32Array.of(1, 0));
  expect(samplesOf(oneHot, "squared")).toEqual({ inputs: oneHot.inputs, targets: oneHot.targets });
  expect(() => samplesOf(numbers, "cross-entropy")).toThrow("y1 of row 0: expected a class: a whole number from 0 to 99999 (--loss squared takes any numbers), found 0.5");
  expect(() => samplesOf(dataFromCsv("x1,y1\n1,0\n2,4294967297\n"), "cross-entropy")).toThrow("y1 of row 1: expected a class");
  for (const row of ["1,1", "0,0", "2,-1", "0.5,0.5"]) expect(() => samplesOf(dataFromCsv(`x1,y1,y2\n1,${row}\n`), "cross-entropy")).toThrow("a single 1 and zeros");
});

describe("parts", () => {
  test("every k-th row, or shares by the seed; each row once", () => {
    expect(partsOf(7, { every: 3 }, 1)).toEqual({ training: [0, 3, 6], validation: [], test: [1, 2, 4, 5] });
    expect(partsOf(3, null, 1)).toEqual({ training: [0, 1, 2], validation: [], test: [] });
    const parts = partsOf(50, { training: 0.6, validation: 0.2 }, 4);
    expect([parts.training.length, parts.validation.length, parts.test.length]).toEqual([30, 10, 10]);
    expect([...parts.training, ...parts.validation, ...parts.test].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, k) => k));
    for (const part of Object.values(parts)) expect(part).toEqual([...part].sort((a: number, b: number) => a - b));
    expect(partsOf(50, { training: 0.6, validation: 0.2 }, 4)).toEqual(parts);
    expect(partsOf(50, { training: 0.6, validation: 0.2 }, 5)).not.toEqual(parts);
  });

  test("shares that round to nothing are refused", () => {
    expect(() => partsOf(2, { training: 0.1 }, 1)).toThrow("enough rows for training");
    expect(() => partsOf(3, { training: 0.6, validation: 0.1 }, 1)).toThrow("enough rows for validation");
    expect(() => partsOf(2, { training: 0.8 }, 1)).toThrow("enough rows for tests, found 2, of which a share of 0.2 is none");
    expect(() => partsOf(1, { every: 5 }, 1)).toThrow("at least two rows");
    expect(partsOf(10, { training: 0.7, validation: 0.3 }, 1).test).toEqual([]);
  });
});

test("rows are taken in order, and standardised by those asked for", () => {
  const all = samplesOf(classes, "cross-entropy");
  expect(rowsOf(all, [3, 1], classes.widths)).toEqual({ inputs: Float64Array.of(6, 5, 2, 5), labels: Int32Array.of(2, 2) });
  expect(rowsOf(samplesOf(oneHot, "squared"), [1], oneHot.widths)).toEqual({ inputs: Float64Array.of(2), targets: Float64Array.of(1, 0) });
  const { samples, columns } = standardisedBy(all, [0, 2], classes.widths);
  // The second column is constant: it becomes 0.
  expect(columns).toEqual({ means: [2, 5], deviations: [1, 1] });
  expect(samples.inputs).toEqual(Float64Array.of(-1, 0, 0, 0, 1, 0, 4, 0));
  expect(samples.labels).toBe(all.labels);
});
