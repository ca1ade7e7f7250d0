/** A method of one's own in thirty lines: alignment and uniformity (Wang & Isola, 2020), pretrained and opened. */
import { defineMethod, openEncoder, pretrain, z } from "unlabel";
import { alignment, uniformity } from "unlabel/losses";
import { mlp } from "unlabel/nn";
import { add, concat, mul, split, type Tensor } from "unlabel/tensor";

export const alignUniform = defineMethod({
  name: "align-uniform",
  title: "Alignment and uniformity",
  paper: "https://arxiv.org/abs/2005.10242",
  family: "contrastive",
  taxonomy: "contrastive",
  couples: ["loss", "statistics"],
  options: z.strictObject({
    weight: z.number().positive().default(1).describe("Weight of uniformity."),
    outputDim: z.int().positive().default(64).describe("Size of the projected vectors."),
  }),
  views: [{ count: 2 }],
  step({ scope, encode, views }, { weight, outputDim }) {
    const h = encode(concat(views)); // [2N, D]
    const [a, b] = split(mlp(scope.child("projector"), h, [256, outputDim], { norm: true }), 2) as [
      Tensor,
      Tensor,
    ];
    const spread = mul(add(uniformity(a), uniformity(b)), weight / 2);
    return { loss: add(alignment(a, b), spread), embedding: h };
  },
});

const [limit, steps] = [10_000, 200];
const [run, method] = ["runs/own-method", alignUniform({ weight: 0.5 })];
for await (const event of pretrain({ data: "mnist", method, limit, steps, out: run })) {
  if (event.type === "step" && event.step % 10 === 0)
    console.log(`step ${event.step}: loss ${event.loss.toFixed(3)}`);
}
// A run folder knows a method of one's own by name only, so it is given again; to resume too.
const encoder = await openEncoder(run, { method: alignUniform });
console.log(`${encoder.config.method.name}: layers ${encoder.layers.join(", ")} after ${encoder.step} steps`);
await encoder.dispose();
