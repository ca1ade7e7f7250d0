import type { Encoder, Method } from "unlabel";
import { gradient } from "unlabel/grad";
import { Scope, type Variables } from "unlabel/nn";
import { applyUpdates, sgd } from "unlabel/optim";
import { barePicturesData } from "unlabel/setup";
import { modelContext, type StepProgram } from "unlabel/steps";
import { input, split, type Tensor } from "unlabel/tensor";
import { shared } from "./workloads.js";

/**
 * A training step without augmentation: forward pass, loss, gradients and SGD with momentum on ready-made views,
 * float32 `views` `[2N, C, H, W]`. What other frameworks call a training step.
 */
export function bareStep(
  encoder: Encoder,
  method: Method,
): { readonly program: StepProgram["train"]; readonly variables: Variables } {
  const root = Scope.root();
  const { batchSize, channels, side, momentum } = shared;
  const views = split(input("views", [2 * batchSize, channels, side, side]), 2) as [Tensor, Tensor];
  const schedule = (name: string) => input(name, [], "float32", "schedule");
  const { loss } = method.step({
    ...modelContext(root, encoder, {
      data: barePicturesData({ channels, size: [side, side], mean: 0, deviation: 1 }),
    }),
    views,
    progress: schedule("progress"),
    samples: batchSize,
  });
  const parameters = root.variables.parameters();
  const gradients = gradient(
    loss as Tensor,
    parameters.map(({ tensor }) => tensor),
  );
  const hyper = {
    learningRate: schedule("learningRate"),
    step: schedule("stepNumber"),
    progress: schedule("progress"),
  };
  const updates = applyUpdates(root.child("optimizer"), sgd({ momentum }), parameters, gradients, hyper);
  for (const [name, value] of root.variables.assigned()) updates.set(name, value);
  return { program: { outputs: new Map([["loss", loss as Tensor]]), updates }, variables: root.variables };
}
