import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { inlineEngine } from "../engine/index.js";
import { ConfigError } from "../errors.js";
import {
  encodeSafetensors,
  isAbandonedName,
  makeFolder,
  refuseUnwritable,
  removeAbandoned,
  writeFileSet,
} from "../formats/index.js";
import { type OpenSamples, picturesDataOf } from "../kinds/index.js";
import { openRun, runHome } from "../runs/index.js";
import { type ChosenWeights, encoderOf, methodOf, type OwnParts } from "../setup/index.js";
import { makeEncoder } from "../trained/index.js";
import type { ModelCheck } from "./check-model.js";
import { COMPARED_SAMPLES, compareModels } from "./compare-models.js";
import { type DecoderModel, decoderModel } from "./decoder-model.js";
import { inputName, outputNames } from "./export-program.js";
import { modelCard } from "./model-card.js";
import { modelConfig } from "./model-config.js";
import { encoderVariables, hasLayerNorms, portableModel } from "./portable-model.js";
import { preprocessorConfig } from "./preprocessing.js";
import { readScores } from "./run-scores.js";

export interface ExportOptions extends OpenSamples, OwnParts, ChosenWeights {
  /** What `model.onnx` takes: standardised `pixel_values` (default), or `uint8` pictures with preprocessing built in. */
  readonly input?: "pixel_values" | "uint8" | undefined;
  /** Pictures to compare with; the run's own by default. */
  readonly data?: string | undefined;
  /** Folder of the evaluation that the model card shows; by default the one in the run folder, if there is one. */
  readonly evaluation?: string | undefined;
  readonly onWarning?: (message: string) => void;
}

/** What was written, and how well it agrees. */
export interface Exported {
  readonly folder: string;
  readonly files: readonly string[];
  readonly parameters: number;
  readonly dimensions: number;
  readonly checks: Readonly<Record<"model.onnx" | "onnx/model.onnx", ModelCheck>>;
  /** For methods that make new pictures. */
  readonly decoder: Omit<DecoderModel, "model"> | null;
}

/** Marks a folder as a whole export, which another export may replace. */
const FACTS = "export.json";

/**
 * Exports the encoder of a run: `model.onnx` (any batch size), `onnx/model.onnx` and its configuration for
 * transformers.js, `model.safetensors`, and a model card; of a method that makes new pictures `decoder.onnx` too. All
 * models are run and compared with the training graph, the encoders on real samples, before anything is written.
 * @param out folder; by default `export` in the run's folder
 * @throws CheckpointError, ConfigError for a folder that holds other things, EngineError when the model differs.
 */
export async function exportRun(run: string, out?: string, options: ExportOptions = {}): Promise<Exported> {
  const home = runHome(run);
  const folder = out ?? join(home, "export");
  await refuseForeign(folder);
  await refuseUnwritable(folder);
  // Read once: a run that is still training has another newest checkpoint a moment later.
  const { config: begun, checkpoint } = await openRun(run, options.onWarning);
  const config = { ...begun, data: picturesDataOf(begun.data, "An export") };
  const { step } = checkpoint;
  const scored = { home, method: config.method.name, encoder: config.encoder.name, step };
  const scores = await readScores(scored, options.evaluation);
  const engine = inlineEngine();
  const opening = { ...options, engine, batchSize: COMPARED_SAMPLES };
  const encoder = await makeEncoder(config, checkpoint.state, step, opening);
  try {
    const { state } = encoder;
    const module = encoderOf(config, options);
    const names = new Set(encoderVariables(config, module));
    const weights = state.filter(({ name }) => names.has(name));
    const kinds = { "model.onnx": options.input ?? "pixel_values", "onnx/model.onnx": "rgb" } as const;
    const metadata = { method: config.method.name, step: String(step) };
    const models = new Map(
      Object.entries(kinds).map(([file, kind]) => {
        return [file, { kind, model: portableModel(config, module, weights, { kind, metadata }) }] as const;
      }),
    );
    const { checks, dimensions } = await compareModels(encoder, models, { ...options, run: home });
    const parts = { config, encoder: module, method: methodOf(config, options) };
    const generator = await decoderModel(engine, parts, checkpoint.state, metadata);
    const decoder = generator === null ? null : { shape: generator.shape, check: generator.check };
    const parameters = weights.reduce((total, { data }) => total + data.length, 0);
    const facts = {
      format: "unlabel-export-1",
      step,
      encoder: config.encoder,
      method: config.method,
      dimensions,
      parameters,
      weights: encoder.weights,
      input: { name: inputName(kinds["model.onnx"]), kind: kinds["model.onnx"] },
      outputs: outputNames,
      standardise: config.data.standardise,
      valueRange: config.data.valueRange,
      checks: Object.fromEntries(checks),
      decoder,
    };
    const text = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
    const tensors = new Map(
      weights.map(({ name, shape, data }) => [
        name,
        { dtype: "F32" as const, shape, data: data as Float32Array },
      ]),
    );
    const contents = new Map<string, Uint8Array | string>([
      [FACTS, text(facts)],
      ...[...models].map(([file, { model }]) => [file, model] as const),
      ...(generator === null ? [] : [["decoder.onnx", generator.model] as const]),
      ["model.safetensors", encodeSafetensors(tensors, { format: "unlabel", step: String(step) })],
      ["config.json", text(modelConfig(config, dimensions))],
      ["preprocessor_config.json", text(preprocessorConfig(config.data))],
      [
        "README.md",
        modelCard({
          config,
          ...facts,
          input: facts.input.kind,
          checks: facts.checks,
          decoder,
          scores,
          layerNorms: hasLayerNorms(config, module),
        }),
      ],
    ]);
    await makeFolder(folder);
    // Of another run that was exported here before.
    await writeFileSet(folder, contents, generator === null ? ["decoder.onnx"] : []);
    return {
      folder,
      files: [...contents.keys()],
      parameters,
      dimensions,
      checks: facts.checks as Exported["checks"],
      decoder,
    };
  } finally {
    await encoder.dispose();
    await engine.dispose();
  }
}

/** @throws ConfigError when the folder holds anything but an export, or what one that was killed has left. */
async function refuseForeign(folder: string): Promise<void> {
  for (const each of [folder, join(folder, "onnx")]) await removeAbandoned(each, folder);
  const held = await ownNames(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOTDIR")
      throw new ConfigError(`${folder} is a file; an export needs a folder. Choose another with \`folder\`.`);
    return [];
  });
  const below = await ownNames(join(folder, "onnx")).catch(() => null);
  const isEmpty = held.every((name) => name === "onnx" && below?.length === 0);
  if (!isEmpty && !existsSync(join(folder, FACTS)))
    throw new ConfigError(
      `The folder ${folder} is not empty and holds no export to replace. Choose another with \`folder\`.`,
      { folder },
    );
}

/** Names in a folder, but for files that are being written. */
async function ownNames(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => !isAbandonedName(name));
}
