/** How a learning rate follows the number of samples in a batch. */
export type ScalingRule = "linear" | "square-root" | "none";

/**
 * The learning rate of a batch, from the one that was found at another. "linear" keeps the mean of what an epoch moves
 * (Goyal et al., 2017), which suits SGD and LARS, whose steps are as long as the gradient; "square-root" keeps its noise
 * (Krizhevsky, 2014; for Adam: Malladi et al., 2022), since Adam's steps have a length of their own; "none" leaves it.
 * @param found.batchSize samples of a batch for which `found.rate` was chosen
 */
export function scaledRate(
  found: { readonly rate: number; readonly batchSize: number },
  batchSize: number,
  rule: ScalingRule,
): number {
  const times = batchSize / found.batchSize;
  if (rule === "none" || times === 1) return found.rate;
  return found.rate * (rule === "linear" ? times : Math.sqrt(times));
}
