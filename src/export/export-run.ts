import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { inlineEngine } from "../engine/index.js";
import { ConfigError } from "../errors.js";
import { encodeSafetensors, makeFolder, refuseUnwritable, writeFileAtomically } from "../formats/index.js";
import {
  type ChosenWeights,
  encoderOf,
  makeEncoder,
  methodOf,
  type OpenSamples,
  type OwnParts,
  openRun,
  runHome,
} from "../train/index.js";
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

/** Marks a folder as an export, which another export may replace. */
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
  const { config, checkpoint } = await openRun(run, options.onWarning);
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
      standardise: config.standardise,
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
      ...[...models].map(([file, { model }]) => [file, model] as const),
      ...(generator === null ? [] : [["decoder.onnx", generator.model] as const]),
      ["model.safetensors", encodeSafetensors(tensors, { format: "unlabel", step: String(step) })],
      ["config.json", text(modelConfig(config, dimensions))],
      ["preprocessor_config.json", text(preprocessorConfig(config))],
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
      // Last: a folder without it is not a whole export.
      [FACTS, text(facts)],
    ]);
    await makeFolder(join(folder, "onnx"));
    // Of another run that was exported here before.
    if (generator === null) await rm(join(folder, "decoder.onnx"), { force: true });
    for (const [file, content] of contents) await writeFileAtomically(join(folder, file), content);
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

/** @throws ConfigError when the folder holds anything but an export. */
async function refuseForeign(folder: string): Promise<void> {
  const held = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOTDIR")
      throw new ConfigError(`${folder} is a file; an export needs a folder. Choose another with \`folder\`.`);
    return [] as string[];
  });
  if (held.length > 0 && !existsSync(join(folder, FACTS)))
    throw new ConfigError(
      `The folder ${folder} is not empty and holds no export to replace. Choose another with \`folder\`.`,
      { folder },
    );
}
