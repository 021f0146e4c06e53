/** The step that decides `finite` or `cube`, as a sentence with its data. Hidden neurons are those of the one hidden layer. */
import type { AnyProof } from "../../certificate/proof.js";
import { enumerated, named } from "./phrases.js";

export function networkSentence(proof: AnyProof): string {
  switch (proof.rule) {
    case "single-layer":
      return "One layer: the implementable maps are affine, a linear space of finite dimension.";
    case "star-components":
      return "Join each hidden neuron to the outputs it feeds: every connected group has only one output or only one hidden neuron.";
    case "shared-output": {
      const { neuron, outputs, other } = proof.evidence;
      return `Hidden neuron ${neuron} feeds ${named("output", outputs)}, and hidden neuron ${other} feeds output ${outputs[1]} too.`;
    }
    case "laminar-components":
      return (
        "Join each hidden neuron to the outputs it feeds: every connected group has one output, or all its hidden neurons feed all its " +
        "outputs and their sets of inputs are pairwise nested or disjoint."
      );
    case "crossing-inputs": {
      const { neurons, inputs } = proof.evidence;
      const [p, q, r] = inputs;
      return (
        `Hidden neurons ${enumerated(neurons)} feed the same outputs, two at least. ` +
        `Input ${p} reaches neuron ${neurons[0]} only, input ${q} neuron ${neurons[1]} only, input ${r} both: ` +
        `the inputs ${p}, ${q}, ${r} can approach, without reaching, the output directions (1, 0), (1, 0), (0, 1).`
      );
    }
    case "linear-counterpart":
      return "The linear counterpart is not closed, as derived above for linear.";
    default:
      throw new Error(`${proof.rule} is a rule for linear`);
  }
}
