import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as losses from "../../losses/index.js";
import { type CaseResult, conformance, countLine, resultLine } from "./index.js";

const fixtures = fileURLToPath(new URL("../../../test/fixtures/conformance/", import.meta.url));
const fixture = (name: string): string => join(fixtures, `${name}.json`);

async function run(...paths: string[]): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for await (const result of conformance(paths)) results.push(result);
  return results;
}

/** The reference case of every loss, by the loss's name. */
const cases: Readonly<Record<string, string>> = {
  alignment: "alignment",
  barlowTwinsLoss: "barlow-twins",
  binaryCrossEntropy: "bce",
  byolRegression: "byol",
  codeSpread: "code-spread",
  crossEntropy: "cross-entropy",
  dcl: "dcl",
  dclw: "dclw",
  dinoLoss: "dino",
  empSslLoss: "emp-ssl",
  ganLosses: "gan-critic",
  gaussianSurprise: "gaussian-surprise",
  gradientPenalty: "gradient-penalty",
  ibotPatchLoss: "ibot",
  infoNce: "info-nce",
  jacobianNorm: "jacobian-norm",
  kerasContrastive: "contrastive",
  klGaussian: "kl-gaussian",
  koLeo: "koleo",
  leJepaLoss: "lejepa",
  momentumContrast: "moco",
  msnLoss: "msn",
  nPairLoss: "n-pair",
  negativeCosine: "negative-cosine",
  nextCentre: "dino",
  ntXent: "nt-xent",
  pairwiseRanking: "pairwise-ranking",
  patchErrors: "patch-errors",
  rebalancedCrossEntropy: "rebalanced-cross-entropy",
  sampledInfoNce: "sampled-info-nce cosine",
  sigReg: "sigreg",
  smoothL1: "smooth-l1",
  softCrossEntropy: "soft-cross-entropy",
  supCon: "supcon",
  swavLoss: "swav",
  tiCoLoss: "tico",
  tripletLoss: "triplet",
  uniformity: "uniformity",
  vicRegLoss: "vicreg",
  visRegLoss: "visreg",
  wassersteinLosses: "wasserstein-critic",
  weightedErrors: "weighted-errors",
  whiteningMse: "whitening-mse",
};

/** Parts of those, which the cases above go through, and what is no loss: all have tests of their own. */
const parts = [
  "betweenSamples",
  "candidatesAmong",
  "candidatesInBatch",
  "cosineEnergy",
  "cosineSimilarities",
  "covarianceTerm",
  "crossEntropyRows",
  "klGaussianRows",
  "linearCrossEntropy",
  "linearCrossEntropyRows",
  "meanEntropyGap",
  "mineNegatives",
  "mutualInformationBound",
  "nextOthers",
  "patchStatistics",
  "rarityWeights",
  "sameClass",
  "sinkhorn",
  "squaredDistanceEnergy",
  "squaredDistances",
  "teacherDistribution",
  "totalCodingRate",
  "varianceTerm",
  "viewPrediction",
  "visRegCentre",
  "visRegScale",
  "visRegShape",
  "whiten",
  "whitener",
  "withoutSelf",
];

/** Names that a later version brings: taken off this list as they come. */
const missing = new Set<string>();

describe("reference cases", () => {
  it("of losses and operators pass, or are known to be missing", async () => {
    const files = (await readdir(fixtures)).filter((name) => name !== "networks.json");
    expect(files).toEqual(expect.arrayContaining(["distillation-losses.json", "losses.json"]));
    const results = await run(...files.map((name) => join(fixtures, name)));
    expect(results.filter(({ status }) => status === "failed").map(resultLine)).toEqual([]);
    const absent = results.filter(({ status }) => status === "missing");
    expect(new Set(absent.map(({ name }) => name.replace(/ n\d+.*$/, "")))).toEqual(missing);
    expect(results.length).toBeGreaterThanOrEqual(120);
    const known = new Set(results.map(({ name }) => name.replace(/ n\d+.*$/, "")));
    expect(Object.values(cases).filter((name) => !known.has(name))).toEqual([]);
  });

  it("are there for every loss that the library has", () => {
    const functions = Object.entries(losses).flatMap(([name, value]) =>
      typeof value === "function" ? [name] : [],
    );
    expect([...Object.keys(cases), ...parts].sort()).toEqual(functions.sort());
  });

  it("of networks pass, with every optimiser", async () => {
    const results = await run(fixture("networks"));
    expect(results.filter(({ status }) => status !== "passed").map(resultLine)).toEqual([]);
    expect(results.map(({ name, errors }) => [name, Object.keys(errors).slice(2)])).toEqual([
      ["conv-bn-residual", ["sgd-momentum", "sgd-nesterov", "adamw", "lars"]],
      ["causal-transformer", ["sgd-momentum", "sgd-nesterov", "adamw", "lars"]],
      ["gru", ["sgd-momentum"]],
      ["conv-variants", []],
    ]);
  });
});

describe("conformance", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "conformance-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const written = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };

  it("fails a case whose value, gradient or trajectory is out of tolerance", async () => {
    const losses = JSON.parse(await readFile(fixture("losses"), "utf8"));
    const networks = JSON.parse(await readFile(fixture("networks"), "utf8"));
    const of = (name: string) =>
      structuredClone(losses.cases.find((one: { name: string }) => one.name === name));
    const [value, slope, fine] = [of("bce n4"), of("bce n4"), of("bce n4")];
    value.expected.loss += 1e-3;
    slope.expected.grads.logits[5] += 1e-3;
    fine.expected.loss += 1e-6;
    const gru = structuredClone(networks.cases[2]);
    gru.optimizers[0].finalParamSums.bhh += 0.01;
    const path = await written("off.json", JSON.stringify({ ...losses, cases: [value, slope, fine, gru] }));
    const results = await run(path);
    expect(results.map(({ status }) => status)).toEqual(["failed", "failed", "passed", "failed"]);
    expect(countLine(results)).toBe("1 passed, 3 failed, 0 missing");
    expect(results[3]?.errors["sgd-momentum"]).toBeGreaterThan(results[3]?.errors.value ?? 1);
  });

  it("names what it does not have, and what does not fit", async () => {
    const about = "2e-4 relative, 2e-5 absolute";
    const x = { shape: [1], data: [1] };
    const cases = [
      { name: "no-such-loss n4", params: {}, inputs: { x }, expected: { loss: 0, grads: {} } },
      { name: "bce n4", params: {}, inputs: { x }, expected: { loss: 0, grads: {} } },
      { name: "no-such-net", params: {}, inputs: {}, loss: 0, grads: {}, optimizers: [] },
    ];
    const results = await run(await written("unknown.json", JSON.stringify({ about, cases })));
    expect(results.map(resultLine)).toEqual([
      expect.stringMatching(/^missing +no-such-loss n4 +no such loss yet$/),
      expect.stringMatching(/^failed +bce n4 +Case bce n4 has no input called logits\.$/),
      expect.stringMatching(/^missing +no-such-net +no such network yet$/),
    ]);
  });

  it("says in one sentence why a file cannot be used, before any case runs", async () => {
    const good = fixture("losses");
    await expect(run(good, join(folder, "absent.json"))).rejects.toThrow(
      /^Cannot read the conformance file .*absent\.json: there is no such file\.$/,
    );
    await expect(run(await written("text.json", "hello"))).rejects.toThrow(/Expected JSON .*text\.json/);
    const empty = await written("empty.json", JSON.stringify({ about: "", cases: [{}] }));
    await expect(run(empty)).rejects.toThrow(
      /does not have the expected form at cases\.0\. Expected \{ about, cases \}\.$/,
    );
    const bare = await written("bare.json", JSON.stringify({ about: "", cases: [] }));
    await expect(run(bare)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/tolerance/),
    });
    const short = { about: "1e-4 relative, 1e-5 absolute", cases: [] as unknown[] };
    short.cases.push({
      name: "a",
      params: {},
      inputs: { x: { shape: [2], data: [1] } },
      expected: { loss: 0, grads: {} },
    });
    await expect(run(await written("short.json", JSON.stringify(short)))).rejects.toThrow(/form/);
  });
});
