#!/usr/bin/env bash
# @huggingface/transformers 4.3.1: a grey PNG with transparency cannot be read (the message speaks of 4 channels), and of a colour
# picture with transparency the alpha is dropped, so that colours hidden under it reach the model.
#
# Seen:
#   grey with alpha: Conversion failed due to unsupported number of channels: 4
#   red under alpha 0 becomes 255, 0, 0
. "$(dirname "$0")/begin.sh"
install @huggingface/transformers@4.3.1 sharp@0.35.5
see <<'JS'
const { RawImage } = await import("@huggingface/transformers");
const { default: sharp } = await import("sharp");
const { writeFile } = await import("node:fs/promises");
const grey = await sharp(Buffer.from([100, 255, 50, 128]), { raw: { width: 2, height: 1, channels: 2 } }).toColourspace("b-w").png().toBuffer();
const hidden = await sharp(Buffer.from([255, 0, 0, 0]), { raw: { width: 1, height: 1, channels: 4 } }).png().toBuffer();
await writeFile("grey.png", grey);
await writeFile("hidden.png", hidden);
const said = await RawImage.read("grey.png").then(({ channels }) => `${channels} channels`, ({ message }) => message);
console.log(`grey with alpha: ${said}`);
holds(said.includes("unsupported number of channels"), "grey with alpha is refused");
const { data } = (await RawImage.read("hidden.png")).rgb();
console.log(`red under alpha 0 becomes ${[...data].join(", ")}`);
holds(data[0] === 255 && data[1] === 0, "hidden colours come out");
JS
