import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UnlabelError } from "unlabel";
import type { Parser, Reader } from "./parser.js";
import { randomOf } from "./random.js";
import { type Input, makeInput, type Outcome } from "./try-input.js";

/** How far to go. */
export interface Extent {
  readonly seed: number;
  /** Number of the first input. */
  readonly from: number;
  /** How many inputs at most. */
  readonly inputs: number;
  /** Seconds after which no further input is begun. */
  readonly seconds: number;
}

export interface Tried {
  readonly number: number;
  readonly input: Input;
  readonly outcome: Outcome;
}

/** Gives a parser one input after the other, in this process. @param onBegin told each before it is read */
export async function* tryParser(
  parser: Parser,
  { seed, from, inputs, seconds }: Extent,
  onBegin: (number: number, input: Input) => void = () => undefined,
): AsyncGenerator<Tried, void, undefined> {
  const folder = await mkdtemp(join(scratchFolder(), `unlabel-fuzz-${parser.name}-`));
  try {
    const reader = await parser.prepare(folder);
    await trySamples(parser, reader);
    const end = performance.now() + 1000 * seconds;
    for (let number = from; number < from + inputs && performance.now() < end; number++) {
      const input = makeInput(parser, reader, seed, number);
      onBegin(number, input);
      yield { number, input, outcome: await input.try() };
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** In memory where that can be had: what is flushed there is flushed at once, and disks are not what is tried. */
function scratchFolder(): string {
  const memory = "/dev/shm";
  try {
    accessSync(memory, constants.W_OK);
    return memory;
  } catch {
    return tmpdir();
  }
}

/** Damage says nothing where the samples are not what they should be. */
async function trySamples(parser: Parser, reader: Reader): Promise<void> {
  for (const sample of reader.samples) {
    const bytes = sample.wrap?.(sample.bytes) ?? sample.bytes;
    const came = await reader.read(bytes, sample, randomOf(sample.name)).catch((error: unknown) => error);
    if (
      came instanceof UnlabelError ? sample.refused !== true : came !== undefined || sample.refused === true
    )
      throw new Error(`The sample "${sample.name}" of ${parser.name} is not what it should be: ${came}`);
  }
}
