/** One named array. BOOL is one byte an element, 0 or 1; the other types say their storage. */
export type SafetensorsTensor = { readonly shape: readonly number[] } & (
  | { readonly dtype: "F32"; readonly data: Float32Array }
  | { readonly dtype: "I32"; readonly data: Int32Array }
  | { readonly dtype: "I64"; readonly data: BigInt64Array }
  | { readonly dtype: "U8" | "BOOL"; readonly data: Uint8Array }
);

/** Contents of a .safetensors file: tensors by name and free text by key. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, SafetensorsTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Element types that are read and written. */
export type Dtype = SafetensorsTensor["dtype"];

/** Bytes of one element. */
export const elementBytes: Readonly<Record<Dtype, number>> = {
  F32: 4,
  I32: 4,
  I64: 8,
  U8: 1,
  BOOL: 1,
};

/** The header field that holds free text and no tensor. */
export const metadataKey = "__metadata__";

/** Number of elements of a shape. Undefined when a product does not fit in a safe integer, as the reference's checked product. */
export function elementCount(shape: readonly number[]): number | undefined {
  let count = 1;
  for (const size of shape) {
    count *= size;
    if (!Number.isSafeInteger(size) || size < 0 || !Number.isSafeInteger(count * 8)) {
      return undefined;
    }
  }
  return count;
}

/** Order of names, by code unit: the same everywhere, unlike by locale. */
export function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
