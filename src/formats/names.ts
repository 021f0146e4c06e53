/**
 * What a tensor is, from its name: a weight, a mask, a bias, something of an optimizer.
 *
 * Conventions known: plain layers (`fc1.weight`, `fc1.bias`), torch.nn.utils.prune (`weight_orig`,
 * `weight_mask`, the same for biases), torch's parametrizations (`parametrizations.weight.original`,
 * `parametrizations.weight.0.mask`), NVIDIA's ASP (`__weight_mma_mask`), Paddle's (`linear_0.w_0.asp_mask`), compressed-tensors (`fc1.bitmask`,
 * see bitmask.ts), NumPy habits (`W1`, `b1`, `mask0`).
 */

export type Role = "weight" | "mask" | "ignored" | "factored";

export interface NameParts {
  /** The name without what marks the role: `fc1.weight` for `fc1.weight_mask`. */
  readonly base: string;
  readonly role: Role;
}

/** `factored`: half of a product such as weight normalisation, whose zeros say nothing about the weight's. */
export function readName(name: string): NameParts {
  if (OPTIMIZER.test(name)) return { base: name, role: "ignored" };
  const asp = /^(.*[./])?__(\w+?)_mma_(mask|pruned_p)$/.exec(name);
  if (asp !== null) return { base: `${asp[1] ?? ""}${asp[2]}`, role: asp[3] === "mask" ? "mask" : "ignored" };
  const paddle = /^(.*[^._/])[._]asp_mask$/.exec(name);
  if (paddle !== null) return { base: paddle[1]!, role: "mask" };
  const bits = /^(?:(.*[^._/])[._/])?(bitmask|compressed)$/.exec(name);
  if (bits !== null) return { base: bits[1] ?? name, role: bits[2] === "bitmask" ? "mask" : "weight" };
  const parametrized = /^(.*[./])?parametrizations[./](\w+)[./](?:(original)|[0-9]+[./](mask)|original[01])$/.exec(name);
  if (parametrized !== null) {
    const [, module = "", parameter, original, mask] = parametrized;
    return { base: `${module}${parameter}`, role: original ? "weight" : mask ? "mask" : "factored" };
  }
  if (/weight_[gv]$/.test(name)) return { base: name, role: "factored" };
  const marked = /^(.*[^_./])[_.](orig|mask)$/.exec(name);
  if (marked !== null) return { base: marked[1]!, role: marked[2] === "mask" ? "mask" : "weight" };
  return { base: name, role: /(?:^|[._/])masks?[0-9]*(?:[._/]|$)/i.test(name) ? "mask" : "weight" };
}

/** Moments, gradients, and all that lies in a dict of an optimizer. */
const OPTIMIZER =
  /(?:^|[._/])(?:(?:max_)?exp_avg(?:_sq)?|momentum_buffer|square_avg|grad_avg|acc_delta|grad)$|(?:^|[./])(?:optim|optimizer|opt_state)[a-z_]*[./]/;

/** Does a name, without its role, say that it is a bias? */
export function isBiasName(base: string): boolean {
  return /(?:^|[._/])(?:bias|b)_?[0-9]*$/i.test(base);
}

/** Does a name say that it is a weight? */
export function isWeightName(base: string): boolean {
  return /(?:^|[._/])(?:weight|kernel|w)s?_?[0-9]*$/i.test(base);
}

/** The kind of network a matrix is made for where its name says that it is no plain layer: torch's packed attention and its RNN, LSTM, GRU. */
export function foreignKind(base: string): "attention" | "a recurrent network" | undefined {
  if (/(?:^|[._/])(?:in|q|k|v)_proj_weight(?![a-z0-9])/i.test(base)) return "attention";
  return /(?:^|[._/])weight_(?:ih|hh|hr)(?![a-z0-9])/i.test(base) ? "a recurrent network" : undefined;
}

/** Does the name of a vector look like a parameter of a normalisation (BatchNorm, LayerNorm) or an activation (PReLU)? */
export function isNormName(base: string): boolean {
  return /(?:^|[._/])(?:weight|running_mean|running_var)$/i.test(base);
}

/** The names a weight's bias may have: `fc1.bias` for `fc1.weight`, `b1` for `W1`, `fc1.bias` for `fc1`. */
export function biasNames(base: string): string[] {
  const swapped = /^(.*(?:^|[._/]))(weight|kernel|w)(s?_?[0-9]*)$/i.exec(base);
  if (swapped !== null) {
    const [, before, word, after] = swapped;
    return word!.length === 1 ? [`${before}b${after}`, `${before}B${after}`] : [`${before}bias${after}`];
  }
  return [".bias", "/bias", "_bias", ".b", "_b"].map((ending) => base + ending);
}

/** The names a layer may be called by in `--layers`, besides those of its tensors. */
export function layerNames(base: string): string[] {
  const short = base.replace(/[./](?:weight|kernel|w)$/i, "");
  return short === base ? [base] : [base, short];
}
