/**
 * How much detail the crops of large pictures keep, and where they lie, beside torchvision's on the original files.
 *
 *   npm run crop-detail -- [FOLDER] [--size 96] [--store-size 240] [--pictures 8] [--draws 3]
 *
 * Detail is the mean absolute Laplacian of the views. Each is compared with the same rectangle cut out of the file in its
 * own size and resized as Pillow does with its bilinear filter (torchvision's RandomResizedCrop, antialias on), and with
 * what the picture at the view's size would give. Without FOLDER it makes sets of textured pictures of two megapixels: of
 * squares, of 3:2, of 2:1, and of mixed shapes. Exits 1 where a ratio is below 0.9.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { type ImageSource, openImages } from "unlabel/data";
import { type Pixels, resizeLikePillow } from "./resize-like-pillow.js";
import { type MadeSet, shapesOf, writeTexturedPictures } from "./textured-pictures.js";
import { type Seen, viewsAndBoxes } from "./views-and-boxes.js";

const shares = [0.2, 0.5, 1] as const;
const least = 0.9;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: "string", default: "96" },
    "store-size": { type: "string" },
    pictures: { type: "string", default: "8" },
    draws: { type: "string", default: "3" },
  },
});
const size = Number(values.size);
const asked = values["store-size"];
let worst = Number.POSITIVE_INFINITY;
const given = positionals[0];
if (given !== undefined) await compare(given, given);
else
  for (const set of Object.keys(shapesOf) as MadeSet[]) {
    const folder = await mkdtemp(join(tmpdir(), "unlabel-crops-"));
    try {
      await writeTexturedPictures(folder, set, Number(values.pictures));
      await compare(folder, `made ones, ${set}`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
if (worst < least) process.exitCode = 1;

async function compare(folder: string, called: string): Promise<void> {
  const source = await openImages(folder, {
    size,
    channels: 3,
    labels: "none",
    storeSize: asked === undefined ? "auto" : Number(asked),
    limit: Number(values.pictures),
  });
  console.log(`${source.length} pictures, ${called}; views of ${size}x${size}`);
  console.log(source.notes.filter((note) => note.startsWith("Crops")).join("\n"));
  for (const share of shares) {
    const seen = await viewsAndBoxes(source, share, Number(values.draws));
    const { own, plain, reference } = await details(folder, source, seen);
    console.log(
      `share ${share}: mean |Laplacian| ${own.toFixed(2)}, of the files ${reference.toFixed(2)}: ratio ${(own / reference).toFixed(3)} (of the picture at the view's size ${(plain / reference).toFixed(3)})`,
    );
    await showReach(source, seen, share);
    worst = Math.min(worst, own / reference);
  }
  await source.close();
}

/** Between where the centres of crops lie in the widest pictures, and where torchvision's may lie. */
async function showReach(source: ImageSource, seen: readonly Seen[], share: number): Promise<void> {
  const { aspects } = await source.whole!.read(Int32Array.from({ length: source.length }, (_, i) => i));
  const widest = Math.max(...aspects);
  const centres = seen
    .filter(({ index }) => aspects[index]! > 0.99 * widest)
    .map(({ box }) => box.left + box.width / 2);
  const margin = Math.sqrt((share * 0.75) / widest) / 2;
  const show = (value: number) => value.toFixed(2);
  console.log(
    `  centres in pictures ${show(widest)} times as wide as high: ${show(Math.min(...centres))} to ${show(Math.max(...centres))} of the width (torchvision's narrowest allow ${show(margin)} to ${show(1 - margin)}; of the middle square ${show(0.5 - (0.5 - Math.sqrt(share * 0.75) / 2) / widest)} to ${show(0.5 + (0.5 - Math.sqrt(share * 0.75) / 2) / widest)})`,
  );
}

/** Mean absolute Laplacian of views, of what the view-sized picture gives, and of the files. */
async function details(folder: string, source: ImageSource, seen: readonly Seen[]) {
  const sums = { own: 0, plain: 0, reference: 0 };
  for (let index = 0; index < source.length; index++) {
    const { data, info } = await sharp(join(folder, source.id(index)))
      .autoOrient()
      .flatten({ background: "white" })
      .toColourspace("srgb")
      .raw()
      .toBuffer({ resolveWithObject: true });
    const picture: Pixels = { data, height: info.height, width: info.width, channels: info.channels };
    for (const { box, view, ofPlain } of seen.filter((one) => one.index === index)) {
      const part = {
        left: Math.round(box.left * info.width),
        top: Math.round(box.top * info.height),
        width: Math.round(box.width * info.width),
        height: Math.round(box.height * info.height),
      };
      const file = resizeLikePillow(picture, part, { height: size, width: size });
      sums.reference += laplacian(planes(file), 3);
      sums.own += laplacian(view, 3);
      sums.plain += laplacian(ofPlain, 3);
    }
  }
  const mean = (sum: number) => sum / seen.length;
  return { own: mean(sums.own), plain: mean(sums.plain), reference: mean(sums.reference) };
}

function planes({ data, channels }: Pixels): Float32Array {
  const area = data.length / channels;
  return Float32Array.from(data, (_, i) => data[(i % area) * channels + Math.floor(i / area)]!);
}

/** Mean over all inner pixels of |4 x - left - right - above - below|. */
function laplacian(view: Float32Array, channels: number): number {
  let sum = 0;
  for (let c = 0; c < channels; c++)
    for (let y = 1; y < size - 1; y++)
      for (let x = 1; x < size - 1; x++) {
        const i = (c * size + y) * size + x;
        sum += Math.abs(4 * view[i]! - view[i - 1]! - view[i + 1]! - view[i - size]! - view[i + size]!);
      }
  return sum / (channels * (size - 2) ** 2);
}
