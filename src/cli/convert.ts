/** `wellposed convert`: a pattern, or the layers of several, in another format. */
import { type PatternFormat, canPack } from "../formats/pattern-formats.js";
import type { ReadOptions } from "../formats/read.js";
import { writePattern } from "../formats/write.js";
import { Fault } from "../pattern/fault.js";
import { type Part, joinPatterns } from "../pattern/join.js";
import { EXIT } from "./exit.js";
import { readNoted } from "./pattern.js";
import { type Terminal, deliver, keepInputs } from "./terminal.js";

export interface ConvertOptions extends ReadOptions {
  readonly to: PatternFormat;
  readonly packed?: boolean;
  readonly out?: string;
}

export async function convertCommand(files: readonly string[], options: ConvertOptions, terminal: Terminal): Promise<number> {
  const { to, packed, out } = options;
  if (packed && !canPack(to)) throw new Fault("usage", { place: "--packed", expected: "npz or safetensors after --to", found: to });
  if (files.length > 1 && options.layers !== undefined) throw new Fault("usage", { place: "--layers", expected: "a single file", found: `${files.length}` });
  await keepInputs(files, out);
  const parts: Part[] = [];
  for (const source of files) {
    const { pattern } = await readNoted(source, options, terminal);
    parts.push({ source, pattern });
  }
  const pattern = joinPatterns(parts);
  const written = writePattern(pattern, to, options);
  const outputs = outputNames(out, written.files.length, `${pattern.masks.length} layers in ${to}, which holds one`);
  if (out === undefined && !written.isText) throw new Fault("usage", { place: "--out", expected: `the name of a file for ${to}, which is no text`, found: "none" });
  for (const name of outputs) await keepInputs(files, name);
  if (!written.tellsBias && !pattern.bias.every(Boolean)) {
    terminal.err(`${to} does not tell which layers have free biases, and is read as if all had (--bias no for none)\n`);
  }
  for (const [f, file] of written.files.entries()) await deliver(file, outputs[f], terminal);
  return EXIT.done;
}

/** One name, or the numbered names of several files: `net.1.mtx`, `net.2.mtx`. */
function outputNames(out: string | undefined, count: number, what: string): readonly (string | undefined)[] {
  if (count === 1) return [out];
  if (out === undefined || out === "") throw new Fault("usage", { place: "--out", expected: "the name of a file, to be numbered", found: what });
  const [, stem, extension] = /^(.*?[^/\\])(\.[^./\\]+)?$/.exec(out) ?? ["", out, ""];
  return Array.from({ length: count }, (_, f) => `${stem}.${f + 1}${extension ?? ""}`);
}
