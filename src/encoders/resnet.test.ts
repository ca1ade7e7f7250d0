import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { Scope } from "../nn/index.js";
import { input } from "../tensor/index.js";
import { describeEncoder } from "./encoder.suite.js";
import { resnet } from "./index.js";

describeEncoder("resnet, basic blocks", {
  encoder: resnet({ depth: 8, width: 4 }),
  shape: [3, 3, 9, 7],
  sizes: [
    { shape: [2, 1, 28, 28], width: 16 },
    { shape: [2, 3, 33, 17], width: 16 },
    { shape: [2, 4, 1, 3], width: 16 },
    { shape: [2, 3, 97, 101], width: 16 },
  ],
  layers: ["stem", "stage1", "stage2", "stage3", "map"],
  counts: [
    // torchvision's resnet18, resnet34 and resnet50 without the classifier (512 or 2048 x 1000 + 1000).
    { encoder: resnet({ depth: 18, stem: "imagenet" }), shape: [1, 3, 64, 64], parameters: 11_176_512 },
    { encoder: resnet({ depth: 34 }), shape: [1, 3, 224, 224], parameters: 21_284_672 },
    { encoder: resnet({ depth: 50 }), shape: [1, 3, 224, 224], parameters: 23_508_032 },
    // The usual CIFAR form of depth 18: a 3x3 stem.
    { encoder: resnet(), shape: [1, 3, 32, 32], parameters: 11_168_832 },
    // torchvision's ResNet with one block a stage (5,418,792) without classifier and with the 3x3 stem.
    {
      encoder: resnet({ depth: 9 }),
      shape: [1, 3, 32, 32],
      parameters: 5_418_792 - 513_000 - (49 - 9) * 3 * 64,
    },
  ],
});

// With one channel a norm hides every shift before it, and gradients vanish by rights.
describeEncoder("resnet, bottlenecks and ImageNet stem", {
  encoder: resnet({ depth: 50, width: 2, stem: "imagenet" }),
  shape: [4, 1, 41, 35],
  sizes: [
    { shape: [2, 4, 32, 32], width: 64 },
    { shape: [2, 3, 7, 50], width: 64 },
  ],
  layers: ["stem", "stage1", "stage4", "map"],
  counts: [],
});

describe("resnet", () => {
  it("halves the picture at each later stage, rounding up", () => {
    const { layers } = resnet({ depth: 8 }).apply(Scope.root(), input("x", [2, 3, 31, 18]));
    expect(["stem", "stage1", "stage2", "stage3"].map((name) => layers.get(name)?.shape)).toEqual([
      [2, 16, 31, 18],
      [2, 16, 31, 18],
      [2, 32, 16, 9],
      [2, 64, 8, 5],
    ]);
  });

  it("takes the ImageNet stem from 96 pixels on, and when asked", () => {
    const sideOf = (side: number, stem?: "small" | "imagenet") =>
      resnet({ depth: 8, ...(stem === undefined ? {} : { stem }) })
        .apply(Scope.root(), input("x", [1, 3, side, side]))
        .layers.get("stem")?.shape[2];
    expect([sideOf(95), sideOf(96), sideOf(96, "small"), sideOf(32, "imagenet")]).toEqual([95, 24, 96, 8]);
  });

  it("takes the stem of the first picture for smaller views of it", () => {
    const scope = Scope.root();
    const sideOf = (side: number) =>
      resnet({ depth: 8 })
        .apply(scope, input("x", [1, 3, side, side]))
        .layers.get("stem")?.shape[2];
    expect([sideOf(128), sideOf(56)]).toEqual([32, 14]);
  });

  it("begins each block without a change of shape as an identity", async () => {
    const engine = inlineEngine();
    const scope = Scope.root();
    const { layers } = resnet({ depth: 18, width: 2 }).apply(scope, input("x", [2, 3, 8, 8]));
    const outputs = new Map([
      ["stem", layers.get("stem")!],
      ["stage1", layers.get("stage1")!],
    ]);
    const store = await engine.createStore(scope.variables.initialValues(3));
    const program = await engine.load({ outputs, updates: new Map() }, { store });
    const { stem, stage1 } = await program.run({
      x: Float32Array.from({ length: 2 * 3 * 64 }, (_, i) => Math.sin(i)),
    });
    expect(stage1).toEqual(stem);
    await engine.dispose();
  });

  it("refuses depths it does not know", () => {
    expect(() => resnet({ depth: 20 as 18 })).toThrow(/8.*9.*18.*34.*50/);
  });
});
