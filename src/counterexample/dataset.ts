/** A data set as files. */
import { type Data, dataToJson } from "../certificate/counterexample.js";

/** Are all numbers of the data binary fractions of so many bits? Training on them is training on this data then: 24 for float32, 53 for float64. */
export function isExactIn(bits: number, { points, targets }: Data): boolean {
  return [...points, ...targets].every((line) => line.every((value) => value.isDyadic(bits)));
}

/** Header x1..xd,y1..yq, a line for each point; numbers as doubles, the nearest ones where they are no doubles. */
export function datasetCsv({ points, targets }: Data): string {
  const header = [...points[0]!.map((_, k) => `x${k + 1}`), ...targets[0]!.map((_, i) => `y${i + 1}`)];
  const lines = points.map((point, p) => [...point, ...targets[p]!].map((value) => `${value.toNumber()}`));
  return [header, ...lines].map((line) => `${line.join(",")}\n`).join("");
}

/** `{ "X": ..., "Y": ... }`, exact numbers as strings. */
export function datasetJson(data: Data): string {
  const { points, targets } = dataToJson(data);
  const rows = (list: readonly string[][]): string => list.map((line) => `    ${JSON.stringify(line)}`).join(",\n");
  return `{\n  "X": [\n${rows(points)}\n  ],\n  "Y": [\n${rows(targets)}\n  ]\n}\n`;
}
