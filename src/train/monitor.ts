import type { Feeds, LoadedProgram } from "../engine/index.js";
import { alignment, dimensionDeviation, effectiveRank, uniformity } from "../metrics/index.js";
import type { DrawState } from "../random/index.js";
import type { MonitorValues } from "./events.js";

/**
 * Reads the health of the representation from the views of one step, without touching the run's state. Null when the
 * embeddings are no longer numbers: the step itself then tells that the run diverged.
 */
export async function readMonitor(
  program: LoadedProgram,
  feeds: Feeds,
  draws: DrawState,
  dimensions: number,
): Promise<MonitorValues | null> {
  const { embedding, first, second } = (await program.run(feeds, draws)) as Readonly<
    Record<string, Float32Array>
  >;
  const features = { vectors: embedding ?? new Float32Array(0), dimensions };
  if (!features.vectors.every(Number.isFinite)) return null;
  const values = {
    deviation: dimensionDeviation(features) * Math.sqrt(dimensions),
    effectiveRank: effectiveRank(features),
    dimensions,
    samples: features.vectors.length / dimensions,
  };
  if (first === undefined || second === undefined) return values;
  return {
    ...values,
    alignment: alignment({ vectors: first, dimensions }, { vectors: second, dimensions }),
    uniformity: uniformity({ vectors: first, dimensions }),
  };
}
