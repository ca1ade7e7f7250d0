import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { convnet } from "../encoders/index.js";
import type { PretrainOptions, ResumeOptions } from "../settle/index.js";
import type { TrainEvent } from "./events.js";
import { pretrain } from "./pretrain.js";

/** Grey pictures of stripes, 12x12, as an IDX file. @param phase other pictures for another one */
export async function writeStripes(folder: string, { count = 24, phase = 0 } = {}): Promise<string> {
  const side = 12;
  const data = join(folder, "stripes-images-idx3-ubyte");
  const header = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, side, 0, 0, 0, side);
  const pixels = Uint8Array.from({ length: count * side * side }, (_, k) => {
    const [n, y, x] = [Math.floor(k / (side * side)), Math.floor(k / side) % side, k % side];
    return 128 + 100 * Math.sin(0.2 * n * x + 0.1 * (count - n) * y + phase);
  });
  await writeFile(data, Buffer.concat([header, pixels]));
  return data;
}

/** A small run on them. */
export const small = {
  encoder: convnet({ widths: [4] }),
  batchSize: 8,
  steps: 4,
  threads: 1,
  holdout: 0,
  checkpointEvery: 1,
} as const satisfies Omit<PretrainOptions, "data">;

/** Runs to the end, or until after a step, as Ctrl-C would stop it. */
export async function runUntil(
  stop: number,
  given: PretrainOptions | ResumeOptions,
): Promise<readonly TrainEvent[]> {
  const controller = new AbortController();
  const events: TrainEvent[] = [];
  for await (const event of pretrain({ ...given, signal: controller.signal })) {
    events.push(event);
    if (event.type === "step" && event.step === stop) controller.abort();
  }
  return events;
}

export function warningsIn(events: readonly TrainEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === "warning" ? [event.message] : []));
}
