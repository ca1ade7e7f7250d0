/** A cell: numbers are formatted by formatNumber, null and undefined are shown as `–`. */
export type Cell = string | number | null | undefined;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/**
 * Columns of text for a terminal, two spaces apart, with a line under the header. Columns that
 * hold only numbers (also `91.2 ± 0.3`, `12 %`, `–`) are right-aligned. Ends without a newline.
 */
export function textTable(table: Table): string {
  const { header, rows, right, widths } = layOut(table, (cell) => cell);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => pad(cell, widths[i]!, right[i]!))
      .join("  ")
      .trimEnd();
  return [line(header), widths.map((width) => "─".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}

/** The same table in Markdown, aligned in its source too. Ends without a newline. */
export function markdownTable(table: Table): string {
  const { header, rows, right, widths } = layOut(table, (cell) =>
    cell.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("<", "&lt;"),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => pad(cell, widths[i]!, right[i]!)).join(" | ")} |`;
  const rule = widths.map((width, i) => (right[i] ? `${"-".repeat(width + 1)}:` : `-${"-".repeat(width)}-`));
  return [line(header), `|${rule.join("|")}|`, ...rows.map(line)].join("\n");
}

/** Up to four significant digits, whole numbers whole: 60000, 0.01234, 91.25. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(4)));
}

/**
 * Mean and sample standard deviation (n − 1) of repeated measurements as `91.2 ± 0.3`; one value
 * has no spread, none is `–`.
 *
 * @param digits decimals. Default 1.
 */
export function meanSpread(values: ArrayLike<number>, digits = 1): string {
  const { mean, spread } = meanAndSpread(values);
  if (Number.isNaN(mean)) return values.length === 0 ? "–" : "NaN";
  return values.length < 2 ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${spread.toFixed(digits)}`;
}

/** Mean (NaN of none) and sample standard deviation (n − 1; 0 of fewer than two). */
export function meanAndSpread(values: ArrayLike<number>): { mean: number; spread: number } {
  const count = values.length;
  let mean = 0;
  for (let i = 0; i < count; i++) mean += values[i]! / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (values[i]! - mean) ** 2;
  return { mean: count === 0 ? Number.NaN : mean, spread: count < 2 ? 0 : Math.sqrt(squares / (count - 1)) };
}

function layOut({ columns, rows }: Table, protect: (cell: string) => string) {
  const show = (cell: Cell) =>
    protect(
      cell == null ? "–" : typeof cell === "number" ? formatNumber(cell) : cell.replace(/\s+/g, " ").trim(),
    );
  const header = columns.map(show);
  const body = rows.map((row) => columns.map((_, i) => show(row[i])));
  const right = columns.map((_, i) => body.length > 0 && body.every((row) => isNumeric(row[i]!)));
  const widths = columns.map((_, i) => Math.max(3, ...[header, ...body].map((row) => displayWidth(row[i]!))));
  return { header, rows: body, right, widths };
}

/** Numbers with separators, signs, spreads and short units. */
function isNumeric(cell: string): boolean {
  return /^([–∞]|−∞|NaN|[<>~≈]?\s?[+−-]?[\d,]*\.?\d+(e[+-]?\d+)?(\s?±\s?[\d.,]+(e[+-]?\d+)?)?(\s?[%×a-zA-Zµ/]{1,10})?)$/.test(
    cell,
  );
}

function pad(cell: string, width: number, right: boolean): string {
  const space = " ".repeat(Math.max(0, width - displayWidth(cell)));
  return right ? space + cell : cell + space;
}

/** Columns that a terminal gives the text: wide characters take two, combining ones none. */
export function displayWidth(content: string): number {
  let width = 0;
  for (const character of content) {
    if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}
