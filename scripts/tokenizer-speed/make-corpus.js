import { closeSync, openSync, writeSync } from "node:fs";

const letters = "etaoinshrdlucmfw";

/** Writes `bytes` of lines made from the words of a text: the same text gives the same file. */
export function makeCorpus(text, bytes, path) {
  const words = text.match(/\S+/g);
  const random = generator(1);
  const pick = (count) => Math.floor(random() * count);
  const file = openSync(path, "w");
  let written = 0;
  while (written < bytes) {
    let part = "";
    while (part.length < 1 << 20) {
      const line = Array.from({ length: 6 + pick(13) }, () => {
        const word = words[pick(words.length)];
        if (pick(20) > 0) return word;
        return word + Array.from({ length: 1 + pick(4) }, () => letters[pick(letters.length)]).join("");
      });
      part += `${line.join(" ")}\n`;
    }
    written += writeSync(file, part);
  }
  closeSync(file);
}

/** Numbers from 0 to 1 (mulberry32). */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
