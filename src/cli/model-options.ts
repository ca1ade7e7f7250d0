import { type Command, Option } from "commander";
import { nearestName } from "../data/index.js";
import { type Encoder, type EncoderFactory, encoders } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { type Method, type MethodFactory, methods } from "../methods/index.js";
import { addSchemaOptions, peekOption, readSchemaOptions } from "./schema-options.js";

export const defaultMethod = "simclr";
export const defaultEncoder = "convnet";

/** Adds `--method` and `--encoder` with the options of the ones that are asked for. */
export function addModelOptions(command: Command, argv: readonly string[]): void {
  command.addOption(
    new Option("--method <name>", `one of ${[...methods.keys()].join(", ")}`).default(defaultMethod),
  );
  command.addOption(
    new Option("--encoder <name>", `one of ${[...encoders.keys()].join(", ")}`).default(defaultEncoder),
  );
  const method = methods.get(peekOption(argv, "--method") ?? defaultMethod);
  const encoder = encoders.get(peekOption(argv, "--encoder") ?? defaultEncoder);
  if (method !== undefined) addSchemaOptions(command, "method", method.definition.options);
  if (encoder !== undefined) addSchemaOptions(command, "encoder", encoder.definition.options);
}

/** The method and encoder that were asked for. @throws ConfigError with the nearest name. */
export function readModelOptions(options: Readonly<Record<string, unknown>>): {
  method: Method;
  encoder: Encoder;
} {
  const method = known<MethodFactory>("method", methods, String(options.method));
  const encoder = known<EncoderFactory>("encoder", encoders, String(options.encoder));
  return {
    method: method(readSchemaOptions(options, "method", method.definition.options)),
    encoder: encoder(readSchemaOptions(options, "encoder", encoder.definition.options)),
  };
}

function known<Factory>(kind: string, factories: ReadonlyMap<string, Factory>, name: string): Factory {
  const factory = factories.get(name);
  if (factory !== undefined) return factory;
  const near = nearestName(name, [...factories.keys()]);
  const hint = near === null ? "" : ` Did you mean ${near}?`;
  throw new ConfigError(
    `There is no ${kind} called ${name}; there are ${[...factories.keys()].join(", ")}.${hint}`,
    { kind, name },
  );
}
