/**
 * Writes the pattern library: patterns/<group>/<name>.json and the table in patterns/README.md.
 *
 * Run from anywhere: node scripts/make-patterns.js. The patterns and their verdicts are in
 * scripts/patterns/, one file per group. Verdicts written by hand are compared with what
 * scripts/patterns/theorems.js computes, and a contradiction stops everything: neither may be copied from
 * the program that they are there to test.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import butterfly from "./patterns/butterfly.js";
import dead from "./patterns/dead.js";
import deep from "./patterns/deep.js";
import dense from "./patterns/dense.js";
import { fileText } from "./patterns/file.js";
import laminar from "./patterns/laminar.js";
import lu from "./patterns/lu.js";
import masks from "./patterns/masks.js";
import stars from "./patterns/stars.js";
import structured from "./patterns/structured.js";
import { computed } from "./patterns/theorems.js";
import traps from "./patterns/traps.js";
import widthTwo from "./patterns/width-two.js";

const GROUPS = [
  ["lu", "LU and its relatives", lu],
  ["dense", "Dense networks", dense],
  ["stars", "Stars: everything closed", stars],
  ["width-two", "Two hidden neurons", widthTwo],
  ["laminar", "Input supports under full last layers", laminar],
  ["butterfly", "Fast transforms", butterfly],
  ["structured", "Pruning by structure", structured],
  ["deep", "More than one hidden layer", deep],
  ["dead", "Dead neurons and missing biases", dead],
  ["masks", "Random and trained masks", masks],
  ["traps", "Traps", traps],
];

const PROPERTIES = ["linear", "finite", "cube"];
const LIBRARY = new URL("../patterns/", import.meta.url);

function main() {
  const names = new Set();
  for (const [group, , patterns] of GROUPS) {
    mkdirSync(new URL(group, LIBRARY), { recursive: true });
    for (const pattern of patterns) {
      if (names.has(pattern.name)) throw new Error(`${pattern.name}: the name occurs twice`);
      names.add(pattern.name);
      checkClaims(pattern);
      writeFileSync(new URL(`${group}/${pattern.name}.json`, LIBRARY), fileText(pattern));
    }
  }
  writeFileSync(new URL("README.md", LIBRARY), readme());
  process.stdout.write(`${names.size} patterns\n`);
}

/** Throws when the claimed verdicts contradict each other or the computed ones. */
function checkClaims({ name, masks: layers, bias = true, expected }) {
  const wrong = (what) => new Error(`${name}: ${what}`);
  const { linear, finite, cube } = expected;
  if (bias === true) {
    if (linear === false && (finite !== false || cube !== false)) throw wrong("linear no makes the others no");
    if (finite === true && (linear !== true || cube !== true)) throw wrong("finite yes makes the others yes");
    if (cube === false && finite !== false) throw wrong("cube no makes finite no");
  } else if (finite !== null || cube !== null) throw wrong("finite and cube need free biases");

  const verdicts = computed(layers);
  const comparable = bias === true && linear !== false ? PROPERTIES : ["linear"];
  for (const property of comparable) {
    const verdict = verdicts[property];
    const decided = typeof verdict?.closed === "boolean";
    if (decided && expected[property] !== verdict.closed) throw wrong(`${property} is ${verdict.closed} by ${verdict.why}`);
    if (!decided && property !== "linear" && typeof expected[property] === "boolean") throw wrong(`no theorem gives ${property}`);
  }
}

function readme() {
  const count = GROUPS.reduce((sum, [, , patterns]) => sum + patterns.length, 0);
  const tables = GROUPS.map(([group, title, patterns]) => {
    const rows = patterns.map((pattern) => {
      const widths = [pattern.masks[0][0].length, ...pattern.masks.map((layer) => layer.length)].join("-");
      const verdicts = PROPERTIES.map((property) => word(pattern.expected[property]));
      return `| [${pattern.name}](${group}/${pattern.name}.json) | ${widths} | ${verdicts.join(" | ")} | ${pattern.expected.why.replaceAll("|", "\\|").replaceAll("*", "\\*")} |`;
    });
    return [`## ${title}`, "", "| pattern | widths | linear | finite | cube | why |", "|---|---|---|---|---|---|", ...rows].join("\n");
  });
  return `${INTRODUCTION.replace("COUNT", String(count))}\n${tables.join("\n\n")}\n`;
}

function word(closed) {
  if (closed === undefined) return "";
  return closed === null ? "open" : closed ? "yes" : "no";
}

const INTRODUCTION = `# The pattern library

COUNT sparsity patterns in the format \`wellposed/pattern/1\`, each with what it is, where it comes from, and the
verdicts expected of it. Written by \`node scripts/make-patterns.js\` from the catalogue in \`scripts/patterns/\`;
edit the catalogue, not these files.

How to read the verdicts (yes: closed, no: not closed):

* They are derived from the theorems of \`docs/theory.md\` (T1, C1, D2, ... are its labels), by hand or, in the group
  of random and trained masks, by path counts and ranks computed in \`scripts/patterns/theorems.js\`, which shares no
  code with the program. None was copied from the program's output.
* *open* (\`null\` in the file) means that no theorem decides: \`finite\` and \`cube\` beyond one hidden layer when \`linear\`
  is yes, \`cube\` when a component of the hidden-output graph is not complete bipartite, both without free biases.
* An empty cell (no key in the file) means that no claim is made: the pattern is there to be looked at, and the
  program may decide it.
* The tag \`hard\` marks verdicts that rest on a proof of their own, given under *why*, beyond the rules stated in the theory.
  There the program may stay undecided; it must not say the opposite.

All minimal obstructions, with two and three hidden neurons and with four up to 3 x 3, are in [obstructions](obstructions/README.md),
the verdicts on all small two-layer patterns in [atlas](atlas/README.md); these are computed and made by other scripts.

Inputs, hidden neurons and outputs are counted from 1 in words, from 0 in files and where *from 0* is said.
`;

main();
