/** Writes docs/obstructions.md and its drawings, one for each number of neurons. */
import { writeFileSync } from "node:fs";
import { drawKey, drawSheet } from "./draw.js";
import { matrixText, sentence } from "./patterns.js";

const DOCS = new URL("../../docs/", import.meta.url);

export function writePage(list) {
  const widths = [...new Set(list.map(({ goal }) => goal.neurons.length))];
  const of = (width) => list.filter(({ goal }) => goal.neurons.length === width);
  for (const width of widths) writeFileSync(new URL(`obstructions-${width}.svg`, DOCS), drawSheet(of(width), TITLES[width]));
  writeFileSync(new URL("obstructions-key.svg", DOCS), drawKey(of(2)[1]));
  writeFileSync(new URL("obstructions.md", DOCS), [INTRODUCTION, ...widths.map((width) => section(width, of(width)))].join("\n"));
}

const TITLES = {
  2: "Two hidden neurons: all minimal obstructions",
  3: "Three hidden neurons: all minimal obstructions",
  4: "Four hidden neurons: the minimal obstructions up to 3 x 3",
};

function section(width, list) {
  const rows = list.map((obstruction) => {
    const { name, notation, evidence } = obstruction;
    return `| [${name}](../patterns/obstructions/${name}.json) | \`${notation}\` | \`${matrixText(evidence.limit)}\` | ${sentence(obstruction)} |`;
  });
  return `## ${TITLES[width]} (${list.length})

![${TITLES[width]}, drawn as rectangles; the same list as a table below](obstructions-${width}.svg)

<details><summary>The same ${list.length} as a table, with their files</summary>

| pattern | outputs\\*inputs of each neuron | limit | why it is out of reach |
|---|---|---|---|
${rows.join("\n")}

</details>
`;
}

const INTRODUCTION = `# Minimal obstructions, drawn

A hidden neuron of a two-layer pattern adds a matrix of rank at most one on a *rectangle*: the outputs it feeds times the inputs that feed it. The pattern is not closed when sums of
such matrices tend to a matrix that is no such sum. A *minimal obstruction* is a pattern that is not closed, while every proper part of it is, a part being what is left when outputs and inputs are
deleted. A pattern that contains an obstruction is not closed either ([theory](theory.md), F1), and the other way round, with at most three hidden neurons, of any size: one that contains none of the
66 below is closed (4.14). So these are all the ways in which a layer of up to three neurons can go wrong; for four, the page shows those that fit in 3 x 3.

Neurons alone cannot be deleted, so some are a smaller obstruction with more neurons that do not help, such as 3-01 with 2-1 in it.

Each stands for all that are the same up to the order of outputs, inputs and neurons, and up to transposition.

\`\`\`sh
npx wellposed obstructions --hidden 2                # computes them, with weights and reasons in words
npx wellposed explain patterns/obstructions/obstruction-2-2.json
\`\`\`

## How to read the drawings

![Key: an obstruction with its parts named](obstructions-key.svg)

Rows are outputs, columns are inputs, numbered from 1; they stand in an order in which the rectangles fall apart as little as possible. Each neuron has one colour and one kind of line. A rectangle whose rows or columns are not
neighbours is drawn in several pieces. The numbers in the cells are a limit that products come as near to as one likes, and that none equals; cells outside all rectangles are always 0. The files hold
it with rows and columns in order, with the pattern; \`explain\` shows weights that depend on eps and give it as eps tends to 0, and why no weights give it.

Drawn from the catalogue by \`npm run obstructions\`.
`;
