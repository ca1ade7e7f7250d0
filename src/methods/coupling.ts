/**
 * Where a method's step mixes the samples of a batch, besides in the encoder and the decoder that mirrors it. Where it
 * does nowhere, the loss of a batch is the mean of the losses of its parts, and so is the gradient: then parts can be
 * taken one after the other.
 *
 * - `loss`: samples are compared, or a statistic of all of them is charged (NT-Xent, VICReg, Sinkhorn);
 * - `statistics`: batch normalisation in the method's heads;
 * - `state`: what one batch leaves is read at the next (queues, memories, centres), so that parts would read each other's.
 */
export type Coupling = "loss" | "statistics" | "state";
