import { ConfigError } from "../errors.js";
import { type Picture, pictures } from "../report/index.js";
import { sampleProgram } from "../train/index.js";
import type { Drawing } from "./open-drawing.js";

/**
 * New pictures of a run's generator.
 * @throws ConfigError for a method without one
 */
export async function drawSamples(drawing: Drawing, count: number, seed: number): Promise<Picture[]> {
  const { config, encoder, method } = drawing;
  const traced = sampleProgram(config, encoder, method, count);
  if (traced === null) throw makesNothingNew(drawing);
  const program = await drawing.load(traced);
  const result = await program.run({}, { seed, step: 0 });
  return pictures(result.pictures as Float32Array, traced.program.outputs.get("pictures")?.shape ?? []);
}

/** For a method that makes no new pictures. */
export function makesNothingNew({ method }: Drawing): ConfigError {
  return new ConfigError(
    `The method ${method.name} makes no new pictures: it has no generator. \`unlabel list methods\` names those that do; for what it makes of given pictures there is \`unlabel reconstruct\`.`,
    { method: method.name },
  );
}
