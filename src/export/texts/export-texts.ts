import type { StateEntry } from "../../engine/index.js";
import { ConfigError, DataError } from "../../errors.js";
import { textFacts, textsDataOf, tokenizerOf } from "../../kinds/index.js";
import { standingFor } from "../../setup/index.js";
import { EMBEDDING } from "../../steps/index.js";
import type { TextSource } from "../../texts/index.js";
import type { ModelCheck } from "../check-model.js";
import type { ExportedParts, ExportedRun, Exporter, FormOptions } from "../exporter.js";
import { openCompared } from "../open-compared.js";
import { checkEmbeddings, checkLogits, type EmbeddedTexts, poolingOf } from "./check-texts.js";
import { portableTextModel, textLayerNorms, textVariables } from "./portable-text-model.js";
import { textSections } from "./text-card.js";
import { taskOf, textFiles } from "./text-files.js";
import { formOf, type TextForm, textInputs } from "./text-program.js";
import type { TextRun } from "./text-run.js";
import { openTextSession } from "./text-session.js";

/**
 * Exports an encoder of texts: `model.onnx`, ids and mask to vectors, and `onnx/model.onnx`, which also scores tokens where the
 * method does, and keeps keys and values where it writes on; both of any batch size and length.
 */
export const exportTexts: Exporter = async (opened, options) => {
  if (options.input === "uint8")
    throw new ConfigError(
      "What an exported model takes (`input`) is a choice for pictures; models of texts take ids of tokens. Leave it out.",
    );
  const { config, encoder, method, trained, state, engine, metadata } = opened;
  const data = textsDataOf(config.data, "An export");
  const run: TextRun = {
    ...{ config: { ...config, data }, encoder, method },
    facts: textFacts(data),
    tokenizer: tokenizerOf(data),
  };
  const form = formOf(run, new Set(state.map(({ name }) => name)));
  const plain: TextForm = { ...form, logits: false, layers: [] };
  const standing = new Map(standingFor(trained.weights, state).map((entry) => [entry.name, entry]));
  const entries = textVariables(run, form)
    .map((name) => standing.get(name))
    .filter((entry): entry is StateEntry => entry !== undefined);
  const forms = { "model.onnx": plain, "onnx/model.onnx": form };
  const models = new Map(
    Object.entries(forms).map(([file, own]) => [file, portableTextModel(run, own, entries, metadata)]),
  );
  const embedded = await embeddedTexts(opened, options);
  const checks: Record<string, ModelCheck> = {};
  const padding = run.facts.specials.padding ?? 0;
  let pooling: Awaited<ReturnType<typeof poolingOf>> = null;
  for (const [file, own] of Object.entries(forms)) {
    const session = await openTextSession(models.get(file)!, own, padding);
    try {
      if (own === plain) pooling = await poolingOf(session, embedded);
      checks[file] = await checkEmbeddings(session, own.logits ? affordable(embedded, run) : embedded);
      if (own.logits)
        checks[`${file}, logits`] = await checkLogits(session, run, embedded.texts, {
          engine,
          state: entries,
        });
    } finally {
      await session.release();
    }
  }
  const dimensions = embedded.width;
  const task = taskOf(run, form);
  return {
    models,
    checks: checks as ExportedParts["checks"],
    dimensions,
    weights: { file: "weights.safetensors", entries },
    files: textFiles(run, form, dimensions),
    facts: {
      inputs: Object.fromEntries(Object.entries(forms).map(([file, own]) => [file, textInputs(own)])),
      ...{ task, pooling, longest: run.facts.longest, vocabulary: run.facts.vocabulary },
    },
    sections: textSections({ run, form, task, pooling, layerNorms: textLayerNorms(run, form) }),
    decoder: null,
  };
};

/** Scores of all tokens of a batch, at most: 256 MiB. */
const mostScores = 2 ** 26;

/** The first texts, as many as a model may score at once. */
function affordable(all: EmbeddedTexts, { facts }: TextRun): EmbeddedTexts {
  const count = Math.max(1, Math.floor(mostScores / (facts.longest * facts.vocabulary)));
  const texts = all.texts.slice(0, count);
  return { ...all, texts, embeddings: all.embeddings.subarray(0, texts.length * all.width) };
}

/** Some of the run's texts as it read them, or of others, with what its encoder makes of them. */
async function embeddedTexts(
  { run, config, trained }: ExportedRun,
  options: FormOptions,
): Promise<EmbeddedTexts> {
  // A run of texts has opened some: the kind's own source.
  const source = (await openCompared(run, config, options)) as TextSource;
  try {
    const indices = Array.from({ length: source.length }, (_, i) => i);
    const { tokens } = await source.read(indices);
    const { data, width } = await trained.embed(source, EMBEDDING);
    const { longest } = source;
    // What has no token at all has no place in a batch elsewhere.
    const rows = indices.filter((row) => tokens[row * longest]! >= 0);
    if (rows.length === 0)
      throw new DataError(
        `All texts in ${source.name} that the export would be checked on are empty; give others with \`data\`.`,
      );
    return {
      texts: rows.map((row) => tokens.slice(row * longest, (row + 1) * longest).filter((id) => id >= 0)),
      embeddings: Float32Array.from(
        rows.flatMap((row) => [...data.subarray(row * width, (row + 1) * width)]),
      ),
      width,
    };
  } finally {
    await source.close();
  }
}
