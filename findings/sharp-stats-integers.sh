#!/usr/bin/env bash
# sharp 0.35.5: stats() cuts the least and the greatest value of a channel to whole numbers of 32 bits with a sign: those of
# a floating-point picture of 0.25 to 0.75 are 0 and 0, and 4,000,000,000 is -2,147,483,648. The mean is right.
#
# Seen: float32 0.25 to 0.75: min 0, max 0, mean 0.5; uint32 0 to 4e9: min 0, max -2147483648, mean 2e9
. "$(dirname "$0")/begin.sh"
install sharp@0.35.5
cp "$here/grey-tiff.mjs" "$place/"
see <<'JS'
import { tiff } from "./grey-tiff.mjs";
const { default: sharp } = await import("sharp");
async function channel(kind, values) {
  const { min, max, mean } = (await sharp(tiff(kind, values, 2, 2)).stats()).channels[0];
  console.log(`${kind} ${values.join(", ")}: min ${min}, max ${max}, mean ${mean}`);
  return { min, max, mean };
}
const floats = await channel("float32", [0.25, 0.25, 0.75, 0.75]);
holds(floats.min === 0 && floats.max === 0 && floats.mean === 0.5, "extremes of floating point lose what is behind the point");
const large = await channel("uint32", [0, 0, 4e9, 4e9]);
holds(large.max === -2147483648 && large.mean === 2e9, "large ones turn negative");
JS
