import { type Encoder, encoders, type Reads, readingCalled } from "../encoders/index.js";
import { ConfigError, shorten } from "../errors.js";
import { kindOf } from "../kinds/index.js";
import { type Method, methods } from "../methods/index.js";
import { type Optimizer, optimizers } from "../optim/index.js";
import type { RunConfig } from "./run-config.js";
import type { RunParts } from "./run-parts.js";

/** What `defineMethod` and `defineEncoder` return, whatever its options are. */
export interface Maker<Part> {
  (options?: never): Part;
  readonly definition: { readonly name: string };
}

/**
 * A method or encoder of one's own. A run folder only knows its name and options, so it has to be given again: as it
 * was made, or what makes it, which then takes the run's options.
 */
export interface OwnParts {
  readonly method?: Method | Maker<Method> | undefined;
  readonly encoder?: Encoder | Maker<Encoder> | undefined;
}

/** Makes the encoder, method and optimiser that a configuration names, or takes those that are given. */
export function partsOf(config: RunConfig, samples: number, own: OwnParts = {}): RunParts {
  const method = methodOf(config, own);
  const groups = Object.entries(method.groups).flatMap(([group, { optimizer }]) =>
    optimizer === undefined
      ? []
      : [[group, made<Optimizer>("optimizer", optimizers, { options: {}, ...optimizer })] as const],
  );
  return {
    config,
    samples,
    encoder: encoderOf(config, own),
    method,
    optimizer: made<Optimizer>("optimizer", optimizers, config.optimizer),
    groups: new Map(groups),
  };
}

/**
 * The encoder that a configuration names, as its method wants it.
 * @throws ConfigError when it cannot do what the method needs
 */
export function encoderOf(
  config: Pick<RunConfig, "encoder" | "method" | "data">,
  own: OwnParts = {},
): Encoder {
  const encoder =
    own.encoder === undefined
      ? made<Encoder>("encoder", encoders, config.encoder)
      : given("encoder", own.encoder, config.encoder);
  const method = methodOf(config, own);
  refuseOtherReading(config, encoder, method);
  if (method.tokens && !encoder.tokens) {
    const able = [...encoders.values()]
      .filter(({ definition }) => definition.tokens)
      .map(({ definition }) => definition.name);
    throw new ConfigError(
      `The method ${method.name} hides patches, so it needs an encoder of patch tokens; ${encoder.name} has none. Use the \`encoder\` ${able.join(" or ")}.`,
      { method: method.name, encoder: encoder.name },
    );
  }
  const channels = kindOf(config.data).facts(config.data).picture?.[0];
  if (channels !== undefined && method.channels !== undefined && method.channels !== channels) {
    // Grey pictures read as three channels would be trained on against a colour that is always the same.
    const isGrey = channels === 1;
    const came = isGrey ? "are grey, with 1" : `have ${channels}`;
    const way = isGrey
      ? (method.withoutChannels ?? "Use another method.")
      : `Use \`channels: ${method.channels}\`, or other options of ${method.name}.`;
    throw new ConfigError(
      `The method ${method.name} needs pictures of ${method.channels} channels, but these ${came}. ${way}`,
      { method: method.name, channels },
    );
  }
  return method.encoder(encoder);
}

/** @throws ConfigError when the encoder, or the method, reads something else than what the data are */
function refuseOtherReading(
  { data }: Pick<RunConfig, "data">,
  encoder: Encoder,
  method: Pick<Method, "name" | "reads">,
): void {
  const { reads } = kindOf(data);
  if (encoder.reads !== reads)
    throw new ConfigError(
      `The encoder ${encoder.name} reads ${readingCalled[encoder.reads]}, and these data are ${readingCalled[reads]}. Use the \`encoder\` ${thatRead(encoders, reads, "pictures").join(" or ")}.`,
      { encoder: encoder.name, kind: data.kind },
    );
  if (method.reads !== undefined && method.reads !== reads)
    throw new ConfigError(
      `The method ${method.name} is for ${readingCalled[method.reads]}, and these data are ${readingCalled[reads]}. Use another \`method\`, such as ${thatRead(methods, reads, reads).slice(0, 3).join(", ")}.`,
      { method: method.name, kind: data.kind },
    );
}

/** Names of those that read something. @param unsaid what those read that do not say */
function thatRead(
  parts: ReadonlyMap<
    string,
    { readonly definition: { readonly name: string; readonly reads?: Reads | undefined } }
  >,
  reads: Reads,
  unsaid: Reads,
): string[] {
  return [...parts.values()]
    .filter(({ definition }) => (definition.reads ?? unsaid) === reads)
    .map(({ definition }) => definition.name);
}

/** The method that a configuration names. */
export function methodOf(config: Pick<RunConfig, "method">, own: OwnParts = {}): Method {
  return own.method === undefined
    ? made<Method>("method", methods, config.method)
    : given("method", own.method, config.method);
}

/** @throws ConfigError when it is not the one that the run was made with. */
function given<Part extends { readonly name: string; readonly options: unknown }>(
  kind: string,
  part: Part | Maker<Part>,
  config: RunConfig["encoder"],
): Part {
  const { name, options } = config;
  const isMaker = typeof part === "function" && part.definition.name === name;
  const own = isMaker ? fromOptions(kind, part, config) : part;
  const came = typeof own === "function" ? { name: own.definition.name, options: {} } : own;
  const same = came.name === name && inOrder(came.options) === inOrder(options);
  if (same && typeof own !== "function") return own;
  throw new ConfigError(
    `The run was made with the ${kind} ${name} ${JSON.stringify(options)}, but ${came.name} ${JSON.stringify(came.options)} was given. Give it as it was.`,
    { kind, name },
  );
}

/** JSON with the keys of every object in order, so that what is equal has one text. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function made<Made>(
  kind: string,
  factories: ReadonlyMap<string, (options?: never) => unknown>,
  config: RunConfig["encoder"],
): Made {
  const { name } = config;
  const factory = factories.get(name);
  if (factory === undefined)
    throw new ConfigError(
      `There is no ${kind} called ${shorten(name)}; there are ${[...factories.keys()].join(", ")}. If it is your own, give it again with \`{ ${kind} }\`.`,
      { kind, name },
    );
  return fromOptions(kind, factory as (options?: never) => Made, config);
}

/** @throws ConfigError when it does not take the options that the run was made with. */
function fromOptions<Made>(
  kind: string,
  factory: (options?: never) => Made,
  { name, options }: RunConfig["encoder"],
): Made {
  try {
    return factory(options as never);
  } catch (error) {
    const issues = (error as { issues?: readonly { path: readonly PropertyKey[] }[] }).issues ?? [];
    const wrong = issues.map(({ path }) => path.join(".")).filter((path) => path !== "");
    throw new ConfigError(
      `The options of the ${kind} ${name} in config.json cannot be used${wrong.length === 0 ? "" : ` (${wrong.join(", ")})`}: put back the file that the run was made with.`,
      { kind, name },
      error,
    );
  }
}
