import { describe, expect, expectTypeOf, it } from "vitest";
import type * as z from "zod";
import { ConfigError } from "../errors.js";
import { defineMethod, methods, simclr } from "../methods/index.js";
import type { PretrainOptions } from "../settle/index.js";
import {
  environmentLayer,
  fileLayer,
  type Layer,
  mergeLayers,
  type PartKind,
  type runOptions,
  type Setting,
  settle,
} from "./index.js";

const file = (config: Readonly<Record<string, unknown>>) => fileLayer(config, "unlabel.config.yaml");
const flags = (given: Readonly<Record<string, string>>): Layer =>
  new Map<string, Setting>(
    Object.entries(given).map(([key, value]) => [key, { value, origin: `--${key}`, isText: true }]),
  );

/** The problems by key that settling reports. */
function problemsOf(layer: Layer): Record<string, string> {
  try {
    settle(layer);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).context.problems as Record<string, string>;
  }
  throw new Error("Nothing was refused.");
}

const own = defineMethod({ ...simclr.definition, name: "own" });

describe("the schema", () => {
  it("says of a run what pretrain takes", () => {
    type Plain = Omit<z.output<typeof runOptions>, PartKind | "cache">;
    expectTypeOf<keyof Plain>().toExtend<keyof PretrainOptions>();
    type Said = { [Key in keyof Plain]-?: NonNullable<Plain[Key]> };
    expectTypeOf<Said>().toExtend<Pick<Required<PretrainOptions>, keyof Plain>>();
  });
});

describe("precedence", () => {
  it("is flags, environment, file, and nothing where nobody spoke", () => {
    const below = file({ batchSize: 16, epochs: 1, seed: 1, learningRate: 0.1 });
    const environment = environmentLayer({ UNLABEL_BATCH_SIZE: "32", UNLABEL_SEED: "2", HOME: "x" });
    expect(settle(mergeLayers(below, environment, flags({ batchSize: "64" })))).toEqual({
      batchSize: 64,
      epochs: 1,
      seed: 2,
      learningRate: 0.1,
    });
    expect(settle(mergeLayers())).toEqual({});
  });

  it("holds for each option of a method", () => {
    const below = file({ method: { name: "simclr", temperature: 0.1, hiddenDim: 8, outputDim: 4 } });
    const environment = environmentLayer({
      UNLABEL_METHOD_TEMPERATURE: "0.3",
      UNLABEL_METHOD_HIDDEN_DIM: "16",
    });
    const { method } = settle(mergeLayers(below, environment, flags({ "method.temperature": "0.5" })));
    expect(method?.options).toMatchObject({ temperature: 0.5, hiddenDim: 16, outputDim: 4 });
  });

  it("drops the options of a method that is replaced", () => {
    const below = file({ method: { name: "simclr", temperature: 0.1 } });
    expect(settle(mergeLayers(below, flags({ method: "supervised" }))).method?.name).toBe("supervised");
    const again = settle(mergeLayers(below, flags({ method: "simclr" })));
    expect(again.method?.options.temperature).toBe(0.1);
  });

  it("treats dotted keys, names with options and made methods alike", () => {
    for (const config of [
      { "method.temperature": 0.4 },
      { method: { temperature: 0.4 } },
      { method: { name: "simclr", temperature: 0.4 } },
      { method: simclr({ temperature: 0.4 }) },
    ]) {
      expect(settle(file(config)).method?.options.temperature).toBe(0.4);
    }
    const changed = mergeLayers(
      file({ method: simclr({ outputDim: 4 }) }),
      flags({ "method.temperature": "1" }),
    );
    expect(settle(changed).method?.options).toMatchObject({ temperature: 1, hiddenDim: 256, outputDim: 4 });
  });

  it("gives the optimiser its options without the method's defaults", () => {
    const { optimizer, optimizerOptions } = settle(file({ optimizer: { name: "sgd", momentum: 0.5 } }));
    expect({ optimizer, optimizerOptions }).toEqual({
      optimizer: "sgd",
      optimizerOptions: { momentum: 0.5 },
    });
    expect(settle(environmentLayer({ UNLABEL_OPTIMIZER_BETA1: "0.8" })).optimizerOptions).toEqual({
      beta1: 0.8,
    });
  });

  it("takes a method of one's own, made or to be made", () => {
    expect(methods.has("own")).toBe(false);
    expect(settle(file({ method: own({ temperature: 2 }) })).method?.options.temperature).toBe(2);
    const layered = mergeLayers(file({ method: own }), flags({ "method.temperature": "3" }));
    expect(settle(layered).method).toMatchObject({ name: "own", options: { temperature: 3 } });
  });

  it("leaves other variables alone", () => {
    const layer = environmentLayer({
      UNLABEL_CACHE_LIMIT: "1GB",
      UNLABEL_DEMO: "1",
      UNLABEL_CONFIG: "x",
      UNLABEL_SEED: "",
    });
    expect([...layer.keys()]).toEqual([]);
  });
});

describe("what is wrong", () => {
  it("comes all at once, by key, in the words of where it was said", () => {
    const below = file({ epochs: "two", batchsize: 3, method: { temprature: 1 }, augment: ["solarize"] });
    const environment = environmentLayer({ UNLABEL_SEED: "-1", UNLABEL_BATCHSIZE: "3" });
    const problems = problemsOf(
      mergeLayers(below, environment, flags({ channels: "2", "method.outputDim": "0" })),
    );
    expect(Object.keys(problems).sort()).toEqual(
      ["augment", "batchsize", "channels", "epochs", "method.outputDim", "method.temprature", "seed"].sort(),
    );
    expect(problems.epochs).toBe('epochs in unlabel.config.yaml takes a number above 0, but got "two".');
    expect(problems.seed).toBe("UNLABEL_SEED takes a whole number from 0 to 4294967295, but got -1.");
    expect(problems.channels).toBe("--channels takes one of 1, 3, 4, but got 2.");
    expect(problems["method.temprature"]).toContain("Did you mean method.temperature?");
    expect(problems.augment).toContain("solarise");
  });

  it("names the nearest key as it is written there", () => {
    expect(problemsOf(environmentLayer({ UNLABEL_BATCHSIZE: "3" })).batchsize).toBe(
      "UNLABEL_BATCHSIZE is no option; did you mean UNLABEL_BATCH_SIZE?",
    );
    expect(problemsOf(file({ learningRat: 1 })).learningRat).toMatch(/did you mean learningRate\?$/);
    expect(problemsOf(file({ colour: 1 })).colour).toMatch(/is none of the options of `pretrain`\.$/);
    const option = problemsOf(environmentLayer({ UNLABEL_METHOD_TEMPERTURE: "1" }));
    expect(option["method.temperture"]).toContain("Did you mean UNLABEL_METHOD_TEMPERATURE?");
  });

  it("includes names that do not exist, both epochs and steps, and options of one's own method", () => {
    expect(problemsOf(file({ method: "simclar" })).method).toContain("Did you mean simclr?");
    expect(problemsOf(file({ encoder: 5 })).encoder).toContain("takes a name");
    expect(problemsOf(file({ epochs: 1, steps: 1 })).steps).toContain("exclude each other");
    const reaching = mergeLayers(file({ method: own() }), flags({ "method.temperature": "1" }));
    expect(problemsOf(reaching)["method.temperature"]).toContain("your own method own");
  });

  it("is one plain sentence where it is one thing", () => {
    expect(() => settle(file({ limit: 0 }))).toThrow(
      /^limit in unlabel\.config\.yaml takes a whole number from 1, but got 0\.$/,
    );
  });
});

describe("names of any length", () => {
  it("are told by their beginning", () => {
    const long = "x".repeat(20_000);
    const augment = [{ name: "noise", options: { [long]: 1 } }];
    for (const held of [
      { [long]: 1 },
      { method: long },
      { method: { name: "byol", [long]: 1 } },
      { augment },
    ])
      for (const problem of Object.values(problemsOf(file(held)))) {
        expect(problem).toContain("xxx...");
        expect(problem.length).toBeLessThan(4000);
      }
    const [problem] = Object.values(problemsOf(environmentLayer({ [`UNLABEL_${long}`]: "1" })));
    expect(problem).toMatch(/^UNLABEL_x+\.\.\. is none of the options/);
  });
});

describe("names that every object has", () => {
  const names = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];

  it.each(names)("%s is no option, wherever it is said", (name) => {
    const held = JSON.parse(`{"${name}": {"a": 1}, "method": {"name": "simclr", "${name}": 1}}`) as object;
    const problems = problemsOf(fileLayer(held as Record<string, unknown>, "unlabel.config.json"));
    expect(Object.entries(problems).map(([, text]) => text)).toEqual([
      `${name} in unlabel.config.json is none of the options of \`pretrain\`.`,
      expect.stringContaining(`method.${name} in unlabel.config.json: simclr has no option ${name}; it has`),
    ]);
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  it("are none in the environment", () => {
    const variables = { UNLABEL_CONSTRUCTOR: "1", UNLABEL_METHOD_CONSTRUCTOR: "1", UNLABEL_TO_STRING: "1" };
    expect(Object.values(problemsOf(environmentLayer(variables)))).toEqual([
      expect.stringContaining("UNLABEL_CONSTRUCTOR is none of the options"),
      expect.stringContaining("UNLABEL_TO_STRING is none of the options"),
      expect.stringContaining("UNLABEL_METHOD_CONSTRUCTOR: simclr has no option constructor"),
    ]);
  });

  it("are no methods, encoders or augmentations", () => {
    for (const name of names) {
      expect(problemsOf(file({ method: name })).method).toContain(`there is no method called ${name}`);
      expect(problemsOf(file({ augment: [name] })).augment).toContain(`no augmentation called ${name}`);
    }
    expect(problemsOf(file({ method: { name: { toString: 1 } } })).method).toContain("takes a name");
  });
});
