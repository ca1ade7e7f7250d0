import { namedData, nothingThere } from "../data/index.js";
import { ConfigError } from "../errors.js";
import { type AnyKind, kindOf, kinds } from "./kinds.js";
import { type ReadingOptions, readingOptionNames } from "./reading-options.js";

/**
 * The kind of what is at a path: the one that was said, else what it looks like.
 * @throws ConfigError for options of another kind; DataError where there is nothing
 */
export async function findKind({
  data,
  kind,
  ...said
}: ReadingOptions & { readonly data: string; readonly kind?: string | undefined }): Promise<AnyKind> {
  const found = kind === undefined ? await recognised(data) : kindOf({ kind });
  const strange = readingOptionNames.find(
    (name) =>
      (said as ReadingOptions)[name] !== undefined && !Object.hasOwn(found.options, name) && isOfAKind(name),
  );
  if (strange === undefined) return found;
  const ofThose = [...kinds.values()].find(({ options }) => Object.hasOwn(options, strange));
  throw new ConfigError(
    `\`${strange}\` is about ${ofThose?.called.many}, and ${data} is read as ${found.called.many}. Leave it out${kinds.size > 1 ? `, or say what the data are with \`kind: "${ofThose?.name}"\`` : ""}.`,
    { option: strange, kind: found.name },
  );
}

async function recognised(path: string): Promise<AnyKind> {
  const all = [...kinds.values()];
  for (const kind of all) if (await kind.recognises(path)) return kind;
  throw await nothingThere(path, all.map(({ expected }) => expected).join("; or "), namedData);
}

const isOfAKind = (name: string) => [...kinds.values()].some(({ options }) => Object.hasOwn(options, name));
