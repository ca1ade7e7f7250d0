import type { ImageSource, Source } from "../../data/index.js";
import { DataError } from "../../errors.js";
import type { ViewArrays } from "./view-inputs.js";
import type { ViewNeeds } from "./view-needs.js";

/**
 * The same samples, read as views need them.
 * @throws DataError when whole pictures are needed, and the source was opened without
 */
export function viewSource(source: ImageSource, { plain, whole }: ViewNeeds): Source<ViewArrays> {
  const pictures = source.whole;
  if (whole && pictures === undefined)
    throw new DataError(
      `Crops are taken from whole pictures, and ${source.name} was opened without: open it with a \`storeSize\`.`,
      { source: source.name },
    );
  return {
    ...source,
    async read(indices) {
      const [own, more] = await Promise.all([
        plain ? source.read(indices) : {},
        whole ? pictures?.read(indices) : undefined,
      ]);
      return { ...own, ...(more === undefined ? {} : { whole: more }) };
    },
  };
}
