/** Weights of a network as safetensors, by the names that PyTorch gives to the linear layers of a ModuleList called `layers`. */
import { row } from "../pattern/mask.js";
import type { Pattern } from "../pattern/pattern.js";
import { type Content, contentOf } from "./content.js";
import { safetensorsContent } from "./safetensors-write.js";

/**
 * `layers.0.weight` [out, in], `layers.0.bias` [out], `layers.1.weight`, ... as float64; a layer without biases has no tensor for them. Weights that the pattern removes are 0.
 * @param parameters layer by layer, kept weights row by row, then biases
 */
export function weightsContent(pattern: Pattern, parameters: Float64Array): Content {
  let next = 0;
  return safetensorsContent(
    pattern.masks.flatMap((mask, l) => {
      const weights = new Float64Array(mask.rows * mask.cols);
      for (let i = 0; i < mask.rows; i++) for (const j of row(mask, i)) weights[i * mask.cols + j] = parameters[next++]!;
      const tensors = [{ name: `layers.${l}.weight`, dtype: "F64" as const, shape: [mask.rows, mask.cols], cells: doubles(weights) }];
      if (pattern.bias[l]) tensors.push({ name: `layers.${l}.bias`, dtype: "F64", shape: [mask.rows], cells: doubles(parameters.slice(next, (next += mask.rows))) });
      return tensors;
    }),
  );
}

function doubles(values: Float64Array): Content {
  return contentOf(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}
