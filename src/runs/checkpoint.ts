import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { StateEntry } from "../engine/index.js";
import { CheckpointError } from "../errors.js";
import { codeOf, readFailure, readSealed, type SafetensorsTensor, writeSealed } from "../formats/index.js";

/** A moment of a run: all state, and where the data stands. */
export interface Checkpoint {
  readonly path: string;
  readonly step: number;
  readonly position: { readonly epoch: number; readonly batchInEpoch: number };
  readonly method: string;
  readonly state: readonly StateEntry[];
}

/** Raised with what a checkpoint holds. */
const version = 2;
const formatName = /^unlabel-checkpoint-(\d+)$/;

const facts = z.object({
  method: z.string(),
  step: z.coerce.number().int().nonnegative(),
  epoch: z.coerce.number().int().nonnegative(),
  batchInEpoch: z.coerce.number().int().nonnegative(),
});

const fileName = (step: number) => `step-${String(step).padStart(8, "0")}.safetensors`;

/** Why a checkpoint cannot be used; only where it is lost is the one before it a way out. */
export type CheckpointFault = "damaged" | "older" | "newer" | "unreadable";

/**
 * Writes a checkpoint aside, flushes and renames it, then removes all but the newest `keep`. A digest of everything in it
 * goes with it.
 * @throws UnlabelError when the disk is full; older checkpoints stay.
 */
export async function writeCheckpoint(
  folder: string,
  { step, position, method, state }: Omit<Checkpoint, "path">,
  keep = 2,
): Promise<string> {
  const path = join(folder, fileName(step));
  await writeSealed(path, new Map(state.map((entry) => [entry.name, tensorOf(entry)])), {
    format: `unlabel-checkpoint-${version}`,
    method,
    step: String(step),
    epoch: String(position.epoch),
    batchInEpoch: String(position.batchInEpoch),
  });
  for (const old of (await checkpointPaths(folder)).slice(keep)) await rm(old, { force: true });
  return path;
}

/**
 * Checkpoints in a folder, newest first; none where there is no folder.
 * @throws CheckpointError when the folder may not be read
 */
export async function checkpointPaths(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown): string[] => {
    if (codeOf(error) === "ENOENT") return [];
    throw new CheckpointError(
      `The checkpoints in ${folder} cannot be listed: ${readFailure(error)}.`,
      { folder },
      error,
    );
  });
  return names
    .filter((name) => /^step-\d{8,}\.safetensors$/.test(name))
    .sort((a, b) => stepOf(b) - stepOf(a))
    .map((name) => join(folder, name));
}

function stepOf(name: string): number {
  return Number(/\d+/.exec(name)?.[0]);
}

/**
 * Reads a checkpoint of any size.
 * @throws CheckpointError when the file cannot be read, is cut short, damaged, of another version or no checkpoint;
 * `context.fault` says which
 */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const source = `The checkpoint ${path}`;
  const { tensors, metadata, isIntact } = await readSealed(path, source).catch((error: unknown) => {
    if (!(error instanceof CheckpointError)) throw error;
    throw failure(error.message, faultOf(error.context.code), { ...error.context, path }, error);
  });
  refuseOtherVersion(path, metadata.format, isIntact);
  if (!isIntact)
    throw failure(
      `${source} is damaged: its contents are not those that were written. Use another checkpoint, or a copy of it.`,
      "damaged",
      { path },
    );
  const parsed = facts.safeParse(metadata);
  if (!parsed.success)
    throw failure(
      `${path} is a safetensors file, but no checkpoint of a run: its metadata lacks step and method.`,
      "damaged",
      { path },
    );
  const { step, epoch, batchInEpoch, method } = parsed.data;
  const state = [...tensors].map(([name, tensor]) => entryOf(name, tensor));
  return { path, step, method, position: { epoch, batchInEpoch }, state };
}

/** What the one before may stand in for: contents that are lost. What may not be read now is still there. */
export function isLost(error: CheckpointError): boolean {
  return error.context.fault === "damaged" || error.context.fault === "older";
}

/** A disk that gives no bytes, or no file at all under that name, has lost it. */
function faultOf(code: unknown): CheckpointFault {
  return [undefined, "EIO", "EISDIR", "ENOTREG"].includes(code as string | undefined)
    ? "damaged"
    : "unreadable";
}

function refuseOtherVersion(path: string, format: string | undefined, isIntact: boolean): void {
  const found = formatName.exec(format ?? "")?.[1];
  if (found === undefined)
    throw failure(
      `${path} is a safetensors file, but no checkpoint of a run: its metadata names no format of one.`,
      "damaged",
      { path },
    );
  if (Number(found) > version)
    throw failure(
      `The checkpoint ${path} is of format ${found}, and this version of unlabel reads format ${version}: it was written by a newer version, so update unlabel.${isIntact ? "" : " If no newer one was used here, the file is damaged: move it away, and the one before it is used."}`,
      "newer",
      { path, format },
    );
  if (Number(found) < version)
    throw failure(
      `The checkpoint ${path} is of format ${found}, and this version of unlabel reads format ${version}: it was written by an earlier version, whose digest did not cover the step and the position in the data. Train again, or use the version that wrote it.`,
      "older",
      { path, format },
    );
}

function failure(
  message: string,
  fault: CheckpointFault,
  context: Readonly<Record<string, unknown>>,
  cause?: unknown,
): CheckpointError {
  return new CheckpointError(message, { ...context, fault }, cause);
}

function tensorOf({ dtype, shape, data }: StateEntry): SafetensorsTensor {
  if (dtype === "float32") return { dtype: "F32", shape, data: data as Float32Array };
  if (dtype === "int32") return { dtype: "I32", shape, data: data as Int32Array };
  if (dtype === "int64") return { dtype: "I64", shape, data: data as BigInt64Array };
  return { dtype: dtype === "bool" ? "BOOL" : "U8", shape, data: data as Uint8Array };
}

function entryOf(name: string, { dtype, shape, data }: SafetensorsTensor): StateEntry {
  const dtypes = { F32: "float32", I32: "int32", I64: "int64", U8: "uint8", BOOL: "bool" } as const;
  return { name, dtype: dtypes[dtype], shape, data };
}
