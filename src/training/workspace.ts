/** The memory of one computation, and the kernel that works on it: WebAssembly where it has vectors, otherwise the twin in TypeScript. */
import type { Kernel } from "./kernel.js";
import { twinOver } from "./kernel-twin.js";
import { KERNEL_BASE64 } from "./kernel.wasm.js";

const PAGE = 1 << 16;
/** Addresses have 32 bits. */
const MOST_BYTES = 2 ** 32 - PAGE;

/** Arrays for one computation, and the kernel that works on them. */
export class Workspace {
  readonly kernel: Kernel;
  readonly #buffer: ArrayBuffer;
  /** What is below are the addresses with a meaning of their own. */
  #free = 16;

  /**
   * @param numbers how many numbers and integers all arrays together have, at most
   * @param vectors false: without WebAssembly
   */
  constructor(numbers: number, vectors = true) {
    const bytes = 16 + 8 * numbers;
    const memory = vectors ? memoryOf(bytes) : undefined;
    this.#buffer = memory?.buffer ?? new ArrayBuffer(bytes);
    this.kernel = memory === undefined ? twinOver(this.#buffer) : kernelOver(memory);
  }

  numbers(length: number): Float64Array<ArrayBuffer> {
    const array = new Float64Array(this.#buffer, this.#free, length);
    this.#free += array.byteLength;
    return array;
  }

  integers(values: Int32Array): Int32Array<ArrayBuffer> {
    const array = new Int32Array(this.#buffer, this.#free, values.length);
    array.set(values);
    this.#free += (array.byteLength + 7) & ~7;
    return array;
  }
}

/** The part of the standard that is used: its types come with those of browsers only. */
interface Memory {
  readonly buffer: ArrayBuffer;
}
declare const WebAssembly:
  | undefined
  | {
      readonly validate: (bytes: Uint8Array) => boolean;
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Memory: new (size: { readonly initial: number }) => Memory;
      readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
    };

/** Compiled once, when first needed; null where vectors are missing. */
let compiled: object | null | undefined;

function kernelModule(): object | null {
  if (compiled === undefined) {
    const bytes = Buffer.from(KERNEL_BASE64, "base64");
    compiled = typeof WebAssembly !== "undefined" && WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  }
  return compiled;
}

/** Nothing when there are no vectors, or not as much memory. */
function memoryOf(bytes: number): Memory | undefined {
  if (bytes > MOST_BYTES || kernelModule() === null) return undefined;
  try {
    return new WebAssembly!.Memory({ initial: Math.ceil(bytes / PAGE) });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function kernelOver(memory: Memory): Kernel {
  return new WebAssembly!.Instance(kernelModule()!, { env: { memory } }).exports as Kernel;
}
