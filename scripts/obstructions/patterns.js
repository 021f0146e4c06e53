/** Writes patterns/obstructions/: one pattern file for each minimal obstruction, and an index. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { reasonInShort } from "../../dist/report/obstructions.js";
import { fileText } from "../patterns/file.js";

const FOLDER = new URL("../../patterns/obstructions/", import.meta.url);

export function writePatterns(list) {
  mkdirSync(FOLDER, { recursive: true });
  for (const file of readdirSync(FOLDER)) if (/^obstruction-.*\.json$/.test(file)) rmSync(new URL(file, FOLDER));
  for (const obstruction of list) writeFileSync(new URL(`${obstruction.name}.json`, FOLDER), fileText(fileOf(obstruction)));
  writeFileSync(new URL("README.md", FOLDER), readme(list));
}

function fileOf(obstruction) {
  const { name, notation, goal, evidence, certificate } = obstruction;
  return {
    name,
    about: `Minimal obstruction ${notation} (outputs*inputs of each neuron): products come as near as one likes to ${matrixText(evidence.limit)}, rows outputs, and none equals it. ${sentence(obstruction)}`,
    source: "survey of all small two-layer patterns, this project (docs/theory.md 4.14)",
    tags: ["obstruction", `width-${goal.neurons.length}`],
    masks: certificate.pattern.masks,
    expected: {
      linear: false,
      finite: false,
      cube: false,
      why: "linear: N2, N3, the limit is out of reach; the checker has replayed the proof. finite and cube: T2, linear no makes them no.",
    },
  };
}

/** "(0 1; 1 1)": the rows of a matrix, one after another. */
export function matrixText(limit) {
  return `(${limit.map((row) => row.map((value) => value ?? "0").join(" ")).join("; ")})`;
}

/** The reason in one sentence, counted from 1. */
export function sentence(obstruction) {
  const text = reasonInShort(obstruction);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function readme(list) {
  const rows = list.map((obstruction) => {
    const { name, notation, goal, evidence } = obstruction;
    return `| [${name}](${name}.json) | \`${notation}\` | ${goal.m} x ${goal.n} | \`${matrixText(evidence.limit)}\` | ${sentence(obstruction)} |`;
  });
  const count = (width) => list.filter(({ goal }) => goal.neurons.length === width).length;
  return `${INTRODUCTION.replace("ALL", list.length).replace("TWO", count(2)).replace("THREE", count(3)).replace("FOUR", count(4))}
| pattern | outputs\\*inputs of each neuron | size | limit | why it is out of reach |
|---|---|---|---|---|
${rows.join("\n")}
`;
}

const INTRODUCTION = `# Minimal obstructions

ALL two-layer patterns that are not closed although all their proper parts (some outputs and inputs deleted) are: all TWO with two hidden neurons, all THREE with
three, whatever the size, and the FOUR with four that fit in 3 x 3; one of each class up to order and transposition. What they are good for, and pictures of
them: [docs/obstructions.md](../../docs/obstructions.md).

Unlike in the other folders the verdicts here are the program's own: found by the survey of \`npm run obstructions\`, which writes these files, each with a proof that the checker
has replayed. \`finite\` and \`cube\` follow (T2 of docs/theory.md: with free biases, a linear counterpart that is not closed makes both no). Outputs, hidden neurons and inputs are counted
from 1; a limit is written row by row, rows are outputs.
`;
