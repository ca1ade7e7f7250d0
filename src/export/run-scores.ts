import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Cell, markdownTable } from "../report/index.js";

type Row = Readonly<Record<string, unknown>>;

/**
 * The scores of a run's `report.json` as Markdown: each list of records in it becomes a table, single numbers a
 * line each. Null when the run was not evaluated.
 */
export async function readScores(run: string): Promise<string | null> {
  const text = await readFile(join(run, "report.json"), "utf8").catch(() => null);
  if (text === null) return null;
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    return null; // Half a report says nothing about the encoder.
  }
  if (!isRow(report)) return null;
  const lines = Object.entries(report).filter(([, value]) => isCell(value));
  const tables = Object.entries(report).filter(([, value]) => isTable(value)) as [string, Row[]][];
  const blocks = [
    lines.map(([name, value]) => `- ${name}: ${value}`).join("\n"),
    ...tables.map(([name, rows]) => `${name}:\n\n${tableOf(rows)}`),
  ].filter((block) => block !== "");
  return blocks.length === 0 ? null : blocks.join("\n\n");
}

const isRow = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isCell = (value: unknown): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);
const isTable = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isRow);

function tableOf(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row).filter((key) => isCell(row[key]))))];
  const cell = (value: unknown): Cell =>
    typeof value === "number" ? value : isCell(value) ? String(value) : "";
  return markdownTable({ columns, rows: rows.map((row) => columns.map((key) => cell(row[key]))) });
}
