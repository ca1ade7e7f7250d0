import { picturesDataOf } from "../../kinds/index.js";
import type { ExportedParts, Exporter } from "../exporter.js";
import { compareModels } from "./compare-models.js";
import { decoderModel } from "./decoder-model.js";
import { inputName, outputNames } from "./export-program.js";
import { modelConfig } from "./model-config.js";
import { pictureSections } from "./picture-card.js";
import { encoderVariables, hasLayerNorms, portableModel } from "./portable-model.js";
import { preprocessorConfig } from "./preprocessing.js";

/**
 * Exports an encoder of pictures: `model.onnx` and, for image pipelines of three channels, `onnx/model.onnx`, both of any batch size;
 * of a method that makes new pictures `decoder.onnx` too.
 */
export const exportPictures: Exporter = async (
  { run, config: begun, encoder, method, trained, state, engine, metadata },
  options,
) => {
  const config = { ...begun, data: picturesDataOf(begun.data, "An export") };
  const { data } = config;
  const input = options.input ?? "pixel_values";
  const kinds = { "model.onnx": input, "onnx/model.onnx": "rgb" } as const;
  const names = new Set(encoderVariables(config, encoder));
  const entries = trained.state.filter(({ name }) => names.has(name));
  const candidates = new Map(
    Object.entries(kinds).map(([file, kind]) => {
      return [file, { kind, model: portableModel(config, encoder, entries, { kind, metadata }) }] as const;
    }),
  );
  const { checks, dimensions } = await compareModels(run, trained, candidates, options);
  const generator = await decoderModel(engine, { config, encoder, method }, state, metadata);
  const decoder = generator === null ? null : { shape: generator.shape, check: generator.check };
  return {
    models: new Map([
      ...[...candidates].map(([file, { model }]) => [file, model] as const),
      ...(generator === null ? [] : [["decoder.onnx", generator.model] as const]),
    ]),
    checks: Object.fromEntries(checks) as ExportedParts["checks"],
    dimensions,
    weights: { file: "model.safetensors", entries },
    files: new Map<string, unknown>([
      ["config.json", modelConfig(config, dimensions)],
      ["preprocessor_config.json", preprocessorConfig(data)],
    ]),
    facts: {
      input: { name: inputName(input), kind: input },
      outputs: outputNames,
      standardise: data.standardise,
      valueRange: data.valueRange,
    },
    sections: pictureSections({
      ...{ config, dimensions, input, decoder },
      layerNorms: hasLayerNorms(config, encoder),
    }),
    decoder,
  };
};
