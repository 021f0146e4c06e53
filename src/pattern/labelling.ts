/**
 * Canonical labelling of coloured graphs: refinement of colours by neighbours, and where that ends, vertices made different one after another
 * [McKay 1981, "Practical graph isomorphism"; McKay, Piperno 2014, "Practical graph isomorphism, II"].
 *
 * Branches of the search are cut off where a symmetry found before, or the history of the refinement, says that they hold nothing new or nothing better;
 * and where no symmetry has to be found at all: on what is a forest (docs/theory.md 1.1).
 */
import { Partition } from "../exact/partition.js";

/** A graph without edges inside a kind. A symmetry keeps the kind and the weight of every vertex. */
export interface ColouredGraph {
  /** By vertex: kinds are numbered so that the vertices of smaller ones get smaller places. */
  readonly kind: ArrayLike<number>;
  readonly weight: ArrayLike<number>;
  /** Neighbours of v: to[start[v]] ... to[start[v + 1] - 1]; every edge stands at both its ends. */
  readonly start: Int32Array;
  readonly to: Int32Array;
}

export interface Labelled {
  /** The vertex at each place. */
  readonly vertexAt: Int32Array;
  /**
   * What the graph looks like from the places: for each its kind, for each its weight, then for each how many neighbours at smaller places it has, and these,
   * ascending. From the words the graph can be drawn again, so two graphs have the same words exactly if they are isomorphic.
   */
  readonly words: Int32Array;
}

/** What a search may still spend: edges looked at and vertices moved. */
export interface Work {
  left: number;
}

/** The labelling of the graph that isomorphic graphs share, up to a symmetry; nothing when the work ran out. */
export function canonicalLabelling(graph: ColouredGraph, work: Work): Labelled | undefined {
  return new Search(graph, work).best();
}

/** First by length, then word by word. */
export function compareWords(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let w = 0; w < a.length; w++) if (a[w] !== b[w]) return a[w]! - b[w]!;
  return 0;
}

/** Symmetries kept to find orbits. More are found only in graphs with much symmetry, where a few generate all. */
const MAX_SYMMETRIES = 256;

/** Vertices in cells of one colour, in order. A colour is the place of the first vertex of its cell. */
class Colouring {
  constructor(
    readonly vertexAt: Int32Array,
    readonly placeOf: Int32Array,
    readonly colour: Int32Array,
    /** By colour: vertices of it. */
    readonly size: Int32Array,
    public cells: number,
  ) {}

  copy(): Colouring {
    return new Colouring(this.vertexAt.slice(), this.placeOf.slice(), this.colour.slice(), this.size.slice(), this.cells);
  }

  get isDiscrete(): boolean {
    return this.cells === this.vertexAt.length;
  }

  swap(p: number, q: number): void {
    const [v, w] = [this.vertexAt[p]!, this.vertexAt[q]!];
    this.vertexAt[p] = w;
    this.vertexAt[q] = v;
    this.placeOf[w] = p;
    this.placeOf[v] = q;
  }

  /** Cuts the cell `first` before place `at`: the vertices from there on get a colour of their own. */
  cut(first: number, at: number, end: number): void {
    this.size[at] = end - at;
    for (let p = at; p < end; p++) this.colour[this.vertexAt[p]!] = at;
    this.size[first]! -= end - at;
    this.cells++;
  }
}

/** The best labelling so far. */
interface Best extends Labelled {
  /** The vertices made different from those of their colour, in order, and the histories of the refinements: one more. */
  readonly path: readonly number[];
  readonly trace: readonly number[];
}

class Search {
  readonly #graph: ColouredGraph;
  readonly #work: Work;
  readonly #path: number[] = [];
  readonly #trace: number[] = [];
  readonly #symmetries: Int32Array[] = [];
  #best: Best | undefined;
  // Tables of the refinement; zero between two uses.
  readonly #count: Int32Array;
  readonly #hits: Int32Array;
  readonly #queued: Uint8Array;
  readonly #queue: Int32Array;

  constructor(graph: ColouredGraph, work: Work) {
    this.#graph = graph;
    this.#work = work;
    const n = graph.kind.length;
    this.#count = new Int32Array(n);
    this.#hits = new Int32Array(n);
    this.#queued = new Uint8Array(n);
    this.#queue = new Int32Array(n + 1);
  }

  best(): Labelled | undefined {
    const colouring = this.#byKind();
    const cells: number[] = [];
    for (let p = 0; p < colouring.vertexAt.length; p += colouring.size[p]!) cells.push(p);
    this.#search(colouring, cells);
    return this.#work.left < 0 ? undefined : this.#best;
  }

  #byKind(): Colouring {
    const { kind, weight } = this.#graph;
    const n = kind.length;
    const vertexAt = Int32Array.from({ length: n }, (_, v) => v).sort((a, b) => kind[a]! - kind[b]! || weight[a]! - weight[b]!);
    const placeOf = new Int32Array(n);
    const colour = new Int32Array(n);
    const size = new Int32Array(n);
    let cells = 0;
    for (let p = 0; p < n; p++) {
      const v = vertexAt[p]!;
      const before = p === 0 ? -1 : vertexAt[p - 1]!;
      const same = before >= 0 && kind[v] === kind[before] && weight[v] === weight[before];
      colour[v] = same ? colour[before]! : p;
      if (!same) cells++;
      size[colour[v]!]!++;
      placeOf[v] = p;
    }
    return new Colouring(vertexAt, placeOf, colour, size, cells);
  }

  /**
   * Tries all labellings below this colouring, which `changed` cells have come into since it was stable. Returns the length of the path to go back to: when a
   * labelling looks like the best one, a symmetry exchanges the two branches in which they lie, and the rest of the later branch has nothing new.
   */
  #search(colouring: Colouring, changed: readonly number[]): number {
    const depth = this.#path.length;
    this.#trace.length = depth;
    this.#trace.push(this.#refine(colouring, changed));
    if (this.#work.left < 0) return -1;
    if (this.#isWorse()) return depth;
    const cell = colouring.isDiscrete ? undefined : this.#branchingCell(colouring);
    if (cell === undefined) return this.#leaf(colouring);
    const orbits = new Orbits(colouring.vertexAt.length, this.#path, this.#symmetries);
    const tried: number[] = [];
    for (const v of colouring.vertexAt.slice(cell, cell + colouring.size[cell]!)) {
      if (tried.length > 0 && orbits.holds(v, tried)) continue;
      tried.push(v);
      const next = colouring.copy();
      this.#work.left -= next.vertexAt.length;
      single(next, v);
      this.#path.push(v);
      const back = this.#search(next, [cell]);
      this.#path.pop();
      if (back < depth) return back;
    }
    return depth;
  }

  /** Does the history so far come after that of the best labelling? Then so does all that follows. */
  #isWorse(): boolean {
    if (this.#best === undefined) return false;
    const { trace } = this.#best;
    for (const [d, own] of this.#trace.entries()) {
      const other = trace[d];
      if (other === undefined) return true;
      if (own !== other) return own > other;
    }
    return false;
  }

  /**
   * Vertices of one colour that have different numbers of neighbours of some colour get different ones, until nothing changes. Returns a hash of what happened,
   * the same for isomorphic graphs: no step depends on the numbers of vertices.
   */
  #refine(colouring: Colouring, changed: readonly number[]): number {
    const { start, to } = this.#graph;
    const { vertexAt, placeOf, colour, size } = colouring;
    const [count, hits, queued, queue] = [this.#count, this.#hits, this.#queued, this.#queue];
    const room = queue.length;
    let [head, tail] = [0, 0];
    const enqueue = (cell: number): void => {
      if (queued[cell] === 1) return;
      queued[cell] = 1;
      queue[tail] = cell;
      tail = tail + 1 === room ? 0 : tail + 1;
    };
    for (const cell of changed) enqueue(cell);
    let history = 0;
    while (head !== tail) {
      const splitter = queue[head]!;
      head = head + 1 === room ? 0 : head + 1;
      queued[splitter] = 0;
      if (this.#work.left < 0 || colouring.isDiscrete) continue;
      const cells: number[] = [];
      let seen = 0;
      for (let p = splitter, end = splitter + size[splitter]!; p < end; p++) {
        const v = vertexAt[p]!;
        for (let e = start[v]!; e < start[v + 1]!; e++) {
          const u = to[e]!;
          const cell = colour[u]!;
          if (size[cell] === 1) continue;
          // The vertices seen gather at the end of their cell.
          if (count[u]!++ === 0) {
            if (hits[cell]!++ === 0) cells.push(cell);
            colouring.swap(placeOf[u]!, cell + size[cell]! - hits[cell]!);
          }
        }
        seen += start[v + 1]! - start[v]! + 1;
      }
      this.#work.left -= seen;
      cells.sort(ascending);
      for (const cell of cells) history = this.#split(colouring, cell, mixed(history, splitter), enqueue);
    }
    return mixed(history, colouring.cells);
  }

  /** Cuts a cell, whose seen vertices stand at its end, by how often they were seen. */
  #split(colouring: Colouring, cell: number, before: number, enqueue: (cell: number) => void): number {
    const { vertexAt, placeOf, size } = colouring;
    const count = this.#count;
    const end = cell + size[cell]!;
    const from = end - this.#hits[cell]!;
    this.#hits[cell] = 0;
    const seen = vertexAt.subarray(from, end);
    const least = count[seen[0]!]!;
    let equal = true;
    for (const v of seen) equal &&= count[v] === least;
    if (!equal) {
      seen.sort((a, b) => count[a]! - count[b]!);
      for (let p = from; p < end; p++) placeOf[vertexAt[p]!] = p;
    }
    let history = mixed(mixed(before, cell), from);
    // From the last to the first, so that each cut takes what is behind it.
    const pieces = [];
    for (let p = end - 1, until = end; p >= from; p--) {
      const own = count[vertexAt[p]!]!;
      if (p > cell && (p === from || count[vertexAt[p - 1]!] !== own)) {
        history = mixed(mixed(history, p), own);
        colouring.cut(cell, p, until);
        pieces.push(p);
        until = p;
      } else if (p === cell) history = mixed(history, own);
    }
    for (let p = from; p < end; p++) count[vertexAt[p]!] = 0;
    if (pieces.length === 0) return history;
    pieces.push(cell);
    // All but the largest: what they say of other cells says it of the largest too. One that waits already must be looked at in all its pieces.
    let largest = -1;
    if (this.#queued[cell] === 0) for (const p of pieces) if (largest < 0 || size[p]! > size[largest]! || (size[p] === size[largest] && p < largest)) largest = p;
    pieces.sort(ascending);
    for (const p of pieces) if (p !== largest) enqueue(p);
    return history;
  }

  /**
   * The first of the smallest cells in which it may matter which vertex is made different; nothing when no cell is such. It does not matter where the graph is a forest,
   * edges between two cells that are joined completely, and so all vertices with a colour of their own, left aside.
   */
  #branchingCell(colouring: Colouring): number | undefined {
    const { start, to } = this.#graph;
    const { vertexAt, colour, size } = colouring;
    const count = this.#count;
    const n = vertexAt.length;
    const parts = new Partition(n);
    const edges = new Int32Array(n);
    for (let cell = 0; cell < n; cell += size[cell]!) {
      if (size[cell] === 1) continue;
      const first = vertexAt[cell]!;
      // By colour, how many neighbours of it a vertex of this cell has: all have as many.
      for (let e = start[first]!; e < start[first + 1]!; e++) count[colour[to[e]!]!]!++;
      for (let p = cell; p < cell + size[cell]!; p++) {
        const v = vertexAt[p]!;
        for (let e = start[v]!; e < start[v + 1]!; e++) {
          const u = to[e]!;
          const other = colour[u]!;
          if (other < cell || count[other] === size[other]) continue;
          edges[v]!++;
          parts.join(v, u);
        }
        this.#work.left -= start[v + 1]! - start[v]! + 1;
      }
      for (let e = start[first]!; e < start[first + 1]!; e++) count[colour[to[e]!]!] = 0;
    }
    const surplus = new Int32Array(n);
    for (let v = 0; v < n; v++) surplus[parts.find(v)]! += edges[v]! - 1;
    let best: number | undefined;
    for (let cell = 0; cell < n; cell += size[cell]!) {
      if (size[cell] === 1 || surplus[parts.find(vertexAt[cell]!)] === -1) continue;
      if (best === undefined || size[cell]! < size[best]!) best = cell;
    }
    return best;
  }

  /** A labelling: what is left of cells is a forest, where any choice is as good as any other. */
  #leaf(colouring: Colouring): number {
    for (let p = 0; p < colouring.vertexAt.length && !colouring.isDiscrete; ) {
      if (colouring.size[p] === 1) p++;
      else {
        single(colouring, colouring.vertexAt[p]!);
        this.#refine(colouring, [p]);
        if (this.#work.left < 0) return -1;
      }
    }
    const words = this.#words(colouring);
    const best = this.#best;
    // With a history that is not worse, words decide only when it is the same.
    const difference = best === undefined || this.#isBetter(best.trace) ? -1 : compareWords(words, best.words);
    if (difference < 0) this.#best = { vertexAt: colouring.vertexAt, words, path: [...this.#path], trace: [...this.#trace] };
    return difference === 0 ? this.#again(colouring, best!) : this.#path.length;
  }

  #isBetter(trace: readonly number[]): boolean {
    return this.#trace.length < trace.length || this.#trace.some((own, d) => own !== trace[d]);
  }

  /** The labelling looks like the best: a symmetry. The length of the path up to which the two are the same, if the symmetry carries one to the other. */
  #again(colouring: Colouring, best: Best): number {
    const symmetry = new Int32Array(colouring.vertexAt.length);
    best.vertexAt.forEach((v, p) => (symmetry[v] = colouring.vertexAt[p]!));
    if (this.#symmetries.length < MAX_SYMMETRIES) this.#symmetries.push(symmetry);
    const apart = this.#path.findIndex((v, d) => v !== best.path[d]);
    if (apart < 0) return this.#path.length;
    return this.#path.slice(0, apart + 1).every((v, d) => symmetry[best.path[d]!] === v) ? apart : this.#path.length;
  }

  #words({ vertexAt, placeOf }: Colouring): Int32Array {
    const { kind, weight, start, to } = this.#graph;
    const n = vertexAt.length;
    const below = new Int32Array(n);
    for (let v = 0; v < n; v++) for (let e = start[v]!; e < start[v + 1]!; e++) if (placeOf[to[e]!]! < placeOf[v]!) below[placeOf[v]!]!++;
    const words = new Int32Array(3 * n + to.length / 2);
    const next = new Int32Array(n);
    for (let p = 0, w = 2 * n; p < n; p++) {
      words[p] = kind[vertexAt[p]!]!;
      words[n + p] = weight[vertexAt[p]!]!;
      words[w++] = below[p]!;
      next[p] = w;
      w += below[p]!;
    }
    for (let p = 0; p < n; p++) {
      const v = vertexAt[p]!;
      for (let e = start[v]!; e < start[v + 1]!; e++) {
        const q = placeOf[to[e]!]!;
        if (q > p) words[next[q]!++] = p;
      }
    }
    this.#work.left -= words.length + to.length;
    return words;
  }
}

/** Gives a vertex a colour of its own, before the others of its cell. */
function single(colouring: Colouring, v: number): void {
  const cell = colouring.colour[v]!;
  const end = cell + colouring.size[cell]!;
  colouring.swap(cell, colouring.placeOf[v]!);
  colouring.cut(cell, cell + 1, end);
}

/** Which vertices the symmetries exchange that move none of the path. They grow in number while branches are tried. */
class Orbits {
  readonly #parts: Partition;
  readonly #path: readonly number[];
  readonly #symmetries: readonly Int32Array[];
  #known = 0;

  constructor(n: number, path: readonly number[], symmetries: readonly Int32Array[]) {
    this.#parts = new Partition(n);
    this.#path = [...path];
    this.#symmetries = symmetries;
  }

  /** Is the vertex in the orbit of one of these? */
  holds(v: number, tried: readonly number[]): boolean {
    for (; this.#known < this.#symmetries.length; this.#known++) {
      const symmetry = this.#symmetries[this.#known]!;
      if (this.#path.every((x) => symmetry[x] === x)) symmetry.forEach((to, from) => this.#parts.join(from, to));
    }
    return tried.some((other) => this.#parts.find(other) === this.#parts.find(v));
  }
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** A hash of a hash and a small number, 32 bits. */
function mixed(hash: number, x: number): number {
  let h = Math.imul(hash ^ (x + 1), 0x9e3779b1);
  h ^= h >>> 15;
  h = Math.imul(h, 0x85ebca77);
  return h ^ (h >>> 13);
}
