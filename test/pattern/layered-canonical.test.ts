import { describe, expect, it } from "vitest";
import { Random } from "../../src/exact/random.js";
import { type LayeredForm, layeredForm, layeredRepresentative, patternForm } from "../../src/pattern/layered-canonical.js";
import { type Mask, maskOf, maskOfBits, maskOfEdges, row, sameMask } from "../../src/pattern/mask.js";
import { pruneDead } from "../../src/pattern/live.js";
import { edgesOf, makePattern } from "../../src/pattern/pattern.js";
import { permutationsOf, range } from "../decide/build.js";
import { masks, randomMasks, shuffled } from "../support/patterns.js";

/** The same layers with all neurons in another order. */
function disguised(random: Random, layers: readonly Mask[]): Mask[] {
  const to = [layers[0]!.cols, ...layers.map((mask) => mask.rows)].map((width) => shuffled(random, width));
  return layers.map((mask, l) => moved(mask, to[l + 1]!, to[l]!));
}

function moved(mask: Mask, rows: readonly number[], cols: readonly number[]): Mask {
  return maskOfEdges(mask.rows, mask.cols, edgesOf(mask).map(([i, j]) => [rows[i]!, cols[j]!] as const));
}

/** Neurons without edges added, and neurons that lead nowhere or come from nowhere. */
function withDead(random: Random, layers: readonly Mask[]): Mask[] {
  const more = range(layers.length + 1).map(() => random.below(3));
  return layers.map((mask, l) => {
    const edges: [number, number][] = edgesOf(mask);
    // New neurons of the layer above come from those below that are live, but lead nowhere; only in hidden layers.
    if (l + 1 < layers.length && mask.cols > 0) for (const i of range(more[l + 1]!)) if (random.below(2) === 0) edges.push([mask.rows + i, random.below(mask.cols)]);
    return maskOfEdges(mask.rows + more[l + 1]!, mask.cols + more[l]!, edges);
  });
}

/** All lists of masks with these widths. */
function* allMasks(widths: readonly number[]): Generator<Mask[]> {
  const cells = range(widths.length - 1).map((l) => widths[l]! * widths[l + 1]!);
  const total = cells.reduce((sum, count) => sum + count, 0);
  for (let bits = 0; bits < 2 ** total; bits++) {
    let from = 0;
    yield cells.map((count, l) => {
      const own = Math.floor(bits / 2 ** from) % 2 ** count;
      from += count;
      return maskOf(widths[l + 1]!, widths[l]!, (i, j) => ((own >> (i * widths[l]! + j)) & 1) === 1);
    });
  }
}

/** The least name of the pruned masks over all permutations of all layers; neurons without edges left out. */
function bruteForm(layers: readonly Mask[]): string {
  const pruned = pruneDead(layers);
  const live = range(layers.length + 1).map((l) => {
    const met = new Set<number>();
    if (l > 0) range(pruned[l - 1]!.rows).forEach((i) => row(pruned[l - 1]!, i).length > 0 && met.add(i));
    else range(pruned[0]!.rows).forEach((i) => row(pruned[0]!, i).forEach((j) => met.add(j)));
    return [...met].sort((a, b) => a - b);
  });
  let least = "";
  const visit = (l: number, orders: number[][]): void => {
    if (l === live.length) {
      const text = pruned.map((mask, at) => orders[at + 1]!.map((i) => orders[at]!.map((j) => (row(mask, i).includes(j) ? "1" : "0")).join("")).join("|")).join(" ");
      if (least === "" || text < least) least = text;
      return;
    }
    for (const order of permutationsOf(live[l]!.length)) visit(l + 1, [...orders, order.map((a) => live[l]![a]!)]);
  };
  visit(0, []);
  return `${live.map(({ length }) => length).join("-")}:${least}`;
}

/** Equal keys exactly where the brute forms are equal; how many classes there are. */
function expectSameClasses(all: Iterable<Mask[]>): number {
  const keyOf = new Map<string, string>();
  const bruteOf = new Map<string, string>();
  for (const layers of all) {
    const brute = bruteForm(layers);
    const { key } = layeredForm(layers);
    expect(keyOf.get(brute) ?? key).toBe(key);
    expect(bruteOf.get(key) ?? brute).toBe(brute);
    keyOf.set(brute, key);
    bruteOf.set(key, brute);
  }
  return keyOf.size;
}

/**
 * Classes of two layers with at most `hidden` live neurons, by Burnside's lemma: such a pattern is a multiset of rectangles, a nonempty set of outputs times one of inputs, and
 * the number of multisets that permutations of outputs and inputs fix can be read off their cycles on the rectangles.
 */
function classCount(inputs: number, hidden: number, outputs: number): number {
  const image = (set: number, to: readonly number[]): number => to.reduce((sum, place, x) => sum | (((set >> x) & 1) << place), 0);
  let fixed = 0;
  for (const rowTo of permutationsOf(outputs)) {
    for (const columnTo of permutationsOf(inputs)) {
      const seen = new Set<string>();
      /** ways[r]: multisets of r rectangles that are made of whole cycles. */
      const ways = [1, ...Array<number>(hidden).fill(0)];
      for (let rows = 1; rows < 2 ** outputs; rows++) {
        for (let cols = 1; cols < 2 ** inputs; cols++) {
          let length = 0;
          for (let [a, b] = [rows, cols]; !seen.has(`${a}x${b}`); [a, b] = [image(a, rowTo), image(b, columnTo)]) {
            seen.add(`${a}x${b}`);
            length++;
          }
          if (length > 0) for (let r = length; r <= hidden; r++) ways[r]! += ways[r - length]!;
        }
      }
      fixed += ways.reduce((sum, count) => sum + count, 0);
    }
  }
  return fixed / (permutationsOf(outputs).length * permutationsOf(inputs).length);
}

/** Does the order carry the representative to the pruned masks? */
function carries(form: LayeredForm, layers: readonly Mask[]): boolean {
  const shown = layeredRepresentative(layers, form);
  const back = shown.map((mask, l) => {
    const own = layers[l]!;
    return maskOfEdges(own.rows, own.cols, edgesOf(mask).map(([a, b]) => [form.order![l + 1]![a]!, form.order![l]![b]!] as const));
  });
  const pruned = pruneDead(layers);
  return back.every((mask, l) => sameMask(mask, pruned[l]!));
}

/** The points and lines of the projective plane over the field with `q` elements, q prime, or 4: lines by points. */
function projectivePlane(q: number): Mask {
  const times = (a: number, b: number): number => {
    if (q !== 4) return (a * b) % q;
    const product = (a & 1 ? b : 0) ^ (a & 2 ? b << 1 : 0);
    return product & 4 ? product ^ 7 : product;
  };
  const plus = (a: number, b: number): number => (q === 4 ? a ^ b : (a + b) % q);
  const points = range(q * q + q + 1).map((p) => (p < q * q ? [1, Math.floor(p / q), p % q] : p < q * q + q ? [0, 1, p - q * q] : [0, 0, 1]));
  return maskOf(points.length, points.length, (i, j) => points[i]!.reduce((sum, x, at) => plus(sum, times(x, points[j]![at]!)), 0) === 0);
}

/** One cycle through 2 * length vertices, for each length, alternating between the two sides. */
function cycles(...lengths: number[]): Mask {
  const edges: [number, number][] = [];
  let from = 0;
  for (const length of lengths) {
    for (const at of range(length)) edges.push([from + at, from + at], [from + at, from + ((at + 1) % length)]);
    from += length;
  }
  return maskOfEdges(from, from, edges);
}

describe("layeredForm", () => {
  it("tells apart exactly what no permutation joins: all small patterns", () => {
    expect(expectSameClasses(allMasks([2, 2, 2]))).toBe(classCount(2, 2, 2));
    expect(expectSameClasses(allMasks([3, 2, 3]))).toBe(classCount(3, 2, 3));
    expect(expectSameClasses(allMasks([2, 3, 2]))).toBe(classCount(2, 3, 2));
    expect(expectSameClasses(allMasks([2, 2, 2, 2]))).toBeGreaterThan(50);
    expect(expectSameClasses(allMasks([1, 6, 1]))).toBe(7);
  });

  it("has as many keys as Burnside counts classes: 3-3-3", () => {
    const keys = new Set<string>();
    for (const layers of allMasks([3, 3, 3])) keys.add(layeredForm(layers).key);
    expect(keys.size).toBe(classCount(3, 3, 3));
  });

  it("has as many keys as Burnside counts classes: six and seven hidden neurons, by way of graphs", () => {
    for (const [m, n, most] of [[2, 2, 7], [1, 3, 7]] as const) {
      const rectangles = range(2 ** m - 1).flatMap((rows) => range(2 ** n - 1).map((cols) => [rows + 1, cols + 1] as const));
      const keys = new Set<string>();
      const visit = (least: number, chosen: (readonly [number, number])[]): void => {
        keys.add(layeredForm([maskOf(8, n, (h, j) => ((chosen[h]?.[1] ?? 0) >> j) % 2 === 1), maskOf(m, 8, (i, h) => ((chosen[h]?.[0] ?? 0) >> i) % 2 === 1)]).key);
        if (chosen.length < most) for (let x = least; x < rectangles.length; x++) visit(x, [...chosen, rectangles[x]!]);
      };
      visit(0, []);
      expect(keys.size).toBe(classCount(n, most, m));
    }
  });

  it("is the same in disguise, and so is the representative", () => {
    const random = new Random(1);
    for (let n = 0; n < 1500; n++) {
      const layers = randomMasks(random, 1 + (n % 4), n % 5 === 0 ? 12 : 6);
      const other = disguised(random, withDead(random, layers));
      const [form, otherForm] = [layeredForm(layers), layeredForm(other)];
      expect(form.canonical).toBe(true);
      expect(otherForm.key).toBe(form.key);
      const [shown, otherShown] = [layeredRepresentative(layers, form), layeredRepresentative(other, otherForm)];
      expect(otherShown.every((mask, l) => sameMask(mask, shown[l]!))).toBe(true);
      expect(carries(otherForm, other)).toBe(true);
      expect(layeredForm(shown).key).toBe(form.key);
    }
  });

  it("tells graphs apart that colour refinement does not", () => {
    const random = new Random(2);
    const full = (mask: Mask): Mask[] => [mask, maskOf(3, mask.rows, () => true)];
    expect(layeredForm(full(cycles(6))).key).not.toBe(layeredForm(full(cycles(3, 3))).key);
    expect(layeredForm(full(cycles(12, 3))).key).not.toBe(layeredForm(full(cycles(7, 8))).key);
    expect(layeredForm(disguised(random, full(cycles(3, 9, 4)))).key).toBe(layeredForm(full(cycles(9, 4, 3))).key);
  });

  it.each([2, 3, 4])("knows a projective plane of order %d, and when one line has lost a point or taken another", (q) => {
    const random = new Random(3);
    const plane = projectivePlane(q);
    const n = plane.rows;
    expect(range(n).every((i) => row(plane, i).length === q + 1)).toBe(true);
    const changed = (i: number, j: number, other: number): Mask => {
      const edges = edgesOf(plane).filter(([a, b]) => a !== i || b !== j);
      return maskOfEdges(n, n, other < 0 ? edges : [...edges, [i, other]]);
    };
    const keys = new Set<string>();
    const lost = new Set<string>();
    for (let times = 0; times < 4; times++) {
      keys.add(layeredForm(disguised(random, [plane, plane])).key);
      keys.add(layeredForm(disguised(random, [plane, plane])).key);
      const i = random.below(n);
      const own = [...row(plane, i)];
      lost.add(layeredForm([changed(i, own[random.below(own.length)]!, -1)]).key);
    }
    expect(keys.size).toBe(1);
    // The group is transitive on the pairs of a line and a point on it.
    expect(lost.size).toBe(1);
    expect(layeredForm([plane]).key).not.toBe([...lost][0]);
  });

  it("tells apart two ways to stack a plane on its mirror", () => {
    const plane = projectivePlane(3);
    const random = new Random(5);
    const shifted = moved(plane, range(13), shuffled(random, 13));
    expect(layeredForm([plane, shifted]).key).not.toBe(layeredForm([plane, projectivePlane(3)]).key);
  });

  it("merges nothing when its work is over", () => {
    const random = new Random(6);
    const layers = [projectivePlane(3), projectivePlane(3)];
    const keys = new Set<string>();
    for (let n = 0; n < 20; n++) {
      const other = disguised(random, layers);
      const form = layeredForm(other, 3000);
      expect(form.canonical).toBe(false);
      expect(form.order).toBeUndefined();
      expect(layeredRepresentative(other, form)).toBe(other);
      expect(layeredForm(other, 3000).key).toBe(form.key);
      keys.add(form.key);
    }
    expect(keys.size).toBe(20);
    expect(layeredForm(layers, 10).canonical).toBe(false);
    expect(layeredForm(layers).canonical).toBe(true);
  });

  it("names masks by what they hold, however they are held", () => {
    const random = new Random(7);
    const dense = maskOf(1024, 1100, () => random.below(2) === 0);
    const packed = maskOfBits(1024, 1100, Uint32Array.from({ length: 1024 * 35 }, (_, w) => wordOf(dense, Math.floor(w / 35), w % 35)));
    expect(layeredForm([packed], 1000).key).toBe(layeredForm([dense], 1000).key);
    expect(layeredForm([packed]).key).toBe(layeredForm([dense]).key);
  });

  it("counts copies, layers and dead ends", () => {
    const keyOf = (strings: string[][]): string => layeredForm(masks(strings)).key;
    expect(keyOf([["11"], ["1"]])).not.toBe(keyOf([["111"], ["1"]]));
    expect(keyOf([["11"]])).not.toBe(keyOf([["11"], ["1"]]));
    expect(keyOf([["11", "11"], ["10"]])).toBe(keyOf([["11"], ["1"]]));
    expect(keyOf([["00"], ["1"]])).toBe(keyOf([["1", "1", "1"], ["000"]]));
    expect(keyOf([["00"], ["1"]])).not.toBe(keyOf([["00"], ["1"], ["1"]]));
    // One hidden neuron with two inputs, or with two outputs.
    expect(keyOf([["11"], ["1"]])).not.toBe(keyOf([["1"], ["1", "1"]]));
  });

  it("does not depend on how many of the hidden neurons are dead", () => {
    const wide = maskOf(40, 3, (i, j) => i < 3 && (i + j) % 2 === 0);
    const up = maskOf(2, 40, (i, j) => i <= j);
    const narrow = [maskOf(3, 3, (i, j) => (i + j) % 2 === 0), maskOf(2, 3, (i, j) => i <= j)];
    expect(layeredForm([wide, up]).key).toBe(layeredForm(narrow).key);
  });
});

describe("patternForm", () => {
  it("tells biases apart where not all are free", () => {
    const layers = masks([["11", "01"], ["10", "11"]]);
    const keyOf = (...bias: boolean[]): string => patternForm(makePattern("x", layers, { bias })).key;
    expect(keyOf(true, true)).toBe(layeredForm(layers).key);
    expect(new Set([keyOf(true, true), keyOf(true, false), keyOf(false, true), keyOf(false, false)]).size).toBe(4);
  });
});

function wordOf(mask: Mask, i: number, w: number): number {
  return row(mask, i).reduce((word, j) => (j >> 5 === w ? word | (1 << (j & 31)) : word), 0) >>> 0;
}
