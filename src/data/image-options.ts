import { ConfigError } from "../errors.js";
import { defaultCacheFolder, noCache } from "./cache-folder.js";
import type { DecodeCost } from "./decode-cost.js";
import { availableChannels, type Channels, isColour, type ValueRange } from "./decode-picture.js";
import type { Size } from "./stored-size.js";

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
  /**
   * Also keeps whole pictures, which crops are taken from, larger than `size`: the side of the square that has as many
   * pixels as a picture should have, at most as many as it has; `auto`: 2.5 times `size`. All are stretched to one shape,
   * each side of which is long enough for nine of ten; [height, width] is that shape itself. There is none where every
   * picture has `size` already. Default none.
   */
  readonly storeSize?: number | readonly [height: number, width: number] | "auto" | null | undefined;
  /** Whether whole pictures are kept, or only their shape settled. Default true, where there is a `storeSize`. */
  readonly keepWhole?: boolean | undefined;
  /**
   * Which values become black and white in pictures of 16 bits, with signs or of floating point. `auto` (default): 0 to 1,
   * 255 or 65535 where the values use half of that, else the range of the values. Null reduces 16 bits to 8 and cuts off
   * what is beyond 0 to 255. Pictures of 8 bits are taken as they are.
   */
  readonly valueRange?: readonly [low: number, high: number] | "auto" | null | undefined;
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
  /** Seconds of decoding above which the decoded pictures are kept in the cache for the next time. Default 1. */
  readonly keepAfter?: number | undefined;
  /** Folder of the cache, or `none` to keep nothing. Default: `$UNLABEL_CACHE`, else `~/.cache/unlabel`. */
  readonly cacheFolder?: string | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Told before all is decoded what that takes, measured on a few of the pictures. */
  readonly onDecodeCost?: ((cost: DecodeCost) => void) | undefined;
  /** Told the source's `notes` when it is open, and those of its labels when they are read. */
  readonly onNote?: ((sentence: string) => void) | undefined;
  /** Stops opening; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
};

export type ImageSettings = {
  readonly size: Size | "auto";
  readonly storeSize: number | Size | "auto" | null;
  readonly keepWhole: boolean;
  readonly valueRange: ValueRange | "auto" | null;
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
  readonly keepAfter: number;
  /** Null: nothing is kept. */
  readonly cacheFolder: string | null;
  readonly onProgress: ((progress: Progress) => void) | null;
  readonly onDecodeCost: ((cost: DecodeCost) => void) | null;
  readonly onNote: ((sentence: string) => void) | null;
  readonly signal: AbortSignal | null;
};

/** Fills in defaults. Throws ConfigError naming the option, what was expected and what came. */
export function imageSettings(options: ImageOptions): ImageSettings {
  const { size = "auto", channels = "auto", storeSize = null, valueRange = "auto" } = options;
  if (channels !== "auto" && !availableChannels.includes(channels)) {
    wrong("channels", "1, 3, 4 or auto", channels);
  }
  return {
    size: size === "auto" ? "auto" : sides("size", size),
    storeSize: settledStore(storeSize),
    keepWhole: options.keepWhole ?? true,
    valueRange: valueRange === null || valueRange === "auto" ? valueRange : bounds("valueRange", valueRange),
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
    keepAfter: options.keepAfter ?? 1,
    cacheFolder: options.cacheFolder === noCache ? null : (options.cacheFolder ?? defaultCacheFolder()),
    onProgress: options.onProgress ?? null,
    onDecodeCost: options.onDecodeCost ?? null,
    onNote: options.onNote ?? null,
    signal: options.signal ?? null,
  };
}

function wrong(name: string, expected: string, came: unknown): never {
  throw new ConfigError(`\`${name}\` takes ${expected}, but got ${JSON.stringify(came)}.`, {
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

function settledStore(value: NonNullable<ImageOptions["storeSize"]> | null): ImageSettings["storeSize"] {
  if (value === null || value === "auto") return value;
  const [height, width] = sides("storeSize", value);
  return typeof value === "number" ? value : [height, width];
}

function bounds(name: string, value: ValueRange): ValueRange {
  const [low, high] = value;
  const good = value.length === 2 && Number.isFinite(low) && Number.isFinite(high) && low < high;
  return good ? [low, high] : wrong(name, "two numbers, the lesser first, or auto", value);
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
