import { gather, type Tensor } from "../tensor/index.js";
import { truncatedNormal } from "./initialiser.js";
import type { Scope } from "./scope.js";

/** Rows of a learned table: indices `[...]` to `[..., width]`. */
export function embedding(scope: Scope, indices: Tensor, count: number, width: number): Tensor {
  return scope.run(() => gather(scope.parameter("weight", [count, width], truncatedNormal(0.02)), indices));
}
