/** A loss of one's own: written with tensors, differentiated, compiled and minimised by the engine. */
import { inlineEngine } from "unlabel";
import { gradient } from "unlabel/grad";
import { identity, input, matmul, mean, mul, normalise, square, sub, type Tensor } from "unlabel/tensor";

/** Mean squared cosine between different rows of `x` `[N, D]`: 0 when all are at right angles. */
function repulsion(x: Tensor): Tensor {
  const directions = normalise(x); // [N, D]
  const cosines = matmul(directions, directions, { transposeB: true }); // [N, N]
  return mean(square(sub(cosines, identity(x.shape[0] ?? 0))));
}

const [count, width] = [8, 16];
const points = input("points", [count, width], "float32", "state");
const loss = repulsion(points);
const [slope] = gradient(loss, [points]) as [Tensor];

// Outputs are returned by a run, updates replace state: together one ONNX model.
const program = {
  outputs: new Map([["loss", loss]]),
  updates: new Map([["points", sub(points, mul(slope, 20))]]),
};
const engine = inlineEngine();
const store = await engine.createStore([
  {
    name: "points",
    dtype: "float32",
    shape: [count, width],
    data: Float32Array.from({ length: count * width }, (_, i) => Math.sin(i * i)),
  },
]);
const step = await engine.load(program, { store });
for (let i = 0; i <= 100; i++) {
  const { loss } = await step.run({});
  if (i % 25 === 0) console.log(`step ${i}: loss ${Number(loss?.[0]).toExponential(2)}`);
}
await engine.dispose();
