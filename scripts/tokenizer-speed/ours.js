/** One training of ours, and the encoding of the first 20 MB: `node ours.js CORPUS ENTRIES` prints JSON. */
import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { trainBpe } from "../../dist/tokenizers/index.js";

const [corpus, entries] = process.argv.slice(2);
const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const cpuBefore = cpuSeconds();
const started = performance.now();
const texts = createReadStream(corpus, { encoding: "utf8", highWaterMark: 1 << 20 });
const tokenizer = await trainBpe({ texts, items: "pieces", vocabularySize: Number(entries) });
const train = (performance.now() - started) / 1000;
const cpu = cpuSeconds() - cpuBefore;
const peak = Math.round(process.resourceUsage().maxRSS / 1024);

const lines = readFileSync(corpus, "utf8").slice(0, 20e6).match(/.*\n/g);
const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
const encoding = cpuSeconds();
let ids = 0;
for (const line of lines) ids += tokenizer.encode(line).length;
const encode = bytes / 1e6 / (cpuSeconds() - encoding);
const merges = createHash("sha256").update(JSON.stringify(tokenizer.toJson().model.merges)).digest("hex");
const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
console.log(JSON.stringify({ version, train, cpu, encode, ids, merges, peak }));
