import type { EnergyGap } from "../metrics/index.js";
import type { PairKinds } from "./energy-pairs.js";

/** Energies of compatible and incompatible pairs, before and after training. */
export interface RunEnergy {
  readonly run: string;
  readonly method: string;
  /** Steps of training behind `after`. */
  readonly step: number;
  /** What the pairs were drawn from. */
  readonly data: string;
  /** Compatible ones; as many incompatible ones, less those whose samples turn out to be of one class. */
  readonly pairs: number;
  /** What compatible and incompatible pairs are, in words. */
  readonly kinds: PairKinds;
  readonly before: EnergyGap;
  readonly after: EnergyGap;
  /** What keeps the method from collapse. */
  readonly heldUpBy: string | null;
  readonly files: readonly string[];
}
