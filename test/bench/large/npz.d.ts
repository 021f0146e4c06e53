export interface NumpyArray {
  readonly name: string;
  readonly header: string;
  readonly cells: Iterable<Uint8Array>;
}

export declare function deflatedNpz(arrays: readonly NumpyArray[]): Buffer;
