import { ConfigError } from "../errors.js";
import { availableChannels, type Channels, isColour } from "./decode-picture.js";

export type { Channels };

export type Progress = { readonly done: number; readonly total: number; readonly skipped: number };

/** How `openImages` reads pictures. Everything has a default. */
export type ImageOptions = {
  /**
   * Pixels: the side of a square, or [height, width]. `auto` (default): the pictures' own size when
   * they all have the same and it is at most 96, else the largest of 32, 64, 96 that is not above
   * the median of their shorter sides.
   */
  readonly size?: number | readonly [height: number, width: number] | "auto" | undefined;
  /** Size that is decoded and kept, when it should exceed `size` (for random resized crops). */
  readonly storeSize?: number | readonly [height: number, width: number] | undefined;
  /** 1 grey, 3 RGB, 4 RGBA; `auto` (default): 1 when every picture is grey, else 3. */
  readonly channels?: Channels | "auto" | undefined;
  /** CSS colour put behind transparent pixels (unless channels is 4) and beside letterboxed ones. */
  readonly background?: string | undefined;
  /** `cover` (default): fill, cutting the longer side evenly. `contain`: whole picture on background. */
  readonly fit?: "cover" | "contain" | undefined;
  /**
   * Where labels are. `auto` (default): an IDX labels file beside the images, or the names of the
   * first folders when every picture is in one of at least two. `folders`: the first folder of each
   * path. `parent`: the folder a picture is in. `none`. Anything else: path of a CSV file (for IDX
   * pictures: of an IDX labels file).
   */
  readonly labels?: "auto" | "folders" | "parent" | "none" | (string & {}) | undefined;
  /** Column of the labels CSV; found by its name when not given. */
  readonly labelColumn?: string | undefined;
  readonly pathColumn?: string | undefined;
  /**
   * Part of data that comes in parts: IDX files, or a folder with `train` and `test` (or `val`)
   * folders. Default `train` where there are parts. `all` is for folders only.
   */
  readonly split?: "train" | "test" | "all" | undefined;
  /** At most this many: the first ones of an IDX file, evenly spread over the paths of a folder. */
  readonly limit?: number | undefined;
  /** Largest share of unreadable pictures that is let pass, 0 to 1. Default 0.05. */
  readonly maxSkipped?: number | undefined;
  /** Pictures with more pixels than this are skipped. Default 2^28. */
  readonly maxPixels?: number | undefined;
  /** Bytes of decoded pictures kept in memory; above it they go to disk. Default 1 GiB. */
  readonly memoryBudget?: number | undefined;
  /** Forces one of the two stores. Default `auto`: by `memoryBudget`. */
  readonly store?: "auto" | "memory" | "disk" | undefined;
  /** Folder of the disk store. Default: `$UNLABEL_CACHE`, else `~/.cache/unlabel`. */
  readonly cacheFolder?: string | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Told the source's `notes` when it is open, and those of its labels when they are read. */
  readonly onNote?: ((sentence: string) => void) | undefined;
  /** Stops opening; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
};

type Size = readonly [height: number, width: number];

export type ImageSettings = {
  readonly size: Size | "auto";
  readonly storeSize: Size | null;
  readonly channels: Channels | "auto";
  readonly background: string;
  readonly fit: "cover" | "contain";
  readonly labels: string;
  readonly labelColumn: string | null;
  readonly pathColumn: string | null;
  readonly split: "train" | "test" | "all" | null;
  readonly limit: number;
  readonly maxSkipped: number;
  readonly maxPixels: number;
  readonly memoryBudget: number;
  readonly store: "auto" | "memory" | "disk";
  readonly cacheFolder: string | null;
  readonly onProgress: ((progress: Progress) => void) | null;
  readonly onNote: ((sentence: string) => void) | null;
  readonly signal: AbortSignal | null;
};

/** Fills in defaults. Throws ConfigError naming the option, what was expected and what came. */
export function imageSettings(options: ImageOptions): ImageSettings {
  const { size = "auto", channels = "auto", storeSize } = options;
  if (channels !== "auto" && !availableChannels.includes(channels)) {
    wrong("channels", "1, 3, 4 or auto", channels);
  }
  return {
    size: size === "auto" ? "auto" : sides("size", size),
    storeSize: storeSize === undefined ? null : sides("storeSize", storeSize),
    channels,
    background: colour("background", options.background ?? "white"),
    fit: oneOf("fit", options.fit ?? "cover", ["cover", "contain"]),
    labels: options.labels ?? "auto",
    labelColumn: options.labelColumn ?? null,
    pathColumn: options.pathColumn ?? null,
    split: options.split === undefined ? null : oneOf("split", options.split, ["train", "test", "all"]),
    limit: options.limit === undefined ? Number.POSITIVE_INFINITY : whole("limit", options.limit),
    maxSkipped: share("maxSkipped", options.maxSkipped ?? 0.05),
    maxPixels: whole("maxPixels", options.maxPixels ?? 2 ** 28),
    memoryBudget: options.memoryBudget ?? 2 ** 30,
    store: oneOf("store", options.store ?? "auto", ["auto", "memory", "disk"]),
    cacheFolder: options.cacheFolder ?? null,
    onProgress: options.onProgress ?? null,
    onNote: options.onNote ?? null,
    signal: options.signal ?? null,
  };
}

function wrong(name: string, expected: string, came: unknown): never {
  throw new ConfigError(`Option ${name} takes ${expected}, but got ${JSON.stringify(came)}.`, {
    option: name,
    came,
  });
}

function oneOf<const T extends string>(name: string, value: T, allowed: readonly T[]): T {
  return allowed.includes(value) ? value : wrong(name, allowed.join(", "), value);
}

function colour(name: string, value: string): string {
  return isColour(value) ? value : wrong(name, "a colour such as white, #eeeeee or rgb(0, 0, 0)", value);
}

function whole(name: string, value: number): number {
  return Number.isInteger(value) && value > 0 ? value : wrong(name, "a whole number above 0", value);
}

function share(name: string, value: number): number {
  return value >= 0 && value <= 1 ? value : wrong(name, "a number from 0 to 1", value);
}

function sides(name: string, value: number | Size): Size {
  const pair = typeof value === "number" ? [value, value] : value;
  const [height, width] = pair;
  const good = (side: number | undefined): side is number =>
    side !== undefined && Number.isInteger(side) && side >= 1 && side <= 16384;
  if (pair.length !== 2 || !good(height) || !good(width)) {
    return wrong(name, "pixels from 1 to 16384, or [height, width]", value);
  }
  return [height, width];
}
