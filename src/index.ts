/** The public surface of the library: every command of the program is a thin shell over one of these functions. */
export { type ReadOptions, type ReadResult, patternFromBytes, readPattern } from "./formats/read.js";
export { writeDot, writeGraphlibJson, writePatternJson } from "./formats/write.js";
export { Fault } from "./pattern/fault.js";
export { type Mask, maskOf, maskOfEdges, maskOfRows } from "./pattern/mask.js";
export { type Pattern, type PatternJson, makePattern, patternFromJson, patternToJson } from "./pattern/pattern.js";
export type { Property, RuleName } from "./certificate/proof.js";
export type { Certificate, CertificateJson } from "./certificate/certificate.js";
export { type CheckResult, check } from "./check/check.js";
export { type DecideOptions, type Verdict, type Verdicts } from "./decide/decide.js";
export { type Judgement, verify } from "./decide/verify.js";
export { type ReportFormat, formatReport } from "./report/report.js";
export type { Failure, Report, Result } from "./report/result.js";
export { type ExplanationFormat, explain, formatExplanation } from "./report/explain.js";
export type { Explanation } from "./report/explain/explanation.js";
export { VERSION } from "./version.js";
