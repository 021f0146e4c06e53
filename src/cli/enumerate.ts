/** `wellposed enumerate`: the atlas of a size, line by line into a file, and its summary. */
import { type AtlasOptions, atlas } from "../library/atlas.js";
import { atlasHeader, openAtlas } from "../library/atlas-file.js";
import type { Size } from "../library/enumerate.js";
import { Fault } from "../pattern/fault.js";
import { RuleCounts, summaryAsText } from "../report/summary.js";
import { EXIT } from "./exit.js";
import { startProgress } from "./progress.js";
import type { Terminal } from "./terminal.js";

export interface EnumerateOptions extends Size, Required<Omit<AtlasOptions, "skip">> {
  readonly format: "text" | "json";
  readonly out?: string;
  readonly resume?: true;
}

const SUMMARY_SCHEMA = "wellposed/atlas-summary/1";

export async function enumerateCommand(options: EnumerateOptions, terminal: Terminal): Promise<number> {
  const { outputs, inputs, hidden } = options;
  const header = atlasHeader(options, options);
  if (options.resume && options.out === undefined) throw new Fault("usage", { place: "--resume", expected: "--out with the file to continue", found: "none" });
  const file = options.out === undefined ? undefined : await openAtlas(options.out, header, options.resume === true);
  const skip = file?.known.length ?? 0;
  const counts = new RuleCounts();
  for (const entry of file?.known ?? []) counts.add(entry);
  const progress = await startProgress(header.classes, terminal, "classes", skip);
  try {
    for await (const entry of atlas(options, { ...options, skip })) {
      file?.add(entry);
      counts.add(entry);
      progress.step(entry.pattern);
    }
  } finally {
    progress.done();
    file?.close();
  }
  const summary = counts.summary();
  if (options.format === "json") terminal.out(`${JSON.stringify({ schema: SUMMARY_SCHEMA, outputs, inputs, hidden, ...summary }, null, 2)}\n`);
  else terminal.out(`linear, for two layers up to ${outputs} x ${inputs} with ${hidden} hidden neurons\n\n${summaryAsText(summary)}`);
  return EXIT.done;
}
