import { type Method, rotation, simclr, supervised } from "../../methods/index.js";
import { contactSheet } from "../../report/index.js";
import { claimOf } from "../arms/check.js";
import { change, difference, halfway, isLess, isMore, margin, share } from "../arms/estimate.js";
import type { StudyPictures } from "../arms/open-pictures.js";
import { firstOf, type PictureSet } from "../arms/picture-set.js";
import { type Lab, PRETEXT, type ShortcutArm } from "./lab.js";
import { hidden, markCells, marked, type Plate, plateFor } from "./mark.js";
import { cellsOf, sheetRows } from "./patch-sheet.js";
import type { ShortcutOptions } from "./shortcut-options.js";

const worlds = ["marked", "hidden"] as const;
type World = (typeof worlds)[number];

/** Scores: labels told in both hospitals, by the method's own classifier where it has one, and by a probe. */
const [ownB, inA, inB] = ["pretext in B", "probe", "probe in B"] as const;

const methods: readonly { readonly title: string; readonly method: Method; readonly isPlain?: true }[] = [
  // Crops would cut the mark away: without augmentation it is as easy to learn from as it can be.
  { title: "supervised", method: supervised(), isPlain: true },
  { title: "SimCLR", method: simclr() },
  { title: "rotation", method: rotation() },
];

const armName = (title: string, world: World) => `mark/${title}/${world}`;

function arms({ steps }: ShortcutOptions): ShortcutArm[] {
  const probeOf = (world: World): ShortcutArm["probe"] => ({
    fit: `${world}/A/training`,
    on: { [inA]: `${world}/A/test`, [inB]: `${world}/B/test` },
  });
  const made = methods.flatMap(({ title, method, isPlain }) =>
    worlds.map(
      (world): ShortcutArm => ({
        ...{ name: armName(title, world), title: `${title}, ${world}`, method, steps },
        ...(isPlain ? { augment: [] } : {}),
        trainedOn: `${world}/A/training`,
        pretextOn: { [PRETEXT]: `${world}/A/test`, [ownB]: `${world}/B/test` },
        probe: probeOf(world),
      }),
    ),
  );
  const fresh = { method: supervised(), steps, augment: [], trainedOn: null, pretextOn: {} };
  return [
    ...worlds.map((world) => ({
      ...fresh,
      name: armName("untrained", world),
      title: `untrained, ${world}`,
      probe: probeOf(world),
    })),
    ...made,
  ];
}

/** The pictures of both hospitals. The same pictures are tested in both, so that nothing but the mark differs. */
function hospitals(
  { training, test, shape, classNames }: Pick<StudyPictures, "training" | "test" | "shape" | "classNames">,
  { association, seed }: ShortcutOptions,
  plate: Plate,
) {
  const mark = (set: PictureSet, strength: number, stream: string): PictureSet => {
    const cells = markCells(set.labels, classNames.length, { association: strength, stream, seed });
    return { ...set, images: marked(set.images, shape, plate, cells) };
  };
  return {
    training: mark(training, association, "A/training"),
    a: mark(test, association, "A/test"),
    b: mark(test, 1 / classNames.length, "B/test"),
  };
}

export const markLab: Lab = {
  name: "mark",
  title: "A mark that goes with the class",
  about: ({ association }) =>
    `Every picture has a small plate in a corner, one cell of which is bright. In hospital A the cell is that of the picture's class in ${share(association)} of the pictures, else that of another; in hospital B it has nothing to do with the class. Encoders were trained on pictures of A, with the plate as it is and with the cure: a black square over the plate of every picture, so that nothing but the picture can tell the class. Probes were fitted to labels of A, and tested on the same held-out pictures as A and as B would have marked them; behind the black square the two are one. Supervised training is without augmentation, because crops would cut the mark away.`,
  leftOut: ({ shape, classNames }) =>
    plateFor(classNames.length, shape) === null
      ? `${classNames.length} classes do not fit into a mark in the corner of pictures of ${shape[1]} x ${shape[2]}`
      : null,
  arms,
  sets(pictures, options) {
    const plate = plateFor(pictures.classNames.length, pictures.shape)!;
    const { training, a, b } = hospitals(pictures, options, plate);
    const hide = (set: PictureSet) => ({ ...set, images: hidden(set.images, pictures.shape, plate) });
    return new Map([
      ["marked/A/training", training],
      ["marked/A/test", a],
      ["marked/B/test", b],
      ["hidden/A/training", hide(training)],
      ["hidden/A/test", hide(a)],
      ["hidden/B/test", hide(b)],
    ]);
  },
  claim(scores) {
    const [as, cured] = [armName("supervised", "marked"), armName("supervised", "hidden")];
    const fall = difference(scores.of(as, PRETEXT), scores.of(as, ownB));
    // Behind the black square both hospitals are one, so that no fall is left says nothing: what accuracy is left does.
    const back = difference(halfway(fall.from, fall.to), scores.of(cured, ownB));
    const gain = difference(scores.of(as, ownB), scores.of(cured, ownB));
    return claimOf(
      {
        row: "113",
        says: "a supervised classifier that learned a mark of one hospital does worse in another, and hiding the mark of all pictures undoes more than half of the fall and raises accuracy there",
      },
      [
        { text: `From hospital A to B its accuracy went from ${change(fall)}`, holds: isLess(fall) },
        {
          text: `with all marks hidden it reached ${share(back.to.mean)} there where half of the fall is ${share(back.from.mean)} ${margin(back)}`,
          holds: isLess(fall) && isMore(back),
        },
        { text: `hiding them changed its accuracy in B from ${change(gain)}`, holds: isMore(gain) },
      ],
    );
  },
  notes(scores) {
    return ["untrained", ...methods.map(({ title }) => title)].map((title) => {
      const probes = worlds.map((world) => {
        const name = armName(title, world);
        return change(difference(scores.of(name, inA), scores.of(name, inB)));
      });
      const own = worlds.map((world) => scores.estimate(armName(title, world), PRETEXT));
      const task =
        own[0] && own[1]
          ? ` Its own task in A: ${share(own[0].mean)}, and hidden ${share(own[1].mean)}.`
          : "";
      return `${title}, linear probe from A to B: from ${probes[0]}; with all marks hidden from ${probes[1]}.${task}`;
    });
  },
  bars: {
    "probe in hospital A": inA,
    "probe in hospital B": inB,
    "own task in A": PRETEXT,
    "own task in B": ownB,
  },
  async sheet(pictures, options) {
    const { shape, classNames } = pictures;
    const plate = plateFor(classNames.length, shape)!;
    const few = firstOf(pictures.test, sheetRows, shape);
    const { a, b } = hospitals({ ...pictures, test: few }, options, plate);
    const columns = [few, a, b, { ...few, images: hidden(few.images, shape, plate) }].map((set) =>
      cellsOf(set, shape),
    );
    return contactSheet({
      title: "The mark of two hospitals",
      columnCaptions: ["picture", "hospital A", "hospital B", "hidden"],
      rowCaptions: Array.from(columns[0]!, (_, i) => classNames[few.labels[i]!] ?? ""),
      rows: columns[0]!.map((_, row) => columns.map((column) => ({ picture: column[row]! }))),
      cellSize: 128,
    });
  },
};
