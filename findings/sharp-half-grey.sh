#!/usr/bin/env bash
# sharp 0.35.5: a grey TIFF of 16-bit floating point is read as whole numbers: 0.25 to 0.99 become 0, whatever depth and
# colour space the values are asked for in. Its header says "float". 32-bit floats, and halves in RGB, keep theirs.
#
# Seen: values 0.25, 0.5, 0.75, 1.25 as raw({ depth: "float" }) with the picture's own colour space
#   half, grey: 0, 0, 0, 1; float32, grey: 0.25, 0.5, 0.75, 1.25; half, RGB: 0.25, 0.5, 0.75, 1.25
#   half, grey, after linear(1000, 0): 250, 500, 750, 1250
. "$(dirname "$0")/begin.sh"
install sharp@0.35.5
cp "$here/grey-tiff.mjs" "$place/"
see <<'JS'
import { tiff } from "./grey-tiff.mjs";
const { default: sharp } = await import("sharp");
const values = [0.25, 0.5, 0.75, 1.25];
const inColour = values.flatMap((value) => [value, value, value]);
async function shown(what, file, prepared = (picture) => picture, space = null) {
  const { depth, space: own } = await sharp(file).metadata();
  const picture = prepared(sharp(file)).toColourspace(space ?? own).raw({ depth: "float" });
  const { data, info } = await picture.toBuffer({ resolveWithObject: true });
  const found = new Float32Array(Uint8Array.from(data).buffer).filter((_, i) => i % info.channels === 0);
  console.log(`${what} (${depth}, ${own}): ${found.join(", ")}`);
  return found.join();
}
const half = tiff("float16", values, 2, 2);
holds((await shown("half, grey", half)) === "0,0,0,1", "halves in grey are cut to whole numbers");
holds((await shown("half, grey, as b-w", half, undefined, "b-w")) === "0,0,0,0", "in the colour space of 8 bits all is 0");
holds((await shown("float32, grey", tiff("float32", values, 2, 2))) === values.join(), "32 bits are kept");
holds((await shown("half, RGB", tiff("float16", inColour, 2, 2))) === values.join(), "halves in RGB are kept");
holds((await shown("half, grey, times 1000", half, (picture) => picture.linear(1000, 0))) === "250,500,750,1250", "what is scaled first is there");
JS
