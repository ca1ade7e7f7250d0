import { describe, expect, it } from "vitest";
import { claimLine } from "../claim.js";
import { chooseArms, codeArms, sizes } from "./code-arms.js";
import { codeClaims } from "./code-claims.js";
import type { CodeResult } from "./code-result.js";
import { codeScores } from "./code-scores.js";
import { madeResults } from "./made-results.suite.js";

type Said = Readonly<Record<string, Partial<CodeResult>>>;

/** Numbers as the specification has them: each limit helps, errors say nothing, energies tell. */
const asClaimed: Said = {
  "untrained/16": { probe: 0.6 },
  "numbers/256": { probe: 0.7, knn: 0.7 },
  ...Object.fromEntries(sizes.slice(0, 4).map((size, i) => [`numbers/${size}`, { error: 0.1 * (i + 1) }])),
  // Better than the others, of which two lose more and two lose less.
  "numbers/4": { error: 0.2, probe: 0.81, knn: 0.81 },
  pixels: { error: 0, probe: 0.7, knn: 0.7, auroc: { noise: 0.6, block: 0.2, halves: 0.5 } },
  "denoising/noise": { error: 0.05, auroc: { noise: 0.99, block: 0.95, halves: 0.91 } },
  "labels/nothing": { probe: 0.6, facts: { accuracy: 0.55 } },
  ...Object.fromEntries(
    ["noise", "hiding", "usual"].map((view) => [`labels/${view}`, { facts: { accuracy: 0.7 } }]),
  ),
  "noise/0": { probe: 0.7 },
  "noise/1": { codeProbe: 0.75, facts: { kl: 10 } },
  "sparse/l1-0": { probe: 0.7 },
  "discrete/128": { probe: 0.7 },
  "sparse/l1-0.1": { facts: { activeShare: 0.125 } },
  "discrete/32": { facts: { perplexity: 16 } },
};

const claims = (said: Said = {}) => {
  const all = { ...asClaimed };
  for (const [name, more] of Object.entries(said)) all[name as keyof Said] = { ...all[name], ...more };
  return codeClaims(codeScores(madeResults([0, 1], all)));
};
/** Which claims do not hold, by row and their place among those of the row. */
const broken = (said: Said) => claims(said).flatMap(({ row, holds }, i) => (holds ? [] : [`${i} ${row}`]));

describe("claims about codes", () => {
  it("hold for numbers as the specification has them", () => {
    expect(broken({})).toEqual([]);
    const lines = claims().map(claimLine);
    expect(lines).toHaveLength(12);
    expect(lines[0]).toMatch(
      /^Holds: a small code \(16 numbers\) .* \(SPEC row 102\)\. .*from 60\.0 % to 80\.0 %/,
    );
    // Capacities in the same unit where there is one: 10 nats, 5 bits of 16 places, an eighth of 256 numbers.
    expect(lines[3]).toContain("KL 10 nats (14.4 bits), 32 numbers: 80.0 %, of the code 75.0 %");
    expect(lines[4]).toContain("32 of 256 numbers active: 80.0 %");
    expect(lines[5]).toContain("80 bits, 64 taken (perplexity 16): 80.0 %");
    expect(lines[7]).toContain("It loses 5.0 % of what the mean picture does");
    expect(lines[11]).toContain("Held-out accuracy with noise: from 55.0 % to 70.0 %");
  });

  it.each<[string, Said]>([
    ["0 102", { "untrained/16": { probe: 0.79 } }],
    ["1 102", { "numbers/256": { knn: 0.8 } }],
    ["2 33", { "numbers/16": { probe: 0.7, knn: 0.8 }, "untrained/16": { probe: 0.5 }, "numbers/256": {} }],
    ["3 33", { "noise/1": { probe: 0.71 } }],
    ["4 33", { "sparse/l1-0.1": { probe: 0.6 } }],
    ["5 33", { "discrete/32": { probe: 0.7 } }],
    ["7 114", { pixels: { knn: 0.85 } }],
    ["8 27", { "denoising/noise": { auroc: { noise: 0.89, block: 0.95, halves: 0.91 } } }],
    ["9 27", { pixels: { auroc: { noise: 0.6, block: 0.96, halves: 0.5 } } }],
    ["10 27", { "denoising/noise": { auroc: { noise: 0.99, block: 0.95, halves: 0.6 } } }],
    ["11 44", { "labels/hiding": { facts: { accuracy: 0.56 } } }],
  ])("fail where numbers say otherwise: %s, %j", (claim, said) => {
    expect(broken(said)).toContain(claim);
  });

  it("fail where the smaller error has the greater accuracy", () => {
    const told = sizes.map((size, i) => [
      `numbers/${size}`,
      { error: 0.5 - i / 20, probe: 0.5 + i / 20, knn: 0.5 },
    ]);
    expect(broken(Object.fromEntries(told))).toContain("6 114");
  });

  it("are left out where arms that they need were not asked for", () => {
    const few = madeResults([0], asClaimed).filter(({ name }) => /^(pixels|labels)/.test(name));
    expect(codeClaims(codeScores(few)).map(({ row }) => row)).toEqual(["44"]);
  });
});

it("takes arms by kind", () => {
  expect(chooseArms(undefined)).toBe(codeArms);
  expect(chooseArms(["denoising"]).map(({ name }) => name)).toEqual(["denoising/noise", "denoising/mask"]);
  expect(() => chooseArms([])).toThrow(/`kinds` names nothing: give some of numbers/);
  expect(() => chooseArms(["spars"])).toThrow(/no kind of arm called spars .* Did you mean sparse\?/);
});
