import type { Feeds, LaterProgram } from "../engine/index.js";
import { alignment, dimensionDeviation, effectiveRank, uniformity } from "../metrics/index.js";
import type { DrawState } from "../random/index.js";
import type { MonitorValues } from "./events.js";

/**
 * Reads the health of the representation from the views of one step, without touching the run's state. Null when the
 * embeddings are no longer numbers: the step itself then tells that the run diverged.
 */
export async function readMonitor(
  program: LaterProgram,
  feeds: Feeds,
  draws: DrawState,
  dimensions: number,
): Promise<MonitorValues | null> {
  const { embedding, head, first, second } = (await program.run(feeds, draws)) as Readonly<
    Record<string, Float32Array>
  >;
  const features = { vectors: embedding ?? new Float32Array(0), dimensions };
  if (!features.vectors.every(Number.isFinite)) return null;
  const values = {
    deviation: spread(features.vectors, features.vectors.length / dimensions),
    effectiveRank: effectiveRank(features),
    dimensions,
    samples: features.vectors.length / dimensions,
    ...headValues(head, features.vectors.length / dimensions),
  };
  if (first === undefined || second === undefined) return values;
  return {
    ...values,
    alignment: alignment({ vectors: first, dimensions }, { vectors: second, dimensions }),
    uniformity: uniformity({ vectors: first, dimensions }),
  };
}

/** Fewer dimensions than this have little rank to lose. */
const fewDimensions = 8;

function headValues(
  vectors: Float32Array | undefined,
  rows: number,
): Pick<MonitorValues, "headDeviation" | "headRank"> {
  if (vectors === undefined || !vectors.every(Number.isFinite)) return {};
  const headDeviation = spread(vectors, rows);
  const dimensions = vectors.length / rows;
  return dimensions < fewDimensions
    ? { headDeviation }
    : { headDeviation, headRank: effectiveRank({ vectors, dimensions }) };
}

/** Mean deviation of unit rows per dimension, times sqrt(D): 1 is healthy, 0 is collapse. */
function spread(vectors: Float32Array, rows: number): number {
  const dimensions = vectors.length / rows;
  return dimensionDeviation({ vectors, dimensions }) * Math.sqrt(dimensions);
}
