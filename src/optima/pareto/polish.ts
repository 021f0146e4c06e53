/**
 * From a nearly critical point to one that is critical up to rounding: Newton's method on the face of the point (face.ts), that is on the parameters that are not 0, their signs kept, and on the kinks of ReLU that
 * the point is at.
 *
 * - With a given lambda, f1 + lambda f2 goes to a critical point; with f2 held, f1 does in the plane where f2 is what it was, and lambda is the multiplier.
 * - A step (newton.ts) ends at the first entry that becomes 0, which then stays there. It is taken if the value falls enough, or, where differences of values are lost in rounding, if its gradient shrinks. Where a
 *   kink of ReLU on the way makes the value rise, the step ends at the kink, which then is kept.
 * - Where the face itself is nearly critical, what is wrong beside it is let go: entries at 0, and kinks to the side where the value falls.
 */
import { type Steps, atOnce } from "../clock.js";
import { type Criticality, criticality, residualAt } from "./criticality.js";
import { type Face, type Held, type PointAtKinks, type Release, faceAt } from "./face.js";
import { type KinkPlace, crossed, kinksNear, preactivationAt } from "./kinks.js";
import { newtonDirection } from "./newton.js";
import type { Kink, Objective } from "./objective.js";
import { dot } from "./plane.js";
import { l1Norm } from "./problem.js";

export interface PolishOptions {
  /** Of the residual: it ends there. */
  readonly tolerance?: number;
  /** Newton steps. */
  readonly iterations?: number;
  /** Asked before every step; true ends with the point reached. */
  readonly stop?: () => boolean;
}

export interface Polished extends Criticality {
  readonly parameters: Float64Array;
  /** f1. */
  readonly loss: number;
  /** f2. */
  readonly l1: number;
  /** Not 0: the residual is that of slopes of ReLU between 0 and 1 at some kinks, where the preactivation is within this of 0 (Clarke 1975). */
  readonly kinkWidth: number;
  readonly iterations: number;
}

const TOLERANCE = 1e-10;
const ITERATIONS = 400;
const MOST_HALVINGS = 40;
const SUFFICIENT = 1e-4;
/** Relative to 1 and the value: what its rounding may be. */
const ROUNDING = 1e-14;
/** Preactivations of this size are taken for kinks at the start; and what the value may rise by, relative to 1 and the value, when they are brought to 0. */
const NEAR = 1e-6;
const RISE = 1e-9;
/** More kinks are not kept. */
const MOST_KINKS = 3000;
/** The face is nearly critical where its slope is no more than this share of the residual. */
const SETTLED = 0.1;
/** What is let go at once: all that is at least this share of the worst. */
const AS_BAD = 0.5;
const MOST_ATTEMPTS = 5;
/** So many steps may lead nowhere, as where kinks come and go. */
const MOST_IDLE = 5;
/** What was let go leads nowhere where the slope with it is less than this share of what was wrong: kinks are in the way. */
const BLOCKED = 1e-3;
/** Of the lengths of two vectors: what their product may be by rounding. */
const ACROSS = 1e-9;
const MOST_BISECTIONS = 48;
/** So often it is looked which kinks are left in the interval. */
const LOOK_EVERY = 4;
/** Of the slope at the start of a step: flat enough for the place where it ends. */
const FLAT = 0.1;

/** The start itself stays as it is. The value of what is held falls, but for rounding; at kinks it may rise by as little as it takes to be there. */
export function polish(objective: Objective, start: Float64Array, held: Held, options?: PolishOptions): Polished {
  return atOnce(polishSteps(objective, start, held, options));
}

/** The same, step by step. Others may use the objective between the steps. */
export function* polishSteps(objective: Objective, start: Float64Array, held: Held, options: PolishOptions = {}): Steps<Polished> {
  const { tolerance = TOLERANCE, iterations = ITERATIONS, stop } = options;
  const inside = <T>(work: () => T): T => {
    try {
      return work();
    } finally {
      objective.hold([]);
      objective.restrict();
    }
  };
  const polisher = inside(() => new Polisher(objective, start, held, tolerance));
  let done = 0;
  for (; done < iterations && !(polisher.residual <= tolerance) && stop?.() !== true && inside(() => polisher.step()); done++) yield;
  return inside(() => polisher.result(done));
}

/** A place on the way along a direction. */
interface Place {
  readonly parameters: Float64Array;
  /** Of the value, since the start of the way. */
  readonly change: number;
  /** The derivative of the value along the way. */
  readonly along: number;
  /** The derivatives of the value. */
  readonly slope: Float64Array;
}

/** A way along a direction, up to a length. */
interface Way {
  /** The parameters there. */
  readonly along: (length: number) => Float64Array;
  readonly at: (length: number) => Place;
  readonly length: number;
}

class Polisher {
  readonly #objective: Objective;
  readonly #held: Held;
  readonly #tolerance: number;
  readonly #start: Omit<Polished, "iterations">;
  /** All derivatives of f1 as they were last taken, and how far from critical they are. */
  readonly #gradient: Float64Array;
  #criticality: Criticality;
  #point: PointAtKinks;
  /** Steps in a row that changed neither the value nor the kinks, and what these were. */
  #idle = 0;
  #seen = "";

  constructor(objective: Objective, start: Float64Array, held: Held, tolerance: number) {
    const { problem } = objective;
    this.#objective = objective;
    this.#held = held;
    this.#tolerance = tolerance;
    this.#gradient = new Float64Array(start.length);
    this.#point = { parameters: start.slice(), kinks: [], watched: new Set() };
    this.#criticality = this.#survey();
    this.#start = { parameters: this.#point.parameters, loss: objective.value(start), l1: l1Norm(problem, start), kinkWidth: 0, ...this.#criticality };
    if (this.residual <= tolerance || problem.activation !== "relu") return;
    this.#keep(kinksNear(objective, start, NEAR));
    this.#faceNow();
    this.#criticality = this.#survey();
  }

  get residual(): number {
    return this.#criticality.residual;
  }

  result(iterations: number): Polished {
    const { problem } = this.#objective;
    this.#faceNow();
    const critical = this.#survey();
    this.#objective.hold([]);
    const { parameters } = this.#point;
    const reached = { parameters, loss: this.#objective.value(parameters), l1: l1Norm(problem, parameters), kinkWidth: this.#kinkWidth(), ...critical };
    const lambda = this.#held === "l1" ? 0 : this.#held.lambda;
    const rise = reached.loss - this.#start.loss + lambda * (reached.l1 - this.#start.l1);
    const better = rise <= RISE * (1 + Math.abs(this.#start.loss)) && (reached.residual < this.#start.residual || rise < 0);
    return { ...(better ? reached : this.#start), iterations };
  }

  /** On the face as long as it is what is farthest from critical; then with something let go. False: neither leads on. */
  step(): boolean {
    const face = this.#faceNow();
    const seen = `${face.loss} ${face.kinks.length} ${face.watched.size}`;
    this.#idle = seen === this.#seen ? this.#idle + 1 : 0;
    this.#seen = seen;
    if (this.#idle >= MOST_IDLE) return false;
    const steepest = largest(face.slope);
    if (steepest > SETTLED * Math.max(this.residual, largest(face.rest)) && this.#move(face, newtonDirection(this.#objective, face))) return true;
    this.#criticality = this.#survey();
    if (this.residual <= this.#tolerance || this.#letGo(face)) return true;
    if (!(steepest > this.#tolerance)) return false;
    const again = this.#faceNow();
    return this.#move(again, newtonDirection(this.#objective, again));
  }

  #faceNow(): Face {
    const face = faceAt(this.#objective, this.#point, this.#held);
    this.#point = { parameters: face.parameters, kinks: face.kinks, watched: face.watched };
    return face;
  }

  /** Takes all derivatives, with the slopes at the kinks. */
  #survey(): Criticality {
    const { counted } = this.#objective.problem;
    const { parameters, kinks } = this.#point;
    this.#objective.hold(kinks);
    this.#objective.restrict();
    this.#objective.gradient(parameters, this.#gradient);
    const best = criticality(parameters, this.#gradient, counted);
    return this.#held === "l1" ? best : { lambda: best.lambda, residual: residualAt(parameters, this.#gradient, counted, this.#held.lambda) };
  }

  /** False: there are too many. */
  #keep(places: readonly KinkPlace[]): boolean {
    const { kinks } = this.#point;
    if (kinks.length + places.length > MOST_KINKS) return false;
    this.#point = { ...this.#point, kinks: [...kinks, ...places.map((place) => ({ ...place, slope: 0.5 }))] };
    return true;
  }

  /** A step with all that is far from critical let go; less what would turn the wrong way. */
  #letGo(face: Face): boolean {
    const { parameters } = this.#point;
    const { counted } = this.#objective.problem;
    const excess = (k: number): number => (parameters[k] !== 0 || counted[k] === 0 ? 0 : Math.abs(this.#gradient[k]!) - face.lambda);
    const beside = largest(face.rest);
    let worst = beside;
    for (let k = 0; k < parameters.length; k++) worst = Math.max(worst, excess(k));
    if (!(worst > this.#tolerance)) return false;
    const entries = new Map<number, number>();
    for (let k = 0; k < parameters.length; k++) if (excess(k) >= AS_BAD * worst) entries.set(k, -Math.sign(this.#gradient[k]!));
    const kinks = new Map<number, 0 | 1>();
    if (beside >= AS_BAD * worst) {
      // What is left is least, so straight down watched entries and kinks go together.
      [...face.watched].forEach((k, i) => {
        if (Math.abs(face.rest[face.free.length + i]!) > BLOCKED * beside) entries.set(k, -Math.sign(this.#gradient[k]!));
      });
      for (const { kinks: numbers, form, slope } of face.groups) if ((slope === 0 || slope === 1) && across(form, face.rest)) for (const k of numbers) kinks.set(k, slope);
    }
    const all = { entries: new Map(entries), kinks: new Map(kinks) };
    for (let attempt = 0; attempt < MOST_ATTEMPTS && entries.size + kinks.size > 0; attempt++) {
      const freed = faceAt(this.#objective, this.#point, this.#held, { entries, kinks });
      const direction = newtonDirection(this.#objective, freed);
      const before = entries.size + kinks.size;
      freed.free.forEach((k, i) => {
        if (entries.has(k) && !(direction[i]! * freed.signs[i]! > 0)) entries.delete(k);
      });
      for (const { kinks: numbers, form, slope, released } of freed.groups) if (released && !(dot(form, direction) * (slope - 0.5) > 0)) for (const k of numbers) kinks.delete(k);
      if (entries.size + kinks.size < before) continue;
      if (largest(freed.slope) > BLOCKED * worst && this.#move(freed, direction, { entries, kinks })) return true;
      break;
    }
    // Straight down all of it goes its way, as the slopes leave the least.
    const freed = faceAt(this.#objective, this.#point, this.#held, all);
    return (largest(freed.slope) > BLOCKED * worst && this.#move(freed, freed.slope.map((value) => -value), all)) || this.#watch(all.entries.keys());
  }

  /** Entries that kinks keep from moving: the slopes there have to make them critical too. False: these did so already. */
  #watch(entries: Iterable<number>): boolean {
    const before = this.#point.watched.size;
    this.#point = { ...this.#point, watched: new Set([...this.#point.watched, ...entries]) };
    return this.#point.watched.size > before;
  }

  /** As far along a direction that leads down as it is good. False: not at all. */
  #move(face: Face, direction: Float64Array, release?: Release): boolean {
    const descent = dot(face.slope, direction);
    const [longest, stops] = longestStep(face, direction);
    if (!(descent < 0) || longest === 0) return false;
    const kinks = face.kinks.filter((_, k) => release?.kinks.has(k) !== true);
    this.#objective.hold(kinks);
    const rounding = ROUNDING * (1 + Math.abs(face.loss));
    const along = (length: number): Float64Array => {
      const parameters = face.parameters.slice();
      face.free.forEach((k, i) => (parameters[k]! += length * direction[i]!));
      if (length === longest) parameters[stops] = 0;
      return parameters;
    };
    const at = (length: number): Place => this.#placeAt(face, direction, length, along(length));
    let length = Math.min(1, longest);
    for (let trial = 0; trial < MOST_HALVINGS; trial++, length /= 2) {
      const place = at(length);
      const falls = place.change <= SUFFICIENT * length * descent && place.change < -rounding;
      const flatter = place.change <= rounding && (length === longest || lengthOf(face.plane.project(place.slope)) < (1 - SUFFICIENT * length) * lengthOf(face.slope));
      if (falls || flatter) {
        this.#point = { ...this.#point, parameters: place.parameters, kinks };
        return true;
      }
      if (place.along > 0 && this.#objective.problem.activation === "relu") return this.#moveToLeast({ along, at, length }, kinks, FLAT * -descent, rounding, release);
    }
    return false;
  }

  #placeAt({ free, signs, loss }: Face, direction: Float64Array, length: number, parameters: Float64Array): Place {
    const lambda = this.#held === "l1" ? 0 : this.#held.lambda;
    const gradient = new Float64Array(parameters.length);
    const reached = this.#objective.gradient(parameters, gradient);
    const slope = Float64Array.from(free, (k, i) => gradient[k]! + lambda * signs[i]!);
    return { parameters, change: reached - loss + lambda * length * dot(signs, direction), along: dot(slope, direction), slope };
  }

  /**
   * To where the value is least on a way that ends where it rises: where it is flat, or at a kink. That is looked for by bisection until no more than one kink is left.
   * @param flat the derivative along the way that is flat enough
   */
  #moveToLeast({ along, at, length }: Way, kinks: readonly Kink[], flat: number, rounding: number, release: Release | undefined): boolean {
    const kept = new Set(kinks.map(nameOf));
    let [low, high] = [0, length];
    for (let k = 1; k <= MOST_BISECTIONS; k++) {
      const middle = at((low + high) / 2);
      if (Math.abs(middle.along) <= flat && middle.change < -rounding) {
        this.#point = { ...this.#point, parameters: middle.parameters, kinks };
        return true;
      }
      if (middle.along < 0) low = (low + high) / 2;
      else high = (low + high) / 2;
      if (k % LOOK_EVERY !== 0) continue;
      const between = crossed(this.#objective, along(low), along(high)).filter((place) => !kept.has(nameOf(place)));
      if (between.length === 0 || (between.length > 1 && k < MOST_BISECTIONS)) continue;
      const place = at(this.#lengthTo(between[0]!, kinks, along, low, high));
      if (place.change > rounding) return false;
      // Kinks at the start of the way are there because of what was let go, which comes back to 0.
      if (low === 0 && release !== undefined) this.#watch(release.entries.keys());
      this.#point = { ...this.#point, parameters: place.parameters, kinks };
      return this.#keep(between);
    }
    return false;
  }

  /** Where on the way between two lengths, on different sides of a kink, its preactivation is 0. */
  #lengthTo(kink: KinkPlace, kinks: readonly Kink[], along: Way["along"], low: number, high: number): number {
    const on = (length: number): boolean => this.#preactivation(kink, along(length), kinks) > 0;
    const before = on(low);
    let [from, to] = [low, high];
    for (let k = 0; k < MOST_BISECTIONS && to - from > Number.EPSILON * to; k++) {
      if (on((from + to) / 2) === before) from = (from + to) / 2;
      else to = (from + to) / 2;
    }
    return from;
  }

  #preactivation(kink: KinkPlace, parameters: Float64Array, kinks: readonly Kink[]): number {
    return preactivationAt(this.#objective.problem, parameters, kink, kinks, new Int32Array(parameters.length).fill(-1), 0).value;
  }

  /** How far the preactivations are from 0 where kinks are kept. */
  #kinkWidth(): number {
    return this.#point.kinks.reduce((width, kink) => Math.max(width, Number.EPSILON, Math.abs(this.#preactivation(kink, this.#point.parameters, this.#point.kinks))), 0);
  }
}

/** How far a direction leads until the first entry is 0, and which. An entry let go from 0 that does not go its way: 0. */
function longestStep({ parameters, free, signs }: Face, direction: Float64Array): [number, number] {
  let [longest, stops] = [Infinity, -1];
  free.forEach((k, i) => {
    if (!(direction[i]! * signs[i]! < 0)) return;
    const length = Math.abs(parameters[k]! / direction[i]!);
    if (length < longest) [longest, stops] = [length, k];
  });
  return [longest, stops];
}

function nameOf({ layer, neuron, point }: KinkPlace): string {
  return `${layer} ${neuron} ${point}`;
}

/** Do two vectors have a product that is not rounding? */
function across(a: Float64Array, b: Float64Array): boolean {
  return Math.abs(dot(a, b)) > ACROSS * lengthOf(a) * lengthOf(b);
}

function largest(vector: Float64Array): number {
  return vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function lengthOf(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}
