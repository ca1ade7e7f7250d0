/**
 * A process of its own, whose greatest memory is that of a workload's training: a few steps as the loop of a run does
 * them. Arguments: folder of a built package, name of the workload, folder of pictures, threads. Prints JSON.
 */
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { method, runOptions, type WorkloadName, workloads } from "./workloads.js";

const [folder = "", name = "", pictures = "", threads = "1"] = process.argv.slice(2);
const load = (file: string) => import(pathToFileURL(join(resolve(folder), "dist", file)).href);
const library = (await load("index.js")) as typeof import("unlabel");
const train = (await load("train/index.js")) as typeof import("unlabel/train") &
  Partial<typeof import("unlabel/settle")>;
// Builds before runs were settled in a room of their own did it in the loop's.
const { resolveRun } =
  train.resolveRun === undefined
    ? ((await load("settle/index.js")) as typeof import("unlabel/settle"))
    : train;

const encoder = workloads[name as WorkloadName].encoder(library);
const options = runOptions(pictures, method(library), encoder, Number(threads));
const { config, source } = await resolveRun(options);
const training = await train.prepareTraining(config, source);
const before = process.memoryUsage.rss();
let step = 0;
for await (const batch of train.batches(training, { epoch: 0, batchInEpoch: 0 })) {
  const feeds = train.stepFeeds(training.parts, batch, step);
  // Builds whose steps were single programs took what one is fed.
  const fed = train.microFeeds === undefined ? (feeds as never) : [feeds];
  await training.step.run(fed, { seed: 0, step });
  if (++step === 4) break;
}
const peak = 1024 * process.resourceUsage().maxRSS;
await training.dispose();
console.log(JSON.stringify({ before, peak }));
process.exit(0);
