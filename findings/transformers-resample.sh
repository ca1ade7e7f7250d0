#!/usr/bin/env bash
# @huggingface/transformers 4.3.1 in Node: `resample` 2 (bilinear) and 3 (bicubic) of a preprocessor_config.json pick
# single places of the picture when it is made smaller, and do not average; only 1 (Lanczos) does. Python's image
# processors average with all three.
#
# Seen: black and white noise of 64 x 64 made 8 x 8, so that a mean of 64 pixels is grey
#   resample 1: from 103 to 163; resample 2: from 0 to 255; resample 3: from 0 to 255
. "$(dirname "$0")/begin.sh"
install @huggingface/transformers@4.3.1
see <<'JS'
const { RawImage } = await import("@huggingface/transformers");
const side = 64;
let state = 1;
const noise = () => ((state = (state * 48271) % 2147483647) & 1024 ? 255 : 0);
const grey = Array.from({ length: side * side }, noise);
const pixels = Uint8ClampedArray.from({ length: side * side * 3 }, (_, i) => grey[Math.floor(i / 3)]);
const range = async (resample) => {
  const { data } = await new RawImage(pixels, side, side, 3).resize(8, 8, { resample });
  const found = [Math.min(...data), Math.max(...data)];
  console.log(`resample ${resample}: from ${found[0]} to ${found[1]}`);
  return found[1] - found[0];
};
const [lanczos, bilinear, bicubic] = [await range(1), await range(2), await range(3)];
holds(lanczos < 180, "1 averages");
holds(bilinear > 250, "2 does not");
holds(bicubic > 250, "3 does not");
JS
