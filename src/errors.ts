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

/** Why the system refused to write, by its code: what is in the way, and what to do. */
export const writeFailures: ReadonlyMap<string, string> = new Map([
  ["ENOSPC", "the disk is full, so make room or choose another folder"],
  ["EDQUOT", "the disk quota is used up, so make room or choose another folder"],
  ["EFBIG", "the file would be larger than allowed here, so choose another folder"],
  ["EACCES", "permission is denied, so choose a folder that you may write to"],
  ["EPERM", "the operation is not permitted, so choose a folder that you may write to"],
  ["EROFS", "the file system is read-only, so choose a folder that you may write to"],
  ["ENOENT", "its folder does not exist, so create the folder first"],
  ["ENOTDIR", "part of the path is a file and not a folder, so choose another path"],
  ["EISDIR", "there is a folder of that name, so choose another name"],
  ["EEXIST", "there is something else of that name, so choose another name"],
  ["ENOTEMPTY", "there is a folder of that name that is not empty, so choose another name"],
  ["ENAMETOOLONG", "the name is longer than the system allows, so choose a shorter one"],
  ["ELOOP", "its links lead in a circle, so choose another path"],
  ["EINVAL", "the system does not take such a name or such a write here, so choose another path"],
  ["EILSEQ", "the system does not take the characters of the name, so choose another name"],
  ["EXDEV", "the folder is on another disk, so choose one on the same disk"],
  ["EBUSY", "something else is using it, so try again later or choose another folder"],
  ["ETXTBSY", "it is a program that is running, so choose another name"],
  ["EMFILE", "too many files are open, so close other programs or raise the limit (ulimit -n)"],
  ["ENFILE", "the system has too many files open, so close other programs"],
  ["EMLINK", "the folder has as many entries as the system allows, so choose another folder"],
  ["ENOMEM", "the system has no memory left for it, so close other programs"],
  ["ENXIO", "there is no such device, so choose another path"],
  ["ENODEV", "there is no such device, so choose another path"],
  ["ESTALE", "the folder on the network is gone, so mount it again or choose another folder"],
  ["ETIMEDOUT", "the disk on the network does not answer, so choose another folder"],
  ["EIO", "the disk reports an error, so check the disk"],
]);

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

/** What a file or a person says, in a message: its first characters where there are many. */
export function shorten(text: string, most = 60): string {
  return text.length > most ? `${text.slice(0, most - 3)}...` : text;
}

/** Cells of tables in messages: most are paths, which end with what tells them apart. */
export const longestCell = 300;

/** A backtick would end the words that are set off by two of them. */
const literal = (text: string): string => JSON.stringify(text).replaceAll("`", "\\u0060");
