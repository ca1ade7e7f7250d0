import { permutation } from "../../data/index.js";
import type { Engine, Store } from "../../engine/index.js";
import { DivergenceError } from "../../errors.js";
import { learningRateAt } from "../../optim/index.js";
import { armTitle, type LinearArm } from "./linear-arms.js";
import type { LinearOptions } from "./linear-options.js";
import type { StudyRows } from "./study-rows.js";
import type { TracedArm } from "./trace-arm.js";

/**
 * Trains an arm: AdamW, the learning rate on a cosine to 0, each epoch in an order of its own, the same for all arms.
 * @yields a line on how far it is
 * @returns mean loss of the last tenth
 * @throws DivergenceError where the loss is not finite; the signal's reason when stopped
 */
export async function* fitArm(
  engine: Engine,
  store: Store,
  {
    arm,
    train,
    rows,
    options,
  }: {
    readonly arm: LinearArm;
    readonly train: TracedArm["train"];
    readonly rows: StudyRows;
    readonly options: LinearOptions;
  },
  signal?: AbortSignal,
): AsyncGenerator<string, number> {
  const { steps, seed, learningRate: base } = options;
  const step = await engine.load(train, { store, name: "train" });
  const next = batches(rows, options);
  const last: number[] = [];
  for (let done = 0; done < steps; done++) {
    signal?.throwIfAborted();
    const outputs = await step.run(
      {
        x: next(),
        learningRate: Float32Array.of(learningRateAt({ schedule: "cosine", base, totalSteps: steps }, done)),
        stepNumber: Float32Array.of(done + 1),
      },
      { seed, step: done },
    );
    const loss = Number(outputs.loss?.[0]);
    if (!Number.isFinite(loss)) {
      throw new DivergenceError(
        `The arm ${armTitle(arm)} gave a loss of ${loss} at step ${done + 1}. Use a smaller \`learningRate\`.`,
        { arm: arm.name, step: done + 1 },
      );
    }
    if (done >= 0.9 * steps - 1) last.push(loss);
    if (done % 50 === 0) yield `step ${done}/${steps}  loss ${loss.toFixed(4)}`;
  }
  await step.dispose();
  return last.reduce((sum, loss) => sum + loss / last.length, 0);
}

/** Batch after batch, epoch after epoch. */
function batches({ training, values }: StudyRows, { batchSize, seed }: LinearOptions): () => Float32Array {
  const count = training.length / values;
  let [epoch, place] = [0, 0];
  let order = permutation(count, [seed, epoch]);
  return () => {
    const batch = new Float32Array(batchSize * values);
    for (let i = 0; i < batchSize; i++) {
      if (place === count) {
        place = 0;
        order = permutation(count, [seed, ++epoch]);
      }
      const row = order[place++]!;
      batch.set(training.subarray(row * values, (row + 1) * values), i * values);
    }
    return batch;
  };
}
