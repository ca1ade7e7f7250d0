import { describe, expect, it } from "vitest";
import { convnet, mlp, vit } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { Scope } from "../nn/index.js";
import { input } from "../tensor/index.js";
import { branch } from "./model.js";

const config = {
  data: { channels: 1 as const, size: [16, 16] as const },
  standardise: { mean: [0.5], deviation: [0.25] },
};
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
