import { atOnce, type Form, type Inputs } from "./decode-into.js";
import { evenlySpread } from "./evenly-spread.js";
import { orderedMap } from "./ordered-map.js";

/** Pictures that are decoded to measure, for each that is decoded at once. */
const rounds = 3;
/** Of inputs that are read one after the other, the first ones are measured. */
const mostInOrder = 256;

/**
 * Decodes a few of the inputs, evenly spread, and throws them away. One goes first and is not counted, since it starts the
 * decoder.
 *
 * @param forms what is not in the cache: what has to be decoded @returns how many were decoded, and the time of one
 */
export async function measureDecoding(
  { length, decode }: Pick<Inputs, "length" | "decode">,
  forms: readonly Form[],
): Promise<{ readonly measured: number; readonly secondsEach: number }> {
  if (forms.length === 0 || length === 0) return { measured: 0, secondsEach: 0 };
  let [measured, started] = [0, performance.now()];
  if ("one" in decode) {
    const looked = evenlySpread(length, rounds * atOnce());
    await decode.one(looked[0]!, forms);
    const timed = looked.length === 1 ? looked : looked.subarray(1);
    started = performance.now();
    for await (const _ of orderedMap(timed, atOnce(), (position) => decode.one(position, forms))) measured++;
  } else
    for await (const _ of decode.all(forms)) {
      measured++;
      if (measured === mostInOrder) break;
    }
  return { measured, secondsEach: (performance.now() - started) / 1000 / measured };
}
