import { type Encoder, encoders, type Reads } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { type Coupling, type Method, methods } from "../methods/index.js";

/** What stands in the way of adding up gradients, and what to do instead. */
interface Obstacle {
  readonly reason: string;
  readonly instead: string;
}

/**
 * Refuses to add up the gradients of several batches where that would not be the gradient of all of them together: the
 * samples of a batch must have nothing to do with each other, in the method or in its encoder.
 * @param encoder as the method wants it (`method.encoder`)
 * @throws ConfigError saying what couples them, and what to take instead
 */
export function refuseCoupled(
  { method, encoder }: { readonly method: Method; readonly encoder: Encoder },
  accumulate: number,
): void {
  if (accumulate === 1) return;
  const obstacle = obstacleOf(method, encoder);
  if (obstacle !== null) throw coupledError(accumulate, obstacle);
}

/** Whether gradients of several batches may be added up, as far as method and encoder say. */
export function canAccumulate(method: Method, encoder: Encoder): boolean {
  return obstacleOf(method, encoder) === null;
}

/** The refusal, in a sentence. */
export function coupledError(accumulate: number, { reason, instead }: Obstacle): ConfigError {
  return new ConfigError(
    `\`accumulate: ${accumulate}\` adds up gradients of ${accumulate} batches to that of one large batch, which they are only where samples have nothing to do with each other, but ${reason}: ${instead}, or leave \`accumulate\` out and use a larger \`batchSize\`.`,
    { accumulate },
  );
}

const reasons = {
  loss: (name) => `the loss of ${name} compares the samples of a batch`,
  statistics: (name) => `the heads of ${name} normalise over the batch`,
  state: (name) =>
    `${name} keeps what a batch leaves for the next (a queue, a memory, a centre or a running mean), and parts of one batch would read each other's`,
} as const satisfies Readonly<Record<Coupling, (name: string) => string>>;

function obstacleOf(method: Method, encoder: Encoder): Obstacle | null {
  const { name, couples } = method;
  if (couples === undefined)
    return {
      reason: `${name} does not say whether it couples them`,
      instead: "let its definition say where, or that it does nowhere",
    };
  const [first] = couples;
  if (first !== undefined)
    return {
      reason: reasons[first](name),
      instead: `use a method that does not, such as ${uncoupled(encoder.reads)}`,
    };
  if (encoder.normalisesBatch)
    return {
      reason: `the encoder ${encoder.name}, with these options, normalises over the batch`,
      instead: `use one that normalises each sample by itself, such as ${separate(encoder.reads)}`,
    };
  return null;
}

function uncoupled(reads: Reads): string {
  const names = {
    pictures: ["mae", "autoencoder", "supervised"],
    tokens: ["causal-language-model", "masked-language-model", "tsdae"],
  } as const satisfies Record<Reads, readonly string[]>;
  return names[reads].filter((name) => methods.get(name)?.().couples?.length === 0).join(", ");
}

function separate(reads: Reads): string {
  return [...encoders.values()]
    .filter((factory) => factory().reads === reads && !factory().normalisesBatch)
    .map(({ definition }) => definition.name)
    .join(" or ");
}
