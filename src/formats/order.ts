/**
 * The order of a checkpoint's layers, from input to output, when nobody names it.
 *
 * A name is a path of modules (`encoder.0.weight` is the weight of module 0 in `encoder`). An order is
 * possible when
 *  1. the layers of one module stand together (a module is run from its input to its output),
 *  2. sibling modules whose names differ only by numbers stand in natural order: fc1 before fc2,
 *     layers.2 before layers.10, block1_2 before block2_1,
 *  3. it chains: every layer takes as many inputs as the one before has outputs.
 * A file is read only when exactly one order is possible. The order in the file plays no part.
 */
import { badInput } from "../pattern/fault.js";
import { MAX_LAYERS } from "../pattern/pattern.js";
import { MAX_LISTED, MAX_ORDER_STEPS } from "./limits.js";
import { shapeText } from "./tensor.js";

export interface Named {
  readonly name: string;
  /** [out, in] */
  readonly shape: readonly number[];
}

/**
 * The layers in their only possible order.
 * @throws Fault listing the layers with their shapes and the possible orders, when there is none or more than one
 */
export function orderLayers<Layer extends Named>(layers: readonly Layer[]): Layer[] {
  if (layers.length > MAX_LAYERS) throw badInput("layers", `at most ${MAX_LAYERS}`, `${layers.length}`);
  const orders = possibleOrders(layers);
  if (orders.length === 1) return orders[0]!;
  if (orders.length === 2) {
    const [first, second] = orders.map((order) => listed(order.map(({ name }) => name), " -> ", ORDER_LENGTH));
    throw badInput("layers", EXPECTED, `more than one among ${listTensors(layers, LIST_LENGTH)}: ${first}; or ${second}`);
  }
  const numbered = new Set(layers.map(({ name }) => name.replace(NUMBER, "#"))).size === 1;
  const sorted = numbered ? layers.toSorted((a, b) => compareNumbers(a.name, b.name)) : layers;
  const order = numbered ? "the numbered order does not chain" : "no order chains";
  throw badInput("layers", EXPECTED, `${listTensors(sorted, LIST_LENGTH)}: ${order}${transposedHint(sorted, numbered)}`);
}

/** A fault's line is cut at 480 characters: the tensors and two orders must fit. */
const LIST_LENGTH = 200;
const ORDER_LENGTH = 100;

/** `fc1.weight [300, 784], fc2.weight [10, 300]` */
export function listTensors(tensors: readonly Named[], length?: number): string {
  return listed(tensors.map(({ name, shape }) => `${name} ${shapeText(shape)}`), ", ", length);
}

/** The first few, within about `length` characters, and how many more. */
export function listed(texts: readonly string[], separator: string, length = Infinity): string {
  const shown: string[] = [];
  for (const text of texts) {
    length -= text.length + separator.length;
    if (shown.length === MAX_LISTED || (shown.length > 0 && length < 0)) break;
    shown.push(text);
  }
  if (texts.length > shown.length) shown.push(`${texts.length - shown.length} more`);
  return shown.join(separator);
}

/** Keras, JAX and hand-written NumPy store [in, out]; then the numbered order chains the other way round. */
function transposedHint(sorted: readonly Named[], numbered: boolean): string {
  const chains = sorted.every(({ shape }, l) => l === 0 || sorted[l - 1]!.shape[1] === shape[0]);
  return numbered && chains ? " (it would if the tensors were stored [in, out]: transpose them)" : "";
}

const EXPECTED = "2-D tensors in exactly one order that chains, or --layers to name it";
const NUMBER = /[0-9]+/g;

/** Compares two names that differ only by numbers, number by number. */
function compareNumbers(a: string, b: string): number {
  const left = a.match(NUMBER) ?? [];
  const right = b.match(NUMBER) ?? [];
  for (let k = 0; k < left.length; k++) {
    const difference = BigInt(left[k]!) - BigInt(right[k]!);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return 0;
}

/** A module: a node in the tree of names. The leaves are the layers themselves. */
interface Module {
  readonly children: Map<string, Module>;
  /** Layers in it that are not yet placed. */
  open: number;
  /** Siblings whose number is the next smaller one: done before this one begins, as theirs before them. */
  before: readonly Module[];
}

function newModule(): Module {
  return { children: new Map(), open: 0, before: [] };
}

/** Up to two possible orders, by depth-first search over the layer that comes next. */
function possibleOrders<Layer extends Named>(layers: readonly Layer[]): Layer[][] {
  const paths = modulePaths(layers.map(({ name }) => name));
  const found: Layer[][] = [];
  const order: number[] = [];
  const used = layers.map(() => false);
  let steps = 0;

  const mayFollow = (next: number): boolean => {
    const last = order.at(-1);
    const path = paths[next]!;
    if (last !== undefined) {
      if (layers[last]!.shape[0] !== layers[next]!.shape[1]) return false;
      // The modules left behind must be done, the outermost of them above all.
      const left = paths[last]!.find((module, depth) => module !== path[depth]);
      if (left !== undefined && left.open > 0) return false;
    }
    return path.every((module) => module.before.every(({ open }) => open === 0));
  };

  const extend = (): void => {
    if (order.length === layers.length) {
      found.push(order.map((l) => layers[l]!));
      return;
    }
    for (let next = 0; next < layers.length && found.length < 2; next++) {
      if (used[next]) continue;
      if (++steps > MAX_ORDER_STEPS) {
        throw badInput("layers", EXPECTED, `${listTensors(layers, LIST_LENGTH)}: too many orders to try`);
      }
      if (!mayFollow(next)) continue;
      used[next] = true;
      order.push(next);
      for (const module of paths[next]!) module.open--;
      extend();
      for (const module of paths[next]!) module.open++;
      order.pop();
      used[next] = false;
    }
  };
  extend();
  return found;
}

/** For each name the modules it lies in, outermost first, down to the layer itself. */
function modulePaths(names: readonly string[]): Module[][] {
  const root = newModule();
  const modules = [root];
  const paths = names.map((name) => {
    const segments = name.split(/[./]/);
    if (segments.length > 1 && /^(weight|kernel|w)$/i.test(segments.at(-1)!)) segments.pop();
    let module = root;
    const path = segments.map((segment) => {
      let child = module.children.get(segment);
      if (child === undefined) {
        child = newModule();
        module.children.set(segment, child);
        modules.push(child);
      }
      module = child;
      return child;
    });
    // Two layers may share all their segments (`fc` and `fc.weight`): the last module is the layer's own.
    path.push(newModule());
    for (const each of path) each.open++;
    return path;
  });
  for (const { children } of modules) orderSiblings(children);
  return paths;
}

/** Sets `before` among siblings that differ only by numbers. */
function orderSiblings(siblings: ReadonlyMap<string, Module>): void {
  const families = new Map<string, string[]>();
  for (const name of siblings.keys()) {
    const family = families.get(name.replace(NUMBER, "#"));
    if (family === undefined) families.set(name.replace(NUMBER, "#"), [name]);
    else family.push(name);
  }
  for (const family of families.values()) {
    let before: Module[] = [];
    let same: Module[] = [];
    family.sort(compareNumbers).forEach((name, k) => {
      if (k > 0 && compareNumbers(family[k - 1]!, name) !== 0) {
        before = same;
        same = [];
      }
      const module = siblings.get(name)!;
      module.before = before;
      same.push(module);
    });
  }
}
