import { DENSE, LU, NO_PATH, type Refused, ruleCases } from "../../support/certificates.js";

/** The dense 2-2-2 pattern with its evidence, input by input. */
const STRAIGHT = [[[0, 0], [1, 1]], [[0, 0], [1, 1]]];
/** One input, two hidden neurons, two outputs; and the transpose. */
const FAN_OUT = [["1", "1"], ["11", "11"]];
const FAN_IN = [["11", "11"], ["11"]];
const first = (paths: unknown): unknown => ({ free: "first", paths });
const last = (paths: unknown): unknown => ({ free: "last", paths });
const refused = (name: string, evidence: unknown, place: string, masks = DENSE, closed = true): Refused => ({ name, masks, closed, evidence, place });

ruleCases(
  "generic-factor",
  "linear",
  [
    { name: "dense layers, first factor free", masks: DENSE, closed: true, evidence: first(STRAIGHT) },
    { name: "dense layers, first factor free, the paths of one input crossed", masks: DENSE, closed: true, evidence: first([[[1, 0], [0, 1]], STRAIGHT[1]]) },
    { name: "dense layers, last factor free", masks: DENSE, closed: true, evidence: last(STRAIGHT) },
    { name: "one input", masks: FAN_OUT, closed: true, evidence: first([[[0, 0], [1, 1]]]) },
    { name: "one output", masks: FAN_IN, closed: true, evidence: last([[[0, 0], [1, 1]]]) },
    { name: "three layers", masks: [["1", "1"], ["10", "01"], ["11", "11"]], closed: true, evidence: first([[[0, 0, 1], [1, 1, 0]]]) },
    { name: "a pattern without any path", masks: NO_PATH, closed: true, evidence: first([[], []]) },
    { name: "an input that reaches nothing", masks: [["10"], ["1"]], closed: true, evidence: first([[[0, 0]], []]) },
  ],
  [
    refused("a path too few", first([[[0, 0]], STRAIGHT[1]]), "evidence.paths[0]"),
    refused("a path too many", first([[[0, 0], [1, 1], [0, 1]], STRAIGHT[1]]), "evidence.paths[0]"),
    refused("an input too few", first([STRAIGHT[0]]), "evidence.paths"),
    refused("an input too many", first([...STRAIGHT, []]), "evidence.paths"),
    refused("two paths that share a hidden neuron", first([[[0, 0], [0, 1]], STRAIGHT[1]]), "evidence.paths[0][1]"),
    refused("two paths that share an output", first([[[0, 0], [1, 0]], STRAIGHT[1]]), "evidence.paths[0][1]"),
    refused("one path twice", first([[[0, 0], [0, 0]], STRAIGHT[1]]), "evidence.paths[0][1]"),
    refused("a path without its last neuron", first([[[0], [1, 1]], STRAIGHT[1]]), "evidence.paths[0][0]"),
    refused("a path with its input", first([[[0, 0, 0], [1, 1]], STRAIGHT[1]]), "evidence.paths[0][0]"),
    refused("a neuron that does not exist", first([[[2, 0], [1, 1]], STRAIGHT[1]]), "evidence.paths[0][0]"),
    refused("rank one: two outputs, one hidden neuron", first([[[0, 0], [0, 1]], [[0, 0], [0, 1]]]), "evidence.paths[0][1]", [["11"], ["1", "1"]]),
    refused("a first edge that does not exist", first(STRAIGHT), "evidence.paths[0][1]", LU),
    refused("a later edge that does not exist", first([[[0, 0], [1, 1]], [[0, 0], [1, 1]]]), "evidence.paths[0][1]", [["11", "11"], ["10", "10"], ]),
    refused("paths for the other end", last([[[0, 0], [1, 1]]]), "evidence.paths", FAN_OUT),
    refused("the last factor free where two inputs share one hidden neuron", last([[[0, 0], [1, 0]], [[0, 0], [1, 0]]]), "evidence.paths[0][1]", [["11"], ["1", "1"]]),
    refused("a single layer", first([[[0]]]), "evidence", [["1"]]),
    refused("the claim not closed", first(STRAIGHT), "evidence", DENSE, false),
  ],
);
