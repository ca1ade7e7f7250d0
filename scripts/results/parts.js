/** What docs/results.md compares: methods, encoder and data of each part. */
import { methods } from "../../dist/methods/index.js";

const convnet = ["--encoder", "convnet", "--encoder.widths", "16,32,64,128"];
const vit = ["--encoder", "vit", "--encoder.width", "64", "--encoder.depth", "4", "--encoder.patch", "4"];
/** Names of the methods of pictures of some families, those that need patch tokens or those that do not. */
const named = (families, { tokens = false } = {}) =>
  [...methods.values()]
    .map(({ definition }) => definition)
    .filter(({ reads }) => reads !== "tokens")
    .filter((definition) => families.includes(definition.family) && (definition.tokens ?? false) === tokens)
    .map(({ name }) => name);
const joint = ["contrastive", "self-distillation", "clustering", "information"];
const drawing = ["generative", "masked", "pretext", "adversarial"];
const everything = "all,supervised";
/** For a ViT: the methods that need one, and some that do not, to compare with. */
const tokens = ["simclr", "dino", ...named(joint, { tokens: true })].join(",");
const hidden = ["simclr", ...named(drawing, { tokens: true })].join(",");
/** Puzzles in colour are for pictures that have some. */
const isOfColour = (name) => methods.get(name).definition.colours ?? false;
const pictures = ["simclr", ...named(drawing).filter((name) => !isOfColour(name))].join(",");
const colours = ["simclr", "patch-position", ...named(drawing).filter(isOfColour)].join(",");

/** What 90 seconds leave close to the untrained encoder on emoji: their trend over budgets is a part each. */
const slow = { emoji: "moco-v2,moco-v3,simsiam,dino", "emoji-vit": "dino,ibot,msn" };

/** For clothes, which may be mirrored; what small grey pictures get by themselves is made for digits, which may not. */
const clothes = [
  { name: "random-resized-crop", options: { scale: [0.3, 1] } },
  { name: "horizontal-flip" },
  { name: "rotation", options: { degrees: [-10, 10] } },
  { name: "gaussian-blur", options: { sigma: [0.1, 1], probability: 0.2 } },
  { name: "colour-jitter", options: { brightness: 0.4, contrast: 0.4, probability: 0.8 } },
];

/** `3m` as a person says it. */
const minutes = (budget) => `${parseInt(budget, 10)} minutes`;

/**
 * The parts, in the order of the page: name, title, where the data are ("" where they were not given) and the flag that
 * gives them, methods, and further words of the command line. `fixed` parts are about their methods alone; some have a
 * `budget` of their own.
 */
export function resultParts(values) {
  const fashion = {
    data: values["fashion-mnist"],
    words: ["--augment", JSON.stringify(clothes)],
    flag: "--fashion-mnist FOLDER",
  };
  // A fifth of one vendor's drawings is too few to judge by: the other's, cross-validated, are five times as many.
  const [drawings, others, labels] = ["emoji", "emoji-others", "emoji-labels"].map((flag) => values[flag]);
  const emoji = {
    data: others === "" || labels === "" ? "" : drawings,
    words: [
      ...["--labels", labels, "--label-column", "category", "--size", "32", "--channels", "3"],
      ...["--test", others, "--test-labels", labels, "--folds", "5"],
    ],
    flag: "--emoji FOLDER --emoji-others FOLDER --emoji-labels CSV",
  };
  const three = ["--seeds", values.seeds ?? "3"];
  // One run a method; ten untrained encoders, so that their spread is known.
  const one = ["--seeds", values.seeds ?? "1", "--baseline-seeds", "10"];

  return [
    {
      name: "fashion-mnist",
      title: "Fashion-MNIST, small convolutional net",
      ...fashion,
      methods: everything,
      more: [...convnet, ...three],
    },
    {
      name: "fashion-mnist-vit",
      title: "Fashion-MNIST, small ViT",
      ...fashion,
      methods: tokens,
      more: [...vit, ...three],
    },
    {
      name: "emoji",
      title: "Emoji, small convolutional net",
      ...emoji,
      methods: everything,
      more: [...convnet, ...one],
    },
    {
      name: "fashion-mnist-pictures",
      title: "Fashion-MNIST: pictures made, repaired and put together",
      ...fashion,
      methods: pictures,
      more: [...convnet, ...three, "--fine-tune"],
    },
    {
      name: "fashion-mnist-hidden",
      title: "Fashion-MNIST: patches hidden from a small ViT",
      ...fashion,
      methods: hidden,
      more: [...vit, ...three, "--fine-tune"],
    },
    {
      name: "emoji-colours",
      title: "Emoji: what needs colour",
      ...emoji,
      methods: colours,
      more: [...convnet, ...three, "--fine-tune"],
    },
    { name: "emoji-vit", title: "Emoji, small ViT", ...emoji, methods: tokens, more: [...vit, ...one] },
    ...["3m", "6m"].flatMap((budget) => [
      {
        name: `emoji-${budget}`,
        title: `Emoji, small convolutional net, ${minutes(budget)}`,
        ...emoji,
        methods: slow.emoji,
        budget,
        more: [...convnet, ...one],
      },
      {
        name: `emoji-vit-${budget}`,
        title: `Emoji, small ViT, ${minutes(budget)}`,
        ...emoji,
        methods: slow["emoji-vit"],
        budget,
        more: [...vit, ...one],
      },
    ]),
    {
      name: "augmentations",
      title: "What SimCLR lives from: augmentations left out one by one",
      ...fashion,
      methods: "simclr",
      fixed: true,
      more: [...convnet, ...three, "--leave-out-augmentations"],
    },
  ];
}
