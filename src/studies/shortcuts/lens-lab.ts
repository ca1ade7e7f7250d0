import { patchPosition } from "../../methods/index.js";
import { claimOf } from "../arms/check.js";
import {
  change,
  difference,
  effect,
  halfway,
  isLess,
  isMore,
  margin,
  points,
  share,
} from "../arms/estimate.js";
import { firstOf, type PictureSet } from "../arms/picture-set.js";
import { type Lab, PRETEXT, PROBE, type ShortcutArm } from "./lab.js";
import { throughLens } from "./lens.js";
import { patchSheet, sheetRows } from "./patch-sheet.js";
import type { ShortcutOptions } from "./shortcut-options.js";
import { shrunkPatches } from "./shrunk-patches.js";

const [plain, lens] = ["without a lens", "with a lens"] as const;
const colours = {
  none: "colours as they are",
  dropping: "two colours dropped",
  projection: "colours projected",
} as const;
type Colour = keyof typeof colours;

/** Short, for charts. */
const short = { none: "", dropping: ", dropped", projection: ", projected" } as const;

const armName = (world: typeof plain | typeof lens, colour: Colour) => `lens/${world}/${colour}`;
const withoutLens = "pretext without a lens";

function arms({ patchSteps: steps }: ShortcutOptions): ShortcutArm[] {
  const made = (Object.keys(colours) as Colour[]).flatMap((colour) =>
    [plain, lens].map(
      (world): ShortcutArm => ({
        name: armName(world, colour),
        title: `${world === lens ? "lens" : "no lens"}${short[colour]}`,
        method: patchPosition({ colour }),
        steps,
        trainedOn: `${world}/training`,
        pretextOn: {
          [PRETEXT]: `${world}/test`,
          ...(world === lens ? { [withoutLens]: `${plain}/test` } : {}),
        },
        probe: { fit: `${world}/training`, on: { [PROBE]: `${world}/test` } },
      }),
    ),
  );
  return [
    { ...made[0]!, name: "lens/untrained", title: "untrained", trainedOn: null, pretextOn: {} },
    ...made,
  ];
}

export const lensLab: Lab = {
  name: "lens",
  title: "Chromatic aberration",
  about: ({ lens: strength, size }) =>
    `A lens was put before every picture: red and blue are ${(100 * strength).toFixed(1)} % larger than green, about the middle, so that edges have rims of magenta and green that tell where they are. Relative patch position was trained without and with it, each with colours as they are and with the two defences of its paper: two colours in three dropped, or green and magenta moved to grey. Everything else is the same, and the gap between patches and the jitter of each are on. ${shrunkPatches(size, [{}])} A probe is fitted to and tested on pictures of the kind that its arm was trained on; the arms whose colours are defended tell what the lens itself costs it.`,
  leftOut: ({ shape: [channels] }) =>
    channels === 3 ? null : "the pictures are grey, and a lens shifts colours against each other",
  arms,
  sets({ training, test, shape }, { lens: strength }) {
    const through = (set: PictureSet) => ({ ...set, images: throughLens(set.images, shape, strength) });
    return new Map([
      [`${plain}/training`, training],
      [`${plain}/test`, test],
      [`${lens}/training`, through(training)],
      [`${lens}/test`, through(test)],
    ]);
  },
  claim(scores) {
    const throughIt = (score: string, colour: Colour) =>
      difference(scores.of(armName(plain, colour), score), scores.of(armName(lens, colour), score));
    const [pretext, probe] = [throughIt(PRETEXT, "none"), throughIt(PROBE, "none")];
    // That no difference is left would be easier to say of fewer pictures; that more than half is gone is harder.
    const [rise, low] = [halfway(effect(pretext)), halfway(probe.from, probe.to)];
    return claimOf(
      {
        row: "94",
        says: "a lens that shifts colours by where they are raises pretext accuracy and lowers probe accuracy, and each defence of colour undoes more than half of the rise and of the fall",
      },
      [
        { text: `With the lens pretext accuracy went from ${change(pretext)}`, holds: isMore(pretext) },
        { text: `probe accuracy from ${change(probe)}`, holds: isLess(probe) },
        ...(["dropping", "projection"] as const).flatMap((colour) => {
          const left = difference(rise, effect(throughIt(PRETEXT, colour)));
          const back = difference(low, scores.of(armName(lens, colour), PROBE));
          return [
            {
              text: `with ${colours[colour]} pretext accuracy rose by ${points(left.to.mean)} points where half is ${points(left.from.mean)} ${margin(left)}`,
              holds: isMore(pretext) && isLess(left),
            },
            {
              text: `probe accuracy reached ${share(back.to.mean)} where half of the fall is ${share(back.from.mean)} ${margin(back)}`,
              holds: isLess(probe) && isMore(back),
            },
          ];
        }),
      ],
    );
  },
  notes(scores) {
    return (Object.keys(colours) as Colour[]).map((colour) => {
      const name = armName(lens, colour);
      const moved = difference(scores.of(name, PRETEXT), scores.of(name, withoutLens));
      const probe = difference(scores.of(armName(plain, colour), PROBE), scores.of(name, PROBE));
      const asked = `Trained with a lens and ${colours[colour]}, then asked without a lens: pretext accuracy from ${change(moved)}.`;
      return colour === "none" ? asked : `${asked} Probe accuracy without and with a lens: ${change(probe)}.`;
    });
  },
  bars: {
    "pretext accuracy": PRETEXT,
    "pretext, asked without a lens": withoutLens,
    "probe accuracy": PROBE,
  },
  async sheet({ test, shape }, options, engine) {
    const few = firstOf(test, sheetRows, shape);
    const through = { ...few, images: throughLens(few.images, shape, options.lens) };
    const all = arms(options);
    const arm = (colour: Colour) => all.find(({ name }) => name === armName(lens, colour))!;
    return patchSheet(engine, {
      title: "A lens, and what defends against it",
      columns: { picture: few, "with a lens": through },
      arms: {
        "two patches": [arm("none"), through],
        dropped: [arm("dropping"), through],
        projected: [arm("projection"), through],
      },
      ...{ shape, options },
    });
  },
};
