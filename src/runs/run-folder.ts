import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, cpus, platform, totalmem } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { ConfigError, callOf } from "../errors.js";
import { isAbandonedName, makeFolder, removeAbandoned, writeFileSet } from "../formats/index.js";
import type { RunConfig } from "../setup/index.js";
import { configText } from "./config-file.js";
import { isLock } from "./run-lock.js";

/** Paths of a run. */
export interface RunFolder {
  readonly path: string;
  readonly checkpoints: string;
  readonly metrics: string;
  /** Where an evaluation writes its report, unless told otherwise. */
  readonly evaluation: string;
}

/** The folder of a run that is named by itself or by one checkpoint inside it. */
export function runHome(run: string): string {
  return run.endsWith(".safetensors") ? join(run, "..", "..") : run;
}

export function runFolder(path: string): RunFolder {
  return {
    path,
    checkpoints: join(path, "checkpoints"),
    metrics: join(path, "metrics.jsonl"),
    evaluation: join(path, "evaluation"),
  };
}

/**
 * Makes the folder of a new run and saves what settles it.
 * @throws ConfigError when the folder is not empty, naming both ways out.
 */
export async function createRunFolder(path: string, config: RunConfig): Promise<RunFolder> {
  await refuseNonEmpty(path, { resume: true });
  await makeFolder(path);
  const folder = runFolder(path);
  await removeAbandoned(path);
  // These before all else: from then on the run can be resumed, however early it is stopped.
  await writeFileSet(path, [
    ["config.json", configText(config)],
    ["environment.json", `${JSON.stringify(environment(config), null, 2)}\n`],
  ]);
  await makeFolder(folder.checkpoints);
  return folder;
}

/**
 * @param resume whether who asks could go on with a run that the folder holds
 * @throws ConfigError when the folder holds anything but what a write that was cut off left there.
 */
export async function refuseNonEmpty(
  path: string,
  { resume = false }: { readonly resume?: boolean } = {},
): Promise<void> {
  const held = await readdir(path).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOTDIR")
      throw new ConfigError(
        `${path} is, or lies in, a file; a run needs a folder. Choose another with \`out\`.`,
        { path },
      );
    return [];
  });
  if (held.every((name) => isAbandonedName(name) || isLock(name))) return;
  const isRun = held.includes("config.json");
  const ways = !isRun
    ? "is not empty. Empty it, or choose another with `out`."
    : resume
      ? `holds a run already. Continue it with ${callOf("pretrain", { resume: path })}, or choose another with \`out\`.`
      : "holds a pretraining run, which stays as it is. Choose another with `out`.";
  throw new ConfigError(`The folder ${path} ${ways}`, { path });
}

/** What decides the bits of a run beside its configuration is written down. */
function versionOf(manifest: string): string {
  return (createRequire(import.meta.url)(manifest) as { version: string }).version;
}

function environment(config: RunConfig) {
  return {
    unlabel: versionOf("../../package.json"),
    onnxruntime: versionOf("onnxruntime-node/package.json"),
    sharp: sharp.versions.sharp ?? "unknown",
    node: process.version,
    platform: `${platform()} ${arch()}`,
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryBytes: totalmem(),
    threads: config.threads,
    started: new Date().toISOString(),
  };
}
