import { apply, type DType, type HostArray, type InputRole, type Shape, type Value } from "../graph/index.js";

/** A value in a traced computation: static shape and type, no numbers yet. */
export type Tensor = Value;

/** A tensor or a number that becomes a scalar constant of the other operand's type. */
export type Operand = Tensor | number;

/**
 * An input that is fed at each run.
 * @param name unique in its program; @param role what it is for.
 */
export function input(
  name: string,
  shape: Shape,
  dtype: DType = "float32",
  role: InputRole = "batch",
): Tensor {
  return apply("input", [], { name, role, dtype, shape });
}

/** A constant tensor; plain numbers become float32. */
export function constant(data: HostArray | readonly number[], shape: Shape): Tensor {
  if (data instanceof Float32Array || Array.isArray(data)) {
    return apply("constant", [], {
      data: data instanceof Float32Array ? data : Float32Array.from(data),
      dtype: "float32",
      shape,
    });
  }
  if (data instanceof Int32Array) return apply("constant", [], { data, dtype: "int32", shape });
  if (data instanceof BigInt64Array) return apply("constant", [], { data, dtype: "int64", shape });
  return apply("constant", [], { data: Uint8Array.from(data as Uint8Array), dtype: "uint8", shape });
}

/** A scalar constant. */
export function scalar(value: number, dtype: DType = "float32"): Tensor {
  if (dtype === "int32") return constant(Int32Array.of(value), []);
  if (dtype === "int64") return constant(BigInt64Array.of(BigInt(value)), []);
  const type = dtype === "bool" || dtype === "uint8" ? dtype : "float32";
  const data = type === "float32" ? Float32Array.of(value) : Uint8Array.of(value);
  return apply("constant", [], { data, dtype: type, shape: [] });
}

/** A tensor filled with one number. Costs a scalar: the filling is a broadcast. */
export function full(shape: Shape, value: number): Tensor {
  return apply("broadcastTo", [scalar(value)], { shape });
}

/** 0, 1, ..., n - 1 as int32 `[n]`. */
export function range(n: number): Tensor {
  return constant(
    Int32Array.from({ length: n }, (_, i) => i),
    [n],
  );
}

/** Resolves a number beside a tensor. */
export function operand(x: Operand, like: Operand): Tensor {
  if (typeof x !== "number") return x;
  return scalar(x, typeof like === "number" ? "float32" : like.dtype);
}
