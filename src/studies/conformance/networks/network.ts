import type { Scope } from "../../../nn/index.js";
import type { Tensor } from "../../../tensor/index.js";

/** A network of the reference cases, built from this package's own layers. */
export interface Network {
  /** The reference's parameters by the path of ours. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Inputs that are integers. */
  readonly integers: readonly string[];
  loss(scope: Scope, inputs: (name: string) => Tensor): Tensor;
}
