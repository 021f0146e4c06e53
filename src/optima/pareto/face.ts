/**
 * The face that a point is on: its parameters that are not 0 with their signs kept, and the kinks of ReLU that it is at, kept at 0. On a face f2 is linear and f1 smooth. (Faces of this kind: Lewis, Wright 2016; own:
 * kinks of ReLU as their equations.)
 *
 * At a kink the derivatives of f1 depend on the slope that is taken for ReLU there, by a multiple of the derivatives of the preactivation, the *form* of the kink. The point is critical where slopes between 0 and 1
 * make all derivatives vanish on the face; the slopes taken are those that leave the least (box.ts). Where they leave more, f1 falls to one side of the kinks whose slope is 0 or 1.
 */
import { leastRest } from "./box.js";
import { type KinkPlace, preactivationAt } from "./kinks.js";
import type { Kink, Objective } from "./objective.js";
import { Plane, dot } from "./plane.js";

/** What is held while parameters move: the multiplier of f2, or f2 at its value. */
export type Held = { readonly lambda: number } | "l1";

export interface PointAtKinks {
  readonly parameters: Float64Array;
  readonly kinks: readonly Kink[];
  /** Entries at 0 that would change the preactivation at some kink: the slopes are to make them critical too. */
  readonly watched: ReadonlySet<number>;
}

/** What leaves 0: entries of the parameters with the signs that they get, and kinks, by their numbers, to the side where ReLU has this slope. */
export interface Release {
  readonly entries: ReadonlyMap<number, number>;
  readonly kinks: ReadonlyMap<number, 0 | 1>;
}

/** Kinks with the same form: they are at 0 together, with the same slope. */
export interface KinkGroup {
  /** Numbers of the kinks. */
  readonly kinks: readonly number[];
  /** Derivatives of the preactivation by the free parameters, and by those watched. */
  readonly form: Float64Array;
  readonly slope: number;
  /** Let go? */
  readonly released: boolean;
}

/** Vectors are over the free parameters, unless said otherwise. */
export interface Face extends PointAtKinks {
  /** The parameters that are free, ascending. */
  readonly free: readonly number[];
  /** Their derivatives of f2: signs, or 0 for those that do not count. */
  readonly signs: Float64Array;
  readonly groups: readonly KinkGroup[];
  /** Where the kinks that are kept stay at 0, and f2 stays what it is if it is held. */
  readonly plane: Plane;
  /** f1. */
  readonly loss: number;
  /** The derivatives of what is to fall, f1 + lambda f2, in the plane. */
  readonly slope: Float64Array;
  /** The same where f2 alone is held, by the free parameters and those watched: 0 at a critical point. */
  readonly rest: Float64Array;
  /** The multiplier of f2. */
  readonly lambda: number;
}

/** A preactivation as near to 0 is 0; one that stays farther away is none of a kink. */
const ZERO = Number.EPSILON;
const FAR = 1e-9;
/** Slopes are found in rounds, as forms depend on the slopes at kinks of the same point below, and multipliers on slopes; and halvings of a round that makes it worse. */
const ROUNDS = 10;
const HALVINGS = 5;
const SAME_SLOPE = 1e-9;
/** A watched entry whose derivative is at least this share of the multiplier is to have it as its derivative, in size. */
const AT_MULTIPLIER = 0.99;

/**
 * Brings the kinks to 0, and takes derivatives: from then on those of the objective are by the free and watched parameters, with the slopes of the face. Without a release, kinks are kept no longer that are at 0
 * whatever these parameters do, and those where f1 has no minimum along any line, as its slope falls there.
 */
export function faceAt(objective: Objective, point: PointAtKinks, held: Held, release?: Release): Face {
  const { counted } = objective.problem;
  const free: number[] = [];
  point.parameters.forEach((value, k) => {
    if (value !== 0 || counted[k] === 0 || release?.entries.has(k) === true) free.push(k);
  });
  const watched = [...point.watched].filter((k) => point.parameters[k] === 0 && release?.entries.has(k) !== true);
  const signs = Float64Array.from(free, (k) => (counted[k] === 0 ? 0 : (release?.entries.get(k) ?? Math.sign(point.parameters[k]!))));
  const kinks = point.kinks.map((kink, k) => ({ ...kink, slope: release?.kinks.get(k) ?? kink.slope }));
  const rows = new Rows(objective, [...free, ...watched], signs, held);
  const norm = held === "l1" ? [signs] : [];
  let { parameters } = point;
  let groups = rows.groups(parameters, kinks, release);
  let plane = planeOf(norm, groups, free.length);
  for (let round = 0; round < ROUNDS && groups.some(({ released, value }) => !released && Math.abs(value) > ZERO); round++) {
    const moved = broughtToZero(parameters, free, norm.length, groups, plane);
    if (moved === undefined) break;
    parameters = moved;
    groups = rows.groups(parameters, kinks, release);
    plane = planeOf(norm, groups, free.length);
  }

  const seen = rows.view(parameters, kinks, groups);
  const idle = new Set(release === undefined ? seen.groups.flatMap((group) => (isIdle(group) ? group.kinks : [])) : []);
  if (idle.size > 0) return faceAt(objective, { parameters, kinks: kinks.filter((_, k) => !idle.has(k)), watched: new Set(watched) }, held);
  const view = rows.settled(seen);
  objective.hold(view.kinks);
  const slope = plane.project(view.whole.subarray(0, free.length));
  return { parameters, kinks: view.kinks, watched: new Set(watched), free, signs, groups: view.groups, plane, loss: view.loss, slope, rest: view.rest, lambda: view.lambda };
}

/** The plane in which f2, if it is held, and the preactivations of the groups that are not let go stay what they are. */
function planeOf(norm: readonly Float64Array[], groups: readonly Group[], free: number): Plane {
  return new Plane([...norm, ...groups.filter(({ released }) => !released).map(({ form }) => form.subarray(0, free))]);
}

/** By the shortest way. Nothing where there is none that leaves the signs as they are. */
function broughtToZero(parameters: Float64Array, free: readonly number[], first: number, groups: readonly Group[], plane: Plane): Float64Array | undefined {
  const fixed = groups.filter(({ released }) => !released);
  const way = plane.shortest(plane.kept.map((k) => (k < first ? 0 : -fixed[k - first]!.value)), free.length);
  const result = parameters.slice();
  free.forEach((k, i) => (result[k]! += way[i]!));
  // The signs of parameters that do not count are free, but theirs are not told apart: so short a way changes none.
  return free.every((k) => parameters[k] === 0 || Math.sign(result[k]!) === Math.sign(parameters[k]!)) ? result : undefined;
}

/** At 0 whatever moves, not to be brought to 0, or without a minimum of f1 along any line, as its slope falls there. */
function isIdle({ form, value, force }: Group): boolean {
  return !(force > 0) || Math.abs(value) > FAR || form.every((entry) => entry === 0);
}

/** A group with its preactivation and, once derivatives are taken, the derivative of f1 by what is after the activation, summed over it. */
interface Group extends KinkGroup {
  readonly value: number;
  readonly force: number;
}

/** The derivatives with given slopes. */
interface View {
  readonly parameters: Float64Array;
  readonly kinks: readonly Kink[];
  readonly groups: readonly Group[];
  readonly loss: number;
  /** Of what is to fall, by free and watched parameters. */
  readonly whole: Float64Array;
  /** What of it is wrong: of the free ones where f2 alone is held, of the watched ones what is beyond the multiplier; and its length. */
  readonly rest: Float64Array;
  readonly length: number;
  readonly lambda: number;
}

/** Derivatives by the parameters that are free, then those that are watched. */
class Rows {
  readonly #objective: Objective;
  readonly #entries: readonly number[];
  readonly #positions: Int32Array;
  readonly #signs: Float64Array;
  readonly #held: Held;
  readonly #level: Plane;

  constructor(objective: Objective, entries: readonly number[], signs: Float64Array, held: Held) {
    this.#objective = objective;
    this.#entries = entries;
    this.#signs = signs;
    this.#held = held;
    this.#level = new Plane(held === "l1" ? [signs] : []);
    this.#positions = new Int32Array(objective.size).fill(-1);
    const working = new Uint8Array(objective.size);
    entries.forEach((k, i) => {
      this.#positions[k] = i;
      working[k] = 1;
    });
    objective.restrict(working);
  }

  /** Kinks with the same form; those let go apart. */
  groups(parameters: Float64Array, kinks: readonly Kink[], release: Release | undefined): Group[] {
    const groups: (Group & { kinks: number[] })[] = [];
    kinks.forEach((kink, k) => {
      const { value, form } = preactivationAt(this.#objective.problem, parameters, kink, kinks, this.#positions, this.#entries.length);
      const released = release?.kinks.has(k) === true;
      const same = groups.find((group) => group.released === released && sameNeuron(kinks[group.kinks[0]!]!, kink) && form.every((entry, i) => entry === group.form[i]));
      if (same === undefined) groups.push({ kinks: [k], form, value, released, slope: kink.slope, force: 0 });
      else same.kinks.push(k);
    });
    return groups;
  }

  view(parameters: Float64Array, kinks: readonly Kink[], groups: readonly Group[]): View {
    const gradient = new Float64Array(this.#objective.size);
    const above = this.#objective.hold(kinks);
    const loss = this.#objective.gradient(parameters, gradient);
    const lambdaHeld = this.#held === "l1" ? 0 : this.#held.lambda;
    const whole = Float64Array.from(this.#entries, (k, i) => gradient[k]! + lambdaHeld * (this.#signs[i] ?? 0));
    const free = this.#signs.length;
    const lambda = this.#held === "l1" ? -(this.#level.multipliers(whole.subarray(0, free))[0] ?? 0) : lambdaHeld;
    const rest = whole.map((value) => Math.sign(value) * Math.max(0, Math.abs(value) - Math.max(0, lambda)));
    rest.set(this.#level.project(whole.subarray(0, free)));
    const forced = groups.map((group): Group => ({ ...group, slope: kinks[group.kinks[0]!]!.slope, force: group.kinks.reduce((sum, k) => sum + above[k]!, 0) }));
    return { parameters, kinks, groups: forced, loss, whole, rest, length: Math.sqrt(dot(rest, rest)), lambda };
  }

  /** With the slopes that leave the least, nearly. */
  settled(start: View): View {
    let view = start;
    for (let round = 0; round < ROUNDS; round++) {
      const wanted = this.#bestSlopes(view);
      if (wanted.every((slope, k) => Math.abs(slope - view.kinks[k]!.slope) <= SAME_SLOPE)) return view;
      let next = view;
      for (let halving = 0, length = 1; halving <= HALVINGS && !(next.length < view.length); halving++, length /= 2) {
        const kinks = view.kinks.map((kink, k) => ({ ...kink, slope: kink.slope + length * (wanted[k]! - kink.slope) }));
        next = this.view(view.parameters, kinks, this.#again(view, kinks));
      }
      if (!(next.length < view.length)) return view;
      view = next;
    }
    return view;
  }

  /** The groups with their forms for other slopes. */
  #again({ parameters, groups }: View, kinks: readonly Kink[]): Group[] {
    return groups.map((group) => ({ ...group, form: preactivationAt(this.#objective.problem, parameters, kinks[group.kinks[0]!]!, kinks, this.#positions, this.#entries.length).form }));
  }

  /** For each kink, as far as the derivatives are linear in the slopes. Those let go keep theirs. */
  #bestSlopes({ kinks, groups, whole, lambda }: View): number[] {
    const free = this.#signs.length;
    const fixed = groups.filter(({ released }) => !released);
    // Watched entries are told apart by their derivatives: those that are small need nothing, others are to have the multiplier, which depends on the slopes if f2 is held.
    const sides = whole.map((value, i) => (i < free || Math.abs(value) < AT_MULTIPLIER * lambda ? 0 : Math.sign(value)));
    const inLevel = (vector: Float64Array): Float64Array => {
      const multiplier = -(this.#level.multipliers(vector.subarray(0, free))[0] ?? 0);
      const result = vector.map((value, i) => (sides[i] === 0 ? 0 : value - sides[i]! * multiplier));
      result.set(this.#level.project(vector.subarray(0, free)));
      return result;
    };
    const wrong = inLevel(whole);
    if (this.#held !== "l1") sides.forEach((side, i) => (wrong[i]! -= side * lambda));
    const columns = fixed.map(({ form, force }) => inLevel(form.map((value) => force * value)));
    fixed.forEach(({ slope }, g) => addTo(wrong, columns[g]!, -slope));
    const { shares } = leastRest(wrong, columns, fixed.map(({ slope }) => slope));
    const slopes = kinks.map(({ slope }) => slope);
    fixed.forEach((group, g) => group.kinks.forEach((k) => (slopes[k] = shares[g]!)));
    return slopes;
  }
}

function sameNeuron(a: KinkPlace, b: KinkPlace): boolean {
  return a.layer === b.layer && a.neuron === b.neuron;
}

function addTo(vector: Float64Array, other: Float64Array, share: number): void {
  for (let k = 0; k < vector.length; k++) vector[k]! += share * other[k]!;
}
