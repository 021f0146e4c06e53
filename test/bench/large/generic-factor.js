/**
 * C3 (generic factor) at large widths: the verdict `linear: yes` from the file to the checked certificate, and the report's certificates checked again. Random supports; then tight ones, where
 * every input feeds hardly more neurons than it reaches outputs, so that next fit needs repairs.
 */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makePattern, writePatternJson } from "../../../dist/index.js";
import { Random } from "../../../dist/exact/random.js";
import { Bits, randomLayers } from "./masks.js";
import { inFolder, round, wellposed } from "./process.js";

const RANDOM = [
  [[1024, 4096, 1024], 0.5],
  [[4096, 11008, 4096], 0.5],
  [[512, 2048, 2048, 512], 0.5],
];

/** Neurons that every input feeds beyond the outputs it reaches, and the density of the layers above. */
const TIGHT = [
  [[1024, 2048, 1024], 0, 0.5],
  [[1024, 2048, 1024], 10, 0.05],
  [[4096, 8192, 4096], 0, 0.5],
];

/** Random layers above a first one in which every input feeds so many more neurons than there are outputs. */
function tightLayers(widths, slack, density) {
  const random = new Random(3);
  const [inputs, hidden] = widths;
  const first = new Bits(hidden, inputs);
  const order = Int32Array.from({ length: hidden }, (_, h) => h);
  for (let k = 0; k < inputs; k++) {
    for (let n = 0; n < widths.at(-1) + slack; n++) {
      const other = n + random.below(hidden - n);
      [order[n], order[other]] = [order[other], order[n]];
      first.set(order[n], k);
    }
  }
  return [first, ...randomLayers(widths.slice(1), density, 4)];
}

async function row(widths, density, layers) {
  return inFolder((folder) => {
    const [file, report] = [join(folder, "pattern.json"), join(folder, "report.json")];
    writeFileSync(file, writePatternJson(makePattern("random", layers.map((layer) => layer.mask()))));
    const verify = wellposed(folder, "verify", file, "--format", "json", "--out", report);
    const { linear } = JSON.parse(readFileSync(report, "utf8")).results[0].verdicts;
    const repairs = linear.certificate?.evidence.repairs ?? [];
    const check = wellposed(folder, "check", report);
    return {
      widths: widths.join("-"),
      density,
      linear: linear.closed,
      rule: linear.rule,
      repairs: repairs.reduce((sum, [, , paths]) => sum + paths.length, 0),
      evidenceKB: round(JSON.stringify(linear.certificate?.evidence ?? null).length / 1000),
      patternMB: round(statSync(file).size / 1e6),
      verify: { seconds: verify.seconds, peakMB: verify.peakMB },
      check: { ok: check.status === 0, seconds: check.seconds, peakMB: check.peakMB },
    };
  });
}

/** @returns {Promise<object[]>} a row for each pattern; `check` replays all certificates of the report, that on `finite` too */
export async function genericFactor() {
  const rows = [];
  for (const [widths, density] of RANDOM) rows.push(await row(widths, density, randomLayers(widths, density, 1)));
  for (const [widths, slack, density] of TIGHT) rows.push({ slack, ...(await row(widths, density, tightLayers(widths, slack, density))) });
  return rows;
}
