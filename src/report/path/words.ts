/** What is said of a regularisation path in every form of its report. */
import type { RegularisationPath, RegularisationPoint } from "../../optima/regularisation-path.js";
import { counted } from "../explain/phrases.js";
import { digits, short } from "../optimum/words.js";
import { answer, percent } from "../words.js";

const ACTIVATIONS = { relu: "ReLU", tanh: "tanh", linear: "linear" } as const;
const LOSSES = { "cross-entropy": "mean cross-entropy", squared: "squared error, 1/2 of the mean" } as const;

/** "30 points (120 for tests); tanh network 4-4-4-3 with 55 parameters; mean cross-entropy against the l1 norm of weights and biases". */
export function problemInWords({ settings }: RegularisationPath): string {
  const { rows, widths, weights, parameters, masked, activation, loss, countBiases, standardised } = settings;
  const apart = [...(rows.validation > 0 ? [`${rows.validation} for validation`] : []), ...(rows.test > 0 ? [`${rows.test} for tests`] : [])];
  const points = `${counted(rows.training, "point")}${apart.length === 0 ? "" : ` (beside ${apart.join(", ")})`}${standardised === null ? "" : `, inputs standardised by ${standardised.by === "all" ? "all rows" : "these"}`}`;
  const size = masked ? `, a mask of ${counted(weights, "weight")}: ${counted(parameters, "parameter")}` : ` with ${counted(parameters, "parameter")}`;
  const norm = parameters === weights ? "weights" : countBiases ? "weights and biases" : "weights, biases not counted";
  return `${points}; ${ACTIVATIONS[activation]} network ${widths.join("-")}${size}; ${LOSSES[loss]} against the l1 norm of ${norm}`;
}

export function frontInWords({ points, settings: { method, seed, starts }, complete }: RegularisationPath): string {
  if (points.length === 0) return "no point was found";
  const [first, last] = [points[0]!, points.at(-1)!];
  const range = `l1 norm ${short(first.l1)} to ${short(last.l1)}, loss ${short(first.loss)} down to ${short(last.loss)}`;
  return `${counted(points.length, "point")}, ${range}; method ${method}, ${counted(starts, "start")}, seed ${seed}${complete ? "" : "; not complete"}`;
}

/** One point of the front: what it costs and what it does. */
export function pointInWords({ l1, loss, nonzeros, validation, test }: RegularisationPoint, at: number, { settings: { parameters } }: RegularisationPath): string {
  const heldOut = (name: string, part: RegularisationPoint["test"]): string => (part === null ? "" : `; ${name} loss ${short(part.loss)}${part.accuracy === null ? "" : `, accuracy ${percent(part.accuracy)}`}`);
  return `point ${at}: l1 norm ${short(l1)}, loss ${short(loss)}, ${nonzeros} of ${counted(parameters, "parameter")} not 0${heldOut("validation", validation)}${heldOut("test", test)}`;
}

const EVENTS = ["start", "kink", "jump", "dead end", "join", "dominated"] as const;
const EVENT_WORDS = { start: "piece", kink: "kink", jump: "jump", "dead end": "dead end", join: "join", dominated: "piece" } as const;

/** "9 pieces, 80 kinks, 2 jumps, 1 dead end, 3 joins, 2 pieces given up as dominated". */
function eventsInWords({ events }: RegularisationPath): string {
  return EVENTS.flatMap((kind) => {
    const count = events.filter((event) => event.kind === kind).length;
    return count === 0 ? [] : [`${counted(count, EVENT_WORDS[kind])}${kind === "dominated" ? " given up as dominated" : ""}`];
  }).join(", ");
}

/** What the verdicts of the mask say of the loss end. */
export function verdictsInWords({ verdicts, settings: { activation, loss, countBiases, masked, parameters, weights } }: RegularisationPath): string | undefined {
  if (!masked) return undefined;
  if (verdicts === null) return "the verdicts of wellposed verify are about ReLU and linear networks, and say nothing of tanh";
  const { linear, finite } = verdicts;
  const isRelu = activation === "relu";
  const said = isRelu ? `linear: ${answer(linear)}, finite: ${answer(finite)}` : `linear: ${answer(linear)}`;
  const closed = isRelu ? finite : linear;
  const bounded = countBiases || parameters === weights ? "; within a bound on the norm there always is one" : "";
  const problems = isRelu ? "every training problem with squared error" : "squared error";
  const means =
    closed === null
      ? "it is open whether each training problem with squared error has an optimum"
      : closed
        ? `${problems} has an optimum, so that the front ends in one`
        : isRelu
          ? `some training sets have no optimum with squared error, and on these weights grow without bound beyond the front${bounded}`
          : `products of such matrices have limits that are none, and training may run after one of these, with weights that grow without bound${bounded}`;
  const entropy = loss === "cross-entropy" ? ". Cross-entropy has no optimum wherever the network tells all training points apart, whatever the mask" : "";
  return `${said}: ${means}${entropy}`;
}

export function factsOf(path: RegularisationPath): [name: string, text: string][] {
  const { points, area, hypervolume, zeroLoss, settings, knee, chosen, largestResidual, largestDeviation, escape } = path;
  const verdicts = verdictsInWords(path);
  const facts: [string, string][] = [["front", frontInWords(path)]];
  if (points.length > 0) {
    const { reference } = hypervolume;
    const kinks = points.filter(({ kinkWidth }) => kinkWidth > 0);
    const atKinks = kinks.length === 0 ? "" : `, ${kinks.length} of them at kinks of ReLU (preactivations within ${short(Math.max(...kinks.map(({ kinkWidth }) => kinkWidth)))} of 0 count as 0)`;
    facts.push(
      ["area", `${digits(area)} below the loss ${short(zeroLoss)} of zero weights, for norms up to ${short(settings.maxL1)}; hypervolume ${digits(hypervolume.value)} up to (${short(reference.loss)}, ${short(reference.l1)})`],
      ["checked", `Pareto-critical up to a residual of ${short(largestResidual)}${atKinks}; a second evaluation differs by at most ${short(largestDeviation)}`],
    );
  }
  if (path.events.length > 0) facts.push(["followed", eventsInWords(path)]);
  if (knee !== null) facts.push(["knee", pointInWords(points[knee]!, knee, path)]);
  if (chosen !== null) facts.push(["chosen", `by ${chosen.by} loss, ${pointInWords(points[chosen.point]!, chosen.point, path)}`]);
  if (escape !== null) facts.push(["loss end", `${escape.status}. ${escape.why}`]);
  if (verdicts !== undefined) facts.push(["mask", verdicts]);
  return facts;
}

export function tableHead({ settings: { rows, loss } }: RegularisationPath): string[] {
  const accuracy = loss === "cross-entropy";
  const part = (name: string, count: number): string[] => (count === 0 ? [] : [`${name} loss`, ...(accuracy ? [`${name} accuracy`] : [])]);
  return ["point", "l1", "loss", "nonzeros", "lambda", "residual", ...(accuracy ? ["accuracy"] : []), ...part("validation", rows.validation), ...part("test", rows.test)];
}

export function tableRow({ l1, loss, nonzeros, lambda, residual, accuracy, validation, test }: RegularisationPoint, at: number): string[] {
  const rate = (value: number | null): string[] => (value === null ? [] : [percent(value)]);
  const part = (held: RegularisationPoint["test"]): string[] => (held === null ? [] : [short(held.loss), ...rate(held.accuracy)]);
  return [`${at}`, short(l1), short(loss), `${nonzeros}`, short(lambda), short(residual), ...rate(accuracy), ...part(validation), ...part(test)];
}
