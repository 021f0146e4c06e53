/** `wellposed sparsest`: the sparsest network through data, with a proof that none is sparser. */
import { readExactFile } from "../formats/data.js";
import type { ExactTable } from "../formats/data-csv.js";
import type { ReadOptions } from "../formats/read.js";
import { type Sparsest, type SparsestData, type SparsestOptions, sparsest } from "../optima/sparsest.js";
import { Fault, badInput } from "../pattern/fault.js";
import { sparsestAsJson } from "../report/sparsest/json.js";
import { type SparsestFormat, formatSparsest } from "../report/sparsest/report.js";
import { EXIT } from "./exit.js";
import { readShallowPattern } from "./mask.js";
import { type Terminal, deliverInto, keepInputsIn } from "./terminal.js";
import { workOn } from "./work.js";

export interface SparsestCommandOptions extends Pick<ReadOptions, "layers">, Pick<SparsestOptions, "p" | "count" | "skip" | "seed"> {
  readonly method: NonNullable<SparsestOptions["method"]>;
  readonly countBias: boolean;
  readonly pattern?: string;
  readonly timeout: number;
  /** A directory. */
  readonly out?: string;
  readonly format: SparsestFormat;
}

const FILES = ["sparsest.json", "certificate.json", "network.json", "report.html", "report.md"] as const;

/** 0 when it is proved that no network has fewer; 2 when it is not. Searching blocks the thread: Ctrl-C ends the program at once, and files are written last, each whole. */
export async function sparsestCommand(file: string, options: SparsestCommandOptions, terminal: Terminal): Promise<number> {
  const { p, method, count, countBias, skip, seed, timeout, layers, out, format } = options;
  const inputs = [file, ...(options.pattern === undefined ? [] : [options.pattern])];
  await keepInputsIn(out, FILES, inputs);
  if (layers !== undefined && options.pattern === undefined) throw new Fault("usage", { place: "--layers", expected: "a checkpoint given with --pattern", found: "none" });
  const pattern = options.pattern === undefined ? undefined : await readShallowPattern(options.pattern, layers === undefined ? {} : { layers }, terminal);
  const table = await readExactFile(file);
  const result = await workOn(
    file,
    async (show) =>
      sparsest(dataOf(table), {
        ...(p === undefined ? {} : { p }),
        ...(count === undefined ? {} : { count }),
        ...(skip === undefined ? {} : { skip }),
        ...(seed === undefined ? {} : { seed }),
        // What is not said stays unsaid, so that what has no effect can be refused.
        ...(countBias ? {} : { countBias }),
        ...(pattern === undefined ? {} : { pattern }),
        method,
        timeout,
        onProgress: ({ stage, detail }) => show(stage, detail),
      }),
    terminal,
  );
  if (out !== undefined) await deliverInto(out, filesOf(file, result), terminal);
  terminal.out(formatSparsest(file, result, format));
  return result.exact ? EXIT.done : EXIT.undecided;
}

/** @throws Fault for more than one output */
function dataOf({ inputs, targets, widths }: ExactTable): SparsestData {
  if (widths[1] !== 1) throw badInput("Y", "one output", `${widths[1]}`);
  return { inputs, outputs: targets.map(([y]) => y!) };
}

function filesOf(file: string, result: Sparsest): [name: (typeof FILES)[number], text: string][] {
  return [
    ["sparsest.json", sparsestAsJson(result)],
    ["certificate.json", `${JSON.stringify(result.certificate)}\n`],
    ["network.json", `${JSON.stringify(result.network, null, 1)}\n`],
    ["report.html", formatSparsest(file, result, "html")],
    ["report.md", formatSparsest(file, result, "markdown")],
  ];
}
