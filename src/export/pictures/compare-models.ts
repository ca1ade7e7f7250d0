import type { ImageSource } from "../../data/index.js";
import { asPictures, picturesDataOf } from "../../kinds/index.js";
import { EMBEDDING } from "../../steps/index.js";
import type { TrainedEncoder } from "../../trained/index.js";
import { checkModel, type ModelCheck } from "../check-model.js";
import { type CompareOptions, openCompared } from "../open-compared.js";
import { type ExportInput, inputName } from "./export-program.js";
import { opaque, preprocessorConfig, standardisePixels, toThreeChannels } from "./preprocessing.js";

export interface Candidate {
  readonly kind: ExportInput;
  readonly model: Uint8Array;
}

/**
 * Runs each model on samples of the run's data, or of `data`, beside the encoder in the training graph.
 * @param run the run's folder
 * @throws EngineError when one differs; DataError when there are no pictures to compare with.
 */
export async function compareModels(
  run: string,
  encoder: TrainedEncoder,
  models: ReadonlyMap<string, Candidate>,
  options: CompareOptions,
): Promise<{ checks: Map<string, ModelCheck>; dimensions: number }> {
  const source = asPictures(await openCompared(run, encoder.config, options), "The check of an export");
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
