import { DENSE, LU, NO_PATH, type Refused, proof, ruleCases } from "../../support/certificates.js";
import { rectangleMasks } from "../../support/patterns.js";

const stars = (...list: unknown[]): unknown => ({ stars: list });
const refused = (name: string, evidence: unknown, place: string, masks = DENSE, closed = true): Refused => ({ name, masks, closed, evidence, place });
const CROSS = rectangleMasks(3, 3, [["012", "1"], ["1", "012"]]);

ruleCases(
  "star-cover",
  "linear",
  [
    { name: "dense, a row for each neuron", masks: DENSE, closed: true, evidence: stars(["output", 0], ["output", 1]) },
    { name: "dense, a column for each neuron", masks: DENSE, closed: true, evidence: stars(["input", 1], ["input", 0]) },
    { name: "a column and a row that cross", masks: CROSS, closed: true, evidence: stars(["input", 1], ["output", 1]) },
    { name: "an input whose number no output has", masks: rectangleMasks(1, 2, [["0", "01"], ["0", "1"]]), closed: true, evidence: stars(["output", 0], ["input", 1]) },
    { name: "a dead neuron without a star", masks: [["11", "00"], ["11"]], closed: true, evidence: stars(["output", 0], null) },
    { name: "a pattern without any path", masks: NO_PATH, closed: true, evidence: stars(null, null) },
  ],
  [
    refused("one row covered twice, the other not", stars(["output", 0], ["output", 0]), "evidence.stars"),
    refused("a row and a column that leave a corner", stars(["output", 0], ["input", 0]), "evidence.stars"),
    refused("a live neuron without a star", stars(["output", 0], null), "evidence.stars[1]"),
    refused("a dead neuron with a star", stars(["output", 0], ["output", 0]), "evidence.stars[1]", [["11", "00"], ["11"]]),
    refused("a star too few", stars(["output", 0]), "evidence.stars"),
    refused("a star too many", stars(["output", 0], ["output", 1], null), "evidence.stars"),
    refused("an output that the neuron does not feed", stars(["output", 0], ["output", 0]), "evidence.stars[1]", LU),
    refused("an input that does not feed the neuron", stars(["input", 0], ["input", 0]), "evidence.stars[1]", LU),
    refused("an output with the number of an input of the neuron", stars(["output", 1], ["output", 0]), "evidence.stars[0]", rectangleMasks(2, 2, [["0", "01"], ["1", "01"]])),
    refused("an input with the number of an output of the neuron", stars(["input", 1], ["input", 0]), "evidence.stars[0]", rectangleMasks(2, 2, [["01", "0"], ["01", "1"]])),
    refused("LU, whatever the stars", stars(["output", 0], ["output", 1]), "evidence.stars", LU),
    refused("an output that does not exist", stars(["output", 2], ["output", 1]), "evidence.stars[0]"),
    refused("an input that does not exist", stars(["input", 2], ["output", 1]), "evidence.stars[0]"),
    refused("three layers", stars(["output", 0], ["output", 1]), "evidence", [...DENSE, ["10", "01"]]),
    refused("one layer", stars(["output", 0]), "evidence", [["1"]]),
    refused("the claim not closed", stars(["output", 0], ["output", 1]), "evidence", DENSE, false),
  ],
);

ruleCases(
  "split",
  "linear",
  [],
  [
    {
      name: "star-cover on a two-layer goal: a layered rule needs layers",
      masks: DENSE,
      closed: true,
      evidence: { parts: [proof("star-cover", { stars: [["output", 0], ["output", 1]] })] },
      place: "evidence.parts[0].evidence",
    },
  ],
);
