import { describe, expect, it } from "vitest";
import { convnet, linear, mlp, vit } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import type { PictureModel } from "../methods/index.js";
import { Scope } from "../nn/index.js";
import { barePicturesData } from "../setup/index.js";
import { input, mul, type Tensor } from "../tensor/index.js";
import { branch, pictureModel } from "./model.js";

const config = { data: barePicturesData({ channels: 1, size: [16, 16] }) };
const picture = (side: number) => input(`x${side}`, [2, 1, side, side]);

describe("an encoder that sees parts of pictures only", () => {
  const small = vit({ width: 8, heads: 2, depth: 1 });

  it("has the positions of full pictures, as when it saw one first", () => {
    const [parts, full] = [Scope.root(), Scope.root()];
    branch(parts, small, config).encode(picture(8));
    branch(full, small, config).encode(picture(16));
    const shapes = ({ variables }: Scope) => variables.all().map(({ name, shape }) => [name, shape]);
    expect(shapes(parts)).toEqual(shapes(full));
    expect(parts.variables.get("encoder/position")?.shape).toEqual([16, 8]);
  });

  it("leaves running statistics to the parts", () => {
    const root = Scope.root();
    branch(root, convnet({ widths: [4] }), config).encode(picture(8));
    const [mean] = root.variables.assigned().values();
    // 0.9 of what the step began with, and 0.1 of the parts': nothing came in between.
    const before = mean?.node.inputs[0]?.node.inputs[0];
    expect(before).toBe(root.variables.get("encoder/stage1/norm/mean")?.tensor);
  });

  it("is refused where it takes one size only", () => {
    const encode = () => branch(Scope.root(), mlp({ widths: [4] }), config).encode(picture(8));
    expect(encode).toThrow(ConfigError);
    expect(encode).toThrow(
      /mlp, with these options, cannot see pictures of 8 x 8 beside the full ones of 16 x 16/,
    );
  });
});

describe("a decoder that shares the encoder's weights", () => {
  const size = 8;
  /** The parameters after a picture was encoded and something decoded. */
  const parameters = (decode: (model: PictureModel, embedding: Tensor) => void) => {
    const root = Scope.root();
    const model = pictureModel(root, linear({ form: "unrolled", size }), config);
    decode(model, model.encode(picture(16)));
    return root.variables.parameters().map(({ name, group }) => `${group}: ${name}`);
  };

  it("has none of its own for embeddings", () => {
    expect(parameters((model, embedding) => model.decode(embedding))).toEqual(["main: encoder/B"]);
  });

  it("has its own for whatever else is as long, and in a group of its own", () => {
    const apart = ["main: encoder/B", "main: decoder/B"];
    expect(parameters((model) => model.decode(input("z", [2, size])))).toEqual(apart);
    expect(parameters((model, embedding) => model.decode(mul(embedding, 2)))).toEqual(apart);
    const inGroup = ["main: encoder/B", "generator: decoder/B"];
    expect(parameters((model) => model.decode(input("z", [2, size]), "generator"))).toEqual(inGroup);
    expect(parameters((model, embedding) => model.decode(embedding, "generator"))).toEqual(inGroup);
  });
});
