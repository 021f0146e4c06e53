/**
 * The first run of a newcomer: verify a bundled pattern and a bundled real mask file with the built program.
 *
 * `wellposed verify` exits 1 when a pattern is not closed, as it is for both files here. This script says so and exits 0 exactly when
 * the outcome is the expected one, so that `npm ci && npm run demo` ends well.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const files = ["patterns/lu/lu-2.json", "examples/digits-64-32-10.safetensors"];
const EXPECTED = 1;

console.log(`$ wellposed verify ${files.join(" ")}\n`);
const { status } = spawnSync(process.execPath, ["dist/cli/main.js", "verify", ...files], { cwd: root, stdio: "inherit" });
console.log(`\nexit code ${status}: ${status === EXPECTED ? "at least one pattern is not closed, as expected of these two" : `${EXPECTED} was expected`}`);
process.exitCode = status === EXPECTED ? 0 : 1;
