import { PRIME } from "../../../src/exact/modular.js";
import { DENSE, LU, NO_PATH, type Refused, ruleCases } from "../../support/certificates.js";

/** Two inputs, each with its own hidden neuron; one free middle layer; two outputs with their own. */
const THROUGH = [["10", "01"], ["11", "11"], ["10", "01"]];
const at = (layer: number, values: unknown): unknown => ({ layer, values });
const refused = (name: string, evidence: unknown, place: string, masks = THROUGH, closed = true): Refused => ({ name, masks, closed, evidence, place });

ruleCases(
  "middle-factor",
  "linear",
  [
    { name: "a dense layer between diagonal ones", masks: THROUGH, closed: true, evidence: at(2, [[2, -3], [], [5, 7]]) },
    { name: "the first layer free", masks: DENSE, closed: true, evidence: at(1, [[], [1, 2, 3, 5]]) },
    { name: "the last layer free", masks: DENSE, closed: true, evidence: at(2, [[1, 2, 3, 5], []]) },
    { name: "values far beyond p", masks: THROUGH, closed: true, evidence: at(2, [[Number.MAX_SAFE_INTEGER, 1], [], [-Number.MAX_SAFE_INTEGER, 1]]) },
    { name: "a pattern without any path", masks: NO_PATH, closed: true, evidence: at(1, [[], []]) },
  ],
  [
    refused("a zero that cuts an entry off", at(2, [[0, 1], [], [1, 1]]), "evidence.values"),
    refused("a multiple of p, which counts as zero", at(2, [[PRIME, 1], [], [1, 1]]), "evidence.values"),
    refused("a singular last factor", at(1, [[], [1, 2, 2, 4]]), "evidence.values", DENSE),
    refused("a last factor that is singular modulo p only", at(1, [[], [1, 1, 1, 1 + PRIME]]), "evidence.values", DENSE),
    refused("fewer unknowns than entries", at(2, [[1, 1], [], [1, 1]]), "evidence.values", [["11"], ["1"], ["1", "1"]]),
    refused("LU", at(2, [[1, 2, 3], []]), "evidence.values", LU),
    refused("layer 0", at(0, [[], [], []]), "evidence.layer"),
    refused("a layer beyond the last", at(4, [[1, 1], [1, 1, 1, 1], [1, 1]]), "evidence.layer"),
    refused("a list too few", at(2, [[1, 1], []]), "evidence.values"),
    refused("a value too few", at(2, [[1], [], [1, 1]]), "evidence.values[0]"),
    refused("a value too many", at(2, [[1, 1], [], [1, 1, 1]]), "evidence.values[2]"),
    refused("values for the free layer", at(2, [[1, 1], [1, 1, 1, 1], [1, 1]]), "evidence.values[1]"),
    refused("values for dead edges", at(2, [[1, 1, 1], []]), "evidence.values[0]", [["11", "10"], ["10"]]),
    refused("a single layer", at(1, [[]]), "evidence", [["1"]]),
    refused("the claim not closed", at(2, [[2, -3], [], [5, 7]]), "evidence", THROUGH, false),
  ],
);
