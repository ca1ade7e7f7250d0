import { describe, expect, it } from "vitest";
import * as z from "zod";
import { defineEncoder, type Encoder, type EncoderFactory, mlp } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { simclr } from "../methods/index.js";
import { barePictures } from "./bare-config.js";
import { encoderOf } from "./parts.js";

/** The small net under another name, with one option. */
const ownEncoder = (width: z.ZodNumber) =>
  defineEncoder({
    name: "own",
    title: "Own",
    options: z.strictObject({ width: width.default(4) }),
    apply: (scope, x, { width: size }) => mlp({ widths: [size] }).apply(scope, x),
  });
const own = ownEncoder(z.number());

const configOf = (encoder: Encoder) =>
  barePictures(simclr(), encoder, { size: [2, 2], channels: 1, augment: [], batchSize: 2 });

describe("an encoder of one's own", () => {
  const config = configOf(own({ width: 6 }));

  it("is taken as it was, or made with the run's options", () => {
    const asItWas = own({ width: 6 });
    expect(encoderOf(config, { encoder: asItWas })).toBe(asItWas);
    expect(encoderOf(config, { encoder: own }).options).toEqual({ width: 6 });
    expect(encoderOf(configOf(mlp()), { method: undefined, encoder: undefined }).name).toBe("mlp");
  });

  it("is refused where it is another one, or takes other options by now", () => {
    const refused = (encoder: Encoder | EncoderFactory) => {
      const open = () => encoderOf(config, { encoder });
      expect(open).toThrow(ConfigError);
      return expect(open);
    };
    refused(own({ width: 5 })).toThrow(/the encoder own \{"width":6\}, but own \{"width":5\} was given/);
    refused(mlp).toThrow(/the encoder own \{"width":6\}, but mlp \{\} was given/);
    refused(ownEncoder(z.number().max(3))).toThrow(/options of the encoder own .* cannot be used \(width\)/);
    expect(() => encoderOf(config)).toThrow(/There is no encoder called own/);
  });
});
