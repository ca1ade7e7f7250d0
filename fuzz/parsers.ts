import type { Parser } from "./parser.js";
import { cacheRecords, cacheSidecar } from "./parsers/cache.js";
import { checkpointBits, checkpoints } from "./parsers/checkpoints.js";
import { comparisonPlan, comparisonResults } from "./parsers/comparison.js";
import { configJson, configModule, configYaml } from "./parsers/config-files.js";
import { conformanceCases } from "./parsers/conformance-cases.js";
import { environment } from "./parsers/environment.js";
import { evaluationReport } from "./parsers/evaluation-report.js";
import { fileSet } from "./parsers/file-set.js";
import { idxLabels, idxPictures } from "./parsers/idx.js";
import { keptTokens, keptTokensSidecar } from "./parsers/kept-tokens.js";
import { labelsCsv } from "./parsers/labels-csv.js";
import { metrics } from "./parsers/metrics.js";
import { npy } from "./parsers/npy.js";
import { pictures } from "./parsers/pictures.js";
import { runConfiguration } from "./parsers/run-configuration.js";
import { runLock } from "./parsers/run-lock.js";
import { safetensors } from "./parsers/safetensors.js";
import { seenSamples } from "./parsers/seen-samples.js";
import { textFiles } from "./parsers/text-files.js";
import { textCsv, textJsonLines, textParquet } from "./parsers/text-tables.js";
import { tokenizerFile } from "./parsers/tokenizer-file.js";

/** Everything in the package that reads what somebody else may have written, or a disk may have lost. */
export const parsers: readonly Parser[] = [
  ...[idxLabels, idxPictures, pictures, labelsCsv, npy, safetensors, checkpoints, checkpointBits],
  ...[runConfiguration, seenSamples, metrics, runLock, fileSet, cacheRecords, cacheSidecar],
  ...[configJson, configYaml, configModule, environment],
  ...[comparisonResults, comparisonPlan, evaluationReport, conformanceCases, tokenizerFile],
  ...[textFiles, textCsv, textJsonLines, textParquet, keptTokens, keptTokensSidecar],
];
