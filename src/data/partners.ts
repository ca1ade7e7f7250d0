import { randomBelow } from "./shuffle.js";
import type { Source } from "./source.js";

/** Who a sample's other view comes from: the second half of a positive pair. */
export interface Partners<Arrays extends object = object> {
  /** What partners are read from: the samples themselves, or those of another source. */
  readonly source: Source<Arrays>;
  /**
   * Index in `source` of the partner of sample `index`. The same key gives the same partner; keys are a seed and an
   * epoch, so a run that goes on draws what it would have drawn.
   */
  of(index: number, key: readonly number[]): number;
}

/** Tells these draws from those of the loader and of splits. */
const partnerKey = 0x9a17;

/** One of `count` numbers from 0, for one sample, by key. */
export function drawBelow(count: number, index: number, key: readonly number[]): number {
  return randomBelow([...key, partnerKey, index])(count);
}
