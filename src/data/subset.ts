import { relabel } from "./class-labels.js";
import { checkIndices, type ImageSource, type Labels, type Source, type WholeSource } from "./source.js";

/**
 * A view of some samples of a source, in the order of `indices`. It keeps everything else the source
 * has (shape, class names, partners) and reads through it; no sample is copied.
 */
export function subset<S extends Source>(source: S, indices: ArrayLike<number>): S {
  checkIndices(indices, source.length);
  const chosen = Int32Array.from(indices);
  const inSource = (places: ArrayLike<number>) => {
    checkIndices(places, chosen.length);
    return Int32Array.from(places, (place) => chosen[place]!);
  };
  let labels: Promise<Labels | null> | null = null;
  return {
    ...source,
    ...(source.partner === undefined ? {} : { partner: subset(source.partner, chosen) }),
    ...wholeAt(source, inSource),
    length: chosen.length,
    id: (index: number) => source.id(inSource([index])[0]!),
    ...(source.text && { text: async (index: number) => source.text!(inSource([index])[0]!) }),
    labels() {
      labels ??= source.labels().then((all) => all && labelsAt(all, chosen));
      return labels;
    },
    ...(source.fingerprints && {
      fingerprints: async () => {
        const all = await source.fingerprints!();
        return BigUint64Array.from(chosen, (index) => all[index]!);
      },
    }),
    read: (places: ArrayLike<number>) => source.read(inSource(places)),
    close: () => source.close(),
  };
}

/** The whole pictures of pictures; nothing where there are none. */
function wholeAt(
  source: Source & Partial<Pick<ImageSource, "whole">>,
  inSource: (places: ArrayLike<number>) => Int32Array,
): { readonly whole?: WholeSource } {
  const { whole } = source;
  if (whole === undefined) return {};
  return { whole: { ...whole, read: async (places) => whole.read(inSource(places)) } };
}

function labelsAt(all: Labels, chosen: Int32Array): Labels {
  const values = chosen.map((index) => all.values[index]!);
  let missing = 0;
  for (const value of values) if (value < 0) missing++;
  return { ...all, values, missing };
}

/**
 * The same samples with labels numbered by `classNames`, usually those of the source a classifier
 * was trained on. `labels()` then throws DataError when there is a class that is not among them.
 */
export function withClasses<S extends Source>(source: S, classNames: readonly string[]): S {
  let labels: Promise<Labels | null> | null = null;
  return {
    ...source,
    labels() {
      labels ??= source.labels().then((all) => all && relabel(all, classNames, source.name));
      return labels;
    },
  };
}
