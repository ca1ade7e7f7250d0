import { readFile } from "node:fs/promises";
import { DataError } from "../errors.js";
import { labelsFromNames } from "./class-labels.js";
import { type CsvTable, parseCsv } from "./parse-csv.js";
import type { Labels } from "./source.js";

const labelNames = ["label", "labels", "class", "category", "target"];
const pathNames = [
  ...["path", "file", "filename", "file_name", "filepath", "file_path", "image", "image_path"],
  ...["img", "picture", "code", "id", "name"],
];

/** How a cell may name a picture: strictest first. */
const spellings: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => path.slice(path.lastIndexOf("/") + 1),
  (path) => path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*$/, ""),
];

type Columns = { readonly labelColumn: string | null; readonly pathColumn: string | null };

/**
 * Labels of pictures from a CSV file. Cells are matched with the pictures' paths, else their file
 * names, else their names without ending, whichever fits most; the path column is found the same way
 * among those with usual names. Pictures without a row, or with an empty label, get none.
 *
 * @throws DataError when a column is not there (it lists those that are), when no row fits any
 *   picture, or when one picture gets two labels
 */
export async function readCsvLabels(path: string, ids: readonly string[], columns: Columns): Promise<Labels> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new DataError(`The labels file ${path} cannot be read.`, { path }, cause);
  });
  return csvLabels(parseCsv(text, path), ids, columns, path);
}

/** As readCsvLabels, from a parsed table. */
export function csvLabels(table: CsvTable, ids: readonly string[], columns: Columns, name: string): Labels {
  const label = findColumns(table, columns.labelColumn, labelNames, "label", name)[0]!;
  const paths = findColumns(table, columns.pathColumn, pathNames, "path", name).filter((c) => c !== label);
  const known = ids.map(cleanPath);
  let best = { column: -1, spell: spellings[0]!, matched: 0 };
  for (const spell of spellings) {
    const names = new Set(known.map(spell));
    for (const column of paths) {
      let matched = 0;
      for (const row of table.rows) if (names.has(spell(cleanPath(row[column]!)))) matched++;
      if (matched > best.matched) best = { column, spell, matched };
    }
  }
  if (best.matched === 0) {
    const tried = paths.map((column) => table.columns[column]).join(", ");
    throw new DataError(
      `None of the ${table.rows.length} rows of ${name} names any of the ${ids.length} pictures (looked in ${tried || "no column"}; first row ${table.rows[0]?.[paths[0] ?? 0] ?? "missing"}, first picture ${ids[0]}): paths should be relative to the folder of pictures.`,
      { name, rows: table.rows.length, pictures: ids.length },
    );
  }
  const labelOf = new Map<string, string>();
  for (const row of table.rows) {
    const value = row[label]!.trim();
    if (value === "") continue;
    const key = best.spell(cleanPath(row[best.column]!));
    const before = labelOf.get(key);
    if (before !== undefined && before !== value) {
      throw new DataError(
        `${name} gives ${key} two labels, ${before} and ${value}: name pictures by their path, and each once.`,
        { name, key },
      );
    }
    labelOf.set(key, value);
  }
  return labelsFromNames(known.map((path) => labelOf.get(best.spell(path)) ?? null));
}

/** Indices of the asked column, or of all columns with a usual name, the most usual first. */
function findColumns(
  table: CsvTable,
  asked: string | null,
  usual: readonly string[],
  role: string,
  name: string,
): number[] {
  const there = table.columns.map((column) => column.trim().toLowerCase());
  const found =
    asked === null
      ? usual.map((column) => there.indexOf(column)).filter((column) => column >= 0)
      : [table.columns.indexOf(asked)].filter((column) => column >= 0);
  if (found.length > 0) return found;
  const wanted = asked === null ? `a ${role} column (${usual.join(", ")})` : `the column ${asked}`;
  throw new DataError(
    `${name} should have ${wanted}, but its columns are ${table.columns.join(", ")}; ${role === "label" ? "choose one with --label-column" : "rename the one that holds the pictures' paths"}.`,
    { name, columns: table.columns },
  );
}

/** One way to write a path: forward slashes, no leading `./`, composed letters. */
function cleanPath(path: string): string {
  return path
    .trim()
    .replaceAll("\\", "/")
    .replace(/^(\.\/)+/, "")
    .normalize("NFC");
}
