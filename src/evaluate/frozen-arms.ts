import { subset } from "../data/index.js";
import { kindOf } from "../kinds/index.js";
import { featuresOf } from "../metrics/index.js";
import { makeEncoder, type TrainedEncoder } from "../trained/index.js";
import type { EvaluationData } from "./evaluation-data.js";
import { type FrozenArm, frozenRows } from "./frozen-rows.js";
import { distinctDraws, type LabelDraw } from "./label-draws.js";
import { type Setting, untrainedLayers } from "./setting.js";

function frozenArm(
  { options, data, probes }: Setting,
  arm: FrozenArm["arm"],
  layer: string,
  draws: readonly LabelDraw[],
  features: (source: EvaluationData["train"]) => ReturnType<FrozenArm["testFeatures"]>,
): FrozenArm {
  return {
    arm,
    layer,
    draws,
    probes,
    trainLabels: data.trainLabels,
    testLabels: data.testLabels,
    classes: data.classNames.length,
    ...(options.knn && { knn: options.knn }),
    trainFeatures: (rows) =>
      features(rows.length === data.train.length ? data.train : subset(data.train, rows)),
    testFeatures: () => features(data.test),
  };
}

/** Features of a source at a layer. */
export const embedding =
  (encoder: TrainedEncoder, layer: string) => async (source: EvaluationData["train"]) => {
    const { data, width } = await encoder.embed(source, layer);
    return featuresOf(data, width);
  };

/** Frozen probes on every layer of the pretrained encoder. */
export async function* pretrainedRows(setting: Setting) {
  const draws = distinctDraws(setting.draws, setting.data.train.length);
  for (const layer of setting.layers) {
    yield* frozenRows(
      setting.engine,
      frozenArm(setting, "pretrained", layer, draws, embedding(setting.pretrained, layer)),
    );
  }
}

/** Frozen probes on what samples are before anything is learned. */
export async function* plainRows(setting: Setting) {
  const { train } = setting.data;
  const { name, prepare } = kindOf(train).baseline;
  const features = await prepare(train);
  const draws = distinctDraws(setting.draws, train.length);
  yield* frozenRows(setting.engine, frozenArm(setting, "plain", name, draws, features));
}

/** Each seed starts other weights, and draws other labels. The projector is the method's own: it has no baseline. */
export async function* untrainedRows(setting: Setting) {
  const { engine, pretrained, draws, options } = setting;
  const own = { method: options.method, encoder: options.encoder };
  for (const seed of new Set(draws.map((draw) => draw.seed))) {
    const encoder = await makeEncoder(pretrained.config, [], 0, { ...own, engine, untrained: seed });
    try {
      for (const layer of untrainedLayers(setting)) {
        const some = draws.filter((draw) => draw.seed === seed);
        yield* frozenRows(engine, frozenArm(setting, "untrained", layer, some, embedding(encoder, layer)));
      }
    } finally {
      await encoder.dispose();
    }
  }
}
