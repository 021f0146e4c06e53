/**
 * Verdicts for many patterns: each class, up to the order of inputs, outputs and hidden neurons of each layer (pattern/layered-canonical.ts), is decided once, by its
 * representative. So a verdict does not depend on which pattern of a class came first, nor on the machine.
 */
import type { CertificateJson } from "../certificate/certificate.js";
import type { Property, RuleName } from "../certificate/proof.js";
import { type DecideOptions, decide } from "../decide/decide.js";
import { denseFinite } from "../decide/network.js";
import { type LayeredForm, layeredRepresentative, patternForm } from "../pattern/layered-canonical.js";
import { type Pattern, makePattern } from "../pattern/pattern.js";

export interface JudgeOptions extends DecideOptions {
  /** Hand out certificates, about the representative. They are made and checked all the same. Default false. */
  readonly certificates?: boolean;
  /** Elementary steps for a canonical form; beyond, a pattern is a class of its own. */
  readonly maxWork?: number;
  /** Classes remembered; of more the oldest are forgotten, and decided again when they come back. Default a million, some 150 MB. */
  readonly memory?: number;
}

/** A verdict without its words. */
export interface ClassVerdict {
  readonly closed: boolean | null;
  /** The rule at the root of the proof; null when undecided. */
  readonly rule: RuleName | null;
}

export type ClassVerdicts = Readonly<Record<Property, ClassVerdict>>;

export interface Judged {
  /** Equal for patterns of one class only; for all of them if it is canonical. */
  readonly form: LayeredForm;
  readonly verdicts: ClassVerdicts;
  /** Had the class been judged before, by this judge? */
  readonly known: boolean;
  /** For `finite: no`: `finite` of the dense network of the pattern's widths. */
  readonly dense?: boolean | null;
  /** When asked for and the class is new: about the pattern `representative`, for what is decided. */
  readonly certificates?: Readonly<Partial<Record<Property, CertificateJson>>>;
}

const PROPERTIES: readonly Property[] = ["linear", "finite", "cube"];
const MEMORY = 2 ** 20;

/** Judges patterns one after another and remembers their classes. */
export class Judge {
  readonly #options: JudgeOptions;
  readonly #known = new Map<string, ClassVerdicts>();
  /** Verdicts that many classes share, each once. */
  readonly #shared = new Map<string, ClassVerdicts>();

  constructor(options: JudgeOptions = {}) {
    this.#options = options;
  }

  /** Classes remembered. */
  get size(): number {
    return this.#known.size;
  }

  judge(pattern: Pattern): Judged {
    const form = patternForm(pattern, this.#options.maxWork);
    const known = this.#known.get(form.key);
    if (known !== undefined) return { form, verdicts: known, known: true, ...denseOf(pattern, known) };
    const { verdicts, certificates } = judgeClass(pattern, form, this.#options);
    const shared = this.#share(verdicts);
    const { memory = MEMORY } = this.#options;
    if (this.#known.size >= memory) for (const oldest of this.#known.keys()) if (this.#known.delete(oldest)) break;
    if (memory > 0) this.#known.set(form.key, shared);
    return { form, verdicts: shared, known: false, ...denseOf(pattern, shared), ...(this.#options.certificates === true ? { certificates } : {}) };
  }

  #share(verdicts: ClassVerdicts): ClassVerdicts {
    const name = PROPERTIES.map((property) => `${verdicts[property].closed}:${verdicts[property].rule}`).join();
    const shared = this.#shared.get(name) ?? verdicts;
    this.#shared.set(name, shared);
    return shared;
  }
}

/** The pattern that stands for a class: named by its key. */
export function representativeOf(pattern: Pattern, form: LayeredForm): Pattern {
  return makePattern(form.key, layeredRepresentative(pattern.masks, form), { bias: pattern.bias });
}

/** The verdicts on the class of a pattern: those of its representative, and their certificates. */
export function judgeClass(
  pattern: Pattern,
  form: LayeredForm,
  options: DecideOptions = {},
): { verdicts: ClassVerdicts; certificates: Partial<Record<Property, CertificateJson>> } {
  const decided = decide(representativeOf(pattern, form), options);
  const verdict = ({ closed, rule }: ClassVerdict): ClassVerdict => ({ closed, rule });
  const certificates: Partial<Record<Property, CertificateJson>> = {};
  for (const property of PROPERTIES) {
    const { certificate } = decided[property];
    if (certificate !== null) certificates[property] = certificate;
  }
  return { verdicts: { linear: verdict(decided.linear), finite: verdict(decided.finite), cube: verdict(decided.cube) }, certificates };
}

function denseOf({ widths }: Pattern, { finite }: ClassVerdicts): { dense?: boolean | null } {
  return finite.closed === false ? { dense: denseFinite(widths) } : {};
}
