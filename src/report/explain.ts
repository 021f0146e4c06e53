/**
 * `wellposed explain`: the linear counterpart of a pattern, written out, and what decides its verdicts.
 *
 * `explain` gathers everything as data; `formatExplanation` turns that into text, Markdown, LaTeX or JSON. Of patterns too large to
 * write out only the deciding part is shown.
 */
import { certificateFromJson } from "../certificate/certificate.js";
import { type AnyProof, PROPERTIES, type Proof, type Property } from "../certificate/proof.js";
import { type DecideOptions, decide } from "../decide/decide.js";
import type { Mask } from "../pattern/mask.js";
import { select } from "../pattern/layers.js";
import { liveNeurons } from "../pattern/live.js";
import type { Pattern } from "../pattern/pattern.js";
import { type Derivation, derive, singleStep } from "./explain/derivation.js";
import { documentOf } from "./explain/document.js";
import type { DecidingPart, ExplainedVerdict, Explanation } from "./explain/explanation.js";
import { factsOf } from "./explain/facts.js";
import { explanationAsJson } from "./explain/json.js";
import { documentAsLatex } from "./explain/latex.js";
import { documentAsMarkdown } from "./explain/markdown.js";
import { countPaths, isSmallProduct, writeProduct } from "./explain/product.js";
import { networkSentence } from "./explain/network.js";
import type { Obstruction } from "./explain/obstruction.js";
import { documentAsText } from "./explain/text.js";

export type ExplanationFormat = "text" | "markdown" | "latex" | "json";

/**
 * Decides the pattern and explains the verdicts.
 * @throws SymbolicMismatch when nerdamer's product of the factors is not ours: a defect of this program
 */
export async function explain(pattern: Pattern, options: DecideOptions = {}): Promise<Explanation> {
  const decided = decide(pattern, options);
  let obstruction: Obstruction | null = null;
  const verdicts = PROPERTIES.map((property): ExplainedVerdict => {
    const verdict = decided[property];
    if (verdict.certificate === null) return { property, verdict, steps: [] };
    const { proof, closed } = certificateFromJson(verdict.certificate);
    const told = tell(pattern.masks, property, proof, closed);
    if (property === "linear") obstruction = told.obstruction;
    return { property, verdict, steps: told.steps };
  });
  return {
    name: pattern.name,
    about: pattern.about ?? null,
    widths: pattern.widths,
    bias: pattern.bias,
    facts: await factsOf(pattern),
    verdicts,
    decidingPart: obstruction === null ? null : await decidingPart(pattern, obstruction),
  };
}

function tell(masks: readonly Mask[], property: Property, proof: AnyProof, closed: boolean): Derivation {
  return property === "linear" ? derive(masks, proof as Proof, closed) : singleStep(proof.rule, networkSentence(proof));
}

async function decidingPart({ masks, widths }: Pattern, obstruction: Obstruction): Promise<DecidingPart> {
  const { outputs, inputs } = obstruction;
  const part = select(masks, outputs, inputs);
  const paths = countPaths(part, outputs, inputs);
  const live = liveNeurons(part);
  return {
    ...obstruction,
    hidden: live.slice(1, -1).map((flags, l) => ({ layer: l + 1, neurons: [...flags.keys()].filter((v) => flags[v] === 1) })),
    paths,
    product: isSmallProduct(paths, masks.length) ? await writeProduct(part, outputs, inputs) : null,
    whole: outputs.length === widths[widths.length - 1] && inputs.length === widths[0],
  };
}

export function formatExplanation(explanation: Explanation, format: ExplanationFormat): string {
  switch (format) {
    case "text":
      return documentAsText(documentOf(explanation));
    case "markdown":
      return documentAsMarkdown(documentOf(explanation));
    case "latex":
      return documentAsLatex(documentOf(explanation));
    case "json":
      return explanationAsJson(explanation);
  }
}
