import type { Feeds } from "../engine/index.js";
import { ConfigError, callOf } from "../errors.js";
import { picturesDataOf } from "../kinds/index.js";
import { type Picture, pictures } from "../report/index.js";
import { type PictureProgram, sampleProgram } from "../steps/index.js";
import { generatingMethods } from "./drawing-methods.js";
import type { Drawing } from "./open-drawing.js";

/**
 * New pictures of a run's generator.
 * @throws ConfigError for a method without one
 */
export function drawSamples(drawing: Drawing, count: number, seed: number): Promise<Picture[]> {
  const { config, encoder, method } = drawing;
  return drawNew(drawing, sampleProgram(config, encoder, method, count), seed);
}

/**
 * The pictures of a generator's program.
 * @param traced null for a method without a generator
 * @throws ConfigError for a method without a generator
 */
export async function drawNew(
  drawing: Drawing,
  traced: PictureProgram | null,
  seed: number,
  feeds: Feeds = {},
): Promise<Picture[]> {
  if (traced === null) throw makesNothingNew(drawing);
  const program = await drawing.load(traced);
  const drawn = await program.run(feeds, { seed, step: 0 });
  return pictures(drawn.pictures as Float32Array, traced.program.outputs.get("pictures")?.shape ?? []);
}

/** Numbers of a batch's pictures at most, and pictures. */
const mostNumbers = 2 ** 20;
const mostPictures = 250;

/**
 * New pictures, a batch after another: for more than memory holds at once. They are others than `drawSamples` makes.
 * @throws ConfigError for a method without a generator
 */
export async function* sampleBatches(
  drawing: Drawing,
  count: number,
  seed: number,
): AsyncGenerator<Picture[], void> {
  const { config, encoder, method } = drawing;
  const { size, channels } = picturesDataOf(config.data, "Drawing");
  const [height, width] = size;
  const fitting = Math.floor(mostNumbers / (channels * height * width));
  const batch = Math.min(count, mostPictures, Math.max(1, fitting));
  const traced = sampleProgram(config, encoder, method, batch);
  if (traced === null) throw makesNothingNew(drawing);
  const program = await drawing.load(traced);
  const shape = traced.program.outputs.get("pictures")?.shape ?? [];
  try {
    for (let step = 0; step * batch < count; step++) {
      const drawn = await program.run({}, { seed, step });
      yield pictures(drawn.pictures as Float32Array, shape).slice(0, count - step * batch);
    }
  } finally {
    // Also where a reader stops early, or fails.
    await program.dispose();
  }
}

function makesNothingNew({ method, folder }: Drawing): ConfigError {
  const other =
    method.reconstruct === undefined
      ? ""
      : `; for what it makes of given pictures there is ${callOf("reconstructRun", { run: folder })}`;
  return new ConfigError(
    `The method ${method.name} makes no new pictures: it has no generator. Those that do are ${generatingMethods()}${other}.`,
    { method: method.name },
  );
}
