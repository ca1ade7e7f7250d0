import { DataError } from "../errors.js";
import type { DataSource } from "./source.js";

export interface TestPartOptions {
  /** What it is a part of, or stands beside, when that is open: there is then no part that is also the whole. */
  readonly whole?: Pick<DataSource, "name"> | undefined;
  /** Whether it is to judge, for which at least one of its samples needs a label. */
  readonly labelled?: boolean | undefined;
  /** Told where there is a part called test, but without labels. */
  readonly onNote?: ((sentence: string) => void) | undefined;
}

/**
 * The part of data that is called test; null where there is none, or none that will do.
 * @param open opens that part
 */
export async function openTestPart<Own extends DataSource>(
  open: () => Promise<Own>,
  { whole, labelled = false, onNote }: TestPartOptions = {},
): Promise<Own | null> {
  const test = await open().catch((error: unknown) => {
    if (!(error instanceof DataError)) throw error;
    const { context } = error;
    // Folders were to be its classes, and it has none.
    if (context.unlabelled === true) onNote?.(withoutLabels(String(context.folder)));
    else if (!("split" in context || "files" in context)) throw error;
    return null;
  });
  if (test === null) return null;
  if (test.name === whole?.name) {
    await test.close();
    return null;
  }
  if (!labelled || (await hasLabel(test))) return test;
  await test.close();
  onNote?.(withoutLabels(test.name));
  return null;
}

async function hasLabel(source: DataSource): Promise<boolean> {
  const labels = await source.labels().catch((error: unknown) => {
    // The table of the training samples may well name none of the others.
    if (error instanceof DataError && error.context.unmatched === true) return null;
    throw error;
  });
  return labels !== null && labels.missing < source.length;
}

const withoutLabels = (name: string): string =>
  `${name} has no labels, so its pictures cannot judge: some of the labelled ones are kept apart to do it.`;
