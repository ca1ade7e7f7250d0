import type { AugmentationRecipe } from "../../augment/index.js";
import type { Engine } from "../../engine/index.js";
import type { Method } from "../../methods/index.js";
import type { StudyPictures } from "../arms/open-pictures.js";
import type { PictureSet } from "../arms/picture-set.js";
import type { Claim } from "../claim.js";
import type { ArmScores } from "./arm-scores.js";
import type { ShortcutOptions } from "./shortcut-options.js";

/** One training, and what it is judged by. Sets are named as the lab's `sets` names them. */
export interface ShortcutArm {
  /** Such as `lens/with`. */
  readonly name: string;
  readonly title: string;
  readonly method: Method;
  readonly steps: number;
  /** Instead of the usual one for such pictures. */
  readonly augment?: AugmentationRecipe;
  /** Null for the encoder with fresh weights. */
  readonly trainedOn: string | null;
  /** Held-out pictures to solve the method's own task on, by the score's name. */
  readonly pretextOn: Readonly<Record<string, string>>;
  readonly probe: {
    /** What a linear classifier of frozen embeddings is fitted to. */
    readonly fit: string;
    /** Held-out pictures that it is tested on, by the score's name. */
    readonly on: Readonly<Record<string, string>>;
  };
}

/** An experiment on one shortcut. */
export interface Lab {
  readonly name: string;
  readonly title: string;
  /** What is done to the pictures, and what was trained. */
  about(options: ShortcutOptions): string;
  /** Why these pictures cannot carry it; null where they can. */
  leftOut(pictures: StudyPictures): string | null;
  arms(options: ShortcutOptions): readonly ShortcutArm[];
  /** The pictures that arms are trained and judged on, by name. */
  sets(pictures: StudyPictures, options: ShortcutOptions): ReadonlyMap<string, PictureSet>;
  /** What of the claim holds. */
  claim(scores: ArmScores): Claim;
  /** What was found besides, a sentence each. */
  notes(scores: ArmScores): readonly string[];
  /** Scores that are drawn as bars for each arm, by what they are called. */
  readonly bars: Readonly<Record<string, string>>;
  /** A contact sheet of what is done to pictures: a PNG's bytes. */
  sheet(pictures: StudyPictures, options: ShortcutOptions, engine: Engine): Promise<Uint8Array>;
}

/** Score names that all labs share. */
export const PRETEXT = "pretext";
export const PROBE = "probe";
