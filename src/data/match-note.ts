import { longestCell, shorten } from "../errors.js";
import type { RowsOfPictures } from "./table-rows.js";

interface Matched extends RowsOfPictures {
  readonly cells: readonly string[];
  /** The line of each row. */
  readonly lines: readonly number[];
  readonly ids: readonly string[];
  /** The label of each picture. */
  readonly names: readonly (string | null)[];
  /** Of the table. */
  readonly name: string;
  /** What the files are. */
  readonly called: { readonly one: string; readonly many: string };
}

/** What of a table of labels matched and what did not, in one sentence with an example of each. */
export function matchNote(matched: Matched): string {
  const { rowsOf, unknown, ambiguous, foreign, cells, lines, ids, names, name, called } = matched;
  const found = cells.length - unknown.length - ambiguous.length;
  const labelled = names.filter((label) => label !== null).length;
  const row = (at: number) => `${shorten(cells[at]!, longestCell)} in line ${lines[at]}`;
  const parts = [
    `${name}: ${found} of ${cells.length} rows name${found === 1 ? "s" : ""} a ${called.one}, ${labelled} of ${ids.length} ${called.many} ${labelled === 1 ? "has" : "have"} a label`,
  ];
  if (unknown.length > 0) parts.push(`${rowsName(unknown.length)} none, such as ${row(unknown[0]!)}`);
  const [several] = ambiguous;
  if (several !== undefined) {
    const [first, second] = several.pictures;
    parts.push(
      `${rowsName(ambiguous.length)} several, such as ${row(several.row)}, which may be ${ids[first!]} or ${ids[second!]}`,
    );
  }
  const alone = names.findIndex((label, at) => label === null && !rowsOf.has(at));
  if (alone >= 0) {
    const count = names.filter((label, at) => label === null && !rowsOf.has(at)).length;
    parts.push(
      `${count} ${count === 1 ? `${called.one} has` : `${called.many} have`} no row, such as ${ids[alone]}`,
    );
  }
  const empty = [...rowsOf.keys()].filter((at) => names[at] === null);
  if (empty.length > 0)
    parts.push(
      `${empty.length} ${empty.length === 1 ? `${called.one} has a row` : `${called.many} have rows`} without a label, such as ${ids[empty[0]!]}`,
    );
  if (foreign.length > 0) {
    const at = foreign[0]!;
    const picture = [...rowsOf].find(([, rows]) => rows.includes(at))![0];
    parts.push(
      `${foreign.length === found ? "they are" : `${foreign.length} of them are`} matched by the end of the path alone, such as ${shorten(cells[at]!, longestCell)} with ${ids[picture]}`,
    );
  }
  return `${parts.join("; ")}.`;
}

const rowsName = (count: number): string => `${count} ${count === 1 ? "row names" : "rows name"}`;
