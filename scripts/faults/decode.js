/** Decodes the pictures of a folder through a cache, however quick that was, and prints a digest of them: FOLDER CACHE. */
import { createHash } from "node:crypto";
import { openImages } from "../../dist/data/index.js";

const [folder, cacheFolder] = process.argv.slice(2);
const source = await openImages(folder, { cacheFolder, keepAfter: 0 });
const { images } = await source.read(Int32Array.from({ length: source.length }, (_, i) => i));
console.log(createHash("sha256").update(images).digest("hex"));
for (const note of source.notes) console.error(note);
await source.close();
