/** `wellposed report`: a page for each pattern, with the same as Markdown and JSON. */
import { basename, join } from "node:path";
import type { ReadOptions } from "../formats/read.js";
import { Fault } from "../pattern/fault.js";
import { type Listed, indexPage } from "../report/html/report-page.js";
import { type PatternReport, patternReport } from "../report/pattern-report/pattern-report.js";
import { writePatternReport } from "../report/pattern-report/write.js";
import { EXIT, exitCodeOf } from "./exit.js";
import { readNoted } from "./pattern.js";
import { clearLine, showLine } from "./progress.js";
import { type Terminal, deliver, keepInputsIn, makeDirectory } from "./terminal.js";

export interface ReportCommandOptions extends ReadOptions {
  /** A directory. */
  readonly out: string;
  readonly seed: number;
  readonly steps?: number;
  readonly restarts: number;
  readonly training: boolean;
  readonly timeout?: number;
}

const INDEX = "index.html";

/** A file that is refused costs its own report only. 0 when every report is written: what they say is no exit code. */
export async function reportCommand(files: readonly string[], options: ReportCommandOptions, terminal: Terminal): Promise<number> {
  const { out } = options;
  const names = namesFor(files);
  const outputs = (name: string): [html: string, markdown: string, json: string] => [`${name}.html`, `${name}.md`, `${name}.report.json`];
  await keepInputsIn(out, [INDEX, ...names.flatMap(outputs)], files);
  await makeDirectory(out);
  const listed: Listed[] = [];
  let code: number = EXIT.done;
  for (const [f, source] of files.entries()) {
    const name = names[f]!;
    try {
      const { pattern, layers: layerNames } = await readNoted(source, options, terminal);
      const report = await patternReport(source, pattern, { ...options, ...(layerNames === undefined ? {} : { layerNames }), onProgress: ({ run, runs, step, steps }) => showLine(`${source}: training, run ${run + 1}/${runs}, step ${step}/${steps}`, terminal) });
      clearLine(terminal);
      const written = writePatternReport(report, name);
      const paths = outputs(name).map((output) => join(out, output));
      for (const [at, text] of [written.html, written.markdown, written.json].entries()) {
        await deliver(text, paths[at], terminal);
        terminal.out(`${paths[at]}\n`);
      }
      listed.push(lineOf(report, name));
    } catch (error) {
      clearLine(terminal);
      if (!(error instanceof Fault)) throw error;
      const fault = error.inFile(source);
      terminal.err(`wellposed: ${fault.message}\n`);
      code = Math.max(code, exitCodeOf(fault));
      listed.push({ source, refused: fault.message });
    }
  }
  if (files.length > 1) {
    const index = join(out, INDEX);
    await deliver(indexPage(listed), index, terminal);
    terminal.out(`${index}\n`);
  }
  return code;
}

function lineOf({ source, pattern, explanation, counterexample, training }: PatternReport, name: string): Listed {
  const [linear, finite, cube] = (["linear", "finite", "cube"] as const).map((property) => explanation.verdicts.find((verdict) => verdict.property === property)!.verdict.closed);
  return {
    source,
    name,
    title: pattern.name,
    widths: pattern.widths,
    closed: { linear: linear!, finite: finite!, cube: cube! },
    points: counterexample?.told.points ?? null,
    status: training === null ? null : training.result.runs[training.result.best]!.status,
  };
}

/** Names of files that every system takes, different even where case does not count; `index` belongs to the list. */
export function namesFor(sources: readonly string[]): string[] {
  const taken = new Set(["index"]);
  return sources.map((source) => {
    const stem = source.startsWith("rect:") ? source : basename(source).replace(/(?<=.)\.[A-Za-z0-9]+$/, "");
    const plain = stem.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "").slice(0, 100) || "pattern";
    let name = plain;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${plain}-${n}`;
    taken.add(name.toLowerCase());
    return name;
  });
}
