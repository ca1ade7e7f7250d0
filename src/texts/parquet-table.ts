import { brotliDecompressSync, gunzipSync } from "node:zlib";
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from "hyparquet";
import { DataError } from "../errors.js";
import { codeOf, type OpenFile, openRegular, readFailure } from "../formats/index.js";
import type { FileReading } from "./decoded-file.js";
import { labelOf, type OpenTable, type TextRow } from "./table.js";

/** Bytes of the columns of a row group, unpacked, at most: a group is read as a whole. */
const longestGroup = 2 ** 30;

/** Texts in a Parquet file; the texts and labels of one row group are held. */
export const openParquet: OpenTable = (path, reading) => ({
  async head() {
    return withFile(path, async (file) => {
      const columns = columnsOf(await metadataOf(file, path));
      if (columns.length === 0)
        throw new DataError(`${path} has no columns that are not nested: give a table of texts.`, { path });
      return {
        columns: columns.map(({ name }) => name),
        hasTexts: columns.map(({ type, converted_type }) => type === "BYTE_ARRAY" && isText(converted_type)),
      };
    });
  },
  async *rows({ text, label }) {
    const opened = await openBuffer(path);
    try {
      const metadata = await metadataOf(opened.buffer, path);
      const columns = [...new Set([text.name, ...(label === null ? [] : [label.name])])];
      let rowStart = 0;
      for (const group of metadata.row_groups) {
        reading.signal?.throwIfAborted();
        const rowEnd = rowStart + Number(group.num_rows);
        const size = sizeOf(group, columns);
        if (!(size.unpacked <= longestGroup))
          throw damaged(
            path,
            `one of its row groups has ${size.unpacked} bytes of texts, more than ${longestGroup}: write it with smaller row groups`,
          );
        const range = { rowStart, rowEnd };
        const found = await parquetReadObjects({
          ...{ file: opened.buffer, metadata, columns, ...range, compressors },
          parsers: { stringFromBytes: decodeStrings(reading) },
        }).catch((cause: unknown) => Promise.reject(readError(path, range, cause)));
        reading.onBytes?.(size.packed);
        yield found.map((row, at): TextRow => {
          const line = rowStart + at + 1;
          return {
            line,
            text: textOf(row[text.name], path, line),
            label: label === null ? null : labelOf(row[label.name]),
          };
        });
        rowStart = rowEnd;
      }
    } finally {
      await opened.file.close();
    }
  },
});

const isText = (converted: string | undefined) =>
  converted === undefined || converted === "UTF8" || converted === "ENUM";

const compressors: Compressors = {
  GZIP: (input) => gunzipSync(input),
  BROTLI: (input) => brotliDecompressSync(input),
};

/** Columns that hold one value a row. */
function columnsOf(metadata: FileMetaData) {
  return parquetSchema(metadata)
    .children.filter(
      ({ children, element }) => children.length === 0 && element.repetition_type !== "REPEATED",
    )
    .map(({ element }) => element);
}

function sizeOf({ columns }: FileMetaData["row_groups"][number], names: readonly string[]) {
  let [packed, unpacked] = [0, 0];
  for (const { meta_data } of columns) {
    if (meta_data === undefined || !names.includes(meta_data.path_in_schema.join("."))) continue;
    packed += Number(meta_data.total_compressed_size);
    unpacked += Number(meta_data.total_uncompressed_size);
  }
  return { packed, unpacked };
}

function textOf(cell: unknown, path: string, row: number): string | null {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === "string") return cell;
  throw new DataError(`Row ${row} of ${path} holds no text: choose a column of texts with \`textColumn\`.`, {
    path,
    row,
  });
}

function decodeStrings({ invalid }: Pick<FileReading, "invalid">): (bytes: Uint8Array) => string | undefined {
  const decoder = new TextDecoder("utf-8", { fatal: invalid === "refuse", ignoreBOM: true });
  return (bytes) => bytes && decoder.decode(bytes);
}

async function metadataOf(file: AsyncBuffer, path: string): Promise<FileMetaData> {
  return parquetMetadataAsync(file).catch((cause: unknown) =>
    Promise.reject(damaged(path, `it is no Parquet file, or is damaged (${reasonOf(cause)})`, cause)),
  );
}

async function withFile<T>(path: string, use: (buffer: AsyncBuffer) => Promise<T>): Promise<T> {
  const { file, buffer } = await openBuffer(path);
  try {
    return await use(buffer);
  } finally {
    await file.close();
  }
}

async function openBuffer(path: string): Promise<{ file: OpenFile; buffer: AsyncBuffer }> {
  const file = await openRegular(path).catch((cause: unknown) => {
    throw new DataError(
      `${path} cannot be read: ${readFailure(cause)}.`,
      { path, code: codeOf(cause) },
      cause,
    );
  });
  const { size } = await file.stat();
  const slice = async (start: number, end = size): Promise<ArrayBuffer> => {
    if (!(start >= 0 && start <= end && end <= size)) throw new RangeError("its parts lie outside of it");
    const bytes = new Uint8Array(end - start);
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, start + at);
      if (bytesRead === 0) throw new RangeError("it ends too early");
      at += bytesRead;
    }
    return bytes.buffer;
  };
  return { file, buffer: { byteLength: size, slice } };
}

function readError(path: string, { rowStart, rowEnd }: { rowStart: number; rowEnd: number }, cause: unknown) {
  const code = cause instanceof Error && "code" in cause ? cause.code : "";
  if (code === "ERR_ENCODING_INVALID_ENCODED_DATA")
    return damaged(
      path,
      `rows ${rowStart + 1} to ${rowEnd} hold bytes that are not UTF-8: write it anew, or set \`invalid: "replace"\` to read such bytes as U+FFFD`,
      cause,
    );
  return damaged(
    path,
    `rows ${rowStart + 1} to ${rowEnd} are damaged or packed in a way that is not read (${reasonOf(cause)})`,
    cause,
  );
}

function damaged(path: string, why: string, cause?: unknown): DataError {
  return new DataError(`${path} cannot be read: ${why}.`, { path }, cause);
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
