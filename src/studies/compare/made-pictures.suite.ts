import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { permutation } from "../../data/index.js";

/** A folder of IDX files in `parent`: 8x8 pictures of three classes, by which row is bright, with a test split. */
export async function makePictures(parent: string, count = 60, tests = 30): Promise<string> {
  const data = join(await mkdtemp(join(parent, "made-")), "bars");
  await mkdir(data);
  await writePart(data, "train", count, 1);
  await writePart(data, "t10k", tests, 2);
  return data;
}

const side = 8;

async function writePart(folder: string, part: string, count: number, seed: number): Promise<void> {
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 3);
  const noise = permutation(count * side * side, [seed]);
  const pixels = Uint8Array.from(noise, (value, i) => {
    const isBright = Math.floor(i / side) % side === 1 + 2 * labels[Math.floor(i / side / side)]!;
    return (isBright ? 150 : 0) + (value % 100);
  });
  await writeFile(join(folder, `${part}-images-idx3-ubyte`), idx([count, side, side], pixels));
  await writeFile(join(folder, `${part}-labels-idx1-ubyte`), idx([count], labels));
}

function idx(sides: readonly number[], bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sides.length);
  header.writeUInt8(8, 2);
  header.writeUInt8(sides.length, 3);
  for (const [i, length] of sides.entries()) header.writeUInt32BE(length, 4 + 4 * i);
  return Buffer.concat([header, bytes]);
}
