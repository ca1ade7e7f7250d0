import { createLoader, type ImageSource } from "../../data/index.js";
import type { Engine, Store } from "../../engine/index.js";
import { DivergenceError } from "../../errors.js";
import type { RunParts } from "../../setup/index.js";
import type { StepProgram } from "../../steps/index.js";
import { stepFeeds } from "../../train/index.js";

/**
 * Trains an arm over the weights of a store.
 * @yields a line on how far it is
 * @returns mean loss of the last tenth
 * @throws DivergenceError where the loss is not finite; the signal's reason when stopped
 */
export async function* trainSteps(
  engine: Engine,
  store: Store,
  {
    study,
    train,
    parts,
    training,
    signal,
  }: {
    /** The study's name, for messages. */
    readonly study: string;
    readonly train: StepProgram["train"];
    readonly parts: RunParts;
    readonly training: ImageSource;
    readonly signal: AbortSignal | undefined;
  },
): AsyncGenerator<string, number> {
  const { config, method } = parts;
  const { steps, batchSize, seed } = config;
  const step = await engine.load(train, { store, name: "step" });
  const last: number[] = [];
  let done = 0;
  for await (const batch of createLoader({
    ...{ source: training, batchSize, seed, prefetch: 4, withLabels: method.labels },
  })) {
    signal?.throwIfAborted();
    const outputs = await step.run(stepFeeds(parts, batch, done), { seed, step: done });
    const loss = Number(outputs.loss?.[0]);
    done++;
    if (!Number.isFinite(loss))
      throw new DivergenceError(
        `${method.name} gave a loss of ${loss} at step ${done} of the study of ${study}. Use more pictures or another \`batchSize\`.`,
        { method: method.name, step: done },
      );
    if (done > 0.9 * steps) last.push(loss);
    if (done % 20 === 0 || done === 1) yield `step ${done}/${steps}  loss ${loss.toFixed(4)}`;
    if (done >= steps) break;
  }
  await step.dispose();
  return last.reduce((sum, loss) => sum + loss / last.length, 0);
}
