/**
 * Makes the catalogue of minimal obstructions from nothing and writes it: src/rules/catalogue.data.ts for the engine, patterns/obstructions/ with one file each, and the drawn page
 * docs/obstructions.md. Run after a build: npm run obstructions. With --shipped the survey is left out, and patterns and page are made from the catalogue as it was built.
 */
import { writeFileSync } from "node:fs";
import { catalogue, certified } from "../dist/index.js";
import { Survey, survey } from "../dist/library/obstructions.js";
import { catalogueLine } from "../dist/rules/catalogue.js";
import { writePage } from "./obstructions/page.js";
import { writePatterns } from "./obstructions/patterns.js";

const SCOPE = { hidden: 4, outputs: 3, inputs: 3 };

function surveyed() {
  const into = new Survey({ timeout: 600 });
  for (const { verdict, pattern } of survey(SCOPE, into)) {
    if (["closed", "contains an obstruction", "obstruction"].includes(verdict)) continue;
    throw new Error(`${verdict}: ${JSON.stringify(pattern, (_, value) => (typeof value === "bigint" ? value.toString(2) : value))}`);
  }
  console.log(`${into.obstructions.length} obstructions, ${into.checked} statements checked`);
  return into.obstructions;
}

function writeCatalogue(obstructions) {
  const lines = obstructions.map((obstruction) => `  ${JSON.stringify(catalogueLine(obstruction)).replace(/^"|"$/g, "'").replaceAll('\\"', '"')},`);
  writeFileSync(
    new URL("../src/rules/catalogue.data.ts", import.meta.url),
    `/** Made by scripts/make-obstructions.js; see catalogue.ts. One obstruction a line. */\nexport const CATALOGUE: readonly string[] = [\n${lines.join("\n")}\n];\n`,
  );
}

/** With a name: obstruction-<neurons>-<number among those of so many neurons>. */
function named(obstructions) {
  const widths = [...new Set(obstructions.map(({ goal }) => goal.neurons.length))];
  return widths.flatMap((width) => {
    const list = obstructions.filter(({ goal }) => goal.neurons.length === width);
    return list.map((obstruction, at) => ({ ...certified(obstruction), name: `obstruction-${width}-${String(at + 1).padStart(String(list.length).length, "0")}` }));
  });
}

const shipped = process.argv.includes("--shipped");
const obstructions = shipped ? catalogue() : surveyed();
if (!shipped) writeCatalogue(obstructions);
const list = named(obstructions);
writePatterns(list);
writePage(list);
