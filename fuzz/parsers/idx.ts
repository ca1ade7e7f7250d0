import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { constants, gunzipSync, gzipSync } from "node:zlib";
import { type ImageSource, openImages } from "#rooms/data";
import { expectThat, type Parser, type Sample } from "../parser.js";
import { idxBytes } from "./made-files.js";

const count = 20;
const side = 8;
const pixels = Uint8Array.from({ length: count * side * side }, (_, i) => (i * 37 + (i >> 6)) % 256);
const classes = Uint8Array.from({ length: count }, (_, i) => i % 3);
const picturesFile = idxBytes(8, [count, side, side], pixels);

const plainAndPacked = (name: string, bytes: Uint8Array): Sample[] => [
  { name, bytes, form: "bytes" },
  { name: `${name}, then packed`, bytes, form: "bytes", wrap: (mutated) => gzipSync(mutated) },
  { name: `${name}, packed`, bytes: gzipSync(bytes), form: "bytes" },
];

export const idxLabels: Parser = {
  name: "idx-labels",
  reads: "labels in IDX files, plain and packed",
  ending: "idx1-ubyte",
  cost: 3,
  words: [],
  async prepare(folder) {
    const int32 = new Uint8Array(4 * count);
    classes.forEach((value, i) => {
      new DataView(int32.buffer).setInt32(4 * i, value);
    });
    return {
      samples: [
        ...plainAndPacked("bytes", idxBytes(8, [count], classes)),
        ...plainAndPacked("numbers of 4 bytes", idxBytes(12, [count], int32)),
      ],
      async read(input) {
        await layOut(folder, { "train-images-idx3-ubyte": picturesFile, "train-labels-idx1-ubyte": input });
        const source = await openImages(folder, { cacheFolder: "none" });
        try {
          expectThat(source.length === count, `${source.length} pictures instead of ${count}`);
          const labels = await source.labels();
          const { type, dims, values } = independent(input);
          expectThat(dims[0] === count && labels?.values.length === count, "another number of labels");
          const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
          for (const [i, index] of labels!.values.entries()) {
            const right = type === 8 || type === 9 ? values[i]! : view.getInt32(4 * i);
            const name = labels!.classNames[index];
            expectThat(Number(name) === right, `label ${i} is ${name} where the file has ${right}`);
          }
        } finally {
          await source.close();
        }
      },
    };
  },
};

export const idxPictures: Parser = {
  name: "idx-pictures",
  reads: "pictures in IDX files, plain and packed",
  ending: "idx3-ubyte",
  cost: 2,
  words: [],
  async prepare(folder) {
    return {
      samples: plainAndPacked("pictures", picturesFile),
      async read(input) {
        await layOut(folder, { "train-images-idx3-ubyte": input });
        const source = await openImages(folder, { cacheFolder: "none" });
        try {
          await comparePictures(source, input);
        } finally {
          await source.close();
        }
      },
    };
  },
};

/** Pictures of at most 96 pixels a side keep their size, so that their bytes can be compared. */
async function comparePictures(source: ImageSource, input: Uint8Array): Promise<void> {
  const { dims, values } = independent(input);
  const [length = 0, height = 0, width = 0] = dims;
  expectThat(source.length === length, `${source.length} pictures where the header says ${length}`);
  if (Math.max(height, width) > 96) return;
  const { images } = await source.read(Int32Array.from({ length }, (_, i) => i));
  const right = values.subarray(0, length * height * width);
  expectThat(Buffer.from(images).equals(right), "other pixels than those in the file");
}

async function layOut(folder: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
}

/** By the format's description, all at once; of a packed file as much as can be unpacked. */
function independent(file: Uint8Array): { type: number; dims: number[]; values: Uint8Array } {
  const packed = file[0] === 0x1f && file[1] === 0x8b;
  const bytes = packed ? gunzipSync(file, { finishFlush: constants.Z_SYNC_FLUSH }) : file;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rank = view.getUint8(3);
  const dims = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  return { type: view.getUint8(2), dims, values: bytes.subarray(4 + 4 * rank) };
}
