import { describe, expect, it } from "vitest";
import { convnet, mlp } from "../encoders/index.js";
import { broadcastTo, constant } from "../tensor/index.js";
import { vqVae } from "./index.js";
import { look } from "./look.suite.js";
import { describeMethod } from "./method.suite.js";

const small = { codes: 16, codeDim: 4 };

describeMethod("vq-vae", { method: vqVae(small) });
describeMethod("vq-vae with a codebook that is trained", {
  method: vqVae({ ...small, codebook: "gradient", loss: "cross-entropy" }),
});

describe("vq-vae", () => {
  it("draws each place's codes as often as it took them", async () => {
    const method = vqVae({ codes: 3, codeDim: 2, groups: 2 });
    const chances = [0.5, 0, 0.5, 0, 0.2, 0.8];
    const codes = [1, 0, 0, 1, -1, -1];
    const drawn = async (prior: "places" | "whole") => {
      const read = await look(
        vqVae({ ...method.options, prior }),
        (context) => ({ latents: vqVae({ ...method.options, prior }).generator!.prior(context, 600) }),
        {
          encoder: mlp({ widths: [8] }),
          state: { "head/histogram": chances, "head/codebook": codes },
        },
      );
      const counts = Array(6).fill(0);
      for (let m = 0; m < 1200; m++) {
        const first = Math.round(read.latents![2 * m]!);
        counts[3 * (m % 2) + [1, 0, -1].indexOf(first)] += 1 / 600;
      }
      return counts;
    };
    (await drawn("places")).forEach((share, i) => {
      expect(Math.abs(share - chances[i]!)).toBeLessThan(chances[i] === 0 ? 1e-9 : 0.06);
    });
    (await drawn("whole")).forEach((share, i) => {
      expect(Math.abs(share - [0.25, 0.1, 0.65][i % 3]!)).toBeLessThan(0.06);
    });
  });

  it("makes a picture of its codes as it makes it of the picture, with and without a feature map", async () => {
    for (const encoder of [undefined, mlp({ widths: [8, 6] })]) {
      const method = vqVae(small);
      const { output, again, codes } = await look(
        method,
        (context) => {
          const latents = method.generator!.infer!(context);
          return {
            output: method.reconstruct!(context).panels.output!,
            again: method.generator!.decode(context, latents),
            codes: latents,
          };
        },
        encoder === undefined ? {} : { encoder },
      );
      expect(codes!.length).toBe(4 * 16 * 4); // 4 x 4 places, or 16 groups
      expect(again).toEqual(output);
    }
  });

  it("draws a place's code at that place, where the decoder begins with a map", async () => {
    const method = vqVae({ codes: 2, codeDim: 8 });
    const places = (first: number) => constant([first, ...Array(15).fill(1)], [1, 16, 1]);
    const drawn = (context: Parameters<NonNullable<typeof method.reconstruct>>[0], first: number) =>
      method.generator!.decode(context, broadcastTo(places(first), [1, 16, 8]));
    const { plain, other } = await look(
      method,
      (context) => ({ plain: drawn(context, 1), other: drawn(context, -1) }),
      {
        shape: [1, 1, 28, 28],
        encoder: convnet({ form: "autoencoder" }),
        state: { "head/codebook": [...Array(8).fill(1), ...Array(8).fill(-1)] },
      },
    );
    const changed = plain!.flatMap((value, at) => (value === other![at] ? [] : [at]));
    expect(changed.length).toBeGreaterThan(0);
    // Three convolutions on growing maps carry the first of 4 x 4 places to the 21st pixel.
    for (const at of changed) expect(Math.max(Math.floor(at / 28), at % 28)).toBeLessThan(21);
  });
});
