import { convnet, type Encoder, vit } from "../encoders/index.js";
import { inlineEngine } from "../engine/index.js";
import { barePictures } from "../setup/index.js";
import { reconstructProgram } from "../steps/index.js";
import type { Method } from "./index.js";

/** Pictures in the tests of methods that hide parts of them: side, and how many. */
export const side = 16;
export const samples = 4;

/** What an untrained method makes of pictures. */
export interface Drawn {
  readonly masked: readonly number[];
  readonly output: readonly number[];
  readonly error: readonly number[];
}

/** Grey pictures whose bytes differ from pixel to pixel. */
export function somePictures(): Uint8Array {
  return Uint8Array.from({ length: samples * side * side }, (_, i) => (i * 73 + (i >> 4) * 31) % 251);
}

/** Draws pictures `[samples, 1, side, side]` anew with first weights, on the same draws every time. */
export async function drawAgain(method: Method, images: Uint8Array): Promise<Drawn> {
  const encoder: Encoder = method.tokens
    ? vit({ width: 16, depth: 1, heads: 2 })
    : convnet({ widths: [4, 8] });
  const config = barePictures(method, encoder, {
    size: [side, side],
    channels: 1,
    augment: [],
    batchSize: samples,
  });
  const drawing = reconstructProgram(config, encoder, method, samples);
  if (drawing === null) throw new Error(`${method.name} draws nothing.`);
  const engine = inlineEngine();
  try {
    const store = await engine.createStore(drawing.scope.variables.initialValues(1));
    const outputs = await (await engine.load(drawing.program, { store })).run(
      { images },
      { seed: 1, step: 0 },
    );
    const read = (name: string) => Array.from(outputs[name] ?? [], Number);
    return { masked: read("panel/masked"), output: read("panel/output"), error: read("error") };
  } finally {
    await engine.dispose();
  }
}

/** Whether a pixel of the masked panel is the grey that stands for what was hidden. */
export function isHidden(pixel: number): boolean {
  return Math.abs(pixel - 0.5) < 1e-6; // no byte / 255 is 0.5
}

/** Pictures that differ from these wherever the masked panel hides them, and nowhere else. */
export function changedWhereHidden(images: Uint8Array, masked: readonly number[]): Uint8Array {
  return images.map((byte, i) => (isHidden(masked[i]!) ? (byte + 97) % 256 : byte));
}
