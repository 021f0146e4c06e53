/** What there is to say about the masks of a pattern, whatever its verdicts: findings, each with a rule, a level, a place and a sentence. */
import type { NeuronCounts } from "../../pattern/structure/neurons.js";
import type { Axis, GroupStructure, LayerStructure, Structure } from "../../pattern/structure/structure.js";
import { counted, named } from "../explain/phrases.js";
import { LEVELS, type Level, type RuleId, ruleOf } from "./rules.js";

export interface Finding {
  readonly rule: RuleId;
  readonly level: Level;
  /** The layer of weights, from 1; null where the finding is about neurons or all layers. */
  readonly layer: number | null;
  /** What it is about, in words that do not change with the numbers found: together with the rule it names the finding in one pattern. */
  readonly about: string;
  readonly message: string;
}

/** What layers are called in messages, from their names in the file: `layer 2 (fc2)`. */
export type LayerNames = (layer: number) => string;

/** Characters of a name that are shown. */
const LONGEST_NAME = 60;

export function layerNames(names: readonly string[] = []): LayerNames {
  return (layer) => {
    const name = names[layer - 1];
    return name === undefined ? `layer ${layer}` : `layer ${layer} (${shortened(name)})`;
  };
}

export function shortened(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME)}...`;
}

/**
 * The findings, the worst first, then by layer.
 * @param called what layers are called
 * @param more findings from elsewhere, put in their places
 */
export function findingsOf(structure: Structure, called: LayerNames = layerNames(), more: readonly Finding[] = []): Finding[] {
  const found = [
    ...neuronFindings(structure),
    ...cutFindings(structure, called),
    ...denseFindings(structure.layers, called),
    ...structure.layers.flatMap((layer) => [...layer.groups.map((group) => groupFinding(layer, group, called)), ...shapeFindings(layer, called)]),
    ...more,
  ];
  return found.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || (a.layer ?? 0) - (b.layer ?? 0));
}

export function finding(rule: RuleId, layer: number | null, about: string, message: string, level: Level = ruleOf(rule).level): Finding {
  return { rule, level, layer, about, message };
}

/** Of a layer, whatever its name. */
export const layerAbout = (layer: number): string => `layer ${layer}`;

/** Nothing is said of single neurons where the whole network is cut: then all are dead, and the cut says so. */
function neuronFindings({ neurons, cuts }: Structure): Finding[] {
  if (cuts.length > 0) return [];
  const last = neurons.length - 1;
  return neurons.flatMap(({ layer, ...counts }) => {
    if (counts.dead === 0) return [];
    if (layer === 0) return [finding("WP002", null, "inputs", `${some(counts, "input")} ${counts.dead === 1 ? "reaches" : "reach"} no output: ${first("input", counts)}`)];
    if (layer === last) return [finding("WP003", null, "outputs", `no input reaches ${some(counts, "output")}, which can only be constant: ${first("output", counts)}`)];
    return [finding("WP001", null, `hidden layer ${layer}`, `${some(counts, "neuron")} of hidden layer ${layer} ${counts.dead === 1 ? "is" : "are"} dead: ${ways(counts)}; ${first("neuron", counts)}`)];
  });
}

type Dead = Omit<NeuronCounts, "layer">;

const some = ({ dead, width }: Dead, word: string): string => `${dead} of ${counted(width, word)}`;

function first(word: string, { dead, first: numbers }: Dead): string {
  return named(word, dead > numbers.length ? [...numbers, `${dead - numbers.length} more`] : numbers);
}

function ways({ dead, unreached, leadNowhere }: Dead): string {
  const [they, them] = dead === 1 ? ["it reaches", "it"] : ["they reach", "them"];
  if (leadNowhere === 0) return `no input reaches ${them}`;
  if (unreached === 0) return `${they} no output`;
  if (unreached === dead && leadNowhere === dead) return `no input reaches ${them}, ${they} no output`;
  return `no input reaches ${unreached} of them, ${leadNowhere} of them ${leadNowhere === 1 ? "reaches" : "reach"} no output`;
}

function cutFindings({ cuts, neurons }: Structure, called: LayerNames): Finding[] {
  const hidden = neurons.slice(1, -1).reduce((sum, { width }) => sum + width, 0);
  const constant = `no input reaches any output, so the network is constant${hidden === 0 ? "" : ` and all its ${counted(hidden, "hidden neuron")} are dead`}`;
  return cuts.map(({ layer, empty, endsInputs, repair }) => {
    const mend = repair === undefined ? "" : `; keeping weight [${repair.out}, ${repair.in}] would open a path`;
    if (empty) return finding("WP012", layer, layerAbout(layer), `${called(layer)} keeps no weight: ${constant}${mend}`);
    const why = endsInputs ? "its weights come from neurons that no input reaches" : "its weights lead to neurons that reach no output";
    return finding("WP010", layer, layerAbout(layer), `${called(layer)} is cut: ${why}; ${constant}${mend}`);
  });
}

function denseFindings(layers: readonly LayerStructure[], called: LayerNames): Finding[] {
  const dense = layers.filter(({ rows, cols, kept }) => kept === rows * cols);
  if (dense.length === layers.length) {
    const all = layers.reduce((sum, { kept }) => sum + kept, 0);
    return [finding("WP011", null, "all layers", `the masks prune nothing: all ${counted(all, "weight")} are kept`, "warning")];
  }
  return dense.map(({ layer, kept }) => finding("WP011", layer, layerAbout(layer), `the mask of ${called(layer)} prunes nothing: all ${counted(kept, "weight")} are kept`));
}

const LINES: Record<Axis, { readonly line: string; readonly entry: string }> = { inputs: { line: "output", entry: "input" }, outputs: { line: "input", entry: "output" } };

/** `output 5, inputs 8 to 11, keeps 4` */
export function groupPlace(axis: Axis, m: number, { line, from, kept }: { readonly line: number; readonly from: number; readonly kept: number }): string {
  const names = LINES[axis];
  return `${names.line} ${line}, ${names.entry}s ${from} to ${from + m - 1}, keeps ${kept}`;
}

function groupFinding({ layer }: LayerStructure, group: GroupStructure, called: LayerNames): Finding {
  const { axis, kind, n, m, groups, failing, tooMany, first: firstFailing, remainder } = group;
  const about = `${layerAbout(layer)} along the ${axis}, ${kind} ${n}:${m}`;
  const rest = remainder === undefined ? "" : `; the remainder, the last ${remainder.length} of each ${LINES[axis].line}, keeps ${range(remainder.fewest, remainder.most)}`;
  if (firstFailing === undefined) {
    return finding("WP020", layer, about, `${called(layer)} is ${n}:${m} along the ${axis}: ${kind} ${n} of every ${m} consecutive weights ${n === 1 ? "is" : "are"} kept${rest}`);
  }
  const more = kind === "at most" ? `${verb(failing, "keep")} more than ${n}` : `${verb(failing, "do")} not keep exactly ${n}, ${tooMany} of them more`;
  return finding("WP021", layer, about, `${called(layer)} is not quite ${n}:${m} along the ${axis}: ${failing} of ${groups} groups ${more}; the first: ${groupPlace(axis, m, firstFailing)}${rest}`);
}

/** The verb for so many groups: `1 of 9 keeps`, `2 of 9 keep`. */
export function verb(count: number, word: "keep" | "do"): string {
  return count !== 1 ? word : word === "do" ? "does" : "keeps";
}

const range = (from: number, to: number): string => (from === to ? `${from}` : `${from} to ${to}`);

/** Bounds that every entry of the matrix keeps are left out. */
function bandWords({ from, to }: { readonly from: number; readonly to: number }, rows: number, cols: number): string {
  if (from === 0 && to === 0) return "is diagonal: weight [i, j] is kept only where i = j";
  const bounds = [...(from > 1 - rows ? [`${from} <= `] : []), "j - i", ...(to < cols - 1 ? [` <= ${to}`] : [])];
  return `is a band: weight [i, j] is kept only where ${bounds.join("")}`;
}

function shapeFindings({ layer, rows, cols, block, whole, band, diagonal }: LayerStructure, called: LayerNames): Finding[] {
  const name = called(layer);
  const about = layerAbout(layer);
  const cutShort = block !== undefined && (rows % block.rows !== 0 || cols % block.cols !== 0) ? ", those at the end cut short" : "";
  const size = diagonal?.size;
  return [
    ...(block === undefined ? [] : [finding("WP030", layer, about, `${name} consists of blocks of ${block.rows} x ${block.cols} weights, all kept or all zero${cutShort}`)]),
    ...(whole === undefined ? [] : [finding("WP031", layer, about, `${name} keeps all weights of ${whole.rows} of ${counted(rows, "output")} and ${whole.cols} of ${counted(cols, "input")}: neurons were pruned as a whole`)]),
    ...(band === undefined ? [] : [finding("WP032", layer, about, `${name} ${bandWords(band, rows, cols)}`)]),
    ...(diagonal === undefined ? [] : [finding("WP033", layer, about, `${name} keeps weights only in ${diagonal.blocks} ${size === undefined ? "blocks" : `blocks of ${size.rows} x ${size.cols}`} along the diagonal`)]),
  ];
}
