/**
 * Every error a user can meet. The message is one clear sentence: what was expected, what came,
 * what to do next. `context` carries the same facts for programs.
 */
export type ErrorContext = Readonly<Record<string, unknown>>;

/** Base of all errors thrown on purpose. `exitCode` is what the command line ends with. */
export class UnlabelError extends Error {
  override readonly name: string = "UnlabelError";
  readonly exitCode: number = 1;
  readonly context: ErrorContext;

  constructor(message: string, context: ErrorContext = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.context = context;
  }
}

/** Wrong options or configuration: exit code 2. */
export class ConfigError extends UnlabelError {
  override readonly name = "ConfigError";
  override readonly exitCode = 2;
}

/** Data that cannot be used: missing, empty, corrupt, mismatched. Exit code 2. */
export class DataError extends UnlabelError {
  override readonly name = "DataError";
  override readonly exitCode = 2;
}

/** Operands that do not fit each other, found while tracing. */
export class ShapeError extends UnlabelError {
  override readonly name = "ShapeError";
}

/** ONNX Runtime, the worker thread or a compiled graph failed. */
export class EngineError extends UnlabelError {
  override readonly name = "EngineError";
}

/** A step produced NaN or infinity. The last good checkpoint is kept. */
export class DivergenceError extends UnlabelError {
  override readonly name = "DivergenceError";
}

/** A checkpoint or run folder that cannot be read or does not fit. Exit code 2. */
export class CheckpointError extends UnlabelError {
  override readonly name = "CheckpointError";
  override readonly exitCode = 2;
}

/**
 * A call of the library for a message: `` `pretrain({ resume: "runs/digits" })` ``. Who reads the library runs it as it
 * stands; the command line says the command that does the same (CONTRIBUTING.md, "Messages").
 */
export function callOf(
  name: string,
  ...given: readonly (string | Readonly<Record<string, string>>)[]
): string {
  const words = given.map((value) =>
    typeof value === "string"
      ? literal(value)
      : `{ ${Object.entries(value)
          .map(([key, text]) => `${key}: ${literal(text)}`)
          .join(", ")} }`,
  );
  return `\`${name}(${words.join(", ")})\``;
}

/** A backtick would end the words that are set off by two of them. */
const literal = (text: string): string => JSON.stringify(text).replaceAll("`", "\\u0060");
