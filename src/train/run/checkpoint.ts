import { createHash } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import * as z from "zod";
import type { StateEntry } from "../../engine/index.js";
import { CheckpointError } from "../../errors.js";
import {
  decodeSafetensors,
  encodeSafetensors,
  type SafetensorsTensor,
  writeFileAtomically,
} from "../../formats/index.js";

/** A moment of a run: all state, and where the data stands. */
export interface Checkpoint {
  readonly path: string;
  readonly step: number;
  readonly position: { readonly epoch: number; readonly batchInEpoch: number };
  readonly method: string;
  readonly state: readonly StateEntry[];
}

const facts = z.object({
  format: z.literal("unlabel-checkpoint-1"),
  method: z.string(),
  step: z.coerce.number().int().nonnegative(),
  epoch: z.coerce.number().int().nonnegative(),
  batchInEpoch: z.coerce.number().int().nonnegative(),
  /** Of the tensors; a byte that a disk lost is not seen in numbers. */
  sha256: z.string().optional(),
});

const fileName = (step: number) => `step-${String(step).padStart(8, "0")}.safetensors`;

/**
 * Writes a checkpoint aside, flushes and renames it, then removes all but the newest `keep`.
 * @throws UnlabelError when the disk is full; older checkpoints stay.
 */
export async function writeCheckpoint(
  folder: string,
  checkpoint: Omit<Checkpoint, "path">,
  keep = 2,
): Promise<string> {
  const { step, position, method, state } = checkpoint;
  const path = join(folder, fileName(step));
  const tensors = new Map(state.map((entry) => [entry.name, tensorOf(entry)]));
  const metadata = {
    format: "unlabel-checkpoint-1",
    method,
    step: String(step),
    epoch: String(position.epoch),
    batchInEpoch: String(position.batchInEpoch),
    sha256: digestOf(tensors),
  };
  await writeFileAtomically(path, encodeSafetensors(tensors, metadata));
  for (const old of (await checkpointPaths(folder)).slice(keep)) await rm(old, { force: true });
  return path;
}

function digestOf(tensors: ReadonlyMap<string, SafetensorsTensor>): string {
  const hash = createHash("sha256");
  for (const name of [...tensors.keys()].sort()) {
    const { data } = tensors.get(name)!;
    hash.update(`${name}\0`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest("hex");
}

/** Checkpoints in a folder, newest first. */
export async function checkpointPaths(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  return names
    .filter((name) => /^step-\d{8}\.safetensors$/.test(name))
    .sort()
    .reverse()
    .map((name) => join(folder, name));
}

/** @throws CheckpointError when the file is cut, damaged or not a checkpoint. */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new CheckpointError(
      `The checkpoint ${path} cannot be read. Give an existing file or run folder.`,
      { path },
      error,
    );
  });
  const decoded = decodeSafetensors(bytes, `The checkpoint ${path}`);
  const parsed = facts.safeParse(decoded.metadata);
  if (!parsed.success)
    throw new CheckpointError(
      `${path} is a safetensors file, but no checkpoint of a run: its metadata lacks step and method.`,
      { path },
    );
  const { step, epoch, batchInEpoch, method, sha256 } = parsed.data;
  if (sha256 !== undefined && sha256 !== digestOf(decoded.tensors))
    throw new CheckpointError(
      `The checkpoint ${path} is damaged: its contents are not those that were written. Use another checkpoint, or a copy of it.`,
      { path },
    );
  return {
    path,
    step,
    method,
    position: { epoch, batchInEpoch },
    state: [...decoded.tensors].map(([name, tensor]) => entryOf(name, tensor)),
  };
}

/**
 * The newest checkpoint of a run that can be read. Damaged newer ones are passed over and reported.
 * @throws CheckpointError when none is left.
 */
export async function latestCheckpoint(
  folder: string,
  onDamaged: (message: string) => void = () => undefined,
): Promise<Checkpoint> {
  const paths = await checkpointPaths(folder);
  if (paths.length === 0)
    throw new CheckpointError(
      `There is no checkpoint in ${folder}: the run stopped before its first one. Continue it with \`resume\` of \`pretrain\`.`,
      { folder },
    );
  const damaged: CheckpointError[] = [];
  for (const path of paths) {
    try {
      const checkpoint = await readCheckpoint(path);
      for (const { message } of damaged) onDamaged(`${message} Using ${basename(path)} instead.`);
      return checkpoint;
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      damaged.push(error);
    }
  }
  throw new CheckpointError(
    `None of the checkpoints in ${folder} can be read, so the run has to start anew. ${damaged[0]!.message}`,
    { folder },
    damaged[0],
  );
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
