import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterEach } from "vitest";
import { openTexts } from "./open-texts.js";
import type { TextOptions } from "./text-options.js";
import type { TextSource } from "./text-source.js";

const made: string[] = [];
const opened: TextSource[] = [];

afterEach(async () => {
  for (const source of opened.splice(0)) await source.close();
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the test. */
export function madeFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "unlabel-texts-"));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** A file that is gone after the test. */
export function madeFile(name: string, content: string | Uint8Array): string {
  return join(madeFolder({ [name]: content }), name);
}

/** Opens texts without a cache; they are closed after the test. */
export async function opening(path: string, options: TextOptions = {}): Promise<TextSource> {
  const source = await openTexts(path, { cacheFolder: "none", ...options });
  opened.push(source);
  return source;
}

/** All samples as a person reads them. */
export async function readAll(source: TextSource): Promise<string[]> {
  return Promise.all(Array.from({ length: source.length }, (_, i) => source.text(i)));
}

/** Ids of all samples. */
export const idsOf = (source: TextSource): string[] =>
  Array.from({ length: source.length }, (_, i) => source.id(i));

/** The bytes of a Parquet file. */
export function parquet(
  columns: Parameters<typeof parquetWriteBuffer>[0]["columnData"],
  rowGroupSize = 1000,
): Uint8Array {
  return new Uint8Array(parquetWriteBuffer({ columnData: columns, rowGroupSize }));
}

/** UTF-16 with its byte order mark. */
export function utf16(text: string, order: "little" | "big" = "little"): Uint8Array {
  const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
  return order === "little" ? bytes : bytes.swap16();
}
