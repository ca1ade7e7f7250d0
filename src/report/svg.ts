import sharp from "sharp";
import { DataError } from "../errors.js";

/** A piece of SVG markup. */
export type Svg = string;

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One SVG element; attributes that are undefined are left out, numbers are rounded to 1/100 px. */
export function element(name: string, attributes: Attributes, ...children: readonly Svg[]): Svg {
  let open = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    open += ` ${key}="${typeof value === "number" ? round(value) : escapeXml(value)}"`;
  }
  return children.length === 0 ? `${open}/>` : `${open}>${children.join("")}</${name}>`;
}

/** A whole document with a white ground; `title` is what screen readers say. */
export function svgDocument(width: number, height: number, title: string, ...children: readonly Svg[]): Svg {
  const size = { width, height, viewBox: `0 0 ${round(width)} ${round(height)}` };
  return `${element(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", ...size, role: "img", "font-family": fontFamily },
    element("title", {}, escapeXml(title)),
    element("rect", { width, height, fill: ground }),
    ...children,
  )}\n`;
}

export interface TextStyle {
  readonly size?: number;
  readonly fill?: string;
  readonly anchor?: "start" | "middle" | "end";
  readonly bold?: boolean;
  /** Degrees, about the text's own position. */
  readonly rotate?: number;
  /** A white outline, for text over data. */
  readonly halo?: boolean;
}

/** Text with its baseline at `y`. */
export function text(x: number, y: number, content: string, style: TextStyle = {}): Svg {
  if (!style.halo) return line(x, y, content, style);
  // A text of its own below: `paint-order` is not known everywhere, and where it is not the outline covers the letters.
  const outline = { stroke: ground, "stroke-width": 3.5, "stroke-linejoin": "round", "aria-hidden": "true" };
  return line(x, y, content, { ...style, fill: ground }, outline) + line(x, y, content, style);
}

function line(x: number, y: number, content: string, style: TextStyle, more: Attributes = {}): Svg {
  return element(
    "text",
    {
      x,
      y,
      "font-size": style.size ?? 12,
      fill: style.fill ?? ink.text,
      "text-anchor": style.anchor === "start" ? undefined : style.anchor,
      "font-weight": style.bold ? 600 : undefined,
      transform: style.rotate === undefined ? undefined : `rotate(${style.rotate} ${round(x)} ${round(y)})`,
      ...more,
    },
    escapeXml(content),
  );
}

/** What drawings stand on, whatever a page's is: charts are read on dark pages, too. */
export const ground = "#ffffff";

/** Colours of everything that is not data. */
export const ink = { title: "#1a1a1a", text: "#404040", faint: "#737373", axis: "#8c8c8c", grid: "#e8e8e8" };

const fontFamily = "'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif";

/** Width in px that text takes at most in the fonts asked for (DejaVu Sans is the widest of them). */
export function textWidth(content: string, size: number, bold = false): number {
  let em = 0;
  for (const character of content) {
    if (/[ijlI.,:;'|!()[\]]/.test(character)) em += 0.38;
    else if (/[mwMW@%]/.test(character)) em += 0.95;
    else if (/[A-Z&±+=<>~]/.test(character)) em += 0.72;
    else if (/[\u1100-\ud7ff\uf900-\uffdc\u{1f000}-\u{3ffff}]/u.test(character)) em += 1.05;
    else em += character === " " ? 0.33 : 0.62;
  }
  return em * size * (bold ? 1.1 : 1);
}

/** The text, or its beginning and an ellipsis, so that it takes at most `width` px. */
export function fitText(content: string, size: number, width: number, bold = false): string {
  if (textWidth(content, size, bold) <= width) return content;
  const characters = [...content];
  while (characters.length > 0 && textWidth(`${characters.join("")}…`, size, bold) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** What a text may be broken into: words, and their parts after hyphens. */
export function wordsOf(content: string): string[] {
  return content
    .split(/\s+/)
    .flatMap((word) => word.split(/(?<=[^-]-)(?=[^-])/))
    .filter((part) => part !== "");
}

/** The text in lines of at most `width` px, at most `limit` of them, broken between words and after hyphens. */
export function wrapText(content: string, size: number, width: number, limit: number): string[] {
  const lines: string[] = [];
  for (const word of wordsOf(content)) {
    const before = lines.at(-1) ?? "";
    const longer = `${before}${before === "" || /[^\s-]-$/.test(before) ? "" : " "}${word}`;
    if (lines.length > 0 && (lines.length === limit || textWidth(longer, size) <= width)) {
      lines[lines.length - 1] = longer;
    } else lines.push(word);
  }
  return lines.map((line) => fitText(line, size, width));
}

/** Text that may stand in XML: escaped, without the characters that XML forbids. */
export function escapeXml(content: string): string {
  return (
    content
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML 1.0 forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, "\ufffd")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
  );
}

/** A coordinate with at most two decimals, so that files are small and the same everywhere. */
export function round(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/**
 * A chart as a PNG file's bytes, `scale` pixels for each px of the drawing (2 is sharp on most screens).
 *
 * @throws DataError when the text is not an SVG
 */
export async function svgToPng(svg: Svg, scale = 2): Promise<Uint8Array> {
  try {
    return await sharp(Buffer.from(svg), { density: 72 * scale })
      .png()
      .toBuffer();
  } catch (cause) {
    throw new DataError("Could not draw the chart: expected an SVG document.", {}, cause);
  }
}
