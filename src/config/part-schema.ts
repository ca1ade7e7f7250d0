import * as z from "zod";
import { convnet, encoders } from "../encoders/index.js";
import { methods, simclr } from "../methods/index.js";
import { optimizers } from "../optim/index.js";
import { partName } from "./layer.js";
import type { PartKind } from "./run-options.js";

/** What makes a part from options, and says which there are. */
export interface PartFactory {
  (options?: never): unknown;
  readonly definition: { readonly name: string; readonly options: z.ZodObject };
}

/** The parts that are known by name. */
export const partFactories: Readonly<Record<PartKind, ReadonlyMap<string, unknown>>> = {
  method: methods,
  encoder: encoders,
  optimizer: optimizers,
};

/** What is taken when nobody says otherwise; a method brings its own optimiser. */
export const defaultParts: Readonly<Record<PartKind, string>> = {
  method: simclr.definition.name,
  encoder: convnet.definition.name,
  optimizer: simclr().recipe.optimizer,
};

/** The factory that a setting stands for: itself, or by name. */
export function partFactory(kind: PartKind, value: unknown): PartFactory | undefined {
  if (
    typeof value === "function" &&
    (value as Partial<PartFactory>).definition?.options instanceof z.ZodType
  ) {
    return value as PartFactory;
  }
  return partFactories[kind].get(partName(value)) as PartFactory | undefined;
}

/** Whether a setting is a part that was made already, such as `simclr({ temperature: 0.1 })`. */
export function isMadePart(value: unknown): value is { readonly name: string; readonly options: object } {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((field) => typeof field === "function");
}
