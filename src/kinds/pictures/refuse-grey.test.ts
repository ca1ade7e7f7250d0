import { expect, it } from "vitest";
import { refuseGrey } from "./refuse-grey.js";

/** Two pictures of 1 x 2 in three channels, grey but for what is said. */
function pictures(change: Readonly<Record<number, number>> = {}) {
  const images = Uint8Array.from({ length: 12 }, (_, i) => change[i] ?? 40 + (i % 2));
  return { name: "photos", length: 2, shape: [3, 1, 2] as const, read: async () => ({ images }) };
}
const colourise = { name: "colourise", colours: true };

it("refuses pictures without any colour, for methods that colour", async () => {
  await expect(refuseGrey(colourise, pictures())).rejects.toThrow(
    "The method colourise learns to colour, but the 2 pictures of photos that were looked at are all grey.",
  );
  await refuseGrey(colourise, pictures({ 11: 90 }));
  await refuseGrey({ name: "vae", colours: false }, pictures());
});
