/**
 * The theorems for one hidden layer read word for word, by trying all choices of rows, columns and neurons: an independent
 * second opinion for tests. Shares nothing with src but the statement.
 */
import { orderedPairs, range, subsetsOf } from "./build.js";

export interface Neuron {
  readonly rows: readonly number[];
  readonly cols: readonly number[];
}

/** A hidden layer by neuron: the outputs it feeds and the inputs that feed it; those without one or the other are dead. */
export function liveOnly(neurons: readonly Neuron[]): Neuron[] {
  return neurons.filter(({ rows, cols }) => rows.length > 0 && cols.length > 0);
}

const union = (...lists: readonly (readonly number[])[]): number[] => [...new Set(lists.flat())];

/**
 * D2: two rectangles with a common row c and column d, and (a) a row e and column g that only one of them has, or (b) a further
 * common row and columns p only of one, q only of the other, or (c) the transpose of (b).
 */
export function hasWidthTwoObstruction(one: Neuron, two: Neuron): boolean {
  const rows = union(one.rows, two.rows);
  const cols = union(one.cols, two.cols);
  const formA = [one, two].some((mine) =>
    rows.some((c) => cols.some((d) => rows.some((e) => cols.some((g) => isFormA(mine, mine === one ? two : one, c, d, e, g))))),
  );
  return formA || collides(one.rows, two.rows, one.cols, two.cols) || collides(one.cols, two.cols, one.rows, two.rows);
}

function isFormA(mine: Neuron, other: Neuron, c: number, d: number, e: number, g: number): boolean {
  const common = mine.rows.includes(c) && other.rows.includes(c) && mine.cols.includes(d) && other.cols.includes(d);
  return common && mine.rows.includes(e) && !other.rows.includes(e) && mine.cols.includes(g) && !other.cols.includes(g);
}

/** (b): two common members of the first sides; of the second sides a member of each alone and one of both. */
function collides(a: readonly number[], b: readonly number[], c: readonly number[], d: readonly number[]): boolean {
  const members = union(c, d);
  return (
    a.some((x) => a.some((y) => x !== y && b.includes(x) && b.includes(y))) &&
    members.some((p) => c.includes(p) && !d.includes(p)) &&
    members.some((q) => d.includes(q) && !c.includes(q)) &&
    members.some((r) => c.includes(r) && d.includes(r))
  );
}

/** The connected components of the graph between live hidden neurons and outputs: neurons by component. */
export function outputGroups(neurons: readonly Neuron[]): Neuron[][] {
  const groups: Neuron[][] = [];
  for (const neuron of neurons) {
    const touching = groups.filter((group) => group.some((other) => other.rows.some((i) => neuron.rows.includes(i))));
    const merged = [...touching.flat(), neuron];
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  return groups;
}

/** Width at most two: rank-one matrices on a rectangle are closed; two of them by D2. */
export function linearByTheorem(neurons: readonly Neuron[]): boolean {
  const [one, two, ...more] = liveOnly(neurons);
  if (more.length > 0) throw new Error("width two or less expected");
  return one === undefined || two === undefined || !hasWidthTwoObstruction(one, two);
}

/** T6: yes iff every component has one hidden neuron or one output. */
export function finiteByTheorem(neurons: readonly Neuron[]): boolean {
  return outputGroups(liveOnly(neurons)).every((group) => group.length === 1 || outputsOf(group).length === 1);
}

function outputsOf(group: readonly Neuron[]): number[] {
  return union(...group.map(({ rows }) => rows));
}

/** T7 by component; where it is silent, not closed if the linear counterpart is not, else unknown. */
export function cubeByTheorem(neurons: readonly Neuron[], linear: boolean | null): boolean | null {
  const verdicts = outputGroups(liveOnly(neurons)).map(cubeOfGroup);
  if (verdicts.includes(false)) return false;
  if (!verdicts.includes(null)) return true;
  return linear === false ? false : null;
}

function cubeOfGroup(group: readonly Neuron[]): boolean | null {
  const outputs = outputsOf(group);
  if (outputs.length === 1) return true;
  if (!group.every(({ rows }) => rows.length === outputs.length)) return null;
  return orderedPairs(group.length).every(([a, b]) => {
    const [c, d] = [group[a]!.cols, group[b]!.cols];
    const disjoint = !c.some((k) => d.includes(k));
    return disjoint || c.every((k) => d.includes(k)) || d.every((k) => c.includes(k));
  });
}

/** Every hidden layer of `width` neurons between n inputs and m outputs, dead ones included. */
export function allHiddenLayers(m: number, n: number, width: number): Neuron[][] {
  const single = subsetsOf(range(m)).flatMap((rows) => subsetsOf(range(n)).map((cols) => ({ rows, cols })));
  return range(width).reduce<Neuron[][]>((layers) => layers.flatMap((layer) => single.map((neuron) => [...layer, neuron])), [[]]);
}
