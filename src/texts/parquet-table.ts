import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetSchema,
  type RowGroup,
  type SchemaElement,
} from "hyparquet";
import { DataError } from "../errors.js";
import { codeOf, type OpenFile, openRegular, readFailure } from "../formats/index.js";
import { ParquetFault } from "./parquet-bytes.js";
import { readColumn } from "./parquet-column.js";
import type { ParquetValue } from "./parquet-values.js";
import { labelOf, type OpenTable, type TextRow } from "./table.js";

/** Bytes of a column of a row group, unpacked, and rows of it, at most: a group is read as a whole. */
const longestGroup = 2 ** 30;
const mostRows = 2 ** 25;

/** Texts in a Parquet file; the texts and labels of one row group are held. */
export const openParquet: OpenTable = (path, reading) => ({
  async head() {
    const { file, buffer } = await openBuffer(path);
    try {
      const columns = columnsOf(await metadataOf(buffer, path), path);
      if (columns.length === 0)
        throw new DataError(`${path} has no columns that are not nested: give a table of texts.`, { path });
      return {
        columns: columns.map(({ name }) => name),
        hasTexts: columns.map(({ type, converted_type }) => type === "BYTE_ARRAY" && isText(converted_type)),
      };
    } finally {
      await file.close();
    }
  },
  async *rows({ text, label }) {
    const { file, buffer } = await openBuffer(path);
    try {
      const metadata = await metadataOf(buffer, path);
      const elements = new Map(columnsOf(metadata, path).map((element) => [element.name, element]));
      const decode = decodeStrings(reading.invalid);
      let first = 1;
      for (const group of metadata.row_groups) {
        reading.signal?.throwIfAborted();
        const read = async (name: string) => columnOf(buffer, group, elements.get(name), decode);
        const found = await Promise.all([read(text.name), label === null ? null : read(label.name)]).catch(
          (cause: unknown) => Promise.reject(readError(path, first, cause)),
        );
        const [texts, labels] = found.map((column) => column?.values) as [Values, Values | undefined];
        reading.onBytes?.(found.reduce((sum, column) => sum + (column?.packed ?? 0), 0));
        yield texts.map((cell, at): TextRow => {
          if (cell !== null && typeof cell !== "string")
            throw new DataError(
              `Row ${first + at} of ${path} holds no text: choose a column of texts with \`textColumn\`.`,
              { path, row: first + at },
            );
          return { line: first + at, text: cell, label: labels === undefined ? null : labelOf(labels[at]) };
        });
        first += texts.length;
      }
    } finally {
      await file.close();
    }
  },
});

type Values = readonly (ParquetValue | null)[];

const isText = (converted: string | undefined) =>
  converted === undefined || converted === "UTF8" || converted === "ENUM";

/** Columns that hold one value a row. The package gives what the footer says, whatever it is. */
function columnsOf(metadata: FileMetaData, path: string): SchemaElement[] {
  const told = "its columns cannot be told, so it is damaged";
  let found: SchemaElement[];
  try {
    found = parquetSchema(metadata)
      .children.filter(
        ({ children, element }) => children.length === 0 && element.repetition_type !== "REPEATED",
      )
      .map(({ element }) => element);
  } catch (cause) {
    throw damaged(path, told, cause);
  }
  if (!found.every(({ name }) => typeof name === "string")) throw damaged(path, told);
  return found;
}

/** One column of a row group, and the bytes that it takes in the file. */
async function columnOf(
  file: AsyncBuffer,
  group: RowGroup,
  element: SchemaElement | undefined,
  decode: (bytes: Uint8Array) => string,
): Promise<{ readonly values: Values; readonly packed: number }> {
  const facts = group.columns.find(
    ({ meta_data }) =>
      meta_data?.path_in_schema.length === 1 && meta_data.path_in_schema[0] === element?.name,
  )?.meta_data;
  if (facts === undefined || element?.type === undefined)
    throw new ParquetFault("a row group lacks a column, so it is damaged");
  const rows = Number(group.num_rows);
  const [packed, most] = [facts.total_compressed_size, facts.total_uncompressed_size].map(Number) as [
    number,
    number,
  ];
  if (!(rows >= 0 && rows <= mostRows && packed >= 0 && packed <= longestGroup && most <= longestGroup))
    throw new ParquetFault(
      `a row group has ${rows} rows in ${most} bytes, more than ${mostRows} in ${longestGroup}: write it with smaller row groups`,
    );
  const offsets = [facts.data_page_offset, facts.dictionary_page_offset ?? 0n].map(Number);
  const start = Math.min(...offsets.filter((offset) => offset > 0));
  const chunk = new Uint8Array(await file.slice(start, start + packed));
  const column = { rows, codec: facts.codec ?? "an unknown program", most, type: element.type, decode };
  return {
    values: readColumn(chunk, { ...column, isOptional: element.repetition_type === "OPTIONAL" }),
    packed,
  };
}

function decodeStrings(invalid: "refuse" | "replace"): (bytes: Uint8Array) => string {
  const decoder = new TextDecoder("utf-8", { fatal: invalid === "refuse", ignoreBOM: true });
  return (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch {
      throw new ParquetFault(
        'it holds bytes that are not UTF-8: write it anew, or set `invalid: "replace"` to read such bytes as U+FFFD',
      );
    }
  };
}

async function metadataOf(file: AsyncBuffer, path: string): Promise<FileMetaData> {
  return parquetMetadataAsync(file, { geoparquet: false }).catch((cause: unknown) =>
    Promise.reject(damaged(path, "it is no Parquet file, or its last bytes are damaged", cause)),
  );
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
    if (!(start >= 0 && start <= end && end <= size))
      throw new ParquetFault("a part of it lies outside of the file");
    const bytes = new Uint8Array(end - start);
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, start + at);
      if (bytesRead === 0) throw new ParquetFault("the file ends too early");
      at += bytesRead;
    }
    return bytes.buffer;
  };
  return { file, buffer: { byteLength: size, slice } };
}

function readError(path: string, row: number, cause: unknown): unknown {
  if (cause instanceof ParquetFault) return damaged(path, `from row ${row} on, ${cause.message}`, cause);
  const code = codeOf(cause);
  return /^E[A-Z]+$/.test(code) ? damaged(path, readFailure(cause), cause) : cause;
}

function damaged(path: string, why: string, cause?: unknown): DataError {
  return new DataError(`${path} cannot be read: ${why}.`, { path }, cause);
}
