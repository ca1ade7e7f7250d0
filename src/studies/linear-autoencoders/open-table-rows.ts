import { basename } from "node:path";
import { type CsvTable, parseCsv, permutation, readTableText } from "../../data/index.js";
import { DataError } from "../../errors.js";
import type { LinearOptions } from "./linear-options.js";
import { tableWords } from "./row-words.js";
import type { StudyRows, ValueName } from "./study-rows.js";

/** Values of the widest table: as many as the largest pictures have. Matrices have the square of it. */
export const widestTable = 1024;
/** A text column with more different values tells samples apart rather than kinds of them. */
const mostKinds = 50;
const [leastColumns, leastRows] = [3, 20];

/** Whether data is a table rather than pictures. */
export const isTable = (data: string): boolean => /\.csv$/i.test(data);

/**
 * A CSV file as rows of numbers, each value standardised by its own mean and deviation in training rows. A column of
 * numbers is one value; a column of text one value a kind, 1 where it is that kind and 0 elsewhere.
 * @throws DataError where it cannot be read, or has too few columns or rows, or too many values
 */
export async function openTableRows({ data, samples, seed }: LinearOptions): Promise<StudyRows> {
  const table = parseCsv(await readTableText(data, "table"), data);
  const columns = table.columns.map((name, at) => columnOf(table, name.trim() || `column ${at + 1}`, at));
  const whole = table.rows.filter((row) =>
    columns.every(({ kind, at }) => kind === "" || !isMissing(row[at]!)),
  );
  if (whole.length < leastRows) {
    throw new DataError(
      `${data} has ${whole.length} rows without an empty cell in the columns that are used; the study of linear autoencoders needs at least ${leastRows}. Give more rows, or take columns with many empty cells out.`,
      { data, rows: whole.length },
    );
  }
  const order = permutation(whole.length, [seed]).slice(0, samples + Math.ceil(samples / 4));
  const rows = Array.from(order, (n) => whole[n]!);
  const count = Math.floor(rows.length * 0.8);
  const values = columns.flatMap((column) => valuesOf(column, rows, count));
  const used = new Set(values.map(({ name }) => name.column));
  const leftOut = columns.flatMap(({ name, kind, many }, at) =>
    used.has(at) ? [] : [`${name} (${kind === "" && many > 1 ? `${many} different values` : "constant"})`],
  );
  refuseWidth(data, used.size, leftOut, values.length);
  const all = Float32Array.from(
    { length: rows.length * values.length },
    (_, i) => values[i % values.length]!.numbers[Math.floor(i / values.length)]!,
  );
  const cut = count * values.length;
  const dropped = table.rows.length - whole.length;
  return {
    name: basename(data),
    words: tableWords,
    about: `${used.size} of ${columns.length} columns`,
    notes: [
      leftOut.length === 0 ? "" : ` Columns left out: ${leftOut.join(", ")}.`,
      dropped === 0 ? "" : ` Rows left out, for an empty cell or a "?": ${dropped}.`,
    ].join(""),
    shape: [1, 1, values.length],
    values: values.length,
    training: all.subarray(0, cut),
    test: all.subarray(cut),
    scale: null,
    names: values.map(({ name }) => name),
  };
}

interface Column {
  readonly name: string;
  readonly at: number;
  /** Empty where the column is not used. */
  readonly kind: "numbers" | "text" | "";
  /** Different cells, the missing ones apart. */
  readonly many: number;
  readonly kinds: readonly string[];
}

const isMissing = (cell: string): boolean => ["", "?"].includes(cell.trim());

function columnOf({ rows }: CsvTable, name: string, at: number): Column {
  const kinds = [...new Set(rows.map((row) => row[at]!.trim()))].filter((cell) => !isMissing(cell)).sort();
  const many = kinds.length;
  if (many < 2) return { name, at, kind: "", many, kinds: [] };
  if (kinds.every((cell) => Number.isFinite(Number(cell))))
    return { name, at, kind: "numbers", many, kinds: [] };
  return many > mostKinds ? { name, at, kind: "", many, kinds: [] } : { name, at, kind: "text", many, kinds };
}

interface TableValue {
  readonly name: ValueName;
  /** Standardised, one a row. */
  readonly numbers: Float64Array;
}

/** A column's values but those that are the same in all training rows. */
function valuesOf(column: Column, rows: readonly (readonly string[])[], count: number): TableValue[] {
  const { at, kind, kinds } = column;
  const cells = rows.map((row) => row[at]!.trim());
  const raw =
    kind === "numbers"
      ? [{ said: column.name, numbers: Float64Array.from(cells, Number) }]
      : kinds.map((one) => ({
          said: `${column.name} = ${one}`,
          numbers: Float64Array.from(cells, (cell) => (cell === one ? 1 : 0)),
        }));
  return raw.flatMap(({ said, numbers }) => {
    const training = numbers.subarray(0, count);
    if (training.every((value) => value === training[0])) return [];
    const mean = training.reduce((sum, value) => sum + value / count, 0);
    const deviation = Math.sqrt(training.reduce((sum, value) => sum + (value - mean) ** 2 / count, 0));
    return [{ name: { said, column: at }, numbers: numbers.map((value) => (value - mean) / deviation) }];
  });
}

function refuseWidth(data: string, columns: number, leftOut: readonly string[], values: number): void {
  if (columns < leastColumns) {
    const out = leftOut.length === 0 ? "" : `; left out: ${leftOut.join(", ")}`;
    throw new DataError(
      `${data} has ${columns} usable columns (numbers, or text of 2 to ${mostKinds} different values${out}); the study of linear autoencoders needs at least ${leastColumns}. Give a table with more of them.`,
      { data, columns },
    );
  }
  if (values > widestTable) {
    throw new DataError(
      `${data} makes ${values} values a row; the study of linear autoencoders takes at most ${widestTable}, as its matrices have the square of it. Take some columns out.`,
      { data, values },
    );
  }
}
