import { existsSync } from "node:fs";
import { DataError } from "../errors.js";
import { labelsFromNames } from "./class-labels.js";
import { type Called, picturesCalled, readCsvLabels } from "./csv-labels.js";
import type { FolderPart } from "./folder-parts.js";
import type { Labels } from "./source.js";
import type { AskedColumns } from "./table-columns.js";

/** How the labels of a folder's pictures are read, of those that are left; `read` is null where there are none. */
export interface FolderLabels {
  readonly read: ((left: readonly string[]) => Promise<Labels>) | null;
  /** Why there are none, where one might think that there are. */
  readonly notes: readonly string[];
}

/** What a person said of where labels are. */
export type AskedLabels = AskedColumns & { readonly labels: string };

/**
 * How to read the labels of a folder's pictures, or of other files, when they are asked for.
 *
 * @param files all that were found: a limit, or a picture that cannot be read, changes no reading
 * @param called what the files are, for messages
 * @throws DataError when folders were to be classes and there are none, or a labels file is not there
 */
export function folderLabels(
  { folder, parts }: Pick<FolderPart, "folder" | "parts">,
  files: readonly string[],
  { labels, labelColumn, pathColumn }: AskedLabels,
  called: Called = picturesCalled,
): FolderLabels {
  if (labels === "none") return { read: null, notes: [] };
  if (labels === "auto" || labels === "folders" || labels === "parent") {
    const classes = { ...classFolders(files, parts, labels === "parent"), called };
    if (labels === "auto") return usualClasses(classes, files, parts);
    if (classes.names.size > 0) return { read: async (left) => labelsOf(classes, left), notes: [] };
    throw new DataError(
      `Labels were to come from folder names, but all ${files.length} ${called.many} lie directly in ${folder}${parts.length === 0 ? "" : ` or its ${parts.join(", ")}`}: sort them into one folder a class, or give a CSV with \`labels\`.`,
      { folder, unlabelled: true },
    );
  }
  if (!existsSync(labels)) {
    throw new DataError(
      `The labels file ${labels} does not exist: give \`labels\` the path of a CSV, or folders, parent or none.`,
      { path: labels },
    );
  }
  return {
    read: (left) => readCsvLabels(labels, { files, left, folder, called }, { labelColumn, pathColumn }),
    notes: [],
  };
}

interface ClassFolders {
  readonly of: (id: string) => string | null;
  readonly names: ReadonlySet<string>;
  /** The folder in which the class folders lie, where it is not the whole; several parts. */
  readonly below: readonly string[];
}

type CalledClasses = ClassFolders & { readonly called: Called };

/** Classes are the first folders; below the folders of parts, and below one folder that holds everything else. */
function classFolders(ids: readonly string[], parts: readonly string[], parent: boolean): ClassFolders {
  const fronts = parts.map((part) => `${part}/`);
  const inPart = (id: string) => id.slice(fronts.find((front) => id.startsWith(front))?.length ?? 0);
  if (parent) {
    const of = (id: string) => inPart(id).split("/").at(-2) ?? null;
    return { of, names: namesOf(ids, of), below: [] };
  }
  const folderAt = (depth: number) => (id: string) => {
    const folders = inPart(id).split("/");
    return depth < folders.length - 1 ? folders[depth]! : null;
  };
  const wrappers: string[] = [];
  let of = withoutBins(ids, fronts, folderAt(0));
  let names = namesOf(ids, of);
  while (names.size === 1) {
    const deeper = folderAt(wrappers.length + 1);
    const inside = namesOf(ids, deeper);
    // A folder of one class has no classes in it; a chain of single folders may lead to some.
    if (inside.size === 0) return { of: folderAt(0), names: namesOf(ids, folderAt(0)), below: parts };
    wrappers.push([...names][0]!);
    [of, names] = [deeper, inside];
  }
  return { of, names, below: wrappers.length === 0 ? parts : [wrappers.join("/")] };
}

/**
 * A part whose pictures all lie in one folder, of a name that no other part has, has no classes: test/test or
 * test/unknown of a competition is no class beside those of train.
 */
function withoutBins(
  ids: readonly string[],
  fronts: readonly string[],
  of: ClassFolders["of"],
): ClassFolders["of"] {
  if (fronts.length < 2) return of;
  const names = fronts.map((front) =>
    namesOf(
      ids.filter((id) => id.startsWith(front)),
      of,
    ),
  );
  const bins = fronts.filter((_, i) => {
    const [only, ...more] = names[i]!;
    if (only === undefined || more.length > 0) return false;
    const others = names.filter((_, j) => j !== i);
    return others.some((other) => other.size > 1) && others.every((other) => !other.has(only));
  });
  return (id) => (bins.some((front) => id.startsWith(front)) ? null : of(id));
}

function namesOf(ids: readonly string[], of: (id: string) => string | null): Set<string> {
  const names = new Set<string>();
  for (const id of ids) {
    const name = of(id);
    if (name !== null) names.add(name.normalize("NFC"));
  }
  return names;
}

/** Two folders or more are classes, unless most pictures lie beside them; a part without any says nothing of the others. */
function usualClasses(
  classes: CalledClasses,
  all: readonly string[],
  parts: readonly string[],
): FolderLabels {
  if (classes.names.size < 2) return { read: null, notes: [] };
  const bare = parts
    .map((part) => `${part}/`)
    .filter((front) => {
      const inside = all.filter((id) => id.startsWith(front));
      return inside.every((id) => classes.of(id) === null);
    });
  const ids = all.filter((id) => !bare.some((front) => id.startsWith(front)));
  const strays = ids.filter((id) => classes.of(id) === null);
  if (2 * strays.length < ids.length) return { read: async (left) => labelsOf(classes, left), notes: [] };
  return {
    read: null,
    notes: [
      `${strays.length} of ${ids.length} ${classes.called.many} lie in no folder of their own, such as ${strays[0]}, so the ${classes.names.size} folders beside them are taken for no classes: set \`labels\` to folders if they are.`,
    ],
  };
}

function labelsOf({ of, names, below, called }: CalledClasses, ids: readonly string[]): Labels {
  const strays = ids.filter((id) => of(id) === null);
  const notes: string[] = [];
  if (below.length > 0)
    notes.push(`Classes are the ${names.size} folders in ${listed(below)}: ${someOf(names)}.`);
  if (strays.length > 0)
    notes.push(
      strays.length === 1
        ? `1 of ${ids.length} ${called.many} lies beside the class folders and has no label: ${strays[0]}.`
        : `${strays.length} of ${ids.length} ${called.many} lie beside the class folders and have no label, such as ${strays[0]}.`,
    );
  return { ...labelsFromNames(ids.map(of)), notes };
}

function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(", "), names.at(-1)].filter((text) => text !== "").join(" and ");
}

function someOf(names: ReadonlySet<string>): string {
  const sorted = [...names].sort();
  return `${sorted.slice(0, 5).join(", ")}${sorted.length > 5 ? ", ..." : ""}`;
}
