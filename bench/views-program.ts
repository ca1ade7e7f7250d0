import { type AugmentationRecipe, views } from "unlabel/augment";
import { standardise, toUnit } from "unlabel/kinds";
import type { StepProgram } from "unlabel/steps";
import { input, sum, type Tensor } from "unlabel/tensor";
import { shared } from "./workloads.js";

type Key = Parameters<typeof views>[1];

/** The views of a training step and nothing else; their sums come out, so that nothing is left out. */
export function viewsProgram(
  recipe: AugmentationRecipe,
  statistics: Parameters<typeof standardise>[1],
): StepProgram["train"] {
  const { batchSize, channels, side } = shared;
  const images = toUnit(input("images", [batchSize, channels, side, side], "uint8"));
  const drawn = views(images, key("views"), recipe, [{ count: 2 }], { height: side, width: side });
  const outputs = drawn.map((view, i): [string, Tensor] => [`sum${i}`, sum(standardise(view, statistics))]);
  return { outputs: new Map(outputs), updates: new Map() };
}

function key(stream: string): Key {
  return { stream, child: (name) => key(`${stream}/${name}`) };
}
