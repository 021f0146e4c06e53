import { type Mask, row } from "../pattern/mask.js";

/**
 * Systems of vertex-disjoint paths in a layered graph (Menger), by augmenting paths with unit vertex capacities.
 *
 * Layers 0..D; `forward[l]` lists for every neuron of layer l (rows) its successors in layer l + 1 (columns). D >= 1.
 * One instance is reused for many start sets: marks are stamped, so a query costs only what it visits.
 * Cost of one query: (number of paths) * (edges visited), in practice near the length of the paths.
 */
export class DisjointPaths {
  readonly #forward: readonly Mask[];
  readonly #offset: number[];
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  /** For states 2v (entering v) and 2v + 1 (leaving v): the stamp of the search that saw it, and where it came from. */
  readonly #seen: Int32Array;
  readonly #from: Int32Array;
  #stamp = 0;

  constructor(forward: readonly Mask[]) {
    this.#forward = forward;
    this.#offset = [0];
    for (const mask of forward) this.#offset.push(this.#offset[this.#offset.length - 1]! + mask.rows);
    const total = this.#offset[forward.length]! + forward[forward.length - 1]!.cols;
    this.#next = new Int32Array(total).fill(-1);
    this.#previous = new Int32Array(total).fill(-1);
    this.#seen = new Int32Array(2 * total);
    this.#from = new Int32Array(2 * total);
  }

  /**
   * As many vertex-disjoint paths from `starts` (layer 0) to layer D as there are, at most `wanted`; each path is the list of its
   * neurons, one per layer.
   */
  find(starts: ArrayLike<number>, wanted: number): number[][] {
    const used: number[] = [];
    for (let s = 0; s < starts.length && used.length < wanted; s++) {
      if (this.#augment(starts[s]!)) used.push(starts[s]!);
    }
    // A start once used stays used: augmenting reroutes its path but never takes it away.
    const paths = used.map((start) => this.#follow(start));
    for (const path of paths) path.forEach((v, l) => (this.#next[this.#offset[l]! + v] = this.#previous[this.#offset[l]! + v] = -1));
    return paths;
  }

  #follow(start: number): number[] {
    const path = [start];
    for (let l = 0, v = start; l < this.#forward.length; l++) {
      v = this.#next[v]!;
      path.push(v - this.#offset[l + 1]!);
    }
    return path;
  }

  /** Depth-first search for an augmenting path from an unused start; applies it when found. */
  #augment(start: number): boolean {
    const stamp = ++this.#stamp;
    const depth = this.#forward.length;
    const stack: number[] = [];
    const layerOf: number[] = [];
    const push = (state: number, layer: number, from: number): void => {
      if (this.#seen[state] === stamp) return;
      this.#seen[state] = stamp;
      this.#from[state] = from;
      stack.push(state);
      layerOf.push(layer);
    };
    push(2 * start, 0, -1);
    while (stack.length > 0) {
      const state = stack.pop()!;
      const layer = layerOf.pop()!;
      const v = state >> 1;
      const isUsed = layer < depth ? this.#next[v] !== -1 : this.#previous[v] !== -1;
      if ((state & 1) === 0) {
        // Entering v: pass through when it is unused, otherwise undo the path's edge into it.
        if (!isUsed) push(2 * v + 1, layer, state);
        else if (layer > 0) push(2 * this.#previous[v]! + 1, layer - 1, state);
        continue;
      }
      if (layer === depth) {
        if (isUsed) continue;
        this.#apply(state);
        return true;
      }
      if (isUsed) push(2 * v, layer, state);
      const mask = this.#forward[layer]!;
      const above = this.#offset[layer + 1]!;
      for (const w of row(mask, v - this.#offset[layer]!)) {
        if (above + w !== this.#next[v]) push(2 * (above + w), layer + 1, state);
      }
    }
    return false;
  }

  /** Changes the paths along the search path that ends in `state`: first the edges undone, then the new ones. */
  #apply(state: number): void {
    const added: [number, number][] = [];
    for (let to = state, from = this.#from[to]!; from !== -1; to = from, from = this.#from[to]!) {
      const [tail, head] = [from >> 1, to >> 1];
      if (tail === head) continue;
      if ((from & 1) === 1) added.push([tail, head]);
      else {
        this.#next[head] = -1;
        this.#previous[tail] = -1;
      }
    }
    for (const [tail, head] of added) {
      this.#next[tail] = head;
      this.#previous[head] = tail;
    }
  }
}
