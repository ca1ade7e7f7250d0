import { type AugmentationRecipe, randomResizedCrop, views } from "unlabel/augment";
import type { ImageSource } from "unlabel/data";
import { inlineEngine } from "unlabel/engine";
import { randomKey, uniform } from "unlabel/random";
import { broadcastTo, cast, constant, input, mul, reshape, slice, stack, type Tensor } from "unlabel/tensor";
import type { Rectangle } from "./resize-like-pillow.js";

/** A view and where it lies in its picture, as shares of the picture's sides. */
export interface Seen {
  readonly index: number;
  readonly box: Rectangle;
  /** `[channels, side, side]`, 0 to 255. */
  readonly view: Float32Array;
  /** The same place taken from the picture that everything but training sees, as if it were all there is. */
  readonly ofPlain: Float32Array;
}

/** Views of every picture of a source as training draws them, at one share of the area. */
export async function viewsAndBoxes(
  source: ImageSource,
  share: number,
  draws: number,
): Promise<readonly Seen[]> {
  const { whole, shape, length } = source;
  if (whole === undefined) throw new Error(`${source.name} holds no pictures larger than the view`);
  const [channels, side] = shape;
  const options = { scale: [share, share] as [number, number] };
  const recipe: AugmentationRecipe = [{ name: "random-resized-crop", options }];
  const key = randomKey("detail");
  const pictures = unit("whole", [length, ...whole.shape]);
  const aspects = input("aspects", [length]);
  const request = [{ count: 1 }];
  const size = { height: side, width: side };
  const plain = unit("plain", [length, ...shape]);
  const [view] = views(plain, key, recipe, request, size, { pictures, aspects });
  const [ofPlain] = views(plain, key, recipe, request, size);
  const outputs = new Map([
    ["view", view!],
    ["ofPlain", ofPlain!],
    ["boxes", boxesOf(randomResizedCrop(options), key.child("group0/view0"), aspects, length)],
  ]);
  const engine = inlineEngine();
  const store = await engine.createStore();
  const program = await engine.load({ outputs, updates: new Map() }, { store, name: "views" });
  const all = Int32Array.from({ length }, (_, i) => i);
  const { images, aspects: own } = await whole.read(all);
  const feeds = { whole: images, aspects: own, plain: (await source.read(all)).images };
  const seen: Seen[] = [];
  for (let step = 0; step < draws; step++) {
    const found = (await program.run(feeds, { seed: 0, step })) as Record<string, Float32Array>;
    const bytes = channels * side * side;
    for (let i = 0; i < length; i++) {
      const [xx, yy, x0, y0] = found.boxes!.subarray(4 * i, 4 * i + 4) as unknown as number[];
      const at = (values: Float32Array) =>
        Float32Array.from(values.subarray(i * bytes, (i + 1) * bytes), (value) => 255 * value);
      const box = { left: (1 + x0! - xx!) / 2, top: (1 + y0! - yy!) / 2, width: xx!, height: yy! };
      seen.push({ index: i, box, view: at(found.view!), ofPlain: at(found.ofPlain!) });
    }
  }
  await engine.dispose();
  return seen;
}

function unit(name: string, shape: readonly number[]): Tensor {
  return mul(cast(input(name, shape, "uint8"), "float32"), 1 / 255);
}

/** `[N, 4]`: the crop's map, from the very draws that its view has. */
function boxesOf(
  crop: ReturnType<typeof randomResizedCrop>,
  key: ReturnType<typeof randomKey>,
  aspect: Tensor,
  n: number,
): Tensor {
  if (crop.kind !== "geometric") throw new Error("a crop is geometry");
  const rows = crop.draws.map((name) => [name, crop.tries[name] ?? 1] as const);
  const numbers = uniform(key, [rows.reduce((sum, [, tries]) => sum + tries, 0), n]);
  let at = 0;
  const draws: Record<string, Tensor> = {};
  for (const [name, tries] of rows) {
    const drawn = slice(numbers, 0, at, at + tries);
    draws[name] = tries === 1 ? reshape(drawn, [n]) : drawn;
    at += tries;
  }
  const { xx, yy, x0, y0 } = crop.map(draws, { aspect });
  const column = (entry: number | Tensor) =>
    typeof entry === "number" ? broadcastTo(constant([entry], [1]), [n]) : entry;
  return stack([xx, yy, x0, y0].map(column), 1);
}
