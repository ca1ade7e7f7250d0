import { markdownTable, type Table } from "./table.js";

/** A part of a report. What is there is shown in this order: text, table, picture. */
export interface ReportSection {
  readonly title: string;
  /** Markdown. */
  readonly text?: string;
  readonly table?: Table;
  /** A picture's path relative to the report, and what it shows. */
  readonly picture?: { readonly path: string; readonly caption: string };
}

export interface RunReport {
  readonly title: string;
  /** Markdown under the title: what was done and the one number that matters. */
  readonly summary?: string;
  readonly sections: readonly ReportSection[];
}

/** The text of a run folder's `report.md`. */
export function runReport({ title, summary, sections }: RunReport): string {
  const blocks = [`# ${oneLine(title)}`];
  if (summary !== undefined) blocks.push(summary.trim());
  for (const section of sections) {
    blocks.push(`## ${oneLine(section.title)}`);
    if (section.text !== undefined) blocks.push(section.text.trim());
    if (section.table !== undefined) blocks.push(markdownTable(section.table));
    if (section.picture !== undefined) blocks.push(picture(section.picture));
  }
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function picture({ path, caption }: { readonly path: string; readonly caption: string }): string {
  // Slashes stay, backslashes of Windows become slashes, everything else is safe in a link.
  const link = path
    .split(/[\\/]/)
    .map(encodeURIComponent)
    .join("/")
    .replaceAll("(", "%28")
    .replaceAll(")", "%29");
  const alt = oneLine(caption).replace(/[[\]\\]/g, "\\$&");
  return `![${alt}](${link})\n\n*${oneLine(caption).replace(/[*_\\]/g, "\\$&")}*`;
}

function oneLine(content: string): string {
  return content.replace(/\s+/g, " ").trim();
}
