import { columnAmong, columnCalled, labelColumn, notThere, usualLabelColumn } from "../data/index.js";
import type { ReadingSettings } from "./text-options.js";

/** A table as far as its columns can be told: from its header, its schema or its first rows. */
export interface TableHead {
  readonly columns: readonly string[];
  /** Of each column, whether it has texts: words rather than numbers. */
  readonly hasTexts: readonly boolean[];
}

/** A column of a table. */
export interface Column {
  readonly at: number;
  readonly name: string;
}

/** The columns that are read; null where there are no labels. */
export interface TextColumns {
  readonly text: Column;
  readonly label: Column | null;
}

const textNames = ["text", "texts", "sentence", "content", "body", "message", "review"];

/**
 * Chooses the columns with texts and with labels.
 * @param name of the table, for messages
 * @throws DataError, with the columns that there are, where one is not there or several could be meant
 */
export function chooseColumns(
  head: TableHead,
  { textColumn, labels, labelColumn: askedLabel }: ReadingSettings,
  name: string,
): TextColumns {
  const label =
    labels === "none"
      ? null
      : askedLabel === null
        ? (usualLabelColumn(head) ?? null)
        : labelColumn(head, askedLabel, name);
  const columnAt = (at: number): Column => ({ at, name: head.columns[at]! });
  return {
    text: columnAt(textOf(head, textColumn, label, name)),
    label: label === null ? null : columnAt(label),
  };
}

function textOf(head: TableHead, asked: string | null, label: number | null, name: string): number {
  if (asked !== null) {
    const found = columnCalled(head, asked);
    if (found !== undefined) return found;
    throw notThere(head, `the column ${asked}`, "choose one with `textColumn`", name);
  }
  const usual = columnAmong(head, textNames);
  if (usual !== undefined && usual !== label) return usual;
  const others = head.columns.flatMap((_, at) => (at !== label && head.hasTexts[at] ? [at] : []));
  if (others.length === 1) return others[0]!;
  const wanted =
    others.length === 0
      ? "a column with texts"
      : "one column with texts, or one called text, sentence, content, body, message or review";
  throw notThere(head, wanted, "choose one with `textColumn`", name);
}

/** Whether a cell holds words: no number, and not nothing. */
export function isWords(cell: unknown): boolean {
  return typeof cell === "string" && cell.trim() !== "" && Number.isNaN(Number(cell));
}
