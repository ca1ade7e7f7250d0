/** Pretrains an encoder on digits without a label, then asks how well their 20 nearest neighbours name them. */
import { featuresOf, knnClassify, nodeEngine, openEncoder, openForRun, pretrain, simclr } from "unlabel";

const run = "runs/quick-start";
const [limit, steps] = [10_000, 200];

for await (const event of pretrain({ data: "mnist", method: simclr(), limit, steps, out: run })) {
  if (event.type === "step" && event.step % 10 === 0)
    console.log(`step ${event.step}: loss ${event.loss.toFixed(3)}`);
}

const engine = nodeEngine();
const encoder = await openEncoder(run, { engine });

/** Embeddings and labels of one part of the data; training has seen neither labels nor the test part. */
async function embed(split: "train" | "test") {
  const digits = await openForRun(encoder.config, "mnist", { split, limit });
  const { data, width } = await encoder.embed(digits);
  const labels = (await digits.labels())?.values ?? new Int32Array();
  return { features: featuresOf(data, width), labels };
}

const test = await embed("test");
const { predictions } = await knnClassify(engine, await embed("train"), test.features);
const right = predictions.filter((prediction, i) => prediction === test.labels[i]).length;
console.log(
  `nearest neighbours name ${((100 * right) / predictions.length).toFixed(1)} % of the test digits`,
);
await encoder.dispose();
await engine.dispose();
