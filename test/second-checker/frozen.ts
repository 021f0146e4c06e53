/** The rules over frozen vectors (docs/certificates.md, end of section 4): `constant-rank`, `assisted-free` and `everything`. */
import { type Context, DEEPEST, Layer, type Neuron, SIDES, type Side, type TwoLayer, ascending, normalise, within } from "./goals.js";
import {
  type Polynomial, ONE, ZERO, add, coefficientsIn, content, divide, isConstant, monomial, multiply, negative, number, power, rational, scale, variable, variablesOf,
} from "./polynomial.js";
import { need, readChoice, readIndex, readIndices, readInteger, readList, readObject } from "./reading.js";

const WIDE = 2 ** 23; // above every number of a row, a column or a neuron
const nameOf = (a: number, b: number): number => a * WIDE + b;
const entryOf = (name: number): [number, number] => [Math.floor(name / WIDE), name % WIDE];

const ownOf = ({ rows, columns }: Neuron, side: Side): ReadonlySet<number> => (side === "rows" ? rows : columns);
const otherOf = ({ rows, columns }: Neuron, side: Side): ReadonlySet<number> => (side === "rows" ? columns : rows);

// --------------------------------------------------------------------------------------------------------------------- forms

interface Form {
  neuron: number;
  side: Side;
  chain: readonly number[];
  redundant: boolean;
  /** The members of the own side, ascending. */
  own: readonly number[];
}

function movesInto(goal: TwoLayer, h: number, k: number, side: Side): boolean {
  const [from, to] = [goal.neurons[h] as Neuron, goal.neurons[k] as Neuron];
  if (!within(ownOf(from, side), ownOf(to, side))) return false;
  const outside = [...otherOf(to, side)].filter((x) => !otherOf(from, side).has(x));
  return [...ownOf(from, side)].every((a) => outside.every((b) => (side === "rows" ? goal.free.has(a, b) : goal.free.has(b, a))));
}

function readForms(value: unknown, at: string, goal: TwoLayer): Form[] {
  const forms: Form[] = [];
  for (const [n, item] of readList(value, at).entries()) {
    const place = `${at}[${n}]`;
    const fields = readObject(item, place, ["neuron", "side", "chain"]);
    const neuron = readIndex(fields["neuron"], `${place}.neuron`, goal.neurons.length);
    need(forms.every((form) => form.neuron !== neuron), `${place}.neuron: the neuron is listed twice`);
    const side = readChoice(fields["side"], `${place}.side`, SIDES);
    const chain = readIndices(fields["chain"], `${place}.chain`, goal.neurons.length);
    for (const [s, h] of chain.entries()) {
      const form = forms.find((other) => other.neuron === h);
      need(form !== undefined && form.side === side && !form.redundant, `${place}.chain[${s}]: not an earlier neuron of the same side that is not redundant`);
      need(form.chain.length === s && form.chain.every((other, x) => other === chain[x]), `${place}.chain[${s}]: has another chain`);
      need(movesInto(goal, h, neuron, side), `${place}.chain[${s}]: does not move into the neuron`);
    }
    const own = ascending(ownOf(goal.neurons[neuron] as Neuron, side));
    forms.push({ neuron, side, chain, redundant: chain.length >= own.length, own });
  }
  return forms;
}

/** All choices of pivots, neuron -> pivot, the last form varying fastest. */
function* choices(forms: readonly Form[], pivots: ReadonlyMap<number, number> = new Map()): Generator<ReadonlyMap<number, number>> {
  const [form, ...later] = forms;
  if (form === undefined) {
    yield pivots;
    return;
  }
  const taken = form.chain.map((h) => pivots.get(h));
  for (const member of form.own) if (!taken.includes(member)) yield* choices(later, new Map(pivots).set(form.neuron, member));
}

/** The trees of a rule, each with its choice, as the frozen vectors of that choice. */
function* readTrees(value: unknown, at: string, forms: readonly Form[]): Generator<{ tree: unknown; at: string; vectors: Vector[] }> {
  const trees = readList(value, at);
  const used = forms.filter((form) => !form.redundant);
  let n = 0;
  for (const pivots of choices(used)) {
    need(n < trees.length, `${at}: a tree is missing`);
    const vectors = used.map(({ neuron, side, chain, own }): Vector => {
      const pivot = pivots.get(neuron) as number;
      const zero = new Set(chain.map((h) => pivots.get(h)));
      const at_ = (member: number): Polynomial => (zero.has(member) || member < pivot ? ZERO : member === pivot ? ONE : variable(nameOf(neuron, member)));
      return { neuron, side, values: new Map(own.map((member) => [member, at_(member)])) };
    });
    yield { tree: trees[n], at: `${at}[${n}]`, vectors };
    n++;
  }
  need(n === trees.length, `${at}: more trees than choices of pivots`);
}

/** [neuron, member of its own side] for all forms. */
function variablesOfForms(forms: readonly Form[]): Set<number> {
  return new Set(forms.flatMap(({ neuron, own }) => own.map((member) => nameOf(neuron, member))));
}

// ------------------------------------------------------------------------------------------------------------ trees of cases

/** slope * variable + constant = 0, the slope not 0. */
interface Equality {
  variable: number;
  slope: Polynomial;
  constant: Polynomial;
}

class Place {
  constructor(readonly equalities: readonly Equality[] = [], readonly nonzero: readonly Polynomial[] = []) {}

  withEquality(equality: Equality): Place {
    return new Place([...this.equalities, equality], this.nonzero.map((value) => replaceIn([value], equality)[0] as Polynomial));
  }

  isOpen(name: number): boolean {
    return this.equalities.every((equality) => equality.variable !== name);
  }

  /** The polynomials of one row. */
  replace(row: readonly Polynomial[]): readonly Polynomial[] {
    return this.equalities.reduce(replaceIn, row);
  }

  knownNonzero(value: Polynomial): boolean {
    if (value.size === 0) return false;
    let left = value;
    for (const factor of this.nonzero) {
      if (isConstant(factor)) continue;
      for (let next = divide(left, factor); next !== undefined; next = divide(left, factor)) left = next;
    }
    return isConstant(left);
  }
}

/** A row of integer polynomials without the greatest integer that divides it. */
function withoutContent(row: readonly Polynomial[]): Polynomial[] {
  const common = content(row);
  return row.map((value) => (common === 1n ? value : scale(value, rational(1n, common))));
}

function replaceIn(row: readonly Polynomial[], { variable: name, slope, constant }: Equality): Polynomial[] {
  const parts = row.map((value) => coefficientsIn(value, name));
  const degree = Math.max(0, ...parts.flatMap((part) => [...part.keys()]));
  if (degree === 0) return [...row];
  const root = negative(constant);
  return parts.map((part) => add(ZERO, ...[...part].map(([e, coefficient]) => multiply(coefficient, multiply(power(root, e), power(slope, degree - e))))));
}

function readPolynomial(value: unknown, at: string, allowed: ReadonlySet<number>): Polynomial {
  const terms = readList(value, at).map((item, n) => {
    const [coefficient, powers] = readList(item, `${at}[${n}]`, 2);
    return monomial(
      rational(BigInt(readInteger(coefficient, `${at}[${n}][0]`))),
      readList(powers, `${at}[${n}][1]`).map((given, x) => {
        const place = `${at}[${n}][1][${x}]`;
        const [a, b, exponent] = readList(given, place, 3);
        return [readVariable([a, b], place, allowed), readIndex(exponent, `${place}[2]`, 9, 1)];
      }),
    );
  });
  return add(ZERO, ...terms);
}

function readVariable(value: unknown, at: string, allowed: ReadonlySet<number>): number {
  const [a, b] = readIndices(value, at, WIDE, 2) as [number, number];
  need(allowed.has(nameOf(a, b)), `${at}: no such variable`);
  return nameOf(a, b);
}

type End = (tree: unknown, at: string, place: Place, depth: number) => void;

/** Goes through a tree; what is no split is given to `other`. The root is as deep as its rule. */
function walk(tree: unknown, at: string, place: Place, allowed: ReadonlySet<number>, other: End, depth: number): void {
  need(depth <= DEEPEST, `${at.slice(0, 60)}...: nested deeper than ${DEEPEST}`);
  if (typeof tree !== "object" || tree === null || !Object.hasOwn(tree, "split")) {
    other(tree, at, place, depth);
    return;
  }
  const fields = readObject(tree, at, ["split", "polynomial", "zero", "nonzero"]);
  const name = readVariable(fields["split"], `${at}.split`, allowed);
  const value = readPolynomial(fields["polynomial"], `${at}.polynomial`, allowed);
  need(place.isOpen(name), `${at}.split: the variable is replaced`);
  for (const used of variablesOf(value)) need(place.isOpen(used), `${at}.polynomial: a variable is replaced`);
  const parts = coefficientsIn(value, name);
  const slope = parts.get(1);
  need(slope !== undefined && [...parts.keys()].every((exponent) => exponent <= 1), `${at}.polynomial: not of degree 1 in the variable`);
  need(place.knownNonzero(slope), `${at}.polynomial: the slope is not known to be nonzero`);
  walk(fields["zero"], `${at}.zero`, place.withEquality({ variable: name, slope, constant: parts.get(0) ?? ZERO }), allowed, other, depth + 1);
  walk(fields["nonzero"], `${at}.nonzero`, new Place(place.equalities, [...place.nonzero, value]), allowed, other, depth + 1);
}

// --------------------------------------------------------------------------------------------------------------- elimination

/** A vector on the own side of a neuron. */
interface Vector {
  neuron: number;
  side: Side;
  values: ReadonlyMap<number, Polynomial>;
}

/** Rows and columns by names of pairs. An absent entry is 0. */
interface Row {
  entries: Map<number, Polynomial>;
  right: Polynomial;
}

class SpanningMatrix {
  readonly rows = new Map<number, Row>();
  private readonly columns = new Set<number>();

  constructor(goal: TwoLayer, vectors: readonly Vector[], private readonly place: Place, right: (i: number, j: number) => Polynomial = () => ZERO) {
    for (const { neuron, side, values } of vectors) {
      const { rows, columns } = goal.neurons[neuron] as Neuron;
      for (const x of side === "rows" ? columns : rows) this.columns.add(nameOf(neuron, x));
      for (const i of rows) {
        for (const j of columns) {
          if (goal.free.has(i, j)) continue;
          const row = this.rows.get(nameOf(i, j)) ?? { entries: new Map<number, Polynomial>(), right: right(i, j) };
          this.rows.set(nameOf(i, j), row);
          const value = values.get(side === "rows" ? i : j) as Polynomial;
          if (value.size > 0) row.entries.set(nameOf(neuron, side === "rows" ? j : i), value);
        }
      }
    }
    for (const [name, row] of this.rows) this.rows.set(name, rowOf([...row.entries.keys()], place.replace([...row.entries.values(), row.right])));
  }

  isZero({ entries, right }: Row): boolean {
    return entries.size === 0 && right.size === 0;
  }

  /** Takes out the row of the pivot, after its column has been cleared in all others. */
  use(pivot: readonly [number, number, number, number], at: string): void {
    const [i, j, k, x] = pivot;
    const row = this.rows.get(nameOf(i, j));
    const column = nameOf(k, x);
    need(row !== undefined, `${at}: there is no row (${i}, ${j})`);
    need(this.columns.has(column), `${at}: there is no column (${k}, ${x})`);
    const q = row.entries.get(column) ?? ZERO;
    need(this.place.knownNonzero(q), `${at}: the pivot is not known to be nonzero`);
    this.rows.delete(nameOf(i, j));
    for (const [name, other] of this.rows) {
      const f = other.entries.get(column);
      if (f === undefined) continue;
      const minus = negative(f);
      const columns = [...new Set([...other.entries.keys(), ...row.entries.keys()])];
      const combine = (a: Polynomial | undefined, b: Polynomial | undefined): Polynomial => add(multiply(q, a ?? ZERO), multiply(minus, b ?? ZERO));
      const values = columns.map((c) => (c === column ? ZERO : combine(other.entries.get(c), row.entries.get(c))));
      this.rows.set(name, rowOf(columns, withoutContent([...values, combine(other.right, row.right)])));
    }
  }
}

/** Values of the columns, then the right-hand side. */
function rowOf(columns: readonly number[], values: readonly Polynomial[]): Row {
  const entries = new Map<number, Polynomial>();
  for (const [n, column] of columns.entries()) if ((values[n] as Polynomial).size > 0) entries.set(column, values[n] as Polynomial);
  return { entries, right: values[columns.length] as Polynomial };
}

function readPivots(value: unknown, at: string): [number, number, number, number][] {
  return readList(value, at).map((item, n) => readIndices(item, `${at}[${n}]`, WIDE, 4) as [number, number, number, number]);
}

/** All pivots are used, and nothing is left but rows of zeros. */
function eliminateAll(matrix: SpanningMatrix, value: unknown, at: string): number {
  const pivots = readPivots(value, at);
  for (const [n, pivot] of pivots.entries()) matrix.use(pivot, `${at}[${n}]`);
  need([...matrix.rows.values()].every((row) => matrix.isZero(row)), `${at}: a row is left that is not 0`);
  return pivots.length;
}

// --------------------------------------------------------------------------------------------------------------------- rules

export function constantRank({ goal, evidence, at, depth }: Context<TwoLayer>): void {
  const fields = readObject(evidence, at, ["frozen", "dimension", "trees"]);
  const forms = readForms(fields["frozen"], `${at}.frozen`, goal);
  need(forms.length === goal.neurons.length, `${at}.frozen: not all neurons`);
  const dimension = readInteger(fields["dimension"], `${at}.dimension`);
  const allowed = variablesOfForms(forms);
  for (const { tree, at: place, vectors } of readTrees(fields["trees"], `${at}.trees`, forms)) {
    walk(tree, place, new Place(), allowed, (leaf, where, here) => {
      const { pivots } = readObject(leaf, where, ["pivots"]);
      const rank = eliminateAll(new SpanningMatrix(goal, vectors, here), pivots, `${where}.pivots`);
      need(rank === dimension, `${where}.pivots: ${rank} pivots, not ${dimension}`);
    }, depth);
  }
}

export function assistedFree({ goal, claim, evidence, at, depth, prove }: Context<TwoLayer>): void {
  const fields = readObject(evidence, at, ["frozen", "freed", "trees", "then"]);
  const forms = readForms(fields["frozen"], `${at}.frozen`, goal);
  const list = readList(fields["freed"], `${at}.freed`);
  need(list.length > 0, `${at}.freed: the list is empty`);
  let before = -1;
  const freed = list.map((item, n): { neuron: number; side: Side } => {
    const place = `${at}.freed[${n}]`;
    const given = readObject(item, place, ["neuron", "side"]);
    const neuron = readIndex(given["neuron"], `${place}.neuron`, goal.neurons.length);
    need(neuron > before, `${at}.freed: not ascending by neuron`);
    need(forms.every((form) => form.neuron !== neuron), `${place}.neuron: the neuron is frozen`);
    before = neuron;
    return { neuron, side: readChoice(given["side"], `${place}.side`, SIDES) };
  });
  const gone = new Set(freed.map(({ neuron }) => neuron));
  const entries = new Layer();
  for (const g of gone) {
    const { rows, columns } = goal.neurons[g] as Neuron;
    for (const i of rows) for (const j of columns) if (!goal.free.has(i, j)) entries.add(i, j);
  }
  for (const { tree, at: place, vectors } of readTrees(fields["trees"], `${at}.trees`, forms)) {
    walk(tree, place, new Place(), variablesOfForms(forms), (leaf, where, here) => {
      const { values, pivots: given } = readObject(leaf, where, ["values", "pivots"]);
      const fixed = readList(values, `${where}.values`, freed.length).map((item, n): Vector => {
        const { neuron, side } = freed[n] as { neuron: number; side: Side };
        const own = ascending(ownOf(goal.neurons[neuron] as Neuron, side));
        const numbers = readList(item, `${where}.values[${n}]`, own.length).map((value, x) => readInteger(value, `${where}.values[${n}][${x}]`));
        return { neuron, side, values: new Map(own.map((member, x) => [member, number(rational(BigInt(numbers[x] as number)))])) };
      });
      const matrix = new SpanningMatrix(goal, [...vectors, ...fixed], here);
      const outsideIsZero = (): boolean => [...matrix.rows].every(([name, row]) => entries.has(...entryOf(name)) || matrix.isZero(row));
      let inside = 0;
      for (const [n, pivot] of readPivots(given, `${where}.pivots`).entries()) {
        const isInside = entries.has(pivot[0], pivot[1]);
        need(isInside || inside === 0, `${where}.pivots[${n}]: a pivot outside the freed entries after one inside`);
        if (isInside && inside === 0) need(outsideIsZero(), `${where}.pivots[${n}]: a row outside the freed entries is not 0`);
        matrix.use(pivot, `${where}.pivots[${n}]`);
        if (isInside) inside++;
      }
      need(outsideIsZero(), `${where}.pivots: a row outside the freed entries is not 0`);
      need(inside === entries.size, `${where}.pivots: ${inside} pivots inside, not ${entries.size}`);
    }, depth);
  }
  for (const [i, j] of goal.free.edges()) entries.add(i, j);
  prove(fields["then"], normalise(goal.m, goal.n, goal.neurons.filter((_, n) => !gone.has(n)), entries), claim, "then");
}

export function everything({ goal, evidence, at, depth }: Context<TwoLayer>): void {
  const { tree } = readObject(evidence, at, ["tree"]);
  const entries = new Set<number>();
  for (const { rows, columns } of goal.neurons) for (const i of rows) for (const j of columns) if (!goal.free.has(i, j)) entries.add(nameOf(i, j));
  const end: End = (leaf, where, place, deep) => {
    if (typeof leaf === "object" && leaf !== null && Object.hasOwn(leaf, "clear")) {
      const fields = readObject(leaf, where, ["clear", "then"]);
      walk(fields["then"], `${where}.then`, cleared(fields["clear"], `${where}.clear`, goal, entries, place), entries, end, deep + 1);
      return;
    }
    const fields = readObject(leaf, where, ["frozen", "pivots"]);
    const vectors = readList(fields["frozen"], `${where}.frozen`, goal.neurons.length).map((item, neuron): Vector => {
      const here = `${where}.frozen[${neuron}]`;
      const given = readObject(item, here, ["side", "values"]);
      const side = readChoice(given["side"], `${here}.side`, SIDES);
      const own = ascending(ownOf(goal.neurons[neuron] as Neuron, side));
      const values = readList(given["values"], `${here}.values`, own.length).map((value, x) => readPolynomial(value, `${here}.values[${x}]`, entries));
      return { neuron, side, values: new Map(own.map((member, x) => [member, values[x] as Polynomial])) };
    });
    eliminateAll(new SpanningMatrix(goal, vectors, place, (i, j) => variable(nameOf(i, j))), fields["pivots"], `${where}.pivots`);
  };
  walk(tree, `${at}.tree`, new Place(), entries, end, depth);
}

/** The place after `clear`. Written for columns: for rows all pairs are turned round. */
function cleared(value: unknown, at: string, goal: TwoLayer, entries: ReadonlySet<number>, place: Place): Place {
  const fields = readObject(value, at, ["side", "pivot", "target"]);
  const side = readChoice(fields["side"], `${at}.side`, SIDES);
  const [row, column] = readIndices(fields["pivot"], `${at}.pivot`, WIDE, 2) as [number, number];
  need(entries.has(nameOf(row, column)), `${at}.pivot: not an entry of the goal`);
  const t = readIndex(fields["target"], `${at}.target`, side === "columns" ? goal.n : goal.m);
  const [i, j] = side === "columns" ? [row, column] : [column, row];
  const turn = (a: number, b: number): [number, number] => (side === "columns" ? [a, b] : [b, a]);
  const name = (a: number, b: number): number => nameOf(...turn(a, b));
  const linesOf = (neuron: Neuron): ReadonlySet<number> => (side === "columns" ? neuron.columns : neuron.rows);
  need(t !== j, `${at}.target: the pivot's own`);
  need(goal.neurons.every((neuron) => !linesOf(neuron).has(j) || linesOf(neuron).has(t)), `${at}: the class of ${j} is not contained in that of ${t}`);
  const freeIn = (x: number): ReadonlySet<number> => (side === "columns" ? goal.free.outputsOf(x) : goal.free.inputsOf(x));
  need(within(freeIn(j), freeIn(t)), `${at}: a free entry of ${j} is not free in ${t}`);
  const nowAt = (a: number): Polynomial => place.replace([variable(name(a, j))])[0] as Polynomial;
  need(place.knownNonzero(nowAt(i)), `${at}.pivot: not known to be nonzero`);
  need(entries.has(name(i, t)), `${at}.target: not an entry of the goal`);
  const inTarget = (variables: Iterable<number>): boolean => [...variables].some((other) => turn(...entryOf(other))[1] === t);
  need(place.nonzero.every((other) => !inTarget(variablesOf(other))), `${at}: a nonzero polynomial depends on ${t}`);
  for (const { variable: replaced, slope, constant } of place.equalities) {
    if (!inTarget([replaced, ...variablesOf(slope), ...variablesOf(constant)])) continue;
    const [a, b] = turn(...entryOf(replaced));
    need(constant.size === 0 && b === t && a !== i, `${at}: an equality depends on ${t}`);
    need(!entries.has(name(a, j)) || nowAt(a).size === 0, `${at}: an equality of ${t} is not kept`);
  }
  return place.withEquality({ variable: name(i, t), slope: ONE, constant: ZERO });
}
