import { createHash } from "node:crypto";
import { join } from "node:path";
import type * as z from "zod";
import { CheckpointError, shorten } from "../errors.js";
import { codeOf, jsonOutline, openRegular, readFailure, writeFileAtomically } from "../formats/index.js";
import { type RunConfig, runConfig } from "../setup/index.js";

/** Raised with what `config.json` holds. */
const version = 1;
const formatName = /^unlabel-run-(\d+)$/;

/** Options of a method hold a few things inside each other, not more. */
const deepestSettings = 64;

const pathOf = (run: string) => join(run, "config.json");

/** Saves the configuration of a run, with a digest of it. */
export async function writeRunConfig(run: string, config: RunConfig): Promise<void> {
  await writeFileAtomically(pathOf(run), configText(config));
}

/** What `config.json` holds: the configuration, and a digest of it. */
export function configText(config: RunConfig): string {
  // As it will be read: what is undefined is left out.
  const settings = JSON.parse(JSON.stringify(config)) as Settings;
  const held = { format: `unlabel-run-${version}`, sha256: digestOf(settings), ...settings };
  return `${JSON.stringify(held, null, 2)}\n`;
}

/**
 * Reads the configuration of a run.
 * @param onWarning told when it was changed since the run began
 * @throws CheckpointError when the folder is no run, or was written by another version.
 */
export async function readRunConfig(run: string, onWarning?: (message: string) => void): Promise<RunConfig> {
  const { config, isChanged } = await readConfigFile(run);
  if (isChanged)
    onWarning?.(
      `${pathOf(run)} is not what it was when the run began (its digest says so): what is read from the run now may not be what it learned.`,
    );
  return config;
}

/**
 * Reads the configuration of a run that is to go on: only as it was written, or without a digest, which a person has then
 * taken out.
 * @returns whether it was without one
 * @throws CheckpointError as `readRunConfig` does, and when the file was changed since
 */
export async function readResumableConfig(
  run: string,
): Promise<{ readonly config: RunConfig; readonly isUnsealed: boolean }> {
  const { config, isChanged, isUnsealed } = await readConfigFile(run);
  if (!isChanged) return { config, isUnsealed };
  const path = pathOf(run);
  throw new CheckpointError(
    `${path} is not what it was when the run began (its digest says so), and a run that goes on with other settings is another run. Put the old file back, or start a new run from its weights with \`from: ${JSON.stringify(run)}\` of \`pretrain\`; to go on with the settings that stand in the file now, take its line "sha256" out.`,
    { path },
  );
}

type Settings = Readonly<Record<string, unknown>>;

interface ConfigFile {
  readonly config: RunConfig;
  /** Whether it is other than its digest says. */
  readonly isChanged: boolean;
  readonly isUnsealed: boolean;
}

async function readConfigFile(run: string): Promise<ConfigFile> {
  const path = pathOf(run);
  const damaged = (reason: string, cause?: unknown) =>
    new CheckpointError(
      `${path} cannot be used: ${reason}. Put back the one that the run was made with, or run pretraining again.`,
      { path },
      cause,
    );
  const text = await readText(run, path);
  const { deepest } = jsonOutline(text);
  if (deepest > deepestSettings) throw damaged(`it is damaged, nested ${deepest} deep`);
  let held: unknown;
  try {
    held = JSON.parse(text);
  } catch (error) {
    throw damaged("it is damaged, no JSON", error);
  }
  const { format, sha256, ...settings } = Object(held) as Settings;
  const found = formatName.exec(String(format))?.[1];
  if (found === undefined || Number(found) !== version) throw otherVersion(path, settings, found);
  const read = runConfig.safeParse(settings);
  if (!read.success) throw damaged(read.error.issues.slice(0, 3).map(reasonOf).join(", "), read.error);
  const isUnsealed = sha256 === undefined;
  return { config: read.data, isUnsealed, isChanged: !isUnsealed && sha256 !== digestOf(settings) };
}

async function readText(run: string, path: string): Promise<string> {
  try {
    const file = await openRegular(path);
    try {
      return await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    const isMissing = ["ENOENT", "ENOTDIR"].includes(codeOf(error));
    throw new CheckpointError(
      isMissing
        ? `${run} is not a run folder: there is no config.json in it. Give the folder of a run that \`pretrain\` made.`
        : `${path} cannot be used: ${readFailure(error)}.`,
      { path: run },
      error,
    );
  }
}

function otherVersion(path: string, settings: Settings, found: string | undefined): CheckpointError {
  const isRun = found !== undefined || ("method" in settings && "steps" in settings);
  return new CheckpointError(
    !isRun
      ? `${path} holds no settings of a run. Give the folder of a run that \`pretrain\` made.`
      : Number(found) > version
        ? `${path} is of format ${found}, and this version of unlabel reads format ${version}: the run was made by a newer version, so update unlabel.`
        : `${path} names no format that is known here: the run was made by an earlier version of unlabel, or the file is damaged. Use the version that made it, or run pretraining again.`,
    { path },
  );
}

/** Of the settings, in whatever order and with whatever space they stand in the file. */
function digestOf(settings: Settings): string {
  return createHash("sha256").update(JSON.stringify(settings, sortedKeys)).digest("hex");
}

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One thing that is wrong with a configuration, in plain words. */
function reasonOf({ code, path, message, ...issue }: z.core.$ZodIssue): string {
  const at = path.join(".");
  if (code === "unrecognized_keys") {
    const keys = (issue as unknown as { readonly keys: readonly string[] }).keys;
    return `it has ${keys.map((key) => shorten([at, key].filter(Boolean).join("."))).join(", ")}, which is not known here`;
  }
  if (code === "custom") return message;
  if (code === "too_big")
    return `${at} is more than ${String((issue as { readonly maximum?: unknown }).maximum)}`;
  return at === "" ? "it holds no settings" : `${at} is missing or not what it should be`;
}
