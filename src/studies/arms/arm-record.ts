import { existsSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod";
import { DataError } from "../../errors.js";
import { JsonlWriter, readJsonl } from "../../formats/index.js";
import { keepSetting } from "../keep-setting.js";

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
  { study, out, options, free }: ArmRecordOptions,
  schema: z.ZodType<Result>,
): Promise<ArmRecord<Result>> {
  await keepSetting(out, study, options, free);
  const path = join(out, "arms.jsonl");
  const finished = existsSync(path) ? (await readJsonl(path)).map((row) => parsed(row, schema, path)) : [];
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

function parsed<Result>(row: unknown, schema: z.ZodType<Result>, path: string): Result {
  const found = schema.safeParse(row);
  if (found.success) return found.data;
  throw new DataError(
    `${path} holds what is no finished arm of this study: remove it, or choose another \`out\`.`,
  );
}
