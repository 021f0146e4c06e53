/** Which source file imports which, read from its import lines. */
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const SRC = resolve(dirname(fileURLToPath(import.meta.url)), "../../src");

export interface SourceFile {
  /** The path below src, such as `check/goal.ts`. */
  readonly name: string;
  /** Imported source files, by the same kind of name; type-only and dynamic imports and re-exports included. */
  readonly files: readonly string[];
  /** Imported modules that are not files of src: packages and `node:` modules. */
  readonly modules: readonly string[];
}

/** Imports and re-exports at the start of a line, over several lines too; and anywhere what loads a module while running. */
const FORMS = [/^(?:import|export)\b[^;"'`]*?\bfrom\s*["']([^"']+)["']/gm, /^import\s*["']([^"']+)["']/gm, /\b(?:import|require)\s*\(\s*["'`]([^"'`]+)["'`]/g];

export function importsOf(text: string): string[] {
  return FORMS.flatMap((form) => Array.from(text.matchAll(form), (match) => match[1]!));
}

export function sourceFiles(): SourceFile[] {
  return readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .sort()
    .map((path) => {
      const found = importsOf(readFileSync(join(SRC, path), "utf8"));
      const name = (target: string): string => relative(SRC, resolve(SRC, dirname(path), target)).split(sep).join("/").replace(/\.js$/, ".ts");
      return {
        name: path.split(sep).join("/"),
        files: found.filter((target) => target.startsWith(".")).map(name),
        modules: found.filter((target) => !target.startsWith(".")),
      };
    });
}

/** The folder of a file, `""` for files directly below src. */
export function folderOf(name: string): string {
  return name.includes("/") ? name.slice(0, name.indexOf("/")) : "";
}
