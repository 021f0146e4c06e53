import { DENSE, LU, NO_PATH, type Refused, ruleCases } from "../../support/certificates.js";

/** The dense 2-2-2 pattern with its evidence, input by input. */
const STRAIGHT = [[[0, 0], [1, 1]], [[0, 0], [1, 1]]];
/** One input, two hidden neurons, two outputs; and the transpose. */
const FAN_OUT = [["1", "1"], ["11", "11"]];
const FAN_IN = [["11", "11"], ["11"]];
const first = (paths: unknown): unknown => ({ free: "first", paths });
const last = (paths: unknown): unknown => ({ free: "last", paths });
const repaired = (repairs: unknown, free = "first"): unknown => ({ free, repairs });
/** One input; output 0 takes neuron 0, so output 1 finds none until output 0 moves to neuron 1. */
const SHORT = [["1", "1"], ["11", "10"]];
const SHORT_TURNED = [["11", "10"], ["11"]];
/** Outputs 0 and 1 take neurons 0 and 1, so output 2 needs both to move on. */
const LONG = [["1", "1", "1"], ["110", "011", "100"]];
/** Output 0 takes neuron 1, output 1 the next one, 2, though 0 is free too, and output 2 finds none. */
const NEXT = [["1", "1", "1"], ["010", "101", "001"]];
/** Output 1 finds a neuron only around the end. */
const AROUND = [["1", "1"], ["01", "10"]];
const DENSE_THREE = [["11", "11"], ["11", "11"], ["11", "11"]];
/** One input; in layer 2 neuron 0 takes neuron 0 below, which 1 wants. */
const THREE = [["1", "1"], ["11", "10"], ["11", "11"]];
const THREE_TURNED = [["11", "11"], ["11", "10"], ["11"]];
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
    { name: "dense layers, matched by next fit", masks: DENSE, closed: true, evidence: repaired([]) },
    { name: "dense layers, matched by next fit, last factor free", masks: DENSE, closed: true, evidence: repaired([], "last") },
    { name: "next fit around the end", masks: AROUND, closed: true, evidence: repaired([]) },
    { name: "a repair", masks: SHORT, closed: true, evidence: repaired([[0, 2, [[1, 0, 1]]]]) },
    { name: "a repair, last factor free", masks: SHORT_TURNED, closed: true, evidence: repaired([[0, 2, [[1, 0, 1]]]], "last") },
    { name: "a longer repair", masks: LONG, closed: true, evidence: repaired([[0, 2, [[2, 0, 1, 2]]]]) },
    { name: "a repair where next fit takes another neuron than first fit", masks: NEXT, closed: true, evidence: repaired([[0, 2, [[2, 2, 0]]]]) },
    { name: "an input without repairs on the list", masks: DENSE, closed: true, evidence: repaired([[1, 2, []]]) },
    { name: "three layers, matched by next fit", masks: DENSE_THREE, closed: true, evidence: repaired([]) },
    { name: "three layers, a repair in the second", masks: THREE, closed: true, evidence: repaired([[0, 2, [[1, 0, 1]]]]) },
    { name: "three layers, last factor free, a repair in the second from below", masks: THREE_TURNED, closed: true, evidence: repaired([[0, 2, [[1, 0, 1]]]], "last") },
    { name: "three layers, repairs in two", masks: [["1", "1"], ["11", "10"], ["11", "10"]], closed: true, evidence: repaired([[0, 3, [[1, 0, 1]]], [0, 2, [[1, 0, 1]]]]) },
    { name: "a pattern without any path, matched", masks: NO_PATH, closed: true, evidence: repaired([]) },
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
    refused("no repair where one is needed", repaired([]), "evidence.repairs", SHORT),
    refused("no repair where first fit would need none", repaired([]), "evidence.repairs", NEXT),
    refused("repairs of another input only", repaired([[0, 2, []]]), "evidence.repairs", [["11", "11"], ["11", "10"]]),
    refused("a repair too few", repaired([[0, 2, []]]), "evidence.repairs", SHORT),
    refused("a repair too many", repaired([[0, 2, [[1, 0, 1], [1, 0, 1]]]]), "evidence.repairs[0][2][1]", SHORT),
    refused("a repair for an output that has a neuron", repaired([[0, 2, [[0, 0, 1]]]]), "evidence.repairs[0][2][0]", SHORT),
    refused("a repair for an output that does not exist", repaired([[0, 2, [[2, 0, 1]]]]), "evidence.repairs[0][2][0]", SHORT),
    refused("a repair for an output that is not reached", repaired([[0, 2, [[1, 0]]]]), "evidence.repairs[0][2][0]", [["10", "01"], ["10", "01"]]),
    refused("a repair without an output", repaired([[0, 2, [[]]]]), "evidence.repairs[0][2][0]", SHORT),
    refused("a repair without a neuron", repaired([[0, 2, [[1]]]]), "evidence.repairs[0][2][0]", SHORT),
    refused("a repair that ends in a taken neuron", repaired([[0, 2, [[1, 0]]]]), "evidence.repairs[0][2][0]", SHORT),
    refused("a repair that goes on from a free neuron", repaired([[0, 2, [[2, 2, 0, 0]]]]), "evidence.repairs[0][2][0]", NEXT),
    refused("a repair by an edge that does not exist", repaired([[0, 2, [[1, 1]]]]), "evidence.repairs[0][2][0]", SHORT),
    refused("a repair whose second edge does not exist", repaired([[0, 2, [[2, 0, 2]]]]), "evidence.repairs[0][2][0]", LONG),
    refused("a neuron that the input does not feed", repaired([[0, 2, [[1, 0, 1]]]]), "evidence.repairs[0][2][0]", [["11", "01"], ["11", "10"]]),
    refused("a neuron of a repair that does not exist", repaired([[0, 2, [[1, 0, 2]]]]), "evidence.repairs[0][2][0]", SHORT),
    refused("inputs that do not ascend", repaired([[1, 2, []], [0, 2, []]]), "evidence.repairs[1]"),
    refused("an input twice", repaired([[0, 2, []], [0, 2, []]]), "evidence.repairs[1]"),
    refused("an input that does not exist", repaired([[2, 2, []]]), "evidence.repairs[0]"),
    refused("repairs for the other end", repaired([[0, 2, [[1, 0, 1]]]], "last"), "evidence.repairs[0][2][0]", SHORT),
    refused("two outputs and one neuron", repaired([]), "evidence.repairs", [["1"], ["1", "1"]]),
    refused("three layers, a bottleneck in the middle", repaired([]), "evidence.repairs", [["1", "1"], ["11"], ["1", "1"]]),
    refused("three layers, a repair too few", repaired([]), "evidence.repairs", THREE),
    refused("three layers, a repair in the wrong one", repaired([[0, 3, [[1, 0, 1]]]]), "evidence.repairs[0][2][0]", THREE),
    refused("three layers, a repair for a neuron that is not taken above", repaired([[0, 2, [[2, 0, 1]]]]), "evidence.repairs[0][2][0]", [["1", "1"], ["11", "11", "11"], ["110", "110"]]),
    refused("layers that do not descend", repaired([[0, 2, []], [0, 3, []]]), "evidence.repairs[1]", DENSE_THREE),
    refused("a layer twice", repaired([[0, 2, []], [0, 2, []]]), "evidence.repairs[1]", DENSE_THREE),
    refused("the free layer", repaired([[0, 1, []]]), "evidence.repairs[0]"),
    refused("a layer that does not exist", repaired([[0, 3, []]]), "evidence.repairs[0]"),
    refused("matchings of one layer", repaired([]), "evidence", [["1"]]),
    refused("the claim not closed by matchings", repaired([]), "evidence", DENSE, false),
    refused("a single layer", first([[[0]]]), "evidence", [["1"]]),
    refused("the claim not closed", first(STRAIGHT), "evidence", DENSE, false),
  ],
);
