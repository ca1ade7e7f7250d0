import { decodeNpy, encodeNpy } from "#rooms/formats";
import { expectThat, type Parser, type Sample } from "../parser.js";

const sample = (name: string, bytes: Uint8Array): Sample => ({ name, bytes, form: "bytes" });

export const npy: Parser = {
  name: "npy",
  reads: "arrays in .npy files",
  ending: "npy",
  words: ["<f4", "<i8", ">f4", "|u1", "<f8", "|O", "descr", "fortran_order", "shape", "True", "False", "(,)"],
  async prepare() {
    return {
      samples: [
        sample("matrix", encodeNpy({ data: Float32Array.from({ length: 12 }, Math.sqrt), shape: [4, 3] })),
        sample("list", encodeNpy({ data: BigInt64Array.of(1n, -2n, 3n), shape: [3] })),
        sample("scalar", encodeNpy({ data: Int32Array.of(7), shape: [] })),
        sample("bytes", encodeNpy({ data: Uint8Array.of(1, 2, 3, 4, 5, 6), shape: [1, 2, 3] })),
      ],
      async read(input) {
        const { data, shape } = decodeNpy(input, "made.npy");
        const count = shape.reduce((product, size) => product * size, 1);
        expectThat(count === data.length, `${data.length} elements of shape [${shape.join(", ")}]`);
        // Data are what the file ends with, and the header says what they are.
        const own = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
        expectThat(own.equals(input.subarray(input.length - own.length)), "other data than in the file");
        const header = new TextDecoder("latin1").decode(input.subarray(0, input.length - own.length));
        const said = /shape\W*\(([^)]*)\)/.exec(header)?.[1] ?? "none";
        expectThat(
          (said.match(/\d+/g) ?? []).map(Number).join() === shape.join(),
          `the header says (${said})`,
        );
      },
    };
  },
};
