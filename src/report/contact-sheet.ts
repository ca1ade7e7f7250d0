import sharp from "sharp";
import { DataError } from "../errors.js";
import { type Picture, paint } from "./picture.js";
import { fitText, ink, svgDocument, text, textWidth } from "./svg.js";

/** A picture's place in the sheet; null leaves it empty. */
export type SheetCell = {
  readonly picture: Picture;
  readonly border?: string;
  readonly caption?: string;
} | null;

/** A grid of pictures. Rows may differ in length; pictures may differ in size. */
export interface ContactSheet {
  readonly rows: readonly (readonly SheetCell[])[];
  readonly title?: string;
  /** Text left of each row. */
  readonly rowCaptions?: readonly string[];
  /** Text over each column. */
  readonly columnCaptions?: readonly string[];
  /** Side of a cell in pixels. Default: pictures enlarged by a whole factor to about 96, at most 256. */
  readonly cellSize?: number;
  /** Pixels between cells. Default 8. */
  readonly gutter?: number;
  /** Wider space after the first column, which holds what the others are compared with. */
  readonly setFirstApart?: boolean;
}

/** Borders for "same label" and "another label": told apart by lightness too, not by hue alone. */
export const borderColors = { same: "#2ca25f", different: "#c9184a" } as const;

const captionSize = 12;
const borderWidth = 4;

/**
 * Draw the sheet as a PNG file's bytes.
 *
 * @throws DataError when there are no pictures or the sheet would have more than 100 million pixels
 */
export async function contactSheet(sheet: ContactSheet): Promise<Uint8Array> {
  const { rows, gutter = 8 } = sheet;
  const shown = rows.flat().filter((cell) => cell !== null);
  if (shown.length === 0)
    throw new DataError("Expected at least one picture for the contact sheet, found none.");
  const size = sheet.cellSize ?? automaticSize(shown.map((cell) => cell.picture));
  const bordered = shown.some((cell) => cell.border !== undefined);
  const captioned = shown.some((cell) => cell.caption !== undefined);
  const frame = bordered ? borderWidth + 2 : 0;
  const pitch = size + 2 * frame + gutter;
  const rowPitch = pitch + (captioned ? 16 : 0);
  const columns = Math.max(...rows.map((row) => row.length));
  const apart = sheet.setFirstApart && columns > 1 ? Math.max(12, gutter) : 0;

  const margin = 16;
  const names = sheet.rowCaptions ?? [];
  const nameWidth =
    names.length === 0
      ? 0
      : Math.min(180, Math.ceil(Math.max(...names.map((name) => textWidth(name, captionSize))))) + 12;
  const left = margin + nameWidth;
  const titleHeight = sheet.title === undefined ? 0 : 30;
  const top = margin + titleHeight + (sheet.columnCaptions === undefined ? 0 : 22);
  const gridWidth = columns * pitch - gutter + apart;
  const titleWidth =
    sheet.title === undefined ? 0 : Math.min(700, Math.ceil(textWidth(sheet.title, 16, true)));
  const width = Math.max(left + gridWidth, margin + titleWidth) + margin;
  const height = top + rows.length * rowPitch - gutter + margin;
  if (width * height > 1e8) {
    throw new DataError(
      `The contact sheet would be ${width} by ${height} pixels; show fewer pictures or smaller cells.`,
      { width, height },
    );
  }

  const canvas = new Uint8Array(width * height * 3).fill(255);
  const overlay: string[] = [];
  const columnAt = (c: number) => left + c * pitch + (c > 0 ? apart : 0);
  if (sheet.title !== undefined) {
    overlay.push(
      text(margin, margin + 14, fitText(sheet.title, 16, width - 2 * margin, true), {
        size: 16,
        fill: ink.title,
        bold: true,
      }),
    );
  }
  for (const [c, caption] of (sheet.columnCaptions ?? []).slice(0, columns).entries()) {
    const fitted = fitText(caption, captionSize, pitch - 2);
    overlay.push(
      text(columnAt(c) + (pitch - gutter) / 2, top - 9, fitted, { size: captionSize, anchor: "middle" }),
    );
  }
  for (const [r, row] of rows.entries()) {
    const y = top + r * rowPitch;
    const name = names[r];
    if (name !== undefined) {
      overlay.push(
        text(left - 12, y + (pitch - gutter) / 2 + 4, fitText(name, captionSize, nameWidth - 12), {
          size: captionSize,
          anchor: "end",
        }),
      );
    }
    for (const [c, cell] of row.entries()) {
      if (cell === null) continue;
      const x = columnAt(c);
      if (cell.border !== undefined) fillBorder(canvas, width, x, y, size + 2 * frame, cell.border);
      paint(cell.picture, canvas, width, { left: x + frame, top: y + frame, size });
      if (cell.caption !== undefined) {
        const fitted = fitText(cell.caption, 11, pitch);
        overlay.push(
          text(x + (pitch - gutter) / 2, y + pitch - gutter + 14, fitted, { size: 11, anchor: "middle" }),
        );
      }
    }
  }
  const image = sharp(canvas, { raw: { width, height, channels: 3 } });
  if (overlay.length === 0) return image.png().toBuffer();
  const captions = svgDocument(width, height, sheet.title ?? "", ...overlay).replace(/<rect [^>]*\/>/, "");
  return image
    .composite([{ input: Buffer.from(captions) }])
    .removeAlpha()
    .png()
    .toBuffer();
}

function automaticSize(shown: readonly Picture[]): number {
  const longest = Math.max(1, ...shown.map(({ height, width }) => Math.max(height, width)));
  if (longest > 256) return Math.ceil(longest / Math.ceil(longest / 256));
  return longest * Math.max(1, Math.round(96 / longest));
}

/** A frame of borderWidth pixels just inside the square. */
function fillBorder(
  canvas: Uint8Array,
  stride: number,
  left: number,
  top: number,
  size: number,
  color: string,
): void {
  const rgb = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (Math.min(x, y, size - 1 - x, size - 1 - y) < borderWidth) {
        canvas.set(rgb, ((top + y) * stride + left + x) * 3);
      }
    }
  }
}
