#!/usr/bin/env bash
# sharp 0.35.5: a JPEG that is resized right away is first made smaller by its decoder (shrink-on-load) where the ratio
# allows it, so its pixels differ from those of the decoded picture resized. fastShrinkOnLoad: false only makes it shrink less.
#
# Seen: noise of 1600 x 1200 made 224 x 224, the JPEG against its decoded pixels: largest
# difference 10, mean 1.7; with fastShrinkOnLoad: false 6 and 0.9; made 1000 x 1000: 0
. "$(dirname "$0")/begin.sh"
install sharp@0.35.5
see <<'JS'
const { default: sharp } = await import("sharp");
let state = 1;
const pixels = Buffer.from(Uint8Array.from({ length: 1600 * 1200 * 3 }, () => (state = (state * 48271) % 2147483647) & 255));
const jpeg = await sharp(pixels, { raw: { width: 1600, height: 1200, channels: 3 } }).blur(1.2).jpeg({ quality: 95 }).toBuffer();
const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
const decoded = () => sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } });
async function compared(side, options = {}) {
  const [a, b] = [await sharp(jpeg).resize(side, side, options).raw().toBuffer(), await decoded().resize(side, side, options).raw().toBuffer()];
  const differences = Array.from(a, (value, i) => Math.abs(value - b[i]));
  const largest = differences.reduce((most, value) => Math.max(most, value));
  const mean = differences.reduce((sum, value) => sum + value) / differences.length;
  console.log(`${side} x ${side} ${JSON.stringify(options)}: largest difference ${largest}, mean ${mean.toFixed(2)}`);
  return largest;
}
holds((await compared(224)) > 3, "the decoder shrinks first");
holds((await compared(224, { fastShrinkOnLoad: false })) > 3, "also where the fast form is turned off");
holds((await compared(1000)) === 0, "at milder ratios it does not");
JS
