import { EngineError } from "../errors.js";
import { allocate, type DType, type HostArray, type Shape, showShape, sizeOf } from "../graph/index.js";

const holders: Readonly<Record<DType, string>> = {
  float32: "Float32Array",
  int32: "Int32Array",
  int64: "BigInt64Array",
  uint8: "Uint8Array",
  bool: "Uint8Array",
};

/** @throws EngineError unless the data has the type's array class and the shape's size. */
export function checkData(
  what: string,
  { dtype, shape }: { readonly dtype: DType; readonly shape: Shape },
  data: HostArray | undefined,
): asserts data is HostArray {
  const wanted = `${what} of ${dtype}${showShape(shape)} needs a ${holders[dtype]} of ${sizeOf(shape)} elements`;
  if (data === undefined) throw new EngineError(`${wanted}; got none.`, { what });
  const sameClass = data instanceof allocate(dtype, 0).constructor;
  if (!sameClass || data.length !== sizeOf(shape)) {
    throw new EngineError(`${wanted}; got a ${data.constructor.name} of ${data.length}.`, { what });
  }
}
