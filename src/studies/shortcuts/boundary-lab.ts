import { patchPosition } from "../../methods/index.js";
import { claimOf } from "../arms/check.js";
import { change, difference, isLess, isMore } from "../arms/estimate.js";
import { type Lab, PRETEXT, PROBE, type ShortcutArm } from "./lab.js";
import { patchSheet } from "./patch-sheet.js";
import type { ShortcutOptions } from "./shortcut-options.js";
import { shrunkPatches } from "./shrunk-patches.js";

const defences = {
  "gap and jitter": {},
  "jitter only": { gap: 0 },
  "gap only": { jitter: 0 },
  neither: { gap: 0, jitter: 0 },
  // Half as large again: as far apart, from middle to middle, as patches with a gap.
  "neither, larger": { gap: 0, jitter: 0, patch: 0.375 },
} as const;
type Defence = keyof typeof defences;

const armName = (defence: Defence) => `boundary/${defence}`;

function arms({ patchSteps: steps }: ShortcutOptions): ShortcutArm[] {
  const made = (Object.keys(defences) as Defence[]).map(
    (defence): ShortcutArm => ({
      name: armName(defence),
      title: defence,
      method: patchPosition(defences[defence]),
      steps,
      trainedOn: "training",
      pretextOn: { [PRETEXT]: "test" },
      probe: { fit: "training", on: { [PROBE]: "test" } },
    }),
  );
  return [
    { ...made[0]!, name: "boundary/untrained", title: "untrained", trainedOn: null, pretextOn: {} },
    ...made,
  ];
}

export const boundaryLab: Lab = {
  name: "boundary",
  title: "Lines that go on from patch to patch",
  about: ({ size }) =>
    `Two patches that touch share a border: lines and textures go on across it. Relative patch position was trained with the gap between patches and the jitter of each that its paper has against this, with one of them, and with neither. Of colour pictures two colours in three are dropped. ${shrunkPatches(size, Object.values(defences))} Without a gap patches are also nearer to each other, which is harder; those half as large again touch too, and are about as far apart from middle to middle as with the gap, but show more.`,
  leftOut: () => null,
  arms,
  sets: ({ training, test }) =>
    new Map([
      ["training", training],
      ["test", test],
    ]),
  claim(scores) {
    const effect = (score: string) =>
      difference(scores.of(armName("gap and jitter"), score), scores.of(armName("neither"), score));
    const [pretext, probe] = [effect(PRETEXT), effect(PROBE)];
    return claimOf(
      {
        row: "95",
        says: "without gap and jitter, so that lines go on across the border, pretext accuracy is higher and probe accuracy lower",
      },
      [
        { text: `Without them pretext accuracy went from ${change(pretext)}`, holds: isMore(pretext) },
        { text: `probe accuracy from ${change(probe)}`, holds: isLess(probe) },
      ],
    );
  },
  notes(scores) {
    return (["jitter only", "gap only", "neither, larger"] as const).map((defence) => {
      const effect = (score: string) =>
        change(difference(scores.of(armName("gap and jitter"), score), scores.of(armName(defence), score)));
      return `From gap and jitter to ${defence}: pretext accuracy from ${effect(PRETEXT)}, probe accuracy from ${effect(PROBE)}.`;
    });
  },
  bars: { "pretext accuracy": PRETEXT, "probe accuracy": PROBE },
  sheet({ test, shape }, options, engine) {
    const made = arms(options).filter(({ trainedOn }) => trainedOn !== null);
    return patchSheet(engine, {
      title: "Two patches with and without gap and jitter",
      columns: { picture: test },
      arms: Object.fromEntries(made.map((arm) => [arm.title, [arm, test] as const])),
      ...{ shape, options },
    });
  },
};
