import { mkdir, readdir, readFile } from "node:fs/promises";
import { arch, cpus, platform, totalmem } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { CheckpointError, ConfigError } from "../errors.js";
import { writeFileAtomically } from "../formats/index.js";
import { type RunConfig, runConfig } from "./run-config.js";

/** Paths of a run. */
export interface RunFolder {
  readonly path: string;
  readonly checkpoints: string;
  readonly metrics: string;
}

export function runFolder(path: string): RunFolder {
  return { path, checkpoints: join(path, "checkpoints"), metrics: join(path, "metrics.jsonl") };
}

/**
 * Makes the folder of a new run and saves what settles it.
 * @throws ConfigError when the folder is not empty, naming both ways out.
 */
export async function createRunFolder(path: string, config: RunConfig): Promise<RunFolder> {
  await refuseNonEmpty(path);
  const folder = runFolder(path);
  try {
    await mkdir(folder.checkpoints, { recursive: true });
  } catch (error) {
    throw new ConfigError(
      `The run folder ${path} cannot be made: ${error instanceof Error ? error.message : error}. Choose another with --out.`,
      { path },
      error,
    );
  }
  await writeFileAtomically(join(path, "config.json"), `${JSON.stringify(config, null, 2)}\n`);
  await writeFileAtomically(
    join(path, "environment.json"),
    `${JSON.stringify(environment(config), null, 2)}\n`,
  );
  return folder;
}

/** @throws ConfigError when the folder holds anything. */
export async function refuseNonEmpty(path: string): Promise<void> {
  const held = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOTDIR")
      throw new ConfigError(`${path} is a file; a run needs a folder. Choose another with --out.`, { path });
    return [];
  });
  if (held.length > 0) {
    throw new ConfigError(
      `The folder ${path} is not empty. Continue its run with --resume ${path}, or choose another with --out.`,
      { path },
    );
  }
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
      `${path} is not a run folder: there is no config.json in it. Give the folder that \`unlabel pretrain\` printed.`,
      { path },
      error,
    );
  }
  try {
    return runConfig.parse(JSON.parse(text));
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? z.prettifyError(error).replaceAll("\n", " ") : "it is not JSON";
    throw new CheckpointError(
      `${file} cannot be used: ${reason}. It was written by another version or damaged; run pretraining again.`,
      { path },
      error,
    );
  }
}

function environment(config: RunConfig) {
  return {
    node: process.version,
    platform: `${platform()} ${arch()}`,
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryBytes: totalmem(),
    threads: config.threads,
    started: new Date().toISOString(),
  };
}
