import { access, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { shared } from "./workloads.js";

/**
 * A folder of PNG files, `count` coloured pictures of 32x32, made once and kept in the system's temporary folder:
 * a sky of two colours and four discs, so that they compress and decode as pictures do, not as noise does.
 */
export async function pictureFolder(count: number): Promise<string> {
  const folder = join(tmpdir(), `unlabel-bench-pictures-${count}`);
  if (
    await access(folder).then(
      () => true,
      () => false,
    )
  )
    return folder;
  const part = `${folder}.${process.pid}.part`;
  await mkdir(part, { recursive: true });
  try {
    const { side, channels } = shared;
    for (let first = 0; first < count; first += 100) {
      await Promise.all(
        Array.from({ length: Math.min(100, count - first) }, async (_, i) => {
          const name = `${String(first + i).padStart(5, "0")}.png`;
          const raw = { width: side, height: side, channels };
          await writeFile(
            join(part, name),
            await sharp(picture(first + i), { raw })
              .png()
              .toBuffer(),
          );
        }),
      );
    }
    await rename(part, folder);
  } finally {
    await rm(part, { recursive: true, force: true });
  }
  return folder;
}

/** RGB bytes, row by row; the same for the same number. */
function picture(number: number): Uint8Array {
  const { side } = shared;
  const next = numbers(number + 1);
  const colour = () => [next() * 255, next() * 255, next() * 255];
  const [top, bottom] = [colour(), colour()];
  const discs = Array.from({ length: 4 }, () => ({
    x: next() * side,
    y: next() * side,
    radius: 2 + next() * side * 0.25,
    colour: colour(),
  }));
  const bytes = new Uint8Array(side * side * 3);
  for (let p = 0; p < side * side; p++) {
    const [x, y] = [p % side, Math.floor(p / side)];
    const disc = discs.findLast((d) => (d.x - x) ** 2 + (d.y - y) ** 2 < d.radius ** 2);
    const grain = next() * 16 - 8;
    for (let c = 0; c < 3; c++) {
      const sky = (top[c] ?? 0) + (((bottom[c] ?? 0) - (top[c] ?? 0)) * y) / side;
      bytes[p * 3 + c] = Math.min(255, Math.max(0, (disc?.colour[c] ?? sky) + grain));
    }
  }
  return bytes;
}

/** Numbers in [0, 1) from a seed (Park and Miller's generator). */
function numbers(seed: number): () => number {
  let state = (seed * 48271) % 2147483647;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
