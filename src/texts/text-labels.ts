import { type Labels, labelsFromNames } from "../data/index.js";
import type { TextFiles } from "./text-files.js";
import type { TokenSet } from "./token-set.js";

const entriesAtOnce = 4096;

/** How the labels of texts are read: from the table that they are in, or from what is known of their files; null where there are none. */
export function textLabels(
  { labels, files }: Pick<TextFiles, "labels" | "files">,
  set: TokenSet,
): ((texts: number) => Promise<Labels>) | null {
  const { classNames } = set.facts;
  if (classNames !== null) return async (texts) => fromTable(set, classNames, texts);
  if (labels.read === null) return null;
  return async (texts) => {
    const ofFiles = await labels.read!(files);
    const values = new Int32Array(texts);
    let missing = 0;
    for (const [file, first] of set.facts.firstTexts.entries()) {
      const value = ofFiles.values[file]!;
      const end = Math.min(set.facts.firstTexts[file + 1] ?? texts, texts);
      if (end <= first) continue;
      values.fill(value, first, end);
      if (value < 0) missing += end - first;
    }
    return { ...ofFiles, values, missing };
  };
}

/** Classes as the table has them, sorted as all labels are. */
async function fromTable(set: TokenSet, classNames: readonly string[], texts: number): Promise<Labels> {
  const sorted = labelsFromNames(classNames);
  const values = new Int32Array(texts);
  let missing = 0;
  for (let first = 0; first < texts; first += entriesAtOnce) {
    const entries = set.entries(first, Math.min(entriesAtOnce, texts - first));
    for (const [i, { label }] of entries.entries()) {
      values[first + i] = label < 0 ? -1 : sorted.values[label]!;
      if (label < 0) missing++;
    }
  }
  return { values, classNames: sorted.classNames, missing };
}
