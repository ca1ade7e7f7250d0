import { DataError } from "../errors.js";
import type { Partners } from "./partners.js";
import { drawBelow } from "./partners.js";
import type { Source } from "./source.js";

/**
 * Positives by class: the partner is another sample of the same class, each of them equally likely, drawn anew every
 * epoch. Reads labels.
 *
 * @throws DataError when there are no labels, a sample lacks one, or a class has one sample only
 */
export async function classPartners<Arrays extends object>(
  source: Source<Arrays>,
): Promise<Partners<Arrays>> {
  const labels = await source.labels();
  if (labels === null || labels.missing > 0) {
    throw new DataError(
      `${source.name} has ${labels === null ? "no labels" : `${labels.missing} samples without a label`}, and positives by class need one for every sample: sort the samples into one folder a class, or give a CSV with \`labels\`.`,
      { source: source.name },
    );
  }
  const { values, classNames } = labels;
  const members: number[][] = classNames.map(() => []);
  const place = new Int32Array(values.length);
  for (const [index, value] of values.entries()) place[index] = members[value]!.push(index) - 1;
  const alone = members.flatMap((list, value) => (list.length === 1 ? [classNames[value]!] : []));
  if (alone.length > 0) {
    const more = alone.length === 1 ? "" : ` (and ${alone.length - 1} more classes)`;
    throw new DataError(
      `The class ${alone[0]}${more} has one training sample, and positives by class need two of each: add samples, take it out, or hold out fewer.`,
      { source: source.name, classes: alone },
    );
  }
  return {
    source,
    of(index, key) {
      const list = members[values[index]!]!;
      const drawn = drawBelow(list.length - 1, index, key);
      return list[drawn < place[index]! ? drawn : drawn + 1]!;
    },
  };
}
