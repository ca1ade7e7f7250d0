import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { inlineEngine, type StateEntry } from "../engine/index.js";
import { ConfigError } from "../errors.js";
import {
  encodeSafetensors,
  isAbandonedName,
  makeFolder,
  refuseUnwritable,
  removeAbandoned,
  writeFileSet,
} from "../formats/index.js";
import { openRun, runHome } from "../runs/index.js";
import { type ChosenWeights, encoderOf, methodOf, type OwnParts } from "../setup/index.js";
import { makeEncoder } from "../trained/index.js";
import type { ExportedParts, FormOptions } from "./exporter.js";
import { exporters, someFiles } from "./exporters.js";
import { modelCard } from "./model-card.js";
import { COMPARED_SAMPLES } from "./open-compared.js";
import { readScores } from "./run-scores.js";

export interface ExportOptions extends FormOptions, OwnParts, ChosenWeights {
  /** Folder of the evaluation that the model card shows; by default the one in the run folder, if there is one. */
  readonly evaluation?: string | undefined;
  readonly onWarning?: (message: string) => void;
}

/** What was written, and how well it agrees. */
export interface Exported extends Pick<ExportedParts, "checks" | "decoder" | "dimensions"> {
  readonly folder: string;
  readonly files: readonly string[];
  readonly parameters: number;
}

/** Marks a folder as a whole export, which another export may replace. */
const FACTS = "export.json";

/**
 * Exports the encoder of a run: `model.onnx` (any batch size, and any length of texts), `onnx/model.onnx` and its configuration for
 * transformers.js, its weights as safetensors, and a model card; what else depends on what the encoder reads (`exporter.ts`). All
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
  const { step, state } = checkpoint;
  const scored = { home, method: config.method.name, encoder: config.encoder.name, step };
  const scores = await readScores(scored, options.evaluation);
  const engine = inlineEngine();
  const trained = await makeEncoder(config, state, step, { ...options, engine, batchSize: COMPARED_SAMPLES });
  try {
    const [encoder, method] = [encoderOf(config, options), methodOf(config, options)];
    const metadata = { method: config.method.name, step: String(step) };
    const opened = { run: home, config, encoder, method, trained, state, engine, metadata };
    const parts = await exporters[encoder.reads](opened, options);
    const { checks, dimensions, decoder } = parts;
    const parameters = parts.weights.entries.reduce((total, { data }) => total + data.length, 0);
    const facts = {
      format: "unlabel-export-1",
      step,
      encoder: config.encoder,
      method: config.method,
      dimensions,
      parameters,
      weights: trained.weights,
      ...parts.facts,
      checks,
      decoder,
    };
    const shown = decoder === null ? checks : { ...checks, "decoder.onnx": decoder.check };
    const card = modelCard({
      ...parts,
      config,
      step,
      weights: trained.weights,
      parameters,
      scores,
      checks: shown,
    });
    const text = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
    const contents = new Map<string, Uint8Array | string>([
      [FACTS, text(facts)],
      ...parts.models,
      [parts.weights.file, safetensorsOf(parts.weights.entries, step)],
      ...[...parts.files].map(([name, value]) => [name, text(value)] as const),
      ["README.md", card],
    ]);
    await makeFolder(folder);
    // Of another run that was exported here before.
    await writeFileSet(
      folder,
      contents,
      someFiles.filter((name) => !contents.has(name)),
    );
    return { folder, files: [...contents.keys()], parameters, dimensions, checks, decoder };
  } finally {
    await trained.dispose();
    await engine.dispose();
  }
}

function safetensorsOf(entries: readonly StateEntry[], step: number): Uint8Array {
  const tensors = new Map(
    entries.map(({ name, shape, data }) => [
      name,
      { dtype: "F32" as const, shape, data: data as Float32Array },
    ]),
  );
  return encodeSafetensors(tensors, { format: "unlabel", step: String(step) });
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
