/**
 * Verdicts on two-layer patterns of few neurons and lines, each from those of its selections and kept for the next (docs/theory.md, 4.15): a pattern is not closed if it is not without one
 * of its lines; if R3 applies, it is closed iff it is without any one line of a chain; and if everything that is left when a line is deleted is closed, it is either closed or a minimal
 * obstruction, and proofs are searched, which may use all that is known by then.
 *
 * Patterns count up to the order of rows, columns and neurons and transposition. Every statement rests on a proof that the checker has accepted, on F1 and on renumbering.
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { LemmaJson, LinearEvidence, LinearRule, Proof } from "../certificate/proof.js";
import { mapSubProofs } from "../certificate/sub-proofs.js";
import { renumberDegeneration } from "../certificate/renumber.js";
import { Refusal } from "../check/goal.js";
import { Ledger } from "../check/ledger.js";
import { goalJson } from "../decide/tried.js";
import { type KnownClosed, proveClosed } from "../decide/two-layer.js";
import { notationOf, patternFromNotation } from "../formats/rectangle-notation.js";
import { canonicalForm } from "../pattern/canonical.js";
import { Fault } from "../pattern/fault.js";
import { type Rectangles, deleteRows, hasFreeEntries, masksOfRectangles, rectanglesOf, transposed } from "../pattern/rectangles.js";
import { members, setOf } from "../pattern/sets.js";
import { type Symmetry, between, metBy } from "../pattern/symmetry.js";
import type { Budget } from "../rules/budget.js";
import { catalogue } from "../rules/catalogue.js";
import { type DegenerationEffort, findDegeneration } from "../rules/degeneration.js";
import type { Found } from "../rules/found.js";
import type { Obstruction } from "../rules/obstruction.js";
import { type ClassCounts, SIDES, type Side, countsOf, crowdedChain, fromKey, keyOf, rankBound, rectanglesOfCounts, withoutLine } from "./class-counts.js";

/** Patterns with more live neurons, or more rows and columns together, are left alone: their selections are too many. */
const MAX_NEURONS = 4;
const MAX_LINES = 8;

const QUICK: DegenerationEffort = { looks: 1, curves: 40, branched: 0, states: 1 };

/** What is known of a class, about its representative. */
class Entry {
  closed: boolean | null = null;
  /** In the ledger. */
  lemma: { readonly number: number; readonly proof: Proof } | undefined;
  /** Not closed, and left when a line is deleted: then there is no lemma. */
  below: Entry | undefined;
  #goal: Rectangles | undefined;
  #symmetry: Symmetry | undefined;

  constructor(readonly key: string) {}

  get goal(): Rectangles {
    return (this.#goal ??= rectanglesOfCounts(fromKey(this.key)));
  }

  get symmetry(): Symmetry {
    return (this.#symmetry ??= canonicalForm(this.goal)!.symmetry);
  }
}

/** What an earlier run has found out about a class, for a later one. Nothing rests on it: a proof is checked like a new one. */
export interface Finding {
  /** The representative, in the notation of formats/rectangle-notation.ts. */
  readonly pattern: string;
  /** null: a long search found nothing, so none is begun. */
  readonly closed: boolean | null;
  readonly proof?: Proof | undefined;
  /** The closed classes that `use` in the proof means, by number. */
  readonly uses?: readonly string[] | undefined;
}

export interface ClassLedgerOptions {
  /** What is known at the start. Default: what is shipped. */
  readonly findings?: Iterable<Finding>;
  /** Told of what took longer than a plain proof. */
  readonly onFound?: (finding: Finding) => void;
}

export class ClassLedger {
  readonly #entries = new Map<string, Entry>();
  readonly #byLemma: Entry[] = [];
  readonly #ledger = new Ledger();
  readonly #findings = new Map<string, Finding>();
  readonly #onFound: ((finding: Finding) => void) | undefined;
  #budget: Budget | undefined;

  constructor({ findings = shippedFindings(), onFound }: ClassLedgerOptions = {}) {
    for (const finding of findings) this.#findings.set(finding.pattern, finding);
    this.#onFound = onFound;
  }

  /** Classes known or found undecided. */
  get size(): number {
    return this.#entries.size;
  }

  /** Is it few enough neurons and lines for the ledger? */
  static takes(state: Rectangles): boolean {
    const { rows, cols } = metBy(state);
    return state.neurons.length <= MAX_NEURONS && !hasFreeEntries(state) && members(rows).length + members(cols).length <= MAX_LINES;
  }

  /**
   * Is the pattern closed, not closed, or undecided? What is known by then does not depend on the order of the patterns asked about, but for the time limit.
   * @param state one that `takes` accepts
   * @throws OutOfBudget
   */
  verdict(state: Rectangles, budget: Budget): { readonly closed: boolean | null; readonly rule: LinearRule | null } {
    this.#budget = budget;
    const { closed, lemma, below } = this.#entry(countsOf(state));
    if (closed === null) return { closed, rule: null };
    return { closed, rule: lemma?.proof.rule ?? (below !== undefined ? "degeneration" : state.neurons.length === 0 ? "linear-space" : "one-neuron") };
  }

  #entry(counts: ClassCounts): Entry {
    const key = keyOf(counts);
    const known = this.#entries.get(key);
    // While a class is in hand it counts as undecided; what it rests on is smaller, so it is not met below itself but in the search for proofs.
    if (known !== undefined) return known;
    const entry = new Entry(key);
    this.#entries.set(key, entry);
    try {
      this.#decide(entry, counts);
    } catch (error) {
      this.#entries.delete(key);
      throw error;
    }
    return entry;
  }

  #decide(entry: Entry, counts: ClassCounts): void {
    if (counts.width <= 1) {
      entry.closed = true;
      return;
    }
    const crowd = crowdOf(counts);
    const left = crowd === undefined ? oneLineLess(counts) : crowd.chain.map((K) => withoutLine(counts, crowd.side, K));
    for (const smaller of left) {
      const below = this.#entry(smaller);
      if (below.closed !== false) continue;
      entry.closed = false;
      entry.below = below;
      return;
    }
    this.#prove(entry);
  }

  #prove(entry: Entry): void {
    const budget = this.#budget!;
    const finding = this.#findings.get(notationOfGoal(entry.goal));
    if (finding !== undefined && (finding.closed === null || this.#recalled(entry, finding))) return;
    const plain = proveClosed(entry.goal, this.#known, budget, true);
    if (plain !== undefined && this.#enter(entry, true, plain)) return;
    const found = this.#search(entry.goal, budget);
    if (found !== undefined && this.#enter(entry, found.closed, found.proof)) this.#onFound?.(this.#finding(entry));
  }

  /** The cheap ways first. */
  #search(goal: Rectangles, budget: Budget): Found | undefined {
    const quick = degenerate(goal, budget, QUICK);
    if (quick !== undefined) return quick;
    const proof = proveClosed(goal, this.#known, budget);
    return proof === undefined ? degenerate(goal, budget) : { closed: true, proof };
  }

  /** Enters the statement if the checker accepts the proof; if not, that is a defect of the search, and costs the verdict. */
  #enter(entry: Entry, closed: boolean, proof: Proof): boolean {
    try {
      const number = this.#ledger.enter(entry.goal, closed, proof);
      this.#byLemma[number] = entry;
      entry.lemma = { number, proof };
      entry.closed = closed;
      return true;
    } catch (error) {
      if (error instanceof Refusal || error instanceof Fault || error instanceof RangeError) return false;
      throw error;
    }
  }

  /** Enters what was found before, if it holds. */
  #recalled(entry: Entry, { closed, proof, uses = [] }: Finding): boolean {
    const lemmas = uses.map((pattern) => this.#entry(countsOf(goalOf(pattern))).lemma?.number);
    if (lemmas.includes(undefined)) return false;
    const write = (part: Proof): Proof => (part.rule === "use" ? { rule: "use", evidence: { ...part.evidence, lemma: lemmas[part.evidence.lemma]! } } : mapSubProofs(part, write));
    return this.#enter(entry, closed!, write(proof!));
  }

  #finding({ goal, closed, lemma }: Entry): Finding {
    const uses: string[] = [];
    const write = (part: Proof): Proof => {
      if (part.rule !== "use") return mapSubProofs(part, write);
      const name = notationOfGoal(this.#byLemma[part.evidence.lemma]!.goal);
      if (!uses.includes(name)) uses.push(name);
      return { rule: "use", evidence: { ...part.evidence, lemma: uses.indexOf(name) } };
    };
    const proof = write(lemma!.proof);
    return { pattern: notationOfGoal(goal), closed, proof, ...(uses.length === 0 ? {} : { uses }) };
  }

  readonly #known: KnownClosed = (state) => {
    if (!ClassLedger.takes(state)) return undefined;
    const entry = this.#entry(countsOf(state));
    if (entry.closed !== true || entry.lemma === undefined) return undefined;
    return use(entry, entry.lemma.number, state);
  };

  /** A proof, complete in itself, of the verdict on a pattern that was asked about before. */
  proof(state: Rectangles): Found | undefined {
    const entry = this.#entries.get(keyOf(countsOf(state)));
    if (entry?.closed === true) return { closed: true, proof: this.#closedProof(state, entry) };
    return entry?.closed === false ? { closed: false, proof: this.#openProof(state, entry) } : undefined;
  }

  /** Lines are deleted until what is left is proved to be not closed itself. */
  #openProof(state: Rectangles, entry: Entry): Proof {
    let [rest, at] = [state, entry];
    while (at.lemma === undefined) {
      const below: Entry = at.below!;
      rest = linesDeleted(rest).find((smaller) => keyOf(countsOf(smaller)) === below.key)!;
      at = below;
    }
    const { evidence } = at.lemma.proof as Proof & { rule: "degeneration" };
    return { rule: "degeneration", evidence: renumbered(evidence, at.goal, rest, state) };
  }

  #closedProof(state: Rectangles, entry: Entry): Proof {
    if (entry.lemma === undefined) return { rule: state.neurons.length === 0 ? "linear-space" : "one-neuron", evidence: {} };
    const lemmas: LemmaJson[] = [];
    const numbers = new Map<number, number>();
    const write = (proof: Proof): Proof => {
      if (proof.rule !== "use") return mapSubProofs(proof, write);
      return { rule: "use", evidence: { ...proof.evidence, lemma: numberOf(proof.evidence.lemma) } };
    };
    const numberOf = (lemma: number): number => {
      const known = numbers.get(lemma);
      if (known !== undefined) return known;
      const own = this.#byLemma[lemma]!;
      const proof = write(own.lemma!.proof);
      const number = lemmas.push({ goal: goalJson(own.goal), closed: true, proof }) - 1;
      numbers.set(lemma, number);
      return number;
    };
    const then = use(entry, numberOf(entry.lemma.number), state);
    return { rule: "lemmas", evidence: { lemmas, then } };
  }
}

function degenerate(goal: Rectangles, budget: Budget, effort?: DegenerationEffort): Found | undefined {
  const evidence = findDegeneration(goal, budget, effort);
  return evidence && { closed: false, proof: { rule: "degeneration", evidence } };
}

function notationOfGoal(goal: Rectangles): string {
  return notationOf({ masks: masksOfRectangles(goal) });
}

export function goalOf(notation: string): Rectangles {
  const [first, second] = patternFromNotation(notation).masks;
  return rectanglesOf(first!, second!);
}

/** What scripts/make-classes.js writes: findings, one to a line. */
const SHIPPED = new URL("../../patterns/classes/two-layers.jsonl.gz", import.meta.url);

let shipped: readonly Finding[] | undefined;

/** What is shipped: the catalogue of obstructions, and what a long search has found for the classes of three and four neurons, up to 4 x 4. */
export function shippedFindings(): readonly Finding[] {
  return (shipped ??= [
    ...catalogue().map(obstructionFinding),
    ...gunzipSync(readFileSync(SHIPPED)).toString("utf8").split("\n").filter(Boolean).map((line) => new FindingLine(line)),
  ]);
}

/** A finding as a line of JSON, of which most are never looked at more closely. */
class FindingLine implements Finding {
  readonly pattern: string;
  readonly #line: string;
  #read: Finding | undefined;

  constructor(line: string) {
    this.#line = line;
    this.pattern = /"pattern":"([^"]*)"/.exec(line)![1]!;
  }

  get #finding(): Finding {
    return (this.#read ??= JSON.parse(this.#line) as Finding);
  }

  get closed(): boolean | null {
    return this.#finding.closed;
  }

  get proof(): Proof | undefined {
    return this.#finding.proof;
  }

  get uses(): readonly string[] {
    return this.#finding.uses ?? [];
  }
}

/** The notation of the pattern that stands for the class of this one. */
export function notationOfClass(state: Rectangles): string {
  return notationOfGoal(rectanglesOfCounts(fromKey(keyOf(countsOf(state)))));
}

/** An obstruction as a finding about the representative of its class. */
export function obstructionFinding({ goal, evidence }: Obstruction): Finding {
  const own = rectanglesOfCounts(fromKey(keyOf(countsOf(goal))));
  return { pattern: notationOfGoal(own), closed: false, proof: { rule: "degeneration", evidence: renumbered(evidence, goal, own) } };
}

/** By reference to a statement about the representative. */
function use({ symmetry }: Entry, lemma: number, state: Rectangles): Proof {
  const { rows, columns, transposed: turned } = between(symmetry, canonicalForm(state)!.symmetry);
  return { rule: "use", evidence: { lemma, rows: [...rows], columns: [...columns], transposed: turned } };
}

/** Why a pattern is not irreducible: a chain of classes with more lines than R3 lets be. */
function crowdOf(counts: ClassCounts): { side: Side; chain: number[] } | undefined {
  for (const side of SIDES) {
    const others = side === "rows" ? counts.columns : counts.rows;
    const chain = crowdedChain(counts[side], (K) => rankBound(others, K));
    if (chain !== undefined) return { side, chain };
  }
  return undefined;
}

/** Without each one of its rows and columns, one for each class. */
export function oneLineLess(counts: ClassCounts): ClassCounts[] {
  return SIDES.flatMap((side) => [...counts[side].keys()].filter((K) => counts[side][K]! > 0).map((K) => withoutLine(counts, side, K)));
}

function linesDeleted(state: Rectangles): Rectangles[] {
  const without = (goal: Rectangles): Rectangles[] => members(metBy(goal).rows).map((i) => deleteRows(goal, setOf([i])));
  return [...without(state), ...without(transposed(state)).map(transposed)];
}

/**
 * The evidence about `from` as one about `to`, of the same class, or about `whole`, which `to` is left of when some rows and columns are deleted.
 */
function renumbered(evidence: LinearEvidence["degeneration"], from: Rectangles, to: Rectangles, whole = to): LinearEvidence["degeneration"] {
  const { rows, columns, transposed: turned } = between(canonicalForm(from)!.symmetry, canonicalForm(to)!.symmetry);
  const source = turned ? transposed(from) : from;
  const met = metBy(source);
  const rowTo = new Map(members(met.rows).map((i, a) => [i, rows[a]!]));
  const columnTo = new Map(members(met.cols).map((j, b) => [j, columns[b]!]));
  const kept = metBy(to);
  const used = new Set<number>();
  const neurons = source.neurons.map((neuron) => {
    const own = { rows: setOf(members(neuron.rows).map((i) => rowTo.get(i)!)), cols: setOf(members(neuron.cols).map((j) => columnTo.get(j)!)) };
    const at = whole.neurons.findIndex((other, k) => !used.has(k) && (other.rows & kept.rows) === own.rows && (other.cols & kept.cols) === own.cols);
    used.add(at);
    return at;
  });
  const list = (map: ReadonlyMap<number, number>, length: number): number[] => Array.from({ length }, (_, x) => map.get(x) ?? x);
  return renumberDegeneration(evidence, { rows: list(rowTo, source.m), columns: list(columnTo, source.n), neurons, transposed: turned });
}
