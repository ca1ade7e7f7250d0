import type { Reads } from "../encoders/index.js";
import type { Exporter } from "./exporter.js";
import { exportPictures } from "./pictures/export-pictures.js";
import { exportTexts } from "./texts/export-texts.js";

/** What is exported, by what an encoder reads. */
export const exporters: Readonly<Record<Reads, Exporter>> = { pictures: exportPictures, tokens: exportTexts };

/** Files that some exports have and others do not. */
export const someFiles = [
  "decoder.onnx",
  "model.safetensors",
  "preprocessor_config.json",
  "weights.safetensors",
  "tokenizer.json",
  "tokenizer_config.json",
  "generation_config.json",
] as const;
