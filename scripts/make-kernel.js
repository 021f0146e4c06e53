/**
 * `node scripts/make-kernel.js`: compiles the kernels in assembly/ and writes their bytes into src/. A part of `npm run build`;
 * the results are kept in the repository and a test compares both.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import asc from "assemblyscript/asc";

const FLAGS = ["--runtime", "stub", "--enable", "simd", "--importMemory", "--noAssert", "--use", "abort=", "-O3"];
/** Memory that threads share has to have a largest size: here all that addresses reach. */
const SHARED = ["--enable", "threads", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65535"];

export const KERNELS = [
  { source: "kernel.ts", target: "src/training/kernel.wasm.ts", name: "KERNEL_BASE64", flags: FLAGS },
  { source: "planes.ts", target: "src/pattern/planes/planes.wasm.ts", name: "PLANES_BASE64", flags: [...FLAGS, ...SHARED] },
];

/** The text of a kernel's module in src/. */
export async function kernelModule({ source, name, flags } = KERNELS[0]) {
  let bytes;
  const { error, stderr } = await asc.main([source, "--outFile", "kernel.wasm", ...flags], {
    readFile: (file) => (file === source ? readFileSync(new URL(`../assembly/${source}`, import.meta.url), "utf8") : null),
    writeFile: (_, contents) => {
      bytes = contents;
    },
    listFiles: () => [],
  });
  if (error !== null) throw new Error(stderr.toString(), { cause: error });
  const lines = Buffer.from(bytes).toString("base64").match(/.{1,140}/g);
  return [
    `/** assembly/${source} compiled to WebAssembly, in base64. Made by scripts/make-kernel.js (\`npm run build\`): not written by hand. */`,
    `export const ${name} =\n${lines.map((line) => `  "${line}"`).join(" +\n")};`,
    "",
  ].join("\n");
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url) {
  for (const kernel of KERNELS) {
    const target = fileURLToPath(new URL(`../${kernel.target}`, import.meta.url));
    const text = await kernelModule(kernel);
    // Written only when something changed: a build leaves no traces.
    let before = "";
    try {
      before = readFileSync(target, "utf8");
    } catch {
      // Not there yet.
    }
    if (text !== before) writeFileSync(target, text);
  }
}
