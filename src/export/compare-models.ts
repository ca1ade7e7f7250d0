import type { DataSource, ImageSource } from "../data/index.js";
import { DataError } from "../errors.js";
import { asPictures, type OpenSamples, picturesDataOf } from "../kinds/index.js";
import { findOwnData, openAs, shareOfOwn } from "../samples/index.js";
import type { RunConfig } from "../setup/index.js";
import { EMBEDDING } from "../steps/index.js";
import type { TrainedEncoder } from "../trained/index.js";
import { checkModel, type ModelCheck } from "./check-model.js";
import { type ExportInput, inputName } from "./export-program.js";
import { openForRun } from "./open-data.js";
import { opaque, preprocessorConfig, standardisePixels, toThreeChannels } from "./preprocessing.js";

/** At most so many real samples are compared. */
export const COMPARED_SAMPLES = 32;

export interface Candidate {
  readonly kind: ExportInput;
  readonly model: Uint8Array;
}

export interface CompareModelsOptions extends OpenSamples {
  /** The run's folder. */
  readonly run: string;
  readonly data?: string | undefined;
  readonly onWarning?: ((message: string) => void) | undefined;
}

/**
 * Runs each model on samples of the run's data, or of `data`, beside the encoder in the training graph.
 * @throws EngineError when one differs; DataError when there are no pictures to compare with.
 */
export async function compareModels(
  encoder: TrainedEncoder,
  models: ReadonlyMap<string, Candidate>,
  options: CompareModelsOptions,
): Promise<{ checks: Map<string, ModelCheck>; dimensions: number }> {
  const source = asPictures(await openSome(encoder.config, options), "The check of an export");
  try {
    const checks = new Map<string, ModelCheck>();
    let dimensions = 0;
    for (const [file, candidate] of models) {
      const { check, width } = await compare(encoder, source, candidate);
      checks.set(file, check);
      dimensions = width;
    }
    return { checks, dimensions };
  } finally {
    await source.close();
  }
}

/** Any pictures of the kind would do, so others than the run's are told, and used all the same. */
async function openSome(
  begun: RunConfig,
  { run, data, cacheFolder, onProgress, onNote, onWarning }: CompareModelsOptions,
): Promise<DataSource> {
  const opening = { cacheFolder, onProgress };
  if (data !== undefined) return openForRun(begun, data, { ...opening, limit: COMPARED_SAMPLES });
  try {
    const config = await findOwnData(run, begun, { ...opening, onNote, needs: ["data"], takes: ["data"] });
    const limit = Math.min(config.data.limit ?? COMPARED_SAMPLES, COMPARED_SAMPLES);
    const source = await openAs({ ...config.data, limit, labels: "none" }, opening);
    if ((await shareOfOwn(run, source)) === 0)
      onWarning?.(
        `The pictures in ${source.name}, on which the export is checked, are not those that ${run} was trained on: none of ${source.length} is.`,
      );
    return source;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(
      `The run's own pictures are needed to check the export, but: ${error.message} Give others of the same kind with \`data\`.`,
      error.context,
      error,
    );
  }
}

async function compare(
  encoder: TrainedEncoder,
  source: ImageSource,
  { kind, model }: Candidate,
): Promise<{ check: ModelCheck; width: number }> {
  const data = picturesDataOf(encoder.config.data, "The check of an export");
  const [channels, height, width] = source.shape;
  const area = height * width;
  // A pipeline of three channels knows no transparency.
  const seen = (images: Uint8Array) => (kind === "rgb" ? opaque(images, channels, area) : images);
  const shown: ImageSource = {
    ...source,
    fingerprints: undefined,
    read: async (indices) => ({ images: seen((await source.read(indices)).images) }),
  };
  const expected = await encoder.embed(shown, EMBEDDING);
  const { images } = await shown.read(Array.from({ length: source.length }, (_, i) => i));
  const three = kind === "rgb";
  const bytes = three ? toThreeChannels(images, channels, area) : images;
  const statistics = three
    ? {
        mean: preprocessorConfig(data).image_mean,
        deviation: preprocessorConfig(data).image_std,
      }
    : data.standardise;
  const values = kind === "uint8" ? bytes : standardisePixels(bytes, area, statistics);
  const shape = [three ? 3 : channels, height, width];
  const check = await checkModel(
    model,
    { name: inputName(kind), shape, data: values },
    expected.data,
    expected.width,
  );
  return { check, width: expected.width };
}
