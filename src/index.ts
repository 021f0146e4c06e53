/** The public surface of the library: every command of the program is a thin shell over one of these functions. */
export { type ReadOptions, type ReadResult, patternFromBytes, readPattern } from "./formats/read.js";
export type { Beside, Source } from "./formats/source.js";
export type { PatternFormat } from "./formats/pattern-formats.js";
export { type WriteOptions, type WrittenPattern, writeDot, writeGraphlibJson, writePattern, writePatternJson } from "./formats/write.js";
export { type Part, joinPatterns } from "./pattern/join.js";
export { Fault } from "./pattern/fault.js";
export { type Mask, maskOf, maskOfEdges, maskOfRows } from "./pattern/mask.js";
export { type Pattern, type PatternJson, makePattern, patternFromJson, patternToJson } from "./pattern/pattern.js";
export type { Property, RuleName } from "./certificate/proof.js";
export type { Certificate, CertificateJson } from "./certificate/certificate.js";
export { type CheckResult, check } from "./check/check.js";
export { type InterpolationResult, checkInterpolation } from "./check/interpolation.js";
export type { Interpolation, InterpolationJson } from "./certificate/interpolation.js";
export { type CounterexampleResult, checkCounterexample } from "./check/counterexample.js";
export type { Counterexample, CounterexampleJson } from "./certificate/counterexample.js";
export { type CounterexampleOptions, type CounterexampleOutcome, counterexample } from "./counterexample/counterexample.js";
export { type Measurement, measure } from "./counterexample/measure.js";
export { type Claim, type DecideOptions, type Verdict, type Verdicts } from "./decide/decide.js";
export { type Existence, existenceFor } from "./decide/existence.js";
export { type Judgement, verify } from "./decide/verify.js";
export { type FormatOptions, type ReportFormat, formatReport } from "./report/report.js";
export type { Demand } from "./report/findings/demand.js";
export type { Finding } from "./report/findings/findings.js";
export { type InspectOptions, type Inspection, type NamedLayer, inspect } from "./report/findings/inspect.js";
export { type Level, type Rule, type RuleId, RULES } from "./report/findings/rules.js";
export type { NeuronCounts } from "./pattern/structure/neurons.js";
export type { GroupStructure, LayerStructure } from "./pattern/structure/structure.js";
export type { Failure, Report, Result } from "./report/result.js";
export { type ExplanationFormat, explain, formatExplanation } from "./report/explain.js";
export type { Explanation } from "./report/explain/explanation.js";
export { type Size, enumerate } from "./library/enumerate.js";
export { countClasses } from "./library/count.js";
export { type AtlasEntry, type AtlasOptions, atlas } from "./library/atlas.js";
export { type AtlasFile, type AtlasHeader, atlasHeader, openAtlas } from "./library/atlas-file.js";
export { type ClassifyOptions, classify } from "./library/classify/classify.js";
export type { JudgedRow, Row } from "./library/classify/fold.js";
export { type Merged, mergeTables } from "./library/classify/merge.js";
export type { Facts, Failed, ShortVerdict, ShortVerdicts } from "./library/classify/outcome.js";
export { type TableFormat, writeTable } from "./library/classify/tables/write-table.js";
export type { ClassificationHeader } from "./library/classify/header.js";
export { type ClassificationSummary, ClassificationCounts } from "./report/classification/summary.js";
export { classificationAsText } from "./report/classification/text.js";
export { classificationPlot } from "./report/classification/plot.js";
export {
  type CertifiedObstruction,
  type ObstructionList,
  type ObstructionOptions,
  type ObstructionScope,
  certified,
  countPatterns,
  minimalObstructions,
} from "./library/minimal-obstructions.js";
export type { Surveyed } from "./library/obstructions.js";
export { catalogue } from "./rules/catalogue.js";
export type { Obstruction } from "./rules/obstruction.js";
export { type ObstructionFormat, formatObstructions } from "./report/obstructions.js";
export { type PatternReport, type PatternReportOptions, patternReport } from "./report/pattern-report/pattern-report.js";
export { type WrittenReport, writePatternReport } from "./report/pattern-report/write.js";
export { type Summary, RuleCounts, summaryAsText } from "./report/summary.js";
export { notationOf, patternFromNotation } from "./formats/rectangle-notation.js";
export { type AskOptions, askClosedness } from "./solvers/claim.js";
export { confirmationScripts } from "./solvers/confirmation.js";
export { limitFromJson } from "./solvers/limit.js";
export { type Limit, type Question, closednessQuestion, reachabilityQuestion } from "./solvers/question.js";
export { type Language, LANGUAGES } from "./solvers/languages.js";
export { writeQuestion } from "./solvers/write.js";
export { type DataTable, type ExactTable, dataFromCsv } from "./formats/data-csv.js";
export { dataFromBytes, exactFromBytes, readDataFile, readExactFile } from "./formats/data.js";
export { type ComparedEdge, type EdgeExponent, type GrowthComparison, compareGrowth, exactGrowth } from "./training/compare-growth.js";
export type { EdgeGrowth, Evidence, Status, Stop } from "./training/diagnosis.js";
export type { TrainingData } from "./training/loss.js";
export {
  type Attainment,
  type Lambda,
  type LeftOut,
  type Optimum,
  type OptimumData,
  type OptimumOptions,
  type OptimumPath,
  type OptimumProgress,
  type PathRequest,
  type Problem,
  type ProblemOptions,
  greatestLambda,
  optimum,
  optimumPath,
} from "./optima/optimum.js";
export type { Check } from "./optima/checks.js";
export type { Equivalence } from "./optima/convex/equivalence.js";
export { type ShallowNetwork, evaluate } from "./optima/convex/network.js";
export type { Path, PathKink, PathNeuron, PathPoint } from "./optima/convex/path.js";
export type { Derivatives, Kink, NeuronDerivative, Sensitivities } from "./optima/convex/sensitivity.js";
export type { FewestOptimum, PrunedOptimum, PruningStage, SmallerNetwork } from "./optima/pruning.js";
export type { OptimalNetwork, OptimalNeuron, SetOfOptima, Vertex } from "./optima/set-of-optima.js";
export {
  type AllInterpolants,
  type FunctionOfOneInput,
  type Sparsest,
  type SparsestData,
  type SparsestOptions,
  type WeighedFunction,
  sparsest,
  sparsestProblem,
} from "./optima/sparsest.js";
export type { AffinePart, RationalNetwork, RationalNeuron, SparsestProblem, Support } from "./optima/sparsest/problem.js";
export {
  type SparsestTrainingOptions,
  type TrainedSparsest,
  type TrainingOptimizer,
  type TrainingProgress,
  type TrainingRun,
  trainSparsest,
} from "./optima/sparsest/training/train.js";
export type { TrainingTrace } from "./optima/sparsest/training/trace.js";
export type { SparsestMethod, TrustedBound } from "./optima/sparsest/search.js";
export type { SparsestCertificate, SparsestCertificateJson } from "./certificate/sparsest.js";
export { type SparsestFormat, formatSparsest } from "./report/sparsest/report.js";
export {
  type HeldOut,
  type PathSettings,
  type PathVerdicts,
  type RegularisationPath,
  type RegularisationPathOptions,
  type RegularisationPoint,
  regularisationPath,
} from "./optima/regularisation-path.js";
export type { PathEvent } from "./optima/pareto/continuation.js";
export type { Escape } from "./optima/pareto/escape.js";
export type { PathMethod, PathProgress } from "./optima/pareto/path.js";
export type { Activation, LossName, ParetoProblem } from "./optima/pareto/problem.js";
export type { Split } from "./optima/pareto/samples.js";
export { supportOf } from "./optima/pareto/support.js";
export { type PathFormat, formatPath } from "./report/path/report.js";
export { pathAsCsv } from "./report/path/csv.js";
export { type OptimumResult, checkOptimum } from "./check/optimum.js";
export type { OptimumCertificate, OptimumCertificateJson } from "./certificate/optimum.js";
export { type SparsestResult, checkSparsest } from "./check/sparsest.js";
export { type OptimumFormat, formatOptimum } from "./report/optimum/report.js";
export { type Probe, type ProbeOptions, type ProbeProgress, type ProbedTarget, probe } from "./training/probe.js";
export type { OptimizerName } from "./training/optimizer.js";
export { type Run, type TrainOptions, type TrainProgress, type TrainedNetwork, type Training, train } from "./training/train.js";
export { Rational } from "./exact/rational.js";
export { VERSION } from "./version.js";
