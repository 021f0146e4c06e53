import { findLuMinor } from "../../src/rules/lu-minor.js";
import { type Minor, type Paths, crossedMinorLaws } from "./crossed-minor.js";

/** N1 word for word, paths as lists. */
function isLuMinor(paths: Paths, { outputs: [i, j], inputs: [k, l], neuron }: Minor): boolean {
  const three = [paths(i, k), paths(i, l), paths(j, k)];
  return (
    i !== j &&
    k !== l &&
    three.every((some) => some.length === 1 && some[0]![neuron.layer] === neuron.index) &&
    paths(j, l).length >= 2
  );
}

crossedMinorLaws("lu-minor", findLuMinor, isLuMinor);
