// Makes the catalogue of minimal obstructions from nothing and writes it: src/rules/catalogue.data.ts for the engine. Run after a build: npm run obstructions
import { writeFileSync } from "node:fs";
import { Survey, survey } from "../dist/library/obstructions.js";
import { catalogueLine } from "../dist/rules/catalogue.js";

const SCOPE = { hidden: 4, outputs: 3, inputs: 3 };

const into = new Survey({ timeout: 600 });
for (const { verdict, pattern } of survey(SCOPE, into)) {
  if (verdict === "undecided") throw new Error(`undecided: ${JSON.stringify(pattern, (_, value) => (typeof value === "bigint" ? value.toString(2) : value))}`);
}
const lines = into.obstructions.map((obstruction) => `  ${JSON.stringify(catalogueLine(obstruction)).replace(/^"|"$/g, "'").replaceAll('\\"', '"')},`);
writeFileSync(
  new URL("../src/rules/catalogue.data.ts", import.meta.url),
  `/** Made by scripts/make-obstructions.js; see catalogue.ts. One obstruction a line. */\nexport const CATALOGUE: readonly string[] = [\n${lines.join("\n")}\n];\n`,
);
console.log(`${into.obstructions.length} obstructions, ${into.checked} statements checked`);
