import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, cpus, platform, totalmem } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import type * as z from "zod";
import { CheckpointError, ConfigError, callOf } from "../../errors.js";
import { isAbandonedName, makeFolder, removeAbandoned, writeFileAtomically } from "../../formats/index.js";
import { type RunConfig, runConfig } from "../run-config.js";

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
  const folder = runFolder(path);
  await makeFolder(path);
  await removeAbandoned(path);
  // The configuration first: from then on the run can be resumed, however early it is stopped.
  await writeFileAtomically(join(path, "config.json"), `${JSON.stringify(config, null, 2)}\n`);
  await makeFolder(folder.checkpoints);
  await writeFileAtomically(
    join(path, "environment.json"),
    `${JSON.stringify(environment(config), null, 2)}\n`,
  );
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
  if (held.every(isAbandonedName)) return;
  const isRun = held.includes("config.json");
  const ways = !isRun
    ? "is not empty. Empty it, or choose another with `out`."
    : resume
      ? `holds a run already. Continue it with ${callOf("pretrain", { resume: path })}, or choose another with \`out\`.`
      : "holds a pretraining run, which stays as it is. Choose another with `out`.";
  throw new ConfigError(`The folder ${path} ${ways}`, { path });
}

/**
 * Reads the configuration of a run.
 * @throws CheckpointError when the folder is no run, or was written by another version.
 */
export async function readRunConfig(path: string): Promise<RunConfig> {
  const file = join(path, "config.json");
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new CheckpointError(
      `${path} is not a run folder: there is no config.json in it. Give the folder of a run that \`pretrain\` made.`,
      { path },
      error,
    );
  }
  const damaged = (reason: string, cause: unknown) =>
    new CheckpointError(
      `${file} cannot be used: ${reason}. It is damaged or of another version of unlabel: put back the one that the run was made with, or run pretraining again.`,
      { path },
      cause,
    );
  let held: unknown;
  try {
    held = JSON.parse(text);
  } catch (error) {
    throw damaged("it is not JSON", error);
  }
  const read = runConfig.safeParse(held);
  if (read.success) return read.data;
  throw damaged(read.error.issues.slice(0, 3).map(reasonOf).join(", "), read.error);
}

/** One thing that is wrong with a configuration, in plain words. */
function reasonOf({ code, path, ...issue }: z.core.$ZodIssue): string {
  const at = path.join(".");
  if (code === "unrecognized_keys") {
    const keys = (issue as unknown as { readonly keys: readonly string[] }).keys;
    return `it has ${keys.map((key) => [at, key].filter(Boolean).join(".")).join(", ")}, which is not known here`;
  }
  return at === "" ? "it holds no settings" : `${at} is missing or not what it should be`;
}

/** What decides the bits of a run beside its configuration is written down. */
function versionOf(manifest: string): string {
  return (createRequire(import.meta.url)(manifest) as { version: string }).version;
}

function environment(config: RunConfig) {
  return {
    unlabel: versionOf("../../../package.json"),
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
