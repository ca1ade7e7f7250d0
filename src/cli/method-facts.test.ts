import { describe, expect, it } from "vitest";
import {
  causalLanguageModel,
  contextEncoder,
  gan,
  maskedLanguageModel,
  methods,
  simclr,
  vae,
} from "../methods/index.js";
import { listable } from "./list-entries.js";
import { methodCommands, methodNeeds, withMethodFacts } from "./method-facts.js";

describe("facts of methods", () => {
  it("name what a method declares, and nothing for one that needs only pictures", () => {
    expect(methodNeeds(simclr())).toEqual([]);
    const needy = {
      ...simclr(),
      labels: true,
      tokens: true,
      channels: 3,
      teacherMomentum: [0.9, 1] as const,
      indexed: true,
    };
    expect(methodNeeds(needy)).toEqual([
      "labels",
      "patch tokens (ViT)",
      "3 channels",
      "teacher",
      "memory of all samples",
    ]);
  });

  it("name what each learns from, by the three ways", () => {
    const found = withMethodFacts(listable.methods?.() ?? []);
    const ways = new Map(found.map(({ name, taxonomy }) => [name, taxonomy]));
    expect(ways.size).toBe(methods.size);
    // Only labels are no self-supervision.
    expect([...ways].filter(([, way]) => way == null)).toEqual([["supervised", null]]);
    expect(["vae", "mae", "simclr", "byol", "rotation", "wgan-gp"].map((name) => ways.get(name))).toEqual([
      ...["generative", "generative", "contrastive", "contrastive", "contrastive"],
      "generative-contrastive",
    ]);
    expect(contextEncoder({ adversarialWeight: 0.1 }).taxonomy).toBe("generative-contrastive");
    expect(ways.get("context-encoder")).toBe("generative");
  });

  it("name the commands that draw or write with a method", () => {
    expect(methodCommands(simclr())).toEqual([]);
    expect(methodCommands(gan())).toEqual(["sample"]);
    expect(methodCommands(vae())).toEqual(["reconstruct", "sample"]);
    expect(methodCommands(causalLanguageModel())).toEqual(["generate"]);
    expect(methodCommands(maskedLanguageModel())).toEqual(["fill"]);
  });

  it("give every method a cost beside SimCLR's", () => {
    const entries = withMethodFacts(listable.methods?.() ?? []);
    expect(entries.map(({ name }) => name)).toEqual([...methods.keys()]);
    for (const { name, cost } of entries) {
      expect(cost, name).toBeGreaterThan(0.03);
      expect(cost, name).toBeLessThan(100);
    }
    expect(entries.find(({ name }) => name === "simclr")?.cost).toBe(1);
  });
});
