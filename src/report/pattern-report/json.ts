/**
 * A report of one pattern as JSON, `wellposed/pattern-report/1` (docs/formats.md): verdicts with certificates, the explanation as `explain --format json` gives it,
 * the counterexample as `counterexample --format json` gives it, with the data and what its weights do, and the training as `train --format json`.
 */
import { dataToJson } from "../../certificate/counterexample.js";
import { edgeCount, patternToJson } from "../../pattern/pattern.js";
import { explanationAsJson } from "../explain/json.js";
import type { PatternReport } from "./pattern-report.js";

export const PATTERN_REPORT_SCHEMA = "wellposed/pattern-report/1";

export function patternReportAsJson({ version, source, pattern, explanation, inspection, counterexample, withoutCounterexample, training, settings }: PatternReport): string {
  const value = {
    schema: PATTERN_REPORT_SCHEMA,
    version,
    source,
    settings,
    pattern: { ...patternToJson(pattern), edges: edgeCount(pattern) },
    verdicts: Object.fromEntries(explanation.verdicts.map(({ property, verdict }) => [property, verdict])),
    ...inspection,
    explanation: JSON.parse(explanationAsJson(explanation)) as unknown,
    counterexample: counterexample === null ? null : { ...counterexample.told, data: dataToJson(counterexample.data) },
    withoutCounterexample,
    training: training === null ? null : { ...training.result, exactGrowth: training.exact, comparison: training.comparison },
  };
  return `${JSON.stringify(value, null, 1)}\n`;
}
