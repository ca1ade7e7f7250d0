import { describe, expect, it } from "vitest";
import { claimLine } from "../claim.js";
import type { LearnedFacts } from "./learned-facts.js";
import type { LinearResult } from "./linear-result.js";
import { madeResults } from "./made-results.suite.js";
import { maskClaims } from "./mask-claims.js";
import { pictureWords } from "./row-words.js";
import { spectrumClaims } from "./spectrum-claims.js";

const values = 16;

function claims(change: Readonly<Record<string, Partial<LinearResult>>> = {}) {
  const results = madeResults(values);
  for (const [name, other] of Object.entries(change)) results.set(name, { ...results.get(name)!, ...other });
  const regression = Array.from({ length: values }, (_, i) => (i === 3 ? null : i / values));
  const facts: LearnedFacts = {
    results,
    values,
    words: pictureWords,
    noisy: 0.25,
    optimum: { distanceSeen: 0.5, denoised: 0.09 },
    regression: {
      data: regression,
      made: madeResults(values).get("masked/least-squares/0.125/made")!.recovered,
    },
  };
  return [...spectrumClaims(facts), ...maskClaims(facts)];
}
const broken = (change: Readonly<Record<string, Partial<LinearResult>>>) =>
  claims(change).flatMap(({ row, holds }) => (holds ? [] : [row]));

describe("claims about what was learned", () => {
  it("hold for numbers as the lecture has them", () => {
    expect(broken({})).toEqual([]);
    expect(claims().map(claimLine)[0]).toMatch(
      /^Holds: two matrices: .* identity .* \(SPEC row 43\)\. Distance .* vanilla 0\.05 \(code 1x\), 0\.05 \(code 2x\), denoising 0\.5/,
    );
  });

  it.each([
    ["43", { "vanilla/two-matrices/1": { seen: 0.02 } }],
    ["43", { "denoising/unrolled/1": { distanceSeen: 0.09 } }],
    ["52", { "vanilla/unrolled/2": { depths: [{ steps: 8, seen: 0, denoised: 0.2 }] } }],
    ["53", { "masked/unrolled/1": { filled: 0.5 } }],
    ["53", { "masked/unrolled/1": { spectrum: [21, 1] } }],
    ["46, 49", { "masked/two-matrices/0.25": { filled: 0.09 } }],
    ["49", { "masked/least-squares/0.25/ridge": { filled: 0.5 } }],
    ["55", { "masked/least-squares/0.125/made": { recovered: new Array(64).fill(0.8) } }],
    ["55", { "masked/least-squares/0.25": { recovered: Array.from({ length: values }, (_, i) => -i) } }],
    ["55", { "masked/two-matrices/1/fixed": { filled: 0.1 } }],
    ["58", { "vanilla/two-matrices/1": { seen: 0.0001 } }],
    ["58", { "denoising/two-matrices/2": { denoised: 0.2 } }],
    ["67", { "vanilla/two-matrices/0.25": { distance: 0.5 } }],
    ["67", { "vanilla/two-matrices/2/sparse": { denoised: 0.3 } }],
  ])("fail where numbers say otherwise: row %s, %j", (row, change) => {
    expect(broken(change)).toEqual([row]);
  });
});
