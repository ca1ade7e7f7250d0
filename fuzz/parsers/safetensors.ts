import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeSafetensors, readSafetensors, type Safetensors } from "#rooms/formats";
import { concat } from "../mutators/mutate-bytes.js";
import { expectThat, type Parser, type Sample } from "../parser.js";
import { someSafetensors } from "./made-files.js";

const metadataName = "__metadata__";

export const safetensors: Parser = {
  name: "safetensors",
  reads: "tensors in safetensors files: from memory, and from disk by ranges",
  ending: "safetensors",
  words: ["F32", "I64", "BF16", "BOOL", "dtype", "shape", "data_offsets", metadataName, "encoder/kernel"],
  async prepare(folder) {
    const path = join(folder, "tensors.safetensors");
    return {
      samples: samplesOf(someSafetensors()),
      async read(input) {
        await writeFile(path, input);
        const [fromMemory, fromDisk] = await Promise.allSettled([
          (async () => decodeSafetensors(input, path))(),
          readSafetensors(path, path),
        ]);
        expectThat(fromMemory.status === fromDisk.status, "read from memory, refused from disk, or reversed");
        if (fromMemory.status === "rejected") throw fromMemory.reason;
        if (fromDisk.status === "rejected") throw fromDisk.reason;
        compare(fromMemory.value, input);
        compare(fromDisk.value, input);
      },
    };
  },
};

/** A file as it is, and with a header that is mutated alone: its length is made to fit, so that what it says is read. */
export function samplesOf(bytes: Uint8Array): Sample[] {
  const start = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const wrap = (header: Uint8Array) => {
    const length = new Uint8Array(8);
    new DataView(length.buffer).setBigUint64(0, BigInt(header.length), true);
    return concat(length, header, bytes.subarray(start));
  };
  return [
    { name: "file", bytes, form: "bytes" },
    { name: "header", bytes: bytes.slice(8, start), form: "json", wrap },
  ];
}

/** By the format's description: every tensor's bytes are where the header says. */
function compare({ tensors, metadata }: Safetensors, file: Uint8Array): void {
  const start = 8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, start)));
  const { [metadataName]: right = {}, ...entries } = header;
  expectThat(JSON.stringify(sorted(metadata)) === JSON.stringify(sorted(right)), "other metadata");
  expectThat(tensors.size === Object.keys(entries).length, "another number of tensors");
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries<{
    dtype: string;
    shape: number[];
    data_offsets: [number, number];
  }>(entries)) {
    const tensor = tensors.get(name);
    const { buffer, byteOffset, byteLength } = tensor?.data ?? new Uint8Array(0);
    const bytes = file.subarray(start + offsets[0], start + offsets[1]);
    expectThat(
      tensor?.dtype === dtype && tensor.shape.join() === shape.join(),
      `${name} is of another type or shape`,
    );
    expectThat(Buffer.from(buffer, byteOffset, byteLength).equals(bytes), `${name} has other bytes`);
  }
}

const sorted = (table: object) => Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1));
