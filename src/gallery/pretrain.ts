import type { PretrainOptions, ResumeOptions } from "../settle/index.js";
import { type TrainEvent, pretrain as train } from "../train/index.js";
import { drawStrip, filmStrips } from "./sample-strips.js";
import { drawTraining } from "./training-chart.js";

/**
 * Pretrains an encoder, as a stream of events; nothing happens until it is read.
 *
 * `for await (const event of pretrain({ data: "photos" }))` starts a run in a new folder;
 * `pretrain({ resume: "runs/photos-simclr" })` continues one to the same bits as if it had never stopped
 * (on the same machine and device; the number of threads is the run's own).
 *
 * It is the loop of `train/`, whose pictures are drawn in the run's folder: the loss over the steps (`training.svg`) and,
 * of methods that make new pictures, what they make of the same latents as training goes on. Events that were drawn are
 * not passed on.
 * @throws ConfigError, DataError for options and data that cannot be used
 * @throws DivergenceError when a step gives NaN or infinity; the last checkpoint is kept
 * @throws the signal's reason when it is aborted before the first step; nothing is written then
 */
export async function* pretrain(
  options: PretrainOptions | ResumeOptions,
): AsyncGenerator<TrainEvent, void, undefined> {
  let steps = 0;
  let run = "";
  for await (const event of train(options)) {
    if (event.type === "samples") {
      await drawStrip(run, event, steps);
      continue;
    }
    if (event.type === "started") [run, steps] = [event.run, event.config.steps];
    if (event.type === "finished") {
      await drawTraining(run);
      await filmStrips(run);
    }
    yield event;
  }
}
