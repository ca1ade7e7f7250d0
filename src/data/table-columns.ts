import { DataError, shorten } from "../errors.js";
import { evenlySpread } from "./evenly-spread.js";
import type { CsvTable } from "./parse-csv.js";
import type { Named, pictureNames } from "./picture-names.js";

/** Columns that were asked for by name; null where they are to be found. */
export type AskedColumns = { readonly labelColumn: string | null; readonly pathColumn: string | null };

/** Names of columns, whatever the table is read from. */
type Columns = Pick<CsvTable, "columns">;

const labelNames = ["label", "labels", "class", "category", "target"];
/** What names of columns with pictures have in them; others are looked into, too, but not for mere stems. */
const pathWords = /path|file|image|img|picture|photo|code|\bid\b|name/;
/** Rows that are looked at to choose a column. */
const mostTried = 1000;

/** Index of the column that holds labels. Throws DataError, with the columns that there are, when there is none. */
export function labelColumn(table: Columns, asked: string | null, name: string): number {
  const found = asked === null ? usualLabelColumn(table) : columnCalled(table, asked);
  if (found !== undefined) return found;
  throw notThere(
    table,
    asked === null ? `a label column (${labelNames.join(", ")})` : `the column ${asked}`,
    "choose one with `labelColumn`",
    name,
  );
}

/**
 * Index of the column that names pictures: the one with most rows that do so by their whole names, then with most that
 * do so at all, then the first.
 */
export function pathColumn(
  table: CsvTable,
  asked: string | null,
  label: number,
  find: ReturnType<typeof pictureNames>,
  name: string,
  called = "pictures",
): number {
  if (asked !== null) {
    const found = columnCalled(table, asked);
    if (found !== undefined) return found;
    throw notThere(table, `the column ${asked}`, "choose one with `pathColumn`", name);
  }
  const columns = Array.from(table.columns.keys()).filter((column) => column !== label);
  const few = evenlySpread(table.rows.length, mostTried);
  const found =
    bestOf(columns, table, few, find) ??
    // The few may all be about other pictures.
    bestOf(columns, table, Array.from(table.rows.keys()), find) ??
    columns.find((column) => pathWords.test(plain(table.columns[column]!)));
  if (found !== undefined) return found;
  throw notThere(table, `a column with the ${called}' paths`, "call that column path", name);
}

/** Null where no column names a picture in these rows. */
function bestOf(
  columns: readonly number[],
  { columns: titles, rows }: CsvTable,
  tried: ArrayLike<number>,
  find: (cell: string) => Named | null,
): number | null {
  let best: { column: number; whole: number; any: number } | null = null;
  for (const column of columns) {
    const isUsual = pathWords.test(plain(titles[column]!));
    let whole = 0;
    let any = 0;
    for (let i = 0; i < tried.length; i++) {
      const found = find(rows[tried[i]!]![column]!);
      if (found === null || found.pictures.length > 1) continue;
      const [foreign, folded, stem] = found.sureness;
      // A number in any column may be the stem of a picture by chance.
      if (stem && !isUsual) continue;
      any++;
      if (!foreign && !folded && !stem) whole++;
    }
    if (any > 0 && (best === null || whole > best.whole || (whole === best.whole && any > best.any)))
      best = { column, whole, any };
  }
  return best?.column ?? null;
}

/** The column of that very name, else of the same name but for spaces around it and capitals. */
export function columnCalled({ columns }: Columns, asked: string): number | undefined {
  const very = columns.indexOf(asked);
  const found = very >= 0 ? very : columns.map(plain).indexOf(plain(asked));
  return found < 0 ? undefined : found;
}

/** The column of the first of several names that there is. */
export function columnAmong({ columns }: Columns, names: readonly string[]): number | undefined {
  const there = columns.map(plain);
  return names.map((usual) => there.indexOf(usual)).find((column) => column >= 0);
}

/** The column that usually holds labels. */
export const usualLabelColumn = (table: Columns): number | undefined => columnAmong(table, labelNames);

/** `Image_Index` as `image index`. */
function plain(column: string): string {
  return column
    .trim()
    .toLowerCase()
    .normalize("NFC")
    .replace(/[\s_-]+/g, " ");
}

/** More are no help in a message. */
const mostShown = 30;

/** Tells the columns that there are. @param wanted what should be there @param way what to do */
export function notThere({ columns }: Columns, wanted: string, way: string, name: string): DataError {
  const shown = columns.slice(0, mostShown).map((column) => shorten(column));
  const more = columns.length > mostShown ? ` and ${columns.length - mostShown} more` : "";
  return new DataError(
    `${name} should have ${wanted}, but its columns are ${shown.join(", ")}${more}; ${way}.`,
    {
      name,
      columns,
    },
  );
}
