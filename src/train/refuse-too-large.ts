import { totalmem } from "node:os";
import { ConfigError } from "../errors.js";
import { sizeOf } from "../graph/index.js";
import type { Variables } from "../nn/index.js";

/** As made, in both sets of the engine's buffers, and once more as gradients. */
const copies = 4;

/**
 * Refuses a model that cannot fit into memory, before it is made: the system would end the process without a word.
 * @param memory bytes that there are
 * @throws ConfigError saying how much it would need
 */
export function refuseTooLarge(
  variables: Pick<Variables, "all">,
  memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY),
): void {
  const numbers = variables.all().reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const needed = copies * 4 * numbers;
  if (needed <= memory) return;
  const gibibytes = (bytes: number) => `${(bytes / 2 ** 30).toPrecision(3)} GiB`;
  throw new ConfigError(
    `This model has ${numbers.toLocaleString("en")} numbers of parameters and state, which take about ${gibibytes(needed)} in training, and there are ${gibibytes(memory)} of memory. Choose a smaller encoder, or smaller sizes among the method's options.`,
    { numbers },
  );
}
