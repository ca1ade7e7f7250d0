import { evenlySpread, type ImageSource } from "../../data/index.js";
import type { PicturesData } from "./pictures-data.js";

/**
 * Mean and deviation of each channel, of numbers 0..1, over at most 2,048 evenly spread pictures; with a second source
 * half of them are partners.
 */
export async function channelStatistics(source: ImageSource): Promise<PicturesData["standardise"]> {
  const [channels, height, width] = source.shape;
  const sources = source.partner === undefined ? [source] : [source, source.partner];
  const indices = evenlySpread(source.length, 2048 / sources.length);
  const read = await Promise.all(sources.map((part) => part.read(indices)));
  const images = read.length === 1 ? read[0]!.images : Buffer.concat(read.map((part) => part.images));
  const count = indices.length * sources.length;
  const area = height * width;
  const mean: number[] = [];
  const deviation: number[] = [];
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    let squares = 0;
    for (let n = 0; n < count; n++) {
      const start = (n * channels + c) * area;
      for (let i = start; i < start + area; i++) {
        const value = images[i]! / 255;
        sum += value;
        squares += value * value;
      }
    }
    const average = sum / (count * area);
    mean.push(round(average));
    // A channel of one value throughout is only shifted.
    const spread = Math.sqrt(Math.max(squares / (count * area) - average * average, 0));
    deviation.push(spread < 1e-3 ? 1 : round(spread));
  }
  return { mean, deviation };
}

const round = (value: number): number => Math.round(value * 1e6) / 1e6;
