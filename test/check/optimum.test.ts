import { describe, expect, it } from "vitest";
import type { OptimumCertificateJson } from "../../src/certificate/optimum.js";
import { checkOptimum } from "../../src/check/optimum.js";
import { Random } from "../../src/exact/random.js";
import { Rational } from "../../src/exact/rational.js";
import { activationPatterns } from "../../src/optima/convex/arrangement.js";
import type { ConvexProgram } from "../../src/optima/convex/program.js";
import { solve } from "../../src/optima/convex/solve.js";
import { mutants } from "../support/mutate.js";
import { BY_HAND, CORNERS, OF_EVERY_KIND, XOR, certificateFor, randomCertificate } from "../support/optimum.js";
import { shuffled } from "../support/patterns.js";
import type { Json } from "../support/pool.js";

/** Of longer documents so many mutants are looked at. */
const MUTANTS = 1000;

type Change = (copy: OptimumCertificateJson) => void;

const changed = (document: OptimumCertificateJson, change: Change): OptimumCertificateJson => {
  const copy = structuredClone(document);
  change(copy);
  return copy;
};
const refusal = (value: unknown): string => {
  const result = checkOptimum(value);
  expect(result.ok).toBe(false);
  return result.ok ? "" : `${result.place}: ${result.reason}`;
};
const q = (text: string): Rational => Rational.parse(text)!;
const double = (text: string): number => q(text).toNumber();

const dot = (point: readonly string[], u: readonly number[]): number => point.reduce((sum, x, c) => sum + double(x) * u[c]!, 0);

/** The document's problem as a convex program in doubles, whatever it claims. */
function programOf(document: OptimumCertificateJson): ConvexProgram {
  const { points, targets, bias, loss, scaling, lambda, model, supports, complete } = document;
  const [n, d] = [points.length, points[0]!.length];
  return {
    n,
    d,
    bias,
    X: Float64Array.from(points.flat(), double),
    y: Float64Array.from(targets, double),
    loss,
    weight: scaling === "mean" ? 1 / n : 1,
    lambda: double(lambda),
    model,
    supports: supports.map(({ columns }) => Int32Array.from(columns)),
    gates: supports.flatMap(({ gates }, support) => gates.map(({ active, point }) => ({ support, active: Uint8Array.from(active, Number), point: point.map(BigInt) }))),
    complete,
  };
}

/** Is the claim true, as far as doubles tell? */
function expectTrue(document: OptimumCertificateJson): void {
  const program = programOf(document);
  const { value, dualBound } = solve(program);
  const slack = 1e-9 * (1 + value);
  expect(double(document.dualBound)).toBeLessThanOrEqual(value + slack);
  expect(double(document.value)).toBeGreaterThanOrEqual(dualBound - slack);
  const sorted = (gates: readonly { active: Uint8Array }[]): string[] => gates.map(({ active }) => active.join("")).sort();
  program.supports.forEach((support, s) => {
    const own = sorted(program.gates.filter((gate) => gate.support === s));
    const all = sorted(activationPatterns(program.X, program.n, program.d, support)!.gates);
    if (document.complete) expect(own).toEqual(all);
    else for (const flags of own) expect(all).toContain(flags);
  });
}

describe("checkOptimum", () => {
  it.each(Object.entries(OF_EVERY_KIND))("accepts what is proved: %s", (_, document) => {
    expect(checkOptimum(document)).toMatchObject({ ok: true });
    expectTrue(document);
    const gap = double(document.value) - double(document.dualBound);
    expect(gap).toBeLessThan(1e-9 * double(document.value) + 1e-300);
  });

  it("knows the value of one point by hand, and of XOR in closed form", () => {
    expect(checkOptimum(BY_HAND)).toMatchObject({ ok: true });
    // Residuals lambda / sqrt 2 at each corner, four neurons in direction of the corners: 2 sqrt 2 lambda - lambda^2.
    const { value, dualBound, supports } = certificateFor(CORNERS, XOR, { scaling: "sum", lambda: 0.25 });
    const exact = Math.SQRT1_2 - 0.0625;
    expect(Math.abs(double(value) - exact)).toBeLessThan(1e-12);
    expect(Math.abs(double(dualBound) - exact)).toBeLessThan(1e-12);
    expect(supports[0]!.gates.length).toBe(14);
    // Without multipliers the bound would not hold: some gates need them.
    expect(supports[0]!.gates.some(({ plus, minus }) => plus!.length + minus!.length > 0)).toBe(true);
  });

  it("refuses numbers that are better than what is proved, by however little", () => {
    const tiny = Rational.of(1n, 10n ** 60n);
    expect(refusal(changed(BY_HAND, (copy) => (copy.value = q(copy.value).minus(tiny).toString())))).toContain("dualBound: at most the value");
    const wider = changed(BY_HAND, (copy) => (copy.dualBound = "1/4"));
    expect(checkOptimum(wider)).toMatchObject({ ok: true });
    expect(refusal(changed(wider, (copy) => (copy.value = q(BY_HAND.value).minus(tiny).toString())))).toContain("value: the network does not reach it");
    const above = changed(BY_HAND, (copy) => (copy.value = "1"));
    expect(refusal(changed(above, (copy) => (copy.dualBound = q(BY_HAND.dualBound).plus(tiny).toString())))).toContain("dualBound: the dual does not prove it");
    expect(refusal(changed(above, (copy) => (copy.dual = [q("7/16").plus(tiny).toString()])))).toContain("supports[0].gates[0].plus: the dual is not feasible here");
    expect(refusal(changed(above, (copy) => (copy.lambda = q("7/16").minus(tiny).toString())))).toContain("the dual is not feasible here");
  });

  it.each<[string, Change, string]>([
    ["no points", (copy) => (copy.points = []), "points: at least one"],
    ["points of different length", (copy) => copy.points[1]!.pop(), "points[1]: 3 numbers expected"],
    ["a column of biases that is not 1", (copy) => (copy.points[2]![2] = "2"), "points[2]: 1 expected in the column of the biases"],
    ["too few targets", (copy) => copy.targets.pop(), "targets: 4 numbers expected"],
    ["targets of logistic loss that are no labels", (copy) => Object.assign(copy, { loss: "logistic", targets: ["1", "-1", "2", "1"] }), "targets[2]: 1 or -1 expected"],
    ["lambda 0", (copy) => (copy.lambda = "0"), "lambda: a positive number"],
    ["too long a dual", (copy) => copy.dual.push("0"), "dual: 4 numbers expected"],
    ["no supports", (copy) => (copy.supports = []), "supports: at least one"],
    ["columns that do not ascend", (copy) => (copy.supports[0]!.columns = [0, 2, 1]), "supports[0].columns[2]"],
    ["a column that is not there", (copy) => (copy.supports[0]!.columns = [0, 1, 3]), "supports[0].columns[2]"],
    ["flags of too few points", (copy) => (copy.supports[0]!.gates[3]!.active = "101"), "supports[0].gates[3].active: 4 flags expected"],
    ["a flag that is wrong", (copy) => flip(copy, 3), "supports[0].gates[3].active: at point 0 the other flag"],
    ["a witness on a hyperplane", (copy) => Object.assign(copy.supports[0]!.gates.find(({ active }) => active === "0000")!, { point: ["0", "1", "-1"] }), "it lies on the hyperplane of point 0"],
    ["a witness that is no integer", (copy) => (copy.supports[0]!.gates[0]!.point[0] = "1/2"), "supports[0].gates[0].point[0]: an integer"],
    ["a witness outside of the support", (copy) => (copy.supports[0]!.columns = [0, 1]), "0 expected outside of the support"],
    ["a gate that comes twice", (copy) => copy.supports[0]!.gates.push(copy.supports[0]!.gates[2]!), "supports[0].gates[14]: the same activation pattern as gate 2"],
    ["a gate that is missing", (copy) => copy.supports[0]!.gates.splice(spare(copy), 1), "supports[0].gates: all activation patterns expected, more than 13"],
    ["multipliers of a point that is not there", (copy) => (copy.supports[0]!.gates[0]!.plus = [[4, "1"]]), "supports[0].gates[0].plus[0]: ascending points below 4"],
    ["multipliers of a point twice", (copy) => (copy.supports[0]!.gates[0]!.minus = [[1, "1"], [1, "1"]]), "supports[0].gates[0].minus[1]: ascending"],
    ["multipliers that are negative", (copy) => (copy.supports[0]!.gates[0]!.plus = [[1, "-1"]]), "supports[0].gates[0].plus[0]: a positive multiplier"],
    ["multipliers left out", (copy) => copy.supports[0]!.gates.forEach((gate) => Object.assign(gate, { plus: [], minus: [] })), "the dual is not feasible here"],
    ["neurons of too few weights", (copy) => copy.neurons[0]!.weights.pop(), "neurons[0].weights: 3 numbers expected"],
    ["a neuron left out", (copy) => copy.neurons.pop(), "value: the network does not reach it"],
  ])("refuses %s", (_, change, reason) => {
    expect(refusal(changed(OF_EVERY_KIND["XOR"]!, change))).toContain(reason);
  });

  it("refuses neurons outside of the supports, of the cones of listed gates, and with gates that are not there", () => {
    const supports = OF_EVERY_KIND["supports, zeros, twins"]!;
    const column = (copy: OptimumCertificateJson): void => void copy.supports.pop();
    expect(refusal(changed(supports, column))).toMatch(/neurons\[\d\]\.weights: a vector in the closed cone/);
    const some = OF_EVERY_KIND["some gates"]!;
    const listed = some.supports[0]!.gates.map(({ active }) => active);
    const other = [-5, -3, -1, 1, 3, 5].flatMap((b) => [[2, b], [-2, b]]).find((u) => !listed.includes(some.points.map((point) => (dot(point, u) > 0 ? "1" : "0")).join("")))!;
    expect(refusal(changed(some, (copy) => (copy.neurons[0]!.weights = other.map(String))))).toContain("neurons[0].weights: a vector in the closed cone");
    const gated = OF_EVERY_KIND["gated, supports, some gates"]!;
    expect(refusal(changed(gated, (copy) => (copy.neurons[0]!.gate = [2, 0])))).toContain("neurons[0].gate: a gate of the list");
    expect(refusal(changed(gated, (copy) => (copy.neurons[0]!.gate = [0, 9])))).toContain("neurons[0].gate: a gate of the list");
    expect(refusal(changed(gated, (copy) => Object.assign(copy.neurons[0]!, { gate: [0, 0], weights: ["1", "0"] })))).toContain("neurons[0].weights: 0 expected outside");
  });

  it("refuses a logistic dual out of its range", () => {
    const logistic = OF_EVERY_KIND["logistic"]!;
    expect(refusal(changed(logistic, (copy) => (copy.dual[0] = q(copy.dual[0]!).negated().toString())))).toMatch(/dual|feasible/);
    const wide = changed(logistic, (copy) => Object.assign(copy, { lambda: "100", value: "1000" }));
    expect(refusal(changed(wide, (copy) => (copy.dual[0] = "1")))).toContain("dual[0]");
    expect(refusal(changed(wide, (copy) => (copy.dual[0] = "-1/1000")))).toContain("dual[0]");
  });

  it("does not call some gates all, and needs no witness of what it does not claim", () => {
    for (const kind of ["some gates", "gated, supports, some gates"]) {
      expect(refusal(changed(OF_EVERY_KIND[kind]!, (copy) => (copy.complete = true)))).toContain("all activation patterns expected");
    }
    for (const document of Object.values(OF_EVERY_KIND)) expect(checkOptimum({ ...document, complete: false })).toMatchObject({ ok: true });
  });

  it("refuses what is no such document, without throwing", () => {
    const gate = { active: "1", point: ["1"] };
    const values = [null, 1, "text", [], {}, { ...BY_HAND, more: 1 }, { ...BY_HAND, format: "wellposed/certificate/1" }, { ...BY_HAND, points: [[0]] }, { ...BY_HAND, loss: "absolute" }];
    for (const value of [...values, { ...BY_HAND, model: "gated" }, { ...BY_HAND, complete: 1 }, { ...BY_HAND, supports: [{ columns: [0], gates: [gate] }] }, { ...BY_HAND, value: "2/4" }]) {
      expect(checkOptimum(value).ok).toBe(false);
    }
  });

  it("refuses as too large what would take too long: denominators, gates in many dimensions, many points", () => {
    const points = Array.from({ length: 300 }, (_, p) => [`1/${10n ** 40n + BigInt(2 * p + 1)}`]);
    expect(refusal({ ...BY_HAND, points, targets: points.map(() => "1"), dual: points.map(() => "0"), supports: [{ columns: [0], gates: [] }] })).toContain("denominator");
    const wide = Array.from({ length: 400 }, (_, p) => Array.from({ length: 40 }, (__, c) => `${p * c + 1}`));
    const gates = Array.from({ length: 4000 }, () => ({ active: "1".repeat(400), point: wide[0]!.map(() => "1"), plus: [], minus: [] }));
    const heavy = { ...BY_HAND, points: wide, targets: wide.map(() => "1"), dual: wide.map(() => "0"), supports: [{ columns: wide[0]!.map((_, c) => c), gates }], neurons: [] };
    expect(refusal(heavy)).toContain("too large");
  });
});

function flip(copy: OptimumCertificateJson, gate: number): void {
  const { active } = copy.supports[0]!.gates[gate]!;
  copy.supports[0]!.gates[gate]!.active = `${active[0] === "1" ? "0" : "1"}${active.slice(1)}`;
}

/** A gate in whose cone no neuron of the XOR network lies: one that is closed or open at all points. */
function spare(copy: OptimumCertificateJson): number {
  return copy.supports[0]!.gates.findIndex(({ active }) => active === "0000");
}

describe("optimum certificates with anything changed", () => {
  it.each(Object.entries(OF_EVERY_KIND))("are accepted only where they are true: %s", (_, document) => {
    const original = JSON.stringify(document);
    let [accepted, refused] = [0, 0];
    const all = [...mutants(JSON.parse(original) as Json, [], [])];
    for (const n of shuffled(new Random(21), all.length).slice(0, MUTANTS)) {
      const { change, value } = all[n]!;
      if (JSON.stringify(value) === original) continue;
      const result = checkOptimum(value);
      if (!result.ok) {
        refused++;
        continue;
      }
      accepted++;
      expect(change).not.toMatch(/^(points|targets|scaling|loss|model)/);
      expectTrue(value as OptimumCertificateJson);
    }
    expect(refused).toBeGreaterThan(200);
    expect(accepted).toBeGreaterThan(0);
    expect(accepted).toBeLessThan(refused / 4);
  });

  it("of random problems are true", () => {
    const random = new Random(11);
    for (let n = 0; n < 30; n++) {
      const document = randomCertificate(random);
      expect(checkOptimum(document)).toMatchObject({ ok: true });
      expectTrue(document);
    }
  });
});
