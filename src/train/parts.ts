import { type Encoder, encoders } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { type Method, methods } from "../methods/index.js";
import { type Optimizer, optimizers } from "../optim/index.js";
import type { RunConfig } from "./run-config.js";
import type { StepParts } from "./step-program.js";

/** Makes the encoder, method and optimiser that a configuration names. */
export function partsOf(config: RunConfig): StepParts {
  return {
    config,
    encoder: made<Encoder>("encoder", encoders, config.encoder),
    method: made<Method>("method", methods, config.method),
    optimizer: made<Optimizer>("optimizer", optimizers, config.optimizer),
  };
}

/** The encoder that a configuration names. */
export function encoderOf(config: Pick<RunConfig, "encoder">): Encoder {
  return made<Encoder>("encoder", encoders, config.encoder);
}

/** The method that a configuration names. */
export function methodOf(config: Pick<RunConfig, "method">): Method {
  return made<Method>("method", methods, config.method);
}

function made<Made>(
  kind: string,
  factories: ReadonlyMap<string, (options?: never) => unknown>,
  { name, options }: RunConfig["encoder"],
): Made {
  const factory = factories.get(name);
  if (factory === undefined)
    throw new ConfigError(
      `There is no ${kind} called ${name}; there are ${[...factories.keys()].join(", ")}.`,
      { kind, name },
    );
  return factory(options as never) as Made;
}
