/** After quick-start.ts: writes a vector for every digit, and finds the ones most like the first. */
import { embedRun, findNeighbours } from "unlabel";

const run = "runs/quick-start";
const limit = 10_000;

const { files, samples, dimensions } = await embedRun(run, "mnist", {
  split: "test",
  limit,
  out: "digits.npy",
});
console.log(`${samples} vectors of ${dimensions} numbers in ${files.join(", ")}`);

const { query, neighbours } = await findNeighbours(run, "mnist", {
  split: "test",
  limit,
  query: "0",
  k: 5,
});
console.log(`${query.id} is a ${query.label}; most like it:`);
for (const { id, similarity, label } of neighbours)
  console.log(`  ${id} (${label}) ${similarity.toFixed(3)}`);
// It gives `sheet` as well, the bytes of a PNG that shows them.
