import { DataError } from "../errors.js";
import { auroc, greatestDistance } from "./auroc.js";

/** How far the energies of compatible pairs lie below those of incompatible ones. */
export interface EnergyGap {
  /** Mean energy of compatible pairs, such as two views of one sample. */
  readonly compatible: number;
  /** Mean energy of incompatible pairs, such as views of two samples. */
  readonly incompatible: number;
  /** Incompatible minus compatible, in the energy's own unit; 0 is collapse. */
  readonly gap: number;
  /** The gap in pooled deviations (Cohen's d); 0 where no energy differs from another. */
  readonly standardGap: number;
  /** Probability that an incompatible pair has more energy than a compatible one; 0.5 is chance. */
  readonly auroc: number;
  /** Share of pairs that no threshold tells apart, 0 to 1. */
  readonly overlap: number;
}

/**
 * The gap between the energies of compatible and incompatible pairs. Collapse makes it 0: every pair has the energy of
 * every other.
 * @throws DataError when a side has fewer than two energies, or one that is not finite
 */
export function energyGap(compatible: Float32Array, incompatible: Float32Array): EnergyGap {
  const [low, high] = [moments(compatible, "compatible"), moments(incompatible, "incompatible")];
  const gap = high.mean - low.mean;
  const pooled = Math.sqrt((low.variance + high.variance) / 2);
  return {
    compatible: low.mean,
    incompatible: high.mean,
    gap,
    standardGap: pooled === 0 ? 0 : gap / pooled,
    auroc: auroc(compatible, incompatible),
    overlap: 1 - greatestDistance(compatible, incompatible),
  };
}

function moments(energies: Float32Array, name: string): { mean: number; variance: number } {
  if (energies.length < 2 || !energies.every(Number.isFinite)) {
    throw new DataError(
      `The energies of ${name} pairs should be two finite numbers or more; got ${energies.length}${energies.length < 2 ? "" : ", some not finite, so check that the run did not diverge"}.`,
    );
  }
  let mean = 0;
  for (const energy of energies) mean += energy / energies.length;
  let squares = 0;
  for (const energy of energies) squares += (energy - mean) ** 2;
  return { mean, variance: squares / (energies.length - 1) };
}
