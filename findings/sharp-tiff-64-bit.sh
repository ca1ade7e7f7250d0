#!/usr/bin/env bash
# sharp 0.35.5: a TIFF of 64-bit floating point, which NumPy's default type gives, is refused as corrupt, in words that name
# no bits; the same values of 32 bits are read.
#
# Seen: "Input buffer has corrupt header: tiff2vips: samples out of range"
. "$(dirname "$0")/begin.sh"
install sharp@0.35.5
cp "$here/grey-tiff.mjs" "$place/"
see <<'JS'
import { tiff } from "./grey-tiff.mjs";
const { default: sharp } = await import("sharp");
const values = [0, 0.25, 0.5, 1];
const { depth, width, height } = await sharp(tiff("float32", values, 2, 2)).metadata();
holds(depth === "float" && width === 2 && height === 2, `32 bits are read: ${depth}, ${width} x ${height}`);
const refused = await sharp(tiff("float64", values, 2, 2)).metadata().then(() => null, ({ message }) => message);
console.log(`64 bits: ${refused}`);
holds(refused?.includes("corrupt header") && !refused.includes("64"), "64 bits are called a corrupt header");
JS
