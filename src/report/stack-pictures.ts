import sharp from "sharp";
import { DataError } from "../errors.js";

/** PNG files under each other, from the left, on white: PNG bytes. */
export async function stackPictures(pngs: readonly Uint8Array[]): Promise<Uint8Array> {
  if (pngs.length === 0) throw new DataError("Expected at least one picture to stack, found none.");
  const sizes = await Promise.all(pngs.map((png) => sharp(png).metadata()));
  const width = Math.max(...sizes.map((size) => size.width ?? 0));
  const height = sizes.reduce((sum, size) => sum + (size.height ?? 0), 0);
  let top = 0;
  const placed = pngs.map((input, i) => {
    const place = { input: Buffer.from(input), left: 0, top };
    top += sizes[i]?.height ?? 0;
    return place;
  });
  const sheet = sharp({ create: { width, height, channels: 3, background: "white" } });
  return sheet.composite(placed).png().toBuffer();
}
