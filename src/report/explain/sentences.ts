/** What a step of a proof about the linear counterpart does, with its data, in one or two sentences. */
import type { EverythingTree, LinearEvidence, Parts, Proof, Side } from "../../certificate/proof.js";
import { components, contract } from "../../pattern/layers.js";
import { kept } from "../../pattern/mask.js";
import { type Rectangle, split } from "../../pattern/rectangles.js";
import { members, size } from "../../pattern/sets.js";
import { capital, counted, enumerated, layerSpan, named } from "./phrases.js";
import { type Chosen, type LayeredPlace, type Place, type TwoLayerPlace, asTwoLayer, hidden, liveIn, minorOf, neuronOf, sharing, sideWord } from "./place.js";
import { countPaths } from "./product.js";

export function sentence(place: Place, proof: Proof): string {
  switch (proof.rule) {
    case "single-layer":
      return `One layer is left, with ${kept((place as LayeredPlace).goal.masks[0]!)} kept weights: every matrix on its support, a linear space.`;
    case "unique-paths":
      return (
        `${capital(`${merged(place)}no input`)} reaches an output by two paths: every entry of the product is 0 or one product of weights. ` +
        `Such a set is a closed cone.`
      );
    case "lu-minor": {
      const [i, j, k, l] = minorOf(proof.evidence);
      const { masks } = (place as LayeredPlace).goal;
      const count = countPaths(masks, [j], [l])[0]![0]!;
      return (
        `${capital(`${merged(place)}exactly one path`)} leads from input ${k} to output ${i}, one from input ${l} to output ${i} and one ` +
        `from input ${k} to output ${j}, all through ${neuronOf(place, proof.evidence.neuron)}; ` +
        `from input ${l} to output ${j} there are ${counted(count, "path")}.`
      );
    }
    case "cut-minor": {
      const [i, j, k, l] = minorOf(proof.evidence);
      return (
        `Every path from input ${k} to output ${i}, from input ${l} to output ${i} and from input ${k} to output ${j} runs through ` +
        `${neuronOf(place, proof.evidence.neuron)}; from input ${l} to output ${j} some path passes it by.`
      );
    }
    case "generic-factor": {
      const { free } = proof.evidence;
      const [ends, others] = free === "first" ? ["input", "outputs it reaches"] : ["output", "inputs that reach it"];
      return (
        `Fix all layers but the ${free} at generic weights. From every ${ends} as many disjoint paths go through them as there are ${others} ` +
        `(${disjointPaths(proof.evidence)}), so the ${free} layer alone reaches every matrix on the support: a linear space.`
      );
    }
    case "generic-pair": {
      const { free, layer, taken } = proof.evidence;
      // The evidence counts layers from the free end.
      const own = free === "first" ? layer : place.layers.length - layer;
      const end = free === "first" ? "input" : "output";
      const served = taken.length === 0 ? `no ${end}` : named(end, taken);
      return (
        `Fix all layers but the ${free} and ${layerSpan(place.layers[own - 1]! + 1, place.layers[own]!)} at the integers of the certificate. ` +
        `The latter serves ${served}, the ${free} layer every other ${end}; together they reach every matrix on the support: a linear space.`
      );
    }
    case "middle-factor": {
      const { layer } = proof.evidence;
      return (
        `Fix all layers but ${layerSpan(place.layers[layer - 1]! + 1, place.layers[layer]!)} at the integers of the certificate. ` +
        `The product is then linear in the ${kept((place as LayeredPlace).goal.masks[layer - 1]!)} weights left, and its rank is the number ` +
        `of entries with a path: every matrix on the support, a linear space.`
      );
    }
    case "star-cover": {
      const stars = proof.evidence.stars.flatMap((star, h) => (star === null ? [] : [`neuron ${h} for ${star[0]} ${star[1]}`]));
      return (
        `Reserve each hidden neuron for one output or one input: ${enumerated(stars)}. The entries this makes free are all entries on the ` +
        `support: a linear space.`
      );
    }
    case "components": {
      const parts = components((place as LayeredPlace).goal.masks);
      const fall = `The hidden neurons fall into ${counted(parts.length, "part")} that share no weight and no entry of the product`;
      if ("parts" in proof.evidence) return `${fall}; each is settled on its own.`;
      const own = parts[proof.evidence.part]!;
      const ends = `${named("input", liveIn(own, 0))} and ${named("output", liveIn(own, own.length))}`;
      return `${fall}. One that is not closed decides: the one of ${ends}.`;
    }
    case "contraction": {
      const [first, last] = proof.evidence.layers;
      const { layers } = place;
      const support = kept(contract((place as LayeredPlace).goal.masks, first, last)[first - 1]!);
      return (
        `${capital(layerSpan(layers[first - 1]! + 1, layers[last]!))} together reach every matrix on their joint support of ${support} ` +
        `entries (shown next), so they count as one layer with free entries there.`
      );
    }
    case "orthonormal-factor": {
      const { factor } = proof.evidence;
      return (
        `The ${factor} factor is an orthonormal one times a triangular one, which the next layer absorbs. Orthonormal factors form a compact set and keep ` +
        `lengths, so it is enough that the other layers are closed.`
      );
    }
    case "added-edge": {
      const { layer, outputs, inputs } = proof.evidence;
      const [above, below] = [place.layers[layer], place.layers[layer - 1]];
      return (
        `${capital(named("neuron", inputs))} of layer ${below} and ${named("neuron", outputs)} of layer ${above} are joined by three edges. The fourth, from ` +
        `${inputs[1]} to ${outputs[0]}, is added: its weight can always be cleared, and the layers around take over what that needs.`
      );
    }
    case "minor":
      return (
        `Keep ${named("output", proof.evidence.outputs)} and ${named("input", proof.evidence.inputs)} only, with what lies between them: if ` +
        `this part is not closed, neither is the whole.`
      );
    case "linear-space":
      return "No neuron is left: what remains is free in every entry, a linear space.";
    case "one-neuron": {
      const { state, neurons } = asTwoLayer(place);
      const name = capital(hidden(place, neurons));
      if (!("outputs" in proof.evidence)) {
        const { rows, cols } = state.neurons[0]!;
        return (
          `${name} is left alone: the matrices of rank at most one on ${named("output", members(rows))} and ` +
          `${named("input", members(cols))}, a closed set.`
        );
      }
      const [i, j, k, l] = minorOf(proof.evidence);
      return (
        `${name} is left alone. It makes the entries A[${i},${k}], A[${i},${l}] and A[${j},${k}], while A[${j},${l}] is free through other ` +
        `neurons: an LU minor.`
      );
    }
    case "two-neurons":
      return twoNeurons(asTwoLayer(place), proof.evidence);
    case "block-minor": {
      const { outputs, inputs, neurons: chosen } = proof.evidence;
      const { neurons } = asTwoLayer(place);
      const own = [...new Set(chosen.flat())].map((v) => neurons[v]!);
      return (
        `The entries of ${named("output", outputs[0])} with ${named("input", inputs.flat())}, and those of ${named("output", outputs[1])} ` +
        `with ${named("input", inputs[0])}, are made by ${hidden(place, own)} alone: ` +
        `${counted(own.length, "neuron")}, where the limit below needs ${own.length + 1}.`
      );
    }
    case "degeneration": {
      const { outputs, inputs } = proof.evidence;
      return (
        `On ${named("output", outputs)} and ${named("input", inputs)} weights that depend on eps give products that tend to the limit below, ` +
        `and no weights give the limit itself.`
      );
    }
    case "laminar": {
      const { neurons } = asTwoLayer(place);
      const [common, nested] = proof.evidence.common === "rows" ? ["outputs", "inputs"] : ["inputs", "outputs"];
      return (
        `${capital(hidden(place, neurons))} ${neurons.length === 1 ? "has its" : "have the same"} ${common}, and any two sets of ${nested} ` +
        `are nested or disjoint: a closed set.`
      );
    }
    case "split":
      return splitting(place, proof.evidence);
    case "cap": {
      const { side, deleted } = proof.evidence;
      const equal = deleted.length === 1 ? "meets" : "meet";
      return (
        `${capital(named(sideWord(side), deleted))} ${equal} the same hidden neurons as others, which are already as many as their rank can ` +
        `be; the answer does not change without ${deleted.length === 1 ? "it" : "them"}.`
      );
    }
    case "chain-descent": {
      const { evidence } = proof;
      const base = `${capital(named(sideWord(evidence.side), evidence.chain))} meet nested sets of hidden neurons and outnumber the rank they can have.`;
      if ("cases" in evidence) return `${base} The set is closed exactly if it is without any one of them; one of each kind is tried.`;
      return `${base} The set is closed exactly if it is without any one of them; leave out ${sideWord(evidence.side)} ${evidence.deleted}.`;
    }
    case "assisted-free": {
      const { neurons, state } = asTwoLayer(place);
      const { frozen, freed } = proof.evidence;
      const left = state.neurons.length - freed.length;
      return (
        `Whatever values ${frozenWeights(place, frozen)} have, ${frozenWeights(place, freed)} can be held at values for which all these neurons together ` +
        `reach every entry of ${hidden(place, freed.map(({ neuron }) => neurons[neuron]!))}. These entries are free from now on; ` +
        `${left === 1 ? "1 neuron is" : `${left} neurons are`} left.`
      );
    }
    case "constant-rank":
      return (
        `Fix ${frozenWeights(place, proof.evidence.frozen)}, each a unit vector, orthogonal to those it could otherwise be cleared with. The other weights then span a linear space of ` +
        `dimension ${proof.evidence.dimension}, whatever the fixed values (in ${counted(proof.evidence.trees.length, "case")} by pivots): a union of linear spaces over a ` +
        `compact set on which they vary continuously, a closed set.`
      );
    case "everything": {
      const leaves = (tree: EverythingTree): number => ("split" in tree ? leaves(tree.zero) + leaves(tree.nonzero) : "clear" in tree ? leaves(tree.then) : 1);
      return (
        `Every matrix on the support is reached: by zero and nonzero entries and polynomials in them there are ${counted(leaves(proof.evidence.tree), "case")}; in each, one side of every ` +
        `neuron is chosen from the entries, and the linear equations for the other sides have a solution.`
      );
    }
    case "free": {
      const { state } = asTwoLayer(place);
      const { frozen } = proof.evidence;
      const held = frozenWeights(place, frozen);
      const left = state.neurons.length - frozen.length;
      return (
        `Hold ${held} at fixed integers: every entry of ${frozen.length === 1 ? "its rectangle" : "their rectangles"} can still be chosen at ` +
        `will. These entries are free from now on; ${left === 0 ? "no neuron is" : left === 1 ? "1 neuron is" : `${left} neurons are`} left.`
      );
    }
    case "lemmas": {
      const count = proof.evidence.lemmas.length;
      return `${capital(counted(count, "question"))} that ${count === 1 ? "comes up below is settled once, as a lemma with numbers of its own" : "come up below are settled once each, as lemmas with numbers of their own"}.`;
    }
    case "use": {
      const { lemma, transposed } = proof.evidence;
      return `With other numbers for neurons, outputs and inputs${transposed ? ", and outputs and inputs exchanged" : ""}, this is lemma ${lemma}.`;
    }
  }
}

/** The frozen sides in words: the outgoing weights where rows are frozen, the incoming ones where columns are. */
function frozenWeights(place: Place, frozen: readonly { neuron: number; side: Side }[]): string {
  const { neurons } = asTwoLayer(place);
  const rows = frozen.filter(({ side }) => side === "rows").map(({ neuron }) => neurons[neuron]!);
  const cols = frozen.filter(({ side }) => side === "columns").map(({ neuron }) => neurons[neuron]!);
  return [
    ...(rows.length > 0 ? [`the outgoing weights of ${hidden(place, rows)}`] : []),
    ...(cols.length > 0 ? [`the incoming weights of ${hidden(place, cols)}`] : []),
  ].join(" and ");
}

function splitting(place: Place, evidence: Parts): string {
  const { state } = asTwoLayer(place);
  const parts = split(state);
  if (parts.length === 0) return "Every entry is free by now: a linear space.";
  const pieces = parts.reduce((sum, part) => sum + part.neurons.length, 0);
  const cut = pieces === state.neurons.length ? "" : `The free entries cut ${counted(state.neurons.length, "neuron")} into ${counted(pieces, "piece")}. `;
  if (parts.length === 1) return `${cut}${pieces === 1 ? "It is" : "They are"} settled together.`;
  const decides = "part" in evidence ? ` One that is not closed decides: part ${evidence.part + 1}.` : "";
  return `${cut}Neurons that share no entry are independent: ${parts.length} parts.${decides}`;
}

function twoNeurons(place: TwoLayerPlace, { outputs, inputs }: Chosen): string {
  const [x, y] = place.neurons as [number, number];
  const [a, b] = place.state.neurons as [Rectangle, Rectangle];
  const start = `${capital(hidden(place, [x, y]))} are left`;
  if (outputs === undefined || inputs === undefined) {
    const common = `${counted(size(a.rows & b.rows), "output")} and ${counted(size(a.cols & b.cols), "input")}`;
    return `${start}, with ${common} in common; they overlap in none of the three forms that fail, so the set is closed.`;
  }
  const { common, own } = sharing(place, outputs, inputs);
  if (own.length === 1) {
    return (
      `${start}, with output ${outputs[0]} and input ${inputs[0]} in common, and neuron ${own[0]} has output ${outputs[1]} and input ` +
      `${inputs[1]} to itself: form (a), an LU minor.`
    );
  }
  const [p, q, r] = inputs.length === 3 ? inputs : outputs;
  const shared = inputs.length === 3 ? "output" : "input";
  const single = inputs.length === 3 ? "input" : "output";
  const form = inputs.length === 3 ? "(b)" : "(c)";
  return (
    `${start}, with ${named(shared, common)} and ${single} ${r} in common; ${single} ${p} belongs to neuron ${own[0]} only, ${single} ${q} ` +
    `to neuron ${own[1]} only: form ${form}.`
  );
}

/** Where the certificate has its paths from. */
function disjointPaths(evidence: LinearEvidence["generic-factor"]): string {
  const listed = "paths" in evidence ? evidence.paths : evidence.repairs.map(([, , paths]) => paths);
  const total = listed.reduce((sum, own) => sum + own.length, 0);
  if ("paths" in evidence) return `${counted(total, "path")} in the certificate`;
  return `matchings by next fit${total === 0 ? "" : `, with ${counted(total, "repair")} in the certificate`}`;
}

/** Says that paths are counted after contraction, where there was one. */
function merged({ layers }: Place): string {
  return layers.every((layer, l) => layer === layers[0]! + l) ? "" : "with merged layers counted as one, ";
}
