import { type Method, rotation, simclr, supervised } from "../../methods/index.js";
import { claimOf } from "../arms/check.js";
import { change, difference, type Estimate, estimate, isLess, isMore, share } from "../arms/estimate.js";
import type { ArmScores } from "./arm-scores.js";
import { conflictsOf, silhouettesOf, texturesOf } from "./conflict-sets.js";
import { conflictSheet } from "./conflict-sheet.js";
import { type Lab, PRETEXT, PROBE, type ShortcutArm } from "./lab.js";
import type { ShortcutOptions } from "./shortcut-options.js";

const [byShape, byTexture, ofTexture] = ["decided by shape", "decided by texture", "texture alone"] as const;
const kinds = { plain: "", stylised: ", stylised" } as const;
type Kind = keyof typeof kinds;

/** What is trained; the cure, stylised pictures, on two of the methods. */
const variants: readonly { readonly title: string; readonly method: Method; readonly kind: Kind }[] = [
  { title: "supervised", method: supervised(), kind: "plain" },
  { title: "supervised", method: supervised(), kind: "stylised" },
  { title: "SimCLR", method: simclr(), kind: "plain" },
  { title: "SimCLR", method: simclr(), kind: "stylised" },
  { title: "rotation", method: rotation(), kind: "plain" },
];

const armName = (title: string, kind: Kind) => `conflict/${title}/${kind}`;

function arms({ steps }: ShortcutOptions): ShortcutArm[] {
  const probeOf = (kind: Kind): ShortcutArm["probe"] => ({
    fit: `${kind}/training`,
    on: {
      [PROBE]: "plain/test",
      [ofTexture]: "texture/test",
      [byShape]: "conflict/shapes",
      [byTexture]: "conflict/textures",
    },
  });
  const made = variants.map(
    ({ title, method, kind }): ShortcutArm => ({
      ...{ name: armName(title, kind), title: `${title}${kinds[kind]}`, method, steps },
      trainedOn: `${kind}/training`,
      pretextOn: { [PRETEXT]: `${kind}/test` },
      probe: probeOf(kind),
    }),
  );
  const fresh = { ...made[0]!, name: armName("untrained", "plain"), title: "untrained" };
  return [{ ...fresh, trainedOn: null, pretextOn: {}, probe: probeOf("plain") }, ...made];
}

/**
 * The share of decisions for the shape's class among those for either cue's (Geirhos et al., 2019). Null where no picture
 * was given either class.
 */
export function shapeBias(scores: ArmScores, arm: string): Estimate | null {
  const biases = scores.results(arm).flatMap(({ scores: found }) => {
    const [shape, texture] = [found[byShape], found[byTexture]];
    if (shape === undefined || texture === undefined) return [];
    const either = shape.value + texture.value;
    return either === 0 ? [] : [{ value: shape.value / either, of: Math.round(either * shape.of) }];
  });
  return biases.length === 0 ? null : estimate(biases);
}

const half: Estimate = { mean: 0.5, error: 0 };

/** Fewer pictures than this in conflict tell nothing. */
const fewest = 4;

export const conflictLab: Lab = {
  name: "conflict",
  title: "Texture against shape",
  about: () =>
    "Pictures in which shape and texture say different things: the silhouette of one (what differs from its plain background), filled with a patch of another of another class, mirrored again and again. Held-out ones of these were shown to linear classifiers of frozen embeddings; shape bias is the share of decisions for the shape's class among those for the class of either (Geirhos et al., 2019, who transferred style instead). Texture alone is the patch over all of the picture. The cure is theirs too: training and fitting the probe on stylised pictures, whose texture is that of any other picture at random, with the shape's labels. Unlike theirs, the pictures in conflict are not chosen by whether their originals are told right.",
  leftOut({ test, shape }) {
    const { labels } = silhouettesOf(test, shape);
    const needed = Math.max(fewest, test.labels.length / 4);
    if (labels.length < needed)
      return `${labels.length} of ${test.labels.length} held-out pictures show something before a plain background, and at least ${Math.ceil(needed)} are needed to fill silhouettes`;
    return new Set(labels).size < 2 ? "all pictures with a silhouette are of one class" : null;
  },
  arms,
  sets({ training, test, shape }, { seed }) {
    const [taught, held] = [silhouettesOf(training, shape), silhouettesOf(test, shape)];
    const stylised = conflictsOf(taught, shape, "any", [seed, 1]);
    const heldStylised = conflictsOf(held, shape, "any", [seed, 2]);
    const { images, shapes, textures } = conflictsOf(held, shape, "other", [seed, 3]);
    return new Map([
      ["plain/training", { images: taught.images, labels: taught.labels }],
      ["plain/test", { images: held.images, labels: held.labels }],
      ["stylised/training", { images: stylised.images, labels: stylised.shapes }],
      ["stylised/test", { images: heldStylised.images, labels: heldStylised.shapes }],
      ["texture/test", texturesOf(held, shape)],
      ["conflict/shapes", { images, labels: shapes }],
      ["conflict/textures", { images, labels: textures }],
    ]);
  },
  claim(scores) {
    const [plain, stylised] = (["plain", "stylised"] as const).map((kind) =>
      shapeBias(scores, armName("supervised", kind)),
    );
    const says =
      "supervised training decides by texture where texture and shape disagree, and training on pictures with others' textures turns it towards shape";
    if (plain == null || stylised == null)
      return claimOf({ row: "112", says }, [{ text: "Some classifier followed neither cue", holds: false }]);
    const lean = difference(half, plain);
    const gain = difference(plain, stylised);
    return claimOf({ row: "112", says }, [
      {
        text: `Its shape bias was ${share(plain.mean)} (± ${(100 * lean.within).toFixed(1)} points), and below half is texture`,
        holds: isLess(lean),
      },
      { text: `with stylised pictures it went from ${change(gain)}`, holds: isMore(gain) },
    ]);
  },
  notes(scores) {
    const untrained = { title: "untrained", kind: "plain" } as const;
    return [untrained, ...variants].map(({ title, kind }) => {
      const name = armName(title, kind);
      const bias = shapeBias(scores, name);
      const told = bias === null ? "neither cue was followed" : `shape bias ${share(bias.mean)}`;
      const [plain, alone] = [PROBE, ofTexture].map((score) => share(scores.of(name, score).mean));
      return `${title}${kinds[kind]}: ${told}; plain pictures told right ${plain}, texture alone ${alone}.`;
    });
  },
  bars: {
    [byShape]: byShape,
    [byTexture]: byTexture,
    [ofTexture]: ofTexture,
    "plain pictures": PROBE,
  },
  sheet: conflictSheet,
};
