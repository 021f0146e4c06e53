/** Optimum certificates for the tests. */
import { type OptimumCertificateJson, optimumCertificateToJson } from "../../src/certificate/optimum.js";
import { Random } from "../../src/exact/random.js";
import { certifyOptimum } from "../../src/optima/convex/certificate.js";
import { type ProgramRequest, convexProgram } from "../../src/optima/convex/make-program.js";
import { solve } from "../../src/optima/convex/solve.js";

/**
 * One point x = y = 1, lambda = 7/16, no biases: the neuron u = a = 3/4 gives 9/16, and 1/2 (7/16)^2 + 7/16 * 9/16 = 175/512; nu = 7/16 gives the same.
 */
export const BY_HAND: OptimumCertificateJson = {
  format: "wellposed/optimum-certificate/1",
  points: [["1"]],
  targets: ["1"],
  bias: false,
  loss: "squared",
  scaling: "mean",
  lambda: "7/16",
  model: "relu",
  supports: [
    {
      columns: [0],
      gates: [
        { active: "1", point: ["1"], plus: [], minus: [] },
        { active: "0", point: ["-1"], plus: [], minus: [] },
      ],
    },
  ],
  complete: true,
  dual: ["7/16"],
  neurons: [{ weights: ["3/4"], output: "3/4" }],
  value: "175/512",
  dualBound: "175/512",
};

/** The certificate of the program's solution, after a trip through JSON text. */
export function certificateFor(points: readonly (readonly number[])[], targets: readonly number[], options: Partial<ProgramRequest> = {}): OptimumCertificateJson {
  const program = convexProgram({ inputs: Float64Array.from(points.flat()), targets: Float64Array.from(targets), lambda: 0.125, ...options });
  return JSON.parse(JSON.stringify(optimumCertificateToJson(certifyOptimum(program, solve(program))))) as OptimumCertificateJson;
}

export const CORNERS = [[1, 1], [1, -1], [-1, 1], [-1, -1]];
export const XOR = [1, -1, -1, 1];
const FEW = [[1, 0], [0, 2], [1, 2], [0, 0], [1, 2]];

/** Of every kind: both models, both losses, both scalings, with biases and without, with supports, zeros and points that come twice, with all gates and with some. */
export const OF_EVERY_KIND: Readonly<Record<string, OptimumCertificateJson>> = {
  "by hand": BY_HAND,
  "XOR": certificateFor(CORNERS, XOR, { scaling: "sum" }),
  "supports, zeros, twins": certificateFor(FEW, [1, 2, -1, 3, 0], { bias: false, supports: [[0], [0, 1]], lambda: 0.0625 }),
  "some gates": certificateFor([[0], [1], [3], [4]], [1, -1, 2, 0], { maxGates: 0, sampledGates: 4, lambda: 0.03125 }),
  "gated": certificateFor([[0], [1], [3]], [1, -1, 2], { model: "gated", lambda: 0.03125 }),
  "gated, supports, some gates": certificateFor(FEW, [1, 2, -1, 3, 0], { model: "gated", bias: false, supports: [[1], [0, 1]], maxGates: 2, sampledGates: 4 }),
  "logistic": certificateFor([[0], [1], [3]], [1, -1, 1], { loss: "logistic", lambda: 0.03125 }),
  "logistic, gated": certificateFor(CORNERS, XOR, { loss: "logistic", model: "gated", scaling: "sum", bias: false }),
};

/** A random problem with a random choice of everything. */
export function randomCertificate(random: Random): OptimumCertificateJson {
  const pick = <T>(...items: T[]): T => items[random.below(items.length)]!;
  const [n, d] = [1 + random.below(6), 1 + random.below(3)];
  const isSmall = random.below(2) === 0;
  const entry = (): number => (isSmall ? random.below(5) - 2 : random.normal());
  const loss = n === 1 ? "squared" : pick<"squared" | "logistic">("squared", "logistic");
  return certificateFor(
    Array.from({ length: n }, () => Array.from({ length: d }, entry)),
    Array.from({ length: n }, (_, j) => (loss === "logistic" ? (j === 0 ? -1 : j === 1 ? 1 : pick(-1, 1)) : entry())),
    {
      loss,
      scaling: pick("mean", "sum"),
      model: pick("relu", "gated"),
      bias: pick(true, false),
      lambda: pick(1, 0.1, 0.01),
      ...(random.below(3) === 0 ? { supports: Array.from({ length: d }, (_, c) => Array.from({ length: c + 1 }, (__, k) => k)) } : {}),
      ...(random.below(3) === 0 ? { maxGates: 0, sampledGates: 2 + random.below(5), seed: random.below(100) } : {}),
    },
  );
}
