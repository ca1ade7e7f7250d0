import { stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import {
  evenlySpread,
  type FolderLabels,
  folderLabels,
  folderPart,
  nothingThere,
  readFolder,
  walkFolder,
  wrappedFolders,
} from "../data/index.js";
import { DataError } from "../errors.js";
import { openCsv } from "./csv-table.js";
import { openJsonLines } from "./json-lines-table.js";
import { openParquet } from "./parquet-table.js";
import type { OpenTable } from "./table.js";
import type { Per, ReadingSettings } from "./text-options.js";

/** What a path leads to. */
export interface TextFiles {
  /** What a person calls it. */
  readonly name: string;
  /** Folder that `files` are relative to. */
  readonly folder: string;
  /** Files with texts, sorted, with `/`; one for what is no folder. */
  readonly files: readonly string[];
  /** Files that there are, before a limit. */
  readonly there: number;
  /** How its file is read where it is a table; else what is a text of its files. */
  readonly reads: { readonly table: OpenTable } | { readonly per: Per };
  /** How labels of files are read. */
  readonly labels: FolderLabels;
  readonly notes: readonly string[];
}

const tables: ReadonlyMap<string, OpenTable> = new Map([
  ...["csv", "tsv", "tab"].map((ending) => [ending, openCsv] as const),
  ...["jsonl", "ndjson", "json"].map((ending) => [ending, openJsonLines] as const),
  ["parquet", openParquet],
]);

const textEndings: ReadonlySet<string> = new Set(["txt", "text", "md", "markdown"]);
/** What texts may be in, for messages. */
export const expectedTexts =
  "a text file, a folder of texts (txt, text, md), or a CSV, TSV, JSON lines or Parquet file";
const called = { one: "text", many: "texts" };

/**
 * Finds the texts of a path.
 * @throws DataError when there are none
 */
export async function findTexts(data: string, settings: ReadingSettings): Promise<TextFiles> {
  const path = resolve(data);
  const facts = await stat(path).catch(() => null);
  if (facts === null) throw await nothingThere(data, expectedTexts);
  if (facts.isDirectory()) return textsIn(path, settings);
  if (!facts.isFile())
    throw new DataError(`${data} is no regular file; expected ${expectedTexts}.`, { data });
  const table = tables.get(endingOf(path));
  return {
    ...{ name: path, folder: dirname(path), files: [basename(path)], there: 1 },
    reads: table === undefined ? { per: settings.per ?? "line" } : { table },
    labels: { read: null, notes: [] },
    notes: [],
  };
}

async function textsIn(path: string, settings: ReadingSettings): Promise<TextFiles> {
  const part = await folderPart(await wrappedFolders(path, isText), settings.split);
  const { folder } = part;
  const walk = await walkFolder(folder, isText);
  const found = walk.files.sort();
  if (found.length === 0) throw await noTexts(folder, walk.others);
  const per = settings.per ?? "file";
  const files =
    per === "file" ? Array.from(evenlySpread(found.length, settings.limit), (at) => found[at]!) : found;
  const labels = folderLabels(part, found, settings, called);
  const others = [...walk.others].map(
    ([ending, paths]) => `${paths.length} ${ending || "without an ending"}`,
  );
  return {
    ...{ name: folder, folder, files, there: found.length, reads: { per }, labels },
    notes: [
      ...part.notes,
      ...(others.length === 0 ? [] : [`Left out of ${folder}: ${some(others)}.`]),
      ...labels.notes,
    ],
  };
}

/** Whether a file is named like one with texts. */
export const holdsTexts = (name: string): boolean => isText(name) || tables.has(endingOf(name));

const isText = (name: string): boolean => textEndings.has(endingOf(name));

function endingOf(name: string): string {
  return /[^/]\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
}

const mostNamed = 8;

function some(names: readonly string[]): string {
  const rest = names.length - mostNamed;
  return `${names.slice(0, mostNamed).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

async function noTexts(folder: string, others: ReadonlyMap<string, readonly string[]>): Promise<DataError> {
  const wanted = "expected texts (txt, text, md)";
  if ((await readFolder(folder)).length === 0)
    return new DataError(`The folder ${folder} is empty; ${wanted}.`, { folder });
  const table = [...others].find(([ending]) => tables.has(ending))?.[1][0];
  if (table !== undefined)
    return new DataError(
      `There are no texts in ${folder} or its folders; ${wanted}, or give a table itself, such as ${join(folder, table)}.`,
      { folder },
    );
  const found = [...others].map(([ending, paths]) => `${paths.length} ${ending || "without an ending"}`);
  return new DataError(
    `There are no texts in ${folder} or its folders; ${wanted}${found.length === 0 ? "" : `, found ${some(found)}`}.`,
    { folder },
  );
}
