import { fstatSync, writeSync } from "node:fs";
import { writeFailures } from "../errors.js";

let failure: string | null = null;

/** Why results could not be written, in a sentence; null while they can. */
export const resultsFailure = (): string | null => failure;

/**
 * Writes text to stdout. To a file or a device it is written at once, by the system's own call: Node's stream loses what
 * devices such as /dev/full refuse, and throws in the middle of a run where a disk is full.
 * @param onFailure called once, with a sentence, when it cannot be written; what comes after is dropped
 */
export function writeResult(text: string, onFailure: (sentence: string) => void): void {
  if (failure !== null) return;
  if (!isDirect()) {
    process.stdout.write(text);
    return;
  }
  const bytes = Buffer.from(text);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
  } catch (error) {
    failResults((error as NodeJS.ErrnoException).code ?? String(error), onFailure);
  }
}

/** Notes that results cannot be written any more, once. */
export function failResults(code: string, onFailure: (sentence: string) => void): void {
  if (failure !== null) return;
  failure = `The results could not be written to stdout: ${writeFailures.get(code) ?? "the system refused"} (${code}).`;
  onFailure(failure);
}

let direct: boolean | undefined;

/** Pipes, sockets and terminals may be slow, so their writes wait in Node's stream. */
function isDirect(): boolean {
  if (direct === undefined) {
    const facts = process.stdout.isTTY === true ? null : fstatSync(1);
    direct = facts !== null && !facts.isFIFO() && !facts.isSocket();
  }
  return direct;
}
