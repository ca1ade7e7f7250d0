import type { Encoder } from "../encoders/index.js";
import type { Method } from "../methods/index.js";
import type { Optimizer } from "../optim/index.js";
import type { RunConfig } from "./run-config.js";

/** What a run is made of. */
export interface RunParts {
  readonly config: RunConfig;
  readonly encoder: Encoder;
  readonly method: Method;
  readonly optimizer: Optimizer;
  /** Optimisers of parameter groups that have one of their own. */
  readonly groups?: ReadonlyMap<string, Optimizer>;
  /** Samples in an epoch. */
  readonly samples: number;
}
