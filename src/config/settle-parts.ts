import * as z from "zod";
import { nearestName } from "../data/index.js";
import { convnet, type Encoder, encoders } from "../encoders/index.js";
import { type Method, methods, simclr } from "../methods/index.js";
import { optimizers } from "../optim/index.js";
import { fieldFacts } from "./field-facts.js";
import { fromText } from "./from-text.js";
import { type Layer, partName, type Setting } from "./layer.js";
import type { PartKind } from "./run-options.js";
import { flagOf, show, variableOf } from "./spelling.js";

/** What was wrong, by dotted key. */
type Problems = Map<string, string>;

interface Factory {
  (options?: never): unknown;
  readonly definition: { readonly name: string; readonly options: z.ZodObject };
}

export function settleMethod(layer: Layer, problems: Problems): Method | undefined {
  return settlePart("method", methods, simclr.definition.name, layer, problems) as Method | undefined;
}

export function settleEncoder(layer: Layer, problems: Problems): Encoder | undefined {
  return settlePart("encoder", encoders, convnet.definition.name, layer, problems) as Encoder | undefined;
}

/** Name and options, for a run resolves its optimiser itself. @param preset the method's own choice */
export function settleOptimizer(
  layer: Layer,
  preset = simclr.definition.recipe.optimizer,
  problems: Problems,
) {
  const made = settlePart("optimizer", optimizers, preset, layer, problems);
  if (made === undefined) return {};
  const { name } = made as { name: string };
  return {
    optimizer: name,
    optimizerOptions: givenOptions("optimizer", layer, optimizers.get(name), problems),
  };
}

/** Undefined when nothing was said, or what was said is wrong and noted. */
function settlePart(
  kind: PartKind,
  factories: ReadonlyMap<string, unknown>,
  preset: string,
  layer: Layer,
  problems: Problems,
): unknown {
  const setting = layer.get(kind);
  const hasOptions = optionsOf(kind, layer).length > 0;
  if (setting === undefined && !hasOptions) return undefined;
  const value = setting?.value ?? preset;
  const factory = (isFactory(value) ? value : factories.get(partName(value))) as Factory | undefined;
  if (typeof value === "object" && value !== null && hasBehaviour(value)) {
    if (!hasOptions) return value;
    if (factory === undefined) {
      const [key, option] = optionsOf(kind, layer)[0] as [string, Setting];
      problems.set(
        key,
        `${option.origin} cannot change the options of your own ${kind}; set them where it is made.`,
      );
      return undefined;
    }
  }
  if (factory === undefined) {
    problems.set(kind, unknownPart(kind, value, setting, [...factories.keys()]));
    return undefined;
  }
  const base = (value as { options?: Readonly<Record<string, unknown>> }).options ?? {};
  const options = givenOptions(kind, layer, factory, problems);
  const isWrong = optionsOf(kind, layer).some(([key]) => problems.has(key));
  if (isWrong) return undefined;
  const whole = factory.definition.options.safeParse({ ...base, ...options });
  if (whole.success) return factory({ ...base, ...options } as never);
  problems.set(
    kind,
    `${setting?.origin ?? kind}: ${whole.error.issues.map(({ message }) => message).join("; ")}.`,
  );
  return undefined;
}

/** The options that were said, each checked alone. */
function givenOptions(
  kind: PartKind,
  layer: Layer,
  factory: unknown,
  problems: Problems,
): Readonly<Record<string, unknown>> {
  const { name, options: schema } = (factory as Factory).definition;
  const given: Record<string, unknown> = {};
  for (const [key, { value, origin, isText }] of optionsOf(kind, layer)) {
    const option = key.slice(kind.length + 1);
    const field = schema.shape[option] as z.ZodType | undefined;
    if (field === undefined) {
      problems.set(key, unknownOption(kind, name, option, origin, Object.keys(schema.shape)));
      continue;
    }
    const read = isText ? fromText(String(value), field) : value;
    const result = field.safeParse(read);
    if (result.success) given[option] = read;
    else problems.set(key, `${origin} takes ${fieldFacts(field).takes}, but got ${show(read)}.`);
  }
  return given;
}

function optionsOf(kind: PartKind, layer: Layer): [string, Setting][] {
  return [...layer].filter(([key]) => key.startsWith(`${kind}.`));
}

function isFactory(value: unknown): value is Factory {
  return typeof value === "function" && (value as Partial<Factory>).definition?.options instanceof z.ZodType;
}

function hasBehaviour(value: object): boolean {
  return Object.values(value).some((field) => typeof field === "function");
}

function unknownPart(kind: PartKind, value: unknown, setting: Setting | undefined, names: string[]): string {
  const origin = setting?.origin ?? kind;
  if (typeof value !== "string")
    return `${origin} takes a name or what makes a ${kind}, but got ${show(value)}.`;
  const near = nearestName(value, names);
  const hint = near === null ? "" : ` Did you mean ${near}?`;
  return `${origin}: there is no ${kind} called ${value}; there are ${names.join(", ")}.${hint}`;
}

function unknownOption(
  kind: PartKind,
  name: string,
  option: string,
  origin: string,
  names: string[],
): string {
  const near = nearestName(option, names);
  const spell = origin.startsWith("--")
    ? flagOf
    : origin.startsWith("UNLABEL_")
      ? variableOf
      : (key: string) => key;
  const hint = near === null ? "" : ` Did you mean ${spell(`${kind}.${near}`)}?`;
  return `${origin}: ${name} has no option ${option}; it has ${names.join(", ") || "none"}.${hint}`;
}
