import { evenlySpread } from "./evenly-spread.js";
import type { ImageSource } from "./source.js";

/** How little the pictures of a source show, and how alike they are. */
type PictureLikeness = {
  /** Pictures that were looked at, evenly spread. */
  readonly looked: number;
  /** Ids of those of one colour throughout. */
  readonly plain: readonly string[];
  /** Ids of those that are the same picture, or nearly: as many as are alike. */
  readonly alike: readonly string[];
};

const mostLooked = 1024;
/** Pictures whose pixels differ by less than this on average (root mean square), of 255, are nearly the same. */
const nearly = 2;
/** From this share of the pictures on, they are all alike for all purposes. */
const nearlyAll = 0.9;

/** Looks at up to 1,024 pictures, evenly spread. */
async function pictureLikeness(source: ImageSource): Promise<PictureLikeness> {
  const indices = evenlySpread(source.length, mostLooked);
  const { images } = await source.read(indices);
  const bytes = images.length / Math.max(1, indices.length);
  const pictures = Array.from(indices, (_, i) => images.subarray(i * bytes, (i + 1) * bytes));
  const idsOf = (holds: (picture: Uint8Array) => boolean) =>
    Array.from(indices).flatMap((index, i) => (holds(pictures[i]!) ? [source.id(index)] : []));
  // The picture next to the mean is one of those that are alike, if most are.
  const mean = meanOf(pictures, bytes);
  const distances = pictures.map((picture) => distance(picture, mean));
  const middle = pictures[distances.indexOf(Math.min(...distances))];
  return {
    looked: indices.length,
    plain: idsOf((picture) => isPlain(picture, source.shape[0])),
    alike: idsOf((picture) => distance(picture, middle!) < nearly),
  };
}

/** Whether there is nothing to tell pictures apart by: no method keeps their embeddings from collapsing. */
function areAlike({ looked, alike }: PictureLikeness): boolean {
  return looked > 1 && alike.length >= nearlyAll * looked;
}

/**
 * What a person should know before such pictures are used, a sentence each, of those of a second source, too; none of
 * pictures that show something and differ.
 */
export async function likenessWarnings(source: ImageSource): Promise<readonly string[]> {
  const { name, length, valueRange, partner } = source;
  const likeness = await pictureLikeness(source);
  const { looked, plain, alike } = likeness;
  const [low, high] = valueRange ?? [];
  const wider =
    low === undefined ? "" : `, or whether another \`valueRange\` than ${low} to ${high} shows more of them`;
  const warnings: string[] = [];
  const isOneColour = plain.length === looked && areAlike(likeness);
  if (plain.length > 0 && !isOneColour) {
    const whole =
      plain.length === looked
        ? "apart from their colours there is nothing to learn"
        : "nothing is learned from such";
    warnings.push(
      `${countOf(plain.length, looked, length)} in ${name} ${plain.length === 1 ? "is" : "are"} of one colour throughout, such as ${plain[0]}: ${whole}. Look whether these are the right files${wider}.`,
    );
  }
  if (areAlike(likeness))
    warnings.push(
      `${countOf(alike.length, looked, length)} in ${name} are ${isOneColour ? "of one colour, " : ""}the same or nearly, such as ${alike[0]} and ${alike[1]}: nothing tells them apart, so their embeddings collapse whatever the method and its settings. Look whether these are the right pictures${wider}.`,
    );
  return partner === undefined ? warnings : [...warnings, ...(await likenessWarnings(partner))];
}

/** Why embeddings of these pictures collapse, in a sentence, where no method is to blame; else null. */
export async function likenessBlame(source: ImageSource): Promise<string | null> {
  const likeness = await pictureLikeness(source);
  if (!areAlike(likeness)) return null;
  return `That is the pictures' doing, not the method's: ${countOf(likeness.alike.length, likeness.looked, source.length).toLowerCase()} are the same or nearly.`;
}

function countOf(some: number, looked: number, length: number): string {
  const of = looked === length ? "pictures" : "pictures that were looked at";
  return some === looked ? `All ${looked} ${of}` : `${some} of the ${looked} ${of}`;
}

/** Whether every channel is of one value. */
function isPlain(picture: Uint8Array, channels: number): boolean {
  const area = picture.length / channels;
  for (let from = 0; from < picture.length; from += area) {
    const first = picture[from]!;
    for (let i = from + 1; i < from + area; i++) if (picture[i] !== first) return false;
  }
  return true;
}

function meanOf(pictures: readonly Uint8Array[], bytes: number): Float32Array {
  const mean = new Float32Array(bytes);
  for (const picture of pictures) for (let i = 0; i < bytes; i++) mean[i]! += picture[i]! / pictures.length;
  return mean;
}

/** Root mean square of the differences. */
function distance(picture: Uint8Array, other: Uint8Array | Float32Array): number {
  let sum = 0;
  for (let i = 0; i < picture.length; i++) sum += (picture[i]! - other[i]!) ** 2;
  return Math.sqrt(sum / Math.max(1, picture.length));
}
