import { existsSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod";
import { DataError } from "../../errors.js";
import { JsonlWriter, readJsonl } from "../../formats/index.js";
import { keepSetting, refuseOtherSetting } from "../keep-setting.js";

/** Finished arms of a study, a line each in `arms.jsonl` of its folder: a later start goes on from them. */
export interface ArmRecord<Result> {
  /** Of this start and of earlier ones. */
  readonly finished: readonly Result[];
  keep(result: Result): void;
  close(): void;
}

/** Whose record it is, and what may not change from start to start. */
export interface ArmRecordOptions {
  readonly study: string;
  readonly out: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Options that may differ, because they change no arm. */
  readonly free: readonly string[];
}

/**
 * Opens the record of a study's folder, or begins one.
 * @throws ConfigError where the folder holds other things, or the study with other options; DataError when a line of the
 * record is no finished arm
 */
export async function openArms<Result extends Readonly<Record<string, unknown>>>(
  { out: folder, ...setting }: ArmRecordOptions,
  schema: z.ZodType<Result>,
): Promise<ArmRecord<Result>> {
  await keepSetting({ folder, ...setting });
  const path = recordPath(folder);
  const finished = await readRecord(path, schema);
  let writer: JsonlWriter | null = null;
  return {
    finished,
    keep(result) {
      writer ??= new JsonlWriter(path);
      writer.append(result);
      finished.push(result);
    },
    close() {
      writer?.close();
    },
  };
}

/**
 * The finished arms of a study's folder, for a look that writes nothing.
 * @throws what `openArms` throws
 */
export async function finishedArms<Result>(
  { out: folder, ...setting }: ArmRecordOptions,
  schema: z.ZodType<Result>,
): Promise<readonly Result[]> {
  return (await refuseOtherSetting({ folder, ...setting })) ? readRecord(recordPath(folder), schema) : [];
}

const recordPath = (folder: string) => join(folder, "arms.jsonl");

async function readRecord<Result>(path: string, schema: z.ZodType<Result>): Promise<Result[]> {
  return existsSync(path) ? (await readJsonl(path)).map((row) => parsed(row, schema, path)) : [];
}

function parsed<Result>(row: unknown, schema: z.ZodType<Result>, path: string): Result {
  const found = schema.safeParse(row);
  if (found.success) return found.data;
  throw new DataError(
    `${path} holds what is no finished arm of this study: remove it, or choose another \`out\`.`,
  );
}
