import type { Encoder } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { type Method, recipeRate } from "../methods/index.js";
import type { PretrainOptions } from "./pretrain-options.js";

/**
 * The peak learning rate of a run: what was said, else what the method's recipe suggests for this batch and encoder.
 * `note` tells in a sentence where the batch is not the recipe's.
 * @param batchSize samples of a step, over all batches whose gradients are added up
 * @throws ConfigError where the recipe's rate is for another optimiser than the one that was asked for
 */
export function settleLearningRate(
  options: PretrainOptions,
  method: Method,
  encoder: Encoder,
  batchSize: number,
): { readonly learningRate: number; readonly note: string | null } {
  if (options.learningRate !== undefined) return { learningRate: options.learningRate, note: null };
  const { recipe } = method;
  if (options.optimizer !== undefined && options.optimizer !== recipe.optimizer) {
    throw new ConfigError(
      `The learning rate that ${method.name} suggests is for ${recipe.optimizer}: give \`learningRate\` with \`optimizer: ${JSON.stringify(options.optimizer)}\` (0.05 is usual for sgd, 0.3 for lars, 0.001 for adamw).`,
    );
  }
  const usual = recipe.learningRate * encoder.learningRateScale;
  const learningRate = recipeRate(recipe, batchSize) * encoder.learningRateScale;
  return {
    learningRate,
    note: learningRate === usual ? null : followed(method, batchSize, usual, learningRate),
  };
}

function followed({ name, recipe }: Method, batchSize: number, usual: number, rate: number): string {
  const times = recipe.scaling === "linear" ? "" : "the square root of ";
  return `The learning rate follows the batch: ${short(usual)}, which ${name} suggests for ${recipe.batchSize} samples, times ${times}${batchSize}/${recipe.batchSize} is ${short(rate)}. \`learningRate\` takes another.`;
}

const short = (rate: number) => Number(rate.toPrecision(3));
