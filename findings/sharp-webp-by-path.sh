#!/usr/bin/env bash
# sharp 0.35.5: a WebP file that was read by its path, then replaced by another picture, still gives the old pixels and
# the old size: the cache of operations goes by the name. Giving the bytes, or sharp.cache(false), gives the new ones.
#
# Seen: the file is replaced by a blue picture of 6 x 6
#   by path: red, 4 x 4; by bytes: blue, 6 x 6; by path with cache(false): blue, 6 x 6
. "$(dirname "$0")/begin.sh"
install sharp@0.35.5
see <<'JS'
const { default: sharp } = await import("sharp");
const { readFile, rename } = await import("node:fs/promises");
const write = (path, side, background) => sharp({ create: { width: side, height: side, channels: 3, background } }).webp({ lossless: true }).toFile(path);
async function look(name, source) {
  const { data, info } = await sharp(source).raw().toBuffer({ resolveWithObject: true });
  const seen = `${[...data.subarray(0, 3)].join(", ")}; ${info.width} x ${info.height}`;
  console.log(`${name}: ${seen}`);
  return seen;
}
await write("picture.webp", 4, "#ff0000");
const before = await look("before", "picture.webp");
await write("other.webp", 6, "#0000ff");
await rename("other.webp", "picture.webp");
await new Promise((resolve) => setTimeout(resolve, 1500));
holds((await look("replaced, by path", "picture.webp")) === before, "the old picture comes back");
holds((await look("replaced, by bytes", await readFile("picture.webp"))) === "0, 0, 255; 6 x 6", "bytes give the new one");
sharp.cache(false);
holds((await look("replaced, by path, cache off", "picture.webp")) === "0, 0, 255; 6 x 6", "so does a path without the cache");
JS
