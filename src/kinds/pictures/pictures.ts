import {
  expectedPictures,
  type ImageArrays,
  type ImageSource,
  likenessBlame,
  likenessWarnings,
  looksThere,
  oneImage,
} from "../../data/index.js";
import { convnet } from "../../encoders/index.js";
import { simclr } from "../../methods/index.js";
import { input, stopGradient } from "../../tensor/index.js";
import type { Kind } from "../kind.js";
import { drawViews } from "./draw-views.js";
import { openPicturesAs } from "./open-as.js";
import { pictureFacts, standardise, toUnit } from "./picture-facts.js";
import { pictureOptions } from "./picture-options.js";
import { withPictureSaid } from "./picture-said.js";
import { type PicturesData, picturesData } from "./pictures-data.js";
import { pixelFeatures } from "./pixel-features.js";
import { refuseGrey } from "./refuse-grey.js";
import { settlePictures } from "./settle-pictures.js";
import { showPictures } from "./show-pictures.js";
import { type ViewArrays, viewFeeds } from "./view-inputs.js";
import { viewNeeds } from "./view-needs.js";
import { viewSource } from "./view-source.js";

/** Pictures: bytes of one shape, `[N, C, H, W]`. */
export const pictures: Kind<
  PicturesData,
  ImageSource,
  ImageArrays,
  ViewArrays,
  typeof pictureOptions,
  typeof picturesData,
  "pictures"
> = {
  name: "pictures",
  called: { one: "picture", many: "pictures" },
  options: pictureOptions,
  config: picturesData,
  reads: "pictures",
  described: ({ size, channels }) => `${size.join("x")}, ${channels} channel${channels === 1 ? "" : "s"}`,
  seen: ({ size, storeSize, channels, valueRange }) => ({ size, storeSize, channels, valueRange }),
  facts: pictureFacts,
  shape: ({ channels, size }) => [channels, ...size],
  usual: { encoder: () => convnet(), method: () => simclr() },
  expected: expectedPictures,
  recognises: looksThere,
  settle: settlePictures,
  warnings: likenessWarnings,
  blame: likenessBlame,
  baseline: { name: "raw pixels", prepare: async () => pixelFeatures },
  refuse: refuseGrey,
  withSaid: withPictureSaid,
  readOne: (source, { background, fit, valueRange }, path) =>
    oneImage(source, path, { background, fit, valueRange: valueRange ?? "auto" }),
  show: showPictures,
  open: openPicturesAs,
  input: ({ channels, size, standardise: statistics }, batchSize) =>
    standardise(toUnit(input("images", [batchSize, channels, ...size], "uint8")), statistics),
  feeds: ({ images }) => ({ images }),
  views(config, groups) {
    const needs = viewNeeds(config, groups);
    return {
      crops: needs.whole,
      source: (source) => viewSource(source, needs),
      feeds: viewFeeds,
      draw: (batchSize, side, key) =>
        drawViews(config, groups, batchSize, side, key).map((view) =>
          stopGradient(standardise(view, config.data.standardise)),
        ),
    };
  },
};
