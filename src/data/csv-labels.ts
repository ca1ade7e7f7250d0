import { basename } from "node:path";
import { DataError, longestCell, shorten } from "../errors.js";
import { labelsFromNames } from "./class-labels.js";
import { matchNote } from "./match-note.js";
import { type CsvTable, parseCsv } from "./parse-csv.js";
import { pictureNames } from "./picture-names.js";
import { readTableText } from "./read-table-text.js";
import type { Labels } from "./source.js";
import { type AskedColumns, labelColumn, pathColumn } from "./table-columns.js";
import { matchRows, type RowsOfPictures } from "./table-rows.js";

/** What files are called that labels are of, in messages. */
export type Called = { readonly one: string; readonly many: string };

export const picturesCalled: Called = { one: "picture", many: "pictures" };

/**
 * Labels of pictures, or of other files, from a CSV file. Each row's picture is found by the surest spelling that names one
 * (`pictureNames`), in the column that names pictures most surely. Pictures without a row, or with an empty label, get
 * none; `notes` tells in one sentence what matched and what did not.
 *
 * @param files of all pictures that there are, so that a name is not taken for surer than it is
 * @param left those whose labels are asked for
 * @param folder that they are paths below
 * @throws DataError when the file is no text, when a column is not there (it lists those that are), when no row names a
 *   picture, or when one picture gets two labels (it names both rows)
 */
export async function readCsvLabels(
  path: string,
  {
    files,
    left,
    folder,
    called = picturesCalled,
  }: { files: readonly string[]; left: readonly string[]; folder: string; called?: Called },
  columns: AskedColumns,
): Promise<Labels> {
  const table = parseCsv(await readTableText(path, "labels file"), path);
  const { names, notes } = namesFromCsv(table, files, columns, path, folder, called);
  const nameOf = new Map(files.map((file, at) => [file, names[at] ?? null]));
  return { ...labelsFromNames(left.map((id) => nameOf.get(id) ?? null)), notes };
}

/** How programs write that a cell holds nothing. Words that people use, such as NA or none, may be classes. */
const noLabel = /^(-?nan|<na>|#n\/a)$/i;

/** The label of each picture, null where it has none, from a parsed table; and the sentence that tells what matched. */
export function namesFromCsv(
  table: CsvTable,
  ids: readonly string[],
  columns: AskedColumns,
  name: string,
  folder = "",
  called = picturesCalled,
): { readonly names: readonly (string | null)[]; readonly notes: readonly string[] } {
  const label = labelColumn(table, columns.labelColumn, name);
  const find = pictureNames(ids, folder);
  const path = pathColumn(table, columns.pathColumn, label, find, name, called.many);
  const cells = table.rows.map((row) => row[path]!);
  const matched = matchRows(cells, find);
  if (matched.rowsOf.size === 0) throw noneMatches(table, path, matched, ids, name, called);
  const labelOf = (row: number) => {
    const cell = table.rows[row]![label]!.trim().normalize("NFC");
    return noLabel.test(cell) ? "" : cell;
  };
  const names: (string | null)[] = ids.map(() => null);
  for (const [picture, rows] of matched.rowsOf) {
    const told = rows.filter((row) => labelOf(row) !== "");
    const other = told.find((row) => labelOf(row) !== labelOf(told[0]!));
    if (other !== undefined) {
      const said = (row: number) =>
        `${shorten(labelOf(row))} in line ${table.lines[row]} (${shorten(cells[row]!, longestCell)})`;
      throw new DataError(
        `${name} gives ${ids[picture]} two labels, ${said(told[0]!)} and ${said(other)}: name each ${called.one} once, by its path.`,
        { name, picture: ids[picture], lines: [table.lines[told[0]!], table.lines[other]] },
      );
    }
    if (told.length > 0) names[picture] = labelOf(told[0]!);
  }
  const note = matchNote({ ...matched, cells, lines: table.lines, ids, names, name: basename(name), called });
  return { names, notes: [note] };
}

/** `unmatched` lets an opener of several parts tell a part without labels from a file that is wrong. */
function noneMatches(
  { rows, columns, lines }: CsvTable,
  path: number,
  { ambiguous }: RowsOfPictures,
  ids: readonly string[],
  name: string,
  { one, many }: Called,
): DataError {
  const [several] = ambiguous;
  const counted = `None of the ${rows.length} rows of ${name} names`;
  return new DataError(
    several === undefined
      ? `${counted} any of the ${ids.length} ${many} (looked in the column ${shorten(columns[path]!)}; first row ${shorten(rows[0]?.[path] ?? "missing", longestCell)}, first ${one} ${ids[0]}): paths should be relative to the folder of ${many}.`
      : `${counted} one of the ${ids.length} ${many} alone: ${shorten(rows[several.row]![path]!, longestCell)} in line ${lines[several.row]} may be ${ids[several.pictures[0]!]} or ${ids[several.pictures[1]!]}. Name ${many} by their paths.`,
    { name, rows: rows.length, pictures: ids.length, unmatched: true },
  );
}
