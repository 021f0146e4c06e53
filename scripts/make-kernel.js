/**
 * `node scripts/make-kernel.js`: compiles assembly/kernel.ts and writes its bytes into src/training/kernel.wasm.ts. A part of `npm run build`;
 * the result is kept in the repository and a test compares both.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import asc from "assemblyscript/asc";

const TARGET = fileURLToPath(new URL("../src/training/kernel.wasm.ts", import.meta.url));
const FLAGS = ["--runtime", "stub", "--enable", "simd", "--importMemory", "--noAssert", "--use", "abort=", "-O3"];

/** The text of src/training/kernel.wasm.ts. */
export async function kernelModule() {
  let bytes;
  const { error, stderr } = await asc.main(["kernel.ts", "--outFile", "kernel.wasm", ...FLAGS], {
    readFile: (name) => (name === "kernel.ts" ? readFileSync(new URL("../assembly/kernel.ts", import.meta.url), "utf8") : null),
    writeFile: (_, contents) => {
      bytes = contents;
    },
    listFiles: () => [],
  });
  if (error !== null) throw new Error(stderr.toString(), { cause: error });
  const lines = Buffer.from(bytes).toString("base64").match(/.{1,140}/g);
  return [
    "/** assembly/kernel.ts compiled to WebAssembly, in base64. Made by scripts/make-kernel.js (`npm run build`): not written by hand. */",
    `export const KERNEL_BASE64 =\n${lines.map((line) => `  "${line}"`).join(" +\n")};`,
    "",
  ].join("\n");
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url) {
  const text = await kernelModule();
  // Written only when something changed: a build leaves no traces.
  let before = "";
  try {
    before = readFileSync(TARGET, "utf8");
  } catch {
    // Not there yet.
  }
  if (text !== before) writeFileSync(TARGET, text);
}
