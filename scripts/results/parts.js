/** What docs/results.md compares: methods, encoder and data of each part. */
import { methods } from "../../dist/methods/index.js";

const convnet = ["--encoder", "convnet", "--encoder.widths", "16,32,64,128"];
const vit = ["--encoder", "vit", "--encoder.width", "64", "--encoder.depth", "4", "--encoder.patch", "4"];
/** For a ViT: the methods that need one, and two that do not, to compare with. */
const forTokens = [...methods.values()]
  .filter(({ definition }) => definition.tokens)
  .map(({ definition }) => definition.name);
const beside = ["simclr", "dino"].filter((name) => methods.has(name));
const everything = "all,supervised";
const tokens = [...beside, ...forTokens].join(",");

/** For clothes, which may be mirrored; what small grey pictures get by themselves is made for digits, which may not. */
const clothes = [
  { name: "random-resized-crop", options: { scale: [0.3, 1] } },
  { name: "horizontal-flip" },
  { name: "rotation", options: { degrees: [-10, 10] } },
  { name: "gaussian-blur", options: { sigma: [0.1, 1], probability: 0.2 } },
  { name: "colour-jitter", options: { brightness: 0.4, contrast: 0.4, probability: 0.8 } },
];

/**
 * The parts, in the order of the page: name, title, where the data are ("" where they were not given) and the flag that
 * gives them, methods, and further words of the command line. `fixed` parts are about their methods alone.
 */
export function resultParts(values) {
  const fashion = {
    data: values["fashion-mnist"],
    words: ["--augment", JSON.stringify(clothes)],
    flag: "--fashion-mnist FOLDER",
  };
  const emoji = {
    data: values["emoji-labels"] === "" ? "" : values.emoji,
    words: [
      "--labels",
      values["emoji-labels"],
      "--label-column",
      "category",
      "--size",
      "32",
      "--channels",
      "3",
    ],
    flag: "--emoji FOLDER --emoji-labels CSV",
  };
  const three = ["--seeds", values.seeds ?? "3"];
  // One run a method; three untrained encoders, so that a spread is known.
  const one = ["--seeds", values.seeds ?? "1", "--baseline-seeds", "3"];

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
    { name: "emoji-vit", title: "Emoji, small ViT", ...emoji, methods: tokens, more: [...vit, ...one] },
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
