/** Element types. Host data enters as uint8, int32 or float32; int64 and bool arise inside graphs. */
export type DType = "float32" | "int32" | "int64" | "uint8" | "bool";

/** Static sizes, outermost first. `[]` is a scalar. */
export type Shape = readonly number[];

export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** Host-side storage of a tensor. */
export type HostArray = Float32Array | Int32Array | BigInt64Array | Uint8Array;

export const bytesPerElement: Readonly<Record<DType, number>> = {
  float32: 4,
  int32: 4,
  int64: 8,
  uint8: 1,
  bool: 1,
};

/** Number of elements of a shape. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const side of shape) size *= side;
  return size;
}

/** `[2, 3]` as it is printed in messages. */
export function showShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((side, axis) => side === b[axis]);
}

/** Zero-filled host storage for a tensor type. */
export function allocate(dtype: DType, size: number): HostArray {
  if (dtype === "float32") return new Float32Array(size);
  if (dtype === "int32") return new Int32Array(size);
  if (dtype === "int64") return new BigInt64Array(size);
  return new Uint8Array(size);
}
