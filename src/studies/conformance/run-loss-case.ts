import type { Engine, Feeds } from "../../engine/index.js";
import { gradient } from "../../grad/index.js";
import { input, type Tensor } from "../../tensor/index.js";
import type { LossCase } from "./case-file.js";
import { CaseInputs } from "./case-inputs.js";
import { type CaseResult, judged } from "./case-result.js";
import { knownLosses, lossName } from "./known-losses.js";
import { relativeError, type Tolerance } from "./tolerance.js";

/** Computes a loss with its gradients on the engine and compares them with the reference. */
export async function runLossCase(
  engine: Engine,
  reference: LossCase,
  tolerance: Tolerance,
): Promise<CaseResult> {
  const { name, params, inputs, expected } = reference;
  const known = knownLosses.get(lossName(name));
  if (known === undefined) return { name, status: "missing", errors: {}, reason: "no such loss yet" };

  const tensors = new Map<string, Tensor>();
  const feeds: Record<string, Feeds[string]> = {};
  for (const [key, { shape, data }] of Object.entries(inputs)) {
    const integer = known.integers?.includes(key) === true;
    tensors.set(key, input(key, shape, integer ? "int32" : "float32"));
    feeds[key] = integer ? Int32Array.from(data) : Float32Array.from(data);
  }
  const given = new CaseInputs(name, tensors, params);
  const loss = known.loss(given);
  // The reference has no gradient for inputs that are data, such as labels.
  const wanted = Object.entries(expected.grads).flatMap(([key, numbers]) => {
    const tensor = tensors.get(key);
    return numbers === null || tensor === undefined ? [] : [{ key, numbers, tensor }];
  });
  const gradients = gradient(
    loss,
    wanted.map(({ tensor }) => tensor),
  );
  const outputs = new Map<string, Tensor>([["loss", loss]]);
  wanted.forEach(({ key }, i) => {
    outputs.set(`gradient/${key}`, gradients[i] as Tensor);
  });
  if (expected.center !== undefined && known.centre !== undefined) outputs.set("centre", known.centre(given));

  const store = await engine.createStore();
  const program = await engine.load({ outputs, updates: new Map() }, { store, name });
  const results = await program.run(feeds);
  await program.dispose();
  await store.dispose();
  const numbersOf = (output: string) => results[output] as Float32Array;
  return judged(
    name,
    {
      value: relativeError(numbersOf("loss"), [expected.loss], tolerance),
      gradients: Math.max(
        0,
        ...wanted.map(({ key, numbers }) => relativeError(numbersOf(`gradient/${key}`), numbers, tolerance)),
      ),
      ...(expected.center === undefined
        ? {}
        : { centre: relativeError(results.centre as Float32Array, expected.center, tolerance) }),
    },
    tolerance,
  );
}
