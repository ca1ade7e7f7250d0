import { existsSync } from "node:fs";
import { DataError } from "../errors.js";
import { labelsFromNames } from "./class-labels.js";
import { readCsvLabels } from "./csv-labels.js";
import type { ImageSettings } from "./image-options.js";
import type { Labels } from "./source.js";

/** How to read the labels of a folder's pictures when they are asked for; null when there are none. */
export function folderLabels(
  folder: string,
  ids: readonly string[],
  { labels, labelColumn, pathColumn }: ImageSettings,
): (() => Promise<Labels>) | null {
  if (labels === "none") return null;
  if (labels === "auto") {
    const first = new Set(ids.map(firstFolder));
    return first.has(null) || first.size < 2 ? null : async () => labelsFromNames(ids.map(firstFolder));
  }
  if (labels === "folders" || labels === "parent") {
    const nameOf = labels === "folders" ? firstFolder : parentFolder;
    if (ids.every((id) => nameOf(id) === null)) {
      throw new DataError(
        `Labels were to come from folder names, but all ${ids.length} pictures lie directly in ${folder}: sort them into one folder a class, or give a labels CSV.`,
        { folder },
      );
    }
    return async () => labelsFromNames(ids.map(nameOf));
  }
  if (!existsSync(labels)) {
    throw new DataError(
      `The labels file ${labels} does not exist: give the path of a CSV, or folders, parent or none.`,
      { path: labels },
    );
  }
  return () => readCsvLabels(labels, ids, { labelColumn, pathColumn }, folder);
}

function firstFolder(id: string): string | null {
  const slash = id.indexOf("/");
  return slash < 0 ? null : id.slice(0, slash);
}

function parentFolder(id: string): string | null {
  const parts = id.split("/");
  return parts.at(-2) ?? null;
}
