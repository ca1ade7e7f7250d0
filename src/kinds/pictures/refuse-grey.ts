import { evenlySpread, type ImageSource } from "../../data/index.js";
import { ConfigError } from "../../errors.js";
import type { Method } from "../../methods/index.js";

/** Pictures that are looked at. */
const most = 64;

/**
 * Refuses pictures of three channels without any colour for a method that learns to colour: files often hold grey
 * pictures so.
 * @throws ConfigError where none of some, evenly spread, has a colour
 */
export async function refuseGrey(
  { name, colours }: Pick<Method, "name" | "colours">,
  source: Pick<ImageSource, "name" | "length" | "shape" | "read">,
): Promise<void> {
  const [channels, height, width] = source.shape;
  if (!colours || channels !== 3) return;
  const { images } = await source.read(evenlySpread(source.length, most));
  const area = height * width;
  for (let i = 0; i < images.length; i += 3 * area)
    for (let k = i; k < i + area; k++)
      if (images[k] !== images[k + area] || images[k] !== images[k + 2 * area]) return;
  throw new ConfigError(
    `The method ${name} learns to colour, but the ${Math.min(most, source.length)} pictures of ${source.name} that were looked at are all grey. Give pictures in colour, or use another method.`,
    { method: name },
  );
}
