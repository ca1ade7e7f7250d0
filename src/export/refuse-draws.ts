import { ShapeError } from "../errors.js";

/** @throws ShapeError when the encoder reads random numbers, which an export cannot feed. */
export function refuseDraws(draws: readonly { readonly attributes: { readonly stream: string } }[]): void {
  const [first] = draws;
  if (first === undefined) return;
  throw new ShapeError(
    `The encoder draws random numbers (${first.attributes.stream}) in inference; an exported model cannot. Remove the randomness when scope.training is false.`,
  );
}
