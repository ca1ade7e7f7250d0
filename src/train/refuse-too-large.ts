import { totalmem } from "node:os";
import { ConfigError } from "../errors.js";
import { programValues, sizeOf } from "../graph/index.js";
import { programsOf, type StepMemory, type WeighedStep } from "../steps/index.js";

/** As made, in both sets of the engine's buffers, and once more as gradients. */
const copies = 4;

/** Bytes that this process may have. */
export const availableMemory = (): number =>
  Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

export interface StepToWeigh {
  readonly traced: WeighedStep;
  readonly batchSize: number;
  /** Batches whose gradients are added up to a step. */
  readonly accumulate: number;
  /** The same step for another batch. */
  traceAt(batchSize: number): StepToWeigh["traced"];
  /** The step for such a batch where gradients of several are added up; left out where they may not be. */
  readonly cutAt?: (batchSize: number) => StepToWeigh["traced"];
  weigh(traced: StepToWeigh["traced"]): StepMemory;
}

/**
 * Refuses a step that cannot fit into memory, before any of it is spent: the system would end the process without a word.
 * @param memory bytes that there are
 * @throws ConfigError saying how much it would need, and the largest batch that fits
 */
export function refuseTooLarge(step: StepToWeigh, memory = availableMemory()): void {
  const { traced, batchSize, weigh } = step;
  const numbers = traced.variables.all().reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const parameters = copies * 4 * numbers;
  if (parameters > memory) {
    throw new ConfigError(
      `This model has ${numbers.toLocaleString("en")} numbers of parameters and state, which take about ${gibibytes(parameters)} in training, and there are ${gibibytes(memory)} of memory. Choose a smaller encoder, or smaller sizes among the method's options.`,
      { numbers },
    );
  }
  if (parameters + everything(traced) < memory) return;
  const { peakBytes } = weigh(traced);
  if (peakBytes <= memory) return;
  const most = largestBatch(step, peakBytes, memory);
  const parts = inParts(step, memory);
  throw new ConfigError(
    `A ${step.accumulate === 1 ? "step" : "batch"} of ${batchSize} samples takes about ${gibibytes(peakBytes)} with this model, and there are ${gibibytes(memory)} of memory. ${
      most === null
        ? "Not even 2 samples would fit: choose a smaller `size` or a smaller encoder"
        : `Use a \`batchSize\` of ${most} or fewer${parts}, a smaller \`size\` or a smaller encoder`
    }.`,
    { batchSize, peakBytes, memory, most },
  );
}

/** How the same step fits in parts, where it does, as a clause of a sentence. */
function inParts({ cutAt, batchSize, accumulate, weigh }: StepToWeigh, memory: number): string {
  if (cutAt === undefined) return "";
  const samples = batchSize * accumulate;
  const { peakBytes } = weigh(cutAt(batchSize));
  const most = largestBatch({ batchSize, traceAt: cutAt, weigh }, peakBytes, memory);
  if (most === null) return "";
  const batches = Math.ceil(samples / most);
  return ` (for the same steps: \`batchSize: ${Math.ceil(samples / batches)}\` with \`accumulate: ${batches}\`)`;
}

/** All that a step computes, as if nothing were ever freed: an upper bound that costs nothing. */
function everything(step: StepToWeigh["traced"]): number {
  const seen = new Set<unknown>();
  const waiting = programsOf(step).flatMap((program) => programValues(program).map(({ node }) => node));
  let bytes = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const { shape } of node.outputs) bytes += 4 * sizeOf(shape);
    for (const { node: source } of node.inputs) waiting.push(source);
  }
  // Lowerings copy what they compute once or twice more.
  return 3 * bytes;
}

/** The largest batch that fits, nearly: within a tenth of the memory. Null where none does. */
function largestBatch(
  { batchSize, traceAt, weigh }: Pick<StepToWeigh, "batchSize" | "traceAt" | "weigh">,
  taken: number,
  memory: number,
): number | null {
  const at = (batch: number) => ({ batch, bytes: weigh(traceAt(batch)).peakBytes });
  let fits = at(2);
  if (fits.bytes > memory) return null;
  let exceeds = { batch: batchSize, bytes: taken };
  for (let tries = 0; tries < 8 && fits.bytes < 0.9 * memory && exceeds.batch - fits.batch > 1; tries++) {
    const slope = (exceeds.bytes - fits.bytes) / (exceeds.batch - fits.batch);
    // A little below the line: what a step takes may jump.
    const guess = Math.floor(fits.batch + (0.97 * memory - fits.bytes) / slope);
    const next = at(Math.min(Math.max(guess, fits.batch + 1), exceeds.batch - 1));
    if (next.bytes <= memory) fits = next;
    else exceeds = next;
  }
  return fits.batch;
}

const gibibytes = (bytes: number) =>
  `${(bytes / 2 ** 30).toLocaleString("en", { maximumSignificantDigits: 3 })} GiB`;
