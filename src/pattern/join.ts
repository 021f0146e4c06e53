/** Patterns one behind the other, as the layers of one. */
import { badInput } from "./fault.js";
import { type Pattern, makePattern } from "./pattern.js";

/** A pattern and what it is called in faults: its file. */
export interface Part {
  readonly source: string;
  readonly pattern: Pattern;
}

/**
 * The pattern whose layers are those of the parts, from input to output. A single part stays what it is; of several the name is that of the first, without its number where
 * the names are numbered `net.1`, `net.2`, ..., and what was said about the parts is dropped.
 * @throws Fault naming the part whose inputs are not the outputs of the one before
 */
export function joinPatterns(parts: readonly Part[]): Pattern {
  if (parts.length === 0) throw badInput("patterns", "at least one", "none");
  if (parts.length === 1) return parts[0]!.pattern;
  parts.forEach(({ source, pattern }, p) => {
    const below = parts[p - 1];
    const outputs = below?.pattern.widths.at(-1);
    if (below === undefined || pattern.widths[0] === outputs) return;
    throw badInput(source, `${outputs} inputs, the outputs of ${below.source}`, `${pattern.widths[0]}`);
  });
  const names = parts.map(({ pattern }) => pattern.name);
  const stem = names[0]!.replace(/\.1$/, "");
  const numbered = names.every((name, p) => name === `${stem}.${p + 1}`);
  return makePattern(numbered ? stem : names[0]!, parts.flatMap(({ pattern }) => pattern.masks), { bias: parts.flatMap(({ pattern }) => pattern.bias) });
}
