#!/usr/bin/env bash
# sharp 0.35.5: of a grey TIFF with signed values of 16 bits (elevations, CT) every negative value comes out as 0, also
# where signed raw values are asked for and the header says "short". Of the same values in RGB they come out as they are.
#
# Seen: values -1000, -500, 0, 500
#   grey, raw({ depth: "short" }): 0, 0, 0, 1 (made 8 bits); with toColourspace("grey16"): 0, 0, 0, 500
#   RGB, raw({ depth: "short" }): -1000, -500, 0, 500; grey, linear(1, 32768) first, less 32768: -1000, -500, 0, 500
. "$(dirname "$0")/begin.sh"
install sharp@0.35.5
cp "$here/grey-tiff.mjs" "$place/"
see <<'JS'
import { tiff } from "./grey-tiff.mjs";
const { default: sharp } = await import("sharp");
const values = [-1000, -500, 0, 500];
const grey = tiff("int16", values, 2, 2);
const colour = tiff("int16", values.flatMap((value) => [value, value, value]), 2, 2);
async function shown(what, picture, Type) {
  const { data, info } = await picture.toBuffer({ resolveWithObject: true });
  const found = new Type(Uint8Array.from(data).buffer).filter((_, i) => i % info.channels === 0);
  console.log(`${what}: ${found.join(", ")}`);
  return found.join();
}
holds((await sharp(grey).metadata()).depth === "short", "the header is understood");
const short = { depth: "short" };
holds((await shown("grey, as it is", sharp(grey).raw(short), Int16Array)) === "0,0,0,1", "signed raw values are cut off, and of 8 bits");
holds((await shown("grey, as grey16", sharp(grey).toColourspace("grey16").raw(short), Int16Array)) === "0,0,0,500", "also where 16 bits are asked for");
holds((await shown("RGB", sharp(colour).raw(short), Int16Array)) === values.join(), "the same values in RGB are kept");
const moved = sharp(grey).linear(1, 32768).toColourspace("grey16").raw({ depth: "ushort" });
holds((await shown("grey, moved first", moved, Uint16Array)) === values.map((value) => value + 32768).join(), "linear(1, 32768) keeps them, moved");
JS
