/**
 * `decide` for many patterns: what is found out about small two-layer patterns is kept for those that come after (class-ledger.ts). The verdicts are those of `decide`, and now and then one where it
 * has none; the rules named may be others.
 */
import type { CertificateJson } from "../certificate/certificate.js";
import type { AnyProof, Proof, Property, RuleName } from "../certificate/proof.js";
import { checkProof } from "../check/check.js";
import { Refusal } from "../check/goal.js";
import { type DecideOptions, type Verdict, decide, endedBy, propertyVerdict, verdictOn } from "../decide/decide.js";
import { aboutLayers, decideAtOnce } from "../decide/linear.js";
import type { Open } from "../decide/why.js";
import { decideCube, decideFinite } from "../decide/network.js";
import { pruneDead } from "../pattern/live.js";
import { type Mask, kept } from "../pattern/mask.js";
import { type Pattern, allBiasesFree } from "../pattern/pattern.js";
import { type Rectangles, rectanglesOf } from "../pattern/rectangles.js";
import { Budget, DEFAULT_TIMEOUT } from "../rules/budget.js";
import type { Found } from "../rules/found.js";
import { ClassLedger } from "./class-ledger.js";

export interface DeciderOptions extends DecideOptions {
  /** The only property asked for. Default: all three. */
  readonly property?: Property;
  /** Hand out certificates. Without them every statement is checked all the same, but those that selections and symmetries lead to are not written out. Default false. */
  readonly certificates?: boolean;
}

/** A verdict without its words. */
export interface BriefVerdict {
  readonly closed: boolean | null;
  /** The rule that decides; null when undecided. */
  readonly rule: RuleName | null;
  readonly ended?: Verdict["ended"];
  /** When asked for, for what is decided. */
  readonly certificate?: CertificateJson;
}

export type BriefVerdicts = { readonly [P in Property]?: BriefVerdict };

/** Kept weights beyond which a pattern is not looked at as a small one: four neurons and eight lines have at most these. */
const MAX_EDGES = 4 * 8;

/** Classes in the ledger beyond which it is begun anew: some 200 MB. */
const MAX_CLASSES = 2 ** 16;

/** A pattern of two layers, pruned. */
interface Small {
  readonly pattern: Pattern;
  readonly masks: readonly Mask[];
  readonly state: Rectangles;
}

/** There is a proof, so nothing has to be said about what was tried. */
const DECIDED: Open = { uncrossed: false };

const OPEN: BriefVerdict = { closed: null, rule: null };

export class Decider {
  readonly #options: DeciderOptions;
  #ledger: ClassLedger | undefined;

  constructor(options: DeciderOptions = {}) {
    this.#options = options;
  }

  /** The verdicts on the properties asked for. */
  decide(pattern: Pattern): BriefVerdicts {
    const { property } = this.#options;
    const small = this.#smallOf(pattern);
    if (small !== undefined) return this.#decideSmall(small);
    if (property !== undefined) return { [property]: this.#brief(propertyVerdict(pattern, property, this.#options)) };
    const { linear, finite, cube } = decide(pattern, this.#options);
    return { linear: this.#brief(linear), finite: this.#brief(finite), cube: this.#brief(cube) };
  }

  #smallOf(pattern: Pattern): Small | undefined {
    if (pattern.masks.length !== 2 || pattern.masks.reduce((sum, mask) => sum + kept(mask), 0) > MAX_EDGES) return undefined;
    const masks = pruneDead(pattern.masks);
    const state = rectanglesOf(masks[0]!, masks[1]!);
    return ClassLedger.takes(state) ? { pattern, masks, state } : undefined;
  }

  #decideSmall(small: Small): BriefVerdicts {
    const { pattern, masks } = small;
    const { property } = this.#options;
    const free = allBiasesFree(pattern);
    const verdicts: { [P in Property]?: BriefVerdict } = {};
    if (property === undefined || property === "linear") verdicts.linear = this.#linear(small);
    if (property === undefined || property === "finite") verdicts.finite = free ? this.#proved(pattern, "finite", decideFinite(masks, undefined)!) : OPEN;
    if (property === undefined || property === "cube") {
      const shallow = free ? decideCube(masks, undefined) : undefined;
      if (shallow !== undefined) verdicts.cube = this.#proved(pattern, "cube", shallow);
      else verdicts.cube = free ? this.#throughLinear(pattern, verdicts.linear ?? this.#linear(small)) : OPEN;
    }
    return verdicts;
  }

  /** T2: `cube` where nothing but `linear` can decide it. With certificates the proof of the one is part of the other's. */
  #throughLinear(pattern: Pattern, linear: BriefVerdict): BriefVerdict {
    if (linear.closed !== false) return linear.ended === undefined ? OPEN : { ...OPEN, ended: linear.ended };
    if (linear.certificate === undefined) return { closed: false, rule: "linear-counterpart" };
    const { rule, evidence } = linear.certificate;
    return this.#proved(pattern, "cube", { closed: false, proof: { rule: "linear-counterpart", evidence: { linear: { rule, evidence } as Proof } } });
  }

  #linear({ pattern, masks, state }: Small): BriefVerdict {
    const seconds = this.#options.timeout ?? DEFAULT_TIMEOUT;
    try {
      const atOnce = decideAtOnce(masks, new Budget(seconds));
      if (atOnce !== undefined) return this.#proved(pattern, "linear", atOnce);
      if (this.#ledger === undefined || this.#ledger.size > MAX_CLASSES) this.#ledger = new ClassLedger();
      // From now on: reading what is shipped does not count.
      const { closed, rule } = this.#ledger.verdict(state, new Budget(seconds));
      if (closed === null || this.#options.certificates !== true) return { closed, rule };
      const { proof } = this.#ledger.proof(state)!;
      const { certificate } = verdictOn(pattern, "linear", { closed, proof: aboutLayers(proof, masks[0]!, state) }, DECIDED);
      return certificate === null ? OPEN : { closed, rule, certificate };
    } catch (error) {
      return { ...OPEN, ended: endedBy(error)! };
    }
  }

  #proved(pattern: Pattern, property: Property, found: Found<AnyProof>): BriefVerdict {
    if (this.#options.certificates === true) return this.#brief(verdictOn(pattern, property, found, DECIDED));
    try {
      checkProof({ pattern, property, ...found });
    } catch (error) {
      if (error instanceof Refusal || error instanceof RangeError) return OPEN;
      throw error;
    }
    return { closed: found.closed, rule: found.proof.rule };
  }

  #brief({ closed, rule, ended, certificate }: Verdict): BriefVerdict {
    const said = { closed, rule, ...(ended === undefined ? {} : { ended }) };
    return this.#options.certificates === true && certificate !== null ? { ...said, certificate } : said;
  }
}
