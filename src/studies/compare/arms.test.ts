import { describe, expect, it } from "vitest";
import { convnet, vit } from "../../encoders/index.js";
import { methods, simclr } from "../../methods/index.js";
import { barePicturesData } from "../../setup/index.js";
import { jointEmbeddingMethods, leaveOneOutArms, methodArms, obstacle } from "./arms.js";

describe("arms", () => {
  it("of all methods are those of the joint-embedding families", () => {
    const names = jointEmbeddingMethods().map(({ name }) => name);
    expect(names).toContain("simclr");
    expect(names).not.toContain("supervised");
    for (const name of names) expect(methods.has(name)).toBe(true);
    expect(() => methodArms([simclr(), simclr()])).toThrow(/simclr is given twice/);
  });

  it("of an ablation leave out one augmentation each, then all", () => {
    const arms = leaveOneOutArms(simclr(), [{ name: "crop" }, { name: "blur", options: { sigma: 1 } }]);
    expect(arms.map(({ name, augment }) => [name, augment?.map((part) => part.name)])).toEqual([
      ["all", ["crop", "blur"]],
      ["without crop", ["blur"]],
      ["without blur", ["crop"]],
      ["none", []],
    ]);
  });

  it("of an ablation number an augmentation that a recipe has twice", () => {
    const arms = leaveOneOutArms(simclr(), [{ name: "noise" }, { name: "crop" }, { name: "noise" }]);
    expect(arms.map(({ name }) => name)).toEqual([
      ...["all", "without noise 1", "without crop", "without noise 2", "none"],
    ]);
    expect(arms[3]?.augment?.map(({ name }) => name)).toEqual(["noise", "crop"]);
  });

  it("are carried by encoders and pictures that have what a method declares", () => {
    const pictures = (channels: 1 | 3) => ({ data: barePicturesData({ size: [8, 8], channels }) });
    const needy = { ...simclr(), tokens: true, channels: 3 };
    expect(obstacle(simclr(), convnet(), pictures(1))).toBeNull();
    expect(obstacle(needy, convnet(), pictures(3))).toMatch(/patch tokens/);
    expect(obstacle(needy, vit(), pictures(1))).toMatch(/3 channels/);
    expect(obstacle(needy, vit(), pictures(3))).toBeNull();
  });
});
