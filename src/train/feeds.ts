import type { Batch } from "../data/index.js";
import type { Feeds } from "../engine/index.js";
import { kindOf, type ViewArrays } from "../kinds/index.js";
import { emaMomentumAt, learningRateAt } from "../optim/index.js";
import type { RunConfig, RunParts } from "../setup/index.js";
import { SCHEDULES } from "../steps/index.js";

/** What the step after `done` steps is fed: a batch, what the method asked to know of it, and the schedules. */
export function stepFeeds({ config, method }: RunParts, batch: Batch<ViewArrays>, done: number) {
  const views = kindOf(config.data).views(config, method.views);
  return {
    ...views.feeds(batch, "samples"),
    ...(batch.partners === undefined ? {} : views.feeds(batch.partners, "partners")),
    ...(batch.labels === undefined ? {} : { labels: Int32Array.from(batch.labels) }),
    ...(method.indexed ? { index: batch.indices } : {}),
    ...schedulesAt(config, method.teacherMomentum, done),
  };
}

/** The same, cut into the batches whose gradients are added up: each has its own samples, and the schedules of the step. */
export function microFeeds(parts: RunParts, batch: Batch<ViewArrays>, done: number): readonly Feeds[] {
  const whole: Feeds = stepFeeds(parts, batch, done);
  const { accumulate } = parts.config;
  if (accumulate === 1) return [whole];
  const goesByStep = new Set<string>(SCHEDULES);
  return Array.from({ length: accumulate }, (_, micro) =>
    Object.fromEntries(
      Object.entries(whole).map(([name, all]) => {
        const size = all.length / accumulate;
        return [name, goesByStep.has(name) ? all : all.slice(micro * size, (micro + 1) * size)];
      }),
    ),
  );
}

/** The scalars that a step is fed, for the step after `done` steps. */
export function schedulesAt(
  config: RunConfig,
  teacherMomentum: readonly [number, number] | undefined,
  done: number,
) {
  const { learningRate, schedule, warmupSteps, steps } = config;
  const [start, end] = teacherMomentum ?? [1, 1];
  return {
    learningRate: Float32Array.of(
      learningRateAt({ schedule, base: learningRate, warmupSteps, totalSteps: steps }, done),
    ),
    stepNumber: Float32Array.of(done + 1),
    progress: Float32Array.of(done / steps),
    teacherMomentum: Float32Array.of(emaMomentumAt({ start, end, totalSteps: steps }, done)),
  };
}
