/** Opens a corpus and reads random batches: FILE CACHE CUT TOKENIZER LONGEST BATCHES. Prints what it took as JSON. */
import { openTexts } from "../../dist/texts/index.js";

const [file, cacheFolder, cut, kind, longest, batches] = process.argv.slice(2);
const batchSize = 64;
const seconds = (since) => (performance.now() - since) / 1000;

const started = performance.now();
const phases = new Set();
const source = await openTexts(file, {
  ...{ cacheFolder, cut, tokenizer: { kind }, longest: Number(longest), per: "line", keepAfter: 0 },
  onProgress: ({ phase }) => phases.add(phase),
});
const opened = seconds(started);
const reading = performance.now();
// Places of a fixed sequence, so that every process reads the same ones.
let place = 1;
let sum = 0;
for (let batch = 0; batch < Number(batches); batch++) {
  const indices = Array.from({ length: batchSize }, () => {
    place = (place * 48271) % 2147483647;
    return Math.floor((place / 2147483647) * source.length);
  });
  const { tokens } = await source.read(indices);
  for (const token of tokens) sum += token;
}
const read = seconds(reading);
await source.close();
console.log(
  JSON.stringify({
    ...{ samples: source.length, storedIn: source.storedIn, phases: [...phases], opened, read, sum },
    peak: process.resourceUsage().maxRSS * 1024,
  }),
);
