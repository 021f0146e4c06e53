import { DENSE, LU, type ProofJson, type Refused, proof, ruleCases } from "../../support/certificates.js";
import { rectangleMasks } from "../../support/patterns.js";

const one = proof("one-neuron");
const two = proof("two-neurons");
const lu = proof("two-neurons", { outputs: [1, 0], inputs: [1, 0] });
const use = (lemma: number, rows: number[], columns: number[], transposed = false): ProofJson => proof("use", { lemma, rows, columns, transposed });
const identity = (lemma: number): ProofJson => use(lemma, [0, 1], [0, 1]);

const goal = (rows: number, columns: number, neurons: unknown, free: unknown = []): unknown => ({ rows, columns, neurons, free });
const RANK_ONE = goal(2, 2, [[[0, 1], [0, 1]]]);
const LU_GOAL = goal(2, 2, [[[0, 1], [0, 1]], [[1], [1]]]);
const EMPTY = goal(1, 1, []);
const lemma = (own: unknown, given: ProofJson, closed = true): unknown => ({ goal: own, closed, proof: given });
const rankOne = lemma(RANK_ONE, one);
const lemmas = (list: unknown[], then: ProofJson): unknown => ({ lemmas: list, then });

const SINGLE = rectangleMasks(2, 2, [["01", "01"]]);
const PAIR = rectangleMasks(4, 4, [["01", "01"], ["23", "23"]]);
const bothParts = proof("split", { parts: [identity(0), use(0, [2, 3], [2, 3])] });
const refused = (name: string, evidence: unknown, place: string, masks = SINGLE, closed = true): Refused => ({ name, masks, closed, evidence, place });
const withGoal = (own: unknown): unknown => lemmas([lemma(own, proof("linear-space"))], one);

ruleCases(
  "lemmas",
  "linear",
  [
    { name: "one that is used twice", masks: PAIR, closed: true, evidence: lemmas([rankOne], bothParts) },
    { name: "one that is not used", masks: SINGLE, closed: true, evidence: lemmas([rankOne], one) },
    { name: "one that rests on an earlier one", masks: SINGLE, closed: true, evidence: lemmas([rankOne, lemma(RANK_ONE, identity(0))], identity(1)) },
    { name: "one that is not closed", masks: LU, closed: false, evidence: lemmas([lemma(LU_GOAL, lu, false)], identity(0)) },
    { name: "both kinds side by side", masks: SINGLE, closed: true, evidence: lemmas([lemma(LU_GOAL, lu, false), rankOne], identity(1)) },
    { name: "one about no neurons", masks: SINGLE, closed: true, evidence: lemmas([lemma(EMPTY, proof("linear-space"))], one) },
    {
      name: "one with free entries outside its neurons, which normalising drops",
      masks: SINGLE,
      closed: true,
      evidence: lemmas([lemma(goal(3, 3, [[[0, 1], [0, 1]]], [[0, 2], [2, 0], [2, 2]]), one)], identity(0)),
    },
    { name: "a proof about no neurons at all", masks: [["0"], ["0"]], closed: true, evidence: lemmas([lemma(EMPTY, proof("linear-space"))], use(0, [], [])) },
  ],
  [
    refused("a lemma with a false proof that nothing uses", lemmas([lemma(LU_GOAL, two)], one), "evidence.lemmas[0].proof.evidence"),
    refused("a lemma with the wrong claim that nothing uses", lemmas([lemma(RANK_ONE, one, false)], one), "evidence.lemmas[0].proof.evidence"),
    refused("a false lemma after a true one", lemmas([rankOne, lemma(LU_GOAL, identity(0))], one), "evidence.lemmas[1].proof.evidence"),
    refused("a lemma that rests on itself", lemmas([lemma(LU_GOAL, identity(0))], one), "evidence.lemmas[0].proof.evidence.lemma"),
    refused("two lemmas that rest on each other", lemmas([lemma(LU_GOAL, identity(1)), lemma(LU_GOAL, identity(0))], identity(0)), "evidence.lemmas[0].proof.evidence.lemma", LU),
    refused("a false proof of the goal", lemmas([rankOne], two), "evidence.then.evidence"),
    refused("no lemmas", lemmas([], one), "evidence.lemmas"),
    refused("lemmas inside then", lemmas([rankOne], proof("lemmas", lemmas([rankOne], one))), "evidence.then.evidence"),
    refused("lemmas inside a lemma", lemmas([lemma(RANK_ONE, proof("lemmas", lemmas([rankOne], one)))], one), "evidence.lemmas[0].proof.evidence"),
    refused("a goal without rows", withGoal(goal(0, 1, [])), "evidence.lemmas[0].goal.rows"),
    refused("a goal without columns", withGoal(goal(1, 0, [])), "evidence.lemmas[0].goal.columns"),
    refused("a goal with too many rows", withGoal(goal(4194305, 1, [])), "evidence.lemmas[0].goal.rows"),
    refused("a neuron without rows", withGoal(goal(1, 1, [[[], [0]]])), "evidence.lemmas[0].goal.neurons[0][0]"),
    refused("a neuron without columns", withGoal(goal(1, 1, [[[0], []]])), "evidence.lemmas[0].goal.neurons[0][1]"),
    refused("a neuron outside", withGoal(goal(1, 1, [[[0], [1]]])), "evidence.lemmas[0].goal.neurons[0][1]"),
    refused("rows not ascending", withGoal(goal(2, 1, [[[1, 0], [0]]])), "evidence.lemmas[0].goal.neurons[0][0]"),
    refused("a free entry outside", withGoal(goal(2, 1, [], [[0, 1]])), "evidence.lemmas[0].goal.free[0]"),
    refused("a free entry twice", withGoal(goal(2, 2, [], [[0, 1], [0, 1]])), "evidence.lemmas[0].goal.free[1]"),
    refused("free entries not ascending", withGoal(goal(2, 2, [], [[0, 1], [0, 0]])), "evidence.lemmas[0].goal.free[1]"),
    refused("three layers", lemmas([rankOne], one), "evidence", [["1"], ["1"], ["1", "1"]]),
  ],
);

ruleCases(
  "contraction",
  "linear",
  [],
  [refused("lemmas as a proof of full", { layers: [1, 2], full: proof("lemmas", lemmas([rankOne], one)), then: proof("single-layer") }, "evidence.full.evidence", DENSE)],
);

ruleCases(
  "components",
  "linear",
  [
    {
      name: "lemmas in each of two parts, numbered anew",
      masks: PAIR,
      closed: true,
      evidence: { parts: [proof("lemmas", lemmas([rankOne], identity(0))), proof("lemmas", lemmas([rankOne], use(0, [2, 3], [2, 3])))] },
    },
  ],
  [refused("a lemma of one part used in another", { parts: [proof("lemmas", lemmas([rankOne], identity(0))), use(0, [2, 3], [2, 3])] }, "evidence.parts[1].evidence", PAIR)],
);

for (const property of ["finite", "cube"] as const) {
  ruleCases(
    "linear-counterpart",
    property,
    [{ name: `with lemmas, for ${property}`, masks: LU, closed: false, evidence: { linear: proof("lemmas", lemmas([lemma(LU_GOAL, lu, false)], identity(0))) } }],
    [refused(`with lemmas that are false, for ${property}`, { linear: proof("lemmas", lemmas([lemma(LU_GOAL, two)], lu)) }, "evidence.linear.evidence.lemmas[0].proof.evidence", LU, false)],
  );
}
